/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Appends one event as the hub writes it: LF only, one data line per line of @data. */
void mb_sse_write_event (GString *out, const char *type, const char *id, const char *data, gssize length);
void mb_sse_write_retry (GString *out, guint milliseconds);
void mb_sse_write_beat (GString *out); /* ": beat\n\n" */

G_END_DECLS
