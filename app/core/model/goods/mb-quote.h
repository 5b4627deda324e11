/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/goods/mb-per.h"
#include "core/model/mb-record.h"

G_BEGIN_DECLS

/**
 * MbQuote: what the day's weighings of one product say; its id is the product's. Made by the hub
 * alone. Amounts are fen for one @per.
 */
#define MB_TYPE_QUOTE (mb_quote_get_type ())
G_DECLARE_FINAL_TYPE (MbQuote, mb_quote, MB, QUOTE, MbRecord)

struct _MbQuote
{
  MbRecord parent_instance;
  gint64 low_fen, average_fen, high_fen; /* average_fen: only from 5 samples of 3 stalls on */
  gint64 samples, stalls;                /* how many weighings of how many stalls */
  int per;                               /* MbPer */
  MbDate day;                            /* the market day */
  MbTime observed_at;
  gint64 yesterday_fen, lowest_7d_fen; /* derived */
  MbTime changed_at;                   /* derived */
  char *extra;
};

G_END_DECLS
