/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lists/mb-list-values.h"
#include "core/lists/mb-list-words.h"
#include "core/model/goods/mb-doubt.h"
#include "core/model/goods/mb-price.h"
#include "core/model/mb-board.h"

G_BEGIN_DECLS

/** MbListProduct: a product that a list may speak of: on the board, or to be made. */
typedef struct
{
  char *id;
  char *word;     /* its name alone, for a person */
  char *title;    /* name and grade */
  MbTexts *name;  /* (nullable) of one to be made */
  MbTexts *grade; /* (nullable) as its price says it */
  char *fold;     /* (nullable) of the grade in each of its languages, in lines */
  gboolean bare;  /* rows have spoken of it without a grade: one with a grade is another product */
  gboolean made;  /* the board does not have it */
  int trade;      /* MbTrade, -1: unknown; of one to be made, as the next two */
  const char *piece;
  double order;

  gboolean priced; /* the rest says what stands */
  MbFigures standing;
  gint64 standing_us; /* when that was observed */
} MbListProduct;

/** MbListProducts: the board's products, found as lists call them. */
typedef struct _MbListProducts MbListProducts;

/** @board and @words are borrowed and must outlive it. */
MbListProducts *mb_list_products_new (MbBoard *board, MbBasis basis, MbListWords *words);
void mb_list_products_free (MbListProducts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbListProducts, mb_list_products_free)

/** MbListName: what a row says of its product. */
typedef struct
{
  const char *name;
  const char *grade;    /* "" when the row says none */
  const char *language; /* of both */
  const char *category; /* (nullable) */
  const char *piece;    /* (nullable) the word it is counted by */
} MbListName;

/**
 * mb_list_products_find: by any of the board's names and aliases, in either script, and the grade:
 * the product with that grade; else the only one of that name, where it has no grade yet, or where
 * the row says none; else a new one, since two grades are two products.
 * @trade: (MbTrade) of new ones whose category says none, -1: by their names
 *
 * Returns: (transfer none) (nullable): %NULL where the row says no grade and there are several
 */
MbListProduct *mb_list_products_find (MbListProducts *self, const MbListName *row, int trade);

G_END_DECLS
