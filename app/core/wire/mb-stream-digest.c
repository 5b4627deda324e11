/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-stream-digest.h"

#include <string.h>

#define SEAL_BEGIN ",\"sha256\":\""
#define SEAL_END "\"}"
#define HEX_LENGTH 64
#define SEAL_LENGTH (strlen (SEAL_BEGIN) + HEX_LENGTH + strlen (SEAL_END))

GChecksum *
mb_stream_digest_new (void)
{
  return g_checksum_new (G_CHECKSUM_SHA256);
}

static void
take_line (GChecksum *self, const char *text, gsize length)
{
  g_checksum_update (self, (const guchar *) text, (gssize) length);
  g_checksum_update (self, (const guchar *) "\n", 1);
}

void
mb_stream_digest_take (GChecksum *self, const char *type, const char *data, gsize length)
{
  take_line (self, type, strlen (type));
  take_line (self, data, length);
}

const char *
mb_stream_digest_end (GChecksum *self, const char *position, const char *at)
{
  take_line (self, position, strlen (position));
  take_line (self, at, strlen (at));

  return g_checksum_get_string (self);
}

void
mb_stream_seal (GString *data)
{
  g_autofree char *digest = NULL;

  g_return_if_fail (data->len > 2 && data->str[data->len - 1] == '}');

  g_string_truncate (data, data->len - 1);
  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) data->str, data->len);
  g_string_append (data, SEAL_BEGIN);
  g_string_append (data, digest);
  g_string_append (data, SEAL_END);
}

MbSeal
mb_stream_check_seal (const char *data, gsize length)
{
  const char *seal = length > SEAL_LENGTH ? data + length - SEAL_LENGTH : NULL;
  g_autofree char *digest = NULL;

  if (seal == NULL || strncmp (seal, SEAL_BEGIN, strlen (SEAL_BEGIN)) != 0)
    return MB_SEAL_NONE;

  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) data, (gsize) (seal - data));

  return strncmp (digest, seal + strlen (SEAL_BEGIN), HEX_LENGTH) == 0 ? MB_SEAL_WHOLE : MB_SEAL_BROKEN;
}
