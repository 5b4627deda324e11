/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <nettle/sha2.h>

G_BEGIN_DECLS

/* SHA-256 of a film's bytes. GLib's own takes five times as long where a processor has instructions for it,
 * which Nettle uses. */

#define MB_MEDIA_SUM_SIZE (2 * SHA256_DIGEST_SIZE + 1)

typedef struct
{
  struct sha256_ctx state;
} MbMediaSum;

void mb_media_sum_init (MbMediaSum *self);
void mb_media_sum_add (MbMediaSum *self, const void *bytes, gsize n);
/** mb_media_sum_end: writes 64 hex digits in lower case and a NUL. */
void mb_media_sum_end (MbMediaSum *self, char text[MB_MEDIA_SUM_SIZE]);

G_END_DECLS
