/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "screen/painted/mb-painted-reporter.h"
#include "screen/mb-screen-window.h"

G_BEGIN_DECLS

/**
 * MbDevice: a screen as a thing that hangs on a wall, beside what is on its board: it says how it is, and does
 * as it is told. Make it after the window has its session.
 *
 * Signals:
 * - restart: as #MbCommander::restart
 */
#define MB_TYPE_DEVICE (mb_device_get_type ())
G_DECLARE_FINAL_TYPE (MbDevice, mb_device, MB, DEVICE, GObject)

MbDevice *mb_device_new (MbScreenSession *session, MbScreenWindow *window, const char *screen);

G_END_DECLS
