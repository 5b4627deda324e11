/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/goods/mb-per.h"

const char *const mb_per_names[] = { "kg", "500g", "50g", "piece", "bunch", "box", NULL };
