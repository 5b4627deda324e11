/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "core/base/mb-error.h"
#include "mb-test-files.h"
#include "mb-test-wait.h"
#include "media-pictures.h"
#include "media/mb-picture-loader.h"
#include "media/mb-picture-pool.h"

/* Many want pictures, some change their minds, and there is room for few. */

#define BOX ((MbPictureBox){ 100, 50, MB_PICTURE_COVER })
#define BOX_BYTES (100 * 50 * 4)

typedef struct
{
  char *folder;
  MbPictureLoader *loader;
} Fixture;

typedef struct
{
  gboolean done;
  GdkTexture *texture;
  GError *error;
} Answer;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = mb_test_folder_new ();
  fixture->loader = mb_picture_loader_new (3 * BOX_BYTES);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_false (mb_picture_loader_is_busy (fixture->loader));
  mb_test_assert_finalized (fixture->loader);
  mb_test_folder_free (fixture->folder);
}

static void
on_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  g_assert_false (answer->done);
  answer->done = TRUE;
  answer->texture = mb_picture_load_finish (MB_PICTURE_LOADER (source), result, &answer->error);
}

static void
answer_clear (Answer *answer)
{
  g_clear_object (&answer->texture);
  g_clear_error (&answer->error);
  answer->done = FALSE;
}

static void
load (Fixture *fixture, const char *path, GCancellable *cancellable, Answer *answer)
{
  mb_picture_load_async (fixture->loader, path, &BOX, cancellable, on_ready, answer);
}

static char *
write_picture (Fixture *fixture, const char *name)
{
  return media_write (fixture->folder, name, media_encode ("png", 400, 200, 0));
}

static void
test_load (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_picture (fixture, "a");
  Answer answer = { 0 }, again = { 0 };

  g_assert_null (mb_picture_loader_find (fixture->loader, path, &BOX));
  load (fixture, path, NULL, &answer);
  g_assert_false (answer.done); /* never before the caller is ready for it */
  g_assert_true (mb_picture_loader_is_busy (fixture->loader));
  mb_test_wait (answer.done);
  g_assert_no_error (answer.error);
  g_assert_cmpint (gdk_texture_get_width (answer.texture), ==, 100);
  g_assert_true (mb_picture_loader_find (fixture->loader, path, &BOX) == answer.texture);

  load (fixture, path, NULL, &again);
  mb_test_wait (again.done);
  g_assert_true (again.texture == answer.texture);
  answer_clear (&answer);
  answer_clear (&again);
}

/* Ten zones with one picture: it is made once. */
static void
test_together (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_picture (fixture, "a");
  Answer answers[10] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    load (fixture, path, NULL, &answers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      mb_test_wait (answers[i].done);
      g_assert_true (answers[i].texture == answers[0].texture);
    }
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    answer_clear (&answers[i]);
}

static void
test_error (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bomb = media_write (fixture->folder, "bomb", media_declare (64000, 64000, FALSE));
  g_autofree char *path = write_picture (fixture, "a");
  Answer broken = { 0 }, whole = { 0 };

  load (fixture, bomb, NULL, &broken);
  load (fixture, path, NULL, &whole);
  mb_test_wait (broken.done && whole.done);
  g_assert_error (broken.error, MB_ERROR, MB_ERROR_TOO_LARGE);
  g_assert_no_error (whole.error);
  answer_clear (&broken);
  answer_clear (&whole);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_picture (fixture, "a");
  g_autoptr (GCancellable) one = g_cancellable_new (), all = g_cancellable_new ();
  Answer answers[4] = { 0 };

  load (fixture, path, one, &answers[0]);
  load (fixture, path, NULL, &answers[1]);
  g_cancellable_cancel (one);
  mb_test_wait (answers[0].done && answers[1].done);
  g_assert_error (answers[0].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_no_error (answers[1].error); /* the other still wanted it */

  /* In the worker's hands, and still waiting: neither holds anything up. */
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *other = write_picture (fixture, i == 0 ? "b" : "c");

      answer_clear (&answers[2 + i]);
      load (fixture, other, all, &answers[2 + i]);
    }
  g_cancellable_cancel (all);
  mb_test_wait (answers[2].done && answers[3].done);
  g_assert_error (answers[2].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_error (answers[3].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    answer_clear (&answers[i]);

  load (fixture, path, NULL, &answers[0]);
  mb_test_wait (answers[0].done);
  g_assert_no_error (answers[0].error);
  answer_clear (&answers[0]);
}

/* The loader may be gone before its worker is ready. */
static void
test_leave (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_picture (fixture, "a");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  MbPictureLoader *loader = mb_picture_loader_new (BOX_BYTES);
  Answer answer = { 0 };

  mb_picture_load_async (loader, path, &BOX, cancellable, on_ready, &answer);
  g_cancellable_cancel (cancellable);
  mb_test_wait (answer.done);
  answer_clear (&answer);
  mb_test_assert_finalized (loader);
}

/* What nobody draws is kept up to so many bytes, the latest used first. */
static void
test_room (Fixture *fixture, gconstpointer data)
{
  g_autofree char *paths[5] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      Answer answer = { 0 };

      paths[i] = write_picture (fixture, name);
      load (fixture, paths[i], NULL, &answer);
      mb_test_wait (answer.done);
      answer_clear (&answer);
      g_assert_nonnull (mb_picture_loader_find (fixture->loader, paths[0], &BOX)); /* used again and again */
    }
  g_assert_null (mb_picture_loader_find (fixture->loader, paths[1], &BOX));
  g_assert_null (mb_picture_loader_find (fixture->loader, paths[2], &BOX));
  g_assert_nonnull (mb_picture_loader_find (fixture->loader, paths[3], &BOX));
  g_assert_nonnull (mb_picture_loader_find (fixture->loader, paths[4], &BOX));
  for (guint i = 1; i < G_N_ELEMENTS (paths); i++)
    g_free (paths[i]);
}

static void
test_pool (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MbPicturePool) pool = mb_picture_pool_new (BOX_BYTES);
  g_autoptr (GBytes) pixels = g_bytes_new_take (g_malloc0 (2 * BOX_BYTES), 2 * BOX_BYTES);
  g_autoptr (GdkTexture) fits = gdk_memory_texture_new (100, 50, GDK_MEMORY_DEFAULT, pixels, 400);
  g_autoptr (GdkTexture) large = gdk_memory_texture_new (100, 100, GDK_MEMORY_DEFAULT, pixels, 400);

  mb_picture_pool_put (pool, "a", &BOX, fits);
  mb_picture_pool_put (pool, "a", &BOX, fits);
  g_assert_cmpuint (mb_picture_pool_get_bytes (pool), ==, BOX_BYTES);
  g_assert_null (mb_picture_pool_find (pool, "a", &(MbPictureBox){ 100, 50, MB_PICTURE_MOUNT }));
  g_assert_null (mb_picture_pool_find (pool, "b", &BOX));
  mb_picture_pool_put (pool, "b", &BOX, large); /* larger than all there is room for */
  g_assert_cmpuint (mb_picture_pool_get_bytes (pool), ==, 0);
  g_assert_null (mb_picture_pool_find (pool, "b", &BOX));
}

/* 100,000 blurred shapes: nobody waits for them, and the next picture does not either. */
static void
test_slow (Fixture *fixture, gconstpointer data)
{
  GString *text = g_string_new ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1000\" height=\"1000\">"
                                "<filter id=\"f\"><feGaussianBlur stdDeviation=\"90\"/></filter>"
                                "<g id=\"a\">");
  g_autofree char *path = write_picture (fixture, "a"), *slow = NULL;
  Answer late = { 0 }, answer = { 0 };

  for (int i = 0; i < 400; i++)
    g_string_append (text, "<rect width=\"1000\" height=\"1000\" filter=\"url(#f)\"/>");
  g_string_append (text, "</g></svg>");
  slow = media_write_text (fixture->folder, "slow", text->str);
  g_string_free (text, TRUE);

  mb_picture_loader_set_patience (fixture->loader, 50);
  mb_picture_load_async (fixture->loader, slow, &(MbPictureBox){ 800, 800, MB_PICTURE_COVER }, NULL, on_ready, &late);
  mb_test_wait (late.done);
  g_assert_error (late.error, MB_ERROR, MB_ERROR_BUSY);
  mb_picture_loader_set_patience (fixture->loader, 20000);
  load (fixture, path, NULL, &answer);
  mb_test_wait (answer.done);
  g_assert_no_error (answer.error);
  answer_clear (&late);
  answer_clear (&answer);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/loader/load", test_load },     { "/loader/together", test_together }, { "/loader/error", test_error },
    { "/loader/cancel", test_cancel }, { "/loader/leave", test_leave },       { "/loader/room", test_room },
    { "/loader/pool", test_pool },     { "/loader/slow", test_slow },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
