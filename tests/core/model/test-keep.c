/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/keep/mb-expiry.h"
#include "core/model/keep/mb-price-days.h"
#include "core/model/keep/mb-promotion-start.h"
#include "core/model/show/mb-promotion.h"
#include "core/wire/mb-record-codec.h"

#include <stdlib.h>
#include <string.h>

/* What leaves a board by itself, and what is said beside a price because days have passed. Values are
 * written as they come over the wire, ' for ". */

static gint64
at (const char *text)
{
  MbTime time;

  g_assert_true (mb_time_parse (text, -1, &time, NULL));

  return time.us;
}

static MbRecord *
make (MbKind kind, const char *id, const char *json)
{
  g_autofree char *text = g_strdelimit (g_strdup (json), "'", '"');
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  MbRecord *record = mb_record_decode_bytes (kind, id, bytes, NULL, &error);

  g_assert_no_error (error);

  return record;
}

static MbMarketTime *
make_time (const char *zone)
{
  g_autoptr (MbMarket) market = MB_MARKET (mb_record_new (MB_KIND_MARKET, "market"));

  market->time_zone = g_strdup (zone);

  return mb_market_time_new (market);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (mb_record_get_id (*(MbRecord *const *) a), mb_record_get_id (*(MbRecord *const *) b));
}

#define MARKET(zone, more) "{'name':{'en':'x'},'time_zone':'" zone "','price_unit':'500g'" more "}"
#define TEST(at, more)                                                                                                 \
  "{'kind':'quick','product':'egg','item':{'en':'x'},'method':{'en':'x'},'tester':'x','sampled_at':'" at               \
  "','tested_at':'" at "'," more "}"
#define PASS "'conclusion':'pass'"
#define FAIL(steps) "'conclusion':'fail','disposal':[" steps "]"
#define STEP(state, at) "{'state':'" state "','at':'" at "'}"
#define BATCH(lot, more) { MB_KIND_BATCH, lot, "{'lot':'" lot "','product':'egg'" more "}" }
#define NOTICE(more) "{'text':{'en':'x'},'level':'info'" more "}"
#define WHEN(more) "{'title':{'en':'x'},'when':{" more "}}"

typedef struct
{
  const char *market;
  const char *now;
  const char *falls; /* ids */
  struct
  {
    MbKind kind;
    const char *id, *value;
  } records[8];
} Expiry;

static const Expiry expiries[] = {
  /* Seven whole days after its own, to the midnight. */
  { MARKET ("Asia/Shanghai", ""), "2026-11-30T23:59:59.999+08:00", "",
    { { MB_KIND_TEST, "a", TEST ("2026-11-23T00:00:00+08:00", PASS) },
      { MB_KIND_TEST, "b", TEST ("2026-11-23T23:59:59+08:00", PASS) } } },
  { MARKET ("Asia/Shanghai", ""), "2026-12-01T00:00:00+08:00", "a b",
    { { MB_KIND_TEST, "a", TEST ("2026-11-23T00:00:00+08:00", PASS) },
      { MB_KIND_TEST, "b", TEST ("2026-11-23T23:59:59+08:00", PASS) },
      { MB_KIND_TEST, "c", TEST ("2026-11-23T16:00:00Z", PASS) } } },
  { MARKET ("Asia/Shanghai", ",'keep':{'test':1,'batch':2,'notice':3}"), "2026-11-25T00:00:00+08:00", "t",
    { { MB_KIND_TEST, "t", TEST ("2026-11-23T12:00:00+08:00", PASS) },
      { MB_KIND_TEST, "u", TEST ("2026-11-24T12:00:00+08:00", PASS) },
      BATCH ("b", ",'arrived_at':'2026-11-23T12:00:00+08:00'"),
      { MB_KIND_NOTICE, "n", NOTICE (",'when':{'to':'2026-11-22T12:00:00+08:00'}") } } },
  /* A year with a leap day, and one without. */
  { MARKET ("Asia/Shanghai", ""), "2028-03-01T00:00:00+08:00", "",
    { { MB_KIND_TEST, "a", TEST ("2028-02-23T12:00:00+08:00", PASS) } } },
  { MARKET ("Asia/Shanghai", ""), "2028-03-02T00:00:00+08:00", "a",
    { { MB_KIND_TEST, "a", TEST ("2028-02-23T12:00:00+08:00", PASS) } } },
  { MARKET ("Asia/Shanghai", ""), "2027-03-03T00:00:00+08:00", "a",
    { { MB_KIND_TEST, "a", TEST ("2027-02-23T12:00:00+08:00", PASS) },
      { MB_KIND_TEST, "b", TEST ("2027-02-24T12:00:00+08:00", PASS) } } },
  /* Days of 23 and of 25 hours, and a day whose midnight does not exist. */
  { MARKET ("Europe/Berlin", ""), "2026-04-02T23:59:59+02:00", "",
    { { MB_KIND_TEST, "a", TEST ("2026-03-26T00:30:00+01:00", PASS) } } },
  { MARKET ("Europe/Berlin", ""), "2026-04-03T00:00:00+02:00", "a",
    { { MB_KIND_TEST, "a", TEST ("2026-03-26T00:30:00+01:00", PASS) } } },
  { MARKET ("Europe/Berlin", ""), "2026-11-01T00:00:00+01:00", "a",
    { { MB_KIND_TEST, "a", TEST ("2026-10-24T23:30:00+02:00", PASS) },
      { MB_KIND_TEST, "b", TEST ("2026-10-25T00:30:00+02:00", PASS) } } },
  { MARKET ("America/Sao_Paulo", ",'keep':{'notice':1}"), "2018-11-04T01:00:00-02:00", "",
    { { MB_KIND_NOTICE, "n", NOTICE (",'when':{'to':'2018-11-03T12:00:00-03:00'}") } } },
  { MARKET ("America/Sao_Paulo", ",'keep':{'notice':1}"), "2018-11-05T00:00:00-02:00", "n",
    { { MB_KIND_NOTICE, "n", NOTICE (",'when':{'to':'2018-11-03T12:00:00-03:00'}") } } },
  /* The same instants in another zone. */
  { MARKET ("America/New_York", ""), "2026-12-01T00:00:00+08:00", "a",
    { { MB_KIND_TEST, "a", TEST ("2026-11-23T00:00:00+08:00", PASS) },
      { MB_KIND_TEST, "b", TEST ("2026-11-23T23:59:59+08:00", PASS) } } },
  /* An open failure stays, for years; a closed one from its closing on. */
  { MARKET ("Asia/Shanghai", ""), "2029-12-01T00:00:00+08:00", "closed old",
    { { MB_KIND_TEST, "open", TEST ("2026-11-23T12:00:00+08:00", FAIL (STEP ("sale-stopped", "2026-11-23T12:10:00+08:00"))) },
      { MB_KIND_TEST, "bare", TEST ("2026-11-23T12:00:00+08:00", FAIL ("")) },
      { MB_KIND_TEST, "closed",
        TEST ("2026-11-23T12:00:00+08:00", FAIL (STEP ("closed", "2029-11-23T12:00:00+08:00"))) },
      { MB_KIND_TEST, "late",
        TEST ("2026-11-23T12:00:00+08:00", FAIL (STEP ("closed", "2029-11-24T12:00:00+08:00"))) },
      { MB_KIND_TEST, "old", TEST ("2026-11-23T12:00:00+08:00", "'conclusion':'suspect'") } } },
  /* A batch that a test on the board names stays, and goes with it. */
  { MARKET ("Asia/Shanghai", ""), "2027-06-01T00:00:00+08:00", "gone second third",
    { BATCH ("first", ",'arrived_at':'2026-11-23T12:00:00+08:00'"),
      BATCH ("second", ",'arrived_at':'2026-11-23T12:00:00+08:00'"),
      BATCH ("third", ""),
      { MB_KIND_TEST, "open", TEST ("2026-11-23T12:00:00+08:00", "'batch':'first'," FAIL ("")) },
      { MB_KIND_TEST, "gone", TEST ("2026-11-23T12:00:00+08:00", "'batch':'second'," PASS) } } },
  { MARKET ("Asia/Shanghai", ""), "2026-12-24T00:00:00+08:00", "b",
    { BATCH ("a", ",'arrived_at':'2026-11-24T12:00:00+08:00'"),
      BATCH ("b", ",'arrived_at':'2026-11-23T12:00:00+08:00'") } },
  /* What has no end stays; what shows again has not ended. */
  { MARKET ("Asia/Shanghai", ""), "2030-01-01T00:00:00+08:00", "ended over until",
    { { MB_KIND_PROMOTION, "always", "{'title':{'en':'x'}}" },
      { MB_KIND_PROMOTION, "member-day", WHEN ("'rrule':'FREQ=MONTHLY;BYMONTHDAY=8,18,28'") },
      { MB_KIND_PROMOTION, "leap-day", WHEN ("'rrule':'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29'") },
      { MB_KIND_PROMOTION, "until", WHEN ("'rrule':'FREQ=DAILY;UNTIL=20291223','daily':[['22:00','02:00']]") },
      { MB_KIND_PROMOTION, "spills", WHEN ("'rrule':'FREQ=DAILY;UNTIL=20291224','daily':[['22:00','02:00']]") },
      { MB_KIND_PROMOTION, "ended", WHEN ("'to':'2029-12-24T12:00:00+08:00'") },
      { MB_KIND_NOTICE, "over", NOTICE (",'when':{'to':'2029-12-25T00:00:00+08:00'}") },
      { MB_KIND_NOTICE, "just", NOTICE (",'when':{'to':'2029-12-25T00:00:01+08:00'}") } } },
};

static void
test_expiry (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (expiries); i++)
    {
      const Expiry *expiry = &expiries[i];
      g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
      MbRecord *market = make (MB_KIND_MARKET, "market", expiry->market);
      g_autoptr (MbMarketTime) time = mb_market_time_new (MB_MARKET (market));
      g_autoptr (GString) falls = g_string_new (NULL);
      g_autoptr (GPtrArray) falling = NULL;

      g_ptr_array_add (records, market);
      for (guint j = 0; j < G_N_ELEMENTS (expiry->records) && expiry->records[j].id != NULL; j++)
        {
          MbRecord *record = make (expiry->records[j].kind, expiry->records[j].id, expiry->records[j].value);

          mb_record_set_stamp (record, 1, at ("2026-11-20T12:00:00+08:00"), "local");
          g_ptr_array_add (records, record);
        }

      falling = mb_expiry_find (records, MB_MARKET (market), time, at (expiry->now));
      g_ptr_array_sort (falling, compare_ids);
      for (guint j = 0; j < falling->len; j++)
        g_string_append_printf (falls, "%s%s", j > 0 ? " " : "", mb_record_get_id (falling->pdata[j]));
      g_test_message ("%s", expiry->now);
      g_assert_cmpstr (falls->str, ==, expiry->falls);
    }
}

/* "20261123:350,340 20261124:360" */
static GArray *
make_days (const char *text)
{
  g_auto (GStrv) days = g_strsplit (text, " ", -1);
  GArray *array = mb_price_days_new ();

  for (guint i = 0; days[i] != NULL && days[i][0] != '\0'; i++)
    {
      char *rest;
      MbDate date = (MbDate) strtoul (days[i], &rest, 10);

      do
        mb_price_days_note (array, date, strtol (rest + 1, &rest, 10));
      while (*rest == ',');
    }

  return array;
}

static void
test_price_days (void)
{
  static const struct
  {
    const char *days;
    MbDate today;
    gint64 yesterday, lowest, was_deal, was_mark;
    guint kept; /* days, after a trim */
  } cases[] = {
    { "", 20261123, MB_UNSET, MB_UNSET, MB_UNSET, MB_UNSET, 0 },
    { "20261123:350,340,360", 20261123, MB_UNSET, 340, 340, 340, 1 },
    { "20261123:350,340,360", 20261124, 360, 340, 340, 340, 1 },
    { "20261123:350,340,360", 20261125, MB_UNSET, 340, 340, 340, 1 },
    /* the last of seven days, of the seven before one, and beyond */
    { "20261123:350,340,360", 20261129, MB_UNSET, 340, 340, 340, 1 },
    { "20261123:350,340,360", 20261130, MB_UNSET, MB_UNSET, 340, 340, 1 },
    { "20261123:350,340,360", 20261201, MB_UNSET, MB_UNSET, 360, 360, 1 },
    { "20261120:300 20261123:350", 20261201, MB_UNSET, MB_UNSET, 350, 350, 1 },
    /* a mark that stood for weeks and was raised on the eve: the deal's last is not among the week's */
    { "20261101:500 20261122:600", 20261123, 600, 600, 600, 500, 2 },
    { "20261101:500 20261112:550 20261122:600", 20261123, 600, 600, 600, 550, 2 },
    /* noted late, and in another order */
    { "20261122:600 20261120:580 20261121:590", 20261123, 600, 580, 580, 580, 3 },
    /* over leap days and years */
    { "20280228:300 20280229:310", 20280301, 310, 300, 300, 300, 2 },
    { "20270228:300", 20270301, 300, 300, 300, 300, 1 },
    { "20261231:300", 20270101, 300, 300, 300, 300, 1 },
    /* a clock set back a day forgets nothing of what is to come, and does not count it */
    { "20261122:300 20261123:250", 20261122, MB_UNSET, 300, 300, 300, 2 },
    { "20261122:300 20271123:250", 20261122, MB_UNSET, 300, 300, 300, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) days = make_days (cases[i].days);

      g_test_message ("%u: %s", i, cases[i].days);
      for (guint round = 0; round < 2; round++)
        {
          g_assert_cmpint (mb_price_days_get_yesterday (days, cases[i].today), ==, cases[i].yesterday);
          g_assert_cmpint (mb_price_days_get_lowest (days, cases[i].today), ==, cases[i].lowest);
          g_assert_cmpint (mb_price_days_get_was (days, cases[i].today, FALSE), ==, cases[i].was_deal);
          g_assert_cmpint (mb_price_days_get_was (days, cases[i].today, TRUE), ==, cases[i].was_mark);
          mb_price_days_trim (days, cases[i].today);
          g_assert_cmpuint (days->len, ==, cases[i].kept);
        }
    }
}

typedef struct
{
  const char *zone;
  const char *when;  /* NULL: always */
  const char *known; /* NULL: none */
  const char *now;
  const char *start; /* NULL: none is on */
} Start;

#define DAILY_HOURS "'daily':[['09:00','11:30'],['14:00','18:00']]"
#define NIGHT "'daily':[['22:00','02:00']]"
#define MEMBER_DAYS "'rrule':'FREQ=MONTHLY;BYMONTHDAY=8,18,28'"
#define WEEKENDS "'rrule':'FREQ=WEEKLY;BYDAY=SA,SU'"

static const Start starts[] = {
  { "Asia/Shanghai", NULL, NULL, "2026-11-23T12:00:00+08:00", "2026-11-23T12:00:00+08:00" },
  { "Asia/Shanghai", NULL, "2026-11-20T12:00:00+08:00", "2026-11-23T12:00:00+08:00", "2026-11-20T12:00:00+08:00" },
  /* from … to */
  { "Asia/Shanghai", "'from':'2026-11-23T09:00:00+08:00'", NULL, "2026-11-23T08:59:59.999+08:00", NULL },
  { "Asia/Shanghai", "'from':'2026-11-23T09:00:00+08:00'", NULL, "2026-11-23T09:00:00+08:00",
    "2026-11-23T09:00:00+08:00" },
  { "Asia/Shanghai", "'from':'2026-11-23T09:00:00+08:00'", NULL, "2026-11-27T12:00:00+08:00",
    "2026-11-23T09:00:00+08:00" },
  { "Asia/Shanghai", "'from':'2026-11-23T09:00:00+08:00','to':'2026-11-25T09:00:00+08:00'", NULL,
    "2026-11-25T09:00:00+08:00", NULL },
  /* hours: between them it goes on, and the first may be cut off by the beginning */
  { "Asia/Shanghai", "'from':'2026-11-23T00:00:00+08:00'," DAILY_HOURS, NULL, "2026-11-23T08:00:00+08:00", NULL },
  { "Asia/Shanghai", "'from':'2026-11-23T00:00:00+08:00'," DAILY_HOURS, NULL, "2026-11-23T12:00:00+08:00",
    "2026-11-23T09:00:00+08:00" },
  { "Asia/Shanghai", "'from':'2026-11-23T00:00:00+08:00'," DAILY_HOURS, NULL, "2026-11-24T03:00:00+08:00",
    "2026-11-23T09:00:00+08:00" },
  { "Asia/Shanghai", "'from':'2026-11-23T12:00:00+08:00'," DAILY_HOURS, NULL, "2026-11-23T15:00:00+08:00",
    "2026-11-23T14:00:00+08:00" },
  { "Asia/Shanghai", "'from':'2026-11-23T19:00:00+08:00'," DAILY_HOURS, NULL, "2026-11-23T20:00:00+08:00", NULL },
  { "Asia/Shanghai", "'from':'2026-11-23T00:00:00+08:00','to':'2026-11-24T00:00:00+08:00'," DAILY_HOURS, NULL,
    "2026-11-23T18:00:00+08:00", NULL },
  /* member days: each is a beginning */
  { "Asia/Shanghai", MEMBER_DAYS, NULL, "2026-11-18T00:00:00+08:00", "2026-11-18T00:00:00+08:00" },
  { "Asia/Shanghai", MEMBER_DAYS, NULL, "2026-11-18T23:59:59+08:00", "2026-11-18T00:00:00+08:00" },
  { "Asia/Shanghai", MEMBER_DAYS, "2026-11-18T00:00:00+08:00", "2026-11-19T00:00:00+08:00", NULL },
  { "Asia/Shanghai", MEMBER_DAYS, "2026-11-18T00:00:00+08:00", "2026-11-28T10:00:00+08:00",
    "2026-11-28T00:00:00+08:00" },
  { "Asia/Shanghai", MEMBER_DAYS "," DAILY_HOURS, NULL, "2026-11-28T08:00:00+08:00", NULL },
  { "Asia/Shanghai", MEMBER_DAYS "," DAILY_HOURS, NULL, "2026-11-28T12:00:00+08:00", "2026-11-28T09:00:00+08:00" },
  /* published in the middle of one: it began there, and holds */
  { "Asia/Shanghai", MEMBER_DAYS, "2026-11-18T10:00:00+08:00", "2026-11-18T12:00:00+08:00",
    "2026-11-18T10:00:00+08:00" },
  /* a weekend is one run, over the end of a month and of a year, and past midnight */
  { "Asia/Shanghai", WEEKENDS, NULL, "2026-11-29T12:00:00+08:00", "2026-11-28T00:00:00+08:00" },
  { "Asia/Shanghai", WEEKENDS, "2026-11-28T00:00:00+08:00", "2026-11-29T12:00:00+08:00", "2026-11-28T00:00:00+08:00" },
  { "Asia/Shanghai", WEEKENDS, "2026-11-28T00:00:00+08:00", "2026-12-05T12:00:00+08:00", "2026-12-05T00:00:00+08:00" },
  { "Asia/Shanghai", "'rrule':'FREQ=MONTHLY;BYMONTHDAY=31,1'", NULL, "2027-01-01T12:00:00+08:00",
    "2026-12-31T00:00:00+08:00" },
  { "Asia/Shanghai", WEEKENDS "," NIGHT, NULL, "2026-11-30T01:00:00+08:00", "2026-11-28T22:00:00+08:00" },
  { "Asia/Shanghai", WEEKENDS "," NIGHT, NULL, "2026-11-30T02:00:00+08:00", NULL },
  { "Asia/Shanghai", WEEKENDS "," NIGHT, NULL, "2026-11-29T12:00:00+08:00", "2026-11-28T22:00:00+08:00" },
  { "Asia/Shanghai", WEEKENDS "," NIGHT, NULL, "2026-11-28T12:00:00+08:00", NULL },
  /* leap days */
  { "Asia/Shanghai", "'rrule':'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29'", NULL, "2028-02-29T12:00:00+08:00",
    "2028-02-28T00:00:00+08:00" },
  { "Asia/Shanghai", "'rrule':'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29'", NULL, "2027-03-01T12:00:00+08:00", NULL },
  /* every day, for longer than anybody looks back */
  { "Asia/Shanghai", "'rrule':'FREQ=DAILY'", "2020-11-23T10:00:00+08:00", "2026-11-23T12:00:00+08:00",
    "2020-11-23T10:00:00+08:00" },
  { "Asia/Shanghai", DAILY_HOURS, NULL, "2026-11-23T12:00:00+08:00", "2026-11-23T12:00:00+08:00" },
  /* moved to other days since: what was known is of no run that is on */
  { "Asia/Shanghai", WEEKENDS, "2026-11-26T10:00:00+08:00", "2026-11-29T12:00:00+08:00", "2026-11-28T00:00:00+08:00" },
  { "Asia/Shanghai", "'from':'2026-11-25T09:00:00+08:00'", "2026-11-23T09:00:00+08:00", "2026-11-25T10:00:00+08:00",
    "2026-11-25T09:00:00+08:00" },
  /* a clock set back */
  { "Asia/Shanghai", WEEKENDS, "2026-11-29T10:00:00+08:00", "2026-11-28T12:00:00+08:00", "2026-11-29T10:00:00+08:00" },
  /* a day of 23 hours, and one that has no midnight */
  { "Europe/Berlin", "'rrule':'FREQ=DAILY;UNTIL=20260330','from':'2026-03-28T00:00:00+01:00'", NULL,
    "2026-03-30T12:00:00+02:00", "2026-03-28T00:00:00+01:00" },
  { "Europe/Berlin", "'rrule':'FREQ=WEEKLY;BYDAY=SU','daily':[['02:30','04:00']]", NULL, "2026-03-29T03:30:00+02:00",
    "2026-03-29T03:00:00+02:00" },
  { "America/Sao_Paulo", "'rrule':'FREQ=WEEKLY;BYDAY=SU'", NULL, "2018-11-04T12:00:00-02:00",
    "2018-11-04T01:00:00-02:00" },
  /* the rule's days are the market's, whatever offset wrote the times */
  { "America/New_York", WEEKENDS, NULL, "2026-11-29T12:00:00+08:00", "2026-11-28T00:00:00-05:00" },
};

static void
test_starts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      const Start *start = &starts[i];
      g_autofree char *json = g_strconcat ("{'title':{'en':'x'}", start->when != NULL ? ",'when':{" : "",
                                           start->when != NULL ? start->when : "", start->when != NULL ? "}" : "",
                                           "}", NULL);
      g_autoptr (MbRecord) record = make (MB_KIND_PROMOTION, "x", json);
      g_autoptr (MbMarketTime) time = make_time (start->zone);
      gint64 found = mb_promotion_find_start (MB_PROMOTION (record)->when,
                                              start->known != NULL ? at (start->known) : MB_UNSET, at (start->now), time);

      g_test_message ("%u: %s at %s", i, json, start->now);
      if (start->start == NULL)
        g_assert_cmpint (found, ==, MB_UNSET);
      else
        g_assert_cmpint (found, ==, at (start->start));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keep/expiry", test_expiry);
  g_test_add_func ("/keep/price-days", test_price_days);
  g_test_add_func ("/keep/starts", test_starts);
  return g_test_run ();
}
