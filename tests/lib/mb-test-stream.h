/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbTestStream: a client of an event stream that shows the bytes as they came. It reads in the default
 * main context, unless it is told not to.
 */
typedef struct
{
  GSocketConnection *connection;
  GSource *source;
  GString *head;   /* of the answer, with its empty line */
  GString *text;   /* everything after it */
  gboolean closed; /* the hub has ended it */
} MbTestStream;

/** mb_test_stream_open: @path: "/v1/markets/m1/stream?kinds=price"; @last_event_id: (nullable) */
MbTestStream *mb_test_stream_open (guint port, const char *path, const char *last_event_id);
void mb_test_stream_free (MbTestStream *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbTestStream, mb_test_stream_free)

/** mb_test_stream_set_reading: a client that does not read keeps the hub waiting. */
void mb_test_stream_set_reading (MbTestStream *self, gboolean reading);

/** mb_test_stream_has_live: whether the delta that leads to @position is in. */
gboolean mb_test_stream_has_live (MbTestStream *self, const char *position);
/** mb_test_stream_count: how often @what stands in the text. */
guint mb_test_stream_count (MbTestStream *self, const char *what);
/** mb_test_stream_dup_last_live: the id of the newest live, NULL: none. */
char *mb_test_stream_dup_last_live (MbTestStream *self);
/** mb_test_stream_clear: forgets the text. */
void mb_test_stream_clear (MbTestStream *self);

G_END_DECLS
