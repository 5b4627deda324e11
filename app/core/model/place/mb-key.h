/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"

G_BEGIN_DECLS

/** MbKey: a public key of the hub, by which tickets are checked. */
#define MB_TYPE_KEY (mb_key_get_type ())
G_DECLARE_FINAL_TYPE (MbKey, mb_key, MB, KEY, MbRecord)

struct _MbKey
{
  MbRecord parent_instance;
  char *ed25519; /* base64url of its 32 bytes, without padding */
  MbTime from, to;
  char *extra;
};

G_END_DECLS
