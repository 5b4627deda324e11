/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-media-sender.h"

#include "core/base/mb-error.h"
#include "core/base/mb-time.h"
#include "core/model/show/mb-film-length.h"
#include "core/wire/mb-json-writer.h"
#include "hub/media/mb-media-type.h"
#include "store/media/mb-media-sum.h"

#define BLOCK (256 * 1024)
#define FIRST (64 * 1024)

/* First its digest, then what the hub has of it, then the rest. */
typedef struct
{
  MbControl *control;
  char *market, *path;
  MbSendProgress progress;
  gpointer data;
  char sha256[MB_MEDIA_SUM_SIZE];
  const char *type;
  guint64 bytes, sent;
  gint64 length_ms; /* MB_UNSET: not a film, or it does not say */
  gboolean begun;
  SoupMessage *message;
} Sending;

static void
sending_free (gpointer data)
{
  Sending *self = data;

  g_object_unref (self->control);
  g_clear_object (&self->message);
  g_free (self->market);
  g_free (self->path);
  g_free (self);
}

static void
set_message (Sending *self, const char *method)
{
  g_autofree char *market = g_uri_escape_string (self->market, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/v1/markets/%s/media/%s", market, self->sha256);

  g_clear_object (&self->message);
  self->message = mb_control_make_message (self->control, method, path);
}

/* What the hub answers when it has the file. */
static MbControlAnswer *
make_answer (Sending *self)
{
  MbControlAnswer *answer = g_new0 (MbControlAnswer, 1);
  GString *text = g_string_new (NULL);
  MbJsonWriter writer;

  mb_json_writer_init (&writer, text);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "sha256", self->sha256);
  mb_json_writer_member_int (&writer, "bytes", (gint64) self->bytes);
  mb_json_writer_member_string (&writer, "type", self->type);
  if (self->length_ms != MB_UNSET)
    mb_json_writer_member_int (&writer, "duration_ms", self->length_ms);
  mb_json_writer_end_object (&writer);
  answer->body = g_string_free_to_bytes (text);

  return answer;
}

static void put_next (GTask *task);

static void
on_put (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Sending *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  g_autoptr (MbControlAnswer) answer = body != NULL ? mb_control_read_answer (self->message, body, &error) : NULL;

  if (body == NULL)
    mb_control_name_hub (self->control, &error);
  if (answer == NULL)
    g_task_return_error (task, error);
  else if (soup_message_get_status (self->message) == SOUP_STATUS_ACCEPTED)
    put_next (task);
  else
    g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) mb_control_answer_free);
}

static void
on_wrote (SoupMessage *message, guint n, Sending *self)
{
  self->sent += n;
  self->progress (self->data, self->sent, self->bytes);
}

/* The file from where the hub has it. @most: bytes of it, 0: all */
static GInputStream *
open_rest (Sending *self, gsize most, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GBytes) bytes = NULL;

  if (stream == NULL || !g_seekable_seek (G_SEEKABLE (stream), (goffset) self->sent, G_SEEK_SET, NULL, error))
    return NULL;
  if (most == 0)
    return G_INPUT_STREAM (g_steal_pointer (&stream));

  bytes = g_input_stream_read_bytes (G_INPUT_STREAM (stream), most, NULL, error);

  return bytes != NULL ? g_memory_input_stream_new_from_bytes (bytes) : NULL;
}

/* A little first: a hub that has no room for the file says so before all of it comes, and libsoup 3.2 breaks when it
 * is answered in the middle of a body. */
static void
put_next (GTask *task)
{
  Sending *self = g_task_get_task_data (task);
  guint64 left = self->bytes - self->sent;
  guint64 n = self->begun ? left : MIN (left, FIRST);
  g_autoptr (GInputStream) body = NULL;
  GError *error = NULL;

  body = open_rest (self, self->begun ? 0 : (gsize) n, &error);
  if (body == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->begun = TRUE;
  set_message (self, "PUT");
  soup_message_set_request_body (self->message, "application/octet-stream", body, (gssize) n);
  soup_message_headers_set_content_range (soup_message_get_request_headers (self->message), (goffset) self->sent,
                                          (goffset) (self->sent + n) - 1, (goffset) self->bytes);
  /* Both go with the task. */
  g_signal_connect (self->message, "wrote-body-data", G_CALLBACK (on_wrote), self);
  soup_session_send_and_read_async (mb_control_get_session (self->control), self->message, G_PRIORITY_DEFAULT, NULL,
                                    on_put, g_object_ref (task));
}

/* Where an earlier attempt ended. */
static void
read_offset (Sending *self)
{
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (self->message), "Upload-Offset");
  guint64 offset = text != NULL ? g_ascii_strtoull (text, NULL, 10) : 0;

  self->sent = offset < self->bytes ? offset : 0;
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Sending *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);

  if (body == NULL)
    {
      mb_control_name_hub (self->control, &error);
      g_task_return_error (task, error);
    }
  else if (soup_message_get_status (self->message) == SOUP_STATUS_OK)
    g_task_return_pointer (task, make_answer (self), (GDestroyNotify) mb_control_answer_free);
  else
    {
      read_offset (self);
      put_next (task);
    }
}

static gint64
find_length (const char *path)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);

  return file != NULL ? mb_film_length_find ((const guint8 *) g_mapped_file_get_contents (file), g_mapped_file_get_length (file))
                      : MB_UNSET;
}

/* In a thread of GTask's. */
static void
read_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Sending *self = data;
  g_autoptr (GFile) file = g_file_new_for_path (self->path);
  GError *error = NULL;
  g_autoptr (GFileInputStream) in = g_file_read (file, NULL, &error);
  g_autofree guint8 *block = g_malloc (BLOCK);
  MbMediaSum sum;
  gssize n = -1;

  mb_media_sum_init (&sum);
  while (in != NULL && (n = g_input_stream_read (G_INPUT_STREAM (in), block, BLOCK, NULL, &error)) > 0)
    {
      if (self->bytes == 0)
        self->type = mb_media_type_guess (block, MIN ((gsize) n, MB_MEDIA_MAGIC));
      self->bytes += (guint64) n;
      mb_media_sum_add (&sum, block, (gsize) n);
    }
  mb_media_sum_end (&sum, self->sha256);
  self->length_ms = n == 0 ? find_length (self->path) : MB_UNSET;

  if (n == 0 && (self->type == NULL || g_str_equal (self->type, "application/octet-stream")))
    mb_error_set (&error, MB_ERROR_INVALID, NULL, "This is no film and no picture that a screen knows");
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Sending *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }

  set_message (self, "HEAD");
  soup_session_send_and_read_async (mb_control_get_session (self->control), self->message, G_PRIORITY_DEFAULT, NULL,
                                    on_asked, g_object_ref (task));
}

void
mb_media_sender_send_async (MbControl *control, const char *market, const char *path, MbSendProgress progress,
                            GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);
  g_autoptr (GTask) reading = g_task_new (NULL, NULL, on_read, task);
  Sending *self = g_new0 (Sending, 1);

  self->control = g_object_ref (control);
  self->market = g_strdup (market);
  self->path = g_strdup (path);
  self->progress = progress;
  self->data = data;
  g_task_set_source_tag (task, mb_media_sender_send_async);
  g_task_set_task_data (task, self, sending_free);
  g_task_set_task_data (reading, self, NULL); /* which waits for it */
  g_task_run_in_thread (reading, read_file);
}

MbControlAnswer *
mb_media_sender_send_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
