/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/mb-media-cache.h"
#include "screen/mb-screen-window.h"
#include "screen/painted/mb-painted-reporter.h"
#include "screen/plays/mb-play-log.h"
#include "screen/power/mb-display-backend.h"
#include "screen/voice/mb-speech.h"

G_BEGIN_DECLS

/**
 * MbDevice: a screen as a thing that hangs on a wall, beside what is on its board: it says how it is, does as it
 * is told, and is dark at night. Make it after the window has its session.
 *
 * Signals:
 * - restart: as #MbCommander::restart
 */
#define MB_TYPE_DEVICE (mb_device_get_type ())
G_DECLARE_FINAL_TYPE (MbDevice, mb_device, MB, DEVICE, GObject)

MbDevice *mb_device_new (MbScreenSession *session, MbScreenWindow *window, MbPaintedReporter *reporter,
                         const char *screen);

/** mb_device_set_plays: its status says how they stand. */
void mb_device_set_plays (MbDevice *self, MbPlayLog *plays);
/** mb_device_set_media: the same of its films and pictures. */
void mb_device_set_media (MbDevice *self, MbMediaCache *cache);
/** mb_device_speak: it is heard, too, where its record lets it; as for mb_voice_new(). */
void mb_device_speak (MbDevice *self, MbClock *clock, const char *screen, const MbSpeechSocket *socket);

/**
 * mb_device_take_display: the display is this screen's alone: it is switched off outside the windows of its
 * record, and black where it cannot be.
 * @backends: (nullable): as for mb_display_switch_new()
 */
void mb_device_take_display (MbDevice *self, MbClock *clock, const char *screen,
                             const MbDisplayBackend *const *backends);

G_END_DECLS
