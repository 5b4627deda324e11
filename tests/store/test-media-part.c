/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mb-error.h"
#include "store/media/mb-media-folder.h"
#include "store/media/mb-media-part.h"

#include "mb-test-files.h"

#include <signal.h>
#include <sys/resource.h>

/* Files that are written piece by piece, and are files only when they are whole. */

#define LENGTH (10 * 1024 * 1024 + 7)

typedef struct
{
  char *root, *folder, *sha256;
  guint8 *bytes;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  fixture->root = mb_test_folder_new ();
  fixture->folder = g_build_filename (fixture->root, "m1.media", NULL);
  fixture->bytes = g_malloc (LENGTH);
  for (gsize i = 0; i < LENGTH; i++)
    fixture->bytes[i] = (guint8) g_rand_int (random);
  fixture->sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, fixture->bytes, LENGTH);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mb_test_folder_free (fixture->root);
  g_free (fixture->folder);
  g_free (fixture->sha256);
  g_free (fixture->bytes);
}

static MbMediaPart *
open_part (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  MbMediaPart *part = mb_media_part_open (fixture->folder, fixture->sha256, &error);
  gboolean done = FALSE;

  g_assert_no_error (error);
  while (!done)
    g_assert_true (mb_media_part_read_on (part, &done, NULL));
  return part;
}

static void
add (Fixture *fixture, MbMediaPart *part, gsize from, gsize to)
{
  g_autoptr (GError) error = NULL;

  for (gsize at = from; at < to; at += 100000)
    mb_media_part_add (part, fixture->bytes + at, MIN (100000, to - at), &error);
  g_assert_no_error (error);
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MbMediaPart) part = open_part (fixture);
  g_autoptr (GError) error = NULL;
  MbMediaFile file;

  add (fixture, part, 0, LENGTH);
  g_assert_false (mb_media_folder_find (fixture->folder, fixture->sha256, NULL));
  g_assert_true (mb_media_part_finish (part, &error));
  g_assert_true (mb_media_folder_find (fixture->folder, fixture->sha256, &file));
  g_assert_cmpuint (file.bytes, ==, LENGTH);
  g_assert_false (mb_media_folder_find_part (fixture->folder, fixture->sha256, NULL));
  g_assert_true (mb_media_folder_check (fixture->folder, fixture->sha256, NULL, &error));
}

/* Each writer ends where it happens to be, and the next goes on. */
static void
test_resumed (Fixture *fixture, gconstpointer data)
{
  static const gsize stops[] = { 0, 1, 4096, 4 << 20, (4 << 20) + 1, 9 << 20, LENGTH };
  g_autoptr (MbMediaPart) last = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i < G_N_ELEMENTS (stops); i++)
    {
      g_autoptr (MbMediaPart) part = open_part (fixture);

      g_assert_cmpuint (mb_media_part_get_size (part), ==, stops[i - 1]);
      add (fixture, part, stops[i - 1], stops[i]);
    }
  last = open_part (fixture);
  g_assert_true (mb_media_part_finish (last, &error));
  g_assert_true (mb_media_folder_check (fixture->folder, fixture->sha256, NULL, &error));
}

static void
test_cut (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MbMediaPart) part = open_part (fixture);
  g_autoptr (MbMediaPart) next = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  add (fixture, part, 100, 5000);
  next = mb_media_part_open (fixture->folder, fixture->sha256, &error);
  g_assert_true (mb_media_part_cut (next, 0, &error));
  g_assert_true (mb_media_part_read_on (next, &done, &error));
  add (fixture, next, 0, LENGTH);
  g_assert_true (mb_media_part_finish (next, &error));
}

/* What is wrong is gone, and says what it was. */
static void
test_wrong (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MbMediaPart) part = open_part (fixture);
  g_autoptr (GError) error = NULL;

  add (fixture, part, 1, LENGTH);
  g_assert_false (mb_media_part_finish (part, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_CORRUPT);
  g_assert_false (mb_media_folder_find (fixture->folder, fixture->sha256, NULL));
  g_assert_false (mb_media_folder_find_part (fixture->folder, fixture->sha256, NULL));
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  struct rlimit before, small;
  g_autoptr (MbMediaPart) part = open_part (fixture);
  g_autoptr (GError) error = NULL;

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &before);
  small = before;
  small.rlim_cur = 1000000;
  setrlimit (RLIMIT_FSIZE, &small);
  g_assert_true (mb_media_part_add (part, fixture->bytes, 900000, &error));
  g_assert_false (mb_media_part_add (part, fixture->bytes + 900000, 200000, &error));
  setrlimit (RLIMIT_FSIZE, &before);
  g_assert_error (error, MB_ERROR, MB_ERROR_FULL);
}

static void
test_listed (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "readme", "ABC", "0.part" };
  g_autoptr (MbMediaPart) part = open_part (fixture);
  g_autoptr (GArray) files = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_assert_true (g_file_set_contents (path, "x", 1, NULL));
    }
  add (fixture, part, 0, 5);
  files = mb_media_folder_list (fixture->folder);
  g_assert_cmpuint (files->len, ==, 1);
  g_assert_false (g_array_index (files, MbMediaFile, 0).whole);
  g_assert_cmpuint (g_array_index (files, MbMediaFile, 0).bytes, ==, 5);
  g_assert_cmpstr (g_array_index (files, MbMediaFile, 0).sha256, ==, fixture->sha256);
}

static void
test_changed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MbMediaPart) part = open_part (fixture);
  g_autofree char *path = mb_media_folder_dup_path (fixture->folder, fixture->sha256);
  g_autoptr (GError) error = NULL;

  add (fixture, part, 0, LENGTH);
  g_assert_true (mb_media_part_finish (part, &error));
  fixture->bytes[LENGTH - 1] ^= 1;
  g_assert_true (g_file_set_contents (path, (char *) fixture->bytes, LENGTH, NULL));
  g_assert_false (mb_media_folder_check (fixture->folder, fixture->sha256, NULL, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_CORRUPT);
}

#define ADD(name, test) g_test_add ("/media-part/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("whole", test_whole);
  ADD ("resumed", test_resumed);
  ADD ("cut", test_cut);
  ADD ("wrong", test_wrong);
  ADD ("full", test_full);
  ADD ("listed", test_listed);
  ADD ("changed", test_changed);
  return g_test_run ();
}
