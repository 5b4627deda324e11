/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The ranges of bytes that HTTP speaks of (RFC 9110, 14): one at a time. */

typedef enum
{
  MB_RANGE_WHOLE,        /* no range, or one that is not understood, or several: all is sent */
  MB_RANGE_PART,
  MB_RANGE_UNSATISFIABLE /* begins beyond the end */
} MbRangeKind;

/** mb_media_range_parse: "bytes=0-99", "bytes=100-", "bytes=-5".
 * @text: (nullable)
 * @size: of the file
 * @first, @last: (out): of what is to be sent, both inclusive */
MbRangeKind mb_media_range_parse (const char *text, guint64 size, guint64 *first, guint64 *last);

/** mb_media_content_range_parse: "bytes 100-199/500". FALSE: it is not that, or makes no sense. */
gboolean mb_media_content_range_parse (const char *text, guint64 *first, guint64 *last, guint64 *total);

G_END_DECLS
