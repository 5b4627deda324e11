/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-net"

#include "net/mb-cached-board.h"

#include "core/wire/mb-delta-reader.h"
#include "store/mb-board-cache.h"
#include "store/sqlite/mb-sqlite-cache.h"

/* The cache knows bytes, the board records; in between stands what reads the stream. */

/* Between hub, market and screen; in none of them. */
#define APART "\n"

enum
{
  PROP_0,
  PROP_PROBLEM,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

struct _MbCachedBoard
{
  GObject parent_instance;

  MbBoardCache *cache;
  guint n_unread; /* records that were there and could not be decoded */
  char *problem;
};

G_DEFINE_FINAL_TYPE (MbCachedBoard, mb_cached_board, G_TYPE_OBJECT)

/* What comes out of the cache's thread. */
typedef struct
{
  MbDelta *delta;
  guint n_unread;
} Decoded;

static void
decoded_free (gpointer data)
{
  Decoded *self = data;

  g_clear_pointer (&self->delta, mb_delta_free);
  g_free (self);
}

/* In the cache's thread. */
static gpointer
decode (MbCacheDelta *board)
{
  g_autoptr (MbCacheDelta) kept = board;
  Decoded *decoded = g_new0 (Decoded, 1);
  GHashTableIter iter;
  gpointer key;

  decoded->delta = mb_delta_new ();
  g_hash_table_iter_init (&iter, kept->rows);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const MbCacheRow *row = key;
      MbRecord *record = mb_delta_read_put (row->bytes, NULL);

      if (record != NULL)
        mb_delta_put (decoded->delta, record, NULL);
      else
        decoded->n_unread++;
    }

  decoded->delta->reset = TRUE;
  decoded->delta->at = kept->at;
  if (decoded->n_unread == 0)
    decoded->delta->position = g_steal_pointer (&kept->position);
  return decoded;
}

static void
update_problem (MbCachedBoard *self)
{
  g_autofree char *old = self->problem;

  self->problem = g_strdup (mb_board_cache_get_problem (self->cache));
  if (self->problem == NULL && self->n_unread > 0)
    self->problem = g_strdup_printf ("%u of the stored records are of no use to this version", self->n_unread);
  if (g_strcmp0 (old, self->problem) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PROBLEM]);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  MbCachedBoard *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  Decoded *decoded = mb_board_cache_load_finish (MB_BOARD_CACHE (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  self->n_unread = decoded != NULL ? decoded->n_unread : 0;
  update_problem (self);
  g_task_return_pointer (task, decoded != NULL ? g_steal_pointer (&decoded->delta) : NULL,
                         (GDestroyNotify) mb_delta_free);
  g_clear_pointer (&decoded, decoded_free);
}

static void
mb_cached_board_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MbCachedBoard *self = MB_CACHED_BOARD (object);

  switch (id)
    {
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mb_cached_board_finalize (GObject *object)
{
  MbCachedBoard *self = MB_CACHED_BOARD (object);

  g_clear_object (&self->cache);
  g_free (self->problem);

  G_OBJECT_CLASS (mb_cached_board_parent_class)->finalize (object);
}

static void
mb_cached_board_class_init (MbCachedBoardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mb_cached_board_get_property;
  object_class->finalize = mb_cached_board_finalize;

  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL,
                                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
mb_cached_board_init (MbCachedBoard *self)
{
}

/* The feed asks for every kind that it knows, and passes over the others: another program's position
 * stands for other records. */
static char *
list_kinds (void)
{
  g_autoptr (GString) kinds = g_string_new (NULL);

  for (MbKind kind = 0; kind < MB_N_KINDS; kind++)
    g_string_append_printf (kinds, "%s%s", kind > 0 ? APART : "", mb_kind_to_name (kind));
  return g_string_free (g_steal_pointer (&kinds), FALSE);
}

MbCachedBoard *
mb_cached_board_new (const char *path, const char *hub, const char *market, const char *screen)
{
  g_autofree char *owner = NULL;
  g_autofree char *scope = list_kinds ();
  MbCachedBoard *self;

  g_return_val_if_fail (path != NULL && hub != NULL && screen != NULL, NULL);

  self = g_object_new (MB_TYPE_CACHED_BOARD, NULL);
  owner = g_strjoin (APART, hub, market != NULL ? market : "", screen, NULL);
  self->cache = mb_board_cache_new (mb_sqlite_cache_new (path), owner, scope);
  g_signal_connect_object (self->cache, "notify::problem", G_CALLBACK (update_problem), self, G_CONNECT_SWAPPED);
  return self;
}

void
mb_cached_board_load_async (MbCachedBoard *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer data)
{
  GTask *task;

  g_return_if_fail (MB_IS_CACHED_BOARD (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, mb_cached_board_load_async);
  mb_board_cache_load_async (self->cache, decode, decoded_free, cancellable, on_loaded, task);
}

MbDelta *
mb_cached_board_load_finish (MbCachedBoard *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
mb_cached_board_apply (MbCachedBoard *self, const MbDelta *delta)
{
  MbCacheDelta *rows;

  g_return_if_fail (MB_IS_CACHED_BOARD (self));
  g_return_if_fail (delta != NULL);

  rows = mb_cache_delta_new ();
  rows->reset = delta->reset;
  rows->position = g_strdup (delta->position);
  rows->at = delta->at;
  for (guint i = 0; i < delta->items->len; i++)
    {
      const MbDeltaItem *item = delta->items->pdata[i];

      g_assert (item->record == NULL || item->source != NULL);
      mb_cache_delta_put (rows, mb_kind_to_name (item->kind), item->id, item->source);
    }
  mb_board_cache_apply (self->cache, rows);
}

void
mb_cached_board_note_time (MbCachedBoard *self, MbTime at)
{
  g_return_if_fail (MB_IS_CACHED_BOARD (self));

  mb_board_cache_note_time (self->cache, at);
}

const char *
mb_cached_board_get_problem (MbCachedBoard *self)
{
  g_return_val_if_fail (MB_IS_CACHED_BOARD (self), NULL);

  return self->problem;
}
