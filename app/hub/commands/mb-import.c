/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-import.h"

#include "core/base/mb-clock.h"
#include "core/base/mb-error.h"
#include "core/model/place/mb-market-choice.h"
#include "core/model/place/mb-market.h"
#include "core/model/time/mb-market-time.h"
#include "core/wire/mb-json-members.h"
#include "core/wire/mb-record-codec.h"
#include "net/mb-hub-client.h"

#include <string.h>

/* A chain of requests, one at a time: which markets, what stands, the files, then a transaction for
 * each step of the plan. Days must reach the journal in their order, and over several connections
 * they would not. */

#define TIMEOUT_S 60

struct _MbImport
{
  GObject parent_instance;
  MbImportOptions options;
  char *market;
  MbHubClient *client;
  MbBoard *board;
  MbDate today;
  MbPriceList *list;
  guint file; /* the next to be read */
  guint step; /* the next to be sent, or under way */
  guint n_sent;
  guint rows_done;
};

G_DEFINE_FINAL_TYPE (MbImport, mb_import, G_TYPE_OBJECT)

enum
{
  SIGNAL_PLANNED,
  SIGNAL_STEP,
  SIGNAL_SENT,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void read_next_file (GTask *task);
static void send_step (GTask *task);

static void
mb_import_finalize (GObject *object)
{
  MbImport *self = MB_IMPORT (object);

  g_clear_pointer (&self->list, mb_price_list_free);
  g_clear_object (&self->board);
  g_clear_object (&self->client);
  g_clear_pointer (&self->market, g_free);

  G_OBJECT_CLASS (mb_import_parent_class)->finalize (object);
}

static void
mb_import_class_init (MbImportClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mb_import_finalize;
  signals[SIGNAL_PLANNED] = g_signal_new ("planned", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_STEP] = g_signal_new ("step", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                       G_TYPE_UINT, G_TYPE_POINTER);
  signals[SIGNAL_SENT] =
    g_signal_new ("sent", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
mb_import_init (MbImport *self)
{
}

MbImport *
mb_import_new (const MbImportOptions *options)
{
  MbImport *self;

  g_return_val_if_fail (options != NULL && options->hub != NULL && options->files != NULL, NULL);

  self = g_object_new (MB_TYPE_IMPORT, NULL);
  self->options = *options;
  self->market = g_strdup (options->market);

  return self;
}

/* The place of a refused proposal in the set: "/changes/3/value/fen" is 3. */
static gboolean
find_proposal (const GError *error, guint n, guint *proposal)
{
  const char *pointer = mb_error_get_pointer (error);
  guint64 found;
  char *end;

  if (pointer == NULL || !g_str_has_prefix (pointer, "/changes/") || !g_ascii_isdigit (pointer[strlen ("/changes/")]))
    return FALSE;
  found = g_ascii_strtoull (pointer + strlen ("/changes/"), &end, 10);
  if ((*end != '\0' && *end != '/') || found >= n)
    return FALSE;
  *proposal = (guint) found;

  return TRUE;
}

static gboolean
is_about_a_row (const GError *error)
{
  return g_error_matches (error, MB_ERROR, MB_ERROR_DOUBTFUL) || g_error_matches (error, MB_ERROR, MB_ERROR_INVALID) ||
         g_error_matches (error, MB_ERROR, MB_ERROR_CONFLICT);
}

static void
finish_step (MbImport *self)
{
  self->rows_done += mb_price_list_get_step (self->list, self->step)->n_rows;
  self->step++;
  g_signal_emit (self, signals[SIGNAL_SENT], 0, self->rows_done);
}

typedef struct
{
  GTask *task;
  guint n; /* proposals */
} Sending;

static void
on_step_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Sending *sending = data;
  g_autoptr (GTask) task = sending->task;
  MbImport *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = mb_hub_client_send_finish (MB_HUB_CLIENT (source), result, &error);
  guint proposal;

  if (answer != NULL)
    {
      mb_price_list_keep (self->list);
      self->n_sent++;
      finish_step (self);
    }
  else if (is_about_a_row (error) && find_proposal (error, sending->n, &proposal))
    mb_price_list_hold (self->list, proposal,
                        g_error_matches (error, MB_ERROR, MB_ERROR_DOUBTFUL) ? MB_HELD_DOUBTFUL : MB_HELD_REFUSED,
                        error->message);
  else
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  send_step (task);
}

static void
send_step (GTask *task)
{
  MbImport *self = g_task_get_source_object (task);

  for (; self->step < mb_price_list_get_n_steps (self->list); finish_step (self))
    {
      g_autoptr (MbChangeSet) set = mb_price_list_build (self->list, self->step);
      g_autoptr (GBytes) body = NULL;
      Sending *sending;

      if (set->proposals->len > 0)
        g_signal_emit (self, signals[SIGNAL_STEP], 0, self->step, set);
      if (self->options.dry_run || set->proposals->len == 0)
        {
          mb_price_list_keep (self->list);
          continue;
        }
      set->note = g_strdup ("import");
      body = mb_change_set_write (set);
      sending = g_new (Sending, 1);
      *sending = (Sending){ g_object_ref (task), set->proposals->len };
      mb_hub_client_post_changes_async (self->client, body, NULL, g_task_get_cancellable (task), on_step_ready,
                                        sending);
      return;
    }
  g_task_return_boolean (task, TRUE);
}

static void
plan (GTask *task)
{
  MbImport *self = g_task_get_source_object (task);

  mb_price_list_plan (self->list);
  g_signal_emit (self, signals[SIGNAL_PLANNED], 0);
  send_step (task);
}

static void
on_file_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbImport *self = g_task_get_source_object (task);
  const char *name = self->options.files[self->file];
  GError *error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (source), result, NULL, &error);

  if (bytes == NULL || !mb_price_list_add (self->list, name, bytes, &error))
    {
      g_prefix_error (&error, "%s: ", name);
      g_task_return_error (task, error);
      return;
    }
  self->file++;
  read_next_file (task);
}

static void
read_next_file (GTask *task)
{
  MbImport *self = g_task_get_source_object (task);
  const char *name = self->options.files[self->file];
  g_autoptr (GFile) file = NULL;

  if (name == NULL)
    {
      plan (task);
      return;
    }
  file = g_file_new_for_commandline_arg (name);
  g_file_load_bytes_async (file, g_task_get_cancellable (task), on_file_ready, g_object_ref (task));
}

/* A row of a day that neither the hub nor this machine has reached is a slip. */
static MbDate
find_today (MbImport *self, gint64 hub_us)
{
  g_autoptr (MbClock) clock = mb_clock_new_system ();
  g_autoptr (MbMarketTime) time =
    mb_market_time_new ((MbMarket *) mb_board_get (self->board, MB_KIND_MARKET, "market"));

  return mb_market_time_get_date (time, MAX (hub_us, mb_clock_now (clock)));
}

/* A kind that this build does not know says nothing about prices. */
static gboolean
take_record (MbDelta *delta, const MbJson *json, MbJsonAt at, GError **error)
{
  g_autofree char *kind_name = NULL, *id = NULL;
  MbJsonAt value = MB_JSON_NONE;
  MbRecord *record;
  MbKind kind;

  if (mb_json_get_type_at (json, at) != MB_JSON_OBJECT)
    {
      mb_error_set (error, MB_ERROR_NETWORK, "/records", "The hub lists something that is no record");
      return FALSE;
    }
  if (!mb_json_member_string (json, at, "kind", MB_JSON_NEEDED, &kind_name, error) ||
      !mb_json_member_string (json, at, "id", MB_JSON_NEEDED, &id, error) ||
      !mb_json_member_at (json, at, "value", MB_JSON_NEEDED, MB_JSON_OBJECT, &value, error))
    return FALSE;

  kind = mb_kind_from_name (kind_name);
  if (kind != MB_KIND_MARKET && kind != MB_KIND_PRODUCT && kind != MB_KIND_PRICE)
    return TRUE;
  record = mb_record_decode (kind, id, json, value, NULL, 0, error);
  if (record == NULL)
    return FALSE;
  mb_delta_put (delta, record, NULL);

  return TRUE;
}

static gboolean
read_board (MbImport *self, GBytes *answer, GError **error)
{
  g_autoptr (MbJson) json = mb_json_read (answer, MB_JSON_CARRIER, error);
  g_autoptr (MbDelta) delta = mb_delta_new ();
  MbTime at = MB_TIME_UNSET;
  MbJsonAt records = MB_JSON_NONE, at_member;

  if (json == NULL || !mb_json_member_at (json, 0, "records", MB_JSON_NEEDED, MB_JSON_ARRAY, &records, error))
    return FALSE;
  at_member = mb_json_member (json, 0, "at"); /* null where nothing was ever written */
  if (at_member != MB_JSON_NONE && mb_json_get_type_at (json, at_member) == MB_JSON_STRING &&
      !mb_json_member_time (json, 0, "at", MB_JSON_NEEDED, &at, error))
    return FALSE;

  delta->reset = TRUE;
  for (MbJsonAt record = mb_json_first (json, records); record != MB_JSON_NONE; record = mb_json_next (json, record))
    if (!take_record (delta, json, record, error))
      return FALSE;
  mb_board_apply (self->board, g_steal_pointer (&delta));
  self->today = find_today (self, at.us);

  return TRUE;
}

static void
on_records_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbImport *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GBytes) answer = mb_hub_client_send_finish (MB_HUB_CLIENT (source), result, &error);

  self->board = mb_board_new ();
  if (answer == NULL || !read_board (self, answer, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  self->options.list.today = self->today;
  self->list = mb_price_list_new (self->board, &self->options.list, &error);
  if (self->list == NULL)
    g_task_return_error (task, error);
  else
    read_next_file (task);
}

static void
ask_what_stands (GTask *task)
{
  MbImport *self = g_task_get_source_object (task);

  g_clear_object (&self->client);
  self->client = mb_hub_client_new (self->options.hub, self->market);
  mb_hub_client_set_by (self->client, "import");
  mb_hub_client_set_timeout (self->client, TIMEOUT_S);
  mb_hub_client_send_async (self->client, "GET", "records", NULL, NULL, g_task_get_cancellable (task),
                            on_records_ready, g_object_ref (task));
}

static void
on_markets_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbImport *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_auto (GStrv) markets = mb_hub_client_get_markets_finish (MB_HUB_CLIENT (source), result, &error);

  if (markets != NULL)
    self->market = mb_market_choose_only ((const char *const *) markets, &error);
  if (self->market != NULL)
    ask_what_stands (task);
  else
    g_task_return_error (task, error);
}

void
mb_import_run_async (MbImport *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_return_if_fail (MB_IS_IMPORT (self));
  g_return_if_fail (self->client == NULL);

  g_task_set_source_tag (task, mb_import_run_async);
  if (self->market != NULL)
    {
      ask_what_stands (task);
      return;
    }
  self->client = mb_hub_client_new (self->options.hub, NULL);
  mb_hub_client_get_markets_async (self->client, cancellable, on_markets_ready, g_object_ref (task));
}

gboolean
mb_import_run_finish (MbImport *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

MbPriceList *
mb_import_get_list (MbImport *self)
{
  g_return_val_if_fail (MB_IS_IMPORT (self), NULL);

  return self->list;
}

const char *
mb_import_get_market (MbImport *self)
{
  g_return_val_if_fail (MB_IS_IMPORT (self), NULL);

  return self->market;
}

const char *const *
mb_import_get_files (MbImport *self)
{
  g_return_val_if_fail (MB_IS_IMPORT (self), NULL);

  return self->options.files;
}

guint
mb_import_get_n_sent (MbImport *self)
{
  g_return_val_if_fail (MB_IS_IMPORT (self), 0);

  return self->n_sent;
}
