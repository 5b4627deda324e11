/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbBackoff: how long to wait before trying again: full jitter over a bound that doubles, so that a
 * thousand screens do not come back in one second.
 */
typedef struct
{
  guint first_ms; /* the first bound */
  guint limit_ms; /* the last */
  guint bound_ms; /* the next */
  gboolean jitter; /* FALSE waits exactly the bound */
  GRand *random;  /* (not owned) the randomness, injected */
} MbBackoff;

void mb_backoff_init (MbBackoff *self, guint first_ms, guint limit_ms, GRand *random);
guint mb_backoff_next (MbBackoff *self); /* milliseconds to wait now; doubles the bound */
void mb_backoff_reset (MbBackoff *self);

G_END_DECLS
