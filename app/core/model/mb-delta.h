/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"

G_BEGIN_DECLS

/**
 * MbDelta: the newest value of every record changed after one position up to another, closed by
 * its `live`. The unit in which a board moves: whole, or not at all.
 *
 * Built in one thread, then handed over; not changed after that.
 */
typedef struct
{
  MbKind kind;
  char *id;
  guint64 rev;
  MbRecord *record; /* (owned) NULL: the record is gone */
  GBytes *source;   /* (owned, nullable) the event's data as it came, for the cache */
} MbDeltaItem;

typedef struct
{
  gboolean reset;    /* what it does not put is gone */
  GPtrArray *items;  /* MbDeltaItem, in the order of the stream */
  char *position;    /* of its live: "9f3ac01b22de.1048576" */
  MbTime at;         /* the hub's time when it was sent */
} MbDelta;

MbDelta *mb_delta_new (void);
void mb_delta_free (MbDelta *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbDelta, mb_delta_free)

void mb_delta_put (MbDelta *self, MbRecord *record, GBytes *source);  /* record: (transfer full) */
void mb_delta_drop (MbDelta *self, MbKind kind, const char *id, guint64 rev);

G_END_DECLS
