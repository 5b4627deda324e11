/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-schema.h"

G_BEGIN_DECLS

/**
 * MbRecord: how one thing in the market is, now. Abstract; one final type per kind (MbPrice,
 * MbProduct, …), whose public fields are for reading and whose properties are for binding.
 *
 * A record on a board keeps its GObject for life: news replaces its fields by mb_record_take() and
 * notifies only what changed. Not thread-safe; a decoded record that no board holds yet may be
 * handed from one thread to another.
 */
#define MB_TYPE_RECORD (mb_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (MbRecord, mb_record, MB, RECORD, GObject)

struct _MbRecordClass
{
  GObjectClass parent_class;
  MbKind kind;
  const MbSchema *schema;
  GParamSpec **properties; /* of the schema's fields, in its order, then of the unknown members */
};

/**
 * mb_record_class_set_schema: makes a read-only property of every field; for a class_init.
 *
 * Types of the properties: BOOL boolean, INT int64, NUMBER double, ENUM and CLOCK int, FLAGS and
 * DATE uint, TEXTS #MbTexts, TIME #MB_TYPE_TIME, STRINGS and REFS #GStrv, INTS and WINDOWS #GArray;
 * STRUCT, LIST and FRESHNESS a pointer that lasts until the next notify; else string. Unknown
 * members are the property "extra". The stamp is "rev", "at", "by".
 */
void mb_record_class_set_schema (MbRecordClass *klass, MbKind kind, const MbSchema *schema);

/** MB_TYPE_TIME: the boxed type of #MbTime. */
#define MB_TYPE_TIME (mb_time_get_type ())
GType mb_time_get_type (void);

MbRecord *mb_record_new (MbKind kind, const char *id); /* all fields unset */

MbKind mb_record_get_kind (MbRecord *self);
const char *mb_record_get_id (MbRecord *self);
guint64 mb_record_get_rev (MbRecord *self);      /* the number of its newest change */
gint64 mb_record_get_at (MbRecord *self);        /* the hub's time of that change, µs */
const char *mb_record_get_by (MbRecord *self);   /* "manager:li", "hub", "import", "demo", "local" */
gboolean mb_record_is_by_person (MbRecord *self); /* by is not hub, import or demo */
const char *mb_record_get_extra (MbRecord *self); /* unknown members as they stood, or NULL */

void mb_record_set_stamp (MbRecord *self, guint64 rev, gint64 at_us, const char *by);

/** mb_record_take: moves everything out of @news (same kind and id) into @self, and notifies the
 * properties whose values differ. @news keeps the old fields.
 *
 * Returns: whether any field differed */
gboolean mb_record_take (MbRecord *self, MbRecord *news);
gboolean mb_record_equal (MbRecord *a, MbRecord *b); /* fields and unknown members, not the stamp */

/** mb_record_check: mb_schema_check() of the whole record, and that its id is one of its kind. */
gboolean mb_record_check (MbRecord *self, GError **error);

/** mb_record_foreach_ref: every id it names, with where. */
typedef void (*MbRefFunc) (MbKind kind, const char *id, const char *pointer, gpointer data);
void mb_record_foreach_ref (MbRecord *self, MbRefFunc func, gpointer data);

/** mb_id_is_valid: 1-64 of a-z 0-9 . _ - , but neither "." nor ".."; for prices product@basis[@stall], to 160. */
gboolean mb_id_is_valid (MbKind kind, const char *id);
/** mb_id_is_plain: the first part of that, for what is called as records are, and is none: a market of a hub. */
gboolean mb_id_is_plain (const char *id);

G_END_DECLS
