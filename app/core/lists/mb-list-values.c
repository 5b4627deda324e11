/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-lists"

#include "core/lists/mb-list-values.h"

#include <string.h>

/* Prices, days and units as people and their programs write them into lists. Everything is exact or
 * refused: a list says what shoppers will be asked to pay. */

/* Yuan to six decimals; twelve digits before the point are more than any price and fit 64 bits. */
#define MAX_WHOLE_DIGITS 12
#define KEPT_DECIMALS 6
#define PER_FEN 10000

static gboolean
is_invisible (gunichar c)
{
  return c == 0xfeff || (c >= 0x200b && c <= 0x200f) || c == 0x2060;
}

char *
mb_list_clean (char *text)
{
  char *out = text;
  gboolean blank = FALSE;

  for (const char *p = text, *next; *p; p = next)
    {
      gunichar c = g_utf8_get_char (p);

      next = g_utf8_next_char (p); /* what is moved may fall upon it */
      if (is_invisible (c))
        continue;
      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        {
          blank = out != text;
          continue;
        }
      if (blank)
        *out++ = ' ';
      blank = FALSE;
      memmove (out, p, (gsize) (next - p));
      out += next - p;
    }
  *out = '\0';

  return text;
}

char *
mb_list_shorten (const char *text, glong chars)
{
  g_autofree char *begin = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (g_utf8_strlen (text, -1) <= chars)
    return g_strdup (text);
  begin = g_utf8_substring (text, 0, chars);

  return g_strconcat (begin, "…", NULL);
}

/* Full-width digits and points, as an input method leaves them, become ASCII. */
static gboolean
copy_narrow (const char *text, gsize length, char *narrow, gsize size)
{
  gsize used = 0;

  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xff01 - '!';
      if (c >= 0x80 || used + 1 >= size)
        return FALSE;
      narrow[used++] = (char) c;
    }
  narrow[used] = '\0';

  return TRUE;
}

static gboolean
says_nothing (const char *text)
{
  static const char *const words[] = { "",     "-",    "--",     "—",      "——",     "/",    "无",   "無",
                                       "休市", "停市", "未报价", "未報價", "无报价", "缺货", "缺貨", "n/a",
                                       "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (text, words[i]) == 0)
      return TRUE;

  return FALSE;
}

static gsize
strip_money (const char **text)
{
  static const char *const before[] = { "¥", "￥", "CNY", "RMB" };
  gsize length;

  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    if (g_str_has_prefix (*text, before[i]))
      {
        *text += strlen (before[i]);
        break;
      }
  while (**text == ' ')
    (*text)++;
  length = strlen (*text);
  if (g_str_has_suffix (*text, "元"))
    length -= strlen ("元");
  while (length > 0 && (*text)[length - 1] == ' ')
    length--;

  return length;
}

/* To millionths, half up on the first digit beyond. */
static gboolean
read_millionths (const char *digits, gint64 *value)
{
  gint64 number = 0;
  guint whole = 0, decimals = 0;
  const char *p = digits;

  for (; g_ascii_isdigit (*p); p++, whole++)
    if (whole < MAX_WHOLE_DIGITS)
      number = number * 10 + (*p - '0');
  if (whole == 0 || whole > MAX_WHOLE_DIGITS)
    return FALSE;
  if (*p == '.')
    {
      for (p++; g_ascii_isdigit (*p); p++, decimals++)
        if (decimals < KEPT_DECIMALS)
          number = number * 10 + (*p - '0');
        else if (decimals == KEPT_DECIMALS && *p >= '5')
          number++;
      if (decimals == 0)
        return FALSE;
    }
  for (; decimals < KEPT_DECIMALS; decimals++)
    number *= 10;
  *value = number;

  return *p == '\0';
}

MbAmount
mb_list_parse_fen (const char *text, gint64 *fen)
{
  char digits[64];
  gint64 millionths;
  gsize length;

  g_return_val_if_fail (text != NULL, MB_AMOUNT_BAD);
  g_return_val_if_fail (fen != NULL, MB_AMOUNT_BAD);

  if (says_nothing (text))
    return MB_AMOUNT_MISSING;
  length = strip_money (&text);
  if (!copy_narrow (text, length, digits, sizeof digits) || !read_millionths (digits, &millionths))
    return MB_AMOUNT_BAD;
  if (millionths == 0)
    return MB_AMOUNT_ZERO;
  if (millionths % PER_FEN != 0)
    return MB_AMOUNT_TOO_FINE;
  *fen = millionths / PER_FEN;

  return MB_AMOUNT_OK;
}

/* Up to @max digits; the number of them, 0 when there is none. */
static guint
read_digits (const char **p, guint max, guint *value)
{
  guint n = 0;

  for (*value = 0; n < max && g_ascii_isdigit (**p); (*p)++, n++)
    *value = *value * 10 + (guint) (**p - '0');

  return n;
}

static gboolean
skip_one (const char **p, const char *const *separators)
{
  for (guint i = 0; separators[i] != NULL; i++)
    if (g_str_has_prefix (*p, separators[i]))
      {
        *p += strlen (separators[i]);
        return TRUE;
      }

  return FALSE;
}

static gboolean
make_date (guint year, guint month, guint day, MbDate *date)
{
  /* Three digits are a year of the Republic, which began in 1912. */
  if (year < 1000)
    year += 1911;
  if (year < 1970 || year > 2999 || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  *date = year * 10000 + month * 100 + day;

  return TRUE;
}

/* A date at @p, which moves behind it. */
static gboolean
read_date (const char **p, MbDate *date)
{
  static const char *const after_year[] = { "-", "/", ".", "年", NULL };
  static const char *const after_month[] = { "-", "/", ".", "月", NULL };
  static const char *const after_day[] = { "日", "号", "號", NULL };
  guint year, month, day, digits;
  const char *at = *p;

  digits = read_digits (&at, 8, &year);
  if (digits == 8 || digits == 7)
    {
      *p = at;
      return make_date (year / 10000, year / 100 % 100, year % 100, date);
    }
  if ((digits != 4 && digits != 3) || !skip_one (&at, after_year) || read_digits (&at, 2, &month) == 0 ||
      !skip_one (&at, after_month) || read_digits (&at, 2, &day) == 0 || g_ascii_isdigit (*at))
    return FALSE;
  skip_one (&at, after_day);
  *p = at;

  return make_date (year, month, day, date);
}

gboolean
mb_list_parse_date (const char *text, MbDate *date)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (date != NULL, FALSE);

  /* The time of day that programs put behind is midnight more often than not: it says nothing. */
  return read_date (&text, date) && (*text == '\0' || *text == ' ' || *text == 'T');
}

MbDate
mb_list_find_date (const char *name)
{
  MbDate date;

  g_return_val_if_fail (name != NULL, 0);

  for (const char *p = name; *p; p++)
    {
      const char *end = p;

      if (!g_ascii_isdigit (*p))
        continue;
      if (read_date (&end, &date) && !g_ascii_isdigit (*end))
        return date;
      while (g_ascii_isdigit (p[1]))
        p++;
    }

  return 0;
}

gboolean
mb_list_parse_unit (const char *text, MbListUnit *unit)
{
  static const struct
  {
    const char *word;
    MbPer per;
  } units[] = {
    { "斤", MB_PER_500G }, { "市斤", MB_PER_500G }, { "500克", MB_PER_500G },
    { "500g", MB_PER_500G }, { "0.5kg", MB_PER_500G }, { "0.5公斤", MB_PER_500G },
    { "jin", MB_PER_500G }, { "公斤", MB_PER_KG }, { "千克", MB_PER_KG },
    { "kg", MB_PER_KG }, { "1kg", MB_PER_KG }, { "1公斤", MB_PER_KG },
    { "1000克", MB_PER_KG }, { "1000g", MB_PER_KG }, { "kilogram", MB_PER_KG },
    { "两", MB_PER_50G }, { "兩", MB_PER_50G }, { "50克", MB_PER_50G },
    { "50g", MB_PER_50G }, { "把", MB_PER_BUNCH }, { "捆", MB_PER_BUNCH },
    { "扎", MB_PER_BUNCH }, { "bunch", MB_PER_BUNCH }, { "盒", MB_PER_BOX },
    { "box", MB_PER_BOX }, { "个", MB_PER_PIECE }, { "個", MB_PER_PIECE },
    { "只", MB_PER_PIECE }, { "隻", MB_PER_PIECE }, { "条", MB_PER_PIECE },
    { "條", MB_PER_PIECE }, { "块", MB_PER_PIECE }, { "塊", MB_PER_PIECE },
    { "枚", MB_PER_PIECE }, { "根", MB_PER_PIECE }, { "头", MB_PER_PIECE },
    { "頭", MB_PER_PIECE }, { "件", MB_PER_PIECE }, { "piece", MB_PER_PIECE },
    { "pc", MB_PER_PIECE },
  };
  static const char *const money[] = { "元/", "元／", "元每", "yuan/", "CNY/", "RMB/", "¥/", "￥/", "/", "／", NULL };
  char narrow[32];

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (unit != NULL, FALSE);

  skip_one (&text, money);
  if (copy_narrow (text, strlen (text), narrow, sizeof narrow))
    text = narrow;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_ascii_strcasecmp (text, units[i].word) == 0)
      {
        gboolean worded = units[i].per == MB_PER_PIECE && (guchar) units[i].word[0] >= 0x80;

        unit->per = units[i].per;
        unit->piece = worded ? units[i].word : NULL;
        unit->catty = g_str_equal (text, "斤") || g_str_equal (text, "两") || g_str_equal (text, "兩");
        return TRUE;
      }

  return FALSE;
}
