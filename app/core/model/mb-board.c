/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/mb-board.h"

#include <string.h>

#include "core/model/mb-record-list.h"
#include "core/model/mb-record-private.h"

/* Every id has a slot, which holds the record that shows and, while a delta is taken in, what will
 * become of it. So the shadow is no second board, only the differences; everything that costs time
 * (looking up, comparing, ordering, freeing) is done slot by slot around the one step that shows. */

typedef struct _MbSlot MbSlot;

/* What the delta under way does to one record. */
typedef struct
{
  MbChangedRecord told; /* what ::folded says; first, its array is of these */
  MbKind kind;
  MbSlot *slot;            /* (not owned) */
  MbRecord *news;          /* (owned) NULL: dropped */
  MbDifference difference; /* between what shows and the news */
  gboolean in_order;       /* stands among the points */
} Change;

struct _MbSlot
{
  MbRecord *record; /* (owned) what shows; NULL: nothing yet */
  Change *change;   /* (not owned) */
  guint named;      /* the last fold that named it: a reset drops the others */
  char id[];
};

typedef enum
{
  STAGE_IDLE,
  STAGE_ITEMS, /* what the delta says, item by item */
  STAGE_REST,  /* what a reset does not say */
  STAGE_ORDER, /* the next arrays of lists that gain or lose records */
  STAGE_SHOW,
  STAGE_TIDY /* frees what was replaced */
} Stage;

typedef struct
{
  Stage stage;
  guint n; /* folds begun so far */
  MbDelta *delta;
  guint kind, cursor;            /* where the stage stands */
  GPtrArray *changes;            /* Change (owned, but the array has no free function) */
  GSequence *points[MB_N_KINDS]; /* slots that come or go, by id; NULL: none */
  GPtrArray *next[MB_N_KINDS];   /* what the lists become */
  gint64 updated_at;
  GPtrArray *spent; /* MbRecord: free at leisure */
} Fold;

struct _MbBoard
{
  GObject parent_instance;

  GHashTable *slots[MB_N_KINDS]; /* id to MbSlot */
  MbRecordList *lists[MB_N_KINDS];
  guint n_records;
  char *position;
  gint64 updated_at;
  Fold fold;
};

G_DEFINE_FINAL_TYPE (MbBoard, mb_board, G_TYPE_OBJECT)

enum
{
  FOLDED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
slot_free (MbSlot *slot)
{
  g_clear_object (&slot->record);
  g_free (slot);
}

static void
change_free (Change *change)
{
  g_clear_object (&change->told.record);
  g_clear_object (&change->news);
  g_free (change);
}

static MbSlot *
find_slot (MbBoard *self, MbKind kind, const char *id)
{
  return g_hash_table_lookup (self->slots[kind], id);
}

static MbSlot *
ensure_slot (MbBoard *self, MbKind kind, const char *id)
{
  MbSlot *slot = find_slot (self, kind, id);
  gsize size;

  if (slot != NULL)
    return slot;

  size = strlen (id) + 1;
  slot = g_malloc0 (sizeof *slot + size);
  memcpy (slot->id, id, size);
  g_hash_table_insert (self->slots[kind], slot->id, slot);

  return slot;
}

static int
compare_slots (gconstpointer a, gconstpointer b, gpointer data)
{
  return strcmp (((const MbSlot *) a)->id, ((const MbSlot *) b)->id);
}

static void
spend (Fold *fold, MbRecord *record)
{
  if (record != NULL)
    g_ptr_array_add (fold->spent, record);
}

static Change *
ensure_change (Fold *fold, MbKind kind, MbSlot *slot)
{
  if (slot->change == NULL)
    {
      slot->change = g_new0 (Change, 1);
      slot->change->kind = kind;
      slot->change->slot = slot;
      g_ptr_array_add (fold->changes, slot->change);
    }

  return slot->change;
}

static void
put_in_order (Fold *fold, Change *change)
{
  GSequence **points = &fold->points[change->kind];

  if (change->in_order)
    return;

  if (*points == NULL)
    *points = g_sequence_new (NULL);
  g_sequence_insert_sorted (*points, change->slot, compare_slots, NULL);
  change->in_order = TRUE;
}

/* Notes what becomes of a slot; of two words about one record the later stands. */
static void
change_slot (Fold *fold, MbKind kind, MbSlot *slot, MbRecord *news)
{
  MbDifference difference = 0;
  Change *change;

  if (slot->record != NULL && news != NULL)
    {
      difference = mb_record_compare (slot->record, news);
      if (difference == 0 && slot->change == NULL)
        {
          spend (fold, news);
          return;
        }
    }

  change = ensure_change (fold, kind, slot);
  spend (fold, change->news);
  change->news = news;
  change->difference = difference;
  if (slot->record == NULL || news == NULL)
    put_in_order (fold, change);
}

static void
next_stage (Fold *fold, Stage stage)
{
  fold->stage = stage;
  fold->kind = 0;
  fold->cursor = 0;
}

static void
take_item (MbBoard *self)
{
  Fold *fold = &self->fold;
  MbDeltaItem *item;
  MbSlot *slot;

  if (fold->cursor == fold->delta->items->len)
    {
      next_stage (fold, fold->delta->reset ? STAGE_REST : STAGE_ORDER);
      return;
    }

  item = g_ptr_array_index (fold->delta->items, fold->cursor++);
  slot = item->record != NULL ? ensure_slot (self, item->kind, item->id)
                              : find_slot (self, item->kind, item->id);
  if (slot == NULL)
    return;

  slot->named = fold->n;
  if (item->record != NULL)
    fold->updated_at = MAX (fold->updated_at, mb_record_get_at (item->record));
  change_slot (fold, item->kind, slot, g_steal_pointer (&item->record));
}

static void
take_rest (MbBoard *self)
{
  Fold *fold = &self->fold;
  MbRecord *record;
  MbSlot *slot;

  if (fold->kind == MB_N_KINDS)
    {
      next_stage (fold, STAGE_ORDER);
      return;
    }

  record = mb_record_list_peek (self->lists[fold->kind], fold->cursor++);
  if (record == NULL)
    {
      fold->kind++;
      fold->cursor = 0;
      return;
    }

  slot = find_slot (self, fold->kind, mb_record_get_id (record));
  if (slot->named != fold->n)
    change_slot (fold, fold->kind, slot, NULL);
}

static void
append_run (GPtrArray *next, MbRecordList *list, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    g_ptr_array_add (next, mb_record_list_peek (list, i));
}

/* Carries a kind's next array on over one point: what stands before it stays, then the point itself
 * comes or goes. */
static void
take_order (MbBoard *self)
{
  Fold *fold = &self->fold;
  MbRecordList *list;
  GSequenceIter *point;
  const Change *change;
  guint at;

  if (fold->kind == MB_N_KINDS)
    {
      next_stage (fold, STAGE_SHOW);
      return;
    }

  if (fold->points[fold->kind] == NULL)
    {
      fold->kind++;
      return;
    }

  list = self->lists[fold->kind];
  if (fold->next[fold->kind] == NULL)
    fold->next[fold->kind] = g_ptr_array_new ();

  point = g_sequence_get_begin_iter (fold->points[fold->kind]);
  if (g_sequence_iter_is_end (point))
    {
      append_run (fold->next[fold->kind], list, fold->cursor, mb_record_list_get_length (list));
      g_clear_pointer (&fold->points[fold->kind], g_sequence_free);
      fold->kind++;
      fold->cursor = 0;
      return;
    }

  change = ((MbSlot *) g_sequence_get (point))->change;
  at = mb_record_list_find (list, fold->cursor, change->slot->id);
  append_run (fold->next[fold->kind], list, fold->cursor, at);
  if (change->slot->record == NULL && change->news != NULL)
    g_ptr_array_add (fold->next[fold->kind], change->news);
  fold->cursor = change->slot->record != NULL && change->news == NULL ? at + 1 : at;
  g_sequence_remove (point);
}

/* Puts one slot in its new state. FALSE: the delta said nothing new of it after all. */
static gboolean
settle (MbBoard *self, Change *change)
{
  MbSlot *slot = change->slot;
  MbRecord *news = g_steal_pointer (&change->news);

  slot->change = NULL;
  change->told.added = slot->record == NULL && news != NULL;
  change->told.dropped = slot->record != NULL && news == NULL;

  if (change->told.added)
    slot->record = news;
  else if (news != NULL)
    {
      mb_record_swap (slot->record, news);
      spend (&self->fold, news);
    }
  g_set_object (&change->told.record, slot->record);

  if (news == NULL)
    {
      spend (&self->fold, g_steal_pointer (&slot->record));
      g_hash_table_remove (self->slots[change->kind], slot->id);
    }
  self->n_records += change->told.added - change->told.dropped;

  return change->told.added || change->told.dropped || change->difference != 0;
}

/* The changes that are worth telling, everything in its new state. */
static GPtrArray *
settle_all (MbBoard *self)
{
  GPtrArray *changes = self->fold.changes;
  GPtrArray *told = g_ptr_array_new_full (changes->len, (GDestroyNotify) change_free);

  for (guint i = 0; i < changes->len; i++)
    {
      Change *change = g_ptr_array_index (changes, i);

      if (settle (self, change))
        g_ptr_array_add (told, change);
      else
        change_free (change);
    }
  g_ptr_array_set_size (changes, 0);

  return told;
}

static void
show (MbBoard *self)
{
  Fold *fold = &self->fold;
  g_autoptr (GPtrArray) told = settle_all (self);

  g_free (self->position);
  self->position = g_strdup (fold->delta->position);
  self->updated_at =
      fold->delta->reset ? fold->updated_at : MAX (self->updated_at, fold->updated_at);

  for (guint i = 0; i < told->len; i++)
    {
      Change *change = g_ptr_array_index (told, i);

      mb_record_notify (change->told.record, change->difference);
    }

  for (guint kind = 0; kind < MB_N_KINDS; kind++)
    if (fold->next[kind] != NULL)
      mb_record_list_become (self->lists[kind], g_steal_pointer (&fold->next[kind]));

  next_stage (fold, STAGE_TIDY);
  g_signal_emit (self, signals[FOLDED], 0, told, fold->delta->reset);
}

static void
tidy (MbBoard *self)
{
  Fold *fold = &self->fold;
  GPtrArray *items = fold->delta->items;

  if (items->len > 0)
    g_ptr_array_set_size (items, items->len - 1);
  else if (fold->spent->len > 0)
    g_ptr_array_set_size (fold->spent, fold->spent->len - 1);
  else
    {
      g_clear_pointer (&fold->delta, mb_delta_free);
      next_stage (fold, STAGE_IDLE);
    }
}

static void
fold_clear (Fold *fold)
{
  for (guint i = 0; i < fold->changes->len; i++)
    change_free (g_ptr_array_index (fold->changes, i));
  g_ptr_array_unref (fold->changes);
  g_ptr_array_unref (fold->spent);
  g_clear_pointer (&fold->delta, mb_delta_free);
  for (guint kind = 0; kind < MB_N_KINDS; kind++)
    {
      g_clear_pointer (&fold->points[kind], g_sequence_free);
      g_clear_pointer (&fold->next[kind], g_ptr_array_unref);
    }
}

static void
finalize (GObject *object)
{
  MbBoard *self = MB_BOARD (object);

  fold_clear (&self->fold);
  for (guint kind = 0; kind < MB_N_KINDS; kind++)
    {
      /* Somebody may still hold the list. */
      mb_record_list_become (self->lists[kind], g_ptr_array_new ());
      g_object_unref (self->lists[kind]);
      g_hash_table_unref (self->slots[kind]);
    }
  g_free (self->position);

  G_OBJECT_CLASS (mb_board_parent_class)->finalize (object);
}

static void
mb_board_class_init (MbBoardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;

  signals[FOLDED] = g_signal_new ("folded", MB_TYPE_BOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_PTR_ARRAY, G_TYPE_BOOLEAN);
}

static void
mb_board_init (MbBoard *self)
{
  self->updated_at = MB_UNSET;
  self->fold.changes = g_ptr_array_new ();
  self->fold.spent = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint kind = 0; kind < MB_N_KINDS; kind++)
    {
      self->slots[kind] =
          g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) slot_free);
      self->lists[kind] = mb_record_list_new (kind);
    }
}

MbBoard *
mb_board_new (void)
{
  return g_object_new (MB_TYPE_BOARD, NULL);
}

MbRecord *
mb_board_get (MbBoard *self, MbKind kind, const char *id)
{
  const MbSlot *slot;

  g_return_val_if_fail (MB_IS_BOARD (self), NULL);
  g_return_val_if_fail (kind >= 0 && kind < MB_N_KINDS, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  slot = find_slot (self, kind, id);

  return slot != NULL ? slot->record : NULL;
}

GListModel *
mb_board_get_list (MbBoard *self, MbKind kind)
{
  g_return_val_if_fail (MB_IS_BOARD (self), NULL);
  g_return_val_if_fail (kind >= 0 && kind < MB_N_KINDS, NULL);

  return G_LIST_MODEL (self->lists[kind]);
}

guint
mb_board_get_n_records (MbBoard *self)
{
  g_return_val_if_fail (MB_IS_BOARD (self), 0);

  return self->n_records;
}

const char *
mb_board_get_position (MbBoard *self)
{
  g_return_val_if_fail (MB_IS_BOARD (self), NULL);

  return self->position;
}

gint64
mb_board_get_updated_at (MbBoard *self)
{
  g_return_val_if_fail (MB_IS_BOARD (self), MB_UNSET);

  return self->updated_at;
}

gboolean
mb_board_is_folding (MbBoard *self)
{
  g_return_val_if_fail (MB_IS_BOARD (self), FALSE);

  return self->fold.stage != STAGE_IDLE;
}

void
mb_board_begin (MbBoard *self, MbDelta *delta)
{
  g_return_if_fail (MB_IS_BOARD (self));
  g_return_if_fail (delta != NULL);
  g_return_if_fail (!mb_board_is_folding (self));

  self->fold.n++;
  self->fold.delta = delta;
  self->fold.updated_at = MB_UNSET;
  next_stage (&self->fold, STAGE_ITEMS);
}

gboolean
mb_board_fold (MbBoard *self, guint steps)
{
  static void (*const stages[]) (MbBoard *) = {
    [STAGE_ITEMS] = take_item, [STAGE_REST] = take_rest, [STAGE_ORDER] = take_order,
    [STAGE_SHOW] = show,       [STAGE_TIDY] = tidy,
  };

  g_autoptr (MbBoard) guard = NULL; /* a handler may let go of the board */

  g_return_val_if_fail (MB_IS_BOARD (self), TRUE);

  guard = g_object_ref (self);
  for (; steps > 0 && self->fold.stage != STAGE_IDLE; steps--)
    stages[self->fold.stage](self);

  return self->fold.stage == STAGE_IDLE;
}

void
mb_board_apply (MbBoard *self, MbDelta *delta)
{
  g_return_if_fail (MB_IS_BOARD (self));
  g_return_if_fail (delta != NULL);

  while (!mb_board_fold (self, G_MAXUINT))
    ;
  mb_board_begin (self, delta);
  while (!mb_board_fold (self, G_MAXUINT))
    ;
}
