/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-cache-storage.h"

G_BEGIN_DECLS

/**
 * MbCacheKeeper: what a cache promises, made over its storage: whose board it is, that what is kept is
 * whole, and what becomes of a storage that fails. It blocks, lives in the cache's thread, and knows
 * of no other.
 */
typedef struct
{
  MbCacheStorage *storage; /* (owned) */
  MbCacheLabel label;      /* ours */
  gboolean writable;       /* the storage is open for writing */
  char *position;          /* where the board that is kept stands; NULL: none that is ours */
  char *aside;             /* that something was set aside, for a person; NULL */
  char *trouble;           /* why nothing can be written now, for a person; NULL */
} MbCacheKeeper;

/** mb_cache_keeper_init: @storage: (transfer full) */
void mb_cache_keeper_init (MbCacheKeeper *self, MbCacheStorage *storage, const char *owner, const char *scope);
void mb_cache_keeper_clear (MbCacheKeeper *self);

/** mb_cache_keeper_load: opens the storage. Returns: (transfer full) (nullable): our board, without its
 * position where that was asked for in another scope */
MbCacheDelta *mb_cache_keeper_load (MbCacheKeeper *self);

/** mb_cache_keeper_write: keeps @delta, unless it follows nothing that is kept.
 *
 * Returns: %FALSE when it is to be tried again later, with what has come meanwhile */
gboolean mb_cache_keeper_write (MbCacheKeeper *self, MbCacheDelta *delta);

/** mb_cache_keeper_get_problem: (nullable): what a person should know. */
const char *mb_cache_keeper_get_problem (const MbCacheKeeper *self);

G_END_DECLS
