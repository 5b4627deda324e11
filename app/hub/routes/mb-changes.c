/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#include "hub/routes/mb-answers.h"

#include <string.h>

#define MAX_KEY 255

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

void
mb_changes_post (MbExchange *exchange)
{
  const char *key = mb_exchange_get_header (exchange, "Idempotency-Key");
  GBytes *body = mb_exchange_get_body (exchange);
  g_autoptr (GError) error = NULL;
  MbChangeSet *set;

  if (key != NULL && !is_key (key))
    {
      mb_exchange_fail_status (exchange, 400, "An Idempotency-Key is 1 to 255 visible characters of ASCII");
      return;
    }

  set = mb_change_set_read (body, &error);
  if (set == NULL)
    mb_exchange_fail (exchange, error, NULL);
  else
    mb_hub_market_submit_async (mb_exchange_get_market (exchange), mb_exchange_get_by (exchange),
                                mb_change_request_new (set), key, body, NULL, on_submitted,
                                mb_exchange_ref (exchange));
}
