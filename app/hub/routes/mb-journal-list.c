/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#include "hub/routes/mb-answers.h"

#define LIMIT 1000

static void
set_next (MbExchange *exchange, const char *position)
{
  const char *limit = mb_exchange_get_query (exchange, "limit");
  g_autofree char *link =
      g_strdup_printf ("</v1/markets/%s/journal?after=%s%s%s>; rel=\"next\"",
                       mb_hub_market_get_id (mb_exchange_get_market (exchange)), position, limit ? "&limit=" : "",
                       limit ? limit : "");

  mb_exchange_set_header (exchange, "Link", link);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbExchange) exchange = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MbRange) range = mb_journal_range_finish (MB_JOURNAL (source), result, &error);
  GString *out;

  if (range == NULL)
    {
      mb_exchange_fail (exchange, error, NULL);
      return;
    }

  out = g_string_new (NULL);
  for (guint i = 0; i < range->changes->len; i++)
    {
      mb_answers_write_line (out, range->changes->pdata[i]);
      g_string_append_c (out, '\n');
    }
  if (range->next != 0)
    set_next (exchange, range->upto.position);
  mb_exchange_answer_text (exchange, 200, "application/x-ndjson", out);
}

void
mb_journal_list (MbExchange *exchange)
{
  const char *text = mb_exchange_get_query (exchange, "limit");
  guint64 limit = LIMIT;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, LIMIT, &limit, NULL))
    mb_exchange_fail_status (exchange, 422, "limit is a number from 1 to %d", LIMIT);
  else
    mb_journal_page_async (mb_hub_market_get_journal (mb_exchange_get_market (exchange)),
                           mb_exchange_get_query (exchange, "after"), (guint) limit, NULL, on_listed,
                           mb_exchange_ref (exchange));
}
