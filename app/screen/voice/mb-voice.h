/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-clock.h"
#include "screen/voice/mb-speech.h"
#include "widgets/mb-board-view.h"

G_BEGIN_DECLS

/**
 * MbVoice: says what people must hear who do not look: an emergency, in one sentence, in the board's language.
 * Only in the daily windows in which the screen may be heard (`sound` of its record; none: never), as loud as its
 * `volume`. Where nobody is there who speaks it stays silent.
 */
#define MB_TYPE_VOICE (mb_voice_get_type ())
G_DECLARE_FINAL_TYPE (MbVoice, mb_voice, MB, VOICE, GObject)

/** mb_voice_new: @socket: (nullable): where to be heard, and its path stays; NULL: the usual place, started when
 * it is not there */
MbVoice *mb_voice_new (MbBoardView *view, MbBoard *board, MbClock *clock, const char *screen,
                       const MbSpeechSocket *socket);

/** mb_voice_get_trouble: why the last sentence was not heard; NULL: it was, or there was none. */
const char *mb_voice_get_trouble (MbVoice *self);

G_END_DECLS
