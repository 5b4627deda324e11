/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/time/mb-market-clock.h"

G_BEGIN_DECLS

/** MbReadBoxTime: asks a machine for its time. */
typedef void (*MbReadBoxTime) (MbBoxTime *box);

/** mb_box_clock_read: asks this one's kernel, which also knows whether something keeps its clock right. */
void mb_box_clock_read (MbBoxTime *box);

G_END_DECLS
