/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/voice/mb-speech.h"

#include "core/base/mb-error.h"

#include <libspeechd.h>

typedef struct
{
  char *path; /* (nullable) */
  gboolean autospawn;
  char *language, *sentence;
  int volume;
} Speech;

static void
speech_free (gpointer data)
{
  Speech *speech = data;

  g_free (speech->path);
  g_free (speech->language);
  g_free (speech->sentence);
  g_free (speech);
}

/* speech-dispatcher's voices know the spoken language, not the script. */
static const char *
get_spoken (const char *language)
{
  return g_str_has_prefix (language, "zh") ? "zh" : language;
}

static SPDConnection *
connect_to (const Speech *speech, GError **error)
{
  SPDConnectionAddress address = { .method = SPD_METHOD_UNIX_SOCKET, .unix_socket_name = speech->path };
  char *why = NULL;
  SPDConnection *connection = spd_open2 ("marketboard", "board", NULL, SPD_MODE_SINGLE,
                                         speech->path != NULL ? &address : NULL, speech->autospawn, &why);

  if (connection == NULL)
    mb_error_set (error, MB_ERROR_UNSUPPORTED, NULL, "speech-dispatcher is not there: %s", why != NULL ? why : "?");
  free (why);
  return connection;
}

static void
say_within (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Speech *speech = data;
  GError *error = NULL;
  SPDConnection *connection = connect_to (speech, &error);
  gboolean said;

  if (connection == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  spd_set_language (connection, get_spoken (speech->language));
  if (speech->volume >= 0)
    spd_set_volume (connection, 2 * speech->volume - 100);
  said = spd_say (connection, SPD_IMPORTANT, speech->sentence) > 0;
  spd_close (connection);
  if (said)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, MB_ERROR, MB_ERROR_FAILED, "speech-dispatcher did not take the sentence");
}

void
mb_speech_say_async (const MbSpeechSocket *socket, const char *language, int volume, const char *sentence,
                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task = NULL;
  Speech *speech;

  g_return_if_fail (socket != NULL && language != NULL && sentence != NULL);

  task = g_task_new (NULL, cancellable, callback, data);
  speech = g_new0 (Speech, 1);
  speech->path = g_strdup (socket->path);
  speech->autospawn = socket->autospawn;
  speech->language = g_strdup (language);
  speech->sentence = g_strdup (sentence);
  speech->volume = volume;
  g_task_set_source_tag (task, mb_speech_say_async);
  g_task_set_task_data (task, speech, speech_free);
  g_task_run_in_thread (task, say_within);
}

gboolean
mb_speech_say_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
