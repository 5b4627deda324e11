/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-journal.h"

G_BEGIN_DECLS

/** MbPublish: a transaction whose painting is to be confirmed. */
typedef struct
{
  MbHead head; /* where it ends */
  gint64 at_us;
} MbPublish;

/** mb_publishes_read_async: the publishes of the ten minutes before the newest of them. */
void mb_publishes_read_async (MbJournal *journal, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data);
/** mb_publishes_read_finish: (transfer full): of MbPublish, in order */
GArray *mb_publishes_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
