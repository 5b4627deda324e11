/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a hub sends, for measuring those who read it: puts of prices, products and tests as a market
 * has them, from a seed. */

/** bench_events_new: (element-type GBytes): the data of @n put events. */
GPtrArray *bench_events_new (guint n, guint32 seed);

/** bench_stream_new: the same as one snapshot of the stream. */
GBytes *bench_stream_new (GPtrArray *events);

/**
 * bench_throughput: runs @work until ten rounds of a tenth of a second are over, and prints the best
 * round in MB per second of processor time, beside @target.
 * @work: handles the whole of the input once
 * @bytes: of the input
 *
 * Returns: whether the target was reached
 */
gboolean bench_throughput (const char *name, void (*work) (gpointer data), gpointer data, gsize bytes, double target);

G_END_DECLS
