/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/words/mb-test-text.h"

#include "core/model/money/mb-mass.h"
#include "widgets/words/mb-format.h"

#include <glib/gi18n.h>
#include <string.h>

#define NOON_HOUR "12"

/* Characters: the words after it are what the sentence is for. */
#define NAME_MOST 32
#define STALL_MOST 16

static char *
say_product (const MbCatalogue *catalogue, MbProduct *product)
{
  return product != NULL
             ? mb_format_called (mb_texts_get (product->name, mb_catalogue_get_language (catalogue)),
                                 mb_record_get_id (MB_RECORD (product)), NAME_MOST)
             : NULL;
}

static char *
say_goods (const MbCatalogue *catalogue, MbProduct *product, MbStall *stall)
{
  g_autofree char *name = say_product (catalogue, product);
  g_autofree char *number = NULL;

  if (stall == NULL)
    return name != NULL ? g_steal_pointer (&name) : g_strdup ("");

  number = mb_format_called (stall->number, mb_record_get_id (MB_RECORD (stall)), STALL_MOST);
  if (name == NULL)
    return g_steal_pointer (&number);

  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("{product} ({stall})")), "product", name,
                         "stall", number, NULL);
}

/* How many days ago; -1 when nobody knows. */
static int
days_ago (gint64 us, const MbTestTime *time)
{
  if (time->now_us == MB_UNSET)
    return -1;

  return mb_date_days_between (mb_date_of (us, time->zone), mb_date_of (time->now_us, time->zone));
}

/* When something was done: the time today, else the day. */
static char *
say_when (const MbCatalogue *catalogue, gint64 us, const MbTestTime *time)
{
  if (days_ago (us, time) == 0)
    return mb_format_clock (us, time->zone);

  return mb_format_short_day (catalogue, mb_date_of (us, time->zone));
}

static char *
say_handling (const MbCatalogue *catalogue, const MbDisposal *disposal, const MbTestTime *time)
{
  g_autofree char *when = NULL;
  g_autofree char *mass = NULL;

  switch ((MbDisposalState) disposal->state)
    {
    case MB_DISPOSAL_SALE_STOPPED:
      when = say_when (catalogue, disposal->at.us, time);
      return mb_format_fill (mb_catalogue_text (catalogue, N_ ("sale stopped {time}")), "time",
                             when, NULL);
    case MB_DISPOSAL_APPEALED:
      return g_strdup (mb_catalogue_text (catalogue, N_ ("the stall appealed")));
    case MB_DISPOSAL_RE_TEST:
      return g_strdup (mb_catalogue_text (catalogue, N_ ("being tested again")));
    case MB_DISPOSAL_DESTROYED:
      if (disposal->grams == MB_UNSET)
        return g_strdup (mb_catalogue_text (catalogue, N_ ("destroyed")));
      mass = mb_mass_format (disposal->grams, MB_PER_KG);
      return mb_format_fill (mb_catalogue_text (catalogue, N_ ("{mass} kg destroyed")), "mass",
                             mass, NULL);
    case MB_DISPOSAL_CLOSED:
      return g_strdup (mb_catalogue_text (catalogue, N_ ("dealt with")));
    }
  return NULL;
}

/* What was found, and the last thing that was done about it. */
static char *
say_failure (const MbCatalogue *catalogue, MbTest *test, const MbTestTime *time)
{
  const char *finding = mb_catalogue_text (catalogue, test->kind == MB_TEST_LABORATORY
                                                          ? N_ ("failed the laboratory test")
                                                          : N_ ("positive quick test"));
  g_autofree char *handling = NULL;

  if (test->disposal != NULL && test->disposal->len > 0)
    handling = say_handling (catalogue, test->disposal->pdata[test->disposal->len - 1], time);
  if (handling == NULL)
    return g_strdup (finding);

  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("{finding}, {handling}")), "finding",
                         finding, "handling", handling, NULL);
}

static char *
say_tested (const MbCatalogue *catalogue, gint64 us, const MbTestTime *time)
{
  g_autofree char *clock = mb_format_clock (us, time->zone);
  g_autofree char *day = NULL;
  const char *sentence;

  if (days_ago (us, time) == 0)
    sentence = strcmp (clock, NOON_HOUR) < 0 ? N_ ("tested this morning {time}")
                                             : N_ ("tested today {time}");
  else if (days_ago (us, time) == 1)
    sentence = N_ ("tested yesterday {time}");
  else
    sentence = N_ ("tested {day}");
  day = mb_format_short_day (catalogue, mb_date_of (us, time->zone));
  return mb_format_fill (mb_catalogue_text (catalogue, sentence), "time", clock, "day", day, NULL);
}

static void
say_pass (MbTestText *self, MbTest *test, const MbCatalogue *catalogue, const MbTestTime *time)
{
  const char *item = mb_texts_get (test->item, mb_catalogue_get_language (catalogue));
  g_autofree char *tested = say_tested (catalogue, test->tested_at.us, time);
  g_autofree char *name = mb_format_called (item, mb_record_get_id (MB_RECORD (test)), NAME_MOST);

  self->verdict = g_strdup (mb_catalogue_text (catalogue, N_ ("passed")));
  /* Translators: {passed} stands at the end. */
  self->sentence =
      mb_format_fill (mb_catalogue_text (catalogue, N_ ("{tested}, {item} {passed}")), "tested",
                      tested, "item", name, "passed", self->verdict, NULL);
}

static void
say_place (MbTestText *self, const MbTestRow *row, const MbCatalogue *catalogue)
{
  g_autofree char *number = mb_format_called (row->stall->number, mb_record_get_id (MB_RECORD (row->stall)), STALL_MOST);

  self->name = say_goods (catalogue, row->product, NULL);
  self->placed = mb_format_fill (mb_catalogue_text (catalogue, N_ ("{goods}: {sentence}")), "goods", number,
                                 "sentence", self->sentence, NULL);
}

void
mb_test_text_init (MbTestText *self, const MbTestRow *row, const MbCatalogue *catalogue,
                   const MbTestTime *time)
{
  g_return_if_fail (self != NULL && row != NULL && time != NULL);

  *self = (MbTestText){ 0 };
  switch (row->state)
    {
    case MB_TEST_FAILED:
    case MB_TEST_CLOSED:
      self->goods = say_goods (catalogue, row->product, row->stall);
      self->sentence = say_failure (catalogue, row->test, time);
      if (row->stall != NULL && row->product != NULL)
        say_place (self, row, catalogue);
      break;
    case MB_TEST_SUSPECT:
      self->goods = say_goods (catalogue, row->product, NULL);
      self->sentence = g_strdup (mb_catalogue_text (
          catalogue, N_ ("first test positive, being repeated, not on sale meanwhile")));
      break;
    case MB_TEST_PASSED:
      self->goods = say_goods (catalogue, row->product, NULL);
      say_pass (self, row->test, catalogue, time);
      break;
    }
}

gboolean
mb_test_text_equal (const MbTestText *a, const MbTestText *b)
{
  return g_strcmp0 (a->goods, b->goods) == 0 && g_strcmp0 (a->sentence, b->sentence) == 0 &&
         g_strcmp0 (a->verdict, b->verdict) == 0;
}

void
mb_test_text_clear (MbTestText *self)
{
  g_free (self->goods);
  g_free (self->sentence);
  g_free (self->verdict);
  g_free (self->name);
  g_free (self->placed);
  *self = (MbTestText){ 0 };
}

char *
mb_format_failure (const MbCatalogue *catalogue, MbTest *test, MbProduct *product, MbStall *stall,
                   const MbTestTime *time)
{
  g_autofree char *goods = say_goods (catalogue, product, stall);
  g_autofree char *sentence = say_failure (catalogue, test, time);

  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("{goods}: {sentence}")), "goods", goods,
                         "sentence", sentence, NULL);
}

static char *
fill_number (const MbCatalogue *catalogue, const char *sentence, guint n)
{
  g_autofree char *number = g_strdup_printf ("%u", n);

  return mb_format_fill (mb_catalogue_text (catalogue, sentence), "number", number, NULL);
}

char *
mb_format_tests_title (const MbCatalogue *catalogue, const MbTestDay *day)
{
  g_autofree char *date = NULL;

  if (day->is_today)
    return g_strdup (mb_catalogue_text (catalogue, N_ ("Quick tests today")));

  date = mb_format_short_day (catalogue, day->day);
  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("Quick tests of {day}")), "day", date,
                         NULL);
}

char *
mb_format_tests_day (const MbCatalogue *catalogue, const MbTestDay *day)
{
  return day->is_today ? g_strdup (mb_catalogue_text (catalogue, N_ ("Today")))
                       : mb_format_short_day (catalogue, day->day);
}

char *
mb_format_no_tests (const MbCatalogue *catalogue, const MbTestDay *day, GTimeZone *zone)
{
  g_autofree char *clock = NULL;

  if (day->begins_us == MB_UNSET)
    return g_strdup (mb_catalogue_text (catalogue, N_ ("Nothing tested yet today")));

  clock = mb_format_clock (day->begins_us, zone);
  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("Today's tests begin at {time}")),
                         "time", clock, NULL);
}

char *
mb_format_batches (const MbCatalogue *catalogue, guint n)
{
  return fill_number (catalogue, N_ ("batches: {number}"), n);
}

char *
mb_format_passed (const MbCatalogue *catalogue, guint n)
{
  return fill_number (catalogue, N_ ("passed: {number}"), n);
}

char *
mb_format_positive (const MbCatalogue *catalogue, guint n)
{
  return fill_number (catalogue, N_ ("positive: {number}"), n);
}

char *
mb_format_pass_rate (const MbCatalogue *catalogue, int percent)
{
  return fill_number (catalogue, N_ ("pass rate: {number}%"), (guint) percent);
}
