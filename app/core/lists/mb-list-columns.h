/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lists/mb-list-values.h"

G_BEGIN_DECLS

/** MbListField: what a row of a price list may say. */
typedef enum
{
  MB_LIST_NAME,
  MB_LIST_GRADE,
  MB_LIST_LOW,
  MB_LIST_PRICE, /* the average, or the only one */
  MB_LIST_HIGH,
  MB_LIST_UNIT,
  MB_LIST_DATE,
  MB_LIST_PLACE, /* the market it was seen in, where a list holds several */
  MB_LIST_TRADE,
  MB_LIST_N_FIELDS
} MbListField;


/**
 * MbListColumns: which heading of a list means what. Known headings are Chinese (both scripts) or
 * English, in any case, with or without a unit in brackets; the caller's own mapping goes first.
 */
typedef struct
{
  char *mapped[MB_LIST_N_FIELDS]; /* headings that the caller named; (owned, nullable) */
  int at[MB_LIST_N_FIELDS];       /* the heading's place, or -1 */
  gboolean has_unit;              /* a price's heading said one: 价格(元/公斤) */
  MbListUnit unit;
} MbListColumns;

void mb_list_columns_init (MbListColumns *self);
void mb_list_columns_clear (MbListColumns *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MbListColumns, mb_list_columns_clear)

/** mb_list_columns_map: takes "low=批发低价". */
gboolean mb_list_columns_map (MbListColumns *self, const char *mapping, GError **error);

/**
 * mb_list_columns_match: reads @headings (cleaned UTF-8; %NULL where a place has none).
 *
 * Returns: whether they name a product and at least one price, and everything that was mapped
 */
gboolean mb_list_columns_match (MbListColumns *self, const char *const *headings, guint n);

G_END_DECLS
