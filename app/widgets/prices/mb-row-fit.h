/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/type/mb-name-fit.h"
#include "widgets/words/mb-row-text.h"

G_BEGIN_DECLS

/**
 * How a row's name stands in its columns: what its figure leaves it, and where that is too little, in how many
 * lines. Lines that fill the glass (MbColumns::flows) have none below: there the lines of a name stand one
 * after the other in the same place, with all that belongs to it beside them.
 */

/* In N. */
#define MB_ROW_NEAR 0.25
#define MB_ROW_APART 0.35 /* between a name and its figure, where that stands right behind it */

/** mb_row_fit_get_width: the pixels that what stands behind a name leaves it. */
int mb_row_fit_get_width (const MbRowText *text, MbType *type, const MbColumns *columns);

/** mb_row_fit_init: to be cleared by mb_name_fit_clear(). */
void mb_row_fit_init (MbNameFit *fit, const MbRowText *text, MbType *type, const MbColumns *columns);

/** mb_row_text_get_lines: how many lines of type a row takes, below each other or one after the other. */
guint mb_row_text_get_lines (const MbRowText *text, MbType *type, const MbColumns *columns);
gboolean mb_row_text_is_whole (const MbRowText *text, MbType *type, const MbColumns *columns); /* its name is */

/** mb_row_text_is_one_line: nothing of it has to wait for its turn. */
gboolean mb_row_text_is_one_line (const MbRowText *text, MbType *type, const MbColumns *columns);

G_END_DECLS
