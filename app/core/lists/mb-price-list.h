/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lists/mb-held-row.h"
#include "core/lists/mb-list-values.h"
#include "core/model/goods/mb-price.h"
#include "core/model/mb-board.h"
#include "core/wire/mb-change-codec.h"

G_BEGIN_DECLS

/** MbListOptions: what a list does not say itself. Strings are the caller's and outlive the list. */
typedef struct
{
  MbDate date;                 /* of rows without one; 0: the one in the file's name */
  gboolean has_unit;           /* of rows without one; else the market's own */
  MbListUnit unit;
  MbBasis basis;
  int trade;                   /* MbTrade of new products, where the list says none; -1: by their names */
  const char *place;           /* the market whose rows are meant, where a list has several; NULL: the first */
  const char *const *mappings; /* "FIELD=HEADING", NULL-terminated; NULL */
  gboolean history;            /* every row, not only the newest of a file for each price */
  gboolean sure;               /* doubtful rows too */
  MbDate today;                /* the hub's market day: later rows are held back; 0: none are */
} MbListOptions;

/**
 * MbPriceList: what price lists would change on a board: files in; transactions and held-back rows
 * out. It sends nothing: whoever does says which proposals were refused, and takes the rest.
 *
 * First every file is added, then mb_price_list_plan() settles what goes, then come the steps:
 * records as they stand, then a step for each date, oldest first, at most %MB_CHANGES_MAX changes
 * each.
 *
 * One thread. The board must not change meanwhile.
 */
typedef struct _MbPriceList MbPriceList;

MbPriceList *mb_price_list_new (MbBoard *board, const MbListOptions *options, GError **error);
void mb_price_list_free (MbPriceList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbPriceList, mb_price_list_free)

/**
 * mb_price_list_add: reads a whole file.
 * @name: its path, for reports, for a date in its last part, and as the prices' source
 *
 * Errors: those of mb_list_source_new(); %MB_ERROR_INVALID where nothing dates its rows. The list
 * is then as it was.
 */
gboolean mb_price_list_add (MbPriceList *self, const char *name, GBytes *bytes, GError **error);

void mb_price_list_plan (MbPriceList *self);

/** MbListStep: one transaction. */
typedef struct
{
  MbDate date; /* 0: records */
  guint first, n_rows; /* in the order of the plan; private */
} MbListStep;

guint mb_price_list_get_n_steps (MbPriceList *self);
const MbListStep *mb_price_list_get_step (MbPriceList *self, guint step);

/** mb_price_list_build: what a step would change now, without the rows held back; empty when they all
 * are. Products that must be made stand before their prices. */
MbChangeSet *mb_price_list_build (MbPriceList *self, guint step);

/**
 * mb_price_list_hold: the hub did not take a proposal of the step built last: its row is held back.
 * @proposal: its place in that set
 */
void mb_price_list_hold (MbPriceList *self, guint proposal, MbHeldReason reason, const char *text);

/** mb_price_list_keep: the step built last was taken. */
void mb_price_list_keep (MbPriceList *self);

/** MbListChange: one price of the step built last, for a person. Strings are the list's. */
typedef struct
{
  const char *title;       /* the product's name and grade */
  gboolean made;           /* the product is new */
  gint64 old_fen, new_fen; /* what shoppers read first; old_fen is MB_UNSET where nothing stood */
  MbPer old_per, new_per;
  int slip;                /* as mb_doubt_find_slip() */
} MbListChange;

/** mb_price_list_get_change: FALSE for a proposal that is no price. */
gboolean mb_price_list_get_change (MbPriceList *self, guint proposal, MbListChange *change);

/** MbListCounts: where the rows went; n_rows is the sum of the rest (of held, those of the rows). */
typedef struct
{
  guint n_rows;      /* in all files, headings not counted */
  guint n_planned;   /* go to the hub, or went */
  guint n_unchanged; /* say what stands already */
  guint n_passed;    /* older ones of the same file */
  guint n_held;
} MbListCounts;

void mb_price_list_count (MbPriceList *self, MbListCounts *counts);

/** mb_price_list_get_held: (element-type MbHeldRow) in the order found; those of one file and moment
 * by line. */
const GPtrArray *mb_price_list_get_held (MbPriceList *self);

/** mb_price_list_get_places: (element-type utf8): the markets that the rows of a file say they are of,
 * in order of appearance; the first is taken unless the options name one. */
const GPtrArray *mb_price_list_get_places (MbPriceList *self, guint file);

G_END_DECLS
