/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/clerk/mb-standing.h"

#include "core/wire/mb-record-codec.h"

MbStanding *
mb_standing_new (MbRecord *record, GBytes *value, GBytes *derived)
{
  MbStanding *self = g_rc_box_new0 (MbStanding);

  self->record = record;
  self->value = g_bytes_ref (value);
  self->derived = derived ? g_bytes_ref (derived) : NULL;

  return self;
}

MbStanding *
mb_standing_read (const char *kind, const char *id, GBytes *value, GBytes *derived, gint64 at_us)
{
  MbKind known = mb_kind_from_name (kind);
  MbRecord *record = NULL;

  if (known != MB_KIND_UNKNOWN && mb_id_is_valid (known, id))
    record = mb_record_decode_bytes (known, id, value, derived, NULL);
  if (record != NULL)
    mb_record_set_stamp (record, 0, at_us, NULL);

  return mb_standing_new (record, value, derived);
}

MbStanding *
mb_standing_ref (MbStanding *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  MbStanding *self = data;

  g_clear_object (&self->record);
  g_bytes_unref (self->value);
  g_clear_pointer (&self->derived, g_bytes_unref);
}

void
mb_standing_unref (MbStanding *self)
{
  g_rc_box_release_full (self, clear);
}
