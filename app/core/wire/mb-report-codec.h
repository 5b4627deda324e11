/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/fact/mb-fact.h"

G_BEGIN_DECLS

/** MbPainted: what a screen says of its glass (protocol.md, Painted). */
typedef struct
{
  char *screen;
  char *position;
  gint64 visible, later, elsewhere, covered;
  MbTime later_by; /* MB_TIME_UNSET when later is 0 */
  MbGlass glass;
  MbTime at;
} MbPainted;

void mb_painted_clear (MbPainted *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MbPainted, mb_painted_clear)

char *mb_painted_encode (const MbPainted *self);

/** mb_painted_decode: fills @self, which the caller clears; what it held is not freed. Members that
 * nobody knows are passed over.
 *
 * Errors: as mb_json_read(), and %MB_ERROR_INVALID with a pointer; @self is then as before. */
gboolean mb_painted_decode (const char *json, gssize length, MbPainted *self, GError **error);

/** mb_problem_get_title: what a status is called, be it a problem or none. */
const char *mb_problem_get_title (guint status);

/** mb_problem_encode: an RFC 9457 problem document from an error (status, title, detail, pointer). */
char *mb_problem_encode (guint status, const GError *error);

/** mb_problem_encode_with: the same with members of the caller's own.
 * @members: (nullable): `"conflicts":[…]` */
char *mb_problem_encode_with (guint status, const GError *error, const char *members);

G_END_DECLS
