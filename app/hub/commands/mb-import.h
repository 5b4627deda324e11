/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lists/mb-price-list.h"

G_BEGIN_DECLS

/**
 * MbImport: price lists on their way into one market of a hub: asks the hub what stands, plans, and
 * sends a transaction for each day, one after the other, so that the journal tells the days in their
 * order. A row that the hub refuses is held back and the rest of its transaction sent again.
 *
 * Belongs to the main context that made it.
 */
#define MB_TYPE_IMPORT (mb_import_get_type ())
G_DECLARE_FINAL_TYPE (MbImport, mb_import, MB, IMPORT, GObject)

/** MbImportOptions: strings are the caller's and outlive the import. */
typedef struct
{
  const char *hub;          /* base URL */
  const char *market;       /* NULL: the only one */
  const char *const *files; /* paths, NULL-terminated */
  gboolean dry_run;
  MbListOptions list;
} MbImportOptions;

/**
 * MbImport::planned (import): the list says what it holds back; nothing has been sent.
 * MbImport::step (import, step: guint, changes: MbChangeSet *): before a transaction is sent, or in
 * a dry run, instead; the list describes its changes.
 * MbImport::sent (import, rows: guint): so many rows of the plan are done.
 */
MbImport *mb_import_new (const MbImportOptions *options);

/**
 * mb_import_run_async: Errors: those of the files, of the hub, and of mb_price_list_add(), said with
 * the file's name; what was sent before stays.
 */
void mb_import_run_async (MbImport *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean mb_import_run_finish (MbImport *self, GAsyncResult *result, GError **error);

MbPriceList *mb_import_get_list (MbImport *self);   /* (transfer none) NULL before ::planned */
const char *mb_import_get_market (MbImport *self);
const char *const *mb_import_get_files (MbImport *self);
guint mb_import_get_n_sent (MbImport *self);        /* transactions */

G_END_DECLS
