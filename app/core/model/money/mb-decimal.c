/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/money/mb-decimal.h"

#include "core/base/mb-error.h"

#include <string.h>

/* Far above any market's turnover, and far enough below 2^63 that sums and conversions have room. */
#define LARGEST G_GINT64_CONSTANT (1000000000000000)
#define THOUSANDS_FROM 10000

static gint64
power_of_ten (guint n)
{
  gint64 power = 1;

  while (n-- > 0)
    power *= 10;

  return power;
}

/* Digits with at most one dot, which stands between digits. */
static gboolean
is_decimal (const char *text, gsize length)
{
  gsize n_dots = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '.' && i > 0 && i < length - 1)
        n_dots++;
      else if (!g_ascii_isdigit (text[i]))
        return FALSE;
    }

  return length > 0 && n_dots <= 1;
}

gboolean
mb_decimal_parse (const char *text, gssize length, guint places, MbRounding rounding,
                  gint64 *value, GError **error)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  gboolean behind_dot = FALSE, exact = TRUE, up = FALSE;
  guint n_decimals = 0;
  gint64 sum = 0;

  if (!is_decimal (text, size))
    {
      mb_error_set (error, MB_ERROR_SYNTAX, "", "Not a decimal number such as 3.50");
      return FALSE;
    }

  for (gsize i = 0; i < size && sum <= LARGEST; i++)
    {
      if (text[i] == '.')
        behind_dot = TRUE;
      else if (!behind_dot || n_decimals++ < places)
        sum = sum * 10 + (text[i] - '0');
      else
        {
          up = n_decimals == places + 1 ? text[i] >= '5' : up;
          exact = exact && text[i] == '0';
        }
    }
  if (sum <= LARGEST)
    sum = sum * power_of_ten (places - MIN (n_decimals, places)) + up;

  if (!exact && rounding == MB_ROUNDING_REFUSED)
    {
      mb_error_set (error, MB_ERROR_INVALID, "", "More than %u decimals", places);
      return FALSE;
    }
  if (sum > LARGEST)
    {
      mb_error_set (error, MB_ERROR_TOO_LARGE, "", "The number is too large");
      return FALSE;
    }
  *value = sum;

  return TRUE;
}

char *
mb_decimal_format (gint64 value, guint places, guint decimals)
{
  guint64 dropped = (guint64) power_of_ten (places - decimals);
  guint64 scale = (guint64) power_of_ten (decimals);
  guint64 size = value < 0 ? -(guint64) value : (guint64) value;
  guint64 whole;
  g_autoptr (GString) text = NULL;

  size = size / dropped + (size % dropped >= dropped - dropped / 2);
  whole = size / scale;
  text = g_string_new (NULL);
  g_string_printf (text, "%" G_GUINT64_FORMAT, whole);
  if (whole >= THOUSANDS_FROM)
    for (gssize i = (gssize) text->len - 3; i > 0; i -= 3)
      g_string_insert_c (text, i, ',');
  if (decimals > 0)
    g_string_append_printf (text, ".%0*" G_GUINT64_FORMAT, (int) decimals, size % scale);
  if (value < 0 && size > 0)
    g_string_prepend_c (text, '-');

  return g_string_free (g_steal_pointer (&text), FALSE);
}
