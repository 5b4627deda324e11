/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-fact-storage.h"
#include "store/mb-transaction.h"

G_BEGIN_DECLS

/** MbStamp: one place in the chain. */
typedef struct
{
  guint64 number;
  guint8 hash[32]; /* at number 0: the journal's salt, of which only the position is made */
  char at[40];     /* RFC 3339, "" at number 0 */
} MbStamp;

/**
 * MbJournalStorage: where a journal's lines are kept: the whole of what a back-end has to know. What
 * a journal promises (order, chain, checks, resets) is made above it, once for all.
 *
 * Used by one thread at a time. Everything between begin() and commit() or rollback() sees one
 * state of the journal. Errors are MB_ERROR.
 */
#define MB_TYPE_JOURNAL_STORAGE (mb_journal_storage_get_type ())
G_DECLARE_DERIVABLE_TYPE (MbJournalStorage, mb_journal_storage, MB, JOURNAL_STORAGE, GObject)

struct _MbJournalStorageClass
{
  GObjectClass parent_class;

  /* Takes hold of the journal, in the thread that will write. */
  gboolean (*open) (MbJournalStorage *self, GError **error);
  /* A second hold for reading beside the writing; NULL: reads go through the writing thread. */
  MbJournalStorage *(*open_reader) (MbJournalStorage *self, GError **error);

  gboolean (*begin) (MbJournalStorage *self, gboolean writing, GError **error);
  gboolean (*commit) (MbJournalStorage *self, GError **error); /* durable when it returns */
  void (*rollback) (MbJournalStorage *self);
  /* After the commits' answers have left: time for what need not delay them. */
  void (*tidy) (MbJournalStorage *self);

  /* Keeps a transaction: its changes, its time, where it has one its key with the answer, and that it is a
   * publish, forgetting those of MB_PUBLISH_LIFE_US ago. */
  gboolean (*put) (MbJournalStorage *self, MbTransaction *transaction, GError **error);
  /* The answer kept for @key after @since_us, with its body's digest; NULL: none. */
  gboolean (*find_key) (MbJournalStorage *self, const char *key, gint64 since_us, char **digest, GBytes **answer,
                        GError **error);

  /* The newest change at or before @number. */
  gboolean (*find_stamp) (MbJournalStorage *self, guint64 number, MbStamp *stamp, GError **error);
  /* The greatest number whose time is at or before @at_us, 0: none. */
  gboolean (*find_time) (MbJournalStorage *self, gint64 at_us, guint64 *number, GError **error);
  /* How many records changed after @after, and how many are live. */
  gboolean (*count) (MbJournalStorage *self, guint64 after, guint *n_changed, guint *n_live, GError **error);

  /* MbChange in order of number (transfer container and content). */
  GPtrArray *(*delta) (MbJournalStorage *self, guint64 after, GError **error);
  /* The live records of @kind (NULL: all) at @number. */
  GPtrArray *(*fold) (MbJournalStorage *self, const char *kind, guint64 number, GError **error);
  /* Every change of @kind after @after. */
  GPtrArray *(*history) (MbJournalStorage *self, const char *kind, guint64 after, GError **error);
  GPtrArray *(*page) (MbJournalStorage *self, guint64 after, guint limit, GError **error);
  /* The newest change of one record, or nothing. */
  GPtrArray *(*get) (MbJournalStorage *self, const char *kind, const char *id, GError **error);

  /* GArray of MbPublish, in order, without hashes. (transfer full) */
  GArray *(*publishes) (MbJournalStorage *self, GError **error);

  /* What happened, kept beside the journal: under the same begin() and commit(). (transfer none) */
  MbFactStorage *(*get_facts) (MbJournalStorage *self);

  /* Whether what is kept is sound beyond the chain; NULL: it cannot be otherwise. Slow. */
  gboolean (*verify) (MbJournalStorage *self, GError **error);
};

/** MbJournalWork: something else than a transaction that is done between begin() and the end of it.
 * Returns: %FALSE when the storage failed */
typedef gboolean (*MbJournalWork) (MbJournalStorage *storage, gpointer work, GError **error);

/** MB_JOURNAL_PAGE_BYTES: a page ends with the change that reaches this many bytes of values. */
#define MB_JOURNAL_PAGE_BYTES (4 * 1024 * 1024)

/** MB_JOURNAL_KEY_LIFE_US: how long the answer to an idempotency key is kept. */
#define MB_JOURNAL_KEY_LIFE_US (24 * G_TIME_SPAN_HOUR)

/** MB_PUBLISH_LIFE_US: for how long it is remembered that a transaction was a publish. */
#define MB_PUBLISH_LIFE_US (10 * G_TIME_SPAN_MINUTE)

/** mb_journal_storage_find_head: the newest change of all. */
gboolean mb_journal_storage_find_head (MbJournalStorage *self, MbStamp *stamp, GError **error);

G_END_DECLS
