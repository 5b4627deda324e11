/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The data of the stream's events, as the hub writes them (no SSE framing), appended to @out. Values
 * and derived (nullable) are passed through as the bytes they are. Times are RFC 3339 text. */
void mb_event_write_put (GString *out, const char *kind, const char *id, guint64 rev, const char *at, const char *by,
                         GBytes *value, GBytes *derived);
void mb_event_write_drop (GString *out, const char *kind, const char *id, guint64 rev);
void mb_event_write_reset (GString *out, guint records);
void mb_event_write_live (GString *out, const char *at, const char *sha256);

/** MbPosition: a place in a journal, `check.number`. */
typedef struct
{
  char check[13]; /* 12 hex digits in lower case and NUL */
  guint64 number;
} MbPosition;

/** mb_position_parse: FALSE when @text is no position, written as mb_position_format() writes it. */
gboolean mb_position_parse (const char *text, MbPosition *position);
char *mb_position_format (const MbPosition *position);

G_END_DECLS
