/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/mb-media-cache.h"

#include "mb-test-files.h"
#include "mb-test-wait.h"


/* Media on this machine's disk. */

typedef struct
{
  char *folder;
  MbMediaCache *cache;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = mb_test_folder_new ();
}

static void
close_cache (Fixture *fixture)
{
  if (fixture->cache != NULL)
    mb_test_assert_finalized (g_steal_pointer (&fixture->cache));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_cache (fixture);
  mb_test_folder_free (fixture->folder);
}

/* Returns: (transfer full): its digest */
static char *
put_file (Fixture *fixture, const char *text)
{
  char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_autofree char *path = g_build_filename (fixture->folder, sha256, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return sha256;
}

static void
open_cache (Fixture *fixture)
{
  close_cache (fixture);
  fixture->cache = mb_media_cache_new (fixture->folder, NULL);
  mb_test_wait (mb_media_cache_get_progress (fixture->cache)->settled);
}

static void
test_own_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *whole = put_file (fixture, "a film");
  g_autofree char *broken = put_file (fixture, "another");
  g_autofree char *path = g_build_filename (fixture->folder, broken, NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_set_contents (path, "anothe", -1, NULL));
  open_cache (fixture);
  g_assert_null (mb_media_cache_get_path (fixture->cache, broken));
  g_assert_true (g_file_get_contents (mb_media_cache_get_path (fixture->cache, whole), &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "a film");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/media-cache/own-files", Fixture, NULL, set_up, test_own_files, tear_down);
  return g_test_run ();
}
