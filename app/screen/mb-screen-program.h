/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "screen/mb-screen-options.h"

G_BEGIN_DECLS

/** MB_SCREEN_RESTART: the exit status of a screen that the hub told to restart (EX_TEMPFAIL of sysexits.h). */
#define MB_SCREEN_RESTART 75

/**
 * mb_screen_program_run: shows the board, or draws the picture, until that is done, something that
 * cannot be mended has failed, or the process is told to end. GTK has been started.
 *
 * Returns: the exit status; what failed is on standard error
 */
int mb_screen_program_run (const MbScreenOptions *options);

G_END_DECLS
