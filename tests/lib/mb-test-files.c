/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mb-test-files.h"

#include <glib/gstdio.h>

char *
mb_test_find_shared (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "data", name, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  g_test_skip_printf ("there is no %s", path);

  return NULL;
}

GBytes *
mb_test_load (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_file_load_bytes (file, NULL, NULL, &error);

  g_assert_no_error (error);

  return bytes;
}

char *
mb_test_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("mb-test-XXXXXX", &error);

  g_assert_no_error (error);

  return path;
}

/* Never follows a link out of the folder. */
static void
delete_path (const char *path)
{
  GDir *folder = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      delete_path (inside);
    }
  g_clear_pointer (&folder, g_dir_close);
  g_assert_cmpint (g_remove (path), ==, 0);
}

void
mb_test_folder_free (char *path)
{
  delete_path (path);
  g_free (path);
}
