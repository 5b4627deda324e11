/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/mb-board.h"
#include "core/model/place/mb-product.h"
#include "core/wire/mb-delta-reader.h"
#include "net/mb-cached-board.h"
#include "store/mb-board-cache.h"
#include "store/sqlite/mb-sqlite-cache.h"

#include "mb-test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

/* What a stream said, kept, and said again by the next program. */

#define HUB "http://127.0.0.1:8080"
#define AT "\"at\":\"2026-11-23T06:58:12+08:00\""
#define AT_US G_GINT64_CONSTANT (1795388292000000)
#define PUT(rev, id)                                                                                                   \
  "{\"kind\":\"product\",\"id\":\"" id "\",\"rev\":" #rev "," AT                                                       \
  ",\"by\":\"manager:li\",\"value\":{\"name\":{\"en\":\"" id "\"},\"trade\":\"vegetables\",\"later\":[1.50]}}"

typedef struct
{
  char *folder, *path;
  MbCachedBoard *cached;
  MbBoard *board;
  MbDelta *loaded;
  gboolean done;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("mb-cached-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "entrance.board", NULL);
}

static void
close_board (Fixture *fixture)
{
  g_clear_pointer (&fixture->loaded, mb_delta_free);
  if (fixture->cached != NULL)
    mb_test_assert_finalized (g_steal_pointer (&fixture->cached));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const parts[] = { "", "-lock", "-aside", "-aside-wal", "-aside-shm" };

  close_board (fixture);
  g_clear_object (&fixture->board);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *path = g_strconcat (fixture->path, parts[i], NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;

  fixture->loaded = mb_cached_board_load_finish (MB_CACHED_BOARD (source), result, &error);
  g_assert_no_error (error);
  fixture->done = TRUE;
}

static void
open_as (Fixture *fixture, const char *hub, const char *market, const char *screen)
{
  close_board (fixture);
  fixture->cached = mb_cached_board_new (fixture->path, hub, market, screen);
  fixture->done = FALSE;
  mb_cached_board_load_async (fixture->cached, NULL, on_loaded, fixture);
  mb_test_wait (fixture->done);
}

static void
open_board (Fixture *fixture)
{
  open_as (fixture, HUB, "guihua", "entrance");
}

/* What the feed would hand over. */
static MbDelta *
read_stream (const char *first, ...)
{
  g_autoptr (MbDeltaReader) reader = mb_delta_reader_new ();
  MbDelta *delta = NULL;
  va_list args;

  va_start (args, first);
  for (const char *type = first; type != NULL; type = va_arg (args, const char *))
    {
      const char *data = va_arg (args, const char *);
      const char *id = g_str_equal (type, "live") ? va_arg (args, const char *) : "";
      g_autoptr (GError) error = NULL;

      mb_delta_reader_take_event (reader, type, data, strlen (data), id, &delta, NULL, &error);
      g_assert_no_error (error);
    }
  va_end (args);
  g_assert_nonnull (delta);
  return delta;
}

static void
keep (Fixture *fixture)
{
  g_autoptr (MbDelta) reset = read_stream ("reset", "{\"records\":2}", "put", PUT (1, "leek"), "put", PUT (2, "kale"),
                                           "live", "{" AT "}", "0123456789ab.2", NULL);
  g_autoptr (MbDelta) delta = read_stream ("put", PUT (3, "cress"), "drop",
                                           "{\"kind\":\"product\",\"id\":\"kale\",\"rev\":4}", "live", "{" AT "}",
                                           "0123456789ab.4", NULL);

  open_board (fixture);
  g_assert_null (fixture->loaded);
  mb_cached_board_apply (fixture->cached, reset);
  mb_cached_board_apply (fixture->cached, delta);
}

static void
fold (Fixture *fixture)
{
  g_clear_object (&fixture->board);
  fixture->board = mb_board_new ();
  mb_board_apply (fixture->board, g_steal_pointer (&fixture->loaded));
}

/* Everything that was on the board, with revisions, authors and what nobody here understands. */
static void
test_comes_back (Fixture *fixture, gconstpointer data)
{
  MbRecord *leek;

  keep (fixture);
  open_board (fixture);
  g_assert_true (fixture->loaded->reset);
  g_assert_cmpstr (fixture->loaded->position, ==, "0123456789ab.4");
  g_assert_cmpint (fixture->loaded->at.us, ==, AT_US);
  g_assert_cmpint (fixture->loaded->at.offset_s, ==, 8 * 3600);
  g_assert_null (mb_cached_board_get_problem (fixture->cached));
  fold (fixture);
  g_assert_cmpuint (mb_board_get_n_records (fixture->board), ==, 2);
  g_assert_null (mb_board_get (fixture->board, MB_KIND_PRODUCT, "kale"));
  g_assert_nonnull (mb_board_get (fixture->board, MB_KIND_PRODUCT, "cress"));
  leek = mb_board_get (fixture->board, MB_KIND_PRODUCT, "leek");
  g_assert_cmpuint (mb_record_get_rev (leek), ==, 1);
  g_assert_cmpint (mb_record_get_at (leek), ==, AT_US);
  g_assert_cmpstr (mb_record_get_by (leek), ==, "manager:li");
  g_assert_cmpstr (mb_record_get_extra (leek), ==, "\"later\":[1.50]");
  g_assert_cmpstr (mb_board_get_position (fixture->board), ==, "0123456789ab.4");
}

static void
test_time (Fixture *fixture, gconstpointer data)
{
  keep (fixture);
  mb_cached_board_note_time (fixture->cached, (MbTime){ AT_US + 60 * G_USEC_PER_SEC, 28800 });
  open_board (fixture);
  g_assert_cmpint (fixture->loaded->at.us, ==, AT_US + 60 * G_USEC_PER_SEC);
}

static void
test_another (Fixture *fixture, gconstpointer data)
{
  static const char *const others[][3] = {
    { "http://127.0.0.1:8081", "guihua", "entrance" },
    { HUB, "xihu", "entrance" },
    { HUB, NULL, "entrance" },
    { HUB, "guihua", "aisle" },
  };

  keep (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      open_as (fixture, others[i][0], others[i][1], others[i][2]);
      g_assert_null (fixture->loaded);
    }
  open_board (fixture);
  g_assert_nonnull (fixture->loaded);
}

/* Writes over the cache what another version would have. */
static void
rewrite (Fixture *fixture, const char *owner, const char *scope, const char *id, const char *bytes)
{
  MbBoardCache *cache = mb_board_cache_new (mb_sqlite_cache_new (fixture->path), owner, scope);
  MbCacheDelta *delta = mb_cache_delta_new ();
  g_autoptr (GBytes) leek = g_bytes_new_static (PUT (1, "leek"), strlen (PUT (1, "leek")));
  g_autoptr (GBytes) other = g_bytes_new_static (bytes, strlen (bytes));

  close_board (fixture);
  delta->reset = TRUE;
  delta->position = g_strdup ("0123456789ab.9");
  delta->at = (MbTime){ AT_US, 28800 };
  mb_cache_delta_put (delta, "product", "leek", leek);
  mb_cache_delta_put (delta, "product", id, other);
  mb_board_cache_load_async (cache, NULL, NULL, NULL, NULL, NULL);
  mb_board_cache_apply (cache, delta);
  mb_test_assert_finalized (cache);
}

static char *
list_kinds (const char *more)
{
  g_autoptr (GString) kinds = g_string_new (NULL);

  for (MbKind kind = 0; kind < MB_N_KINDS; kind++)
    g_string_append_printf (kinds, "%s%s", kind > 0 ? "\n" : "", mb_kind_to_name (kind));
  g_string_append (kinds, more);
  return g_string_free (g_steal_pointer (&kinds), FALSE);
}

static const char *const unread[] = {
  "",
  "no JSON",
  "[]",
  "{\"kind\":\"product\"}",
  "{\"kind\":\"weather\",\"id\":\"rain\",\"rev\":1," AT ",\"by\":\"local\",\"value\":{}}",
  "{\"kind\":\"product\",\"id\":\"kale\",\"rev\":1," AT ",\"by\":\"local\",\"value\":{\"trade\":7}}",
};

/* What this version cannot read is passed over, and the hub is asked for all of it again. */
static void
test_unread (Fixture *fixture, gconstpointer data)
{
  g_autofree char *scope = list_kinds ("");

  for (guint i = 0; i < G_N_ELEMENTS (unread); i++)
    {
      rewrite (fixture, HUB "\nguihua\nentrance", scope, "kale", unread[i]);
      open_board (fixture);
      g_assert_cmpuint (fixture->loaded->items->len, ==, 1);
      g_assert_null (fixture->loaded->position);
      g_assert_cmpint (fixture->loaded->at.us, ==, AT_US);
      g_assert_true (g_str_has_prefix (mb_cached_board_get_problem (fixture->cached), "1 "));
      fold (fixture);
      g_assert_null (mb_board_get_position (fixture->board));
      g_assert_nonnull (mb_board_get (fixture->board, MB_KIND_PRODUCT, "leek"));
    }
}

/* Another version was given other kinds: its board shows, but is not gone on from. */
static void
test_other_kinds (Fixture *fixture, gconstpointer data)
{
  g_autofree char *scope = list_kinds ("\nweather");

  rewrite (fixture, HUB "\nguihua\nentrance", scope, "cress", PUT (2, "cress"));
  open_board (fixture);
  g_assert_cmpuint (fixture->loaded->items->len, ==, 2);
  g_assert_null (fixture->loaded->position);
}

static void
test_set_aside (Fixture *fixture, gconstpointer data)
{
  g_assert_true (g_file_set_contents (fixture->path, "not a board", -1, NULL));
  open_board (fixture);
  g_assert_null (fixture->loaded);
  g_assert_nonnull (strstr (mb_cached_board_get_problem (fixture->cached), "-aside"));
}

/* Given up while it loads. */
static void
test_given_up (Fixture *fixture, gconstpointer data)
{
  fixture->cached = mb_cached_board_new (fixture->path, HUB, "guihua", "entrance");
  mb_cached_board_load_async (fixture->cached, NULL, on_loaded, fixture);
  close_board (fixture);
  g_assert_true (fixture->done);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/net/cached-board/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("comes-back", test_comes_back);
  ADD ("time", test_time);
  ADD ("another", test_another);
  ADD ("unread", test_unread);
  ADD ("other-kinds", test_other_kinds);
  ADD ("set-aside", test_set_aside);
  ADD ("given-up", test_given_up);
  return g_test_run ();
}
