/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/media/mb-media-upload.h"

#include "core/base/mb-error.h"
#include "hub/media/mb-media-limit.h"
#include "store/media/mb-media-folder.h"

#include <string.h>

/* First what is there is read once more for its digest, then the rest is taken from the connection. */

#define BLOCK (256 * 1024)
/* Taken before others get their turn. */
#define SLICE_BLOCKS 8
/* A program that tries again may come before the hub knows that its last connection is gone. */
#define ALIVE_US (5 * G_USEC_PER_SEC)
/* Between two looks at the room on the disk. */
#define LOOK (16 * 1024 * 1024)

struct _MbMediaUpload
{
  char *folder;
  MbMediaVisit *visit; /* NULL: handed on */
  MbMediaPart *part;   /* NULL: nothing is kept */
  guint64 total;       /* of the file */
  guint64 left;        /* of the body */
  guint64 unlooked;    /* written since the room was looked at */
  guint8 *block;
  gint64 heard_us;
  GSource *source; /* what goes on with it */
  GSource *limit;
  MbMediaDone done;
  gpointer data;
};

/* Everything has been said that will be; nothing may be touched after this. */
static void
end (MbMediaUpload *self)
{
  mb_media_source_drop (&self->source);
  mb_media_source_drop (&self->limit);
  g_clear_pointer (&self->part, mb_media_part_close);
  self->done (self->data, g_steal_pointer (&self->visit));
}

/* @error: (transfer full) */
static void
fail (MbMediaUpload *self, GError *error)
{
  g_autoptr (GError) problem = error;

  /* A disk without any room left keeps the journal from writing, too. */
  if (g_error_matches (problem, MB_ERROR, MB_ERROR_FULL))
    mb_media_part_drop (self->part);
  mb_media_visit_fail (self->visit, problem);
  end (self);
}

static void
set_source (MbMediaUpload *self, GSource *source, GSourceFunc func)
{
  mb_media_source_drop (&self->source);
  self->source = source;
  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static void
hear (MbMediaUpload *self)
{
  self->heard_us = g_get_monotonic_time ();
  mb_media_limit_put_off (self->limit);
}

static void
finish (MbMediaUpload *self)
{
  GError *error = NULL;

  if (self->part == NULL)
    {
      end (self); /* that it is there has been said */
      return;
    }
  if (mb_media_part_get_size (self->part) < self->total)
    {
      g_autofree char *field = g_strdup_printf ("Upload-Offset: %" G_GUINT64_FORMAT "\r\n",
                                                mb_media_part_get_size (self->part));

      mb_media_visit_answer (self->visit, 202, field, NULL, NULL);
      end (self);
      return;
    }
  if (!mb_media_part_finish (self->part, &error))
    {
      fail (self, error);
      return;
    }

  mb_media_visit_answer_file (self->visit, 201, self->folder);
  end (self);
}

static gboolean
keep (MbMediaUpload *self, const guint8 *bytes, gsize n, GError **error)
{
  self->left -= n;
  if (self->part == NULL)
    return TRUE;

  self->unlooked += n;
  if (self->unlooked >= LOOK)
    {
      self->unlooked = 0;
      if (mb_media_folder_get_room (self->folder) < MB_MEDIA_RESERVE)
        {
          mb_error_set (error, MB_ERROR_FULL, NULL, "The disk is full");
          return FALSE;
        }
    }

  return mb_media_part_add (self->part, bytes, n, error);
}

/* FALSE with an error when nothing can be read now; without one when it is over. */
static gboolean
take_block (MbMediaUpload *self, GError **error)
{
  g_autoptr (GError) problem = NULL;
  gssize n = g_pollable_input_stream_read_nonblocking (mb_media_visit_get_input (self->visit), self->block,
                                                       (gsize) MIN (BLOCK, self->left), NULL, error);

  if (n < 0 && g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return FALSE;
  g_clear_error (error);
  if (n <= 0)
    {
      end (self); /* the peer is gone; what came stays */
      return FALSE;
    }

  hear (self);
  if (!keep (self, self->block, (gsize) n, &problem))
    {
      fail (self, g_steal_pointer (&problem));
      return FALSE;
    }
  if (self->left > 0)
    return TRUE;

  finish (self);
  return FALSE;
}

static gboolean
on_readable (GObject *stream, gpointer data)
{
  MbMediaUpload *self = data;

  for (guint i = 0; i < SLICE_BLOCKS; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!take_block (self, &error))
        return error != NULL ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

static void
begin_body (MbMediaUpload *self)
{
  static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
  g_autoptr (GBytes) text = g_bytes_new_static (go_on, strlen (go_on));
  g_autoptr (GBytes) rest = g_steal_pointer (&self->visit->rest);
  gsize n = (gsize) MIN (g_bytes_get_size (rest), self->left);
  GError *error = NULL;

  if (!keep (self, g_bytes_get_data (rest, NULL), n, &error))
    fail (self, error);
  else if (self->left == 0)
    finish (self);
  else if (self->visit->expects && n == 0 && !mb_media_visit_say (self->visit, text))
    end (self);
  else
    {
      hear (self);
      set_source (self, g_pollable_input_stream_create_source (mb_media_visit_get_input (self->visit), NULL),
                  G_SOURCE_FUNC (on_readable));
    }
}

static gboolean
on_turn (gpointer data)
{
  MbMediaUpload *self = data;
  gboolean done = self->part == NULL;
  GError *error = NULL;

  hear (self);
  if (!done && !mb_media_part_read_on (self->part, &done, &error))
    {
      fail (self, error);
      return G_SOURCE_REMOVE;
    }
  if (!done)
    return G_SOURCE_CONTINUE;

  begin_body (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_silence (gpointer data)
{
  MbMediaUpload *self = data;

  mb_media_visit_refuse (self->visit, 408, NULL, "Nothing has come for a while; what has come is kept");
  end (self);
  return G_SOURCE_REMOVE;
}

MbMediaUpload *
mb_media_upload_new (const char *folder, MbMediaVisit *visit, MbMediaPart *part, guint64 total, MbMediaDone done,
                     gpointer data)
{
  MbMediaUpload *self = g_new0 (MbMediaUpload, 1);

  self->folder = g_strdup (folder);
  self->visit = visit;
  self->part = part;
  self->total = total;
  self->left = visit->length;
  self->block = g_malloc (BLOCK);
  self->done = done;
  self->data = data;

  self->limit = mb_media_limit_new (on_silence, self);
  hear (self);
  set_source (self, g_idle_source_new (), on_turn);
  return self;
}

void
mb_media_upload_free (MbMediaUpload *self)
{
  mb_media_source_drop (&self->source);
  mb_media_source_drop (&self->limit);
  g_clear_pointer (&self->part, mb_media_part_close);
  g_free (self->folder);
  g_free (self->block);
  g_free (self);
}

MbMediaVisit *
mb_media_upload_get_visit (MbMediaUpload *self)
{
  return self->visit;
}

gboolean
mb_media_upload_is_alive (MbMediaUpload *self)
{
  return g_get_monotonic_time () < self->heard_us + ALIVE_US;
}
