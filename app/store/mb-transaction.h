/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-change.h"

G_BEGIN_DECLS

/** MbTransaction: changes that stand or fall together. Reference-counted, from any thread. */
typedef struct
{
  gatomicrefcount ref_count;
  /* filled by whoever hands it in */
  char *by;
  gpointer request;            /* what the clerk needs to check it; freed with request_free */
  GDestroyNotify request_free; /* in whatever thread drops the last reference */
  char *idempotency_key;       /* NULL: none */
  char *body_digest;           /* hex SHA-256 of the body the key came with */
  gboolean publish;            /* screens are to confirm it: it is remembered for ten minutes (mb-publishes) */
  /* filled in the journal's thread */
  gint64 at_us;                /* the journal's clock, set before the clerk checks */
  char *at;                    /* the same in the market's zone, RFC 3339: the clerk's (else UTC) */
  GPtrArray *changes;          /* MbChange, the clerk's; empty: nothing to write, still a success */
  GBytes *answer;              /* what is kept for the idempotency key; the clerk's finish() writes it */
  gboolean repeated;           /* the key was known: answer is the earlier one, the clerk was not asked */
} MbTransaction;

MbTransaction *mb_transaction_new (const char *by);
MbTransaction *mb_transaction_ref (MbTransaction *self);
void mb_transaction_unref (MbTransaction *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbTransaction, mb_transaction_unref)

/**
 * MbClerk: who decides whether a transaction may be written. Called in the journal's thread only,
 * in the order in which the transactions were handed in.
 *
 * load() gets every live record once, when the journal opens. check() fills changes and at, or
 * refuses with an error, leaving its own state as it was. finish() follows each check() that let a
 * transaction through, when numbers and hashes are known and before the commit: @position is where
 * the journal will end with it, and it writes answer. Then one of two: committed(), everything
 * checked so far is durable; or undo(), because the commit failed: take back what the last @n
 * transactions that check() let through (those without changes count, too) did to the clerk's state.
 */
typedef struct
{
  void (*load) (gpointer clerk, const MbChange *change);
  gboolean (*check) (gpointer clerk, MbTransaction *transaction, GError **error);
  void (*finish) (gpointer clerk, MbTransaction *transaction, const char *position);
  void (*committed) (gpointer clerk);
  void (*undo) (gpointer clerk, guint n);
} MbClerkFuncs;

G_END_DECLS
