/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "widgets/video/mb-video-zone.h"

G_BEGIN_DECLS

/**
 * FilmWatch: how one film follows another in a video zone, told by whoever draws it. For each change it prints a line on
 * standard output, in milliseconds: how long the last frame of the one stood between two drawings ("stood"; "last" is its place
 * in the film), and of what that time consists: from its hand-over to its drawing ("handed"), from its drawing until the zone
 * turned ("waited"), until the next was handed over ("came"), until that was drawn ("drawn"); and the longest that the main loop
 * was away from its polling meanwhile ("busy").
 */
typedef struct _FilmWatch FilmWatch;

/** film_watch_new: @zone and @frames outlive it; wraps the polling of the default main context. */
FilmWatch *film_watch_new (MbVideoZone *zone, GdkFrameClock *frames);

void film_watch_free (FilmWatch *self);

G_END_DECLS
