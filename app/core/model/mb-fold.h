/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-board.h"
#include "core/model/mb-record-list.h"
#include "core/model/mb-record-private.h"

G_BEGIN_DECLS

/* MbFold: how a delta becomes part of a board, in steps. Private to the board.
 *
 * Every id has a slot, which holds the record that shows and, while a delta is taken in, what will
 * become of it. So the shadow is no second board, only the differences; everything that costs time
 * (looking up, comparing, ordering, freeing) is done slot by slot around the one step that shows. */

typedef struct _MbRecordSlot MbRecordSlot;

/* What the delta under way does to one record. */
typedef struct
{
  MbChangedRecord told; /* what ::folded says; first, its array is of these */
  MbKind kind;
  MbRecordSlot *slot;            /* (not owned) */
  MbRecord *news;          /* (owned) NULL: dropped */
  MbDifference difference; /* between what shows and the news */
  gboolean in_order;       /* stands among the points */
} MbSlotChange;

struct _MbRecordSlot
{
  MbRecord *record;     /* (owned) what shows; NULL: nothing yet */
  MbSlotChange *change; /* (not owned) */
  guint named;          /* the last fold that named it: a reset drops the others */
  char id[];
};

/* What stands on the board. */
typedef struct
{
  GHashTable *slots[MB_N_KINDS]; /* id to MbRecordSlot */
  MbRecordList *lists[MB_N_KINDS];
  guint n_records;
} MbShelves;

typedef enum
{
  MB_FOLD_IDLE,
  MB_FOLD_ITEMS, /* what the delta says, item by item */
  MB_FOLD_REST,  /* what a reset does not say */
  MB_FOLD_ORDER, /* the next arrays of lists that gain or lose records */
  MB_FOLD_SHOW,  /* the board's turn: mb_fold_settle(), mb_fold_splice(), mb_fold_end() */
  MB_FOLD_TIDY   /* frees what was replaced */
} MbFoldStage;

typedef struct
{
  MbShelves *shelves; /* (not owned) */
  MbFoldStage stage;
  guint n; /* folds begun so far */
  MbDelta *delta;
  guint kind, cursor;            /* where the stage stands */
  GPtrArray *changes;            /* MbSlotChange (owned, but the array has no free function) */
  GSequence *points[MB_N_KINDS]; /* slots that come or go, by id; NULL: none */
  GPtrArray *next[MB_N_KINDS];   /* what the lists become */
  gint64 updated_at;             /* of the newest put */
  gint64 renewed_at;             /* of the newest figures among those that only a renewal put */
  guint64 newest_rev;
  GPtrArray *spent;              /* MbRecord: free at leisure */
} MbFold;

void mb_shelves_init (MbShelves *self);
void mb_shelves_clear (MbShelves *self);

void mb_fold_init (MbFold *self, MbShelves *shelves);
void mb_fold_clear (MbFold *self);
void mb_fold_begin (MbFold *self, MbDelta *delta); /* delta: (transfer full) */
void mb_fold_step (MbFold *self);                  /* any stage but IDLE and SHOW */

/* Puts every record in its new state, and tells nobody. Returns: (transfer full): MbSlotChange, of
 * those that are worth telling */
GPtrArray *mb_fold_settle (MbFold *self);
void mb_fold_splice (MbFold *self); /* the lists follow */
void mb_fold_end (MbFold *self);    /* what is left is tidying */

G_END_DECLS
