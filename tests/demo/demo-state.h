/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"
#include "demo/mb-demo-day.h"

G_BEGIN_DECLS

/** demo_at: microseconds of a moment of the sample day, "07:58". */
gint64 demo_at (const char *text);

/** demo_day_new: the sample day. */
MbDemoDay *demo_day_new (guint32 seed);

/* A state is what stands after change sets, as a hub that passes everything would have it: "kind/id" to the value's
 * bytes. */
GHashTable *demo_state_new (void);
/** demo_state_at: of a day that began at once with what happened until then. */
GHashTable *demo_state_at (MbDemoDay *day, gint64 us);
void demo_state_fold (GHashTable *self, MbChangeSet *set);

/** demo_state_decode: every record in it; one that cannot be decoded fails the test. (transfer full): MbRecord */
GPtrArray *demo_state_decode (GHashTable *self);
MbRecord *demo_state_get (GHashTable *self, MbKind kind, const char *id); /* (transfer full) (nullable) */

void demo_state_assert_equal (GHashTable *a, GHashTable *b);

G_END_DECLS
