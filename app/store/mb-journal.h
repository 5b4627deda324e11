/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbJournal: every change ever made in one market, in order, chained by hashes. It knows changes,
 * not markets: kinds are words, values are bytes.
 *
 * Its numbers are given out under its own lock, in its own thread; that is where a transaction is
 * checked against what stands (MbClerk), so that a check and the commit it allowed cannot be parted,
 * with one hub or with many. Nobody else knows the head.
 *
 * The hash of change n is SHA-256 over previous hash, number, at, by, kind, id, last and
 * SHA-256(salt, value, derived): hashes and salt as raw bytes, numbers in decimal, the rest as the text
 * on the wire, every part (also within the inner digest) preceded by its length in 4 bytes, big-endian;
 * what is absent has length 0 (the first change's previous hash, a dropped record's value).
 * Position 0 has a random salt for its check.
 */

/** MbChange: one record's new value on its way in, or (with number and the rest) in the journal.
 * Reference-counted; not changed once it is committed. */
typedef struct
{
  gatomicrefcount ref_count;
  char *kind, *id;
  GBytes *value;    /* as accepted; NULL: dropped */
  GBytes *derived;  /* NULL: nothing */
  /* given by the journal */
  guint64 number;
  guint64 last;     /* the number that ends its transaction */
  char *at, *by;    /* RFC 3339; who */
  GBytes *salt;     /* 16 bytes */
  guint8 hash[32];
} MbChange;

MbChange *mb_change_new (const char *kind, const char *id, GBytes *value, GBytes *derived);
MbChange *mb_change_ref (MbChange *self);
void mb_change_unref (MbChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbChange, mb_change_unref)

/** mb_change_chain: fills @self->hash from @previous (NULL before the first) and the change's own parts. */
void mb_change_chain (MbChange *self, const guint8 *previous);

/** MbTransaction: changes that stand or fall together. The submitter fills the first half. */
typedef struct
{
  gatomicrefcount ref_count;
  char *by;
  gpointer request;               /* what the clerk needs to check it; freed with request_free */
  GDestroyNotify request_free;
  char *idempotency_key;          /* NULL: none */
  char *body_digest;              /* hex SHA-256 of the body the key came with */
  /* filled by the clerk in the journal's thread */
  char *at;                       /* RFC 3339, the hub's clock when it was checked */
  gint64 at_us;
  GPtrArray *changes;             /* MbChange; empty: nothing to write, still a success */
  GBytes *answer;                 /* what is kept for the idempotency key; the clerk's finish() writes it */
  gboolean repeated;              /* the key was known: answer is the earlier one */
} MbTransaction;

MbTransaction *mb_transaction_new (const char *by);
MbTransaction *mb_transaction_ref (MbTransaction *self);
void mb_transaction_unref (MbTransaction *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbTransaction, mb_transaction_unref)

/**
 * MbClerk: who decides whether a transaction may be written. Called in the journal's thread only.
 *
 * load() gets every live record once, when the journal opens; check() fills changes, at and at_us or
 * refuses with an error; finish() is called when numbers and hashes are known and before the commit
 * (it writes answer); undo() takes back what the @n transactions last checked did to the clerk's own
 * state, because their commit failed.
 */
typedef struct
{
  void (*load) (gpointer clerk, const MbChange *change);
  gboolean (*check) (gpointer clerk, MbTransaction *transaction, GError **error);
  void (*finish) (gpointer clerk, MbTransaction *transaction, const char *position);
  void (*committed) (gpointer clerk);           /* everything checked so far is durable: undo logs may go */
  void (*undo) (gpointer clerk, guint n);
} MbClerkFuncs;

/** MbHead: where the journal ends. */
typedef struct
{
  guint64 number;
  char position[40]; /* "9f3ac01b22de.1048576" */
} MbHead;

#define MB_TYPE_JOURNAL (mb_journal_get_type ())
G_DECLARE_INTERFACE (MbJournal, mb_journal, MB, JOURNAL, GObject)

/** MbRange: the answer of a read; changes are in order of number. */
typedef struct
{
  GPtrArray *changes; /* MbChange */
  MbHead upto;        /* Q: everything up to here is in it */
  gboolean reset;     /* delta: the whole fold, because P is not this journal's or too old */
  char *at;           /* RFC 3339 of the change at Q, NULL in an empty journal */
  guint64 next;       /* pages: go on after this number, 0 at the end */
} MbRange;
void mb_range_free (MbRange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbRange, mb_range_free)

struct _MbJournalInterface
{
  GTypeInterface parent_iface;

  void (*append_async) (MbJournal *self, MbTransaction *transaction, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data);
  gboolean (*append_finish) (MbJournal *self, GAsyncResult *result, GError **error);
  void (*delta_async) (MbJournal *self, const char *after, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer data);
  void (*fold_async) (MbJournal *self, const char *kind, const char *position, const char *as_of,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
  void (*page_async) (MbJournal *self, const char *after, guint limit, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer data);
  void (*get_async) (MbJournal *self, const char *kind, const char *id, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer data);
  MbRange *(*range_finish) (MbJournal *self, GAsyncResult *result, GError **error);
  void (*close_async) (MbJournal *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
  gboolean (*close_finish) (MbJournal *self, GAsyncResult *result, GError **error);
};

/**
 * mb_journal_append_async: hands a transaction to the journal; many may be under way, they are
 * checked and committed in the order given, many in one commit. @callback runs in the caller's main
 * context when it is durable. On success every change has number, last, at, by, salt and hash.
 *
 * MbJournal::committed (journal, changes: GPtrArray of MbChange in order, head: MbHead *) is emitted in
 * the main context of the thread that opened it, after each commit, before the callbacks.
 */
void mb_journal_append_async (MbJournal *self, MbTransaction *transaction, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
gboolean mb_journal_append_finish (MbJournal *self, GAsyncResult *result, GError **error);

/** mb_journal_delta_async: the newest value of every record changed after @after (NULL: from nothing)
 * up to the head; reset where @after is not this journal's. Finish with mb_journal_range_finish(). */
void mb_journal_delta_async (MbJournal *self, const char *after, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);
/** mb_journal_fold_async: the live records of @kind (NULL: all) at @position, or at the greatest
 * position whose `at` <= @as_of, or now. */
void mb_journal_fold_async (MbJournal *self, const char *kind, const char *position, const char *as_of,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/** mb_journal_page_async: changes as they were made, after position @after (NULL: the first). */
void mb_journal_page_async (MbJournal *self, const char *after, guint limit, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
/** mb_journal_get_async: the newest change of one record (a dropped one has no value); MB_ERROR_NOT_FOUND. */
void mb_journal_get_async (MbJournal *self, const char *kind, const char *id, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data);
MbRange *mb_journal_range_finish (MbJournal *self, GAsyncResult *result, GError **error);

void mb_journal_close_async (MbJournal *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean mb_journal_close_finish (MbJournal *self, GAsyncResult *result, GError **error);

/** mb_journal_get_head: the durable head, as the opener's thread knows it. */
void mb_journal_get_head (MbJournal *self, MbHead *head);

G_END_DECLS
