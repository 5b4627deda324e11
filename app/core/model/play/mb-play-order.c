/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/play/mb-play-order.h"

#define FEWEST 4

static void
shuffle (GRand *random, guint *things, guint n)
{
  for (guint i = n; i > 1; i--)
    {
      guint other = (guint) g_rand_int_range (random, 0, (gint32) i), thing = things[i - 1];

      things[i - 1] = things[other];
      things[other] = thing;
    }
}

void
mb_play_order_shuffle (guint32 seed, guint round, guint n, guint *order)
{
  GRand *random;

  for (guint i = 0; i < n; i++)
    order[i] = i;
  if (n < FEWEST)
    return;

  random = g_rand_new_with_seed (seed);
  shuffle (random, order, n);
  g_rand_set_seed_array (random, (guint32[]){ seed, round }, 2);
  shuffle (random, order, n / 2);
  shuffle (random, order + n / 2, n - n / 2);
  g_rand_free (random);
}
