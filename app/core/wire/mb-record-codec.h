/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"
#include "core/wire/mb-json.h"

G_BEGIN_DECLS

/**
 * The one codec of records: walks a kind's schema, knows no kind by name.
 *
 * Errors are MB_ERROR_INVALID with a pointer at the value at fault, relative to the value ("/fen",
 * "/zones/2/at"). An unknown member is kept as its text (without white space outside strings) where it
 * stood: in the record, or in the structure inside it. Any thread.
 */

/**
 * mb_record_decode: makes a record of a value's JSON, checked by mb_record_check().
 * @id: one that mb_id_is_valid() for @kind
 * @value: the document; @at: the value's place in it
 * @derived: (nullable) what the hub added, in its own document, at @derived_at
 */
MbRecord *mb_record_decode (MbKind kind, const char *id, const MbJson *value, MbJsonAt at,
                            const MbJson *derived, MbJsonAt derived_at, GError **error);
MbRecord *mb_record_decode_bytes (MbKind kind, const char *id, GBytes *value, GBytes *derived,
                                  GError **error);

/** mb_record_decode_derived: adds what the hub derived to a record just decoded without it; pointers
 * begin at @at. */
gboolean mb_record_decode_derived (MbRecord *record, const MbJson *derived, MbJsonAt at, GError **error);

/** mb_record_encode_value: compact JSON: fields in the schema's order, then the unknown members. */
GBytes *mb_record_encode_value (MbRecord *record);
/** mb_record_encode_derived: NULL when the hub added nothing. */
GBytes *mb_record_encode_derived (MbRecord *record);

G_END_DECLS
