/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "media/mb-player.h"

G_BEGIN_DECLS

/** MediaShow: a film that a test makes for itself, and its player. */
typedef struct
{
  char *folder;
  MbPlayer *player;
} MediaShow;

/**
 * media_show_open: begins to open a film in a small box.
 * @make: puts it at a path
 * @volume: from 0 to 1; from 0 to -1: it keeps it to itself until it is given another
 */
void media_show_open (MediaShow *self, void (*make) (const char *path), double volume);

/** media_show_close: asserts that nobody else keeps the player. */
void media_show_close (MediaShow *self);

/** media_show_is_over: whether it has ended; asserts that it has not failed. */
gboolean media_show_is_over (MediaShow *self);

G_END_DECLS
