/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/media/mb-media-limit.h"

#define SILENCE_US (30 * G_USEC_PER_SEC)

static gboolean
dispatch (GSource *source, GSourceFunc func, gpointer data)
{
  return func (data);
}

static GSourceFuncs funcs = { .dispatch = dispatch };

GSource *
mb_media_limit_new (GSourceFunc func, gpointer data)
{
  GSource *limit = g_source_new (&funcs, sizeof (GSource));

  g_source_set_priority (limit, G_PRIORITY_LOW);
  g_source_set_callback (limit, func, data, NULL);
  mb_media_limit_put_off (limit);
  g_source_attach (limit, g_main_context_get_thread_default ());
  return limit;
}

void
mb_media_limit_put_off (GSource *limit)
{
  g_source_set_ready_time (limit, g_get_monotonic_time () + SILENCE_US);
}

void
mb_media_source_drop (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}
