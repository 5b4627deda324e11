/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/mb-hub-market.h"

#include "hub/facts/mb-confirmations.h"
#include "hub/keeper/mb-keeper.h"
#include "hub/media/mb-media-collector.h"

#include <string.h>

/* Bytes of the pictures of all screens together. */
#define PICTURES (12 * 1024 * 1024)
/* How much of the screens' histories a hub may lose that is ended by force. */
#define SAVE_HISTORIES_S (10 * 60)

struct _MbHubMarket
{
  GObject parent_instance;

  MbClock *clock;
  MbLedger *ledger;
  MbFanout *fanout;
  MbPictures *pictures;
  MbHistories *histories;
  GFile *histories_file;
  guint save_id; /* 0: they are not written down */
  MbMediaStore *media;
  MbKeeper *keeper;               /* NULL: nobody keeps house */
  MbConfirmations *confirmations; /* NULL with it */
  GCancellable *closing;
};

G_DEFINE_FINAL_TYPE (MbHubMarket, mb_hub_market, G_TYPE_OBJECT)

static void
stop_keeper (MbHubMarket *self)
{
  if (self->keeper != NULL)
    mb_keeper_stop (self->keeper);
  g_clear_object (&self->keeper);
  if (self->confirmations != NULL)
    mb_confirmations_stop (self->confirmations);
  g_clear_object (&self->confirmations);
}

static void
mb_hub_market_dispose (GObject *object)
{
  MbHubMarket *self = MB_HUB_MARKET (object);

  stop_keeper (self);
  g_clear_handle_id (&self->save_id, g_source_remove);
  g_clear_object (&self->histories_file);
  g_clear_object (&self->closing);
  g_clear_object (&self->media);
  g_clear_object (&self->fanout);
  g_clear_object (&self->ledger);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (mb_hub_market_parent_class)->dispose (object);
}

static void
mb_hub_market_finalize (GObject *object)
{
  MbHubMarket *self = MB_HUB_MARKET (object);

  g_clear_pointer (&self->pictures, mb_pictures_free);
  g_clear_pointer (&self->histories, mb_histories_free);

  G_OBJECT_CLASS (mb_hub_market_parent_class)->finalize (object);
}

static void
mb_hub_market_class_init (MbHubMarketClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_hub_market_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_hub_market_finalize;
}

static void
mb_hub_market_init (MbHubMarket *self)
{
  self->pictures = mb_pictures_new (PICTURES);
  self->histories = mb_histories_new ();
  self->closing = g_cancellable_new ();
}

/* That there is none yet, or that it cannot be read, costs what a look back would show, and no more. */
static void
on_histories_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbHubMarket *self = g_task_get_task_data (task);
  char *text = NULL;
  gsize length;

  if (g_file_load_contents_finish (G_FILE (source), result, &text, &length, NULL, NULL))
    {
      g_autoptr (GBytes) bytes = g_bytes_new_take (text, length);

      mb_histories_take_text (self->histories, bytes, mb_clock_now (self->clock));
    }
  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbHubMarket *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->ledger = mb_ledger_open_finish (result, &error);
  if (self->ledger == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->fanout = mb_fanout_new (mb_ledger_get_journal (self->ledger), mb_ledger_get_facts (self->ledger), self->clock);
  g_file_load_contents_async (self->histories_file, NULL, on_histories_loaded, g_steal_pointer (&task));
}

/* Beside the journal, under its name. */
static GFile *
find_histories_file (const char *path)
{
  g_autofree char *base = g_strndup (path, strlen (path) - (g_str_has_suffix (path, ".db") ? strlen (".db") : 0));
  g_autofree char *name = g_strconcat (base, ".screens", NULL);

  return g_file_new_for_path (name);
}

void
mb_hub_market_open_async (const char *id, const char *path, const char *media, gboolean create, MbClock *clock,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  MbHubMarket *self = g_object_new (MB_TYPE_HUB_MARKET, NULL);

  self->histories_file = find_histories_file (path);
  self->clock = g_object_ref (clock);
  self->media = mb_media_store_new (media);
  g_task_set_source_tag (task, mb_hub_market_open_async);
  g_task_set_task_data (task, self, g_object_unref);
  mb_ledger_open_async (id, path, create, clock, cancellable, on_opened, task);
}

MbHubMarket *
mb_hub_market_open_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
mb_hub_market_get_id (MbHubMarket *self)
{
  return mb_ledger_get_id (self->ledger);
}

MbLedger *
mb_hub_market_get_ledger (MbHubMarket *self)
{
  return self->ledger;
}

MbJournal *
mb_hub_market_get_journal (MbHubMarket *self)
{
  return mb_ledger_get_journal (self->ledger);
}

MbFacts *
mb_hub_market_get_facts (MbHubMarket *self)
{
  return mb_ledger_get_facts (self->ledger);
}

MbFanout *
mb_hub_market_get_fanout (MbHubMarket *self)
{
  return self->fanout;
}

MbPictures *
mb_hub_market_get_pictures (MbHubMarket *self)
{
  return self->pictures;
}

MbHistories *
mb_hub_market_get_histories (MbHubMarket *self)
{
  return self->histories;
}

gint64
mb_hub_market_now (MbHubMarket *self)
{
  return mb_clock_now (self->clock);
}

MbMediaStore *
mb_hub_market_get_media (MbHubMarket *self)
{
  return self->media;
}

GCancellable *
mb_hub_market_get_closing (MbHubMarket *self)
{
  return self->closing;
}

static void
save_histories (MbHubMarket *self, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GBytes) text = mb_histories_dup_text (self->histories);

  g_file_replace_contents_bytes_async (self->histories_file, text, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, callback,
                                       data);
}

static gboolean
on_save_histories (gpointer data)
{
  save_histories (data, NULL, NULL);

  return G_SOURCE_CONTINUE;
}

void
mb_hub_market_note_painted (MbHubMarket *self, const MbPainted *painted)
{
  if (self->confirmations != NULL)
    mb_confirmations_note (self->confirmations, painted);
}

static void
on_media_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MbHubMarket) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MbRange) range = mb_journal_range_finish (MB_JOURNAL (source), result, &error);

  if (range != NULL)
    mb_media_store_collect (self->media, mb_media_list_named (range->changes), mb_clock_now (self->clock));
}

/* What no record has named for 30 days goes. */
static void
collect_media (MbHubMarket *self)
{
  MbTime since = { mb_clock_now (self->clock) - MB_MEDIA_KEEP_US, 0 };
  g_autofree char *text = mb_time_format (since);

  mb_journal_history_async (mb_ledger_get_journal (self->ledger), "media", text, self->closing, on_media_listed,
                            g_object_ref (self));
}

void
mb_hub_market_keep_house (MbHubMarket *self)
{
  g_return_if_fail (self->keeper == NULL);

  self->keeper = mb_keeper_new (self->ledger, self->clock);
  g_signal_connect_object (self->keeper, "day-kept", G_CALLBACK (collect_media), self, G_CONNECT_SWAPPED);
  self->confirmations = mb_confirmations_new (self->ledger, self->fanout, self->clock);
  self->save_id = g_timeout_add_seconds (SAVE_HISTORIES_S, on_save_histories, self);
}

static void
on_histories_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_message ("the screens' histories are not written down: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbHubMarket *self = g_task_get_source_object (task);
  GError *error = NULL;

  /* What was still written has gone out before the farewell. */
  mb_fanout_end (self->fanout);
  mb_media_store_end (self->media);
  if (!mb_ledger_close_finish (MB_LEDGER (source), result, &error))
    g_task_return_error (task, error);
  else if (self->save_id == 0)
    g_task_return_boolean (task, TRUE);
  else
    save_histories (self, on_histories_saved, g_steal_pointer (&task));
}

void
mb_hub_market_close_async (MbHubMarket *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, mb_hub_market_close_async);
  stop_keeper (self);
  g_cancellable_cancel (self->closing);
  mb_ledger_close_async (self->ledger, on_closed, task);
}

gboolean
mb_hub_market_close_finish (MbHubMarket *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
