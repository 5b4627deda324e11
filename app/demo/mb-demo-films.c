/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-demo"

#include "demo/mb-demo-films.h"

#include "core/base/mb-time.h"
#include "core/model/show/mb-film-length.h"

#define PLAYLIST "hall-film"
#define POSTER "stall-vegetables" /* of the sample's pictures */
#define VOLUME 40

static void
film_free (gpointer data)
{
  MbDemoFilm *film = data;

  g_free (film->id);
  g_free (film->sha256);
  g_bytes_unref (film->bytes);
  g_free (film);
}

static gboolean
is_film (const char *name)
{
  return g_str_has_suffix (name, ".webm") || g_str_has_suffix (name, ".mp4") || g_str_has_suffix (name, ".mkv");
}

/* What an id may hold, of a file's name. */
static char *
make_id (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, 48);

  *strrchr (lower, '.') = '\0';
  return g_strconcat ("film-", g_strcanon (lower, "abcdefghijklmnopqrstuvwxyz0123456789", '-'), NULL);
}

static MbDemoFilm *
read_film (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  MbDemoFilm *film;

  if (file == NULL || g_mapped_file_get_length (file) == 0)
    return NULL;

  film = g_new (MbDemoFilm, 1);
  film->id = make_id (name);
  film->bytes = g_mapped_file_get_bytes (file);
  film->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, film->bytes);
  return film;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 ((*(MbDemoFilm *const *) a)->id, (*(MbDemoFilm *const *) b)->id);
}

static void
read_folder (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GPtrArray *films = g_ptr_array_new_with_free_func (film_free);
  g_autoptr (GDir) folder = g_dir_open (data, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      MbDemoFilm *film = is_film (name) ? read_film (data, name) : NULL;

      if (film != NULL)
        g_ptr_array_add (films, film);
    }
  g_ptr_array_sort (films, compare);
  g_task_return_pointer (task, films, (GDestroyNotify) g_ptr_array_unref);
}

void
mb_demo_films_read_async (const char *folder, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_return_if_fail (folder != NULL);

  g_task_set_source_tag (task, mb_demo_films_read_async);
  g_task_set_task_data (task, g_strdup (folder), g_free);
  g_task_run_in_thread (task, read_folder);
}

GPtrArray *
mb_demo_films_read_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* Takes the text. */
static void
add (MbChangeSet *set, MbKind kind, const char *id, char *text)
{
  g_autoptr (GBytes) value = g_bytes_new_take (text, strlen (text));

  mb_change_set_add (set, kind, id, value);
}

MbChangeSet *
mb_demo_films_build (GPtrArray *films)
{
  MbChangeSet *set = mb_change_set_new ();
  GString *items = g_string_new ("{\"items\":[");

  for (guint i = 0; i < films->len; i++)
    {
      const MbDemoFilm *film = films->pdata[i];
      gint64 length_ms = mb_film_length_find (g_bytes_get_data (film->bytes, NULL), g_bytes_get_size (film->bytes));
      g_autofree char *length =
          length_ms != MB_UNSET ? g_strdup_printf (",\"duration_ms\":%" G_GINT64_FORMAT, length_ms) : g_strdup ("");

      add (set, MB_KIND_MEDIA, film->id,
           g_strdup_printf ("{\"name\":\"%s\",\"type\":\"video\",\"sha256\":\"%s\",\"bytes\":%" G_GSIZE_FORMAT
                            "%s,\"poster\":\"" POSTER "\"}",
                            film->id, film->sha256, g_bytes_get_size (film->bytes), length));
      g_string_append_printf (items, "%s{\"media\":\"%s\"}", i > 0 ? "," : "", film->id);
    }
  g_string_append_printf (items, "],\"volume\":%d}", VOLUME);
  add (set, MB_KIND_PLAYLIST, PLAYLIST, g_string_free (items, FALSE));
  return set;
}
