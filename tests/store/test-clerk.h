/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-journal.h"

G_BEGIN_DECLS

/**
 * TestClerk: the smallest honest clerk. A put equal to what stands changes nothing, an `if_rev` that
 * does not hold and the kind "refused" are refused; what it did for a commit that failed, it undoes.
 */
typedef struct
{
  GHashTable *standing; /* "kind/id": TestStanding */
  GPtrArray *log;       /* GPtrArray of TestUndo per transaction checked and not committed */
  GThread *thread;      /* the one it was last called in */
  guint n_loaded, n_checked, n_undone;
  void (*on_committed) (gpointer data); /* called in the journal's thread when a commit is durable */
  gpointer on_committed_data;
} TestClerk;

extern const MbClerkFuncs test_clerk_funcs;

TestClerk *test_clerk_new (void);
void test_clerk_free (TestClerk *self);

/** test_clerk_get: what the clerk believes to stand. (transfer none) (nullable) */
const char *test_clerk_get (TestClerk *self, const char *kind, const char *id);

/** test_transaction_new: without changes yet, with a key where @key is not %NULL. */
MbTransaction *test_transaction_new (const char *key, const char *body);

/** test_put: adds one change; @value %NULL drops. @if_rev: -1 unconditional */
void test_put (MbTransaction *transaction, const char *kind, const char *id, const char *value, gint64 if_rev);

G_END_DECLS
