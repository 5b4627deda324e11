/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/mb-fact-row.h"

MbFactRow *
mb_fact_row_new (const char *type, const char *source, gint64 n, gint64 at_us, GBytes *text)
{
  MbFactRow *self;

  g_return_val_if_fail (type != NULL && source != NULL && text != NULL, NULL);

  self = g_new0 (MbFactRow, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->type = g_intern_string (type);
  self->source = g_strdup (source);
  self->n = n;
  self->at_us = at_us;
  self->text = g_bytes_ref (text);
  return self;
}

MbFactRow *
mb_fact_row_ref (MbFactRow *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mb_fact_row_unref (MbFactRow *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->source);
  g_free (self->stall);
  g_free (self->code);
  g_free (self->subject);
  g_free (self->place);
  g_bytes_unref (self->text);
  g_clear_pointer (&self->derived, g_bytes_unref);
  g_free (self);
}

GPtrArray *
mb_fact_rows_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mb_fact_row_unref);
}

MbFactSum *
mb_fact_sum_new (gint64 from_us, const char *subject, const char *place, const char *outcome)
{
  MbFactSum *self = g_new0 (MbFactSum, 1);

  self->from_us = from_us;
  self->subject = g_strdup (subject);
  self->place = g_strdup (place);
  self->outcome = g_strdup (outcome);
  return self;
}

void
mb_fact_sum_free (MbFactSum *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->subject);
  g_free (self->place);
  g_free (self->outcome);
  g_free (self);
}

gint64
mb_fact_quarter (gint64 us)
{
  gint64 quarter = us / MB_FACT_QUARTER_US;

  return us % MB_FACT_QUARTER_US < 0 ? quarter - 1 : quarter;
}
