/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#include "core/wire/mb-json-writer.h"
#include "hub/facts/mb-fact-desk.h"

/* What devices tell. They are answered when it is durable. */

#define LARGE (64 * 1024)

/* A request on its way. */
typedef struct
{
  MbExchange *exchange;
  GPtrArray *rows;
  guint line; /* of what was refused */
} Posting;

static void
posting_free (Posting *self)
{
  mb_exchange_unref (self->exchange);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Posting, posting_free)

static void
write_conflicts (MbJsonWriter *writer, GPtrArray *rows)
{
  mb_json_writer_name (writer, "conflicts");
  mb_json_writer_begin_array (writer);
  for (guint i = 0; i < rows->len; i++)
    {
      const MbFactRow *row = rows->pdata[i];

      if (row->verdict != MB_FACT_ROW_CONFLICT)
        continue;
      mb_json_writer_begin_object (writer);
      mb_json_writer_member_string (writer, "source", row->source);
      mb_json_writer_member_int (writer, "n", row->n);
      mb_json_writer_end_object (writer);
    }
  mb_json_writer_end_array (writer);
}

static void
answer (Posting *self)
{
  guint counts[3] = { 0 };
  GString *out = g_string_new (NULL);
  MbJsonWriter writer;

  for (guint i = 0; i < self->rows->len; i++)
    counts[((MbFactRow *) self->rows->pdata[i])->verdict]++;

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_int (&writer, "accepted", counts[MB_FACT_ROW_NEW]);
  mb_json_writer_member_int (&writer, "duplicates", counts[MB_FACT_ROW_KNOWN]);
  if (counts[MB_FACT_ROW_CONFLICT] > 0)
    write_conflicts (&writer, self->rows);
  mb_json_writer_end_object (&writer);
  mb_exchange_answer_text (self->exchange, 200, "application/json", out);
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Posting) self = data;
  g_autoptr (GError) error = NULL;

  if (mb_ledger_add_facts_finish (MB_LEDGER (source), result, &error))
    answer (self);
  else
    mb_exchange_fail (self->exchange, error, NULL);
}

static gboolean
read_body (Posting *self, GError **error)
{
  self->rows = mb_fact_desk_read (mb_exchange_get_body (self->exchange), &self->line, error);
  return self->rows != NULL;
}

/* @self: (transfer full) */
static void
go_on (Posting *self, const GError *error)
{
  g_autofree char *line = g_strdup_printf ("\"line\":%u", self->line);

  if (error == NULL)
    {
      mb_ledger_add_facts_async (mb_hub_market_get_ledger (mb_exchange_get_market (self->exchange)), self->rows,
                                 on_added, self);
      return;
    }

  mb_exchange_fail (self->exchange, error, line);
  posting_free (self);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer posting, GCancellable *cancellable)
{
  GError *error = NULL;

  if (read_body (posting, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer posting)
{
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  go_on (posting, error);
}

void
mb_facts_post (MbExchange *exchange)
{
  Posting *self = g_new0 (Posting, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;

  self->exchange = mb_exchange_ref (exchange);

  /* Nobody's stream waits while thousands of facts are read; for a few, a thread takes longer. */
  if (g_bytes_get_size (mb_exchange_get_body (exchange)) <= LARGE)
    {
      read_body (self, &error);
      go_on (self, error);
      return;
    }

  task = g_task_new (NULL, NULL, on_read, self);
  g_task_set_source_tag (task, mb_facts_post);
  g_task_set_task_data (task, self, NULL);
  g_task_run_in_thread (task, read_in_thread);
}
