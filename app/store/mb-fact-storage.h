/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-fact-row.h"

G_BEGIN_DECLS

/**
 * MbFactStorage: where facts are kept, beside a journal: the whole of what a back-end has to know.
 * Its verbs are called between begin() and commit() or rollback() of the MbJournalStorage that it
 * belongs to, in that one's thread. Errors are MB_ERROR.
 */
#define MB_TYPE_FACT_STORAGE (mb_fact_storage_get_type ())
G_DECLARE_DERIVABLE_TYPE (MbFactStorage, mb_fact_storage, MB, FACT_STORAGE, GObject)

struct _MbFactStorageClass
{
  GObjectClass parent_class;

  /* Keeps @rows, each unless its source has used that n before, and says in each what became of it. A row
   * without a stall gets that of one with the same code; rows that waited for theirs are added to
   * @settled when it comes. */
  gboolean (*put) (MbFactStorage *self, GPtrArray *rows, GPtrArray *settled, GError **error);

  /* MbFactRow of @type (NULL: any) after @after, in order of number, at most @limit, and fewer where
   * they are large (at least one). (transfer full) */
  GPtrArray *(*page) (MbFactStorage *self, const char *type, guint64 after, guint limit, GError **error);
  /* Of @type, of @stall (NULL: any), that happened at or after @since_us: the newest @limit, in order of
   * that time. (transfer full) */
  GPtrArray *(*recent) (MbFactStorage *self, const char *type, const char *stall, gint64 since_us, guint limit,
                        GError **error);
  /* MbFactSum of @type, of the quarters that begin in [@from_us, @to_us), in order of quarter, subject, place
   * and outcome. (transfer full) */
  GPtrArray *(*sum) (MbFactStorage *self, const char *type, gint64 from_us, gint64 to_us, GError **error);
};

/** MB_FACT_PAGE_BYTES: a page ends with the row that reaches this many bytes of text. */
#define MB_FACT_PAGE_BYTES (4 * 1024 * 1024)

G_END_DECLS
