/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bench-http.h"
#include "bench-process.h"

G_BEGIN_DECLS

#define BENCH_MARKET_PATH "/v1/markets/guihua"
#define BENCH_PRODUCTS 200

/** BenchHub: a hub in a folder of its own, with one market. */
typedef struct
{
  const char *program;
  char *folder;
  guint port; /* 0 until it has listened once; the same ever after */
  BenchProcess *process; /* NULL: it does not run */
} BenchHub;

BenchHub *bench_hub_new (const char *program);
void bench_hub_free (BenchHub *self);
/** bench_hub_start: returns when it listens. */
void bench_hub_start (BenchHub *self);
void bench_hub_stop (BenchHub *self, int signal);

/** bench_market_fill: puts %BENCH_PRODUCTS products, each with a price. */
void bench_market_fill (BenchHub *hub);
/** bench_market_get_path: of the price that change @sequence changes. (transfer full) */
char *bench_market_get_path (guint sequence);
/** bench_market_get_price: what it becomes then. (transfer full) */
char *bench_market_get_price (guint sequence);
/** bench_market_get_event: the same as a hub's clients are told of it. (transfer full) */
char *bench_market_get_event (guint sequence);
/** bench_market_get_test: the result of a test of product @i. (transfer full) */
char *bench_market_get_test (guint i, guint value);
/** bench_market_put_tests: results t-@batch-0 to t-@batch-(@n - 1), in place of those of the last batch but one. */
void bench_market_put_tests (BenchHttp *http, guint batch, guint n);
/** bench_market_dup_position: out of an answer. */
char *bench_market_dup_position (const char *answer);
/** bench_market_find_sequence: which change a text tells of; 0: none. */
guint bench_market_find_sequence (const char *text, gsize length);

G_END_DECLS
