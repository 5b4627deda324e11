/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * What makes sure that the stream arrives as it was sent: TCP has sixteen bits against damage, and none
 * against what happens inside a router; a figure on the glass must not be one that came of it.
 *
 * A delta's digest stands in the data of its live, as `sha256`: in lower-case hex, the SHA-256 of, for
 * every event of the delta before it, its type, LF, its data, LF; then the live's id, LF, its `at`, LF.
 */
GChecksum *mb_stream_digest_new (void);
void mb_stream_digest_take (GChecksum *self, const char *type, const char *data, gsize length);
/** mb_stream_digest_end: takes what the live says; nothing can be taken afterwards. (transfer none) */
const char *mb_stream_digest_end (GChecksum *self, const char *position, const char *at);

/** mb_stream_seal: gives an event that is used before any live comes a digest of its own: @data, a JSON object
 * that is not empty, gets a last member `sha256`, of what stands before that member's comma. */
void mb_stream_seal (GString *data);

typedef enum
{
  MB_SEAL_NONE,
  MB_SEAL_WHOLE,
  MB_SEAL_BROKEN /* @data is not what the seal was made of */
} MbSeal;

MbSeal mb_stream_check_seal (const char *data, gsize length);

G_END_DECLS
