/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbSseParser: WHATWG HTML 9.2.6, fed with bytes cut anywhere. UTF-8 as in the Encoding standard
 * (a broken sequence is U+FFFD), one byte order mark at the start passed over; CR, LF and CRLF.
 *
 * One thread. No callback is called after mb_sse_parser_clear().
 */
typedef struct _MbSseParser MbSseParser;

typedef struct
{
  /* @id: the last event id as it then stands ("" at first); the strings last for the call. */
  void (*event) (gpointer data, const char *type, const char *text, gsize length, const char *id);
  void (*retry) (gpointer data, guint64 milliseconds);
  void (*comment) (gpointer data, const char *text, gsize length); /* may be NULL */
} MbSseCallbacks;

MbSseParser *mb_sse_parser_new (const MbSseCallbacks *callbacks, gpointer data, const char *last_event_id);
void mb_sse_parser_free (MbSseParser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbSseParser, mb_sse_parser_free)

/** mb_sse_parser_feed: @max_event (set at new: 16 MiB) bounds what one event may hold.
 * Returns: FALSE with MB_ERROR_TOO_LARGE beyond it; the parser is then of no further use. */
gboolean mb_sse_parser_feed (MbSseParser *self, const char *bytes, gsize length, GError **error);
const char *mb_sse_parser_get_last_event_id (MbSseParser *self);

G_END_DECLS
