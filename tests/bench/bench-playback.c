/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/mb-playback.h"

#include "media-film.h"
#include "media-origin.h"
#include "mb-test-files.h"
#include "mb-test-wait.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* What a zone keeps of what it has played: 2,000 changes from one item to the next, then 200 livestreams that are
 * lost and found again. A tenth of each goes before it is counted. Memory is proportional, and what the allocator
 * keeps for itself is given back first. */

/* Otherwise every thread that ends leaves a heap of its own half full, and it is chance how full. */
#define HEAPS 2

#define CHANGES 2000
#define DROPS 200
#define MB_MOST 5

static const MbLiveTiming quick = {
  .doubt_ms = 200, .stalled_ms = 400, .dry_ms = 200, .silent_ms = 2000, .slow_ms = 4000, .behind_ms = 8000, .first_ms = 50, .last_ms = 100,
};

typedef struct
{
  double pss_mb;
  guint threads, files;
} Count;

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

static Count
take_count (void)
{
  g_autofree char *text = NULL;
  Count count;

  malloc_trim (0);
  g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL);
  count.pss_mb = strtod (strstr (text, "\nPss:") + 5, NULL) / 1024;
  count.threads = count_entries ("/proc/self/task");
  count.files = count_entries ("/proc/self/fd");
  return count;
}

/* Pipelines end in their own time. */
static Count
rest (void)
{
  gint64 until_us = g_get_monotonic_time () + 2 * G_TIME_SPAN_SECOND;
  guint timer = g_timeout_add (50, (GSourceFunc) g_main_context_is_owner, g_main_context_default ());

  while (g_get_monotonic_time () < until_us)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
  return take_count ();
}

static gboolean
report (const char *what, guint n, Count before, Count after)
{
  double growth = after.pss_mb - before.pss_mb;
  gboolean good = growth <= MB_MOST && after.threads <= before.threads && after.files <= before.files;

  g_print ("%u %s: %.1f -> %.1f MB (%+.1f), threads %u -> %u, descriptors %u -> %u   wanted <= %d MB, and none: %s\n", n,
           what, before.pss_mb, after.pss_mb, growth, before.threads, after.threads, before.files, after.files, MB_MOST,
           good ? "yes" : "NO");
  return good;
}

static void
change (MbPlayback *playback, MbPlayItem *films, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      MbPlayItem *item = &films[i % 2], *next = &films[(i + 1) % 2];

      item->begin_us += 2;
      next->begin_us = item->begin_us + 1;
      mb_playback_show (playback, item);
      mb_test_wait (mb_playback_get_source (playback) == MB_SOURCE_FILM);
      mb_playback_prepare (playback, next);
      mb_test_wait (mb_playback_is_settled (playback) && mb_playback_get_frame (playback) != NULL);
    }
}

static void
drop (MbPlayback *playback, MediaCamera *camera, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      mb_test_wait (mb_playback_is_live (playback));
      media_camera_switch_off (camera);
      mb_test_wait (mb_playback_get_source (playback) == MB_SOURCE_FALLBACK);
      media_camera_switch_on (camera);
    }
  mb_test_wait (mb_playback_is_live (playback));
}

static MbPlayItem
make_item (const char *name, const char *uri)
{
  return (MbPlayItem){ .media = name, .kind = MB_PLAY_FILM, .uri = uri, .until_us = G_MAXINT64, .length_us = G_TIME_SPAN_HOUR };
}

static MbPlayback *
make_playback (MbClock *clock)
{
  MbPlayback *playback = mb_playback_new (clock, FALSE, &quick, 1);

  mb_playback_set_box (playback, 640, 360);
  return playback;
}

static gboolean
play_films (MbClock *clock, MbPlayItem *films)
{
  MbPlayback *playback = make_playback (clock);
  Count before;
  gboolean good;

  change (playback, films, CHANGES / 10);
  before = rest ();
  change (playback, films, CHANGES);
  good = report ("changes", CHANGES, before, rest ());
  g_object_unref (playback);
  return good;
}

static gboolean
play_live (MbClock *clock, const MbPlayItem *film)
{
  MbPlayback *playback = make_playback (clock);
  MediaCamera *camera = media_camera_new ();
  MbPlayItem live = { .media = "live", .kind = MB_PLAY_LIVE, .uri = media_camera_get_uri (camera), .until_us = G_MAXINT64 };
  Count before;
  gboolean good;

  mb_playback_set_fallback (playback, film);
  mb_playback_show (playback, &live);
  drop (playback, camera, DROPS / 10);
  before = rest ();
  drop (playback, camera, DROPS);
  good = report ("livestreams lost and found", DROPS, before, rest ());
  g_object_unref (playback);
  media_camera_free (camera);
  return good;
}

int
main (void)
{
  char *folder = mb_test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "film", NULL), *uri = media_uri (path);
  g_autoptr (MbClock) clock = mb_clock_new_system ();
  MbPlayItem films[] = { make_item ("one", uri), make_item ("other", uri) };
  gboolean good;

  mallopt (M_ARENA_MAX, HEAPS);
  media_film_make (path, &(MediaFilm){ 640, 360, 250, NULL, FALSE });
  films[0].begin_us = films[1].begin_us = mb_clock_now (clock) + G_TIME_SPAN_DAY; /* each begins at its beginning */
  good = play_films (clock, films);
  good &= play_live (clock, &films[0]);
  mb_test_folder_free (folder);
  return good ? 0 : 1;
}
