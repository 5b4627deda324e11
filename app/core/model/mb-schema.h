/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-time.h"

G_BEGIN_DECLS

/**
 * The kinds of record. The order is that of the table in mb-schema.c and of nothing else: on the
 * wire a kind is its name.
 */
typedef enum
{
  MB_KIND_UNKNOWN = -1,
  MB_KIND_MARKET,
  MB_KIND_STALL,
  MB_KIND_PRODUCT,
  MB_KIND_PRICE,
  MB_KIND_TEST,
  MB_KIND_BATCH,
  MB_KIND_PROMOTION,
  MB_KIND_NOTICE,
  MB_KIND_MEDIA,
  MB_KIND_PLAYLIST,
  MB_KIND_LAYOUT,
  MB_KIND_SCREEN,
  MB_KIND_TEST_ITEM,
  MB_KIND_KEY,
  MB_KIND_SCALE,
  MB_KIND_QUOTE,
  MB_N_KINDS
} MbKind;

const char *mb_kind_to_name (MbKind kind);         /* "test-item" */
MbKind mb_kind_from_name (const char *name);       /* MB_KIND_UNKNOWN for another's */
GType mb_kind_get_gtype (MbKind kind);

/**
 * MbField: one member of a record or of a structure inside one.
 *
 * This table is the only place that knows a kind's fields: the codec reads and writes JSON by it,
 * #MbRecord makes GObject properties of it, assigns and compares by it, the hub finds references
 * by it. A member that is not in it is kept as its source text.
 */
typedef enum
{
  MB_FIELD_BOOL,      /* gboolean */
  MB_FIELD_INT,       /* gint64, MB_UNSET; min..max */
  MB_FIELD_NUMBER,    /* double, NAN when unset; min..max; never money or mass */
  MB_FIELD_STRING,    /* char *; max = bytes, 0 = 8 KiB */
  MB_FIELD_DECIMAL,   /* char *: decimal text such as "0.51", kept exactly */
  MB_FIELD_ENUM,      /* int, -1 when unset; names */
  MB_FIELD_FLAGS,     /* guint32 bit set of names, a JSON list of them */
  MB_FIELD_TEXTS,     /* MbTexts *: a text by language */
  MB_FIELD_TIME,      /* MbTime */
  MB_FIELD_DATE,      /* MbDate, 0 when unset */
  MB_FIELD_CLOCK,     /* gint32 minutes after midnight, "HH:MM", -1 when unset */
  MB_FIELD_REF,       /* char *: the id of a record of kind ref */
  MB_FIELD_STRINGS,   /* char ** (NULL when absent) */
  MB_FIELD_REFS,      /* char **: ids of records of kind ref */
  MB_FIELD_INTS,      /* gint32[max], exactly max of them, at least min; [0] is -1 when unset */
  MB_FIELD_WINDOWS,   /* GArray * of MbWindow: [["09:00","11:30"], …] */
  MB_FIELD_FRESHNESS, /* MbFreshness: "day" or {"dim_after_s","hide_after_s"} */
  MB_FIELD_STRUCT,    /* pointer to a structure of schema, NULL when absent */
  MB_FIELD_LIST       /* GPtrArray * of structures of schema, NULL when absent; the field owns them,
                         the array has no free function */
} MbFieldType;

typedef enum
{
  MB_FIELD_OPTIONAL = 0,
  MB_FIELD_REQUIRED = 1 << 0,
  MB_FIELD_DERIVED = 1 << 1 /* stands in "derived", made by the hub alone */
} MbFieldFlags;

typedef struct _MbField MbField;
typedef struct _MbSchema MbSchema;

struct _MbField
{
  const char *name; /* the JSON member; the GObject property is the same with '-' for '_' */
  MbFieldType type;
  MbFieldFlags flags;
  gsize offset; /* in the C structure */
  gint64 min, max; /* both 0: any */
  const char *const *names; /* ENUM, FLAGS: NULL-terminated */
  const MbSchema *schema;   /* STRUCT, LIST */
  MbKind ref;               /* REF, REFS */
};

/* Where a name stands in fields; filled at the first mb_schema_find(). */
typedef struct
{
  gsize ready;
  guint8 slots[128];
} MbSchemaIndex;

struct _MbSchema
{
  const char *name;
  gsize size;         /* of a structure; of the instance for a record */
  gsize extra_offset; /* char *: unknown members as they stood, `"a":1,"b":2`, or NULL */
  const MbField *fields;
  guint n_fields;
  /* What the fields cannot say one by one ("at least one of fen, low_fen, high_fen"); sets an error
   * whose pointer begins at this structure. May be NULL. */
  gboolean (*check) (gconstpointer self, GError **error);
  MbSchemaIndex *index;
};

typedef struct
{
  gint32 from; /* minutes after midnight */
  gint32 to;   /* before from: runs past midnight and belongs to the day it begins on */
} MbWindow;

typedef struct
{
  gboolean day; /* fresh until the market day ends */
  gint64 dim_after_s, hide_after_s; /* MB_UNSET when day, or when nothing was said */
} MbFreshness;

const MbSchema *mb_kind_get_schema (MbKind kind);

/** mb_schema_find: the field called @name, of @length bytes (-1: it ends with NUL), or NULL. */
const MbField *mb_schema_find (const MbSchema *schema, const char *name, gssize length);

/**
 * mb_schema_check: whether @structure is what its schema allows: required fields, ranges, sizes,
 * ids, everything inside it, and then the rules across fields. A reader that filled it has only
 * types to mind.
 *
 * Errors: MB_ERROR_INVALID with a pointer that begins at @structure ("/disposal/2/grams")
 */
gboolean mb_schema_check (const MbSchema *schema, gconstpointer structure, GError **error);

/* Structures (not records) of a schema: all fields unset, freed with everything in them. */
gpointer mb_schema_new (const MbSchema *schema);
void mb_schema_free (const MbSchema *schema, gpointer structure);
void mb_schema_init (const MbSchema *schema, gpointer structure);
void mb_schema_clear (const MbSchema *schema, gpointer structure);
gboolean mb_schema_equal (const MbSchema *schema, gconstpointer a, gconstpointer b); /* NULL: none */

/** mb_decimal_is_valid: digits with a sign and a point ("0.51", "-3"), no exponent; to 40 bytes. */
gboolean mb_decimal_is_valid (const char *text);

/* One field of a structure; @structure, @a and @b point at the structure, not at the field. */
gboolean mb_field_is_set (const MbField *field, gconstpointer structure);
gboolean mb_field_equal (const MbField *field, gconstpointer a, gconstpointer b);

G_END_DECLS
