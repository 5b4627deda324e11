/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mb-test-wait.h"
#include "test-cache-room.h"
#include "test-room.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* What can happen to a cache's file: nothing of it is fatal, and none of it makes a torn board. */

#define N_PRICES 40
#define N_KILLS 25

static char *
get_path (TestCacheRoom *room, const char *suffix)
{
  return g_strconcat (room->path, suffix, NULL);
}

static gboolean
exists (TestCacheRoom *room, const char *suffix)
{
  g_autofree char *path = get_path (room, suffix);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
execute (const char *path, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
keep_board (TestCacheRoom *room)
{
  test_cache_open (room);
  test_cache_apply (room, TRUE, "a.2", "price/leek@average", "350", "price/kale@average", "420", NULL);
  test_cache_close (room);
}

#define KEPT "a.2 +0 price/kale@average=420 price/leek@average=350"

/* A cache that was set aside begins anew and is none the worse. */
static void
assert_begins_anew (TestCacheRoom *room)
{
  g_assert_cmpstr (room->loaded, ==, "");
  g_assert_true (exists (room, "-aside"));
  test_cache_apply (room, FALSE, "a.3", "price/leek@average", "1", NULL);
  test_cache_apply (room, TRUE, "b.1", "price/leek@average", "2", NULL);
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "b.1 +0 price/leek@average=2");
}

static void
test_garbage (TestCacheRoom *room, gconstpointer data)
{
  keep_board (room);
  g_assert_true (g_file_set_contents (room->path, "This is no database at all. This is no database.", -1, NULL));
  test_cache_open_expecting (room, "not a database");
  assert_begins_anew (room);
}

static void
test_empty_file (TestCacheRoom *room, gconstpointer data)
{
  keep_board (room);
  g_assert_true (g_file_set_contents (room->path, "", 0, NULL));
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "");
}

static void
test_newer (TestCacheRoom *room, gconstpointer data)
{
  keep_board (room);
  execute (room->path, "INSERT INTO migration VALUES (99, '0099-later.sql')");
  test_cache_open_expecting (room, "newer version");
  assert_begins_anew (room);
}

static void
test_does_not_add_up (TestCacheRoom *room, gconstpointer data)
{
  static const char *const faults[] = {
    "UPDATE record SET bytes = CAST ('351' AS BLOB) WHERE id = 'leek@average'",
    "DELETE FROM record WHERE id = 'leek@average'",
    "INSERT INTO record VALUES ('price', 'cress@average', x'31')",
    "UPDATE record SET id = 'cress@average' WHERE id = 'leek@average'",
    "DELETE FROM record",
    "UPDATE board SET position = 'a.3'",
    "UPDATE board SET at_us = at_us + 1",
    "UPDATE board SET owner = owner || 'x'",
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      keep_board (room);
      execute (room->path, faults[i]);
      test_cache_open_expecting (room, "add up");
      assert_begins_anew (room);
      test_cache_close (room);
      g_assert_cmpint (g_unlink (room->path), ==, 0);
    }
}

/* Wherever a byte rots: the board as it was, or none. */
static void
test_rotten (TestCacheRoom *room, gconstpointer data)
{
  g_autofree char *sound = NULL;
  g_autofree char *rotten = NULL;
  guint n_whole = 0, n_none = 0;
  gsize length;

  keep_board (room);
  g_assert_true (g_file_get_contents (room->path, &sound, &length, NULL));
  rotten = g_memdup2 (sound, length);
  for (gsize i = 0; i < length; i += i < 200 ? 1 : 37)
    {
      rotten[i] ^= 0x41;
      g_assert_true (g_file_set_contents (room->path, rotten, (gssize) length, NULL));
      rotten[i] = sound[i];
      test_cache_make (room, TEST_OWNER, TEST_SCOPE);
      room->done = FALSE;
      mb_board_cache_load_async (room->cache, NULL, NULL, NULL, test_cache_on_loaded, room);
      mb_test_wait (room->done);
      if (room->loaded[0] == '\0')
        n_none++;
      else if (strstr (room->loaded, KEPT) != NULL)
        n_whole++;
      else
        g_error ("Byte %" G_GSIZE_FORMAT " made %s", i, room->loaded);
      test_cache_close (room);
    }
  g_assert_cmpuint (n_whole, >, 0);
  g_assert_cmpuint (n_none, >, 0);
}

/* Cut anywhere. */
static void
test_cut (TestCacheRoom *room, gconstpointer data)
{
  g_autofree char *sound = NULL;
  gsize length;

  keep_board (room);
  g_assert_true (g_file_get_contents (room->path, &sound, &length, NULL));
  for (gsize i = 0; i < length; i += 911)
    {
      g_assert_true (g_file_set_contents (room->path, sound, (gssize) i, NULL));
      test_cache_make (room, TEST_OWNER, TEST_SCOPE);
      room->done = FALSE;
      mb_board_cache_load_async (room->cache, NULL, NULL, NULL, test_cache_on_loaded, room);
      mb_test_wait (room->done);
      g_assert_cmpstr (room->loaded, ==, "");
      test_cache_close (room);
    }
}

/* A market's journal is nobody's cache, and nothing happens to it. */
static void
test_journal (TestCacheRoom *room, gconstpointer data)
{
  TestRoom *journal = test_room_new (TRUE);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize before_length, after_length;

  test_set (journal, "price", "leek@average", "1");
  test_room_close (journal);
  g_free (room->path);
  room->path = g_strdup (journal->path);
  g_assert_true (g_file_get_contents (room->path, &before, &before_length, NULL));
  test_cache_open_expecting (room, "not a screen's cache");
  g_assert_cmpstr (room->loaded, ==, "");
  test_cache_apply (room, TRUE, "a.1", "price/leek@average", "2", NULL);
  test_cache_close (room);
  g_assert_false (exists (room, "-aside"));
  g_assert_true (g_file_get_contents (room->path, &after, &after_length, NULL));
  g_assert_cmpmem (before, before_length, after, after_length);
  test_room_free (journal);
}

static void
test_no_folder (TestCacheRoom *room, gconstpointer data)
{
  g_autofree char *file = g_build_filename (room->folder, "file", NULL);

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_free (room->path);
  room->path = g_build_filename (file, "state", "entrance.db", NULL);
  test_cache_open_expecting (room, "could not be made");
  g_assert_cmpstr (room->loaded, ==, "");
  test_cache_apply (room, TRUE, "a.1", "price/leek@average", "2", NULL);
}

/* A second program on the same file reads it, and leaves it to the first. What it had to write waits,
 * and is not put on a board that it does not follow. */
static void
test_in_use (TestCacheRoom *room, gconstpointer data)
{
  TestCacheRoom other = { .sqlite = TRUE, .path = room->path };

  keep_board (room);
  test_cache_open (room);
  test_cache_open_expecting (&other, "in use by process");
  g_assert_cmpstr (other.loaded, ==, KEPT);
  test_cache_apply (&other, FALSE, "a.4", "price/leek@average", "4", NULL);
  test_cache_apply (room, FALSE, "a.3", "price/leek@average", "3", NULL);
  test_cache_close (room);
  test_cache_close (&other);
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "a.3 +0 price/kale@average=420 price/leek@average=3");
  g_free (other.loaded);
}

/* The same, but the first one changed nothing. */
static void
test_in_use_no_more (TestCacheRoom *room, gconstpointer data)
{
  TestCacheRoom other = { .sqlite = TRUE, .path = room->path };

  keep_board (room);
  test_cache_open (room);
  test_cache_open_expecting (&other, "in use by process");
  test_cache_apply (&other, FALSE, "a.4", "price/leek@average", "4", NULL);
  test_cache_close (room);
  test_cache_close (&other);
  test_cache_open (room);
  g_assert_cmpstr (room->loaded, ==, "a.4 +0 price/kale@average=420 price/leek@average=4");
  g_free (other.loaded);
}

static void
test_written_behind (TestCacheRoom *room, gconstpointer data)
{
  g_autofree char *log = get_path (room, "-wal");
  GStatBuf before, after;

  test_cache_make (room, TEST_OWNER, TEST_SCOPE);
  mb_board_cache_set_delay (room->cache, 5);
  mb_board_cache_load_async (room->cache, NULL, NULL, NULL, test_cache_on_loaded, room);
  mb_test_wait (room->done);
  g_assert_cmpint (g_stat (log, &before), ==, 0);
  test_cache_apply (room, TRUE, "a.1", "price/leek@average", "1", NULL);
  mb_test_wait (g_stat (log, &after) == 0 && after.st_size > before.st_size);
}

/* A child keeps board after board in which every price is of one generation, and says which it has
 * handed in, until it is killed. */

static void
apply_generation (TestCacheRoom *room, guint generation)
{
  MbCacheDelta *delta = mb_cache_delta_new ();
  g_autofree char *text = g_strdup_printf ("%u", generation);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  delta->reset = generation % 7 == 0;
  delta->position = g_strdup_printf ("a.%u", generation);
  delta->at = (MbTime){ TEST_AT_US, 28800 };
  for (guint i = 0; i < N_PRICES; i++)
    {
      g_autofree char *id = g_strdup_printf ("product-%u@average", i);

      mb_cache_delta_put (delta, "price", id, bytes);
    }
  mb_board_cache_apply (room->cache, delta);
}

static guint
get_generation (const char *loaded)
{
  return loaded[0] != '\0' ? (guint) g_ascii_strtoull (loaded + 2, NULL, 10) : 0;
}

static void
keep_until_killed (void)
{
  TestCacheRoom room = { .sqlite = TRUE, .path = g_strdup (g_getenv ("MB_TEST_PATH")) };

  test_cache_make (&room, TEST_OWNER, TEST_SCOPE);
  mb_board_cache_set_delay (room.cache, 0);
  mb_board_cache_load_async (room.cache, NULL, NULL, NULL, test_cache_on_loaded, &room);
  mb_test_wait (room.done);
  for (guint i = get_generation (room.loaded) / 7 * 7 + 7;; i++)
    {
      apply_generation (&room, i);
      g_assert_cmpint (dprintf (3, "%u\n", i), >, 0);
    }
}

static GPid
spawn_keeper (const char *path, int *out)
{
  char *argv[] = { NULL, (char *) "-p", (char *) "/sqlite/killed/keeper", NULL };
  g_auto (GStrv) env = g_environ_setenv (g_get_environ (), "MB_TEST_PATH", path, TRUE);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GError) error = NULL;
  int ends[2], sources[1], targets[1] = { 3 };
  GPid pid;

  argv[0] = self;
  g_assert_cmpint (pipe (ends), ==, 0);
  fcntl (ends[0], F_SETFD, FD_CLOEXEC);
  sources[0] = ends[1];
  g_spawn_async_with_pipes_and_fds (NULL, (const char *const *) argv, (const char *const *) env,
                                    G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, -1, -1, -1,
                                    sources, targets, 1, &pid, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  close (ends[1]);
  *out = ends[0];
  return pid;
}

static void
kill_after (const char *path, gsize n_bytes)
{
  char buffer[256];
  gsize said = 0;
  gssize n;
  int out;
  GPid pid = spawn_keeper (path, &out);

  while (said < n_bytes && (n = read (out, buffer, sizeof buffer)) > 0)
    said += (gsize) n;
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  close (out);
  waitpid (pid, NULL, 0);
  g_spawn_close_pid (pid);
}

static void
assert_one_generation (const char *loaded)
{
  g_autofree char *value = g_strdup_printf ("=%u", get_generation (loaded));
  g_auto (GStrv) words = g_strsplit (loaded, " ", -1);

  g_assert_cmpuint (g_strv_length (words), ==, N_PRICES + 2);
  for (guint i = 2; i < N_PRICES + 2; i++)
    g_assert_true (g_str_has_suffix (words[i], value));
}

static void
test_killed (TestCacheRoom *room, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (23);
  guint before = 0, n_later = 0;

  for (guint i = 0; i < N_KILLS; i++)
    {
      kill_after (room->path, (gsize) g_rand_int_range (random, 1, 20000));
      test_cache_open (room);
      if (room->loaded[0] != '\0')
        assert_one_generation (room->loaded);
      g_assert_cmpuint (get_generation (room->loaded), >=, before);
      n_later += get_generation (room->loaded) > before;
      before = get_generation (room->loaded);
      test_cache_close (room);
    }
  g_assert_cmpuint (n_later, >, N_KILLS / 2);
}

/* Killed, and then never allowed to write again: what the log holds counts. Needs somebody who may not
 * do everything. */
static void
read_only_in_child (void)
{
  TestCacheRoom room = { .sqlite = TRUE, .path = g_strdup (g_getenv ("MB_TEST_PATH")) };
  const char *expected = g_getenv ("MB_TEST_EXPECTED");

  if (geteuid () == 0)
    {
      g_assert_cmpint (setgid (65534), ==, 0);
      g_assert_cmpint (setuid (65534), ==, 0);
    }
  test_cache_open_expecting (&room, "Permission denied");
  if (expected != NULL)
    g_assert_cmpstr (room.loaded, ==, expected);
  else
    assert_one_generation (room.loaded);
  test_cache_apply (&room, TRUE, "b.1", "price/leek@average", "1", NULL);
  test_cache_close (&room);
  g_free (room.loaded);
  g_free (room.path);
}

static void
make_read_only (TestCacheRoom *room)
{
  static const char *const parts[] = { "", "-wal", "-shm", "-lock" };
  g_autofree char *folder = g_path_get_dirname (room->path);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *path = get_path (room, parts[i]);

      g_chmod (path, 0444);
    }
  g_assert_cmpint (g_chmod (folder, 0555), ==, 0);
  g_assert_cmpint (g_chmod (room->folder, 0755), ==, 0);
}

static void
run_read_only (TestCacheRoom *room)
{
  g_autofree char *folder = g_path_get_dirname (room->path);

  make_read_only (room);
  g_setenv ("MB_TEST_PATH", room->path, TRUE);
  g_test_trap_subprocess ("/sqlite/read-only/subprocess", 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
}

static void
test_read_only (TestCacheRoom *room, gconstpointer data)
{
  keep_board (room);
  g_setenv ("MB_TEST_EXPECTED", KEPT, TRUE);
  run_read_only (room);
  g_unsetenv ("MB_TEST_EXPECTED");
}

static void
test_read_only_after_kill (TestCacheRoom *room, gconstpointer data)
{
  kill_after (room->path, 3000);
  g_assert_true (exists (room, "-wal"));
  run_read_only (room);
}

static void
set_size_limit (rlim_t limit)
{
  struct rlimit now;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &now), ==, 0);
  now.rlim_cur = limit;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &now), ==, 0);
}

/* One price and much else. */
static void
apply_large (TestCacheRoom *room, const char *position, gboolean reset)
{
  MbCacheDelta *delta = mb_cache_delta_new ();
  g_autofree char *large = g_strnfill (60000, 'x');
  g_autoptr (GBytes) bytes = g_bytes_new (large, strlen (large));
  g_autoptr (GBytes) price = g_bytes_new (position, strlen (position));

  delta->reset = reset;
  delta->position = g_strdup (position);
  delta->at = (MbTime){ TEST_AT_US, 28800 };
  mb_cache_delta_put (delta, "price", "leek", price);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s-%u", position, i);

      mb_cache_delta_put (delta, "media", id, bytes);
    }
  mb_board_cache_apply (room->cache, delta);
}

static void
assert_holds (TestCacheRoom *room, const char *position)
{
  g_autofree char *price = g_strdup_printf (" price/leek=%s", position);

  test_cache_open (room);
  g_assert_true (g_str_has_prefix (room->loaded, position));
  g_assert_true (g_str_has_suffix (room->loaded, price));
}

/* A file that may not grow answers as a disk that is full. The board that is there stays; what waits
 * goes in together when there is room again. */
static void
full_in_child (void)
{
  TestCacheRoom room = { 0 };

  signal (SIGXFSZ, SIG_IGN);
  test_cache_set_up (&room, "sqlite");
  for (guint lifted = 0; lifted < 2; lifted++)
    {
      test_cache_open (&room);
      apply_large (&room, "a.1", TRUE);
      test_cache_close (&room);

      test_cache_make (&room, TEST_OWNER, TEST_SCOPE);
      mb_board_cache_set_delay (room.cache, 0);
      room.done = FALSE;
      mb_board_cache_load_async (room.cache, NULL, NULL, NULL, test_cache_on_loaded, &room);
      mb_test_wait (room.done);
      set_size_limit (1000 * 1000);
      apply_large (&room, "a.2", FALSE);
      mb_test_wait (mb_board_cache_get_problem (room.cache) != NULL);
      g_assert_nonnull (strstr (mb_board_cache_get_problem (room.cache), "disk is full"));
      test_cache_apply (&room, FALSE, "a.3", "price/leek", "a.3", NULL);
      if (lifted)
        set_size_limit (RLIM_INFINITY);
      test_cache_close (&room);

      set_size_limit (RLIM_INFINITY);
      assert_holds (&room, lifted ? "a.3" : "a.1");
    }
  test_cache_tear_down (&room, "sqlite");
}

static void
test_full (TestCacheRoom *room, gconstpointer data)
{
  g_test_trap_subprocess ("/sqlite/full/subprocess", 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  if (g_getenv ("MB_TEST_PATH") != NULL)
    g_test_add_func ("/sqlite/killed/keeper", keep_until_killed);
  g_test_add_func ("/sqlite/read-only/subprocess", read_only_in_child);
  g_test_add_func ("/sqlite/full/subprocess", full_in_child);

#define ADD(path, func) \
  g_test_add ("/sqlite/" path, TestCacheRoom, "sqlite", test_cache_set_up, func, test_cache_tear_down)
  ADD ("garbage", test_garbage);
  ADD ("empty-file", test_empty_file);
  ADD ("newer", test_newer);
  ADD ("does-not-add-up", test_does_not_add_up);
  ADD ("rotten", test_rotten);
  ADD ("cut", test_cut);
  ADD ("journal", test_journal);
  ADD ("no-folder", test_no_folder);
  ADD ("in-use", test_in_use);
  ADD ("in-use-no-more", test_in_use_no_more);
  ADD ("written-behind", test_written_behind);
  ADD ("killed", test_killed);
  ADD ("read-only", test_read_only);
  ADD ("read-only-after-kill", test_read_only_after_kill);
  ADD ("full", test_full);
  return g_test_run ();
}
