/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** MbFade: how far a page has come in over the one before, in 300 ms of its widget's frames. Begins as
 * mb_fade_init(); ends with mb_fade_end(), also in a dispose. */
typedef struct
{
  GtkWidget *widget; /* (not owned) */
  void (*ended) (GtkWidget *widget);
  guint tick;
  gint64 began_us;
  float progress; /* 1: nothing fades */
} MbFade;

/** mb_fade_init: @ended: called in the frame in which a fade has come to its end by itself */
void mb_fade_init (MbFade *self, GtkWidget *widget, void (*ended) (GtkWidget *widget));
void mb_fade_begin (MbFade *self);
void mb_fade_end (MbFade *self); /* at once, and silently */

G_END_DECLS
