/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbDataDir: a hub's folder, held: one program at a time works in it. What is in it:
 * markets/ID.db (a journal each), markets/ID.media/ (its films and pictures),
 * markets/ID.screens (how its screens did), control.sock, lock.
 */
typedef struct _MbDataDir MbDataDir;

/** mb_data_dir_open: makes what is missing (for this user alone) and takes the lock. Errors:
 * %MB_ERROR_BUSY when another program has it, %MB_ERROR_FAILED. */
MbDataDir *mb_data_dir_open (const char *path, GError **error);
/** mb_data_dir_free: gives the lock back. */
void mb_data_dir_free (MbDataDir *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbDataDir, mb_data_dir_free)

/** mb_data_dir_list_markets: the ids of the markets in it, sorted. Returns: (transfer full) */
char **mb_data_dir_list_markets (MbDataDir *self, GError **error);
char *mb_data_dir_dup_market_path (MbDataDir *self, const char *id);

/* For the next two the folder need not be held. */
/** mb_data_dir_dup_control_path: where a running hub can be spoken to. */
char *mb_data_dir_dup_control_path (const char *path);
/** mb_data_dir_dup_media_path: where a market's films and pictures are, if there are any. */
char *mb_data_dir_dup_media_path (const char *path, const char *id);

G_END_DECLS
