/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-file.h"

#include "core/base/mb-error.h"
#include "store/sqlite/mb-sqlite-backup.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Copies of a market: whole, proved, and never half in the place of what was. */

static int n_syncs, sync_error;

int
fsync (int fd)
{
  g_atomic_int_inc (&n_syncs);
  errno = g_atomic_int_get (&sync_error);
  return errno != 0 ? -1 : (int) syscall (SYS_fsync, fd);
}

static gboolean
back_up (const char *path, const char *file, GCancellable *cancellable, MbHead *head, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  TestWait wait = { 0 };

  mb_sqlite_backup_async (path, file, cancellable, test_wait_ready, &wait);
  result = test_wait_result (&wait);
  return mb_sqlite_backup_finish (result, head, error);
}

static gboolean
restore (const char *file, const char *path, MbHead *head, char **aside, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  TestWait wait = { 0 };

  mb_sqlite_restore_async (file, path, NULL, test_wait_ready, &wait);
  result = test_wait_result (&wait);
  return mb_sqlite_restore_finish (result, head, aside, error);
}

static void
assert_not_restored (const char *file, const char *path, MbError code)
{
  g_autofree char *aside = NULL;
  g_autoptr (GError) error = NULL;
  MbHead head;

  g_assert_false (restore (file, path, &head, &aside, &error));
  g_assert_error (error, MB_ERROR, (int) code);
  g_assert_null (aside);
  g_test_message ("%s", error->message);
}

static char *
fold_text (TestRoom *room, const char *position)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbRange) range = test_fold (room, NULL, position, NULL, &error);

  g_assert_no_error (error);
  return test_text (range->changes);
}

static char *
read_fold (const char *path)
{
  g_autoptr (GError) error = NULL;
  TestRoom reader = { .journal = test_try_open (path, MB_SQLITE_READ_ONLY, NULL, &error) };
  char *text;

  g_assert_no_error (error);
  text = fold_text (&reader, NULL);
  g_assert_finalize_object (reader.journal);
  return text;
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Somebody goes on writing while the copy is made. */
static void
test_online (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autofree char *file = g_build_filename (room->folder, "copy", NULL);
  g_autofree char *log = g_strconcat (file, "-wal", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TestWait wait = { 0 };
  guint64 n = 0;

  test_fill (room, 3000);
  for (guint round = 0; round < 3; round++)
    {
      g_autofree char *stood = NULL, *stands = NULL;
      MbHead before = room->told, head, walked;

      wait.done = FALSE;
      mb_sqlite_backup_async (room->path, file, NULL, test_wait_ready, &wait);
      while (!wait.done)
        {
          g_autofree char *value = g_strdup_printf ("%" G_GUINT64_FORMAT, ++n);

          test_set (room, "price", "leek", value);
        }
      result = test_wait_result (&wait);
      g_assert_true (mb_sqlite_backup_finish (result, &head, &error));
      g_clear_object (&result);

      g_assert_cmpuint (head.number, >=, before.number);
      g_assert_cmpuint (head.number, <=, room->told.number);
      g_assert_true (test_check_file (file, NULL, NULL, &walked, &error));
      g_assert_cmpstr (walked.position, ==, head.position);
      g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
      stood = fold_text (room, head.position);
      stands = read_fold (file);
      g_assert_cmpstr (stood, ==, stands);
    }
  g_assert_cmpuint (n, >, 0);

  test_room_free (room);
}

static void
test_restore (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autofree char *file = g_build_filename (room->folder, "copy", NULL);
  g_autofree char *early = NULL, *late = NULL, *kept = NULL, *stands = NULL, *aside = NULL, *second = NULL;
  g_autoptr (MbRange) back = NULL;
  g_autoptr (GError) error = NULL;
  MbHead head, later;

  test_fill (room, 100);
  early = fold_text (room, NULL);
  g_assert_true (back_up (room->path, file, NULL, &head, &error));
  test_set (room, "price", "leek", "new");
  later = room->told;
  late = fold_text (room, NULL);

  assert_not_restored (file, room->path, MB_ERROR_BUSY);
  test_set (room, "price", "leek", "new");
  test_room_close (room);

  g_assert_true (restore (file, room->path, &head, &aside, &error));
  g_assert_no_error (error);
  kept = read_fold (aside);
  g_assert_cmpstr (kept, ==, late);

  test_room_open (room);
  stands = fold_text (room, NULL);
  g_assert_cmpstr (stands, ==, early);
  /* Who saw what came after the backup gets everything anew, though numbers come again. */
  g_assert_cmpuint (test_set (room, "price", "leek", "other"), ==, later.number);
  back = test_delta (room, later.position);
  g_assert_true (back->reset);
  test_room_close (room);

  g_assert_true (restore (file, room->path, &head, &second, &error));
  g_assert_cmpstr (aside, !=, second);

  test_room_free (room);
}

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &content, &length, NULL));
  g_assert_true (g_file_set_contents (to, content, (gssize) length, NULL));
}

/* A hub that was killed leaves its log, and what is in it. */
static void
test_restore_over_log (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autofree char *log = g_strconcat (room->path, "-wal", NULL);
  g_autofree char *file = g_build_filename (room->folder, "copy", NULL);
  g_autofree char *killed = g_build_filename (room->folder, "killed.db", NULL);
  g_autofree char *killed_log = g_strconcat (killed, "-wal", NULL);
  g_autofree char *aside = NULL, *none = NULL, *early = NULL, *late = NULL, *kept = NULL, *stands = NULL;
  g_autoptr (GError) error = NULL;
  MbHead head;

  test_fill (room, 20);
  early = fold_text (room, NULL);
  g_assert_true (back_up (room->path, file, NULL, &head, &error));
  test_set (room, "price", "leek", "only in the log");
  late = fold_text (room, NULL);
  copy_file (room->path, killed);
  copy_file (log, killed_log);

  g_assert_true (restore (file, killed, &head, &aside, &error));
  g_assert_no_error (error);
  kept = read_fold (aside);
  g_assert_cmpstr (kept, ==, late);
  stands = read_fold (killed);
  g_assert_cmpstr (stands, ==, early);

  /* Cut short between the two. */
  g_assert_cmpint (g_unlink (killed), ==, 0);
  copy_file (log, killed_log);
  g_assert_true (restore (file, killed, &head, &none, &error));
  g_assert_null (none);
  g_free (stands);
  stands = read_fold (killed);
  g_assert_cmpstr (stands, ==, early);

  test_room_free (room);
}

static void
test_unsound (void)
{
  static const struct
  {
    const char *sql; /* done to a good copy; NULL: a page of it is overwritten */
    MbError code;
  } cases[] = {
    { NULL, MB_ERROR_CORRUPT },
    { "UPDATE change SET value = x'7b7d' WHERE number = 5", MB_ERROR_CORRUPT },
    { "DELETE FROM change WHERE number = 100", MB_ERROR_CORRUPT },
    { "DELETE FROM record WHERE number = (SELECT max(number) FROM record)", MB_ERROR_CORRUPT },
    { "INSERT INTO migration VALUES (9999, 'of tomorrow')", MB_ERROR_UNSUPPORTED },
    { "PRAGMA application_id = 7", MB_ERROR_INVALID },
  };
  TestRoom *room = test_room_new (TRUE);
  g_autofree char *file = g_build_filename (room->folder, "copy", NULL);
  g_autofree char *nowhere = g_build_filename (room->folder, "nowhere", NULL);
  g_autofree char *noise = g_strnfill (9000, 'x');
  guint n_files;

  test_fill (room, 300);
  n_files = count_files (room->folder) + 1;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      MbHead head;

      g_assert_true (back_up (room->path, file, NULL, &head, &error));
      g_assert_no_error (error);
      if (cases[i].sql != NULL)
        test_tamper (file, cases[i].sql);
      else
        test_overwrite (file, (test_root_page (file, "change") - 1) * 4096, 4096);

      assert_not_restored (file, room->path, MB_ERROR_BUSY);
      test_room_close (room);
      assert_not_restored (file, room->path, cases[i].code);
      test_room_open (room);
      g_assert_cmpuint (count_files (room->folder), ==, n_files);
    }

  test_room_close (room);
  g_assert_true (g_file_set_contents (file, noise, -1, NULL));
  assert_not_restored (file, room->path, MB_ERROR_CORRUPT);
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  assert_not_restored (file, room->path, MB_ERROR_INVALID);
  g_unlink (file);
  assert_not_restored (file, room->path, MB_ERROR_NOT_FOUND);

  /* Nor does it leave anything where nothing was. */
  n_files = count_files (room->folder);
  assert_not_restored (file, nowhere, MB_ERROR_NOT_FOUND);
  g_assert_cmpuint (count_files (room->folder), ==, n_files);

  test_room_free (room);
}

static void
assert_not_backed_up (const char *path, const char *file, MbError code)
{
  g_autoptr (GError) error = NULL;
  MbHead head;

  g_assert_false (back_up (path, file, NULL, &head, &error));
  g_assert_error (error, MB_ERROR, (int) code);
  g_test_message ("%s", error->message);
}

static void
test_places (void)
{
  TestRoom *room = test_room_new (TRUE), *other = test_room_new (TRUE);
  g_autofree char *nowhere = g_build_filename (room->folder, "no", "copy", NULL);
  g_autofree char *folder = g_build_filename (room->folder, "folder", NULL);
  g_autofree char *absent = g_build_filename (room->folder, "absent", NULL);
  guint n_files;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  n_files = count_files (room->folder);
  assert_not_backed_up (room->path, nowhere, MB_ERROR_FAILED);
  assert_not_backed_up (room->path, folder, MB_ERROR_FAILED);
  assert_not_backed_up (absent, nowhere, MB_ERROR_FAILED);
  assert_not_backed_up (room->path, room->path, MB_ERROR_INVALID);
  test_room_close (other);
  assert_not_backed_up (room->path, other->path, MB_ERROR_INVALID);
  g_assert_cmpuint (count_files (room->folder), ==, n_files);

  g_rmdir (folder);
  test_room_free (other);
  test_room_free (room);
}

/* A damaged market makes no backup, least of all in the place of a good one. */
static void
test_damaged_market (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autofree char *file = g_build_filename (room->folder, "copy", NULL);
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  MbHead head;

  test_fill (room, 300);
  g_assert_true (back_up (room->path, file, NULL, &head, &error));
  before = read_fold (file);
  test_room_close (room);
  test_tamper (room->path, "UPDATE change SET value = x'7b7d' WHERE number = 5");
  assert_not_backed_up (room->path, file, MB_ERROR_CORRUPT);
  after = read_fold (file);
  g_assert_cmpstr (before, ==, after);

  test_room_free (room);
}

static void
test_durable (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autofree char *file = g_build_filename (room->folder, "copy", NULL);
  g_autoptr (GError) error = NULL;
  MbHead head;
  guint n_files;
  int before;

  test_fill (room, 10);
  n_files = count_files (room->folder);
  for (guint i = 0; i < 2; i++)
    {
      g_atomic_int_set (&sync_error, i == 0 ? EIO : ENOSPC);
      assert_not_backed_up (room->path, file, i == 0 ? MB_ERROR_FAILED : MB_ERROR_FULL);
      g_assert_cmpuint (count_files (room->folder), ==, n_files);
    }
  g_atomic_int_set (&sync_error, 0);

  /* The file, and the folder that names it. */
  before = g_atomic_int_get (&n_syncs);
  g_assert_true (back_up (room->path, file, NULL, &head, &error));
  g_assert_cmpint (g_atomic_int_get (&n_syncs), >=, before + 2);

  test_room_free (room);
}

static void
test_cancelled (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autofree char *file = g_build_filename (room->folder, "copy", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  guint n_files;
  MbHead head;

  n_files = count_files (room->folder);
  g_cancellable_cancel (cancellable);
  g_assert_false (back_up (room->path, file, cancellable, &head, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (room->folder), ==, n_files);

  test_room_free (room);
}

static void
full_in_child (void)
{
  TestRoom *room = test_room_new (TRUE);
  g_autofree char *file = g_build_filename (room->folder, "copy", NULL);
  g_autofree char *large = g_strnfill (60000, 'x');
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  guint n_files;
  MbHead head;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_true (back_up (room->path, file, NULL, &head, &error));
  before = read_fold (file);
  n_files = count_files (room->folder);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *id = g_strdup_printf ("m%u", i);

      test_set (room, "media", id, large);
    }

  test_limit_size (300 * 1000);
  assert_not_backed_up (room->path, file, MB_ERROR_FULL);
  g_assert_cmpuint (count_files (room->folder), ==, n_files);
  after = read_fold (file);
  g_assert_cmpstr (before, ==, after);

  test_limit_size (RLIM_INFINITY);
  test_room_free (room);
}

static void
test_full (void)
{
  g_test_trap_subprocess ("/backup/full/subprocess", 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backup/online", test_online);
  g_test_add_func ("/backup/restore", test_restore);
  g_test_add_func ("/backup/restore-over-log", test_restore_over_log);
  g_test_add_func ("/backup/unsound", test_unsound);
  g_test_add_func ("/backup/places", test_places);
  g_test_add_func ("/backup/damaged-market", test_damaged_market);
  g_test_add_func ("/backup/durable", test_durable);
  g_test_add_func ("/backup/cancelled", test_cancelled);
  g_test_add_func ("/backup/full", test_full);
  g_test_add_func ("/backup/full/subprocess", full_in_child);
  return g_test_run ();
}
