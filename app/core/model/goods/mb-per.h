/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** MbPer: what a price is for. */
typedef enum
{
  MB_PER_KG,
  MB_PER_500G,
  MB_PER_50G,
  MB_PER_PIECE,
  MB_PER_BUNCH,
  MB_PER_BOX
} MbPer;

extern const char *const mb_per_names[]; /* as on the wire; NULL-terminated */

G_END_DECLS
