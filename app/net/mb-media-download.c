/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-net"

#include "net/mb-media-download.h"

#include <string.h>

#include "core/base/mb-error.h"
#include "store/media/mb-media-part.h"

/* Reads on in what is there, for its digest; asks for the rest; takes it block by block, waiting in between where
 * it is not to be fast: what is not read stays with the hub. */

#define BLOCK (64 * 1024)

struct _MbMediaDownload
{
  grefcount ref_count; /* one is the owner's, one that of what is under way */
  SoupSession *session;
  GUri *uri;
  char *folder, *sha256;
  guint64 bytes;
  guint64 bytes_per_second;
  MbMediaPart *part;
  SoupMessage *message;
  GInputStream *body;
  guint8 *block;
  gint64 read_us; /* when the last read began */
  GSource *turn;  /* for the next step */
  GCancellable *cancellable;
  MbMediaDownloadDone done;
  gpointer data;
};

static void read_block (MbMediaDownload *self);

static void
drop_turn (MbMediaDownload *self)
{
  if (self->turn != NULL)
    g_source_destroy (self->turn);
  g_clear_pointer (&self->turn, g_source_unref);
}

static MbMediaDownload *
hold (MbMediaDownload *self)
{
  g_ref_count_inc (&self->ref_count);
  return self;
}

static void
release (MbMediaDownload *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;

  drop_turn (self);
  g_clear_pointer (&self->part, mb_media_part_close);
  g_clear_object (&self->message);
  g_clear_object (&self->body);
  g_object_unref (self->session);
  g_object_unref (self->cancellable);
  g_uri_unref (self->uri);
  g_free (self->folder);
  g_free (self->sha256);
  g_free (self->block);
  g_free (self);
}

/* @source: (transfer full) */
static void
set_turn (MbMediaDownload *self, GSource *source, GSourceFunc func)
{
  drop_turn (self);
  self->turn = source;
  g_source_set_callback (source, func, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

/* The last that is done. @error: (transfer full) (nullable) */
static void
end (MbMediaDownload *self, GError *error)
{
  drop_turn (self);
  g_clear_pointer (&self->part, mb_media_part_close);
  self->done (self->data, error);
}

static void
end_with (MbMediaDownload *self, MbError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
end_with (MbMediaDownload *self, MbError code, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  end (self, g_error_new_literal (MB_ERROR, code, text));
}

/* What goes wrong between here and the hub. @error: (transfer full) */
static void
end_on_way (MbMediaDownload *self, GError *error)
{
  g_autoptr(GError) problem = error;

  end_with (self, MB_ERROR_NETWORK, "The hub cannot be reached: %s", problem->message);
}

static void
finish (MbMediaDownload *self)
{
  GError *error = NULL;

  mb_media_part_finish (self->part, &error);
  end (self, error);
}

static gboolean
on_turn_to_read (gpointer data)
{
  read_block (data);
  return G_SOURCE_REMOVE;
}

/* The next read, as late as the limit wants it. */
static void
wait_and_read (MbMediaDownload *self, gsize came)
{
  gint64 due_us = 0;

  if (self->bytes_per_second > 0)
    due_us = self->read_us + (gint64) (came * G_USEC_PER_SEC / self->bytes_per_second) - g_get_monotonic_time ();
  if (due_us >= 1000)
    set_turn (self, g_timeout_source_new ((guint) (due_us / 1000)), on_turn_to_read);
  else
    read_block (self);
}

static void
take_block (MbMediaDownload *self, gsize n)
{
  GError *error = NULL;

  if (mb_media_part_get_size (self->part) + n > self->bytes)
    end_with (self, MB_ERROR_FAILED, "The hub sends more than this file has");
  else if (!mb_media_part_add (self->part, self->block, n, &error))
    end (self, error);
  else
    wait_and_read (self, n);
}

static void
on_block_read (GObject *source, GAsyncResult *result, gpointer data)
{
  MbMediaDownload *self = data;
  g_autoptr(GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    ;
  else if (n < 0)
    end_on_way (self, g_steal_pointer (&error));
  else if (n > 0)
    take_block (self, (gsize) n);
  else if (mb_media_part_get_size (self->part) < self->bytes)
    end_with (self, MB_ERROR_NETWORK, "The hub has stopped in the middle of a file");
  else
    finish (self);
  release (self);
}

static void
read_block (MbMediaDownload *self)
{
  self->read_us = g_get_monotonic_time ();
  g_input_stream_read_async (self->body, self->block, BLOCK, G_PRIORITY_DEFAULT, self->cancellable, on_block_read,
                             hold (self));
}

/* The hub sends it from the beginning. */
static gboolean
begin_anew (MbMediaDownload *self, GError **error)
{
  g_clear_pointer (&self->part, mb_media_part_close);
  self->part = mb_media_part_open (self->folder, self->sha256, error);

  return self->part != NULL && mb_media_part_cut (self->part, 0, error);
}

/* Whether what comes is what is missing. */
static gboolean
check_range (MbMediaDownload *self)
{
  goffset first = 0, last = 0, total = 0;
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);

  return soup_message_headers_get_content_range (headers, &first, &last, &total)
         && (guint64) first == mb_media_part_get_size (self->part) && (guint64) total == self->bytes;
}

static void
take_answer (MbMediaDownload *self)
{
  guint status = soup_message_get_status (self->message);
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  GError *error = NULL;

  if (status == SOUP_STATUS_PARTIAL_CONTENT && check_range (self))
    read_block (self);
  else if (status == SOUP_STATUS_OK && (guint64) soup_message_headers_get_content_length (headers) != self->bytes)
    end_with (self, MB_ERROR_FAILED, "The hub's file has another size than its record says");
  else if (status == SOUP_STATUS_OK)
    {
      if (begin_anew (self, &error))
        read_block (self);
      else
        end (self, error);
    }
  else if (status == SOUP_STATUS_NOT_FOUND)
    end_with (self, MB_ERROR_NOT_FOUND, "The hub does not have this file");
  else if (status == SOUP_STATUS_PARTIAL_CONTENT || status == SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE)
    {
      mb_media_part_drop (self->part);
      end_with (self, MB_ERROR_FAILED, "The hub sends another part of this file than was asked for");
    }
  else
    end_with (self, status >= 500 || status == 429 ? MB_ERROR_BUSY : MB_ERROR_FAILED, "The hub answers %u %s", status,
              soup_message_get_reason_phrase (self->message) ?: "");
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  MbMediaDownload *self = data;
  g_autoptr(GError) error = NULL;

  self->body = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    ;
  else if (self->body == NULL)
    end_on_way (self, g_steal_pointer (&error));
  else
    take_answer (self);
  release (self);
}

static void
ask (MbMediaDownload *self)
{
  guint64 size = mb_media_part_get_size (self->part);
  SoupMessageHeaders *headers;

  self->message = soup_message_new_from_uri ("GET", self->uri);
  headers = soup_message_get_request_headers (self->message);
  /* Bytes are counted: nothing may be packed on the way. */
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  if (size > 0)
    soup_message_headers_set_range (headers, (goffset) size, -1);
  soup_session_send_async (self->session, self->message, G_PRIORITY_DEFAULT, self->cancellable, on_answered,
                           hold (self));
}

static gboolean
on_turn_to_read_on (gpointer data)
{
  MbMediaDownload *self = data;
  gboolean done = FALSE;
  GError *error = NULL;

  if (!mb_media_part_read_on (self->part, &done, &error))
    end (self, error);
  else if (!done)
    return G_SOURCE_CONTINUE;
  else if (mb_media_part_get_size (self->part) == self->bytes)
    finish (self);
  else
    {
      drop_turn (self);
      ask (self);
    }
  return G_SOURCE_REMOVE;
}

static gboolean
on_turn_to_begin (gpointer data)
{
  MbMediaDownload *self = data;
  GError *error = NULL;

  self->part = mb_media_part_open (self->folder, self->sha256, &error);
  if (self->part != NULL && mb_media_part_get_size (self->part) > self->bytes)
    mb_media_part_cut (self->part, 0, &error);
  if (error != NULL)
    end (self, error);
  else
    set_turn (self, g_idle_source_new (), on_turn_to_read_on);
  return G_SOURCE_REMOVE;
}

MbMediaDownload *
mb_media_download_new (SoupSession *session, GUri *uri, const MbMediaOrder *order, MbMediaDownloadDone done,
                       gpointer data)
{
  MbMediaDownload *self = g_new0 (MbMediaDownload, 1);

  g_ref_count_init (&self->ref_count);
  self->session = g_object_ref (session);
  self->uri = g_uri_ref (uri);
  self->folder = g_strdup (order->folder);
  self->sha256 = g_strdup (order->sha256);
  self->bytes = order->bytes;
  self->bytes_per_second = order->bytes_per_second;
  self->block = g_malloc (BLOCK);
  self->cancellable = g_cancellable_new ();
  self->done = done;
  self->data = data;
  set_turn (self, g_idle_source_new (), on_turn_to_begin);
  return self;
}

void
mb_media_download_free (MbMediaDownload *self)
{
  g_cancellable_cancel (self->cancellable);
  drop_turn (self);
  g_clear_pointer (&self->part, mb_media_part_close);
  release (self);
}

guint64
mb_media_download_get_size (MbMediaDownload *self)
{
  return self->part != NULL ? mb_media_part_get_size (self->part) : 0;
}

void
mb_media_download_hurry (MbMediaDownload *self)
{
  self->bytes_per_second = 0;
}
