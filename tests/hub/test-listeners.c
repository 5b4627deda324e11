/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "core/base/mb-time.h"
#include "core/wire/mb-delta-reader.h"
#include "core/wire/mb-sse-parser.h"
#include "hub/mb-hub-private.h"
#include "mb-test-files.h"
#include "mb-test-stream.h"
#include "mb-test-wait.h"
#include "net/mb-hub-client.h"

#include <string.h>

/* What screens make of the streams of a hub in this process, whose clock the test sets. */

#define START "2026-11-23T09:00:00+08:00"
#define STREAM "/v1/markets/m1/stream"
#define EMERGENCY                                                                                                      \
  "{\"kind\":\"notice\",\"id\":\"fire\",\"value\":{\"text\":{\"en\":\"leave\"},\"level\":\"emergency\","               \
  "\"audience\":\"shoppers\",\"when\":{\"to\":\"2026-11-23T10:00:00+08:00\"}}}"

#define NOTICE "{\"text\":{\"en\":\"x\"},\"level\":\"info\",\"audience\":\"shoppers\"}"

typedef struct
{
  char *folder;
  MbClock *clock;
  MbHub *hub;
  MbHubClient *client;
  guint port;
  guint n_answers;
} Room;

static void
on_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
set_up (Room *room, gconstpointer unused)
{
  g_autoptr (GAsyncResult) started = NULL, added = NULL;
  g_autoptr (GError) error = NULL;
  MbTime start;

  g_assert_true (mb_time_parse (START, -1, &start, NULL));
  room->folder = mb_test_folder_new ();
  room->clock = mb_clock_new_at (start.us, 0);
  room->hub = mb_hub_new (&(MbHubOptions){ room->folder, "127.0.0.1:0", FALSE, room->clock });
  mb_hub_start_async (room->hub, NULL, on_ready, &started);
  mb_test_wait (started != NULL);
  mb_hub_start_finish (room->hub, started, &error);
  g_assert_no_error (error);
  mb_hub_add_market_async (room->hub, "m1", on_ready, &added);
  mb_test_wait (added != NULL);
  mb_hub_add_market_finish (room->hub, added, &error);
  g_assert_no_error (error);

  room->port = (guint) g_ascii_strtoull (strrchr (mb_hub_get_url (room->hub), ':') + 1, NULL, 10);
  room->client = mb_hub_client_new (mb_hub_get_url (room->hub), "m1");
}

static void
stop (Room *room)
{
  g_autoptr (GAsyncResult) stopped = NULL;
  g_autoptr (GError) error = NULL;

  mb_hub_stop_async (room->hub, NULL, on_ready, &stopped);
  mb_test_wait (stopped != NULL);
  mb_hub_stop_finish (room->hub, stopped, &error);
  g_assert_no_error (error);
  g_clear_object (&room->hub);
}

static void
tear_down (Room *room, gconstpointer unused)
{
  g_clear_object (&room->client);
  if (room->hub != NULL)
    stop (room);
  g_clear_object (&room->clock);
  mb_test_folder_free (room->folder);
}

static char *
make_product (guint i, const char *name)
{
  return g_strdup_printf ("{\"kind\":\"product\",\"id\":\"p%u\",\"value\":{\"name\":{\"en\":\"%s\"},\"order\":%u,"
                          "\"trade\":\"fruit\",\"sold_by\":\"weight\"}}", i, name, i);
}

/* Returns: the position */
static char *
post (Room *room, const char *changes)
{
  g_autofree char *text = g_strdup_printf ("{\"changes\":[%s]}", changes);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text)), answer = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const char *position;

  mb_hub_client_post_changes_async (room->client, body, NULL, NULL, on_ready, &result);
  mb_test_wait (result != NULL);
  answer = mb_hub_client_send_finish (room->client, result, &error);
  g_assert_no_error (error);
  position = (const char *) g_bytes_get_data (answer, NULL) + strlen ("{\"position\":\"");

  return g_strndup (position, strcspn (position, "\""));
}

static char *
post_product (Room *room, guint i, const char *name)
{
  g_autofree char *product = make_product (i, name);

  return post (room, product);
}

/* A hundred products in one transaction. */
static char *
post_hundred (Room *room, const char *name)
{
  g_autoptr (GString) changes = g_string_new (NULL);

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *product = make_product (i, name);

      g_string_append_printf (changes, "%s%s", i > 0 ? "," : "", product);
    }

  return post (room, changes->str);
}

static void
pass (Room *room, guint seconds)
{
  mb_clock_set (room->clock, mb_clock_now (room->clock) + seconds * G_USEC_PER_SEC, 0);
}

static MbTestStream *
open_stream (Room *room, const char *query)
{
  g_autofree char *path = g_strconcat (STREAM, query, NULL);

  return mb_test_stream_open (room->port, path, NULL);
}

/* What a screen makes of a stream. */
typedef struct
{
  MbSseParser *parser;
  MbDeltaReader *reader;
  GHashTable *names; /* product: its name */
  guint n_deltas, n_resets, n_emergencies;
  gint64 at_us;
} Screen;

static void
fold (Screen *self, const MbDelta *delta)
{
  g_assert_cmpint (delta->at.us, >=, self->at_us);
  self->at_us = delta->at.us;
  self->n_deltas++;
  if (delta->reset)
    {
      self->n_resets++;
      g_hash_table_remove_all (self->names);
    }
  for (guint i = 0; i < delta->items->len; i++)
    {
      const MbDeltaItem *item = delta->items->pdata[i];

      if (item->record == NULL)
        g_hash_table_remove (self->names, item->id);
      else if (item->kind == MB_KIND_PRODUCT)
        g_hash_table_replace (self->names, g_strdup (item->id),
                              g_strndup (g_bytes_get_data (item->source, NULL), g_bytes_get_size (item->source)));
    }
}

static void
on_event (gpointer data, const char *type, const char *text, gsize length, const char *id)
{
  Screen *self = data;
  g_autoptr (MbDelta) delta = NULL;
  g_autoptr (MbRecord) emergency = NULL;
  g_autoptr (GError) error = NULL;

  mb_delta_reader_take_event (self->reader, type, text, length, id, &delta, &emergency, &error);
  g_assert_no_error (error);
  g_assert_true (!g_str_equal (type, "live") || strstr (text, "\"sha256\":\"") != NULL);
  self->n_emergencies += emergency != NULL;
  if (delta != NULL)
    fold (self, delta);
}

static void
on_retry (gpointer data, guint64 milliseconds)
{
}

static void
screen_clear (Screen *self)
{
  g_clear_pointer (&self->parser, mb_sse_parser_free);
  g_clear_pointer (&self->reader, mb_delta_reader_free);
  g_clear_pointer (&self->names, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Screen, screen_clear)

/* Reads the whole of @stream; nothing in it may be refused. */
static void
screen_read (Screen *self, MbTestStream *stream)
{
  static const MbSseCallbacks callbacks = { on_event, on_retry, NULL };

  *self = (Screen){ .reader = mb_delta_reader_new () };
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->parser = mb_sse_parser_new (&callbacks, self, NULL);
  g_assert_true (mb_sse_parser_feed (self->parser, stream->text->str, stream->text->len, NULL));
}

static void
assert_same (const Screen *a, const Screen *b)
{
  GHashTableIter iter;
  gpointer id, text;

  g_assert_cmpuint (g_hash_table_size (a->names), ==, g_hash_table_size (b->names));
  g_hash_table_iter_init (&iter, a->names);
  while (g_hash_table_iter_next (&iter, &id, &text))
    g_assert_cmpstr (text, ==, g_hash_table_lookup (b->names, id));
}

/* Who begins later gets the snapshot of who began before, what came since, and what time it is now. */
static void
test_begin (Room *room, gconstpointer unused)
{
  g_autofree char *made = post_hundred (room, "apple"), *last = NULL;
  g_autoptr (MbTestStream) first = open_stream (room, ""), second = NULL;
  g_auto (Screen) one = { NULL }, other = { NULL };

  mb_test_wait (mb_test_stream_has_live (first, made));
  pass (room, 60);
  g_free (post_product (room, 3, "pear"));
  pass (room, 60);
  last = post (room, "{\"kind\":\"product\",\"id\":\"p4\",\"value\":null}");
  mb_test_wait (mb_test_stream_has_live (first, last));
  pass (room, 600);
  second = open_stream (room, "");
  mb_test_wait (mb_test_stream_count (second, last) == 2);

  screen_read (&one, first);
  screen_read (&other, second);
  g_assert_true (mb_test_stream_has_live (second, made));
  g_assert_cmpuint (other.n_resets, ==, 1);
  g_assert_cmpuint (other.n_deltas, ==, 4);
  g_assert_cmpint (other.at_us, ==, mb_clock_now (room->clock));
  g_assert_cmpint (one.at_us, <, other.at_us);
  g_assert_cmpuint (g_hash_table_size (one.names), ==, 99);
  assert_same (&one, &other);
}

/* More has come than a snapshot is worth: a new one. */
static void
test_begin_anew (Room *room, gconstpointer unused)
{
  g_autofree char *made = post_hundred (room, "apple"), *last = NULL;
  g_autoptr (MbTestStream) first = open_stream (room, ""), second = NULL;
  g_auto (Screen) one = { NULL }, other = { NULL };

  mb_test_wait (mb_test_stream_has_live (first, made));
  last = post_hundred (room, "quince");
  mb_test_wait (mb_test_stream_has_live (first, last));
  second = open_stream (room, "");
  mb_test_wait (mb_test_stream_has_live (second, last));

  screen_read (&one, first);
  screen_read (&other, second);
  g_assert_cmpuint (other.n_deltas, ==, 1);
  assert_same (&one, &other);
}

/* What is shown before a live comes is sealed; a filter's deltas have digests of their own. */
static void
test_digests (Room *room, gconstpointer unused)
{
  g_autoptr (MbTestStream) all = open_stream (room, ""), some = open_stream (room, "?kinds=notice");
  g_autofree char *hundred = post_hundred (room, "apple"), *fire = post (room, EMERGENCY);
  g_auto (Screen) one = { NULL }, other = { NULL };

  mb_test_wait (mb_test_stream_has_live (all, fire) && mb_test_stream_has_live (some, fire));
  screen_read (&one, all);
  screen_read (&other, some);
  g_assert_cmpuint (one.n_emergencies, ==, 1);
  g_assert_cmpuint (other.n_emergencies, ==, 1);
  g_assert_cmpuint (g_hash_table_size (one.names), ==, 100);
  g_assert_cmpuint (g_hash_table_size (other.names), ==, 0);
}

/* So much that no socket takes it in. */
static char *
post_plenty (Room *room)
{
  char *position = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *long_name = g_strnfill (7000, (char) ('a' + i));

      g_free (position);
      position = post_hundred (room, long_name);
    }

  return position;
}

/* Who falls behind gets less deltas, and has everything in the end. */
static void
test_slow (Room *room, gconstpointer unused)
{
  g_autoptr (MbTestStream) slow = open_stream (room, ""), fast = open_stream (room, "");
  g_autofree char *position = NULL;
  g_auto (Screen) one = { NULL }, other = { NULL };

  mb_test_wait (mb_test_stream_count (slow, "event: live") == 1);
  mb_test_stream_set_reading (slow, FALSE);
  position = post_plenty (room);
  mb_test_wait (mb_test_stream_has_live (fast, position));
  mb_test_stream_set_reading (slow, TRUE);
  mb_test_wait (mb_test_stream_has_live (slow, position));
  screen_read (&one, fast);
  screen_read (&other, slow);
  g_assert_cmpuint (other.n_deltas, <, one.n_deltas);
  assert_same (&one, &other);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  Room *room = data;
  g_autoptr (GBytes) answer = mb_hub_client_send_finish (MB_HUB_CLIENT (source), result, NULL);

  room->n_answers += answer != NULL;
}

/* A hub that is told to stop in the middle of things: what it acknowledged is on the streams, whole, with a
 * word when to come back; one who does not listen keeps nobody. */
static void
test_end (Room *room, gconstpointer unused)
{
  g_autoptr (MbTestStream) stream = open_stream (room, ""), deaf = open_stream (room, "");
  g_autofree char *position = NULL, *first = post_product (room, 0, "first");
  g_auto (Screen) screen = { NULL };
  const guint n = 64;

  mb_test_wait (mb_test_stream_count (stream, "event: live") >= 1 && mb_test_stream_count (deaf, "event: live") >= 1);
  mb_test_stream_set_reading (deaf, FALSE);
  position = post_plenty (room);
  mb_test_wait (mb_test_stream_has_live (stream, position));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("late-%u", i);
      g_autoptr (GBytes) value = g_bytes_new_static (NOTICE, strlen (NOTICE));

      mb_hub_client_put_record_async (room->client, "notice", id, value, G_MAXUINT64, NULL, on_answer, room);
    }
  mb_test_wait (room->n_answers > 0);

  stop (room);
  mb_test_wait (stream->closed);
  g_assert_true (g_str_has_suffix (stream->text->str, "\n\nretry: 2000\n\n"));
  g_assert_cmpuint (mb_test_stream_count (stream, "\"id\":\"late-"), >=, room->n_answers);
  screen_read (&screen, stream);
  g_assert_cmpuint (mb_test_stream_count (stream, "event: live"), ==, screen.n_deltas);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/hub/listeners/" path, Room, NULL, set_up, func, tear_down)
  ADD ("begin", test_begin);
  ADD ("begin-anew", test_begin_anew);
  ADD ("digests", test_digests);
  ADD ("slow", test_slow);
  ADD ("end", test_end);
#undef ADD

  return g_test_run ();
}
