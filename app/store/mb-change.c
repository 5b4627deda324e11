/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/mb-change.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

/* A change and its link in the chain. */

MbChange *
mb_change_new (const char *kind, const char *id, GBytes *value, GBytes *derived)
{
  MbChange *self = g_new0 (MbChange, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = g_strdup (kind);
  self->id = g_strdup (id);
  self->value = value != NULL ? g_bytes_ref (value) : NULL;
  self->derived = derived != NULL ? g_bytes_ref (derived) : NULL;
  return self;
}

MbChange *
mb_change_ref (MbChange *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mb_change_unref (MbChange *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->value, g_bytes_unref);
  g_clear_pointer (&self->derived, g_bytes_unref);
  g_clear_pointer (&self->salt, g_bytes_unref);
  g_free (self->kind);
  g_free (self->id);
  g_free (self->by);
  g_free (self->at);
  g_free (self);
}

GBytes *
mb_salt_new (void)
{
  guint8 salt[16];
  gssize n;

  /* So few bytes come whole once the kernel has its seed. */
  do
    n = getrandom (salt, sizeof salt, 0);
  while (n < 0 && errno == EINTR);
  g_assert (n == sizeof salt);

  return g_bytes_new (salt, sizeof salt);
}

static void
hash_part (GChecksum *checksum, gconstpointer data, gsize length)
{
  guint32 prefix = GUINT32_TO_BE ((guint32) length);

  g_checksum_update (checksum, (const guchar *) &prefix, sizeof prefix);
  g_checksum_update (checksum, data, (gssize) length);
}

static void
hash_text (GChecksum *checksum, const char *text)
{
  hash_part (checksum, text, strlen (text));
}

static void
hash_number (GChecksum *checksum, guint64 number)
{
  char text[24];

  hash_part (checksum, text, (gsize) g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT, number));
}

static void
hash_bytes (GChecksum *checksum, GBytes *bytes)
{
  gsize length = 0;
  gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  hash_part (checksum, data != NULL ? data : "", length);
}

void
mb_change_chain (MbChange *self, const guint8 *previous)
{
  g_autoptr (GChecksum) inner = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GChecksum) outer = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_return_if_fail (self->at != NULL && self->by != NULL && self->salt != NULL);

  hash_bytes (inner, self->salt);
  hash_bytes (inner, self->value);
  hash_bytes (inner, self->derived);
  g_checksum_get_digest (inner, digest, &length);

  hash_part (outer, previous != NULL ? (gconstpointer) previous : "", previous != NULL ? 32 : 0);
  hash_number (outer, self->number);
  hash_text (outer, self->at);
  hash_text (outer, self->by);
  hash_text (outer, self->kind);
  hash_text (outer, self->id);
  hash_number (outer, self->last);
  hash_part (outer, digest, sizeof digest);
  g_checksum_get_digest (outer, self->hash, &length);
}

void
mb_head_set (MbHead *self, guint64 number, const guint8 *check)
{
  self->number = number;
  memcpy (self->hash, check, sizeof self->hash);
  g_snprintf (self->position, sizeof self->position, "%02x%02x%02x%02x%02x%02x.%" G_GUINT64_FORMAT,
              check[0], check[1], check[2], check[3], check[4], check[5], number);
}
