/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** MbSpeechSocket: where speech-dispatcher listens. */
typedef struct
{
  const char *path;   /* of its Unix socket; NULL: where it usually is */
  gboolean autospawn; /* it may be started */
} MbSpeechSocket;

/**
 * mb_speech_say_async: has speech-dispatcher say one sentence, before whatever else it has to say. In a thread:
 * its library waits for answers. Ends when the sentence has been taken, not when it has been said.
 * @language: "zh-Hans", "zh-Hant", "en"
 * @volume: 0 to 100; -1: as it is
 */
void mb_speech_say_async (const MbSpeechSocket *socket, const char *language, int volume, const char *sentence,
                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/** mb_speech_say_finish: Errors: %MB_ERROR_UNSUPPORTED when nobody is there who speaks, %MB_ERROR_FAILED. */
gboolean mb_speech_say_finish (GAsyncResult *result, GError **error);

G_END_DECLS
