/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * What a screen reader says of widgets that are drawn by hand: the words that stand on them, as their
 * accessible label; what is not on the glass is hidden from it too. Where no assistive technology is to be
 * reached nothing is done at all. A label follows what is drawn after a moment in which it stays as it is, so
 * that a page that fades and a burst of changes are told once; the first one and that of an alert follow at once.
 */

/** mb_spoken_take: says the texts (mb-mark.h) of what was drawn of a widget, unless it has children, which
 * speak for themselves.
 * @node: (nullable): NULL: it is not on the glass */
void mb_spoken_take (GtkWidget *widget, GskRenderNode *node);

void mb_spoken_say (GtkWidget *widget, const char *words); /* words: (nullable) */
void mb_spoken_hide (GtkWidget *widget, gboolean hidden);  /* that it is not on the glass */

/** mb_spoken_is_heard: whether anybody could hear; for whoever would have to make words first. */
gboolean mb_spoken_is_heard (GtkWidget *widget);

G_END_DECLS
