/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"

G_BEGIN_DECLS

/** What protocol.md allows one transaction to hold. */
#define MB_CHANGES_MAX_BYTES (8 * 1024 * 1024)
#define MB_CHANGES_MAX 5000
#define MB_VALUE_MAX_BYTES (64 * 1024)

/** MbProposal: what somebody wants one record to be. */
typedef struct
{
  MbKind kind; /* never MB_KIND_UNKNOWN */
  char *id;
  gint64 if_rev; /* MB_UNSET: whatever stands; 0: nothing must stand; else the revision that must */
  gboolean sure; /* doubtful is meant */
  GBytes *value; /* (nullable) JSON object, not decoded yet; NULL: dropped */
} MbProposal;

/** MbChangeSet: the body of `POST …/changes`: proposals that stand or fall together. */
typedef struct
{
  char *note; /* (nullable) */
  gboolean confirm;  /* a publish: every screen's painted report becomes a durable fact */
  gboolean dangling; /* references may lead nowhere (imports) */
  GPtrArray *proposals; /* MbProposal, in the order sent */
} MbChangeSet;

MbChangeSet *mb_change_set_new (void);
void mb_change_set_free (MbChangeSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbChangeSet, mb_change_set_free)

/**
 * mb_change_set_add: one more proposal, not yet sure and whatever stands.
 * @value: (nullable): JSON object, a reference is taken; %NULL drops
 *
 * Returns: (transfer none): the proposal, for setting if_rev and sure; valid until the set is freed
 */
MbProposal *mb_change_set_add (MbChangeSet *self, MbKind kind, const char *id, GBytes *value);

/**
 * mb_change_set_read: everything about a body but its values: shape, types, sizes, known kinds,
 * valid ids, no record twice. Members of the body and of a change that nobody knows are passed over.
 *
 * A value is the text that came, without white space outside strings (so that it always fits in one
 * line); it may share memory with @body.
 *
 * Errors: %MB_ERROR_SYNTAX, %MB_ERROR_INVALID, %MB_ERROR_TOO_LARGE, with a pointer into the body
 * ("/changes/3/id"). Any thread.
 */
MbChangeSet *mb_change_set_read (GBytes *body, GError **error);

/** mb_change_set_write: the body for such a set, compact. Keeping the limits is the caller's. */
GBytes *mb_change_set_write (const MbChangeSet *self);

G_END_DECLS
