/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/fact/mb-fact.h"
#include "core/wire/mb-json.h"

G_BEGIN_DECLS

/**
 * The one codec of facts: walks a type's schema, knows no type by name. An unknown member is kept as its
 * text. Any thread.
 */

/**
 * mb_fact_decode: makes a fact of the object at @at, checked by mb_fact_check().
 *
 * Errors: MB_ERROR_INVALID with a pointer that begins at the object ("/grams")
 */
MbFact *mb_fact_decode (const MbJson *json, MbJsonAt at, GError **error);

/** mb_fact_encode: compact JSON: fields in the schema's order, then the unknown members. */
GBytes *mb_fact_encode (const MbFact *self);
/** mb_fact_encode_derived: what the hub adds, as members without braces (`"amount_differs":true`); NULL
 * when it adds nothing. */
GBytes *mb_fact_encode_derived (const MbFact *self);

/** mb_fact_write: a fact as the hub tells it: its source's text, a compact object, and the hub's
 * members (nullable) behind those. */
void mb_fact_write (GString *out, GBytes *text, GBytes *derived);

/** What protocol.md allows one body to hold. */
#define MB_FACTS_MAX_BYTES (16 * 1024 * 1024)
#define MB_FACTS_MAX 10000
#define MB_FACT_MAX_BYTES (64 * 1024)

/**
 * MbFactFunc: one fact of a body.
 * @fact: (transfer full)
 * @text: as it came, without white space outside strings: one line; may share memory with the body
 * @line: where it begins
 *
 * Returns: whether it may be said; if not, with an error
 */
typedef gboolean (*MbFactFunc) (MbFact *fact, GBytes *text, guint line, gpointer data, GError **error);

/**
 * mb_facts_read: the body of `POST …/facts`: a JSON array, or a fact a line (empty lines are passed over),
 * read one fact at a time.
 * @line: (out): on an error the line on which the fact at fault begins, from 1
 *
 * Errors: %MB_ERROR_SYNTAX, %MB_ERROR_INVALID, %MB_ERROR_TOO_LARGE, the pointer within the fact, or for
 * an array into the body ("/3/grams"); what was handed to @func before is not to be kept then.
 */
gboolean mb_facts_read (GBytes *body, MbFactFunc func, gpointer data, guint *line, GError **error);

G_END_DECLS
