/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MbDescription: what stands on a glass, in lines of fields with a tab between them, for proofs, tests and whoever
 * cannot see it. It is read out of what was drawn: the fonts that were found, the colours that came out, the ground
 * that each word has under it.
 *
 * The first line names the fields; one that does not apply is `-`. Lengths are pixels from the upper left corner.
 * - `glass`: its size
 * - `zone`: a band or a zone and its place, before what it holds
 * - `text`: one line of text and where its ink is; `shown`: percents of it that no edge cuts off; `size`: of its font;
 *   `font`: the families of its characters, `none` among them for what no font has; `point`: how far from its left end
 *   the decimal point of a figure stands
 * - `sign`: of how something stands: "hub live", "video late"
 * - `picture`: pixels; `drawing`: a face, a code, a sketch
 */

/** mb_description_write: @node: what was drawn; Returns: (transfer full) */
char *mb_description_write (GskRenderNode *node, int width, int height);

G_END_DECLS
