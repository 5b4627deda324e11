/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/media/mb-media-visit.h"

#include "core/base/mb-error.h"
#include "core/base/mb-time.h"
#include "core/model/show/mb-film-length.h"
#include "core/wire/mb-json-writer.h"
#include "core/wire/mb-report-codec.h"
#include "hub/media/mb-media-type.h"
#include "store/media/mb-media-folder.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

void
mb_media_visit_free (MbMediaVisit *self)
{
  if (self->answer != NULL)
    mb_door_stream_set_last_words (self->stream, self->answer);
  g_io_stream_close (G_IO_STREAM (self->stream), NULL, NULL);
  g_object_unref (self->stream);
  g_clear_pointer (&self->rest, g_bytes_unref);
  g_clear_pointer (&self->answer, g_bytes_unref);
  g_free (self->sha256);
  g_free (self->content_range);
  g_free (self->range);
  g_free (self->if_range);
  g_free (self->if_none_match);
  g_free (self);
}

GPollableInputStream *
mb_media_visit_get_input (MbMediaVisit *self)
{
  return G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (G_IO_STREAM (self->stream)));
}

GPollableOutputStream *
mb_media_visit_get_output (MbMediaVisit *self)
{
  return G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (G_IO_STREAM (self->stream)));
}

gboolean
mb_media_visit_say (MbMediaVisit *self, GBytes *text)
{
  gsize length;
  const void *bytes = g_bytes_get_data (text, &length);

  return g_pollable_output_stream_write_nonblocking (mb_media_visit_get_output (self), bytes, length, NULL, NULL)
         == (gssize) length;
}

/* A picture that is opened by itself may be a document with a script in it. */
GString *
mb_media_visit_head (guint status, const char *fields)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          "HTTP/1.1 %u %s\r\n%sX-Content-Type-Options: nosniff\r\n"
                          "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; sandbox\r\n"
                          "Connection: close\r\n",
                          status, mb_problem_get_title (status), fields != NULL ? fields : "");
  return text;
}

void
mb_media_visit_answer (MbMediaVisit *self, guint status, const char *fields, const char *type, const char *body)
{
  GString *text = mb_media_visit_head (status, fields);

  g_return_if_fail (self->answer == NULL);

  if (body != NULL)
    g_string_append_printf (text, "Cache-Control: no-store\r\nContent-Type: %s\r\n", type);
  if (status != 304)
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n", body != NULL ? strlen (body) : 0);
  g_string_append (text, "\r\n");
  if (body != NULL && !self->head)
    g_string_append (text, body);
  self->answer = g_string_free_to_bytes (text);
}

/* The file is whole, and nobody changes it: what is mapped stays. */
static gint64
find_length (const char *folder, const char *sha256)
{
  g_autofree char *path = mb_media_folder_dup_path (folder, sha256);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);

  return file != NULL ? mb_film_length_find ((const guint8 *) g_mapped_file_get_contents (file), g_mapped_file_get_length (file))
                      : MB_UNSET;
}

void
mb_media_visit_answer_file (MbMediaVisit *self, guint status, const char *folder)
{
  g_autoptr (GString) text = g_string_new (NULL);
  MbMediaFile file = { 0 };
  gint64 length_ms = find_length (folder, self->sha256);
  MbJsonWriter writer;

  mb_media_folder_find (folder, self->sha256, &file);
  mb_json_writer_init (&writer, text);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "sha256", self->sha256);
  mb_json_writer_member_int (&writer, "bytes", (gint64) file.bytes);
  mb_json_writer_member_string (&writer, "type", mb_media_guess_file (folder, self->sha256));
  if (length_ms != MB_UNSET)
    mb_json_writer_member_int (&writer, "duration_ms", length_ms);
  mb_json_writer_end_object (&writer);
  mb_media_visit_answer (self, status, NULL, "application/json", text->str);
}

static void
refuse (MbMediaVisit *self, guint status, const char *fields, const GError *error)
{
  g_autofree char *body = mb_problem_encode (status, error);

  mb_media_visit_answer (self, status, fields, "application/problem+json", body);
}

void
mb_media_visit_refuse (MbMediaVisit *self, guint status, const char *fields, const char *format, ...)
{
  g_autoptr (GError) error = NULL;
  va_list args;

  va_start (args, format);
  error = g_error_new_valist (MB_ERROR, MB_ERROR_FAILED, format, args);
  va_end (args);
  refuse (self, status, fields, error);
}

void
mb_media_visit_fail (MbMediaVisit *self, const GError *error)
{
  if (g_error_matches (error, MB_ERROR, MB_ERROR_CORRUPT))
    refuse (self, 422, NULL, error);
  else
    refuse (self, g_error_matches (error, MB_ERROR, MB_ERROR_FULL) ? 507 : 500, NULL, error);
}

const char *
mb_media_guess_file (const char *folder, const char *sha256)
{
  g_autofree char *path = mb_media_folder_dup_path (folder, sha256);
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  guint8 bytes[MB_MEDIA_MAGIC];
  gssize n = fd >= 0 ? pread (fd, bytes, sizeof bytes, 0) : 0;

  if (fd >= 0)
    close (fd);
  return mb_media_type_guess (bytes, n > 0 ? (gsize) n : 0);
}
