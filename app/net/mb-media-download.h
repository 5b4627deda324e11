/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * MbMediaDownload: one file from a hub into a media folder. It goes on from what is there, and what is there stays
 * when it ends early.
 *
 * Belongs to the main context in which it was made.
 */
typedef struct _MbMediaDownload MbMediaDownload;

/** MbMediaOrder: which file, and how fast. */
typedef struct
{
  const char *folder;
  const char *sha256;
  guint64 bytes;
  guint64 bytes_per_second; /* 0: as fast as it comes */
} MbMediaOrder;

/**
 * @error: (transfer full) (nullable): NULL: the file is there, whole and checked. %MB_ERROR_NETWORK and
 * %MB_ERROR_BUSY are the way's or the hub's, %MB_ERROR_FULL the disk's; the others are this file's:
 * %MB_ERROR_NOT_FOUND, %MB_ERROR_CORRUPT, %MB_ERROR_FAILED. Not called when the download was freed before.
 */
typedef void (*MbMediaDownloadDone) (gpointer data, GError *error);

/** mb_media_download_new: begins by itself. @order: copied */
MbMediaDownload *mb_media_download_new (SoupSession *session, GUri *uri, const MbMediaOrder *order,
                                        MbMediaDownloadDone done, gpointer data);
/** mb_media_download_free: ends it where it is. */
void mb_media_download_free (MbMediaDownload *self);

/** mb_media_download_get_size: bytes of the file that are here. */
guint64 mb_media_download_get_size (MbMediaDownload *self);
/** mb_media_download_hurry: from now on as fast as it comes. */
void mb_media_download_hurry (MbMediaDownload *self);

G_END_DECLS
