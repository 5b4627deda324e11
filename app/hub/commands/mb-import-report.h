/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/commands/mb-import.h"

G_BEGIN_DECLS

/**
 * MbImportReport: what a person sees of an import: every row held back on stderr, a line each
 * ("FILE:LINE: why: the row"); changes (of a dry run) and the sum on stdout; where stderr is a
 * terminal, how far it is.
 */
typedef struct
{
  MbImport *import;
  gboolean dry_run;
  gboolean terminal; /* progress is shown */
  gint64 shown_us;   /* when it last was, monotonic */
  guint n_told;      /* held-back rows that have been printed */
  guint n_older;     /* of them, those older than what stands */
} MbImportReport;

/** mb_import_report_init: listens to @import, which it outlives. */
void mb_import_report_init (MbImportReport *self, MbImport *import, gboolean dry_run);
/** mb_import_report_end: prints what is left to say. @error: (nullable): how it ended early */
void mb_import_report_end (MbImportReport *self, const GError *error);

G_END_DECLS
