/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-crowd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_SIZE (256 * 1024)
#define STEP_US 50 /* of the histogram */
#define STEPS (10 * G_USEC_PER_SEC / STEP_US)
#define FIRST_WAIT_MS 2000
#define LONGEST_WAIT_MS 8000
#define NEVER G_MAXINT64

struct _BenchCrowd
{
  const BenchProtocol *protocol;
  guint port;
  BenchClient *clients;
  guint n;
  int epoll;
  int wake;
  GThread *thread;
  GRand *random;
  char *buffer;

  GMutex mutex; /* over what follows, and over the clients */
  gboolean ending;
  gboolean staying;
  gboolean forgetting;
  guint n_live;
  gint64 all_live_at;
  const gint64 *due;
  guint first;
  guint64 told;
  guint64 missed;
  guint64 bytes;
  gint64 now; /* when the bytes that are being taken came */
  guint32 *histogram;
};

static void
lose (BenchClient *client)
{
  BenchCrowd *self = client->crowd;
  guint wait = FIRST_WAIT_MS << MIN (client->tries, 2);

  if (client->live)
    {
      self->n_live--;
      self->missed++;
    }
  close (client->fd);
  client->fd = -1;
  client->live = FALSE;
  client->in_body = FALSE;
  client->sequence = 0;
  client->tries++;
  if (self->forgetting)
    client->position[0] = '\0';
  g_byte_array_set_size (client->rest, 0);
  client->due = self->staying ? NEVER
                              : g_get_monotonic_time () +
                                    g_rand_int_range (self->random, 0, (gint) MIN (wait, LONGEST_WAIT_MS)) * 1000;
}

static void
dial (BenchClient *client)
{
  BenchCrowd *self = client->crowd;
  struct sockaddr_in address = { AF_INET, htons ((guint16) self->port), { htonl (INADDR_LOOPBACK) }, { 0 } };
  struct epoll_event event = { EPOLLOUT, { client } };

  client->due = NEVER;
  client->greeted = FALSE;
  client->fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (client->fd < 0)
    g_error ("socket: %s", g_strerror (errno));
  if (connect (client->fd, (struct sockaddr *) &address, sizeof address) != 0 && errno != EINPROGRESS)
    lose (client);
  else
    epoll_ctl (self->epoll, EPOLL_CTL_ADD, client->fd, &event);
}

static void
greet (BenchClient *client)
{
  g_autoptr (GString) out = g_string_new (NULL);
  struct epoll_event event = { EPOLLIN | EPOLLRDHUP, { client } };

  client->crowd->protocol->greet (client, out);
  if (send (client->fd, out->str, out->len, MSG_NOSIGNAL) != (gssize) out->len)
    {
      lose (client);
      return;
    }

  client->greeted = TRUE;
  epoll_ctl (client->crowd->epoll, EPOLL_CTL_MOD, client->fd, &event);
}

static void
take (BenchClient *client, const char *bytes, gsize length)
{
  GByteArray *rest = client->rest;
  gsize used;

  if (rest->len > 0)
    {
      g_byte_array_append (rest, (const guint8 *) bytes, (guint) length);
      bytes = (const char *) rest->data;
      length = rest->len;
    }
  used = client->crowd->protocol->take (client, bytes, length);
  if (rest->len > 0)
    g_byte_array_remove_range (rest, 0, (guint) used);
  else if (used < length)
    g_byte_array_append (rest, (const guint8 *) bytes + used, (guint) (length - used));
}

static void
handle (BenchClient *client)
{
  BenchCrowd *self = client->crowd;
  gssize n;

  if (!client->greeted)
    {
      greet (client);
      return;
    }

  n = recv (client->fd, self->buffer, READ_SIZE, 0);
  if (n > 0)
    {
      self->now = g_get_monotonic_time ();
      self->bytes += (guint64) n;
      take (client, self->buffer, (gsize) n);
    }
  else if (n == 0 || errno != EAGAIN)
    lose (client);
}

/* Whoever is due connects; returns when somebody else will be. */
static gint64
dial_due (BenchCrowd *self)
{
  gint64 now = g_get_monotonic_time (), next = now + G_USEC_PER_SEC;

  for (guint i = 0; i < self->n; i++)
    if (self->clients[i].due <= now)
      dial (&self->clients[i]);
    else
      next = MIN (next, self->clients[i].due);

  return next;
}

static void
handle_event (BenchCrowd *self, const struct epoll_event *event, gint64 *look_at)
{
  guint64 count;

  if (event->data.ptr != NULL)
    handle (event->data.ptr);
  else if (read (self->wake, &count, sizeof count) > 0)
    *look_at = 0;
}

static gpointer
run (gpointer data)
{
  BenchCrowd *self = data;
  struct epoll_event events[64];
  gint64 look_at = 0;

  for (;;)
    {
      gint64 wait = look_at - g_get_monotonic_time ();
      int n = epoll_wait (self->epoll, events, G_N_ELEMENTS (events), (int) (MAX (wait, 0) / 1000));
      g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

      if (self->ending)
        return NULL;
      for (int i = 0; i < n; i++)
        handle_event (self, &events[i], &look_at);
      if (g_get_monotonic_time () >= look_at)
        look_at = dial_due (self);
    }
}

static void
wake (BenchCrowd *self)
{
  const guint64 one = 1;

  if (write (self->wake, &one, sizeof one) < 0)
    g_error ("eventfd: %s", g_strerror (errno));
}

BenchCrowd *
bench_crowd_new (const BenchProtocol *protocol, guint port, guint n)
{
  BenchCrowd *self = g_new0 (BenchCrowd, 1);
  struct epoll_event event = { EPOLLIN, { NULL } };

  self->protocol = protocol;
  self->port = port;
  self->n = n;
  self->clients = g_new0 (BenchClient, n);
  for (guint i = 0; i < n; i++)
    self->clients[i] = (BenchClient){ .crowd = self, .index = i, .fd = -1, .due = NEVER, .rest = g_byte_array_new () };
  self->random = g_rand_new_with_seed (7);
  self->buffer = g_malloc (READ_SIZE);
  self->histogram = g_new0 (guint32, STEPS + 1);
  self->staying = TRUE;
  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  self->wake = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  epoll_ctl (self->epoll, EPOLL_CTL_ADD, self->wake, &event);
  g_mutex_init (&self->mutex);
  self->thread = g_thread_new ("crowd", run, self);

  return self;
}

void
bench_crowd_free (BenchCrowd *self)
{
  g_mutex_lock (&self->mutex);
  self->ending = TRUE;
  g_mutex_unlock (&self->mutex);
  wake (self);
  g_thread_join (self->thread);

  for (guint i = 0; i < self->n; i++)
    {
      if (self->clients[i].fd >= 0)
        close (self->clients[i].fd);
      g_byte_array_unref (self->clients[i].rest);
    }
  close (self->epoll);
  close (self->wake);
  g_mutex_clear (&self->mutex);
  g_rand_free (self->random);
  g_free (self->clients);
  g_free (self->buffer);
  g_free (self->histogram);
  g_free (self);
}

void
bench_crowd_set_position (BenchCrowd *self, guint i, const char *position)
{
  g_mutex_lock (&self->mutex);
  g_strlcpy (self->clients[i].position, position, sizeof self->clients[i].position);
  g_mutex_unlock (&self->mutex);
}

void
bench_crowd_forget (BenchCrowd *self)
{
  g_mutex_lock (&self->mutex);
  self->forgetting = TRUE;
  g_mutex_unlock (&self->mutex);
}

void
bench_crowd_stay (BenchCrowd *self)
{
  g_mutex_lock (&self->mutex);
  self->staying = TRUE;
  for (guint i = 0; i < self->n; i++)
    self->clients[i].due = NEVER;
  g_mutex_unlock (&self->mutex);
}

void
bench_crowd_come (BenchCrowd *self, guint spread_ms)
{
  g_mutex_lock (&self->mutex);
  self->staying = FALSE;
  for (guint i = 0; i < self->n; i++)
    if (self->clients[i].fd < 0)
      self->clients[i].due = g_get_monotonic_time () + g_rand_int_range (self->random, 0, (gint) spread_ms + 1) * 1000;
  g_mutex_unlock (&self->mutex);
  wake (self);
}

gint64
bench_crowd_wait_live (BenchCrowd *self, double limit_s)
{
  gint64 until = g_get_monotonic_time () + (gint64) (limit_s * G_USEC_PER_SEC);
  gint64 at = 0;

  while (at == 0 && g_get_monotonic_time () < until)
    {
      g_usleep (2000);
      g_mutex_lock (&self->mutex);
      at = self->n_live == self->n ? self->all_live_at : 0;
      g_mutex_unlock (&self->mutex);
    }

  return at;
}

void
bench_crowd_begin (BenchCrowd *self, const gint64 *due, guint first)
{
  g_mutex_lock (&self->mutex);
  self->due = due;
  self->first = first;
  self->told = 0;
  self->missed = 0;
  self->bytes = 0;
  memset (self->histogram, 0, (STEPS + 1) * sizeof *self->histogram);
  g_mutex_unlock (&self->mutex);
}

gboolean
bench_crowd_wait_told (BenchCrowd *self, guint n, double limit_s)
{
  gint64 until = g_get_monotonic_time () + (gint64) (limit_s * G_USEC_PER_SEC);
  gboolean all = FALSE;

  while (!all && g_get_monotonic_time () < until)
    {
      g_usleep (2000);
      g_mutex_lock (&self->mutex);
      all = self->told >= (guint64) n * self->n;
      g_mutex_unlock (&self->mutex);
    }

  return all;
}

double
bench_crowd_get_latency (BenchCrowd *self, double share)
{
  guint64 passed = 0;
  guint step = 0;

  while (step < STEPS && (double) (passed += self->histogram[step]) < share * (double) self->told)
    step++;

  return (double) (step + 1) * STEP_US / 1000;
}

guint64
bench_crowd_get_missed (BenchCrowd *self)
{
  return self->missed;
}

guint64
bench_crowd_get_bytes (BenchCrowd *self)
{
  return self->bytes;
}

void
bench_client_come_live (BenchClient *self)
{
  if (self->live)
    return;

  self->live = TRUE;
  self->tries = 0;
  self->crowd->n_live++;
  self->crowd->all_live_at = self->crowd->now;
}

void
bench_client_tell (BenchClient *self, guint64 number)
{
  BenchCrowd *crowd = self->crowd;

  if (self->live && crowd->due != NULL && self->sequence >= crowd->first)
    {
      gint64 late = crowd->now - crowd->due[self->sequence - crowd->first];

      crowd->histogram[CLAMP (late / STEP_US, 0, STEPS)]++;
      crowd->told++;
      if (self->number != 0)
        crowd->missed += number - self->number - 1;
    }
  self->number = number;
  self->sequence = 0;
}
