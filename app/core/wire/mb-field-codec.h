/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-schema.h"
#include "core/wire/mb-json-writer.h"
#include "core/wire/mb-json.h"

G_BEGIN_DECLS

/* Private to this room: JSON and one field of a structure. Pointers in errors begin at the field's
 * value. Only types are minded here; ranges, sizes and rules are mb_schema_check()'s. */

gboolean mb_field_decode (const MbField *field, gpointer structure, const MbJson *json, MbJsonAt at, GError **error);
void mb_field_encode (const MbField *field, gconstpointer structure, MbJsonWriter *writer); /* one that is set */

/* A structure's members. A record has two objects of them: `value`, and `derived`, whose unknown members
 * are nobody's to keep, because the hub makes it anew. */
gboolean mb_schema_decode (const MbSchema *schema, gpointer structure, const MbJson *json, MbJsonAt at,
                           gboolean derived, GError **error);
void mb_schema_encode (const MbSchema *schema, gconstpointer structure, gboolean derived, MbJsonWriter *writer);

G_END_DECLS
