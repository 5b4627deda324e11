/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"

G_BEGIN_DECLS

/**
 * MbStanding: one record as it stands in the journal's fold: decoded, for the rules, and as its
 * bytes. Reference-counted, so that what was can be put back; the journal's thread only.
 */
typedef struct
{
  MbRecord *record; /* NULL: of a kind or shape that this build does not know */
  GBytes *value;
  GBytes *derived;  /* NULL: nothing */
  guint64 rev;      /* 0 until the journal has given its number */
} MbStanding;

/** mb_standing_new: @record: (transfer full) (nullable) */
MbStanding *mb_standing_new (MbRecord *record, GBytes *value, GBytes *derived);
MbStanding *mb_standing_ref (MbStanding *self);
void mb_standing_unref (MbStanding *self);

G_END_DECLS
