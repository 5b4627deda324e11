/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbMediaPart: a file of a media folder that is being written. What is there survives its writer, and another
 * one goes on from it; it gets its name, and so becomes a file, only when all of it is durable and has the
 * right digest.
 *
 * One writer at a time; all of it waits for the disk. Errors: %MB_ERROR_FULL, %MB_ERROR_CORRUPT (it is not
 * what it should be, and is gone), %MB_ERROR_FAILED.
 */
typedef struct _MbMediaPart MbMediaPart;

/** mb_media_part_open: makes folder and file where they are not there. */
MbMediaPart *mb_media_part_open (const char *folder, const char *sha256, GError **error);
/** mb_media_part_close: what is there stays for the next. */
void mb_media_part_close (MbMediaPart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbMediaPart, mb_media_part_close)

guint64 mb_media_part_get_size (MbMediaPart *self);

/** mb_media_part_cut: gives up what is there beyond @size bytes. */
gboolean mb_media_part_cut (MbMediaPart *self, guint64 size, GError **error);

/** mb_media_part_read_on: reads on in what was there already, for its digest: some megabytes at a time, so that
 * others get their turn. Before anything is added.
 * @done: (out): all of it is read */
gboolean mb_media_part_read_on (MbMediaPart *self, gboolean *done, GError **error);

gboolean mb_media_part_add (MbMediaPart *self, const void *bytes, gsize n, GError **error);

/** mb_media_part_finish: it is whole: checks it, and gives it its name. */
gboolean mb_media_part_finish (MbMediaPart *self, GError **error);

/** mb_media_part_drop: gives all of it up; it is still to be closed. */
void mb_media_part_drop (MbMediaPart *self);

G_END_DECLS
