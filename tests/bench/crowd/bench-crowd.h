/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BenchCrowd: many clients of one server in one thread, by epoll: what they are told is taken apart as
 * far as it has to be to know that nothing is missing, and timed. One that loses its connection comes
 * back as a screen does: after a wait with full jitter, of 2 s at first, doubling to 8 s.
 */
typedef struct _BenchCrowd BenchCrowd;

typedef struct
{
  BenchCrowd *crowd;
  guint index;
  guint64 number;    /* of the last change that it was told of */
  guint sequence;    /* of the change that it is being told of, from 1; 0: none */
  char position[40]; /* where it resumes */
  gboolean in_body;  /* for protocols: the head is over */
  gboolean live;     /* it has everything that there was when it came */
  /* the crowd's */
  int fd; /* -1: not connected */
  gint64 due;
  guint tries;
  gboolean greeted;
  GByteArray *rest;
} BenchClient;

/** BenchProtocol: how to talk to a server. */
typedef struct
{
  /* What a client says first. */
  void (*greet) (BenchClient *client, GString *out);
  /* Takes the whole messages at the beginning of @bytes; returns how many bytes they were. */
  gsize (*take) (BenchClient *client, const char *bytes, gsize length);
} BenchProtocol;

extern const BenchProtocol bench_sse, bench_mqtt;

/** bench_crowd_new: @n clients of a server on loopback, not connected yet. */
BenchCrowd *bench_crowd_new (const BenchProtocol *protocol, guint port, guint n);
/** bench_crowd_free: closes all connections. */
void bench_crowd_free (BenchCrowd *self);

/** bench_crowd_set_position: where client @i will resume; "": nowhere. */
void bench_crowd_set_position (BenchCrowd *self, guint i, const char *position);
/** bench_crowd_forget: whoever loses his connection from now on comes back with nothing. */
void bench_crowd_forget (BenchCrowd *self);
/** bench_crowd_stay: nobody connects until bench_crowd_come() says so. */
void bench_crowd_stay (BenchCrowd *self);
/** bench_crowd_come: whoever is not connected does so after a wait of 0 to @spread_ms. */
void bench_crowd_come (BenchCrowd *self, guint spread_ms);
/** bench_crowd_wait_live: waits until all are live. Returns: when the last was (monotonic); 0 when that took
 * longer than @limit_s */
gint64 bench_crowd_wait_live (BenchCrowd *self, double limit_s);

/** bench_crowd_begin: a round: change number @first + i was due at @due[i] (monotonic). */
void bench_crowd_begin (BenchCrowd *self, const gint64 *due, guint first);
/** bench_crowd_wait_told: waits until @n changes of the round have been told to each; FALSE after @limit_s. */
gboolean bench_crowd_wait_told (BenchCrowd *self, guint n, double limit_s);
/** bench_crowd_get_latency: of the round, in ms, at @share (0.99) of all that was told. */
double bench_crowd_get_latency (BenchCrowd *self, double share);
/** bench_crowd_get_missed: changes that somebody has not been told of one by one, and connections lost. */
guint64 bench_crowd_get_missed (BenchCrowd *self);
guint64 bench_crowd_get_bytes (BenchCrowd *self);

/* For protocols: it has what there was; it has been told of change @client->sequence. */
void bench_client_come_live (BenchClient *self);
void bench_client_tell (BenchClient *self, guint64 number);

G_END_DECLS
