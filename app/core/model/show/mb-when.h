/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-schema.h"

G_BEGIN_DECLS

/** MbWhen: when something shows, in the market's time; nothing set: always. */
typedef struct
{
  MbTime from, to; /* to: the first moment it no longer shows */
  char *rrule;     /* RFC 5545, days only */
  GArray *daily;   /* MbWindow: the hours of such a day; NULL: the whole of it */
  char *extra;
} MbWhen;

extern const MbSchema mb_when_schema;

G_END_DECLS
