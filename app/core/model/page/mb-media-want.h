/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** MbMediaWant: a file that a board will show. */
typedef struct
{
  const char *sha256; /* (not owned) 64 hex digits in lower case */
  guint64 bytes;
  gint64 at; /* market time, µs: when it is needed first; what shows already: now, or before */
} MbMediaWant;

G_END_DECLS
