/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crowd/bench-crowd.h"
#include "crowd/bench-http.h"
#include "crowd/bench-market.h"
#include "crowd/bench-mqtt.h"
#include "crowd/bench-publish.h"

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* A thousand screens, and 200 changes a second to each of them: how late they come, and what a stream and
 * an event cost the hub, beside mosquitto with the same payload and the same receiver.
 * bench-fanout HUB [STREAMS [SECONDS]] */

#define RATE 200.0
#define ROUNDS 3
#define WARM_UP_BATCHES 60
#define MAX_P99_MS 100.0
#define MAX_STREAM_KB 10.0
#define MAX_OF_RIVAL (1 / 3.0)
#define SKIPPED 77

typedef struct
{
  const char *name;
  BenchProcess *process;
  BenchCrowd *crowd;
  guint port;
  void (*publish) (guint port, const gint64 *due, guint first, guint n);
  guint next;         /* change */
  double cpu;         /* seconds in all rounds */
  guint64 deliveries; /* in all rounds */
  double p99;         /* the worst round's */
  gboolean failed;
} Side;

static void
run_round (Side *self, guint n_streams, guint n)
{
  g_autofree gint64 *due = bench_schedule (g_get_monotonic_time () + 100000, n, RATE);
  double cpu = bench_process_get_cpu (self->process);
  double p99;

  bench_crowd_begin (self->crowd, due, self->next);
  self->publish (self->port, due, self->next, n);
  if (!bench_crowd_wait_told (self->crowd, n, 60) || bench_crowd_get_missed (self->crowd) > 0)
    self->failed = TRUE;

  cpu = bench_process_get_cpu (self->process) - cpu;
  p99 = bench_crowd_get_latency (self->crowd, 0.99);
  g_print ("%-10s p50 %6.1f ms  p99 %6.1f ms  worst %6.1f ms  %5.2f us of CPU an event  %4.0f bytes an event%s\n",
           self->name, bench_crowd_get_latency (self->crowd, 0.5), p99, bench_crowd_get_latency (self->crowd, 1),
           cpu * 1e6 / n / n_streams, (double) bench_crowd_get_bytes (self->crowd) / n / n_streams,
           self->failed ? "  NOT ALL TOLD" : "");
  bench_crowd_begin (self->crowd, NULL, 0);
  self->next += n;
  self->cpu += cpu;
  self->deliveries += (guint64) n * n_streams;
  self->p99 = MAX (self->p99, p99);
}

/* A hub that has run for a while: the store's cache is full, whoever listens. */
static void
warm_up (guint port)
{
  BenchHttp *http = bench_http_new (port);

  for (guint i = 0; i < WARM_UP_BATCHES; i++)
    bench_market_put_tests (http, i, 500);
  bench_http_free (http);
}

static void
come (Side *self)
{
  bench_crowd_come (self->crowd, 0);
  if (bench_crowd_wait_live (self->crowd, 60) == 0)
    g_error ("%s does not let all of them in", self->name);
}

static guint
find_port (void)
{
  struct sockaddr_in address = { AF_INET, 0, { htonl (INADDR_LOOPBACK) }, { 0 } };
  socklen_t length = sizeof address;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd < 0 || bind (fd, (struct sockaddr *) &address, sizeof address) != 0 ||
      getsockname (fd, (struct sockaddr *) &address, &length) != 0)
    g_error ("no free port");
  close (fd);

  return ntohs (address.sin_port);
}

static char *
find_mosquitto (void)
{
  char *path = g_find_program_in_path ("mosquitto");

  if (path == NULL && g_access ("/usr/sbin/mosquitto", X_OK) == 0)
    path = g_strdup ("/usr/sbin/mosquitto");

  return path;
}

/* As it comes, but for what has to be said. */
static BenchProcess *
start_mosquitto (const char *program, const char *folder, guint port)
{
  g_autofree char *path = g_build_filename (folder, "mosquitto.conf", NULL);
  g_autofree char *text = g_strdup_printf ("listener %u 127.0.0.1\nallow_anonymous true\npersistence false\n"
                                           "log_dest none\n", port);
  BenchProcess *process;

  if (!g_file_set_contents (path, text, -1, NULL))
    g_error ("%s cannot be written", path);
  process = bench_process_start ((const char *[]){ program, "-c", path, NULL });
  bench_wait_for_port (port);

  return process;
}

int
main (int argc, char **argv)
{
  guint n_streams = argc > 2 ? (guint) atoi (argv[2]) : 1000, seconds = argc > 3 ? (guint) atoi (argv[3]) : 10;
  g_autofree char *program = find_mosquitto ();
  Side hub = { "hub", .publish = bench_publish_to_hub, .next = 1000 };
  Side rival = { "mosquitto", .publish = bench_publish_to_broker, .next = 1000 };
  double empty, full, share;
  gboolean ok;
  BenchHub *house;

  if (argc < 2)
    return 2;

  bench_raise_descriptors ();
  house = bench_hub_new (argv[1]);
  bench_hub_start (house);
  bench_market_fill (house);
  warm_up (house->port);
  hub.process = house->process;
  hub.port = house->port;
  hub.crowd = bench_crowd_new (&bench_sse, hub.port, n_streams);
  empty = bench_process_get_pss (hub.process);
  come (&hub);
  if (program != NULL)
    {
      rival.port = find_port ();
      rival.process = start_mosquitto (program, house->folder, rival.port);
      rival.crowd = bench_crowd_new (&bench_mqtt, rival.port, n_streams);
      come (&rival);
    }

  full = bench_process_get_pss (hub.process);
  for (guint i = 0; i < ROUNDS; i++)
    {
      run_round (&hub, n_streams, (guint) (seconds * RATE));
      full = MAX (full, bench_process_get_pss (hub.process));
      if (program != NULL)
        run_round (&rival, n_streams, (guint) (seconds * RATE));
    }

  g_print ("p99 %.1f ms (at most %g); %.1f KB of memory a stream (at most %g), %.0f KB without any\n", hub.p99, MAX_P99_MS,
           (full - empty) / n_streams, MAX_STREAM_KB, empty);
  ok = !hub.failed && hub.p99 <= MAX_P99_MS && (full - empty) / n_streams <= MAX_STREAM_KB;
  if (program != NULL)
    {
      share = hub.cpu / (double) hub.deliveries / (rival.cpu / (double) rival.deliveries);
      g_print ("%.2f of mosquitto's CPU an event (at most %.2f)\n", share, MAX_OF_RIVAL);
      ok = ok && share <= MAX_OF_RIVAL;
      bench_crowd_free (rival.crowd);
      bench_process_end (rival.process, SIGTERM);
    }
  else
    g_print ("mosquitto is not installed (data/packages/bench): nothing to compare with\n");
  bench_crowd_free (hub.crowd);
  bench_hub_free (house);

  return !ok ? 1 : program != NULL ? 0 : SKIPPED;
}
