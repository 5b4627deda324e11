/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crowd/bench-crowd.h"
#include "crowd/bench-http.h"
#include "crowd/bench-market.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* A market after years: 5,000 records live of 500,000 that ever were, a million changes. How soon its hub is
 * back, what a screen waits for its board, and a thousand screens at once.
 * bench-return HUB [SCREENS [RECORDS]] */

#define LIVE 5000
#define BATCH ((LIVE - 2 * BENCH_PRODUCTS) / 2)
#define LATEST 1000 /* changes, each of another record, that screens have missed */
#define LONG_OUTAGE_S 20
#define MAX_OPEN_MS 1000.0
#define MAX_DELTA_MS 5.0
#define MAX_SNAPSHOT_MS 50.0
#define MAX_RETURN_S 10.0

typedef struct
{
  BenchHub *hub;
  BenchCrowd *crowd;
  guint n_screens;
  guint n_records;
  char *positions[LATEST + 1]; /* before each of the latest changes, and after the last */
  gboolean missed;
} Bench;

static void
say (Bench *self, const char *what, double value, const char *unit, double limit)
{
  g_print ("%-64s %8.1f %s", what, value, unit);
  if (limit > 0)
    g_print (" (at most %g)", limit);
  g_print ("\n");
  self->missed = self->missed || (limit > 0 && value > limit);
}

static void
fill (Bench *self)
{
  gint64 start = g_get_monotonic_time ();
  guint n_batches = MAX (self->n_records / BATCH, 2);
  BenchHttp *http;

  bench_hub_start (self->hub);
  bench_market_fill (self->hub);
  http = bench_http_new (self->hub->port);
  for (guint i = 0; i < n_batches; i++)
    bench_market_put_tests (http, i, BATCH);
  g_print ("%u records ever, %.0f changes a second\n", n_batches * BATCH,
           2.0 * n_batches * BATCH * G_USEC_PER_SEC / (double) (g_get_monotonic_time () - start));

  for (guint i = 0; i <= LATEST; i++)
    {
      g_autofree char *path = g_strdup_printf (BENCH_MARKET_PATH "/records/test/t-%u-%u", n_batches - 1, i);
      g_autofree char *value = bench_market_get_test (i, 11);

      self->positions[i] = bench_market_dup_position (bench_http_ask (http, "PUT", path, value));
    }
  bench_http_free (http);
}

static gint64
restart (Bench *self, int signal, guint outage_s)
{
  bench_hub_stop (self->hub, signal);
  g_usleep (outage_s * G_USEC_PER_SEC);
  bench_hub_start (self->hub);

  return g_get_monotonic_time ();
}

static void
measure_open (Bench *self)
{
  double worst = 0;

  for (guint i = 0; i < 5; i++)
    {
      gint64 start;

      bench_hub_stop (self->hub, SIGTERM);
      start = g_get_monotonic_time ();
      bench_hub_start (self->hub);
      worst = MAX (worst, (double) (g_get_monotonic_time () - start) / 1000);
    }
  say (self, "the program starts, opens the journal and listens", worst, "ms", MAX_OPEN_MS);
}

/* The best of a few: other programs' turns on the processor are not the hub's time. */
static double
measure_stream (Bench *self, const char *position, gboolean anew)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < 5; i++)
    {
      BenchCrowd *one;
      gint64 start;

      if (anew)
        restart (self, SIGTERM, 0);
      one = bench_crowd_new (&bench_sse, self->hub->port, 1);
      bench_crowd_set_position (one, 0, position);
      start = g_get_monotonic_time ();
      bench_crowd_come (one, 0);
      best = MIN (best, (double) (bench_crowd_wait_live (one, 20) - start) / 1000);
      bench_crowd_free (one);
    }

  return best;
}

static void
measure_return (Bench *self, const char *what, gint64 listening)
{
  gint64 live_at = bench_crowd_wait_live (self->crowd, 60);
  g_autofree char *unit = g_strdup_printf ("s, %.0f MB", (double) bench_crowd_get_bytes (self->crowd) / 1e6);

  say (self, what, live_at != 0 ? (double) (live_at - listening) / G_USEC_PER_SEC : G_MAXDOUBLE, unit, MAX_RETURN_S);
  bench_crowd_begin (self->crowd, NULL, 0);
}

/* Everybody comes when the hub listens, within a moment. */
static void
measure_rush (Bench *self, const char *what, gboolean forget, gboolean scatter)
{
  gint64 listening;

  bench_crowd_stay (self->crowd);
  listening = restart (self, SIGKILL, 0);
  for (guint i = 0; i < self->n_screens; i++)
    bench_crowd_set_position (self->crowd, i, forget ? "" : self->positions[scatter ? i % LATEST : LATEST]);
  bench_crowd_come (self->crowd, 0);
  measure_return (self, what, listening);
}

static void
measure_crowd (Bench *self)
{
  double empty = bench_process_get_pss (self->hub->process);

  self->crowd = bench_crowd_new (&bench_sse, self->hub->port, self->n_screens);
  bench_crowd_come (self->crowd, 0);
  if (bench_crowd_wait_live (self->crowd, 60) == 0)
    g_error ("the hub does not let all of them in");

  measure_return (self, "all resume, a hub told to stop and started again", restart (self, SIGTERM, 0));
  measure_return (self, "all resume, a hub killed, 20 s away", restart (self, SIGKILL, LONG_OUTAGE_S));
  bench_crowd_forget (self->crowd);
  measure_return (self, "all from nothing, a hub killed, 20 s away", restart (self, SIGKILL, LONG_OUTAGE_S));
  measure_rush (self, "all resume, at once, from one position", FALSE, FALSE);
  measure_rush (self, "all resume, at once, each from another position", FALSE, TRUE);
  measure_rush (self, "all from nothing, at once", TRUE, FALSE);
  say (self, "memory of the hub afterwards, for each of them",
       (bench_process_get_pss (self->hub->process) - empty) / self->n_screens, "KB", 0);
  bench_crowd_free (self->crowd);
}

int
main (int argc, char **argv)
{
  Bench self = { NULL };

  if (argc < 2)
    return 2;

  self.n_screens = argc > 2 ? (guint) atoi (argv[2]) : 1000;
  self.n_records = argc > 3 ? (guint) atoi (argv[3]) : 500000;
  bench_raise_descriptors ();
  self.hub = bench_hub_new (argv[1]);
  fill (&self);

  measure_open (&self);
  say (&self, "stream: the latest 1,000 changes", measure_stream (&self, self.positions[0], FALSE), "ms", MAX_DELTA_MS);
  say (&self, "stream: the first snapshot after a start", measure_stream (&self, "", TRUE), "ms", MAX_SNAPSHOT_MS);
  say (&self, "stream: another snapshot", measure_stream (&self, "", FALSE), "ms", MAX_SNAPSHOT_MS);
  measure_crowd (&self);

  bench_hub_free (self.hub);
  for (guint i = 0; i <= LATEST; i++)
    g_free (self.positions[i]);

  return self.missed ? 1 : 0;
}
