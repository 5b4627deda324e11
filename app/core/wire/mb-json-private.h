/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/wire/mb-json.h"

G_BEGIN_DECLS

/* The tape, as the files that make and read it share it. */

typedef struct
{
  guint32 start;  /* in the source */
  guint32 length; /* of the source text; of a string, without its quotes. While a container is open:
                   * the place of its newest child, 0 before the first */
  guint32 next;   /* the place after this value and all in it. While a container is open: its parent */
  guint8 type;    /* MbJsonType */
  guint8 name;    /* a member's name; its value is the next token */
  guint8 last;    /* the last name or element of its container */
  guint8 escaped; /* a string with a backslash in it */
} MbToken;

struct _MbJson
{
  gatomicrefcount ref_count;
  GBytes *source;
  const char *text; /* of source */
  MbToken *tokens;
  guint n_tokens;
  gboolean spaced; /* there is white space outside strings */
};

/* The repeated name in an object that has members, or MB_JSON_NONE. */
MbJsonAt mb_json_find_duplicate (const char *text, const MbToken *tokens, MbJsonAt object);

/* Writes what @length bytes between quotes mean to @out, which has room for as many; returns how
 * many came. A surrogate without its other half becomes U+FFFD. */
gsize mb_json_unescape (const char *text, gsize length, char *out);

guint mb_json_hex4 (const char *digits); /* G_MAXUINT when they are not four hex digits */

G_END_DECLS
