/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/show/mb-media.h"

G_BEGIN_DECLS

#define MB_PLAY_SHORTEST_US G_TIME_SPAN_SECOND

/** MbPlayLength: how long a film's file lasts, whose record does not say it; milliseconds, %MB_UNSET: not known.
 * Everybody who has the file must say the same. */
typedef gint64 (*MbPlayLength) (const MbMedia *media, gpointer data);

/** MbPlayLengths: how long things show, by their records and by who knows their files. */
typedef struct
{
  MbPlayLength find; /* (nullable) */
  gpointer data;
} MbPlayLengths;

gint64 mb_play_lengths_get_film_ms (const MbPlayLengths *self, const MbMedia *media); /* MB_UNSET: not known */

/** mb_play_lengths_get_us: how long it shows; G_MAXINT64: as long as it is on. @seconds: that a list gives it, or
 * %MB_UNSET */
gint64 mb_play_lengths_get_us (const MbPlayLengths *self, const MbMedia *media, gint64 seconds);

G_END_DECLS
