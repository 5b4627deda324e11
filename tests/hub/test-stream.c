/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "mb-test-hub.h"
#include "mb-test-stream.h"
#include "mb-test-wait.h"

#include <string.h>

/* Transcripts of the stream of a real hub. */

#define CLOCK "2026-11-23T09:00:00+08:00,0"
#define AT "2026-11-23T09:00:00+08:00"
#define STREAM "/v1/markets/m1/stream"
#define PRODUCT(n) "{\"name\":{\"en\":\"" n "\"},\"order\":1,\"trade\":\"fruit\",\"sold_by\":\"weight\"}"
#define PUT(id, n) "{\"kind\":\"product\",\"id\":\"" id "\",\"value\":" PRODUCT (n) "}"
#define NOTICE(level, more)                                                                                            \
  "{\"text\":{\"en\":\"leave\"},\"level\":\"" level "\",\"audience\":\"shoppers\"" more "}"

static char *
post (MbTestHub *hub, const char *changes)
{
  g_autofree char *body = g_strdup_printf ("{\"changes\":[%s]}", changes);
  g_autofree char *text = mb_test_hub_send (hub, "POST", "changes", body, NULL, NULL);
  const char *start = text + strlen ("{\"position\":\"");

  return g_strndup (start, strcspn (start, "\""));
}

static MbTestStream *
open_stream (MbTestHub *hub, const char *query, const char *last_event_id)
{
  g_autofree char *path = g_strconcat (STREAM, query, NULL);

  return mb_test_stream_open (mb_test_hub_get_port (hub), path, last_event_id);
}

/* The text without the digests, which the stream's clients check, and the beats, which come when they come. */
static char *
dup_plain (MbTestStream *stream)
{
  g_autoptr (GRegex) digest = g_regex_new (",\"sha256\":\"[0-9a-f]{64}\"|(?<=\n\n): beat\n\n|^: beat\n\n", 0, 0, NULL);

  return g_regex_replace_literal (digest, stream->text->str, (gssize) stream->text->len, 0, "", 0, NULL);
}

static void
assert_text (MbTestStream *stream, const char *expected)
{
  g_autofree char *text = dup_plain (stream);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_snapshot (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autofree char *position = post (hub, PUT ("a", "A")), *next = NULL, *expected = NULL;
  g_autoptr (MbTestStream) stream = open_stream (hub, "", NULL);

  mb_test_wait (mb_test_stream_has_live (stream, position));
  g_assert_true (g_str_has_prefix (stream->head->str, "HTTP/1.1 200 OK\r\n"));
  g_assert_nonnull (strstr (stream->head->str, "\r\nContent-Type: text/event-stream\r\n"));
  g_assert_nonnull (strstr (stream->head->str, "\r\nCache-Control: no-store\r\n"));
  g_assert_nonnull (strstr (stream->head->str, "\r\nX-Accel-Buffering: no\r\n"));
  g_assert_null (strstr (stream->head->str, "Content-Length"));
  expected = g_strdup_printf (
      "retry: 2000\n\n"
      "event: reset\ndata: {\"records\":2}\n\n"
      "event: put\ndata: {\"kind\":\"market\",\"id\":\"market\",\"rev\":1,\"at\":\"" AT "\",\"by\":\"local\",\"value\":"
      "{\"name\":{\"zh-Hans\":\"m1\"},\"time_zone\":\"Asia/Shanghai\",\"price_unit\":\"500g\"}}\n\n"
      "event: put\ndata: {\"kind\":\"product\",\"id\":\"a\",\"rev\":2,\"at\":\"" AT "\",\"by\":\"local\",\"value\":" PRODUCT (
          "A") "}\n\n"
      "event: live\nid: %s\ndata: {\"at\":\"" AT "\"}\n\n",
      position);
  assert_text (stream, expected);

  mb_test_stream_clear (stream);
  next = post (hub, "{\"kind\":\"product\",\"id\":\"a\",\"value\":null}");
  mb_test_wait (mb_test_stream_has_live (stream, next));
  g_free (expected);
  expected = g_strdup_printf ("event: drop\ndata: {\"kind\":\"product\",\"id\":\"a\",\"rev\":3}\n\n"
                              "event: live\nid: %s\ndata: {\"at\":\"" AT "\"}\n\n", next);
  assert_text (stream, expected);
}

/* A transaction is one delta; its emergencies come first. */
static void
test_transaction (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autoptr (MbTestStream) stream = open_stream (hub, "", NULL);
  g_autofree char *position = NULL, *text = NULL;
  const char *first, *second;

  mb_test_wait (mb_test_stream_count (stream, "event: live") == 1);
  mb_test_stream_clear (stream);
  position = post (hub, PUT ("a", "A") "," PUT ("b", "B") ","
                   "{\"kind\":\"notice\",\"id\":\"info\",\"value\":" NOTICE ("info", "") "},"
                   "{\"kind\":\"notice\",\"id\":\"fire\",\"value\":"
                   NOTICE ("emergency", ",\"when\":{\"to\":\"2026-11-23T10:00:00+08:00\"}") "}");
  mb_test_wait (mb_test_stream_has_live (stream, position));
  g_assert_cmpuint (mb_test_stream_count (stream, "event: live"), ==, 1);
  g_assert_cmpuint (mb_test_stream_count (stream, "event: put"), ==, 4);
  text = dup_plain (stream);
  g_assert_true (g_str_has_prefix (text, "event: put\ndata: {\"kind\":\"notice\",\"id\":\"fire\",\"rev\":5,"));
  first = strstr (stream->text->str, "\"rev\":2,");
  second = strstr (stream->text->str, "\"rev\":4,");
  g_assert_true (first != NULL && second != NULL && first < second);
}

static void
test_resume (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autofree char *filled = post (hub, PUT ("a", "A") "," PUT ("b", "B") "," PUT ("c", "C") "," PUT ("d", "D"));
  g_autofree char *first = post (hub, PUT ("a", "A1")), *second = NULL, *expected = NULL;
  const char *foreign[] = { "000000000000.3", "nonsense", "9", "" };
  g_autoptr (MbTestStream) stream = NULL;

  g_free (post (hub, PUT ("a", "A2")));
  second = post (hub, PUT ("a", "A3"));

  /* (P, Q]: the newest value alone, once. */
  stream = open_stream (hub, "", first);
  mb_test_wait (mb_test_stream_has_live (stream, second));
  expected = g_strdup_printf ("retry: 2000\n\n"
                              "event: put\ndata: {\"kind\":\"product\",\"id\":\"a\",\"rev\":8,\"at\":\"" AT
                              "\",\"by\":\"local\",\"value\":" PRODUCT ("A3") "}\n\n"
                              "event: live\nid: %s\ndata: {\"at\":\"" AT "\"}\n\n", second);
  assert_text (stream, expected);
  g_clear_pointer (&stream, mb_test_stream_free);

  /* Nothing has happened since. */
  stream = open_stream (hub, "", second);
  mb_test_wait (mb_test_stream_has_live (stream, second));
  g_assert_cmpuint (mb_test_stream_count (stream, "event: "), ==, 1);
  g_clear_pointer (&stream, mb_test_stream_free);

  /* After a kill -9, too. */
  mb_test_hub_kill (hub);
  mb_test_hub_start (hub, CLOCK);
  stream = open_stream (hub, "", first);
  mb_test_wait (mb_test_stream_has_live (stream, second));
  assert_text (stream, expected);
  g_clear_pointer (&stream, mb_test_stream_free);

  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    {
      stream = open_stream (hub, "", foreign[i]);
      mb_test_wait (mb_test_stream_has_live (stream, second));
      g_assert_nonnull (strstr (stream->text->str, "event: reset\ndata: {\"records\":5}\n\n"));
      g_assert_cmpuint (mb_test_stream_count (stream, "event: put"), ==, 5);
      g_clear_pointer (&stream, mb_test_stream_free);
    }

  /* More changed than half of what stands: a reset is shorter. */
  g_free (post (hub, PUT ("b", "B1") "," PUT ("c", "C1") "," PUT ("d", "D1")));
  stream = open_stream (hub, "", second);
  mb_test_wait (mb_test_stream_count (stream, "event: live") == 1);
  g_assert_cmpuint (mb_test_stream_count (stream, "event: reset"), ==, 1);
}

/* A filter that lets nothing through still leads on, ten times a second at most. */
static void
test_filter (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autoptr (MbTestStream) all = open_stream (hub, "", NULL);
  g_autoptr (MbTestStream) notices = open_stream (hub, "?kinds=notice,test-item", NULL);
  g_autofree char *position = NULL, *notice = NULL;
  gint64 begin;
  guint lives;

  mb_test_wait (mb_test_stream_count (all, "event: live") == 1 && mb_test_stream_count (notices, "event: live") == 1);
  g_assert_nonnull (strstr (notices->text->str, "event: reset\ndata: {\"records\":0}\n\n"));
  mb_test_stream_clear (notices);

  begin = g_get_monotonic_time ();
  for (int i = 0; i < 60; i++)
    {
      g_autofree char *change = g_strdup_printf (
          "{\"kind\":\"product\",\"id\":\"a\",\"value\":{\"name\":{\"en\":\"%d\"},\"order\":1,\"trade\":\"fruit\","
          "\"sold_by\":\"weight\"}}", i);

      g_free (position);
      position = post (hub, change);
    }
  mb_test_wait (mb_test_stream_has_live (notices, position) && mb_test_stream_has_live (all, position));
  lives = mb_test_stream_count (notices, "event: live");
  g_assert_cmpuint (lives, <=, (guint) ((g_get_monotonic_time () - begin) / 100000) + 2);
  g_assert_cmpuint (mb_test_stream_count (notices, "event: put"), ==, 0);
  g_assert_cmpuint (mb_test_stream_count (all, "event: put"), ==, 61);

  notice = post (hub, PUT ("b", "B") ",{\"kind\":\"notice\",\"id\":\"n\",\"value\":" NOTICE ("info", "") "}");
  mb_test_wait (mb_test_stream_has_live (notices, notice));
  g_assert_cmpuint (mb_test_stream_count (notices, "event: put"), ==, 1);
}

static void
put_status (MbTestHub *hub, const char *screen, guint n)
{
  g_autofree char *path = g_strdup_printf ("screens/%s/status", screen);
  g_autofree char *body = g_strdup_printf ("{\"n\":%u}", n);

  g_free (mb_test_hub_send (hub, "PUT", path, body, NULL, NULL));
}

static void
test_pulses (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autoptr (MbTestStream) all = NULL, one = NULL, none = NULL;
  g_autofree char *text = NULL;
  gint64 begin;
  guint n;

  put_status (hub, "s1", 0);
  put_status (hub, "s2", 0);
  all = open_stream (hub, "?pulses=status,painted", NULL);
  one = open_stream (hub, "?pulses=status/s2", NULL);
  none = open_stream (hub, "", NULL);

  /* The newest of each, when somebody comes. */
  mb_test_wait (mb_test_stream_count (all, "event: pulse") == 2 && mb_test_stream_count (one, "event: pulse") == 1);
  text = dup_plain (one);
  g_assert_nonnull (strstr (text, "event: pulse\ndata: {\"kind\":\"status\",\"id\":\"s2\",\"value\":{\"n\":0}}\n\n"));
  g_assert_null (strstr (one->text->str, "s1"));

  mb_test_stream_clear (all);
  begin = g_get_monotonic_time ();
  for (guint i = 1; i <= 100; i++)
    put_status (hub, "s1", i);
  mb_test_wait (strstr (all->text->str, "{\"n\":100}") != NULL);
  n = mb_test_stream_count (all, "event: pulse");
  g_assert_cmpuint (n, <=, (guint) ((g_get_monotonic_time () - begin) / 50000) + 2);
  g_assert_cmpuint (mb_test_stream_count (none, "event: pulse"), ==, 0);
  g_assert_cmpuint (mb_test_stream_count (one, "event: pulse"), ==, 1);
}

/* A client that does not read gets the newest values when it reads again, not everything in between;
 * nobody else waits for it. */
static void
test_slow (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autoptr (MbTestStream) slow = open_stream (hub, "", NULL);
  g_autoptr (MbTestStream) fast = open_stream (hub, "", NULL);
  g_autofree char *long_text = g_strnfill (8000, 'x'), *position = NULL, *place = NULL;
  const guint rounds = 1200, records = 8;

  mb_test_wait (mb_test_stream_count (slow, "event: live") == 1 && mb_test_stream_count (fast, "event: live") == 1);
  mb_test_stream_set_reading (slow, FALSE);
  for (guint i = 0; i < rounds; i++)
    {
      g_autoptr (GString) changes = g_string_new (NULL);

      for (guint j = 0; j < records; j++)
        g_string_append_printf (changes,
                                "%s{\"kind\":\"product\",\"id\":\"p%u\",\"value\":{\"name\":{\"en\":\"%u %s\"},"
                                "\"order\":1,\"trade\":\"fruit\",\"sold_by\":\"weight\"}}",
                                j > 0 ? "," : "", j, i, long_text);
      g_free (position);
      position = post (hub, changes->str);
      if (i % 100 == 0)
        mb_test_stream_clear (fast);
    }
  mb_test_wait (mb_test_stream_has_live (fast, position));

  mb_test_stream_set_reading (slow, TRUE);
  mb_test_wait (mb_test_stream_has_live (slow, position));
  g_test_message ("%u of %u deltas", mb_test_stream_count (slow, "event: live"), rounds);
  g_assert_cmpuint (mb_test_stream_count (slow, "event: live"), <, rounds / 2);
  place = mb_test_stream_dup_last_live (slow);
  g_assert_cmpstr (place, ==, position);
}

static gboolean
all_have (GPtrArray *streams, const char *position)
{
  for (guint i = 0; i < streams->len; i++)
    if (!mb_test_stream_has_live (streams->pdata[i], position))
      return FALSE;

  return TRUE;
}

static void
test_many (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autoptr (GPtrArray) streams = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_test_stream_free);
  g_autofree char *position = post (hub, PUT ("a", "A")), *last = NULL, *first = NULL;

  for (int i = 0; i < 200; i++)
    g_ptr_array_add (streams, open_stream (hub, i % 3 == 0 ? "?kinds=product" : "", NULL));
  mb_test_wait (all_have (streams, position));

  for (int i = 0; i < 20; i++)
    {
      g_free (last);
      last = post (hub, i % 2 == 0 ? PUT ("a", "A1") "," PUT ("b", "B1") : PUT ("a", "A2") "," PUT ("b", "B2"));
    }
  mb_test_wait (all_have (streams, last));

  first = dup_plain (streams->pdata[1]);
  for (guint i = 2; i < streams->len; i++)
    if (i % 3 != 0)
      assert_text (streams->pdata[i], first);
}

static void
test_end (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autoptr (MbTestStream) stream = open_stream (hub, "", NULL);
  g_autofree char *position = NULL;

  mb_test_wait (mb_test_stream_count (stream, "event: live") == 1);
  position = post (hub, PUT ("a", "A"));
  mb_test_hub_stop (hub);
  mb_test_wait (stream->closed);
  g_assert_true (mb_test_stream_has_live (stream, position));
  g_assert_true (g_str_has_suffix (stream->text->str, "\n\nretry: 2000\n\n"));
}

static void
test_beat (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autoptr (MbTestStream) stream = open_stream (hub, "", NULL);

  mb_test_wait (strstr (stream->text->str, "\n: beat\n\n") != NULL);
}

static guint
count_descriptors (MbTestHub *hub)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/fd", mb_test_hub_get_pid (hub));
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

/* Those who go leave nothing behind. */
static void
test_gone (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  guint before = count_descriptors (hub);

  for (int i = 0; i < 50; i++)
    {
      g_autoptr (MbTestStream) stream = open_stream (hub, i % 2 ? "" : "?kinds=price&pulses=status", NULL);

      if (i % 5 != 0)
        mb_test_wait (mb_test_stream_count (stream, "event: live") == 1);
    }
  mb_test_wait (count_descriptors (hub) <= before + 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/snapshot", test_snapshot);
  g_test_add_func ("/stream/transaction", test_transaction);
  g_test_add_func ("/stream/resume", test_resume);
  g_test_add_func ("/stream/filter", test_filter);
  g_test_add_func ("/stream/pulses", test_pulses);
  g_test_add_func ("/stream/slow", test_slow);
  g_test_add_func ("/stream/many", test_many);
  g_test_add_func ("/stream/end", test_end);
  g_test_add_func ("/stream/beat", test_beat);
  g_test_add_func ("/stream/gone", test_gone);

  return g_test_run ();
}
