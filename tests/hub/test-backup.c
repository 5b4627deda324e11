/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* prlimit */
#define G_LOG_DOMAIN "mb-test"

#include "mb-test-files.h"
#include "mb-test-hub.h"
#include "mb-test-stream.h"
#include "mb-test-wait.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* A market carried away and back, and what a hub says of files that it cannot work with. */

#define CLOCK "2026-11-23T09:00:00+08:00,0"
#define EGGS "{\"name\":{\"en\":\"eggs\"},\"order\":%d,\"trade\":\"fruit\",\"sold_by\":\"weight\"}"

typedef struct
{
  char *out, *err;
  gboolean done;
} Said;

static void
on_said (GObject *source, GAsyncResult *result, gpointer data)
{
  Said *said = data;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &said->out, &said->err, &error);
  g_assert_no_error (error);
  said->done = TRUE;
}

/* The program with these words. Returns: (transfer full): what it said, where it had to end with @status */
static char *
run (int status, ...)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "..", "app", "hub", "marketboard-hub", NULL);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  Said said = { NULL };
  const char *word;
  va_list list;
  char *all;

  g_ptr_array_add (argv, program);
  va_start (list, status);
  while ((word = va_arg (list, const char *)) != NULL)
    g_ptr_array_add (argv, (gpointer) word);
  va_end (list);
  g_ptr_array_add (argv, NULL);

  process = g_subprocess_newv ((const char *const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (process, NULL, NULL, on_said, &said);
  mb_test_wait (said.done);
  all = g_strconcat (said.out, said.err, NULL);
  g_test_message ("%s: %s", (char *) argv->pdata[1], all);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, status);
  g_free (said.out);
  g_free (said.err);

  return all;
}

static void
put_eggs (MbTestHub *hub, int order)
{
  g_autofree char *body = g_strdup_printf (EGGS, order);

  g_free (mb_test_hub_send (hub, "PUT", "records/product/eggs", body, NULL, NULL));
}

static char *
get_journal (MbTestHub *hub)
{
  return mb_test_hub_send (hub, "GET", "journal?limit=1000", NULL, NULL, NULL);
}

static char *
get_market_path (MbTestHub *hub)
{
  return g_build_filename (mb_test_hub_get_data (hub), "markets", "m1.db", NULL);
}

static void
test_there_and_back (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  const char *data = mb_test_hub_get_data (hub);
  g_autofree char *file = g_build_filename (data, "copy", NULL), *aside = NULL, *path = get_market_path (hub);
  g_autofree char *early = NULL, *late = NULL, *back = NULL, *said = NULL, *refused = NULL, *live = NULL;
  g_autoptr (MbTestStream) stream = NULL;

  put_eggs (hub, 1);
  early = get_journal (hub);
  said = run (0, "backup", "--data", data, file, NULL);
  g_assert_true (g_str_has_prefix (said, file));
  put_eggs (hub, 2);
  late = get_journal (hub);
  stream = mb_test_stream_open (mb_test_hub_get_port (hub), "/v1/markets/m1/stream", NULL);
  mb_test_wait ((live = mb_test_stream_dup_last_live (stream)) != NULL);

  /* Not under a hub's feet. */
  refused = run (1, "restore", "--data", data, file, NULL);
  g_assert_nonnull (strstr (refused, "another hub works here: stop it first"));
  mb_test_hub_stop (hub);
  g_free (run (0, "restore", "--data", data, file, NULL));
  aside = g_strconcat (path, ".old-1", NULL);
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));

  mb_test_hub_start (hub, CLOCK);
  back = get_journal (hub);
  g_assert_cmpstr (back, ==, early);
  put_eggs (hub, 3);

  /* A screen that has seen what came after the backup is given everything anew. */
  mb_test_stream_free (stream);
  stream = mb_test_stream_open (mb_test_hub_get_port (hub), "/v1/markets/m1/stream", live);
  mb_test_wait (mb_test_stream_count (stream, "event: live") == 1);
  g_assert_cmpuint (mb_test_stream_count (stream, "event: reset"), ==, 1);
  g_assert_cmpuint (mb_test_stream_count (stream, "\"order\":3"), ==, 1);

  /* And what was put aside is a market, too. */
  mb_test_hub_stop (hub);
  g_free (run (0, "restore", "--market", "m1", "--data", data, aside, NULL));
  g_free (back);
  mb_test_hub_start (hub, CLOCK);
  back = get_journal (hub);
  g_assert_cmpstr (back, ==, late);
}

/* Without a hub, and to another machine. */
static void
test_move (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  const char *data = mb_test_hub_get_data (hub);
  g_autofree char *other = mb_test_folder_new ();
  g_autofree char *place = g_build_filename (other, "hub", NULL), *file = g_build_filename (other, "copy", NULL);
  g_autofree char *here = NULL, *there = NULL, *said = NULL;

  put_eggs (hub, 1);
  mb_test_hub_stop (hub);
  g_free (run (0, "backup", "--data", data, file, NULL));
  said = run (1, "restore", "--data", place, file, NULL);
  g_assert_nonnull (strstr (said, "--market says which one"));
  g_free (run (1, "restore", "--market", "../m1", "--data", place, file, NULL));
  g_free (run (0, "restore", "--market", "moved", "--data", place, file, NULL));
  here = run (0, "export", "--data", data, NULL);
  there = run (0, "export", "--data", place, NULL);
  g_assert_cmpstr (here, ==, there);
  g_assert_cmpuint (strlen (here), >, 100);

  mb_test_hub_start (hub, CLOCK);
  mb_test_folder_free (g_steal_pointer (&other));
}

static void
test_wrong (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  const char *data = mb_test_hub_get_data (hub);
  g_autofree char *file = g_build_filename (data, "copy", NULL), *path = get_market_path (hub);
  g_autofree char *before = NULL, *after = NULL;

  put_eggs (hub, 1);
  before = get_journal (hub);
  g_free (run (2, "backup", "--data", data, NULL));
  g_free (run (2, "backup", "--data", data, file, "more", NULL));
  g_free (run (2, "backup", file, NULL));
  g_free (run (1, "backup", "--data", data, path, NULL));
  g_free (run (1, "backup", "--data", data, "/no/such/folder/copy", NULL));
  g_free (run (1, "backup", "--data", data, "--market", "m9", file, NULL));
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));

  mb_test_hub_stop (hub);
  g_free (run (2, "restore", "--data", data, NULL));
  g_free (run (1, "restore", "--data", data, file, NULL));
  g_assert_true (g_file_set_contents (file, "this was a backup", -1, NULL));
  g_free (run (1, "restore", "--data", data, file, NULL));
  mb_test_hub_start (hub, CLOCK);
  after = get_journal (hub);
  g_assert_cmpstr (before, ==, after);
}

/* A page is not what was written: the hub does not begin, and says what helps; which does. */
static void
test_corrupt (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  const char *data = mb_test_hub_get_data (hub);
  g_autofree char *file = g_build_filename (data, "copy", NULL), *path = get_market_path (hub), *noise = NULL;
  g_autofree char *before = NULL, *after = NULL, *said = NULL, *helps = NULL;
  GStatBuf info;
  int fd;

  for (int i = 0; i < 30; i++)
    put_eggs (hub, i);
  before = get_journal (hub);
  g_free (run (0, "backup", "--data", data, file, NULL));
  mb_test_hub_stop (hub);

  /* All but the first page, which has the tables' names. */
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  noise = g_strnfill ((gsize) info.st_size - 4096, '\xa5');
  fd = open (path, O_WRONLY | O_CLOEXEC);
  g_assert_cmpint (pwrite (fd, noise, (gsize) info.st_size - 4096, 4096), ==, info.st_size - 4096);
  close (fd);

  said = run (1, "--data", data, "--listen", "127.0.0.1:0", NULL);
  g_assert_nonnull (strstr (said, "the file is damaged"));
  helps = g_strdup_printf ("marketboard-hub restore --market m1 --data %s FILE", data);
  g_assert_nonnull (strstr (said, helps));
  g_assert_null (strstr (said, "listening"));

  g_free (run (0, "restore", "--market", "m1", "--data", data, file, NULL));
  mb_test_hub_start (hub, CLOCK);
  after = get_journal (hub);
  g_assert_cmpstr (before, ==, after);
}

/* Two folders that lead to one file. */
static void
test_two_hubs (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autofree char *other = mb_test_folder_new (), *markets = g_build_filename (other, "markets", NULL);
  g_autofree char *link = g_build_filename (markets, "m1.db", NULL), *path = get_market_path (hub);
  g_autofree char *said = NULL, *who = NULL;

  g_assert_cmpint (g_mkdir (markets, 0700), ==, 0);
  g_assert_cmpint (symlink (path, link), ==, 0);
  said = run (1, "--data", other, "--listen", "127.0.0.1:0", NULL);
  who = g_strdup_printf ("is in use by process %s", mb_test_hub_get_pid (hub));
  g_assert_nonnull (strstr (said, who));

  g_free (said);
  said = run (1, "--data", mb_test_hub_get_data (hub), "--listen", "127.0.0.1:0", NULL);
  g_assert_nonnull (strstr (said, "another hub works here"));
  put_eggs (hub, 1);
  mb_test_folder_free (g_steal_pointer (&other));
}

static void
limit_size (MbTestHub *hub, rlim_t most)
{
  pid_t pid = (pid_t) g_ascii_strtoll (mb_test_hub_get_pid (hub), NULL, 10);
  struct rlimit limit;

  g_assert_cmpint (prlimit (pid, RLIMIT_FSIZE, NULL, &limit), ==, 0);
  limit.rlim_cur = most;
  g_assert_cmpint (prlimit (pid, RLIMIT_FSIZE, &limit, NULL), ==, 0);
}

/* Nothing can be written, and everything else goes on. */
static void
test_full (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  const char *data = mb_test_hub_get_data (hub);
  g_autofree char *file = g_build_filename (data, "copy", NULL), *problem = NULL, *said = NULL;
  g_autofree char *body = g_strdup_printf (EGGS, 2);
  g_autoptr (MbTestStream) early = NULL, late = NULL;
  guint status;

  put_eggs (hub, 1);
  early = mb_test_stream_open (mb_test_hub_get_port (hub), "/v1/markets/m1/stream", NULL);
  mb_test_wait (mb_test_stream_count (early, "event: live") == 1);

  limit_size (hub, 0);
  problem = mb_test_hub_send (hub, "PUT", "records/product/eggs", body, NULL, &status);
  g_assert_cmpuint (status, ==, 507);
  g_assert_nonnull (strstr (problem, "the disk is full"));
  said = run (1, "backup", "--data", data, file, NULL);
  g_assert_nonnull (strstr (said, "the disk is full"));
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  late = mb_test_stream_open (mb_test_hub_get_port (hub), "/v1/markets/m1/stream", NULL);
  mb_test_wait (mb_test_stream_count (late, "event: live") == 1);
  g_assert_cmpuint (mb_test_stream_count (early, "event: live"), ==, 1);

  limit_size (hub, RLIM_INFINITY);
  put_eggs (hub, 3);
  mb_test_wait (mb_test_stream_count (early, "\"order\":3") == 1 && mb_test_stream_count (late, "\"order\":3") == 1);
  g_assert_false (early->closed);
  g_assert_cmpuint (mb_test_stream_count (early, "\"order\":2"), ==, 0);
  g_assert_cmpuint (mb_test_stream_count (early, "event: reset"), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backup/there-and-back", test_there_and_back);
  g_test_add_func ("/backup/move", test_move);
  g_test_add_func ("/backup/wrong", test_wrong);
  g_test_add_func ("/backup/corrupt", test_corrupt);
  g_test_add_func ("/backup/two-hubs", test_two_hubs);
  g_test_add_func ("/backup/full", test_full);
  return g_test_run ();
}
