/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mb-test-wait.h"
#include "test-cache-room.h"

/* What every cache promises, asked of each back-end: what was applied is there the next time, whole,
 * for whom it belongs to. */

static void
test_nothing (TestCacheRoom *room, gconstpointer sqlite)
{
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "");
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "");
}

static void
test_comes_back (TestCacheRoom *room, gconstpointer sqlite)
{
  test_cache_open (room);
  test_cache_apply (room, TRUE, "a.2", "price/leek@average", "350", "market/market", "{}", NULL);
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "a.2 +0 market/market={} price/leek@average=350");

  test_cache_apply (room, FALSE, "a.4", "price/leek@average", "360", "price/kale@average", "500", "market/market", "", NULL);
  test_cache_apply (room, FALSE, "a.5", "price/none@average", "", NULL);
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "a.5 +0 price/kale@average=500 price/leek@average=360");

  test_cache_apply (room, TRUE, "b.1", "price/kale@average", "1", NULL);
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "b.1 +0 price/kale@average=1");

  test_cache_apply (room, TRUE, "c.0", NULL);
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "c.0 +0 ");
}

/* The same id in two kinds, and bytes that are nobody's text. */
static void
test_any_bytes (TestCacheRoom *room, gconstpointer sqlite)
{
  MbCacheDelta *delta = mb_cache_delta_new ();
  g_autoptr (GBytes) empty = g_bytes_new_static (NULL, 0);
  g_autoptr (GBytes) odd = g_bytes_new_static ("\xff\0\"", 3);

  test_cache_open (room);
  delta->reset = TRUE;
  delta->position = g_strdup ("a.1");
  delta->at = (MbTime){ TEST_AT_US, 28800 };
  mb_cache_delta_put (delta, "price", "leek", empty);
  mb_cache_delta_put (delta, "product", "leek", odd);
  mb_board_cache_apply (room->cache, delta);
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "a.1 +0 price/leek= product/leek=\xff");
}

static void
test_absorbs (TestCacheRoom *room, gconstpointer sqlite)
{
  test_cache_open (room);
  test_cache_apply (room, TRUE, "a.1", "price/a", "1", "price/b", "1", NULL);
  for (guint i = 2; i <= 1000; i++)
    {
      g_autofree char *position = g_strdup_printf ("a.%u", i);

      test_cache_apply (room, FALSE, position, "price/a", position, i % 2 ? "price/c" : "price/d", i % 3 ? "1" : "", NULL);
    }
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "a.1000 +0 price/a=a.1000 price/b=1 price/d=1");

  test_cache_apply (room, FALSE, "a.1001", "price/e", "1", NULL);
  test_cache_apply (room, TRUE, "b.7", "price/f", "1", NULL);
  test_cache_apply (room, FALSE, "b.8", "price/f", "", "price/g", "2", NULL);
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "b.8 +0 price/g=2");
}

/* What stands on nothing is not a board. */
static void
test_from_a_reset_on (TestCacheRoom *room, gconstpointer sqlite)
{
  test_cache_open (room);
  test_cache_apply (room, FALSE, "a.7", "price/a", "1", NULL);
  mb_board_cache_note_time (room->cache, (MbTime){ TEST_AT_US, 0 });
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "");
}

static void
test_time (TestCacheRoom *room, gconstpointer sqlite)
{
  test_cache_open (room);
  test_cache_apply (room, TRUE, "a.1", "price/a", "1", NULL);
  mb_board_cache_note_time (room->cache, (MbTime){ TEST_AT_US + 60 * G_USEC_PER_SEC, 28800 });
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "a.1 +60 price/a=1");
  mb_board_cache_note_time (room->cache, (MbTime){ TEST_AT_US - 9 * G_USEC_PER_SEC, 28800 });
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "a.1 -9 price/a=1");
}

static void
test_another_owner (TestCacheRoom *room, gconstpointer sqlite)
{
  test_cache_open (room);
  test_cache_apply (room, TRUE, "a.1", "price/a", "1", "price/b", "2", NULL);
  test_cache_open_as (room, "http://127.0.0.1:8080 xihu entrance", TEST_SCOPE);
  g_assert_cmpstr (room->loaded, ==, "");
  test_cache_apply (room, FALSE, "a.2", "price/a", "3", NULL);
  mb_board_cache_note_time (room->cache, (MbTime){ TEST_AT_US + 60 * G_USEC_PER_SEC, 28800 });
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "a.1 +0 price/a=1 price/b=2");
  test_cache_open_as (room, "http://127.0.0.1:8080 xihu entrance", TEST_SCOPE);
  test_cache_apply (room, TRUE, "x.1", "price/x", "9", NULL);
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "");
  test_cache_open_as (room, "http://127.0.0.1:8080 xihu entrance", TEST_SCOPE);
  g_assert_cmpstr (room->loaded, ==, "x.1 +0 price/x=9");
}

/* A program that knows more kinds shows the board, but cannot go on from where it stands. */
static void
test_another_scope (TestCacheRoom *room, gconstpointer sqlite)
{
  test_cache_open (room);
  test_cache_apply (room, TRUE, "a.1", "price/a", "1", NULL);
  test_cache_open_as (room, TEST_OWNER, "market price quote");
  g_assert_cmpstr (room->loaded, ==, "- +0 price/a=1");
  test_cache_apply (room, FALSE, "a.2", "price/a", "2", NULL);
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "a.1 +0 price/a=1");
  test_cache_open_as (room, TEST_OWNER, "market price quote");
  test_cache_apply (room, TRUE, "a.2", "price/a", "2", "quote/b", "1", NULL);
  test_cache_open_as (room, TEST_OWNER, "market price quote");
  g_assert_cmpstr (room->loaded, ==, "a.2 +0 price/a=2 quote/b=1");
}

static GThread *decoding;

static void
on_decoded (GObject *source, GAsyncResult *result, gpointer data)
{
  TestCacheRoom *room = data;

  g_free (room->loaded);
  room->loaded = mb_board_cache_load_finish (MB_BOARD_CACHE (source), result, NULL);
  room->done = TRUE;
}

static gpointer
decode (MbCacheDelta *board)
{
  char *text = test_cache_describe (board);

  decoding = g_thread_self ();
  mb_cache_delta_free (board);
  return text;
}

static void
test_decoder (TestCacheRoom *room, gconstpointer sqlite)
{
  test_cache_open (room);
  test_cache_apply (room, TRUE, "a.1", "price/a", "1", NULL);
  test_cache_close (room);
  test_cache_make (room, TEST_OWNER, TEST_SCOPE);
  room->done = FALSE;
  mb_board_cache_load_async (room->cache, decode, g_free, NULL, on_decoded, room);
  mb_test_wait (room->done);
  g_assert_cmpstr (room->loaded, ==, "a.1 +0 price/a=1");
  g_assert_true (decoding != g_thread_self ());
}

static void
on_cancelled (GObject *source, GAsyncResult *result, gpointer data)
{
  TestCacheRoom *room = data;
  g_autoptr (GError) error = NULL;

  g_assert_null (mb_board_cache_load_finish (MB_BOARD_CACHE (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  room->done = TRUE;
}

static void
test_cancelled (TestCacheRoom *room, gconstpointer sqlite)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  test_cache_make (room, TEST_OWNER, TEST_SCOPE);
  mb_board_cache_load_async (room->cache, decode, g_free, cancellable, on_cancelled, room);
  g_cancellable_cancel (cancellable);
  mb_test_wait (room->done);
}

/* Given up while it loads, and while it waits for more to write. */
static void
test_given_up (TestCacheRoom *room, gconstpointer sqlite)
{
  test_cache_make (room, TEST_OWNER, TEST_SCOPE);
  mb_board_cache_load_async (room->cache, NULL, NULL, NULL, test_cache_on_loaded, room);
  test_cache_apply (room, TRUE, "a.1", "price/a", "1", NULL);
  test_cache_close (room);
  g_assert_true (room->done);
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "a.1 +0 price/a=1");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (TestCacheRoom *, gconstpointer);
  } tests[] = {
    { "nothing", test_nothing },
    { "comes-back", test_comes_back },
    { "any-bytes", test_any_bytes },
    { "absorbs", test_absorbs },
    { "from-a-reset-on", test_from_a_reset_on },
    { "time", test_time },
    { "another-owner", test_another_owner },
    { "another-scope", test_another_scope },
    { "decoder", test_decoder },
    { "cancelled", test_cancelled },
    { "given-up", test_given_up },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *memory = g_strconcat ("/memory/", tests[i].path, NULL);
      g_autofree char *sqlite = g_strconcat ("/sqlite/", tests[i].path, NULL);

      g_test_add (memory, TestCacheRoom, NULL, test_cache_set_up, tests[i].run, test_cache_tear_down);
      g_test_add (sqlite, TestCacheRoom, "sqlite", test_cache_set_up, tests[i].run, test_cache_tear_down);
    }
  return g_test_run ();
}
