/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the two probes have in common. */

/** sse_words_parse_url: of a stream: http or https. */
GUri *sse_words_parse_url (const char *text, GError **error);

/** sse_words_member: appends `"name":"text"`; the text may hold U+0000. */
void sse_words_member (GString *out, const char *name, const char *text, gsize length);

G_END_DECLS
