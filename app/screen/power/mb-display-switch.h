/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/wire/mb-status-codec.h"
#include "screen/power/mb-display-backend.h"

G_BEGIN_DECLS

/**
 * MbDisplaySwitch: switches the display by every way that there is: one alone may leave a lamp burning. How it
 * was left by whoever had it before nobody knows, so the first that is wanted is said, too.
 *
 * Properties: state (int MbDisplayState, notify): what has become of what it was told last;
 * %MB_DISPLAY_DARK: it should be off, and no way has done it.
 */
#define MB_TYPE_DISPLAY_SWITCH (mb_display_switch_get_type ())
G_DECLARE_FINAL_TYPE (MbDisplaySwitch, mb_display_switch, MB, DISPLAY_SWITCH, GObject)

/** mb_display_switch_new: @backends: (nullable): NULL-terminated, static; NULL: all */
MbDisplaySwitch *mb_display_switch_new (const MbDisplayBackend *const *backends);

void mb_display_switch_set (MbDisplaySwitch *self, gboolean on);
MbDisplayState mb_display_switch_get_state (MbDisplaySwitch *self);

G_END_DECLS
