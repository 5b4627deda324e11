/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** BenchHttp: a kept-alive connection to a hub on loopback, one request after the other. What fails ends
 * the bench. */
typedef struct _BenchHttp BenchHttp;

BenchHttp *bench_http_new (guint port);
void bench_http_free (BenchHttp *self);

int bench_http_get_fd (BenchHttp *self);

/** bench_http_send: @body: (nullable) */
void bench_http_send (BenchHttp *self, const char *method, const char *path, const char *body);
/** bench_http_receive: takes what there is of the answer; TRUE when it is whole. Anything but a 2xx ends
 * the bench. @wait: until it is */
gboolean bench_http_receive (BenchHttp *self, gboolean wait);
gboolean bench_http_is_waiting (BenchHttp *self);

/** bench_http_ask: one request with its answer's body. (transfer none), until the next */
const char *bench_http_ask (BenchHttp *self, const char *method, const char *path, const char *body);

/** bench_wait_for_port: until somebody listens there. */
void bench_wait_for_port (guint port);
/** bench_connect: a socket connected to a port of loopback. */
int bench_connect (guint port);
/** bench_send: all of it. */
void bench_send (int fd, const char *bytes, gsize length);

G_END_DECLS
