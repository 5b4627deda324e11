/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/** UiInk: one text as it stands in a picture's render nodes. */
typedef struct
{
  char *family;
  int size_px;
  PangoWeight weight;
  GdkRGBA colour;
  float x, baseline, width; /* in the picture */
  guint n_glyphs;
  gboolean ellipsis;
  gboolean clipped; /* it reaches beyond what it is clipped to */
  graphene_rect_t seen; /* what is drawn of it, in the picture; empty: nothing */
} UiInk;

/** ui_ink_collect: all texts of a widget as it would be drawn now.
 * Returns: (transfer full) (element-type UiInk) */
GArray *ui_ink_collect (GtkWidget *widget);

/** ui_ink_collect_all: the same, with what reaches beyond the widget: its parent would show it. */
GArray *ui_ink_collect_all (GtkWidget *widget);

/** ui_ink_has_colour: whether a plain surface of a colour is drawn. */
gboolean ui_ink_has_surface (GtkWidget *widget, const GdkRGBA *colour);
