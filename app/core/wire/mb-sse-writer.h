/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mb_sse_write_event: appends one event: LF only, one data line per line of @data.
 * @type: (nullable): without line ends; %NULL for "message"
 * @id: (nullable): without line ends
 * @length: of @data, -1 when it is terminated
 */
void mb_sse_write_event (GString *out, const char *type, const char *id, const char *data, gssize length);
void mb_sse_write_retry (GString *out, guint milliseconds);
void mb_sse_write_beat (GString *out); /* ": beat\n\n" */

G_END_DECLS
