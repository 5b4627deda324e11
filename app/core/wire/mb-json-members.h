/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-time.h"
#include "core/wire/mb-json.h"

G_BEGIN_DECLS

/**
 * Members of a known shape out of an object: for the small documents around records (bodies, answers,
 * reports), where each is read by name.
 *
 * Every one of them returns FALSE with %MB_ERROR_INVALID and a pointer that begins at the object
 * ("/rev") when the member is of another type or out of range, or is absent though @needed. One that
 * is absent otherwise leaves its result as it is.
 */
typedef enum
{
  MB_JSON_OPTIONAL,
  MB_JSON_NEEDED
} MbJsonNeed;

gboolean mb_json_member_int (const MbJson *self, MbJsonAt object, const char *name, MbJsonNeed need, gint64 min,
                             gint64 max, gint64 *value, GError **error);
gboolean mb_json_member_bool (const MbJson *self, MbJsonAt object, const char *name, MbJsonNeed need,
                              gboolean *value, GError **error);
/** @value: (transfer full): at most 8 KiB; what it pointed to is not freed */
gboolean mb_json_member_string (const MbJson *self, MbJsonAt object, const char *name, MbJsonNeed need, char **value,
                                GError **error);
gboolean mb_json_member_time (const MbJson *self, MbJsonAt object, const char *name, MbJsonNeed need, MbTime *value,
                              GError **error);
/** @value: the member's place, when it is of @type */
gboolean mb_json_member_at (const MbJson *self, MbJsonAt object, const char *name, MbJsonNeed need, MbJsonType type,
                            MbJsonAt *value, GError **error);

G_END_DECLS
