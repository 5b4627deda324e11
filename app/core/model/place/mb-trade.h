/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** MbTrade: the eight trades of a market hall. As a set: bit 1 << trade. */
typedef enum
{
  MB_TRADE_VEGETABLES,
  MB_TRADE_PORK,
  MB_TRADE_POULTRY_EGGS,
  MB_TRADE_AQUATIC,
  MB_TRADE_DRIED,
  MB_TRADE_COOKED,
  MB_TRADE_FRUIT,
  MB_TRADE_BEAN_NOODLE,
  MB_N_TRADES
} MbTrade;

extern const char *const mb_trade_names[]; /* as on the wire; NULL-terminated */

G_END_DECLS
