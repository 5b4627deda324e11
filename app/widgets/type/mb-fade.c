/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/type/mb-fade.h"

#define FADE_US (300 * G_TIME_SPAN_MILLISECOND)

void
mb_fade_init (MbFade *self, GtkWidget *widget, void (*ended) (GtkWidget *widget))
{
  *self = (MbFade){ widget, ended, 0, 0, 1 };
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  MbFade *self = data;
  gint64 now_us = gdk_frame_clock_get_frame_time (clock);

  if (self->began_us == 0)
    self->began_us = now_us;
  self->progress = (float) (now_us - self->began_us) / FADE_US;
  gtk_widget_queue_draw (widget);
  if (self->progress < 1)
    return G_SOURCE_CONTINUE;

  self->tick = 0;
  self->progress = 1;
  self->ended (widget);
  return G_SOURCE_REMOVE;
}

void
mb_fade_begin (MbFade *self)
{
  mb_fade_end (self);
  self->progress = 0;
  self->began_us = 0;
  self->tick = gtk_widget_add_tick_callback (self->widget, on_tick, self, NULL);
}

void
mb_fade_end (MbFade *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (self->widget, self->tick);
  self->tick = 0;
  self->progress = 1;
}
