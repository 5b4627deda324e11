/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** MbSqliteOutbox: an outbox's file. All of it blocks; one thread at a time. */
typedef struct _MbSqliteOutbox MbSqliteOutbox;

/** mb_sqlite_outbox_new: @id: whose, when the file is made */
MbSqliteOutbox *mb_sqlite_outbox_new (const char *path, const char *id);
void mb_sqlite_outbox_free (MbSqliteOutbox *self);

/**
 * mb_sqlite_outbox_open: makes the file and its folders where they are not there; what is of no use is set
 * aside, as PATH-aside-1, -2 …, and a new one begun. Nothing to do when it is open.
 *
 * Errors: %MB_ERROR_BUSY when another program has it, %MB_ERROR_FULL, %MB_ERROR_FAILED
 */
gboolean mb_sqlite_outbox_open (MbSqliteOutbox *self, GError **error);
/** mb_sqlite_outbox_give_up: after %MB_ERROR_CORRUPT: sets the file aside; the next open begins a new one. */
void mb_sqlite_outbox_give_up (MbSqliteOutbox *self);

/* Of an open one. */
const char *mb_sqlite_outbox_get_source (MbSqliteOutbox *self);
/** mb_sqlite_outbox_get_next: the number that the next line will have. */
gint64 mb_sqlite_outbox_get_next (MbSqliteOutbox *self);
guint mb_sqlite_outbox_get_n_lines (MbSqliteOutbox *self);
guint mb_sqlite_outbox_get_n_aside (MbSqliteOutbox *self);
gsize mb_sqlite_outbox_get_size (MbSqliteOutbox *self); /* bytes of all texts */
/** mb_sqlite_outbox_get_aside: (nullable): where a file of no use was put in this run */
const char *mb_sqlite_outbox_get_aside (MbSqliteOutbox *self);

/** mb_sqlite_outbox_begin … commit: what is added between them is there whole or not at all; durable when
 * commit returns. A failure takes all of it back. */
gboolean mb_sqlite_outbox_begin (MbSqliteOutbox *self, GError **error);
gboolean mb_sqlite_outbox_add (MbSqliteOutbox *self, GBytes *text, GError **error);
gboolean mb_sqlite_outbox_commit (MbSqliteOutbox *self, GError **error);
void mb_sqlite_outbox_roll_back (MbSqliteOutbox *self);

/** mb_sqlite_outbox_peek: the oldest lines, at most @limit and about @bytes: their texts to @body, each with a
 * line feed, their numbers to @ns (gint64). */
gboolean mb_sqlite_outbox_peek (MbSqliteOutbox *self, guint limit, gsize bytes, GString *body, GArray *ns,
                                GError **error);
/** mb_sqlite_outbox_settle: takes the lines @ns out; those among @aside (nullable) are kept apart. */
gboolean mb_sqlite_outbox_settle (MbSqliteOutbox *self, const GArray *ns, GHashTable *aside, GError **error);

G_END_DECLS
