/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/mb-transaction.h"

/* What a writer hands to the journal, and gets back filled in. */

MbTransaction *
mb_transaction_new (const char *by)
{
  MbTransaction *self;

  g_return_val_if_fail (by != NULL, NULL);

  self = g_new0 (MbTransaction, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->by = g_strdup (by);
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_change_unref);
  return self;
}

MbTransaction *
mb_transaction_ref (MbTransaction *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mb_transaction_unref (MbTransaction *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  if (self->request_free != NULL)
    self->request_free (self->request);
  g_clear_pointer (&self->answer, g_bytes_unref);
  g_ptr_array_unref (self->changes);
  g_free (self->idempotency_key);
  g_free (self->body_digest);
  g_free (self->by);
  g_free (self->at);
  g_free (self);
}
