/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#include "hub/routes/mb-answers.h"

#include <string.h>

#define MAX_KEY 255
#define LARGE (64 * 1024)

static gboolean
is_key (const char *key)
{
  gsize length = strlen (key);

  for (gsize i = 0; i < length; i++)
    if (key[i] <= 0x20 || key[i] > 0x7e)
      return FALSE;

  return length >= 1 && length <= MAX_KEY;
}

static void
on_submitted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbExchange) exchange = data;
  g_autoptr (MbTransaction) transaction = NULL;

  if (mb_answers_finish (exchange, source, result, &transaction))
    mb_exchange_answer (exchange, 200, "application/json", transaction->answer);
}

static void
submit (MbExchange *exchange, MbChangeSet *set)
{
  mb_ledger_submit_async (mb_hub_market_get_ledger (mb_exchange_get_market (exchange)), mb_exchange_get_by (exchange),
                          mb_change_request_new (set), mb_exchange_get_header (exchange, "Idempotency-Key"),
                          mb_exchange_get_body (exchange), NULL, on_submitted, mb_exchange_ref (exchange));
}

static void
read_in_thread (GTask *task, gpointer source, gpointer body, GCancellable *cancellable)
{
  GError *error = NULL;
  MbChangeSet *set = mb_change_set_read (body, &error);

  if (set != NULL)
    g_task_return_pointer (task, set, (GDestroyNotify) mb_change_set_free);
  else
    g_task_return_error (task, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbExchange) exchange = data;
  g_autoptr (GError) error = NULL;
  MbChangeSet *set = g_task_propagate_pointer (G_TASK (result), &error);

  if (set != NULL)
    submit (exchange, set);
  else
    mb_exchange_fail (exchange, error, NULL);
}

void
mb_changes_post (MbExchange *exchange)
{
  const char *key = mb_exchange_get_header (exchange, "Idempotency-Key");
  GBytes *body = mb_exchange_get_body (exchange);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  MbChangeSet *set;

  if (key != NULL && !is_key (key))
    {
      mb_exchange_fail_status (exchange, 400, "An Idempotency-Key is 1 to 255 visible characters of ASCII");
      return;
    }

  /* Nobody's stream waits while thousands of changes are read; for a few, a thread takes longer. */
  if (g_bytes_get_size (body) > LARGE)
    {
      task = g_task_new (NULL, NULL, on_read, mb_exchange_ref (exchange));
      g_task_set_source_tag (task, mb_changes_post);
      g_task_set_task_data (task, g_bytes_ref (body), (GDestroyNotify) g_bytes_unref);
      g_task_run_in_thread (task, read_in_thread);
      return;
    }

  set = mb_change_set_read (body, &error);
  if (set != NULL)
    submit (exchange, set);
  else
    mb_exchange_fail (exchange, error, NULL);
}
