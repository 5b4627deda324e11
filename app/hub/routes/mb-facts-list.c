/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#include "core/model/fact/mb-fact.h"
#include "core/wire/mb-fact-codec.h"

#define LIMIT 1000

static void
set_next (MbExchange *exchange, guint64 after)
{
  const char *type = mb_exchange_get_query (exchange, "type"), *limit = mb_exchange_get_query (exchange, "limit");
  g_autofree char *link =
      g_strdup_printf ("</v1/markets/%s/facts?%s%s%safter=%" G_GUINT64_FORMAT "%s%s>; rel=\"next\"",
                       mb_hub_market_get_id (mb_exchange_get_market (exchange)), type ? "type=" : "", type ? type : "",
                       type ? "&" : "", after, limit ? "&limit=" : "", limit ? limit : "");

  mb_exchange_set_header (exchange, "Link", link);
}

/* On the last page, too, and on an empty one: whoever comes again later goes on after it. */
static void
set_last (MbExchange *exchange, GPtrArray *rows)
{
  const char *after = mb_exchange_get_query (exchange, "after");
  g_autofree char *last = rows->len > 0 ? g_strdup_printf ("%" G_GUINT64_FORMAT,
                                                           ((MbFactRow *) rows->pdata[rows->len - 1])->number)
                                        : g_strdup (after != NULL ? after : "0");

  mb_exchange_set_header (exchange, "Last-Fact", last);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbExchange) exchange = data;
  g_autoptr (GError) error = NULL;
  gboolean more;
  g_autoptr (GPtrArray) rows = mb_facts_page_finish (MB_FACTS (source), result, &more, &error);
  GString *out;

  if (rows == NULL)
    {
      mb_exchange_fail (exchange, error, NULL);
      return;
    }

  out = g_string_new (NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      const MbFactRow *row = rows->pdata[i];

      mb_fact_write (out, row->text, row->derived);
      g_string_append_c (out, '\n');
    }
  set_last (exchange, rows);
  if (more)
    set_next (exchange, ((MbFactRow *) rows->pdata[rows->len - 1])->number);
  mb_exchange_answer_text (exchange, 200, "application/x-ndjson", out);
}

static gboolean
read_number (MbExchange *exchange, const char *key, guint64 min, guint64 max, guint64 *number, GError **error)
{
  const char *text = mb_exchange_get_query (exchange, key);

  if (text == NULL || g_ascii_string_to_unsigned (text, 10, min, max, number, NULL))
    return TRUE;

  mb_error_set (error, MB_ERROR_INVALID, NULL, "%s is a number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT, key,
                min, max);
  return FALSE;
}

void
mb_facts_list (MbExchange *exchange)
{
  const char *type = mb_exchange_get_query (exchange, "type");
  guint64 after = 0, limit = LIMIT;
  g_autoptr (GError) error = NULL;

  if (read_number (exchange, "after", 0, G_MAXINT64, &after, &error)
      && read_number (exchange, "limit", 1, LIMIT, &limit, &error) && type != NULL
      && mb_fact_type_from_name (type, -1) == MB_FACT_UNKNOWN)
    mb_error_set (&error, MB_ERROR_INVALID, NULL, "\"%.80s\" is no type of fact", type);

  if (error != NULL)
    mb_exchange_fail (exchange, error, NULL);
  else
    mb_facts_page_async (mb_hub_market_get_facts (mb_exchange_get_market (exchange)), type, after, (guint) limit, NULL,
                         on_listed, mb_exchange_ref (exchange));
}
