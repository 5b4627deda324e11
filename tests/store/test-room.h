/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-clock.h"
#include "test-clerk.h"

G_BEGIN_DECLS

/** test_room_add: a test of a journal, run for each back-end; it is given whether that is SQLite. */
void test_room_add (const char *name, GTestDataFunc func);

/** TestRoom: a journal of either kind with its clerk and a clock that stands still, in a folder that
 * goes with it. Its verbs wait, with a deadline, for what they asked. */
typedef struct
{
  gboolean sqlite;
  char *folder, *path;
  MbClock *clock;
  TestClerk *clerk;
  MbJournal *journal;
  GPtrArray *committed; /* MbChange, as the signal told of them */
  guint n_signals;
  MbHead told;          /* the head of the last signal */
} TestRoom;

TestRoom *test_room_new (gboolean sqlite);
/** test_room_free: closes, and sees that nobody holds the journal any more. */
void test_room_free (TestRoom *self);

/** test_room_reopen: a new clerk on the same file. */
void test_room_reopen (TestRoom *self);
void test_room_close (TestRoom *self);
void test_room_open (TestRoom *self); /* after a close */

/** TestWait: a callback's result, waited for. */
typedef struct
{
  GAsyncResult *result;
  gboolean done;
} TestWait;

void test_wait_ready (GObject *source, GAsyncResult *result, gpointer data);
GAsyncResult *test_wait_result (TestWait *self); /* (transfer full) */

/** TestGate: stops the journal's thread whenever changes are durable and nobody has been told yet. */
typedef struct
{
  GMutex mutex;
  GCond cond;
  guint n_durable, n_let_through;
} TestGate;

void test_gate_close (TestGate *self, TestRoom *room); /* commits so far do not count */
void test_gate_wait (TestGate *self, guint n_durable);
void test_gate_let_through (TestGate *self, guint n);
void test_gate_clear (TestGate *self);

gboolean test_append (TestRoom *self, MbTransaction *transaction, GError **error);
/** test_set: one put that has to go well. Returns: its number, or the head's where nothing changed */
guint64 test_set (TestRoom *self, const char *kind, const char *id, const char *value);
/** test_change_something: puts and drops a few of two dozen records. */
void test_change_something (TestRoom *self, GRand *rand);

MbRange *test_delta (TestRoom *self, const char *after);
MbRange *test_fold (TestRoom *self, const char *kind, const char *position, const char *as_of, GError **error);
MbRange *test_history (TestRoom *self, const char *kind, const char *as_of, GError **error);
MbRange *test_page (TestRoom *self, const char *after, guint limit, GError **error);
MbRange *test_get (TestRoom *self, const char *kind, const char *id, GError **error);

/** test_text: a fold or a delta as lines "kind/id rev value", by kind and id, to be compared. */
char *test_text (GPtrArray *changes);

G_END_DECLS
