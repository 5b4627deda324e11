/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/place/mb-trade.h"

const char *const mb_trade_names[] = {
  "vegetables", "pork", "poultry-eggs", "aquatic", "dried", "cooked", "fruit", "bean-noodle", NULL,
};
