/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** MediaFilm: a film that a test makes for itself. */
typedef struct
{
  int width, height;
  guint frames;      /* 25 a second */
  const char *colour; /* "0xff00c040"; NULL: a pattern that moves */
  gboolean sound;
} MediaFilm;

/** media_film_make: H.264 (and AAC) in MP4, at a path. */
void media_film_make (const char *path, const MediaFilm *film);

/** media_run: runs a pipeline described as for gst-launch-1.0 until it ends. */
void media_run (const char *description);

char *media_uri (const char *path); /* (transfer full) */

G_END_DECLS
