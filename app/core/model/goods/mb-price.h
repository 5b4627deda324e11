/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/goods/mb-per.h"
#include "core/model/mb-record.h"
#include "core/model/mb-texts.h"

G_BEGIN_DECLS

/** MbBasis: what kind of price it is. */
typedef enum
{
  MB_BASIS_DEAL,      /* from weighings */
  MB_BASIS_STALL,     /* marked at one stall */
  MB_BASIS_AVERAGE,   /* of the market */
  MB_BASIS_REFERENCE, /* the market's own 参考价 */
  MB_BASIS_GUIDE      /* set by government */
} MbBasis;

extern const char *const mb_basis_names[]; /* as on the wire; NULL-terminated */

/**
 * MbPrice: what a product costs, by one basis. Its id is product@basis, or product@basis@stall.
 * Amounts are fen for one @per, never 0.
 */
#define MB_TYPE_PRICE (mb_price_get_type ())
G_DECLARE_FINAL_TYPE (MbPrice, mb_price, MB, PRICE, MbRecord)

struct _MbPrice
{
  MbRecord parent_instance;
  char *product; /* product */
  MbTexts *grade;
  char *stall; /* stall */
  int basis;   /* MbBasis */
  gint64 fen, low_fen, high_fen; /* at least one of them */
  int per;        /* MbPer */
  gint64 samples; /* how many went into it */
  MbTime observed_at;
  char *source; /* who observed it */
  gint64 yesterday_fen, lowest_7d_fen; /* derived */
  MbTime changed_at;                   /* derived */
  char *extra;
};

G_END_DECLS
