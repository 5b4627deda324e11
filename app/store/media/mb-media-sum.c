/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/media/mb-media-sum.h"

void
mb_media_sum_init (MbMediaSum *self)
{
  sha256_init (&self->state);
}

void
mb_media_sum_add (MbMediaSum *self, const void *bytes, gsize n)
{
  sha256_update (&self->state, n, bytes);
}

void
mb_media_sum_end (MbMediaSum *self, char text[MB_MEDIA_SUM_SIZE])
{
  guint8 digest[SHA256_DIGEST_SIZE];

  sha256_digest (&self->state, sizeof digest, digest);
  for (guint i = 0; i < sizeof digest; i++)
    g_snprintf (text + 2 * i, 3, "%02x", digest[i]);
}
