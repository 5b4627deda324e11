/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/type/mb-type.h"

G_BEGIN_DECLS

/**
 * MbBlock: a few lines in one size, weight and colour, broken where its language allows: no line
 * begins with punctuation or ends with an "and", none holds one character or, where that can be
 * helped, one word alone. Nothing shrinks: what has no room is left out from the end, and whoever
 * asked can see that it was.
 */
typedef struct _MbBlock MbBlock;

/** mb_block_new: @width: pixels; @max_lines: at least one */
MbBlock *mb_block_new (MbType *type, MbStep step, PangoWeight weight, MbTone tone, const char *text, int width,
                       guint max_lines);
void mb_block_free (MbBlock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbBlock, mb_block_free)

/** mb_block_new_pieces: pieces that stand whole, as many on a line as it holds; one that is wider than a
 * line is broken. */
MbBlock *mb_block_new_pieces (MbType *type, MbStep step, PangoWeight weight, MbTone tone, const char *const *pieces,
                              int width, guint max_lines);

/** mb_block_get_line_of_piece: the line in which piece @i of that begins; of the one after the last: how many lines
 * there are. */
guint mb_block_get_line_of_piece (const MbBlock *self, guint i);

/** mb_block_new_paragraphs: each line of @text begins one. */
MbBlock *mb_block_new_paragraphs (MbType *type, MbStep step, PangoWeight weight, MbTone tone, const char *text,
                                  int width, guint max_lines);

/** mb_block_new_part: some of the lines of another. */
MbBlock *mb_block_new_part (const MbBlock *whole, guint first, guint n);

/** mb_block_get_line_height: pixels from one line to the next. */
int mb_block_get_line_height (MbType *type, MbStep step);

gboolean mb_block_is_whole (const MbBlock *self);
guint mb_block_get_n_lines (const MbBlock *self);
const char *mb_block_get_line (const MbBlock *self, guint i);
int mb_block_get_width (const MbBlock *self);  /* of its widest line */
int mb_block_get_height (const MbBlock *self); /* 0 when it is empty */

/** mb_block_draw: @x, @y: the upper left corner; @alpha: 1, but while a page turns */
void mb_block_draw (MbBlock *self, GtkSnapshot *snapshot, int x, int y, float alpha);
void mb_block_draw_centred (MbBlock *self, GtkSnapshot *snapshot, int x, int y, int width);

G_END_DECLS
