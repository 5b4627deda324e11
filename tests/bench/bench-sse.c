/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-stream.h"

#include "core/wire/mb-delta-reader.h"
#include "core/wire/mb-sse-parser.h"

/* How fast a snapshot is taken apart, in the chunks a socket gives, and how fast it becomes a delta. */

#define TARGET 300.0

typedef struct
{
  GBytes *stream;
  gsize chunk;
  guint n_events;
  MbDeltaReader *reader; /* NULL: events are only counted */
} Run;

static void
on_event (gpointer data, const char *type, const char *text, gsize length, const char *id)
{
  Run *self = data;
  g_autoptr (MbDelta) delta = NULL;
  g_autoptr (GError) error = NULL;

  self->n_events++;
  if (self->reader == NULL)
    return;
  mb_delta_reader_take_event (self->reader, type, text, length, id, &delta, NULL, &error);
  g_assert_no_error (error);
}

static void
on_retry (gpointer data, guint64 milliseconds)
{
}

static void
parse (gpointer data)
{
  static const MbSseCallbacks callbacks = { on_event, on_retry, NULL };
  Run *self = data;
  g_autoptr (MbSseParser) parser = mb_sse_parser_new (&callbacks, self, NULL);
  gsize length;
  const char *bytes = g_bytes_get_data (self->stream, &length);

  for (gsize at = 0; at < length; at += self->chunk)
    if (!mb_sse_parser_feed (parser, bytes + at, MIN (self->chunk, length - at), NULL))
      g_assert_not_reached ();
}

int
main (void)
{
  g_autoptr (GPtrArray) events = bench_events_new (10000, 1);
  g_autoptr (GBytes) stream = bench_stream_new (events);
  g_autoptr (MbDeltaReader) reader = mb_delta_reader_new ();
  Run large = { stream, 64 * 1024, 0, NULL }, small = { stream, 1400, 0, NULL }, whole = { stream, 64 * 1024, 0, reader };
  gsize bytes = g_bytes_get_size (stream);
  gboolean reached;

  g_print ("a snapshot of %u records, %" G_GSIZE_FORMAT " bytes\n", events->len, bytes);
  reached = bench_throughput ("SSE parser, chunks of 64 KiB", parse, &large, bytes, TARGET);
  reached &= bench_throughput ("SSE parser, chunks of 1400 bytes", parse, &small, bytes, TARGET);
  bench_throughput ("stream to delta of records", parse, &whole, bytes, 0);
  return reached ? 0 : 1;
}
