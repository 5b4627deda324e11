/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#include "core/wire/mb-record-codec.h"
#include "hub/facts/mb-play-report.h"

/* Sums over facts. The market's own record says where its days begin. */

#define MAX_DAYS 3700

typedef struct
{
  MbExchange *exchange;
  MbDate from, to;
  gboolean by_part;
  MbMarketTime *time;
  GPtrArray *sums;
} Report;

static void
report_free (gpointer data)
{
  Report *self = data;

  mb_exchange_unref (self->exchange);
  g_clear_pointer (&self->time, mb_market_time_unref);
  g_clear_pointer (&self->sums, g_ptr_array_unref);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Report, report_free)

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Report) self = data;

  mb_exchange_answer_text (self->exchange, 200, "application/json", g_task_propagate_pointer (G_TASK (result), NULL));
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Report *self = data;

  g_task_return_pointer (task, mb_play_report_write (self->sums, self->time, self->from, self->to, self->by_part), NULL);
}

static void
on_summed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Report) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;

  self->sums = mb_facts_sum_finish (MB_FACTS (source), result, &error);
  if (self->sums == NULL)
    {
      mb_exchange_fail (self->exchange, error, NULL);
      return;
    }

  /* A year of a busy market takes a while to add up. */
  task = g_task_new (NULL, NULL, on_written, self);
  g_task_set_source_tag (task, mb_reports_plays);
  g_task_set_task_data (task, g_steal_pointer (&self), NULL);
  g_task_run_in_thread (task, write_in_thread);
}

static MbMarketTime *
read_time (MbRange *range)
{
  const MbChange *change = range != NULL && range->changes->len > 0 ? range->changes->pdata[0] : NULL;
  g_autoptr (MbRecord) market = NULL;

  if (change != NULL && change->value != NULL)
    market = mb_record_decode_bytes (MB_KIND_MARKET, "market", change->value, NULL, NULL);
  return mb_market_time_new (market != NULL ? MB_MARKET (market) : NULL);
}

static void
on_market_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Report *self = data;
  g_autoptr (MbRange) range = mb_journal_range_finish (MB_JOURNAL (source), result, NULL);

  self->time = read_time (range);
  mb_facts_sum_async (mb_hub_market_get_facts (mb_exchange_get_market (self->exchange)), "play",
                      mb_market_time_get_midnight (self->time, self->from),
                      mb_market_time_get_midnight (self->time, mb_date_add (self->to, 1)), NULL, on_summed, self);
}

static gboolean
read_date (MbExchange *exchange, const char *key, MbDate *date, GError **error)
{
  const char *text = mb_exchange_get_query (exchange, key);

  if (text != NULL && mb_date_parse (text, -1, date, NULL))
    return TRUE;

  mb_error_set (error, MB_ERROR_INVALID, NULL, "The query key %s is a day: 2026-11-23", key);
  return FALSE;
}

static gboolean
read_by (MbExchange *exchange, gboolean *by_part, GError **error)
{
  const char *text = mb_exchange_get_query (exchange, "by");

  *by_part = g_strcmp0 (text, "part") == 0;
  if (text == NULL || *by_part || g_str_equal (text, "hour"))
    return TRUE;

  mb_error_set (error, MB_ERROR_INVALID, NULL, "The query key by is hour or part");
  return FALSE;
}

void
mb_reports_plays (MbExchange *exchange)
{
  g_autoptr (Report) self = g_new0 (Report, 1);
  g_autoptr (GError) error = NULL;
  int days;

  self->exchange = mb_exchange_ref (exchange);
  if (!read_date (exchange, "from", &self->from, &error) || !read_date (exchange, "to", &self->to, &error)
      || !read_by (exchange, &self->by_part, &error))
    {
      mb_exchange_fail (exchange, error, NULL);
      return;
    }

  days = mb_date_days_between (self->from, self->to);
  if (days < 0 || days > MAX_DAYS)
    mb_exchange_fail_status (exchange, 422, days < 0 ? "The last day is before the first" : "Ten years at most");
  else
    mb_journal_get_async (mb_hub_market_get_journal (mb_exchange_get_market (exchange)), "market", "market", NULL,
                          on_market_read, g_steal_pointer (&self));
}
