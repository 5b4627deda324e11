/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-net"

#include "net/mb-media-trouble.h"

#define FIRST_US (60 * G_TIME_SPAN_SECOND)
#define LONGEST_US G_TIME_SPAN_HOUR

typedef struct
{
  gint64 wait_us; /* after the last try */
  gint64 until_us;
} Trouble;

struct _MbMediaTroubles
{
  GHashTable *by_file; /* sha256: Trouble */
};

MbMediaTroubles *
mb_media_troubles_new (void)
{
  MbMediaTroubles *self = g_new (MbMediaTroubles, 1);

  self->by_file = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
mb_media_troubles_free (MbMediaTroubles *self)
{
  g_hash_table_unref (self->by_file);
  g_free (self);
}

void
mb_media_troubles_put (MbMediaTroubles *self, const char *sha256)
{
  Trouble *trouble = g_hash_table_lookup (self->by_file, sha256);

  if (trouble == NULL)
    {
      trouble = g_new0 (Trouble, 1);
      g_hash_table_insert (self->by_file, g_strdup (sha256), trouble);
    }
  trouble->wait_us = trouble->wait_us == 0 ? FIRST_US : MIN (2 * trouble->wait_us, LONGEST_US);
  trouble->until_us = g_get_monotonic_time () + trouble->wait_us;
}

gboolean
mb_media_troubles_drop (MbMediaTroubles *self, const char *sha256)
{
  return g_hash_table_remove (self->by_file, sha256);
}

gint64
mb_media_troubles_get_until (MbMediaTroubles *self, const char *sha256)
{
  const Trouble *trouble = g_hash_table_lookup (self->by_file, sha256);

  return trouble != NULL ? trouble->until_us : 0;
}

GList *
mb_media_troubles_list (MbMediaTroubles *self)
{
  return g_hash_table_get_keys (self->by_file);
}

guint
mb_media_troubles_count (MbMediaTroubles *self)
{
  return g_hash_table_size (self->by_file);
}
