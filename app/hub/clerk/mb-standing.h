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
  guint64 rev;       /* 0 until the journal has given its number */
  guint64 value_rev; /* the revision that the value came with; later ones only renewed what is derived */
} MbStanding;

/** mb_standing_new: @record: (transfer full) (nullable) */
MbStanding *mb_standing_new (MbRecord *record, GBytes *value, GBytes *derived);
/** mb_standing_read: decodes what was found to be in order before. What this build cannot read stands all the
 * same: it is another's.
 * @at_us: the time of its change */
MbStanding *mb_standing_read (const char *kind, const char *id, GBytes *value, GBytes *derived, gint64 at_us);
MbStanding *mb_standing_ref (MbStanding *self);
void mb_standing_unref (MbStanding *self);

G_END_DECLS
