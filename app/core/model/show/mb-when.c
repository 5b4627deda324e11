/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/show/mb-when.h"

#include "core/base/mb-error.h"
#include "core/model/mb-schema-private.h"
#include "core/model/time/mb-rrule.h"

static const MbField fields[] = {
  MB_FIELD (MbWhen, from, TIME),
  MB_FIELD (MbWhen, to, TIME),
  MB_FIELD (MbWhen, rrule, STRING),
  MB_FIELD (MbWhen, daily, WINDOWS),
};

static gboolean
check (gconstpointer structure, GError **error)
{
  const MbWhen *self = structure;

  if (self->rrule != NULL && !mb_rrule_check (self->rrule, self->from.us != MB_UNSET, error))
    {
      if (error != NULL)
        mb_error_prefix_pointer (*error, "/rrule");
      return FALSE;
    }

  return mb_check_order (self->from.us, self->to.us, "/to", "the beginning", error);
}

const MbSchema mb_when_schema = MB_SCHEMA (MbWhen, fields, check);
