/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-guard.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PLAYLIST_MAX (2 << 20)
#define MARK "#EXTM3U"

typedef struct
{
  GstElement *source; /* (not owned): has the pad that has this */
  guint64 bytes;
  gboolean is_list, is_over;
} Guard;

static GstPadProbeReturn
on_buffer (GstPad *pad, GstPadProbeInfo *probe, gpointer data)
{
  Guard *guard = data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (probe);

  if (guard->is_over)
    return GST_PAD_PROBE_DROP;
  if (guard->bytes == 0)
    guard->is_list = gst_buffer_memcmp (buffer, 0, MARK, strlen (MARK)) == 0;
  guard->bytes += gst_buffer_get_size (buffer);
  if (!guard->is_list)
    return GST_PAD_PROBE_REMOVE;
  if (guard->bytes <= PLAYLIST_MAX)
    return GST_PAD_PROBE_OK;

  guard->is_over = TRUE;
  GST_ELEMENT_ERROR (guard->source, STREAM, FAILED, ("The playlist does not end"), (NULL));
  return GST_PAD_PROBE_DROP;
}

void
mb_guard_playlist (GstElement *source)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (source, "src");
  Guard *guard;

  if (pad == NULL)
    return;

  guard = g_new0 (Guard, 1);
  guard->source = source;
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_buffer, guard, g_free);
}

guint64
mb_guard_get_memory (void)
{
  g_autofree char *text = NULL;
  const char *resident;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL) || (resident = strchr (text, ' ')) == NULL)
    return 0;

  return strtoull (resident, NULL, 10) * (guint64) sysconf (_SC_PAGESIZE);
}
