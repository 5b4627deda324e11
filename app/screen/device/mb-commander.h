/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "screen/mb-screen-window.h"

G_BEGIN_DECLS

/**
 * MbCommander: does what the hub tells this screen to do.
 *
 * Signals:
 * - restart: the program is to end, and to be started again by whatever started it
 */
#define MB_TYPE_COMMANDER (mb_commander_get_type ())
G_DECLARE_FINAL_TYPE (MbCommander, mb_commander, MB, COMMANDER, GObject)

MbCommander *mb_commander_new (MbScreenSession *session, MbScreenWindow *window, const char *screen);

G_END_DECLS
