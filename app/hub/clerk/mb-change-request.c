/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/clerk/mb-change-request.h"

MbChangeRequest *
mb_change_request_new (MbChangeSet *set)
{
  MbChangeRequest *self = g_new0 (MbChangeRequest, 1);

  self->set = set;
  self->revs = g_new0 (guint64, MAX (set->proposals->len, 1));
  self->written = g_array_new (FALSE, FALSE, sizeof (guint));
  self->details = g_string_new (NULL);

  return self;
}

MbChangeRequest *
mb_change_request_new_housekeeping (MbDate done)
{
  MbChangeRequest *self = mb_change_request_new (mb_change_set_new ());

  self->by_hub = TRUE;
  self->housekeeping = g_new0 (MbHousekeeping, 1);
  self->housekeeping->done = done;

  return self;
}

void
mb_change_request_free (MbChangeRequest *self)
{
  g_free (self->housekeeping);
  mb_change_set_free (self->set);
  g_free (self->revs);
  g_array_unref (self->written);
  g_string_free (self->details, TRUE);
  g_free (self);
}

char *
mb_change_request_point (const MbChangeRequest *self, guint i, const char *pointer)
{
  if (self->single)
    return g_strdup (pointer);

  return g_strdup_printf ("/changes/%u/value%s", i, pointer);
}
