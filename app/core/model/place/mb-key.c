/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/place/mb-key.h"

#include "core/model/mb-schema-private.h"

/* 32 bytes in base64url without padding. */
#define KEY_LENGTH 43

static const MbField fields[] = {
  MB_FIELD (MbKey, ed25519, STRING, MB_REQUIRED),
  MB_FIELD (MbKey, from, TIME),
  MB_FIELD (MbKey, to, TIME),
};

static gboolean
check (gconstpointer structure, GError **error)
{
  const MbKey *self = structure;

  return mb_check_text (self->ed25519, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_", KEY_LENGTH,
                        KEY_LENGTH, "/ed25519", error)
         && mb_check_order (self->from.us, self->to.us, "/to", "the beginning", error);
}

MB_DEFINE_KIND (MbKey, mb_key, MB_KIND_KEY, fields, check)
