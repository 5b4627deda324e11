/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/memory/mb-memory-journal.h"

#include "store/mb-journal-private.h"
#include "store/mb-publishes.h"
#include "store/memory/mb-memory-facts.h"

#include <string.h>

/* The journal as an array: change n stands at n - 1. What a transaction under way has put stands
 * behind `committed` and is cut off by a rollback. Reads run in the writing thread and never meet it. */

#define MB_TYPE_MEMORY_STORAGE (mb_memory_storage_get_type ())
G_DECLARE_FINAL_TYPE (MbMemoryStorage, mb_memory_storage, MB, MEMORY_STORAGE, MbJournalStorage)

typedef struct
{
  gint64 at_us;
  char *digest;
  GBytes *answer;
} MbKeptAnswer;

struct _MbMemoryStorage
{
  MbJournalStorage parent_instance;

  GBytes *salt;
  GPtrArray *changes;  /* MbChange */
  GArray *times;       /* gint64, of each change */
  guint committed;     /* how many of them are */
  GHashTable *answers; /* key: MbKeptAnswer */
  GHashTable *pending; /* the same, of the commit under way */
  GArray *publishes;   /* MbPublish */
  MbFactStorage *facts;
};

G_DEFINE_FINAL_TYPE (MbMemoryStorage, mb_memory_storage, MB_TYPE_JOURNAL_STORAGE)

static void
kept_answer_free (gpointer data)
{
  MbKeptAnswer *kept = data;

  g_clear_pointer (&kept->answer, g_bytes_unref);
  g_free (kept->digest);
  g_free (kept);
}

static guint
record_hash (gconstpointer data)
{
  const MbChange *change = data;

  return g_str_hash (change->kind) * 33 + g_str_hash (change->id);
}

static gboolean
record_equal (gconstpointer a, gconstpointer b)
{
  const MbChange *left = a, *right = b;

  return strcmp (left->id, right->id) == 0 && strcmp (left->kind, right->kind) == 0;
}

/* The newest change of each record among those after @after up to @upto, in order. */
static GPtrArray *
collect_newest (MbMemoryStorage *self, const char *kind, guint64 after, guint64 upto, gboolean dropped_too)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (record_hash, record_equal);
  GPtrArray *newest = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_change_unref);

  for (guint64 i = upto; i > after; i--)
    {
      MbChange *change = self->changes->pdata[i - 1];

      if ((kind == NULL || strcmp (kind, change->kind) == 0) && g_hash_table_add (seen, change)
          && (dropped_too || change->value != NULL))
        g_ptr_array_add (newest, mb_change_ref (change));
    }

  for (guint i = 0; i < newest->len / 2; i++)
    {
      gpointer other = newest->pdata[newest->len - 1 - i];

      newest->pdata[newest->len - 1 - i] = newest->pdata[i];
      newest->pdata[i] = other;
    }
  return newest;
}

static gboolean
mb_memory_storage_open (MbJournalStorage *storage, GError **error)
{
  return TRUE;
}

static gboolean
mb_memory_storage_begin (MbJournalStorage *storage, gboolean writing, GError **error)
{
  return TRUE;
}

static gboolean
mb_memory_storage_commit (MbJournalStorage *storage, GError **error)
{
  MbMemoryStorage *self = MB_MEMORY_STORAGE (storage);
  GHashTableIter iter;
  gpointer key, kept;

  self->committed = self->changes->len;
  mb_memory_facts_commit (MB_MEMORY_FACTS (self->facts));
  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, &key, &kept))
    {
      g_hash_table_iter_steal (&iter);
      g_hash_table_replace (self->answers, key, kept);
    }
  return TRUE;
}

static void
mb_memory_storage_rollback (MbJournalStorage *storage)
{
  MbMemoryStorage *self = MB_MEMORY_STORAGE (storage);

  g_ptr_array_set_size (self->changes, (int) self->committed);
  g_array_set_size (self->times, self->committed);
  g_hash_table_remove_all (self->pending);
  mb_memory_facts_roll_back (MB_MEMORY_FACTS (self->facts));
}

static void
mb_memory_storage_tidy (MbJournalStorage *storage)
{
}

static gboolean
is_old (gpointer key, gpointer kept, gpointer now_us)
{
  return ((MbKeptAnswer *) kept)->at_us <= *(gint64 *) now_us - MB_JOURNAL_KEY_LIFE_US;
}

static void
put_publish (MbMemoryStorage *self, const MbTransaction *transaction)
{
  MbPublish publish = { .at_us = transaction->at_us };

  while (self->publishes->len > 0
         && g_array_index (self->publishes, MbPublish, 0).at_us <= transaction->at_us - MB_PUBLISH_LIFE_US)
    g_array_remove_index (self->publishes, 0);
  publish.head.number = self->changes->len;
  g_array_append_val (self->publishes, publish);
}

static gboolean
mb_memory_storage_put (MbJournalStorage *storage, MbTransaction *transaction, GError **error)
{
  MbMemoryStorage *self = MB_MEMORY_STORAGE (storage);
  MbKeptAnswer *kept;

  for (guint i = 0; i < transaction->changes->len; i++)
    {
      g_ptr_array_add (self->changes, mb_change_ref (transaction->changes->pdata[i]));
      g_array_append_val (self->times, transaction->at_us);
    }
  if (transaction->publish && transaction->changes->len > 0)
    put_publish (self, transaction);

  if (transaction->idempotency_key != NULL)
    {
      g_hash_table_foreach_remove (self->answers, is_old, &transaction->at_us);
      kept = g_new0 (MbKeptAnswer, 1);
      kept->at_us = transaction->at_us;
      kept->digest = g_strdup (transaction->body_digest);
      kept->answer = transaction->answer != NULL ? g_bytes_ref (transaction->answer) : NULL;
      g_hash_table_replace (self->pending, g_strdup (transaction->idempotency_key), kept);
    }
  return TRUE;
}

static gboolean
mb_memory_storage_find_key (MbJournalStorage *storage, const char *key, gint64 since_us, char **digest,
                            GBytes **answer, GError **error)
{
  MbMemoryStorage *self = MB_MEMORY_STORAGE (storage);
  const MbKeptAnswer *kept = g_hash_table_lookup (self->pending, key);

  if (kept == NULL)
    kept = g_hash_table_lookup (self->answers, key);
  if (kept != NULL && kept->at_us > since_us)
    {
      *digest = g_strdup (kept->digest);
      *answer = kept->answer != NULL ? g_bytes_ref (kept->answer) : NULL;
    }
  return TRUE;
}

static gboolean
mb_memory_storage_find_stamp (MbJournalStorage *storage, guint64 number, MbStamp *stamp, GError **error)
{
  MbMemoryStorage *self = MB_MEMORY_STORAGE (storage);
  const MbChange *change;

  *stamp = (MbStamp){ .number = MIN (number, self->changes->len) };
  if (stamp->number == 0)
    {
      memcpy (stamp->hash, g_bytes_get_data (self->salt, NULL), g_bytes_get_size (self->salt));
      return TRUE;
    }

  change = self->changes->pdata[stamp->number - 1];
  memcpy (stamp->hash, change->hash, sizeof stamp->hash);
  g_strlcpy (stamp->at, change->at, sizeof stamp->at);
  return TRUE;
}

static gboolean
mb_memory_storage_find_time (MbJournalStorage *storage, gint64 at_us, guint64 *number, GError **error)
{
  MbMemoryStorage *self = MB_MEMORY_STORAGE (storage);

  *number = self->times->len;
  while (*number > 0 && g_array_index (self->times, gint64, *number - 1) > at_us)
    *number -= 1;
  return TRUE;
}

static gboolean
mb_memory_storage_count (MbJournalStorage *storage, guint64 after, guint *n_changed, guint *n_live, GError **error)
{
  MbMemoryStorage *self = MB_MEMORY_STORAGE (storage);
  g_autoptr (GPtrArray) changed = collect_newest (self, NULL, after, self->changes->len, TRUE);
  g_autoptr (GPtrArray) live = collect_newest (self, NULL, 0, self->changes->len, FALSE);

  *n_changed = changed->len;
  *n_live = live->len;
  return TRUE;
}

static GPtrArray *
mb_memory_storage_delta (MbJournalStorage *storage, guint64 after, GError **error)
{
  MbMemoryStorage *self = MB_MEMORY_STORAGE (storage);

  return collect_newest (self, NULL, after, self->changes->len, TRUE);
}

static GPtrArray *
mb_memory_storage_fold (MbJournalStorage *storage, const char *kind, guint64 number, GError **error)
{
  return collect_newest (MB_MEMORY_STORAGE (storage), kind, 0, number, FALSE);
}

static GPtrArray *
mb_memory_storage_history (MbJournalStorage *storage, const char *kind, guint64 after, GError **error)
{
  MbMemoryStorage *self = MB_MEMORY_STORAGE (storage);
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_change_unref);

  for (guint64 i = after; i < self->changes->len; i++)
    if (g_str_equal (((MbChange *) self->changes->pdata[i])->kind, kind))
      g_ptr_array_add (changes, mb_change_ref (self->changes->pdata[i]));
  return changes;
}

static GPtrArray *
mb_memory_storage_page (MbJournalStorage *storage, guint64 after, guint limit, GError **error)
{
  MbMemoryStorage *self = MB_MEMORY_STORAGE (storage);
  GPtrArray *page = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_change_unref);
  gsize bytes = 0;

  for (guint64 i = after; i < self->changes->len && page->len < limit && bytes < MB_JOURNAL_PAGE_BYTES; i++)
    {
      MbChange *change = self->changes->pdata[i];

      bytes += change->value != NULL ? g_bytes_get_size (change->value) : 0;
      bytes += change->derived != NULL ? g_bytes_get_size (change->derived) : 0;
      g_ptr_array_add (page, mb_change_ref (change));
    }
  return page;
}

static GPtrArray *
mb_memory_storage_get (MbJournalStorage *storage, const char *kind, const char *id, GError **error)
{
  MbMemoryStorage *self = MB_MEMORY_STORAGE (storage);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_change_unref);
  const MbChange wanted = { .kind = (char *) kind, .id = (char *) id };

  for (guint i = self->changes->len; i > 0 && found->len == 0; i--)
    if (record_equal (self->changes->pdata[i - 1], &wanted))
      g_ptr_array_add (found, mb_change_ref (self->changes->pdata[i - 1]));
  return found;
}

static GArray *
mb_memory_storage_publishes (MbJournalStorage *storage, GError **error)
{
  return g_array_copy (MB_MEMORY_STORAGE (storage)->publishes);
}

static MbFactStorage *
mb_memory_storage_get_facts (MbJournalStorage *storage)
{
  return MB_MEMORY_STORAGE (storage)->facts;
}

static void
mb_memory_storage_finalize (GObject *object)
{
  MbMemoryStorage *self = MB_MEMORY_STORAGE (object);

  g_bytes_unref (self->salt);
  g_ptr_array_unref (self->changes);
  g_array_unref (self->times);
  g_hash_table_unref (self->answers);
  g_hash_table_unref (self->pending);
  g_array_unref (self->publishes);
  g_object_unref (self->facts);

  G_OBJECT_CLASS (mb_memory_storage_parent_class)->finalize (object);
}

static void
mb_memory_storage_class_init (MbMemoryStorageClass *klass)
{
  MbJournalStorageClass *storage_class = MB_JOURNAL_STORAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mb_memory_storage_finalize;

  storage_class->open = mb_memory_storage_open;
  storage_class->begin = mb_memory_storage_begin;
  storage_class->commit = mb_memory_storage_commit;
  storage_class->rollback = mb_memory_storage_rollback;
  storage_class->tidy = mb_memory_storage_tidy;
  storage_class->put = mb_memory_storage_put;
  storage_class->find_key = mb_memory_storage_find_key;
  storage_class->find_stamp = mb_memory_storage_find_stamp;
  storage_class->find_time = mb_memory_storage_find_time;
  storage_class->count = mb_memory_storage_count;
  storage_class->delta = mb_memory_storage_delta;
  storage_class->fold = mb_memory_storage_fold;
  storage_class->history = mb_memory_storage_history;
  storage_class->page = mb_memory_storage_page;
  storage_class->get = mb_memory_storage_get;
  storage_class->publishes = mb_memory_storage_publishes;
  storage_class->get_facts = mb_memory_storage_get_facts;
}

static void
mb_memory_storage_init (MbMemoryStorage *self)
{
  self->salt = mb_salt_new ();
  self->publishes = g_array_new (FALSE, TRUE, sizeof (MbPublish));
  self->facts = mb_memory_facts_new ();
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_change_unref);
  self->times = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, kept_answer_free);
  self->pending = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, kept_answer_free);
}

MbJournal *
mb_memory_journal_new (MbClock *clock, const MbClerkFuncs *funcs, gpointer clerk)
{
  MbJournal *self;

  g_return_val_if_fail (MB_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (funcs != NULL, NULL);

  self = mb_journal_new (g_object_new (MB_TYPE_MEMORY_STORAGE, NULL), clock, funcs, clerk);
  mb_journal_open_now (self);
  return self;
}
