/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-player-buffer.h"

struct _MbPlayerBuffer
{
  gboolean live;
  GMainContext *context; /* (not owned) */
  void (*on_enough) (gpointer data);
  gpointer data;

  GSource *patience;   /* (owned) (nullable): with one that fills up */
  gboolean has_enough; /* whatever it says of itself, until it is empty */
};

static void
end_patience (MbPlayerBuffer *self)
{
  if (self->patience != NULL)
    g_source_destroy (self->patience);
  g_clear_pointer (&self->patience, g_source_unref);
}

static gboolean
on_patience_over (gpointer data)
{
  MbPlayerBuffer *self = data;

  end_patience (self);
  self->has_enough = TRUE;
  self->on_enough (self->data);
  return G_SOURCE_REMOVE;
}

static void
be_patient (MbPlayerBuffer *self)
{
  if (!self->live || self->patience != NULL)
    return;

  self->patience = g_timeout_source_new (MB_PLAYER_BUFFER_LIVE / 1000 / 1000);
  g_source_set_callback (self->patience, on_patience_over, self, NULL);
  g_source_attach (self->patience, self->context);
}

gboolean
mb_player_buffer_fill (MbPlayerBuffer *self, int percent)
{
  if (percent == 0 || percent >= 100)
    self->has_enough = FALSE;
  if (percent < 100 && !self->has_enough)
    {
      be_patient (self);
      return FALSE;
    }
  if (percent >= 100)
    end_patience (self);
  return TRUE;
}

MbPlayerBuffer *
mb_player_buffer_new (gboolean live, GMainContext *context, void (*on_enough) (gpointer data), gpointer data)
{
  MbPlayerBuffer *self = g_new0 (MbPlayerBuffer, 1);

  self->live = live;
  self->context = context;
  self->on_enough = on_enough;
  self->data = data;
  return self;
}

void
mb_player_buffer_free (MbPlayerBuffer *self)
{
  end_patience (self);
  g_free (self);
}
