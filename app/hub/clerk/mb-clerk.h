/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-transaction.h"

G_BEGIN_DECLS

/**
 * MbClerk: the hub's rules over one market's journal. It holds the fold (every record that stands)
 * and lets a transaction through or refuses it, in this order: what a value may say, revisions, what
 * is doubtful, references after the whole of it.
 *
 * A transaction's request is an MbChangeRequest. Everything but new and free happens in the journal's
 * thread; free after the journal is closed.
 */
typedef struct _MbClerk MbClerk;

extern const MbClerkFuncs mb_clerk_funcs;

MbClerk *mb_clerk_new (void);
void mb_clerk_free (MbClerk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbClerk, mb_clerk_free)

G_END_DECLS
