/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mb_play_order_shuffle: in which order the @n things of a list come in its @round, by @seed: another in every
 * round, and the same for everybody who asks. The things are dealt into two halves, for as long as the seed
 * stays; each round shuffles the first half, then the second. So whatever comes comes again only after at least
 * half of the others. Fewer than four keep their order.
 *
 * @order: (out caller-allocates) (array length=n): what is at each place
 */
void mb_play_order_shuffle (guint32 seed, guint round, guint n, guint *order);

G_END_DECLS
