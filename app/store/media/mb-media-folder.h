/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * A folder of media: files that are called by the SHA-256 of their bytes, as 64 hex digits in lower case,
 * so that they never change; and beside them those that are not whole yet (mb-media-part). The hub's and
 * the screen's look the same.
 *
 * All of this waits for the disk.
 */

/** MbMediaFile: what a listing says of one. */
typedef struct
{
  char sha256[65];
  gboolean whole; /* FALSE: a part */
  guint64 bytes;
  gint64 modified_ns; /* since 1970, by the machine's clock */
} MbMediaFile;

/** mb_media_is_digest: 64 hex digits in lower case. */
gboolean mb_media_is_digest (const char *text);

/** Returns: (transfer full): where the file stands or would */
char *mb_media_folder_dup_path (const char *folder, const char *sha256);
char *mb_media_folder_dup_part_path (const char *folder, const char *sha256);

/** mb_media_folder_find: whether the whole file is there. @file: (out) (optional) */
gboolean mb_media_folder_find (const char *folder, const char *sha256, MbMediaFile *file);
/** mb_media_folder_find_part: the same of an incomplete one. */
gboolean mb_media_folder_find_part (const char *folder, const char *sha256, MbMediaFile *file);

/** mb_media_folder_list: Returns: (transfer full) (element-type MbMediaFile): in no order; empty where there is
 * no folder */
GArray *mb_media_folder_list (const char *folder);

/** mb_media_folder_check: whether the bytes of a file are those of its name. Errors: %MB_ERROR_CORRUPT when
 * they are not; GIO's when it cannot be read or @cancellable was cancelled */
gboolean mb_media_folder_check (const char *folder, const char *sha256, GCancellable *cancellable, GError **error);

/** mb_media_folder_remove: the file, or what there is of it. */
void mb_media_folder_remove (const char *folder, const char *sha256);
void mb_media_folder_remove_part (const char *folder, const char *sha256);

/** mb_media_folder_get_room: bytes that are still free on its disk for this user; 0 when that is unknown. */
guint64 mb_media_folder_get_room (const char *folder);

G_END_DECLS
