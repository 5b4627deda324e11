/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-net"

#include "net/mb-media-keeper.h"

#include "core/base/mb-backoff.h"
#include "core/base/mb-error.h"
#include "core/base/mb-time.h"
#include "core/model/show/mb-film-length.h"
#include "net/mb-hub-uri.h"
#include "net/mb-media-download.h"
#include "net/mb-media-room.h"
#include "net/mb-media-stock.h"
#include "net/mb-media-trouble.h"

/* Everything happens in turns: one checks a file, or begins to fetch one, or finds out when the next is due. */

#define TIMEOUT_S 20
#define FIRST_WAIT_MS 2000
#define LONGEST_WAIT_MS 60000
#define FULL_WAIT_MS 30000
/* The market's clock may be set, and what was far off be needed now. */
#define LONGEST_TURN_US G_TIME_SPAN_MINUTE
/* Between two reports. */
#define REPORT_MS 250
/* Files that show already are fetched at once when they are small; a film by two hundred screens is spread. */
#define SMALL (1 << 20)
#define HURRY_MS 5000

struct _MbMediaKeeper
{
  char *folder;
  MbMediaCacheOptions options;
  GCancellable *cancellable; /* ends what takes long */
  MbMediaStock *stock;
  GHashTable *unchecked; /* digests */
  GHashTable *proven;    /* digests of what was distrusted and is right */

  GArray *wants;      /* MbMediaWant, what is needed first coming first */
  GHashTable *wanted; /* sha256: MbMediaWant of wants */
  GHashTable *starts; /* sha256: gint64 *, when it may be begun (monotonic, µs) */
  MbMediaTroubles *troubles;

  char *hub, *market; /* NULL: nothing is fetched */
  SoupSession *session;
  MbMediaDownload *download; /* NULL: none is under way */
  const MbMediaWant *fetching;
  GRand *random;
  MbBackoff backoff;
  gint64 wait_until_us; /* nothing is fetched before that (monotonic) */
  char *problem;        /* why */

  GSource *turn;
  GSource *report;
  gint64 reported_us;
  MbMediaSay say;
  gpointer data;
};

static void set_turn (MbMediaKeeper *self, gint64 due_us);

/* What is said. */

/* The file is whole, and what is mapped stays, whoever removes it. */
static gint64
find_length (const char *path)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);

  return file != NULL ? mb_film_length_find ((const guint8 *) g_mapped_file_get_contents (file),
                                             g_mapped_file_get_length (file))
                      : MB_UNSET;
}

static void
say_file (MbMediaKeeper *self, const char *sha256, gboolean there)
{
  MbMediaNews *news = mb_media_news_new (MB_MEDIA_NEWS_FILE, sha256);

  news->path = there ? mb_media_folder_dup_path (self->folder, sha256) : NULL;
  if (there)
    news->length_ms = find_length (news->path);
  self->say (self->data, news);
}

/* @reason: (nullable): it may be well again */
static void
say_failure (MbMediaKeeper *self, const char *sha256, const char *reason)
{
  MbMediaNews *news = mb_media_news_new (MB_MEDIA_NEWS_FAILURE, sha256);

  news->reason = g_strdup (reason);
  self->say (self->data, news);
}

/* Whether somebody who waits for this file waits in vain, or need not. */
static gboolean
is_settled (MbMediaKeeper *self, const MbMediaWant *want)
{
  return mb_media_stock_find (self->stock, want->sha256) != NULL || self->hub == NULL || self->problem != NULL
         || mb_media_troubles_get_until (self->troubles, want->sha256) != 0;
}

static MbMediaNews *
make_progress (MbMediaKeeper *self)
{
  MbMediaNews *news = mb_media_news_new (MB_MEDIA_NEWS_PROGRESS, self->fetching != NULL ? self->fetching->sha256 : NULL);
  MbMediaProgress *progress = &news->progress;

  news->reason = g_strdup (self->problem);
  progress->failed = mb_media_troubles_count (self->troubles);
  progress->settled = g_hash_table_size (self->unchecked) == 0 && self->download == NULL;
  progress->under_way_bytes = self->download != NULL ? mb_media_download_get_size (self->download) : 0;
  progress->wanted = self->wants->len;
  for (guint i = 0; i < self->wants->len; i++)
    {
      const MbMediaWant *want = &g_array_index (self->wants, MbMediaWant, i);

      if (mb_media_stock_find (self->stock, want->sha256) != NULL)
        progress->present++;
      else
        progress->bytes_left += want->bytes;
      progress->settled = progress->settled && is_settled (self, want);
    }
  progress->bytes_left -= MIN (progress->under_way_bytes, progress->bytes_left);
  return news;
}

static void report (MbMediaKeeper *self);

static gboolean
on_report (gpointer data)
{
  MbMediaKeeper *self = data;

  g_clear_pointer (&self->report, g_source_unref);
  self->reported_us = g_get_monotonic_time ();
  self->say (self->data, make_progress (self));
  if (self->download != NULL)
    report (self);
  return G_SOURCE_REMOVE;
}

/* Several things at once are one report. */
static void
report (MbMediaKeeper *self)
{
  gint64 rest_us = self->reported_us + REPORT_MS * 1000 - g_get_monotonic_time ();

  if (self->report != NULL)
    return;

  self->report = g_timeout_source_new (self->reported_us != 0 && rest_us > 0 ? (guint) (rest_us / 1000) + 1 : 0);
  g_source_set_callback (self->report, on_report, self, NULL);
  g_source_attach (self->report, g_main_context_get_thread_default ());
}

/* @problem: (nullable) */
static void
set_problem (MbMediaKeeper *self, const char *problem, guint wait_ms)
{
  g_free (self->problem);
  self->problem = g_strdup (problem);
  self->wait_until_us = problem != NULL ? g_get_monotonic_time () + wait_ms * G_GINT64_CONSTANT (1000) : 0;
}

/* What is fetched. */

static gboolean
is_urgent (MbMediaKeeper *self, const MbMediaWant *want)
{
  return want->at <= mb_clock_now (self->options.clock);
}

static guint
choose_delay_ms (MbMediaKeeper *self, const MbMediaWant *want)
{
  gint64 left_ms = (want->at - mb_clock_now (self->options.clock)) / 1000;
  gint64 most_ms = left_ms > 0 ? MIN (left_ms / 2, self->options.patience_ms) : 0;

  if (left_ms <= 0 && want->bytes > SMALL)
    most_ms = MIN (HURRY_MS, self->options.patience_ms);
  return most_ms > 0 ? (guint) g_rand_int_range (self->random, 0, (gint32) most_ms + 1) : 0;
}

/* When it may be begun, seen at @now_us (monotonic). */
static gint64
get_start (MbMediaKeeper *self, const MbMediaWant *want, gint64 now_us)
{
  gint64 *start = g_hash_table_lookup (self->starts, want->sha256);

  if (start == NULL)
    {
      start = g_new (gint64, 1);
      *start = now_us + choose_delay_ms (self, want) * G_GINT64_CONSTANT (1000);
      g_hash_table_insert (self->starts, g_strdup (want->sha256), start);
    }
  /* Since then it may have become urgent. */
  if (is_urgent (self, want))
    *start = MIN (*start, now_us + (want->bytes > SMALL ? HURRY_MS * G_GINT64_CONSTANT (1000) : 0));
  return MAX (*start, mb_media_troubles_get_until (self->troubles, want->sha256));
}

static void
stop_download (MbMediaKeeper *self)
{
  self->fetching = NULL;
  g_clear_pointer (&self->download, mb_media_download_free);
}

static void
take_failure (MbMediaKeeper *self, const char *sha256, const GError *error)
{
  if (g_error_matches (error, MB_ERROR, MB_ERROR_NETWORK) || g_error_matches (error, MB_ERROR, MB_ERROR_BUSY))
    set_problem (self, error->message, mb_backoff_next (&self->backoff) + FIRST_WAIT_MS / 2);
  else if (g_error_matches (error, MB_ERROR, MB_ERROR_FULL))
    set_problem (self, error->message, FULL_WAIT_MS);
  else
    {
      mb_media_troubles_put (self->troubles, sha256);
      say_failure (self, sha256, error->message);
    }
}

static void
on_downloaded (gpointer data, GError *error)
{
  MbMediaKeeper *self = data;
  g_autoptr(GError) problem = error;
  g_autofree char *sha256 = g_strdup (self->fetching->sha256);

  stop_download (self);
  if (problem != NULL)
    take_failure (self, sha256, problem);
  else
    {
      g_hash_table_remove (self->proven, sha256);
      mb_media_stock_add (self->stock, sha256, mb_clock_now (self->options.clock));
      mb_backoff_reset (&self->backoff);
      set_problem (self, NULL, 0);
      if (mb_media_troubles_drop (self->troubles, sha256))
        say_failure (self, sha256, NULL);
      say_file (self, sha256, TRUE);
    }
  set_turn (self, 0);
  report (self);
}

static gboolean
make_room (MbMediaKeeper *self, const MbMediaWant *want)
{
  MbMediaRoom room = { self->stock, self->folder, self->wanted, mb_clock_now (self->options.clock),
                       self->options.max_bytes };
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) gone = NULL;
  gboolean made;

  if (!mb_media_stock_hold (self->stock, &error))
    {
      set_problem (self, error->message, FULL_WAIT_MS);
      return FALSE;
    }

  gone = mb_media_room_make (&room, want, &made);
  for (guint i = 0; gone[i] != NULL; i++)
    {
      g_hash_table_remove (self->unchecked, gone[i]);
      say_file (self, gone[i], FALSE);
    }
  if (!made)
    {
      mb_media_troubles_put (self->troubles, want->sha256);
      say_failure (self, want->sha256, "There is no room for this file");
    }
  return made;
}

static void
fetch (MbMediaKeeper *self, const MbMediaWant *want)
{
  g_autofree char *path = g_strconcat ("media/", want->sha256, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GUri) uri = mb_hub_uri_build (self->hub, self->market, path, &error);
  MbMediaOrder order = { self->folder, want->sha256, want->bytes,
                         is_urgent (self, want) ? 0 : self->options.bytes_per_second };

  if (uri == NULL)
    set_problem (self, error->message, LONGEST_WAIT_MS);
  if (uri == NULL || !make_room (self, want))
    return;

  self->fetching = want;
  self->download = mb_media_download_new (self->session, uri, &order, on_downloaded, self);
}

/* The first that is missing and may be begun, or NULL.
 * @due_us: (out): when one may that goes before it */
static const MbMediaWant *
find_next (MbMediaKeeper *self, gint64 *due_us)
{
  gint64 now_us = g_get_monotonic_time ();

  *due_us = now_us + LONGEST_TURN_US;
  for (guint i = 0; i < self->wants->len; i++)
    {
      const MbMediaWant *want = &g_array_index (self->wants, MbMediaWant, i);
      gint64 start_us;

      if (mb_media_stock_find (self->stock, want->sha256) != NULL)
        continue;
      start_us = MAX (get_start (self, want, now_us), self->wait_until_us);
      if (start_us <= now_us)
        return want;
      *due_us = MIN (*due_us, start_us);
    }
  return NULL;
}

/* A picture that shows now does not wait for tomorrow's film. */
static gboolean
goes_first (MbMediaKeeper *self, const MbMediaWant *want)
{
  return self->download == NULL || (is_urgent (self, want) && !is_urgent (self, self->fetching));
}

static void
fetch_next (MbMediaKeeper *self)
{
  gint64 due_us;
  const MbMediaWant *want = self->hub != NULL ? find_next (self, &due_us) : NULL;

  if (self->hub == NULL)
    return;

  if (want != NULL && goes_first (self, want))
    {
      stop_download (self);
      fetch (self, want);
      if (self->download == NULL)
        due_us = 0; /* it could not be begun, and another may be */
      report (self);
    }
  else if (self->download != NULL && is_urgent (self, self->fetching))
    mb_media_download_hurry (self->download);
  set_turn (self, due_us);
}

/* What is checked. */

static const char *
find_unchecked (MbMediaKeeper *self)
{
  GHashTableIter iter;
  gpointer any = NULL;

  for (guint i = 0; i < self->wants->len; i++)
    if (g_hash_table_contains (self->unchecked, g_array_index (self->wants, MbMediaWant, i).sha256))
      return g_array_index (self->wants, MbMediaWant, i).sha256;

  g_hash_table_iter_init (&iter, self->unchecked);
  g_hash_table_iter_next (&iter, &any, NULL);
  return any;
}

static void
check (MbMediaKeeper *self, const char *digest)
{
  g_autofree char *sha256 = g_strdup (digest);

  g_hash_table_remove (self->unchecked, sha256);
  if (mb_media_stock_check (self->stock, sha256, self->cancellable))
    say_file (self, sha256, TRUE);
  else if (!g_cancellable_is_cancelled (self->cancellable))
    self->say (self->data, mb_media_news_new (MB_MEDIA_NEWS_SPOILT, sha256));
  report (self);
}

static gboolean
on_turn (gpointer data)
{
  MbMediaKeeper *self = data;
  const char *unchecked = find_unchecked (self);

  g_clear_pointer (&self->turn, g_source_unref);
  if (unchecked == NULL)
    fetch_next (self);
  else
    {
      check (self, unchecked);
      set_turn (self, 0);
    }
  return G_SOURCE_REMOVE;
}

/* @due_us: monotonic; 0: at once */
static void
set_turn (MbMediaKeeper *self, gint64 due_us)
{
  if (self->turn != NULL)
    g_source_destroy (self->turn);
  g_clear_pointer (&self->turn, g_source_unref);

  self->turn = g_timeout_source_new (due_us == 0 ? 0 : (guint) CLAMP ((due_us - g_get_monotonic_time ()) / 1000 + 1, 0,
                                                                      LONGEST_TURN_US / 1000));
  g_source_set_callback (self->turn, on_turn, self, NULL);
  g_source_attach (self->turn, g_main_context_get_thread_default ());
}

static void
look_through (MbMediaKeeper *self)
{
  GHashTableIter iter;
  gpointer sha256, value;

  self->stock = mb_media_stock_new (self->folder);
  if (g_file_test (self->folder, G_FILE_TEST_IS_DIR))
    mb_media_stock_hold (self->stock, NULL);

  g_hash_table_iter_init (&iter, mb_media_stock_get_items (self->stock));
  while (g_hash_table_iter_next (&iter, &sha256, &value))
    {
      const MbMediaItem *item = value;

      if (item->checked)
        say_file (self, sha256, TRUE);
      else
        g_hash_table_add (self->unchecked, g_strdup (sha256));
    }
}

MbMediaKeeper *
mb_media_keeper_new (const char *folder, const MbMediaCacheOptions *options, GCancellable *cancellable, MbMediaSay say,
                     gpointer data)
{
  MbMediaKeeper *self = g_new0 (MbMediaKeeper, 1);

  self->folder = g_strdup (folder);
  self->options = *options;
  self->cancellable = g_object_ref (cancellable);
  self->unchecked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->proven = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->wants = g_array_new (FALSE, FALSE, sizeof (MbMediaWant));
  self->wanted = g_hash_table_new (g_str_hash, g_str_equal);
  self->starts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->troubles = mb_media_troubles_new ();
  self->session = soup_session_new_with_options ("timeout", TIMEOUT_S, "user-agent", "marketboard", NULL);
  self->random = g_rand_new_with_seed (options->seed);
  mb_backoff_init (&self->backoff, FIRST_WAIT_MS, LONGEST_WAIT_MS, self->random);
  self->say = say;
  self->data = data;
  look_through (self);
  report (self);
  set_turn (self, 0);
  return self;
}

static void
drop_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

void
mb_media_keeper_free (MbMediaKeeper *self)
{
  stop_download (self);
  drop_source (&self->turn);
  drop_source (&self->report);
  soup_session_abort (self->session);
  g_object_unref (self->session);
  mb_media_stock_free (self->stock);
  mb_media_troubles_free (self->troubles);
  g_hash_table_unref (self->unchecked);
  g_hash_table_unref (self->proven);
  g_hash_table_unref (self->starts);
  g_hash_table_unref (self->wanted);
  g_array_unref (self->wants);
  g_rand_free (self->random);
  g_object_unref (self->cancellable);
  g_free (self->hub);
  g_free (self->market);
  g_free (self->problem);
  g_free (self->folder);
  g_free (self);
}

void
mb_media_keeper_set_hub (MbMediaKeeper *self, const char *hub, const char *market)
{
  g_free (self->hub);
  g_free (self->market);
  self->hub = g_strdup (hub);
  self->market = g_strdup (market);
  set_problem (self, NULL, 0);
  set_turn (self, 0);
  report (self);
}

static gboolean
is_unwanted (gpointer sha256, gpointer start, gpointer wanted)
{
  return !g_hash_table_contains (wanted, sha256);
}

/* Trouble with what nobody wants any more is no trouble. */
static void
forget_unwanted (MbMediaKeeper *self)
{
  g_autoptr(GList) troubled = mb_media_troubles_list (self->troubles);

  g_hash_table_foreach_remove (self->starts, is_unwanted, self->wanted);
  for (GList *at = troubled; at != NULL; at = at->next)
    if (!g_hash_table_contains (self->wanted, at->data))
      {
        g_autofree char *sha256 = g_strdup (at->data);

        mb_media_troubles_drop (self->troubles, sha256);
        say_failure (self, sha256, NULL);
      }
}

void
mb_media_keeper_set_wanted (MbMediaKeeper *self, GArray *wants)
{
  g_autoptr(GArray) before = self->wants;
  g_autofree char *fetching = self->fetching != NULL ? g_strdup (self->fetching->sha256) : NULL;
  gint64 now_us = mb_clock_now (self->options.clock);

  self->wants = wants;
  g_hash_table_remove_all (self->wanted);
  for (guint i = 0; i < wants->len; i++)
    {
      MbMediaWant *want = &g_array_index (wants, MbMediaWant, i);
      MbMediaItem *item = mb_media_stock_find (self->stock, want->sha256);

      g_hash_table_insert (self->wanted, (gpointer) want->sha256, want);
      if (item != NULL)
        item->scheduled_us = MAX (item->scheduled_us, now_us);
    }

  self->fetching = fetching != NULL ? g_hash_table_lookup (self->wanted, fetching) : NULL;
  if (self->fetching == NULL)
    stop_download (self);
  forget_unwanted (self);
  set_turn (self, 0);
  report (self);
}

void
mb_media_keeper_distrust (MbMediaKeeper *self, const char *sha256)
{
  MbMediaItem *item = mb_media_stock_find (self->stock, sha256);

  /* What was found right once is not read again and again. */
  if (item == NULL || !g_hash_table_add (self->proven, g_strdup (sha256)))
    return;

  item->checked = FALSE;
  g_hash_table_add (self->unchecked, g_strdup (sha256));
  say_file (self, sha256, FALSE);
  set_turn (self, 0);
  report (self);
}
