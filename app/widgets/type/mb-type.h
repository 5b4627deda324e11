/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "widgets/words/mb-catalogue.h"
#include "widgets/type/mb-metrics.h"
#include "widgets/type/mb-palette.h"

G_BEGIN_DECLS

/**
 * MbType: how this board writes: one language, one N. Han characters differ between nations, so both
 * the face and the language tag are named, and never left to the box's locale.
 *
 * Everything that draws holds a reference; another language or size is another MbType.
 */
typedef struct _MbType MbType;

MbType *mb_type_new (GtkWidget *widget, const MbCatalogue *catalogue, int n);
MbType *mb_type_ref (MbType *self);
void mb_type_unref (MbType *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbType, mb_type_unref)

const MbCatalogue *mb_type_get_catalogue (const MbType *self);
int mb_type_get_n (const MbType *self);
gboolean mb_type_is_han (const MbType *self); /* most of what it writes is Han characters */
int mb_type_measure (MbType *self, MbStep step, PangoWeight weight, const char *text); /* pixels */

/** mb_type_get_most: more characters than have room in @n_lines of @width pixels, however narrow they are: what
 * follows need not be shaped. */
gsize mb_type_get_most (MbType *self, MbStep step, int width, guint n_lines);

/** mb_type_cut: as much of the beginning of a text as @width has room for, in whole characters: no dots.
 * Returns: (transfer full) */
char *mb_type_cut (MbType *self, MbStep step, PangoWeight weight, const char *text, int width);

/**
 * MbInk: one line of text in one size, weight and colour; shaped when it changes, drawn as often as
 * need be. Placed by its baseline, on whole pixels. The text stands as mb_plain_text() leaves it, and what
 * reaches further above or below than letters do is cut there.
 */
typedef struct _MbInk MbInk;

MbInk *mb_ink_new (MbType *type, MbStep step, PangoWeight weight, MbTone tone);
void mb_ink_free (MbInk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbInk, mb_ink_free)

gboolean mb_ink_set_text (MbInk *self, const char *text); /* NULL is ""; whether it is another text */
void mb_ink_set_plain (MbInk *self, const char *plain); /* a text from mb_plain_text(), however long */
gboolean mb_ink_set_tone (MbInk *self, MbTone tone);
const char *mb_ink_get_text (MbInk *self); /* as it stands */
MbTone mb_ink_get_tone (MbInk *self);
int mb_ink_get_width (MbInk *self); /* pixels */
PangoLayout *mb_ink_get_layout (MbInk *self);

/** mb_ink_draw: @x: the left end; @alpha: 1, but while a page turns */
void mb_ink_draw (MbInk *self, GtkSnapshot *snapshot, int x, int baseline, float alpha);
void mb_ink_draw_to (MbInk *self, GtkSnapshot *snapshot, int right, int baseline, float alpha);

G_END_DECLS
