/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "core/model/mb-record.h"

G_BEGIN_DECLS

/* How the tables of the kinds are written. A row is
 *   MB_FIELD (MbPrice, fen, INT, MB_AMOUNT),
 * and what follows the type are designated members of MbField. */

#define MB_FIELD(Type, member, TYPE, ...)                                                          \
  {                                                                                                \
    .name = #member, .type = MB_FIELD_##TYPE, .offset = G_STRUCT_OFFSET (Type, member), __VA_ARGS__ \
  }

#define MB_REQUIRED .flags = MB_FIELD_REQUIRED
#define MB_DERIVED .flags = MB_FIELD_DERIVED
#define MB_RANGE(least, most) .min = (least), .max = (most)
#define MB_AMOUNT MB_RANGE (1, G_GINT64_CONSTANT (1000000000000)) /* fen; no price is ever 0 */
#define MB_GRAMS MB_RANGE (0, G_GINT64_CONSTANT (1000000000000))
#define MB_PRIORITY MB_RANGE (-1000, 1000)
#define MB_BYTES(most) .max = (most)
#define MB_NAMES(list) .names = (list)
#define MB_TO(KIND) .ref = MB_KIND_##KIND
#define MB_OF(other) .schema = &(other)

/* The schema of a structure, from its table. */
#define MB_SCHEMA(Type, table, rules)                                                             \
  {                                                                                               \
    .name = #Type, .size = sizeof (Type), .extra_offset = G_STRUCT_OFFSET (Type, extra),          \
    .fields = (table), .n_fields = G_N_ELEMENTS (table), .check = (rules),                        \
    .index = &(MbSchemaIndex){ 0 }                                                                \
  }

/* The type and the schema of a kind, from its table. */
#define MB_DEFINE_KIND(Type, type, KIND, table, rules)                                            \
  G_DEFINE_FINAL_TYPE (Type, type, MB_TYPE_RECORD)                                                \
  const MbSchema type##_schema = MB_SCHEMA (Type, table, rules);                                  \
  static void type##_init (Type *self)                                                            \
  {                                                                                               \
    mb_schema_init (&type##_schema, self);                                                        \
  }                                                                                               \
  static void type##_class_init (Type##Class *klass)                                              \
  {                                                                                               \
    mb_record_class_set_schema (MB_RECORD_CLASS (klass), KIND, &type##_schema);                   \
  }

/** mb_refuse: sets %MB_ERROR_INVALID with @pointer. Returns: %FALSE */
gboolean mb_refuse (GError **error, const char *pointer, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/** mb_check_order: that of two amounts or times, where both are set, @low is not the greater. */
gboolean mb_check_order (gint64 low, gint64 high, const char *pointer, const char *what,
                         GError **error);

/** mb_check_text: that @text consists of @characters only, @least to @most of them; NULL passes. */
gboolean mb_check_text (const char *text, const char *characters, gsize least, gsize most,
                        const char *pointer, GError **error);

G_END_DECLS
