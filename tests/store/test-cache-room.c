/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-cache-room.h"

#include "store/memory/mb-memory-cache.h"
#include "store/sqlite/mb-sqlite-cache.h"

#include "mb-test-wait.h"

#include <glib/gstdio.h>

void
test_cache_set_up (TestCacheRoom *room, gconstpointer sqlite)
{
  room->sqlite = sqlite != NULL;
  room->folder = g_dir_make_tmp ("mb-cache-XXXXXX", NULL);
  room->path = g_build_filename (room->folder, "state", "entrance.db", NULL);
  room->memory = mb_memory_cache_new ();
}

void
test_cache_close (TestCacheRoom *room)
{
  mb_test_assert_finalized (g_steal_pointer (&room->cache));
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

void
test_cache_tear_down (TestCacheRoom *room, gconstpointer sqlite)
{
  if (room->cache != NULL)
    test_cache_close (room);
  g_assert_finalize_object (room->memory);
  remove_folder (room->folder);
  g_free (room->folder);
  g_free (room->path);
  g_free (room->loaded);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
test_cache_describe (MbCacheDelta *board)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *rows = NULL;
  GHashTableIter iter;
  gpointer key;

  g_assert_true (board->reset);
  g_hash_table_iter_init (&iter, board->rows);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const MbCacheRow *row = key;

      g_ptr_array_add (words, g_strdup_printf ("%s/%s=%.*s", row->kind, row->id, (int) g_bytes_get_size (row->bytes),
                                               (const char *) g_bytes_get_data (row->bytes, NULL)));
    }
  g_ptr_array_sort (words, compare_lines);
  g_ptr_array_add (words, NULL);
  rows = g_strjoinv (" ", (char **) words->pdata);
  return g_strdup_printf ("%s %+d %s", board->position != NULL ? board->position : "-",
                          (int) ((board->at.us - TEST_AT_US) / G_USEC_PER_SEC), rows);
}

void
test_cache_on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  TestCacheRoom *room = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MbCacheDelta) board = mb_board_cache_load_finish (MB_BOARD_CACHE (source), result, &error);

  g_assert_no_error (error);
  g_free (room->loaded);
  room->loaded = board != NULL ? test_cache_describe (board) : g_strdup ("");
  room->done = TRUE;
}

void
test_cache_make (TestCacheRoom *room, const char *owner, const char *scope)
{
  MbCacheStorage *storage = room->sqlite ? mb_sqlite_cache_new (room->path) : g_object_ref (room->memory);

  room->cache = mb_board_cache_new (storage, owner, scope);
}

static void
load (TestCacheRoom *room, const char *owner, const char *scope)
{
  if (room->cache != NULL)
    test_cache_close (room);
  test_cache_make (room, owner, scope);
  room->done = FALSE;
  mb_board_cache_load_async (room->cache, NULL, NULL, NULL, test_cache_on_loaded, room);
  mb_test_wait (room->done);
}

void
test_cache_open_as (TestCacheRoom *room, const char *owner, const char *scope)
{
  load (room, owner, scope);
  g_assert_cmpstr (mb_board_cache_get_problem (room->cache), ==, NULL);
}

void
test_cache_open_expecting (TestCacheRoom *room, const char *problem)
{
  load (room, TEST_OWNER, TEST_SCOPE);
  g_assert_nonnull (mb_board_cache_get_problem (room->cache));
  g_assert_nonnull (strstr (mb_board_cache_get_problem (room->cache), problem));
}

void
test_cache_open (TestCacheRoom *room)
{
  test_cache_open_as (room, TEST_OWNER, TEST_SCOPE);
}

void
test_cache_apply (TestCacheRoom *room, gboolean reset, const char *position, ...)
{
  MbCacheDelta *delta = mb_cache_delta_new ();
  const char *name;
  va_list args;

  delta->reset = reset;
  delta->position = g_strdup (position);
  delta->at = (MbTime){ TEST_AT_US, 28800 };
  va_start (args, position);
  while ((name = va_arg (args, const char *)) != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (name, "/", 2);
      const char *value = va_arg (args, const char *);
      g_autoptr (GBytes) bytes = value[0] != '\0' ? g_bytes_new (value, strlen (value)) : NULL;

      mb_cache_delta_put (delta, g_intern_string (parts[0]), parts[1], bytes);
    }
  va_end (args);
  mb_board_cache_apply (room->cache, delta);
}
