/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** The largest file that is looked at. */
#define MB_PICTURE_MAX_BYTES (32 << 20)

/**
 * mb_picture_file_read: a whole file, if it is one: not a pipe that never ends, nor a folder. Blocks.
 *
 * Errors: %MB_ERROR_NOT_FOUND, %MB_ERROR_TOO_LARGE, %MB_ERROR_FAILED, %G_IO_ERROR_CANCELLED
 */
GBytes *mb_picture_file_read (const char *path, GCancellable *cancellable, GError **error);

G_END_DECLS
