/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"
#include "core/model/mb-texts.h"
#include "core/model/place/mb-trade.h"

G_BEGIN_DECLS

typedef enum
{
  MB_SOLD_BY_WEIGHT,
  MB_SOLD_BY_PIECE
} MbSoldBy;

/** MbProduct: what is sold in the market. */
#define MB_TYPE_PRODUCT (mb_product_get_type ())
G_DECLARE_FINAL_TYPE (MbProduct, mb_product, MB, PRODUCT, MbRecord)

struct _MbProduct
{
  MbRecord parent_instance;
  MbTexts *name;
  double order; /* rows stand by it, then by id; NAN stands last */
  int trade;    /* MbTrade */
  gint64 plu;   /* the scales' number for it */
  char *gtin;   /* 8, 12, 13 or 14 digits */
  int sold_by;  /* MbSoldBy */
  MbTexts *piece_word; /* 块, 只, 条 */
  gboolean staple;     /* in the basket that the entrance shows */
  gint64 shortage_class; /* 1 to 4: which allowance a short weight has */
  char **aliases;        /* other names it is known by */
  char *picture;         /* media */
  gboolean hint;         /* a positive quick test of it is often false */
  char *extra;
};

G_END_DECLS
