/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/type/mb-type.h"

G_BEGIN_DECLS

/** mb_live_mark_draw: the mark over a livestream: a dot and a word on a plate, in the upper left corner of a picture of
 * that size; none on one that it would cover.
 * @ink: the word */
void mb_live_mark_draw (GtkSnapshot *snapshot, MbInk *ink, int n, int width, int height);

G_END_DECLS
