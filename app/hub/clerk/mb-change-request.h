/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/wire/mb-change-codec.h"
#include "hub/clerk/mb-housekeeping.h"

G_BEGIN_DECLS

/** MB_IF_EXISTS: an MbProposal's if_rev beyond the wire's: something must stand, whatever it is. */
#define MB_IF_EXISTS ((gint64) -1)

/**
 * MbChangeRequest: what somebody wants changed, and what the clerk says to it. It travels with its
 * transaction; the clerk writes its half in the journal's thread.
 */
typedef struct
{
  MbChangeSet *set;
  gboolean single; /* one record's own request: pointers begin at the value */
  gboolean by_hub; /* may write what only the hub writes (quotes) */
  MbHousekeeping *housekeeping; /* NULL: nothing but the set */
  /* the clerk's half */
  guint64 *revs;    /* of each proposal: its revision now */
  gboolean created; /* nothing stood where the first proposal puts */
  GArray *written;  /* guint: which proposals the transaction's changes come from, in their order */
  GString *details; /* members for the problem document, when refused: `"conflicts":[…]` */
} MbChangeRequest;

/** mb_change_request_new: @set: (transfer full) */
MbChangeRequest *mb_change_request_new (MbChangeSet *set);
void mb_change_request_free (MbChangeRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbChangeRequest, mb_change_request_free)

/** mb_change_request_new_housekeeping: @done: the market day whose once-a-day is known to be done, 0: none */
MbChangeRequest *mb_change_request_new_housekeeping (MbDate done);

/** mb_change_request_point: the pointer into the request's body for what stands at @pointer in the
 * value of proposal @i. */
char *mb_change_request_point (const MbChangeRequest *self, guint i, const char *pointer);

G_END_DECLS
