/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** bench_schedule: when each of @n changes is due: @rate a second, from @start (monotonic). */
gint64 *bench_schedule (gint64 start, guint n, double rate);

/** Publishes change number @first + i when @due[i] has come, or as soon as can be after that; returns when
 * the last is published. One request or packet for each. */
void bench_publish_to_hub (guint port, const gint64 *due, guint first, guint n);
void bench_publish_to_broker (guint port, const gint64 *due, guint first, guint n);

G_END_DECLS
