/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbSseParser: WHATWG HTML 9.2.6, fed with bytes cut anywhere. UTF-8 as in the Encoding standard
 * (a broken sequence is U+FFFD), one byte order mark at the start passed over; CR, LF and CRLF.
 *
 * What stands after the last blank line is no event (9.2.5): it is forgotten with the parser.
 *
 * One thread.
 */
typedef struct _MbSseParser MbSseParser;

typedef struct
{
  /* @type: "message" where the stream gives none; @text: terminated, may hold U+0000; @id: the last
   * event id as it then stands ("" at first). The strings last for the call. */
  void (*event) (gpointer data, const char *type, const char *text, gsize length, const char *id);
  void (*retry) (gpointer data, guint64 milliseconds);
  void (*comment) (gpointer data, const char *text, gsize length); /* may be NULL */
} MbSseCallbacks;

MbSseParser *mb_sse_parser_new (const MbSseCallbacks *callbacks, gpointer data, const char *last_event_id);
void mb_sse_parser_free (MbSseParser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbSseParser, mb_sse_parser_free)

/** mb_sse_parser_feed: takes the next bytes; calls back for every event that is complete with them.
 * Returns: FALSE with MB_ERROR_TOO_LARGE when an event holds more than it may (see
 * mb_sse_parser_set_max_event()); the parser is then of no further use. */
gboolean mb_sse_parser_feed (MbSseParser *self, const char *bytes, gsize length, GError **error);

/** mb_sse_parser_stop: no callback is called any more; for a callback that has seen enough. */
void mb_sse_parser_stop (MbSseParser *self);

/** mb_sse_parser_set_max_event: how many bytes the data of one event and the line being read may
 * hold together; 16 MiB unless set. */
void mb_sse_parser_set_max_event (MbSseParser *self, gsize bytes);

/** mb_sse_parser_get_last_event_id: what a new connection is resumed with: the id as it stood at the
 * last blank line, "" when there was none. */
const char *mb_sse_parser_get_last_event_id (MbSseParser *self);

G_END_DECLS
