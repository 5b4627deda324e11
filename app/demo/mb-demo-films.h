/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/wire/mb-change-codec.h"

G_BEGIN_DECLS

/** MbDemoFilm: a film of the sample market's hall. It is none of the sample's files: it was made, or found, where the
 * demo runs. */
typedef struct
{
  char *id; /* of its media record */
  char *sha256;
  GBytes *bytes;
} MbDemoFilm;

/** mb_demo_films_read_async: the films of a folder, in the order of their names, read in a thread. What is no film by its
 * name (.webm, .mp4, .mkv), or cannot be read, is passed over. */
void mb_demo_films_read_async (const char *folder, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer data);
/** Returns: (transfer full) (nullable) (element-type MbDemoFilm): NULL when it was cancelled */
GPtrArray *mb_demo_films_read_finish (GAsyncResult *result);

/** mb_demo_films_build: their media records, and the hall's playlist with them in it. */
MbChangeSet *mb_demo_films_build (GPtrArray *films);

G_END_DECLS
