/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbRequestHead: what the front door has to know of a request before it lets it in: how its body is
 * framed. Everything else is read by libsoup, from bytes that two readers cannot read differently.
 */
typedef struct
{
  gboolean chunked;
  guint64 length; /* of the body, when it is not chunked */
} MbRequestHead;

/**
 * mb_request_head_check: holds a whole head, up to and with its empty line, against RFC 9112 without
 * that RFC's leniency: CRLF only, no folded lines, no control characters, one Host, one
 * Content-Length or exactly "chunked", version 1.0 or 1.1.
 *
 * Any thread.
 *
 * Returns: 0 when it may pass, else the status of the refusal (400, 431 for too many fields, 505)
 */
guint mb_request_head_check (const char *text, gsize length, MbRequestHead *head);

G_END_DECLS
