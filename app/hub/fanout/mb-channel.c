/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/fanout/mb-channel.h"

/* Places count deltas since the channel began, from 1; chunk i of the array stands at place `first` + i,
 * and what led up to number `base` is no longer, or never was, in the ring. */

#define RING_BYTES (1024 * 1024)
#define LIVE_INTERVAL_MS 100
/* Which part of a snapshot may follow it as deltas before a new one is made. */
#define SNAPSHOT_SHARE 8

typedef struct
{
  GBytes *bytes;
  MbHead head; /* where it leads */
  gsize end;   /* bytes of all deltas up to and with it */
} Chunk;

struct _MbChannel
{
  guint32 kinds;
  void (*news) (gpointer data);
  gpointer data;

  GArray *chunks; /* Chunk */
  guint64 first;
  guint64 base;
  gsize total;    /* bytes of all deltas ever */

  gint64 live_at; /* when the last empty delta went out, monotonic */
  guint live_id;
  MbHead late;    /* the position and time of the one that waits */
  char *late_at;

  MbDeltaText *empty;
  MbDeltaText *snapshot;
  MbHead snapshot_head;
  char *snapshot_at;
};

static void
chunk_clear (gpointer data)
{
  g_bytes_unref (((Chunk *) data)->bytes);
}

static Chunk *
get_chunk (MbChannel *self, guint64 place)
{
  return &g_array_index (self->chunks, Chunk, place - self->first);
}

/* The newest delta stays, however large it is. */
static void
trim (MbChannel *self)
{
  guint n = 0;

  while (n + 1 < self->chunks->len && self->total - get_chunk (self, self->first + n)->end > RING_BYTES)
    n++;

  /* Moving the rest down is paid for once for many. */
  if (n > 0 && (n >= 64 || n >= self->chunks->len / 2))
    {
      self->base = get_chunk (self, self->first + n - 1)->head.number;
      g_array_remove_range (self->chunks, 0, n);
      self->first += n;
    }
}

static void
append (MbChannel *self, MbDeltaText *text, const MbHead *head, const char *at)
{
  Chunk chunk = { mb_delta_text_close (text, head->position, at), *head, 0 };

  self->total += g_bytes_get_size (chunk.bytes);
  chunk.end = self->total;
  g_array_append_val (self->chunks, chunk);
  trim (self);
}

static void
append_empty (MbChannel *self, const MbHead *head, const char *at)
{
  self->live_at = g_get_monotonic_time ();
  append (self, self->empty, head, at);
}

static gboolean
on_late (gpointer data)
{
  MbChannel *self = data;

  self->live_id = 0;
  append_empty (self, &self->late, self->late_at);
  self->news (self->data);

  return G_SOURCE_REMOVE;
}

static void
publish_empty (MbChannel *self, const MbHead *head, const char *at)
{
  gint64 passed_ms = (g_get_monotonic_time () - self->live_at) / 1000;

  if (self->live_id == 0 && passed_ms >= LIVE_INTERVAL_MS)
    {
      append_empty (self, head, at);
      return;
    }

  self->late = *head;
  g_free (self->late_at);
  self->late_at = g_strdup (at);
  if (self->live_id == 0)
    self->live_id = g_timeout_add ((guint) (LIVE_INTERVAL_MS - passed_ms), on_late, self);
}

MbChannel *
mb_channel_new (guint32 kinds, guint64 base, void (*news) (gpointer data), gpointer data)
{
  MbChannel *self = g_new0 (MbChannel, 1);

  self->kinds = kinds;
  self->first = 1;
  self->base = base;
  self->news = news;
  self->data = data;
  self->empty = mb_delta_text_new (NULL, 0, 0, kinds, FALSE);
  self->chunks = g_array_new (FALSE, FALSE, sizeof (Chunk));
  g_array_set_clear_func (self->chunks, chunk_clear);
  self->live_at = g_get_monotonic_time () - G_USEC_PER_SEC;

  return self;
}

void
mb_channel_free (MbChannel *self)
{
  g_clear_handle_id (&self->live_id, g_source_remove);
  g_array_unref (self->chunks);
  g_clear_pointer (&self->snapshot, mb_delta_text_unref);
  mb_delta_text_unref (self->empty);
  g_free (self->late_at);
  g_free (self->snapshot_at);
  g_free (self);
}

guint32
mb_channel_get_kinds (MbChannel *self)
{
  return self->kinds;
}

void
mb_channel_publish (MbChannel *self, GPtrArray *changes, guint first, guint n, const MbHead *head, const char *at)
{
  g_autoptr (MbDeltaText) text = mb_delta_text_new (changes, first, n, self->kinds, FALSE);

  if (mb_delta_text_get_n_changes (text) == 0)
    {
      publish_empty (self, head, at);
      return;
    }

  /* This delta leads further than the empty one that waits. */
  g_clear_handle_id (&self->live_id, g_source_remove);
  append (self, text, head, at);
}

guint64
mb_channel_get_end (MbChannel *self)
{
  return self->first + self->chunks->len;
}

guint64
mb_channel_find (MbChannel *self, guint64 number)
{
  guint64 place = mb_channel_get_end (self);

  if (number < self->base)
    return self->first - 1;

  while (place > self->first && get_chunk (self, place - 1)->head.number > number)
    place--;

  return place;
}

gsize
mb_channel_get_backlog (MbChannel *self, guint64 place)
{
  Chunk *chunk;

  if (place < self->first)
    return G_MAXSIZE;
  if (place == mb_channel_get_end (self))
    return 0;

  chunk = get_chunk (self, place);

  return self->total - chunk->end + g_bytes_get_size (chunk->bytes);
}

GBytes *
mb_channel_get (MbChannel *self, guint64 place, const char **position)
{
  Chunk *chunk = get_chunk (self, place);

  *position = chunk->head.position;

  return chunk->bytes;
}

void
mb_channel_set_snapshot (MbChannel *self, MbDeltaText *text, const MbHead *head, const char *at)
{
  g_clear_pointer (&self->snapshot, mb_delta_text_unref);
  g_free (self->snapshot_at);
  self->snapshot = mb_delta_text_ref (text);
  self->snapshot_head = *head;
  self->snapshot_at = g_strdup (at);
}

/* Time goes on from live to live, so the snapshot says when it was made, and not the last of the deltas, but
 * an empty one after them says what time it is now. */
GPtrArray *
mb_channel_begin (MbChannel *self, const char *now, MbHead *head)
{
  guint64 place = mb_channel_find (self, self->snapshot_head.number), end = mb_channel_get_end (self);
  GBytes *events = self->snapshot != NULL ? mb_delta_text_get_events (self->snapshot) : NULL;
  GPtrArray *parts;

  if (events == NULL || mb_channel_get_backlog (self, place) > g_bytes_get_size (events) / SNAPSHOT_SHARE)
    return NULL;

  parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_ptr_array_add (parts, g_bytes_ref (events));
  *head = self->snapshot_head;
  g_ptr_array_add (parts, mb_delta_text_make_live (self->snapshot, head->position,
                                                   place == end ? now : self->snapshot_at));
  if (place == end)
    return parts;

  for (; place < end; place++)
    g_ptr_array_add (parts, g_bytes_ref (get_chunk (self, place)->bytes));
  *head = get_chunk (self, end - 1)->head;
  g_ptr_array_add (parts, mb_delta_text_make_live (self->empty, head->position, now));

  return parts;
}
