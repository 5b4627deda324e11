/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Numbers of up to eight bytes, the greatest byte first, or last. Whoever reads has made sure that they are there. */
static inline guint64
mb_film_read_be (const guint8 *at, gsize n)
{
  guint64 number = 0;

  for (gsize i = 0; i < n; i++)
    number = number << 8 | at[i];
  return number;
}

static inline guint64
mb_film_read_le (const guint8 *at, gsize n)
{
  guint64 number = 0;

  for (gsize i = n; i > 0; i--)
    number = number << 8 | at[i - 1];
  return number;
}

G_END_DECLS
