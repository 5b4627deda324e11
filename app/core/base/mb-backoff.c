/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-base"

#include "core/base/mb-backoff.h"

void
mb_backoff_init (MbBackoff *self, guint first_ms, guint limit_ms, GRand *random)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (first_ms <= limit_ms);
  g_return_if_fail (limit_ms < G_MAXINT32);

  *self = (MbBackoff){
    .first_ms = first_ms,
    .limit_ms = limit_ms,
    .bound_ms = first_ms,
    .jitter = TRUE,
    .random = random,
  };
}

guint
mb_backoff_next (MbBackoff *self)
{
  guint bound;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (!self->jitter || self->random != NULL, self->bound_ms);

  bound = self->bound_ms;
  self->bound_ms = bound > self->limit_ms / 2 ? self->limit_ms : bound * 2;

  return self->jitter ? (guint) g_rand_int_range (self->random, 0, (gint32) bound + 1) : bound;
}

void
mb_backoff_reset (MbBackoff *self)
{
  g_return_if_fail (self != NULL);

  self->bound_ms = self->first_ms;
}
