/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/media/mb-media-delivery.h"

#include "core/base/mb-error.h"
#include "hub/media/mb-media-limit.h"
#include "hub/media/mb-media-range.h"
#include "store/media/mb-media-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define BLOCK (128 * 1024)
/* Sent before others get their turn. */
#define SLICE_BLOCKS 4

struct _MbMediaDelivery
{
  MbMediaVisit *visit; /* NULL: handed on */
  char *folder;
  int fd;
  GString *head;  /* what is not sent of it */
  guint64 at, end; /* of the file: what is to be sent */
  GSource *source;
  GSource *limit;
  MbMediaDone done;
  gpointer data;
};

/* Nothing may be touched after this. */
static void
end (MbMediaDelivery *self)
{
  mb_media_source_drop (&self->source);
  mb_media_source_drop (&self->limit);
  self->done (self->data, g_steal_pointer (&self->visit));
}

static gboolean
on_silence (gpointer data)
{
  end (data);
  return G_SOURCE_REMOVE;
}

/* FALSE when it goes no further now: with an error, or at the end. */
static gboolean
write_bytes (MbMediaDelivery *self, const void *bytes, gsize n, gsize *written, GError **error)
{
  gssize took = g_pollable_output_stream_write_nonblocking (mb_media_visit_get_output (self->visit), bytes, n, NULL,
                                                            error);

  *written = took > 0 ? (gsize) took : 0;
  if (took > 0)
    mb_media_limit_put_off (self->limit);
  return took > 0;
}

static gboolean
send_block (MbMediaDelivery *self, GError **error)
{
  guint8 block[BLOCK];
  gsize written;
  gssize n;

  if (self->head->len > 0)
    {
      if (!write_bytes (self, self->head->str, self->head->len, &written, error))
        return FALSE;
      g_string_erase (self->head, 0, (gssize) written);
      return TRUE;
    }
  if (self->at == self->end)
    return FALSE;

  n = pread (self->fd, block, (gsize) MIN (BLOCK, self->end - self->at), (off_t) self->at);
  if (n <= 0)
    {
      mb_error_set (error, MB_ERROR_FAILED, NULL, "read %s: %s", self->visit->sha256, g_strerror (n < 0 ? errno : EIO));
      return FALSE;
    }
  if (!write_bytes (self, block, (gsize) n, &written, error))
    return FALSE;

  self->at += written;
  return TRUE;
}

static gboolean
on_writable (GObject *stream, gpointer data)
{
  MbMediaDelivery *self = data;

  for (guint i = 0; i < SLICE_BLOCKS; i++)
    {
      g_autoptr (GError) error = NULL;

      if (send_block (self, &error))
        continue;
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return G_SOURCE_CONTINUE;
      if (g_error_matches (error, MB_ERROR, MB_ERROR_FAILED))
        g_message ("%s", error->message);
      end (self);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

/* A list of tags, or *. */
static gboolean
is_known (const MbMediaVisit *visit)
{
  return visit->if_none_match != NULL
         && (g_str_equal (visit->if_none_match, "*") || strstr (visit->if_none_match, visit->sha256) != NULL);
}

static MbRangeKind
choose_range (MbMediaDelivery *self, guint64 size)
{
  const MbMediaVisit *visit = self->visit;
  g_autofree char *tag = g_strdup_printf ("\"%s\"", visit->sha256);
  gboolean other = visit->if_range != NULL && !g_str_equal (visit->if_range, tag);
  guint64 last = size - 1;
  MbRangeKind kind = mb_media_range_parse (other ? NULL : visit->range, size, &self->at, &last);

  self->end = last + 1;
  return kind;
}

static void
compose_head (MbMediaDelivery *self, guint64 size, const char *fields, MbRangeKind kind)
{
  self->head = mb_media_visit_head (kind == MB_RANGE_PART ? 206 : 200, fields);
  g_string_append_printf (self->head, "Content-Type: %s\r\nContent-Length: %" G_GUINT64_FORMAT "\r\n",
                          mb_media_guess_file (self->folder, self->visit->sha256), self->end - self->at);
  if (kind == MB_RANGE_PART)
    g_string_append_printf (self->head,
                            "Content-Range: bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT "\r\n",
                            self->at, self->end - 1, size);
  g_string_append (self->head, "\r\n");
  if (self->visit->head)
    self->at = self->end;
}

/* FALSE: the answer is short, and given. */
static gboolean
begin (MbMediaDelivery *self, guint64 size)
{
  MbMediaVisit *visit = self->visit;
  g_autofree char *fields = g_strdup_printf ("ETag: \"%s\"\r\nCache-Control: max-age=31536000, immutable\r\n"
                                             "Accept-Ranges: bytes\r\n",
                                             visit->sha256);
  g_autofree char *range = g_strdup_printf ("%sContent-Range: bytes */%" G_GUINT64_FORMAT "\r\n", fields, size);
  MbRangeKind kind;

  if (is_known (visit))
    {
      mb_media_visit_answer (visit, 304, fields, NULL, NULL);
      return FALSE;
    }
  kind = choose_range (self, size);
  if (kind == MB_RANGE_UNSATISFIABLE)
    {
      mb_media_visit_refuse (visit, 416, range, "The file has %" G_GUINT64_FORMAT " bytes", size);
      return FALSE;
    }

  compose_head (self, size, fields, kind);
  return TRUE;
}

/* What there is of a file that is not whole is for whoever sends it to know. */
static void
say_missing (MbMediaDelivery *self)
{
  g_autofree char *field = NULL;
  MbMediaFile part;

  if (mb_media_folder_find_part (self->folder, self->visit->sha256, &part))
    field = g_strdup_printf ("Upload-Offset: %" G_GUINT64_FORMAT "\r\n", part.bytes);
  mb_media_visit_refuse (self->visit, 404, field, "There is no file with this digest");
}

static gboolean
open_file (MbMediaDelivery *self)
{
  g_autofree char *path = mb_media_folder_dup_path (self->folder, self->visit->sha256);
  MbMediaFile file;

  if (mb_media_folder_find (self->folder, self->visit->sha256, &file))
    self->fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  if (self->fd >= 0)
    return begin (self, file.bytes);

  say_missing (self);
  return FALSE;
}

static gboolean
on_turn (gpointer data)
{
  MbMediaDelivery *self = data;
  GSource *source;

  if (!open_file (self))
    {
      end (self);
      return G_SOURCE_REMOVE;
    }

  source = g_pollable_output_stream_create_source (mb_media_visit_get_output (self->visit), NULL);
  mb_media_source_drop (&self->source);
  self->source = source;
  g_source_set_callback (source, G_SOURCE_FUNC (on_writable), self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  return G_SOURCE_REMOVE;
}

MbMediaDelivery *
mb_media_delivery_new (const char *folder, MbMediaVisit *visit, MbMediaDone done, gpointer data)
{
  MbMediaDelivery *self = g_new0 (MbMediaDelivery, 1);

  self->visit = visit;
  self->folder = g_strdup (folder);
  self->fd = -1;
  self->done = done;
  self->data = data;

  self->limit = mb_media_limit_new (on_silence, self);

  self->source = g_idle_source_new ();
  g_source_set_priority (self->source, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->source, on_turn, self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

void
mb_media_delivery_free (MbMediaDelivery *self)
{
  mb_media_source_drop (&self->source);
  mb_media_source_drop (&self->limit);
  if (self->fd >= 0)
    close (self->fd);
  if (self->head != NULL)
    g_string_free (self->head, TRUE);
  g_free (self->folder);
  g_free (self);
}

MbMediaVisit *
mb_media_delivery_get_visit (MbMediaDelivery *self)
{
  return self->visit;
}
