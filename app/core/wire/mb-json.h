/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbJson: one JSON document read strictly into a tape: an array of tokens in document order, each
 * a slice of the source, which it keeps. No allocation per value; a value that nobody asks for costs
 * its token only, and can be passed on as its source text.
 *
 * Strict means RFC 8259 in valid UTF-8 without a byte order mark, and with %MB_JSON_STRICT also ours:
 * nesting to 16, no member twice (compared unescaped), no U+0000, no half of a surrogate pair.
 *
 * Immutable, any thread.
 */
typedef struct _MbJson MbJson;
#define MB_TYPE_JSON (mb_json_get_type ())
GType mb_json_get_type (void);

typedef enum
{
  MB_JSON_NULL,
  MB_JSON_FALSE,
  MB_JSON_TRUE,
  MB_JSON_NUMBER,
  MB_JSON_STRING,
  MB_JSON_ARRAY,
  MB_JSON_OBJECT
} MbJsonType;

typedef enum
{
  MB_JSON_STRICT = 0,
  MB_JSON_RFC = 1 << 0,    /* RFC 8259 alone: duplicates, U+0000 and lone surrogates pass, nesting to 1024 */
  MB_JSON_CARRIER = 1 << 1 /* carries whole records up to three levels down: nesting to 19 */
} MbJsonFlags;

/** A value's place on the tape; the document itself is 0. */
typedef guint MbJsonAt;
#define MB_JSON_NONE G_MAXUINT

/**
 * mb_json_read: keeps a reference to @source. How large it may be is the caller's to say (2 GiB here).
 *
 * Errors: %MB_ERROR_SYNTAX with line and column where it is not JSON or not UTF-8; %MB_ERROR_INVALID
 * with a pointer for what only we refuse.
 */
MbJson *mb_json_read (GBytes *source, MbJsonFlags flags, GError **error);
MbJson *mb_json_read_text (const char *text, gssize length, MbJsonFlags flags, GError **error); /* copies */
MbJson *mb_json_ref (MbJson *self);
void mb_json_unref (MbJson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbJson, mb_json_unref)

MbJsonType mb_json_get_type_at (const MbJson *self, MbJsonAt at);

/** mb_json_member: the value of @name in the object at @at, or %MB_JSON_NONE. */
MbJsonAt mb_json_member (const MbJson *self, MbJsonAt at, const char *name);

/** Members and elements in order: first child (an object's is its first member's name, a string token;
 * its value is mb_json_value_of()), next sibling of a name or element; %MB_JSON_NONE after the last. */
MbJsonAt mb_json_first (const MbJson *self, MbJsonAt at);
MbJsonAt mb_json_next (const MbJson *self, MbJsonAt at);
MbJsonAt mb_json_value_of (const MbJson *self, MbJsonAt name);
guint mb_json_count (const MbJson *self, MbJsonAt at);

/** mb_json_slice: the value's source text (a string with its quotes). Not terminated. */
const char *mb_json_slice (const MbJson *self, MbJsonAt at, gsize *length);
GBytes *mb_json_dup_bytes (const MbJson *self, MbJsonAt at); /* a slice that shares the source */

/** mb_json_dup_string: unescaped. (Of a document read with %MB_JSON_RFC: cut at U+0000, U+FFFD for half
 * of a surrogate pair.) */
char *mb_json_dup_string (const MbJson *self, MbJsonAt at);
/** mb_json_peek_string: the text where it stands in the source, not terminated; NULL when it has
 * escapes, and needs mb_json_dup_string(). */
const char *mb_json_peek_string (const MbJson *self, MbJsonAt at, gsize *length);
gboolean mb_json_string_equal (const MbJson *self, MbJsonAt at, const char *text); /* unescaped */
/** Digits only, with a sign: no fraction, no exponent, within 64 bits. */
gboolean mb_json_get_int (const MbJson *self, MbJsonAt at, gint64 *value);
gboolean mb_json_get_double (const MbJson *self, MbJsonAt at, double *value); /* finite */

/** mb_json_compact: the source of the value at @at without white space outside strings: one line.
 * Shares the source where there was none to leave out. */
GBytes *mb_json_compact (const MbJson *self, MbJsonAt at);

/** mb_json_pointer_step: "/name", with ~ and / written as RFC 6901 wants them. */
char *mb_json_pointer_step (const char *name, gsize length);

G_END_DECLS
