/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/mb-board.h"

#include "core/model/mb-fold.h"

/* What shows, and the one step in which it changes; mb-fold.c has the steps around it. */

struct _MbBoard
{
  GObject parent_instance;

  MbShelves shelves;
  MbFold fold;
  char *position;
  gint64 updated_at;
};

G_DEFINE_FINAL_TYPE (MbBoard, mb_board, G_TYPE_OBJECT)

enum
{
  FOLDED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
show (MbBoard *self)
{
  MbFold *fold = &self->fold;
  g_autoptr (GPtrArray) told = mb_fold_settle (&self->fold);
  gint64 updated_at = MAX (fold->updated_at, fold->renewed_at);

  g_free (self->position);
  self->position = g_strdup (fold->delta->position);
  if (fold->delta->reset || updated_at != MB_UNSET)
    self->updated_at = updated_at;

  for (guint i = 0; i < told->len; i++)
    {
      MbSlotChange *change = g_ptr_array_index (told, i);

      mb_record_notify (change->told.record, change->difference);
    }

  mb_fold_splice (fold);
  mb_fold_end (fold);
  g_signal_emit (self, signals[FOLDED], 0, told, fold->delta->reset);
}

static void
finalize (GObject *object)
{
  MbBoard *self = MB_BOARD (object);

  mb_fold_clear (&self->fold);
  mb_shelves_clear (&self->shelves);
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
  mb_shelves_init (&self->shelves);
  mb_fold_init (&self->fold, &self->shelves);
}

MbBoard *
mb_board_new (void)
{
  return g_object_new (MB_TYPE_BOARD, NULL);
}

MbRecord *
mb_board_get (MbBoard *self, MbKind kind, const char *id)
{
  const MbRecordSlot *slot;

  g_return_val_if_fail (MB_IS_BOARD (self), NULL);
  g_return_val_if_fail (kind >= 0 && kind < MB_N_KINDS, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  slot = g_hash_table_lookup (self->shelves.slots[kind], id);

  return slot != NULL ? slot->record : NULL;
}

GListModel *
mb_board_get_list (MbBoard *self, MbKind kind)
{
  g_return_val_if_fail (MB_IS_BOARD (self), NULL);
  g_return_val_if_fail (kind >= 0 && kind < MB_N_KINDS, NULL);

  return G_LIST_MODEL (self->shelves.lists[kind]);
}

guint
mb_board_get_n_records (MbBoard *self)
{
  g_return_val_if_fail (MB_IS_BOARD (self), 0);

  return self->shelves.n_records;
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

  return self->fold.stage != MB_FOLD_IDLE;
}

void
mb_board_begin (MbBoard *self, MbDelta *delta)
{
  g_return_if_fail (MB_IS_BOARD (self));
  g_return_if_fail (delta != NULL);
  g_return_if_fail (!mb_board_is_folding (self));

  mb_fold_begin (&self->fold, delta);
}

gboolean
mb_board_fold (MbBoard *self, guint steps)
{
  g_autoptr (MbBoard) guard = NULL; /* a handler may let go of the board */

  g_return_val_if_fail (MB_IS_BOARD (self), TRUE);

  guard = g_object_ref (self);
  for (; steps > 0 && self->fold.stage != MB_FOLD_IDLE; steps--)
    if (self->fold.stage == MB_FOLD_SHOW)
      show (self);
    else
      mb_fold_step (&self->fold);

  return self->fold.stage == MB_FOLD_IDLE;
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
