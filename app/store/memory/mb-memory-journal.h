/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-clock.h"
#include "store/mb-journal.h"

G_BEGIN_DECLS

/**
 * mb_memory_journal_new: a journal that is gone when it is closed; for tests and trials. It keeps
 * every promise of MbJournal but durability.
 * @funcs: (not copied) must outlive the journal, as must @clerk
 */
MbJournal *mb_memory_journal_new (MbClock *clock, const MbClerkFuncs *funcs, gpointer clerk);

G_END_DECLS
