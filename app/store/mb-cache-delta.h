/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-time.h"

G_BEGIN_DECLS

/** MbCacheRow: the newest of one record: the bytes it came in, or that it is gone. */
typedef struct
{
  const char *kind; /* a word that lasts as long as the program */
  GBytes *bytes;    /* (owned) NULL: gone */
  char id[];
} MbCacheRow;

/**
 * MbCacheDelta: what a board became between two positions: one row per record, the last word each.
 * As a whole board it is a reset that says where the board stands.
 *
 * Built in one thread, then handed over.
 */
typedef struct
{
  gboolean reset;   /* what it does not name is gone */
  GHashTable *rows; /* set of MbCacheRow */
  char *position;   /* where it ends; NULL: it only tells the time */
  MbTime at;        /* the newest time that the hub told; unset: none */
} MbCacheDelta;

MbCacheDelta *mb_cache_delta_new (void);
void mb_cache_delta_free (MbCacheDelta *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbCacheDelta, mb_cache_delta_free)

/**
 * mb_cache_delta_put: says what became of a record, over what was said before.
 * @kind: an interned or static string
 * @bytes: (nullable): NULL: it is gone
 */
void mb_cache_delta_put (MbCacheDelta *self, const char *kind, const char *id, GBytes *bytes);

/** mb_cache_delta_absorb: makes one delta of two that follow each other.
 * @newer: (transfer full) */
void mb_cache_delta_absorb (MbCacheDelta *self, MbCacheDelta *newer);

G_END_DECLS
