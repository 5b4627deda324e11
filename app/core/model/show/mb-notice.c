/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/show/mb-notice.h"

#include "core/model/mb-schema-private.h"

static const char *const level_names[] = { "info", "warning", "emergency", NULL };
static const char *const audience_names[] = { "shoppers", "stalls", NULL };

static const MbField fields[] = {
  MB_FIELD (MbNotice, text, TEXTS, MB_REQUIRED),
  MB_FIELD (MbNotice, level, ENUM, MB_REQUIRED, MB_NAMES (level_names)),
  MB_FIELD (MbNotice, audience, ENUM, MB_NAMES (audience_names)),
  MB_FIELD (MbNotice, when, STRUCT, MB_OF (mb_when_schema)),
};

static gboolean
check (gconstpointer structure, GError **error)
{
  const MbNotice *self = structure;

  if (self->level == MB_LEVEL_EMERGENCY && (self->when == NULL || self->when->to.us == MB_UNSET))
    return mb_refuse (error, "/when/to", "An emergency must end");

  return TRUE;
}

MB_DEFINE_KIND (MbNotice, mb_notice, MB_KIND_NOTICE, fields, check)
