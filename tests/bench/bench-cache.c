/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/wire/mb-event-codec.h"
#include "core/wire/mb-delta-reader.h"
#include "net/mb-cached-board.h"

#include "mb-test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

/* A screen's kept board of 5,000 records: how soon it is back, what keeping it costs the main loop for
 * each delta, and the disk in a minute of 200 changes a second. */

#define RECORDS 5000
#define RATE 200
#define SECONDS 20
#define VALUE                                                                                                          \
  "{\"product\":\"p%u\",\"basis\":\"average\",\"fen\":%u,\"low_fen\":250,\"high_fen\":9900,\"per\":\"500g\","          \
  "\"samples\":12,\"observed_at\":\"2026-11-23T06:58:12+08:00\",\"source\":\"bench\"}"
#define AT "2026-11-23T06:58:12.204+08:00"

static char *folder, *path;

static void
add_put (MbDeltaReader *reader, guint number, guint rev)
{
  g_autofree char *id = g_strdup_printf ("p%u@average", number);
  g_autofree char *text = g_strdup_printf (VALUE, number, 300 + rev % 1000);
  g_autoptr (GBytes) value = g_bytes_new (text, strlen (text));
  g_autoptr (GString) data = g_string_new (NULL);
  MbDelta *none;

  mb_event_write_put (data, "price", id, rev, AT, "manager:li", value, NULL);
  g_assert_true (mb_delta_reader_take_event (reader, "put", data->str, data->len, "", &none, NULL, NULL));
}

static MbDelta *
make_delta (MbDeltaReader *reader, guint rev, guint n, gboolean reset)
{
  g_autofree char *position = g_strdup_printf ("0123456789ab.%u", rev + n);
  const char *records = "{\"records\":1}", *live = "{\"at\":\"" AT "\"}";
  MbDelta *delta = NULL;

  if (reset)
    mb_delta_reader_take_event (reader, "reset", records, strlen (records), "", &delta, NULL, NULL);
  for (guint i = 0; i < n; i++)
    add_put (reader, (rev + i) * 7919 % RECORDS, rev + i + 1);
  mb_delta_reader_take_event (reader, "live", live, strlen (live), position, &delta, NULL, NULL);
  g_assert_nonnull (delta);
  return delta;
}

typedef struct
{
  MbDelta *delta;
  gboolean done;
} Loaded;

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  Loaded *loaded = data;

  loaded->delta = mb_cached_board_load_finish (MB_CACHED_BOARD (source), result, NULL);
  loaded->done = TRUE;
}

static MbCachedBoard *
open_board (Loaded *loaded)
{
  MbCachedBoard *cached = mb_cached_board_new (path, "http://127.0.0.1:1", "bench", "bench");

  *loaded = (Loaded){ 0 };
  mb_cached_board_load_async (cached, NULL, on_loaded, loaded);
  while (!loaded->done)
    g_main_context_iteration (NULL, TRUE);
  return cached;
}

static double
apply (MbCachedBoard *cached, MbDelta *delta)
{
  gint64 begun = g_get_monotonic_time ();

  mb_cached_board_apply (cached, delta);
  begun = g_get_monotonic_time () - begun;
  mb_delta_free (delta);
  return begun / 1000.0;
}

static double
get_written_mb (void)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/io", &text, NULL, NULL));
  return g_ascii_strtoull (strstr (text, "\nwrite_bytes: ") + 14, NULL, 10) / 1e6;
}

static gboolean
on_due (gpointer due)
{
  *(gboolean *) due = TRUE;
  return G_SOURCE_CONTINUE;
}

static void
change_steadily (MbCachedBoard *cached)
{
  g_autoptr (MbDeltaReader) reader = mb_delta_reader_new ();
  double longest = 0, sum = 0, before = get_written_mb ();
  gboolean due = FALSE;
  guint source = g_timeout_add (1000 / RATE, on_due, &due);

  for (guint i = 0; i < RATE * SECONDS; i++)
    {
      double taken = apply (cached, make_delta (reader, RECORDS + i, 1, FALSE));

      longest = MAX (longest, taken);
      sum += taken;
      for (due = FALSE; !due;)
        g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (source);
  g_print ("delta of 1      main loop: mean %.4f ms, longest %.3f ms\n", sum / (RATE * SECONDS), longest);
  g_print ("%u changes/s   disk: %.1f MB a minute\n", RATE, (get_written_mb () - before) * 60 / SECONDS);
}

static void
load_often (void)
{
  double best = G_MAXDOUBLE, worst = 0;

  for (guint i = 0; i < 9; i++)
    {
      gint64 begun = g_get_monotonic_time ();
      Loaded loaded;
      g_autoptr (MbCachedBoard) cached = open_board (&loaded);
      double taken = (g_get_monotonic_time () - begun) / 1000.0;

      g_assert_cmpuint (loaded.delta->items->len, ==, RECORDS);
      mb_delta_free (loaded.delta);
      best = MIN (best, taken);
      worst = MAX (worst, taken);
    }
  g_print ("load and decode %u records: best %.1f ms, worst %.1f ms\n", RECORDS, best, worst);
}

static void
clean_up (void)
{
  g_autofree char *lock = g_strconcat (path, "-lock", NULL);

  g_unlink (path);
  g_unlink (lock);
  g_rmdir (folder);
}

int
main (void)
{
  g_autoptr (MbDeltaReader) reader = mb_delta_reader_new ();
  MbCachedBoard *cached;
  Loaded loaded;
  gint64 begun;

  folder = g_build_filename (g_get_current_dir (), "bench-cache-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (folder));
  path = g_build_filename (folder, "bench.board", NULL);

  cached = open_board (&loaded);
  g_print ("reset of %u   main loop: %.2f ms\n", RECORDS, apply (cached, make_delta (reader, 0, RECORDS, TRUE)));
  begun = g_get_monotonic_time ();
  g_object_unref (cached);
  g_print ("reset of %u   written and closed: %.1f ms\n", RECORDS, (g_get_monotonic_time () - begun) / 1000.0);
  load_often ();

  cached = open_board (&loaded);
  mb_delta_free (loaded.delta);
  change_steadily (cached);
  g_object_unref (cached);
  clean_up ();
}
