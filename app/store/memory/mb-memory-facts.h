/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-fact-storage.h"

G_BEGIN_DECLS

/** MbMemoryFacts: facts as an array; gone with it. */
#define MB_TYPE_MEMORY_FACTS (mb_memory_facts_get_type ())
G_DECLARE_FINAL_TYPE (MbMemoryFacts, mb_memory_facts, MB, MEMORY_FACTS, MbFactStorage)

MbFactStorage *mb_memory_facts_new (void);

/** mb_memory_facts_commit: what was put stays; mb_memory_facts_roll_back: it goes. */
void mb_memory_facts_commit (MbMemoryFacts *self);
void mb_memory_facts_roll_back (MbMemoryFacts *self);

G_END_DECLS
