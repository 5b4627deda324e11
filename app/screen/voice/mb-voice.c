/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/voice/mb-voice.h"

#include "core/model/place/mb-screen.h"
#include "core/model/time/mb-schedule.h"

/* Longer ones are no sentence, and would be spoken for minutes. */
#define MAX_CHARACTERS 160

static const MbSpeechSocket usual = { NULL, TRUE };

struct _MbVoice
{
  GObject parent_instance;

  MbBoardView *view;
  MbBoard *board;
  MbClock *clock;
  char *screen;
  MbSpeechSocket socket;
  char *said;    /* (nullable): the sentence of the emergency that stands */
  char *trouble; /* (nullable) */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (MbVoice, mb_voice, G_TYPE_OBJECT)

static void
on_said (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(MbVoice) self = data;
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&self->trouble, g_free);
  if (mb_speech_say_finish (result, &error))
    return;

  self->trouble = g_strdup (error->message);
  g_debug ("Nothing was said: %s", error->message);
}

static gboolean
may_be_heard (MbVoice *self, MbScreen *screen)
{
  MbMarket *market = (MbMarket *) mb_board_get (self->board, MB_KIND_MARKET, "market");
  g_autoptr(MbMarketTime) time = mb_market_time_new (market);

  return screen != NULL && screen->sound != NULL && screen->sound->len > 0 &&
         mb_schedule_is_daily (screen->sound, mb_clock_now (self->clock), time, NULL);
}

static void
on_alarm (MbVoice *self)
{
  const char *sentence = mb_board_view_get_emergency (self->view);
  MbScreen *screen = (MbScreen *) mb_board_get (self->board, MB_KIND_SCREEN, self->screen);
  g_autofree char *spoken = NULL;

  if (g_strcmp0 (self->said, sentence) == 0)
    return;

  g_free (self->said);
  self->said = g_strdup (sentence);
  if (sentence == NULL || !may_be_heard (self, screen))
    return;

  spoken = g_utf8_substring (sentence, 0, MIN (g_utf8_strlen (sentence, -1), MAX_CHARACTERS));
  mb_speech_say_async (&self->socket, mb_board_view_get_language (self->view),
                       screen->volume == MB_UNSET ? -1 : (int) screen->volume, spoken, self->cancellable, on_said,
                       g_object_ref (self));
}

static void
mb_voice_dispose (GObject *object)
{
  MbVoice *self = MB_VOICE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->view);
  g_clear_object (&self->board);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (mb_voice_parent_class)->dispose (object);
}

static void
mb_voice_finalize (GObject *object)
{
  MbVoice *self = MB_VOICE (object);

  g_clear_object (&self->cancellable);
  g_free (self->screen);
  g_free (self->said);
  g_free (self->trouble);

  G_OBJECT_CLASS (mb_voice_parent_class)->finalize (object);
}

static void
mb_voice_class_init (MbVoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_voice_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_voice_finalize;
}

static void
mb_voice_init (MbVoice *self)
{
  self->cancellable = g_cancellable_new ();
}

MbVoice *
mb_voice_new (MbBoardView *view, MbBoard *board, MbClock *clock, const char *screen, const MbSpeechSocket *socket)
{
  MbVoice *self;

  g_return_val_if_fail (MB_IS_BOARD_VIEW (view), NULL);
  g_return_val_if_fail (MB_IS_BOARD (board), NULL);
  g_return_val_if_fail (MB_IS_CLOCK (clock), NULL);

  self = g_object_new (MB_TYPE_VOICE, NULL);
  self->view = g_object_ref (view);
  self->board = g_object_ref (board);
  self->clock = g_object_ref (clock);
  self->screen = g_strdup (screen);
  self->socket = socket != NULL ? *socket : usual;
  g_signal_connect_object (view, "alarm", G_CALLBACK (on_alarm), self, G_CONNECT_SWAPPED);
  on_alarm (self);
  return self;
}

const char *
mb_voice_get_trouble (MbVoice *self)
{
  g_return_val_if_fail (MB_IS_VOICE (self), NULL);

  return self->trouble;
}
