/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "core/base/mb-time.h"
#include "core/wire/mb-json-members.h"
#include "mb-test-hub.h"
#include "mb-test-wait.h"

#include <string.h>

/* What a real hub does by itself because time passes. */

#define PRICE(basis, fen, at)                                                                                          \
  "{'product':'egg','basis':'" basis "','fen':" #fen ",'per':'500g','observed_at':'" at "','source':'x'}"
#define SET(fen, at) PRICE ("average", fen, at)
#define MARK(fen, at)                                                                                                  \
  "{'product':'egg','basis':'stall','stall':'a-1','fen':" #fen ",'per':'500g','observed_at':'" at "','source':'x'}"
#define EGG "{'name':{'en':'Egg'},'order':1,'trade':'poultry-eggs','sold_by':'weight'}"
#define STALL "{'number':'1'}"
#define TEST(at, more)                                                                                                 \
  "{'kind':'quick','product':'egg','item':{'en':'x'},'method':{'en':'x'},'tester':'x','sampled_at':'" at               \
  "','tested_at':'" at "'," more "}"
#define MARKET(zone) "{'name':{'en':'M'},'time_zone':'" zone "','price_unit':'500g'}"
#define PROMOTION(when) "{'title':{'en':'x'},'product':'egg','stall':'a-1','when':{" when "}}"

static char *
dup_json (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

/* @if_match: (nullable) */
static guint
put_if (MbTestHub *hub, const char *path, const char *value, const char *if_match)
{
  g_autofree char *body = dup_json (value), *full = g_strconcat ("records/", path, "?sure=true", NULL);
  const char *headers[] = { if_match ? "If-Match" : NULL, if_match, NULL };
  g_autofree char *answer = NULL;
  guint status;

  answer = mb_test_hub_send (hub, "PUT", full, body, headers, &status);
  g_test_message ("%s: %u %s", path, status, answer);

  return status;
}

static void
put (MbTestHub *hub, const char *path, const char *value)
{
  guint status = put_if (hub, path, value, NULL);

  g_assert_true (status == 200 || status == 201);
}

/* A member of a record's answer, as it stands there; NULL when it does not, or there is no record. */
static char *
get (MbTestHub *hub, const char *path, const char *first, const char *second)
{
  g_autofree char *full = g_strconcat ("records/", path, NULL), *text = NULL;
  g_autoptr (MbJson) json = NULL;
  const char *slice;
  guint status;
  gsize length;
  MbJsonAt at;

  text = mb_test_hub_send (hub, "GET", full, NULL, NULL, &status);
  if (status != 200)
    return NULL;

  json = mb_json_read_text (text, -1, MB_JSON_CARRIER, NULL);
  at = mb_json_member (json, 0, first);
  if (at != MB_JSON_NONE && second != NULL)
    at = mb_json_member (json, at, second);
  if (at == MB_JSON_NONE)
    return NULL;

  slice = mb_json_slice (json, at, &length);
  return g_strndup (slice, length);
}

static gboolean
is (MbTestHub *hub, const char *path, const char *first, const char *second, const char *expected)
{
  g_autofree char *text = get (hub, path, first, second);

  return g_strcmp0 (text, expected) == 0;
}

#define assert_is(hub, path, first, second, expected)                                                                  \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *mb_found = get (hub, path, first, second);                                                        \
    g_assert_cmpstr (mb_found, ==, expected);                                                                          \
  }                                                                                                                    \
  G_STMT_END

/* The journal's lines after line @after. */
static char **
read_journal (MbTestHub *hub, guint after)
{
  g_autofree char *text = mb_test_hub_send (hub, "GET", "journal?limit=1000", NULL, NULL, NULL);
  g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);

  return g_strdupv (lines + MIN (after, g_strv_length (lines)));
}

static guint
count_lines (MbTestHub *hub)
{
  g_auto (GStrv) lines = read_journal (hub, 0);

  return g_strv_length (lines);
}

static gboolean
has (const char *line, const char *what)
{
  return strstr (line, what) != NULL;
}

static void
restart (MbTestHub *hub, const char *clock)
{
  mb_test_hub_stop (hub);
  mb_test_hub_start (hub, clock);
}

static MbTestHub *
set_up (const char *clock)
{
  MbTestHub *hub = mb_test_hub_new (clock);

  put (hub, "product/egg", EGG);
  put (hub, "stall/a-1", STALL);

  return hub;
}

/* A midnight that came while the hub was down: at its next start, in one transaction, once. */
static void
test_missed_midnight (void)
{
  g_autoptr (MbTestHub) hub = set_up ("2028-02-28T12:00:00+08:00,0");
  g_auto (GStrv) news = NULL;
  guint before;

  put (hub, "price/egg@average", SET (550, "2028-02-28T12:00:00+08:00"));
  put (hub, "price/egg@reference", PRICE ("reference", 500, "2028-02-28T12:00:00+08:00"));
  put (hub, "price/egg@reference", PRICE ("reference", 520, "2028-02-28T12:30:00+08:00"));
  before = count_lines (hub);
  restart (hub, "2028-02-28T23:59:59+08:00,0");
  assert_is (hub, "price/egg@average", "derived", "yesterday_fen", NULL);

  restart (hub, "2028-02-29T00:00:00+08:00,0");
  mb_test_wait (count_lines (hub) > before);
  news = read_journal (hub, before);
  g_assert_cmpuint (g_strv_length (news), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *last = g_strdup_printf ("\"last\":%u,", before + 2);

      g_assert_true (has (news[i], "\"by\":\"hub\""));
      g_assert_true (has (news[i], "\"at\":\"2028-02-29T00:00:00+08:00\""));
      g_assert_true (has (news[i], last));
    }
  assert_is (hub, "price/egg@average", "derived", "yesterday_fen", "550");
  assert_is (hub, "price/egg@average", "derived", "changed_at", "\"2028-02-28T12:00:00+08:00\"");
  assert_is (hub, "price/egg@average", "value", "fen", "550");
  assert_is (hub, "price/egg@reference", "derived", "yesterday_fen", "520");
  assert_is (hub, "price/egg@reference", "derived", "lowest_7d_fen", "500");

  /* Asked as often as you like, it is done once. */
  restart (hub, "2028-02-29T18:00:00+08:00,0");
  put (hub, "market/market", MARKET ("Asia/Shanghai"));
  put (hub, "market/market", "{'name':{'en':'N'},'time_zone':'Asia/Shanghai','price_unit':'500g'}");
  restart (hub, "2028-02-29T23:00:00+08:00,0");
  put (hub, "stall/a-2", STALL);
  g_assert_cmpuint (count_lines (hub), ==, before + 5);

  /* Weeks later what was yesterday is not. */
  restart (hub, "2028-03-20T05:00:00+08:00,0");
  mb_test_wait (is (hub, "price/egg@average", "derived", "yesterday_fen", NULL));
  assert_is (hub, "price/egg@average", "derived", "lowest_7d_fen", NULL);
  g_assert_cmpuint (count_lines (hub), ==, before + 7);
}

/* A midnight that comes while it runs. */
static void
test_midnight (void)
{
  g_autoptr (MbTestHub) hub = set_up ("2026-12-31T23:59:00+08:00,0");
  g_autofree char *at = NULL;

  put (hub, "price/egg@average", SET (550, "2026-12-31T12:00:00+08:00"));
  /* Ten times as fast: a minute of its day is long enough for any disk. */
  restart (hub, "2026-12-31T23:59:50+08:00,10");
  mb_test_wait (is (hub, "price/egg@average", "derived", "yesterday_fen", "550"));
  at = get (hub, "price/egg@average", "at", NULL);
  g_assert_true (g_str_has_prefix (at, "\"2027-01-01T00:00:"));

  /* And the next, days later. */
  restart (hub, "2027-01-06T23:59:50+08:00,10");
  mb_test_wait (is (hub, "price/egg@average", "derived", "lowest_7d_fen", NULL));
  at = (g_free (at), get (hub, "price/egg@average", "at", NULL));
  g_assert_true (g_str_has_prefix (at, "\"2027-01-07T00:00:"));
}

/* The day changes with the zone. */
static void
test_zone (void)
{
  g_autoptr (MbTestHub) hub = set_up ("2026-11-23T01:00:00+08:00,0");

  put (hub, "price/egg@average", SET (550, "2026-11-22T12:00:00+08:00"));
  assert_is (hub, "price/egg@average", "derived", "yesterday_fen", "550");
  put (hub, "market/market", MARKET ("Europe/Berlin"));
  mb_test_wait (is (hub, "price/egg@average", "derived", "yesterday_fen", NULL));
  put (hub, "market/market", MARKET ("Asia/Shanghai"));
  mb_test_wait (is (hub, "price/egg@average", "derived", "yesterday_fen", "550"));
}

/* A draft that was begun before a renewal is not outdated by it, and by anything else it is. */
static void
test_revisions (void)
{
  g_autoptr (MbTestHub) hub = set_up ("2026-11-23T12:00:00+08:00,0");
  g_autofree char *etag = NULL, *rev = NULL, *body = NULL, *changes = NULL, *answer = NULL;
  guint status;

  put (hub, "price/egg@average", SET (550, "2026-11-23T12:00:00+08:00"));
  rev = get (hub, "price/egg@average", "rev", NULL);
  etag = g_strdup_printf ("\"%s\"", rev);
  for (guint day = 24; day <= 25; day++)
    {
      g_autofree char *clock = g_strdup_printf ("2026-11-%uT12:00:00+08:00,0", day);

      restart (hub, clock);
      mb_test_wait (is (hub, "price/egg@average", "derived", "yesterday_fen", day == 24 ? "550" : NULL));
    }
  g_assert_false (is (hub, "price/egg@average", "rev", NULL, rev));
  g_assert_cmpuint (put_if (hub, "price/egg@average", SET (560, "2026-11-25T12:00:00+08:00"), "\"1\""), ==, 412);
  g_assert_cmpuint (put_if (hub, "price/egg@average", SET (560, "2026-11-25T12:00:00+08:00"), "\"999\""), ==, 412);

  /* Also after another start, and in a transaction. */
  restart (hub, "2026-11-25T13:00:00+08:00,0");
  body = g_strdup_printf ("{'changes':[{'kind':'price','id':'egg@average','if_rev':%s,'value':%s}]}", rev,
                          SET (560, "2026-11-25T12:00:00+08:00"));
  changes = dup_json (body);
  answer = mb_test_hub_send (hub, "POST", "changes", changes, NULL, &status);
  g_assert_cmpuint (status, ==, 200);

  /* Now there is somebody's change between. */
  g_assert_cmpuint (put_if (hub, "price/egg@average", SET (570, "2026-11-25T12:00:00+08:00"), etag), ==, 412);
  g_free (rev);
  rev = get (hub, "price/egg@average", "rev", NULL);
  g_free (etag);
  etag = g_strdup_printf ("\"%s\"", rev);
  restart (hub, "2026-11-26T12:00:00+08:00,0");
  mb_test_wait (!is (hub, "price/egg@average", "rev", NULL, rev));
  g_free (mb_test_hub_send (hub, "DELETE", "records/price/egg@average", NULL,
                            (const char *[]){ "If-Match", etag, NULL }, &status));
  g_assert_cmpuint (status, ==, 200);
}

static void
test_drops (void)
{
  g_autoptr (MbTestHub) hub = set_up ("2026-11-23T12:00:00+08:00,0");
  guint before;

  put (hub, "batch/l1", "{'lot':'L1','product':'egg','arrived_at':'2026-10-01T05:00:00+08:00'}");
  put (hub, "batch/l2", "{'lot':'L2','product':'egg'}");
  put (hub, "test/pass", TEST ("2026-11-23T06:00:00+08:00", "'batch':'l1','conclusion':'pass'"));
  put (hub, "test/fail", TEST ("2026-11-23T06:00:00+08:00", "'conclusion':'fail'"));
  put (hub, "notice/n", "{'text':{'en':'x'},'level':'info','when':{'to':'2026-11-23T13:00:00+08:00'}}");
  restart (hub, "2026-11-30T23:59:59+08:00,0");
  assert_is (hub, "test/pass", "id", NULL, "\"pass\"");
  assert_is (hub, "batch/l1", "id", NULL, "\"l1\"");
  before = count_lines (hub);

  restart (hub, "2026-12-01T00:00:00+08:00,0");
  mb_test_wait (is (hub, "test/pass", "id", NULL, NULL));
  assert_is (hub, "batch/l1", "id", NULL, NULL);
  assert_is (hub, "notice/n", "id", NULL, NULL);
  assert_is (hub, "test/fail", "id", NULL, "\"fail\"");
  assert_is (hub, "batch/l2", "id", NULL, "\"l2\"");
  g_assert_cmpuint (count_lines (hub), ==, before + 3);

  /* By the time it was written, which a start knows, too. */
  restart (hub, "2026-12-23T12:00:00+08:00,0");
  assert_is (hub, "batch/l2", "id", NULL, "\"l2\"");
  restart (hub, "2026-12-24T12:00:00+08:00,0");
  mb_test_wait (is (hub, "batch/l2", "id", NULL, NULL));
  restart (hub, "2036-12-24T12:00:00+08:00,0");
  assert_is (hub, "test/fail", "id", NULL, "\"fail\"");
}

static void
test_promotions (void)
{
  g_autoptr (MbTestHub) hub = set_up ("2026-11-10T12:00:00+08:00,0");
  g_autofree char *both = NULL;

  /* A mark of long ago, raised on the eve of the member day. */
  put (hub, "price/egg@stall@a-1", MARK (500, "2026-11-10T12:00:00+08:00"));
  put (hub, "price/egg@average", SET (300, "2026-11-10T12:00:00+08:00"));
  put (hub, "promotion/member", PROMOTION ("'rrule':'FREQ=MONTHLY;BYMONTHDAY=8,18,28'"));
  assert_is (hub, "promotion/member", "derived", NULL, NULL);
  restart (hub, "2026-11-17T12:00:00+08:00,0");
  put (hub, "price/egg@stall@a-1", MARK (600, "2026-11-17T12:00:00+08:00"));

  /* It begins while the hub runs, and what it was then it stays. */
  restart (hub, "2026-11-17T23:59:00+08:00,100");
  mb_test_wait (is (hub, "promotion/member", "derived", "was_fen", "500"));
  assert_is (hub, "promotion/member", "derived", "was_per", "\"500g\"");
  assert_is (hub, "promotion/member", "derived", "began_at", "\"2026-11-18T00:00:00+08:00\"");
  restart (hub, "2026-11-18T12:00:00+08:00,0");
  put (hub, "price/egg@stall@a-1", MARK (400, "2026-11-18T12:00:00+08:00"));
  put (hub, "promotion/member",
       "{'title':{'en':'y'},'product':'egg','stall':'a-1','when':{'rrule':'FREQ=MONTHLY;BYMONTHDAY=8,18,28'}}");
  assert_is (hub, "promotion/member", "derived", "was_fen", "500");
  assert_is (hub, "promotion/member", "by", NULL, "\"local\"");
  restart (hub, "2026-11-19T12:00:00+08:00,0");
  put (hub, "price/egg@stall@a-1", MARK (650, "2026-11-19T12:00:00+08:00"));
  assert_is (hub, "promotion/member", "derived", "was_fen", "500");

  /* The next member day began while it was down. */
  restart (hub, "2026-11-28T12:00:00+08:00,0");
  mb_test_wait (is (hub, "promotion/member", "derived", "began_at", "\"2026-11-28T00:00:00+08:00\""));
  assert_is (hub, "promotion/member", "derived", "was_fen", "650");

  /* What comes with its new price was what it cost before, in whatever order they stand. */
  both = dup_json ("{'changes':[{'kind':'price','id':'egg@stall@a-1','sure':true,'value':" MARK (
      300, "2026-11-28T12:00:00+08:00") "},{'kind':'promotion','id':'now','value':" PROMOTION (
      "'to':'2026-11-30T00:00:00+08:00'") "}]}");
  g_free (mb_test_hub_send (hub, "POST", "changes", both, NULL, NULL));
  assert_is (hub, "promotion/now", "derived", "was_fen", "650");
  assert_is (hub, "promotion/now", "derived", "began_at", "\"2026-11-28T12:00:00+08:00\"");

  /* Nobody types it. */
  g_assert_cmpuint (put_if (hub, "promotion/now", "{'title':{'en':'x'},'was_fen':999}", NULL), ==, 422);
}

/* Hours of a day, found by a clock that runs. */
static void
test_promotion_hours (void)
{
  g_autoptr (MbTestHub) hub = set_up ("2026-11-22T12:00:00+08:00,0");

  put (hub, "price/egg@deal@a-1", "{'product':'egg','basis':'deal','stall':'a-1','fen':450,'per':'500g',"
                                  "'observed_at':'2026-11-22T12:00:00+08:00','source':'x'}");
  put (hub, "price/egg@stall@a-1", MARK (400, "2026-11-22T12:00:00+08:00"));
  restart (hub, "2026-11-23T08:58:00+08:00,100");
  put (hub, "promotion/p",
       PROMOTION ("'from':'2026-11-23T00:00:00+08:00','daily':[['09:00','11:30'],['14:00','18:00']]"));
  mb_test_wait (is (hub, "promotion/p", "derived", "began_at", "\"2026-11-23T09:00:00+08:00\""));
  assert_is (hub, "promotion/p", "derived", "was_fen", "450");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keeper/missed-midnight", test_missed_midnight);
  g_test_add_func ("/keeper/midnight", test_midnight);
  g_test_add_func ("/keeper/zone", test_zone);
  g_test_add_func ("/keeper/revisions", test_revisions);
  g_test_add_func ("/keeper/drops", test_drops);
  g_test_add_func ("/keeper/promotions", test_promotions);
  g_test_add_func ("/keeper/promotion-hours", test_promotion_hours);
  return g_test_run ();
}
