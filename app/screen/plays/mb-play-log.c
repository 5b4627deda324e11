/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/plays/mb-play-log.h"

#include "core/base/mb-error.h"
#include "net/mb-fact-sender.h"

/* Plays go to the outbox one after the other, so that their numbers are in the order of the plays. */

#define RETRY_MS 30000
#define MAX_WAITING 1000

struct _MbPlayLog
{
  GObject parent_instance;

  char *screen;
  MbOutbox *outbox;     /* NULL: closed */
  MbFactSender *sender; /* NULL: nobody to send to yet */
  GQueue waiting;       /* Play: the first is being written, or is to be tried again */
  gboolean writing;
  guint retry_id;
  guint retry_ms;
  guint64 written, lost;
};

G_DEFINE_FINAL_TYPE (MbPlayLog, mb_play_log, G_TYPE_OBJECT)

typedef struct
{
  char *zone, *media;
  MbTime started_at;
  gint64 ms;
  MbPlayEnd ended;
} Play;

static void
play_free (gpointer data)
{
  Play *play = data;

  g_free (play->zone);
  g_free (play->media);
  g_free (play);
}

static MbFact *
make_fact (MbPlayLog *self, const Play *play)
{
  MbPlay *fact = (MbPlay *) mb_fact_new (MB_FACT_PLAY);

  fact->head.at = (MbTime){ play->started_at.us + play->ms * G_TIME_SPAN_MILLISECOND, play->started_at.offset_s };
  fact->screen = g_strdup (self->screen);
  fact->zone = g_strdup (play->zone);
  fact->media = g_strdup (play->media);
  fact->started_at = play->started_at;
  fact->ms = play->ms;
  fact->ended = play->ended;
  return (MbFact *) fact;
}

static void write_next (MbPlayLog *self);

static gboolean
on_retry (gpointer data)
{
  MbPlayLog *self = data;

  self->retry_id = 0;
  write_next (self);
  return G_SOURCE_REMOVE;
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(MbPlayLog) self = data;
  g_autoptr(GError) error = NULL;
  gboolean added;

  self->writing = FALSE;
  if (self->outbox == NULL)
    return;

  added = mb_outbox_add_finish (self->outbox, result, NULL, &error);
  if (added || g_error_matches (error, MB_ERROR, MB_ERROR_INVALID))
    {
      self->written += added;
      self->lost += !added;
      play_free (g_queue_pop_head (&self->waiting));
      write_next (self);
    }
  else if (self->retry_id == 0)
    self->retry_id = g_timeout_add (self->retry_ms, on_retry, self);
  if (!added)
    g_debug ("A play was not written down: %s", error->message);
}

static void
write_next (MbPlayLog *self)
{
  if (self->writing || self->retry_id != 0 || g_queue_is_empty (&self->waiting))
    return;

  self->writing = TRUE;
  mb_outbox_add_async (self->outbox, make_fact (self, g_queue_peek_head (&self->waiting)), on_added,
                       g_object_ref (self));
}

static void
mb_play_log_dispose (GObject *object)
{
  MbPlayLog *self = MB_PLAY_LOG (object);

  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_clear_object (&self->sender);

  G_OBJECT_CLASS (mb_play_log_parent_class)->dispose (object);
}

static void
mb_play_log_finalize (GObject *object)
{
  MbPlayLog *self = MB_PLAY_LOG (object);

  g_queue_clear_full (&self->waiting, play_free);
  g_clear_object (&self->outbox);
  g_free (self->screen);

  G_OBJECT_CLASS (mb_play_log_parent_class)->finalize (object);
}

static void
mb_play_log_class_init (MbPlayLogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_play_log_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_play_log_finalize;
}

static void
mb_play_log_init (MbPlayLog *self)
{
  g_queue_init (&self->waiting);
  self->retry_ms = RETRY_MS;
}

MbPlayLog *
mb_play_log_new (const char *path, const char *screen)
{
  MbPlayLog *self;

  g_return_val_if_fail (path != NULL && screen != NULL, NULL);

  self = g_object_new (MB_TYPE_PLAY_LOG, NULL);
  self->screen = g_strdup (screen);
  self->outbox = mb_outbox_new (path, screen, MB_OUTBOX_BYTES);
  return self;
}

void
mb_play_log_send_to (MbPlayLog *self, const char *hub, const char *market)
{
  g_return_if_fail (MB_IS_PLAY_LOG (self));

  if (self->sender != NULL || self->outbox == NULL)
    return;

  self->sender = mb_fact_sender_new (self->outbox, hub, market, g_str_hash (self->screen));
  mb_fact_sender_start (self->sender);
}

static void
look_at_session (MbPlayLog *self, GParamSpec *pspec, MbScreenSession *session)
{
  if (mb_screen_session_get_client (session) != NULL)
    mb_play_log_send_to (self, mb_screen_session_get_hub (session), mb_screen_session_get_market (session));
}

void
mb_play_log_follow (MbPlayLog *self, MbScreenSession *session)
{
  g_return_if_fail (MB_IS_PLAY_LOG (self));
  g_return_if_fail (MB_IS_SCREEN_SESSION (session));

  g_signal_connect_object (session, "notify::client", G_CALLBACK (look_at_session), self, G_CONNECT_SWAPPED);
  look_at_session (self, NULL, session);
}

void
mb_play_log_add (MbPlayLog *self, const char *zone, const char *media, MbTime started_at, gint64 ms, MbPlayEnd ended)
{
  Play *play;

  g_return_if_fail (MB_IS_PLAY_LOG (self));
  g_return_if_fail (zone != NULL && media != NULL && started_at.us != MB_UNSET);

  if (self->waiting.length >= MAX_WAITING || self->outbox == NULL)
    {
      self->lost++;
      return;
    }

  play = g_new0 (Play, 1);
  play->zone = g_strdup (zone);
  play->media = g_strdup (media);
  play->started_at = started_at;
  play->ms = ms;
  play->ended = ended;
  g_queue_push_tail (&self->waiting, play);
  write_next (self);
}

/* The first may be on its way already. */
void
mb_play_log_close (MbPlayLog *self)
{
  g_return_if_fail (MB_IS_PLAY_LOG (self));

  if (self->outbox == NULL)
    return;

  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_clear_object (&self->sender);
  for (GList *link = g_queue_peek_nth_link (&self->waiting, self->writing ? 1 : 0); link != NULL; link = link->next)
    mb_outbox_add_async (self->outbox, make_fact (self, link->data), NULL, NULL);
  g_queue_clear_full (&self->waiting, play_free);
  g_clear_object (&self->outbox);
}

guint64
mb_play_log_get_n_written (MbPlayLog *self)
{
  g_return_val_if_fail (MB_IS_PLAY_LOG (self), 0);

  return self->written;
}

void
mb_play_log_describe (MbPlayLog *self, MbStatus *status)
{
  g_auto(MbOutboxState) state = { 0 };

  g_return_if_fail (MB_IS_PLAY_LOG (self));
  g_return_if_fail (status != NULL);

  if (self->outbox == NULL)
    return;

  mb_outbox_get_state (self->outbox, &state);
  status->outbox = (gint64) state.waiting + self->waiting.length;
  if (state.problem != NULL)
    mb_status_add_trouble (status, state.problem);
  if (state.aside > 0)
    {
      g_autofree char *sentence = g_strdup_printf ("%u plays that the hub would not have are set aside", state.aside);

      mb_status_add_trouble (status, sentence);
    }
  if (self->lost > 0)
    {
      g_autofree char *sentence = g_strdup_printf ("%" G_GUINT64_FORMAT " plays were not written down", self->lost);

      mb_status_add_trouble (status, sentence);
    }
}

void
mb_play_log_set_retry (MbPlayLog *self, guint ms)
{
  g_return_if_fail (MB_IS_PLAY_LOG (self));

  self->retry_ms = ms;
}
