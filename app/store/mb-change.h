/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbChange: one record's new value on its way in, or (with number and the rest) in the journal.
 *
 * Reference-counted, from any thread; not changed once it is committed.
 */
typedef struct
{
  gatomicrefcount ref_count;
  char *kind, *id;
  GBytes *value;   /* as accepted; NULL: dropped */
  GBytes *derived; /* NULL: nothing */
  char *by;        /* who; left NULL by the clerk: the transaction's */
  /* given by the journal */
  guint64 number;
  guint64 last;    /* the number that ends its transaction */
  char *at;        /* RFC 3339 */
  GBytes *salt;    /* 16 bytes */
  guint8 hash[32];
} MbChange;

MbChange *mb_change_new (const char *kind, const char *id, GBytes *value, GBytes *derived);
MbChange *mb_change_ref (MbChange *self);
void mb_change_unref (MbChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbChange, mb_change_unref)

/** mb_salt_new: 16 bytes that nobody can guess, so that a value cannot be found from its digest once it
 * is erased. */
GBytes *mb_salt_new (void);

/**
 * mb_change_chain: fills @self->hash from @previous (32 bytes, %NULL before the first) and the
 * change's own parts: SHA-256 over previous hash, number, at, by, kind, id, last and SHA-256(salt,
 * value, derived). Hashes and salt are raw bytes, numbers decimal, the rest is the text on the wire;
 * every part, also within the inner digest, is preceded by its length in 4 bytes, big-endian; what is
 * absent has length 0.
 */
void mb_change_chain (MbChange *self, const guint8 *previous);

/**
 * MbHead: a place in the journal, as a number and as the position that clients are given:
 * the first 12 hex digits of the hash at that number, a dot, the number.
 */
typedef struct
{
  guint64 number;
  char position[40]; /* "9f3ac01b22de.1048576" */
  guint8 hash[32];   /* of the change there; of no meaning at number 0 */
} MbHead;

/** mb_head_set: @check (32 bytes) is the hash at @number, or begins with the journal's salt for number 0. */
void mb_head_set (MbHead *self, guint64 number, const guint8 *check);

G_END_DECLS
