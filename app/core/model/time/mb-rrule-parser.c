/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/time/mb-rrule-private.h"

#include "core/base/mb-error.h"

#include <stdlib.h>
#include <string.h>

/* Reads the part of RFC 5545, section 3.3.10, that speaks of days. What it lets through costs a
 * bounded number of steps, whoever wrote it. */

#define LONGEST 1024
#define MAX_INTERVAL 1000
#define MAX_COUNT 1000

static const char *const freq_names[] = { "DAILY", "WEEKLY", "MONTHLY", "YEARLY", NULL };
static const char *const weekday_names[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU", NULL };

static int
find_name (const char *const *names, const char *text)
{
  for (int i = 0; names[i] != NULL; i++)
    if (g_ascii_strcasecmp (names[i], text) == 0)
      return i;

  return -1;
}

/* One to four digits, with a sign where @min is negative; never 0. */
static gboolean
read_int (const char *text, int min, int max, int *value)
{
  gboolean has_sign = min < 0 && (*text == '-' || *text == '+');
  const char *digits = text + has_sign;
  gsize n = strspn (digits, "0123456789");

  if (n < 1 || n > 4 || digits[n] != '\0')
    return FALSE;
  *value = atoi (text);

  return *value >= min && *value <= max && *value != 0;
}

static gboolean
read_freq (MbRule *rule, const char *value)
{
  rule->freq = find_name (freq_names, value);

  return rule->freq >= 0;
}

static gboolean
read_interval (MbRule *rule, const char *value)
{
  return read_int (value, 1, MAX_INTERVAL, &rule->interval);
}

static gboolean
read_count (MbRule *rule, const char *value)
{
  return read_int (value, 1, MAX_COUNT, &rule->count);
}

static gboolean
read_week_start (MbRule *rule, const char *value)
{
  rule->week_start = find_name (weekday_names, value) + 1;

  return rule->week_start > 0;
}

/* A day, or a day with a time, local or in UTC: "20261231", "20261231T155959Z". */
static gboolean
read_until (MbRule *rule, const char *value)
{
  gsize length = strlen (value);
  g_autofree char *text = NULL;
  MbTime time;

  if (length != 8 && length != 15 && !(length == 16 && g_ascii_toupper (value[15]) == 'Z'))
    return FALSE;

  text = g_strdup_printf ("%.4s-%.2s-%.2s", value, value + 4, value + 6);
  if (!mb_date_parse (text, -1, &rule->until, NULL))
    return FALSE;
  if (length == 8)
    return TRUE;

  g_free (text);
  text = g_strdup_printf ("%.4s-%.2s-%.2s%c%.2s:%.2s:%.2sZ", value, value + 4, value + 6, value[8],
                          value + 9, value + 11, value + 13);
  if (!mb_time_parse (text, -1, &time, NULL))
    return FALSE;
  if (length == 16)
    rule->until_us = time.us;

  return TRUE;
}

static gboolean
read_month (MbRule *rule, const char *value)
{
  int month;

  if (!read_int (value, 1, 12, &month))
    return FALSE;
  rule->months |= 1u << month;

  return TRUE;
}

static gboolean
read_month_day (MbRule *rule, const char *value)
{
  int day;

  if (!read_int (value, -31, 31, &day))
    return FALSE;
  if (day > 0)
    rule->days |= 1u << day;
  else
    rule->days_back |= 1u << -day;

  return TRUE;
}

/* "MO", "1MO", "-1FR". */
static gboolean
read_weekday (MbRule *rule, const char *value)
{
  gsize length = strlen (value);
  g_autofree char *ordinal_text = NULL;
  int weekday, ordinal;

  if (length < 2)
    return FALSE;
  weekday = find_name (weekday_names, value + length - 2) + 1;
  if (weekday == 0)
    return FALSE;
  if (length == 2)
    {
      rule->weekdays |= 1u << weekday;
      return TRUE;
    }

  ordinal_text = g_strndup (value, length - 2);
  if (!read_int (ordinal_text, -53, 53, &ordinal))
    return FALSE;
  if (ordinal > 0)
    rule->weekday_nth[weekday] |= G_GUINT64_CONSTANT (1) << ordinal;
  else
    rule->weekday_back[weekday] |= G_GUINT64_CONSTANT (1) << -ordinal;
  rule->has_ordinals = TRUE;

  return TRUE;
}

static gboolean
read_position (MbRule *rule, const char *value)
{
  int position;

  if (rule->n_positions == MB_RULE_MAX_POSITIONS || !read_int (value, -366, 366, &position))
    return FALSE;
  rule->positions[rule->n_positions++] = (gint16) position;

  return TRUE;
}

static const struct
{
  const char *name;
  gboolean (*read) (MbRule *rule, const char *value);
  gboolean is_list;
} parts[] = {
  { "FREQ", read_freq, FALSE },
  { "INTERVAL", read_interval, FALSE },
  { "COUNT", read_count, FALSE },
  { "UNTIL", read_until, FALSE },
  { "WKST", read_week_start, FALSE },
  { "BYMONTH", read_month, TRUE },
  { "BYMONTHDAY", read_month_day, TRUE },
  { "BYDAY", read_weekday, TRUE },
  { "BYSETPOS", read_position, TRUE },
};

static gboolean
read_part (MbRule *rule, const char *text, guint *seen, GError **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name = g_strndup (text, equals != NULL ? (gsize) (equals - text) : strlen (text));
  g_auto (GStrv) values = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (equals == NULL || g_ascii_strcasecmp (parts[i].name, name) != 0)
        continue;

      values = g_strsplit (equals + 1, ",", parts[i].is_list ? -1 : 1);
      for (guint j = 0; j == 0 || values[j] != NULL; j++)
        if (values[j] == NULL || (*seen & 1u << i) != 0 || !parts[i].read (rule, values[j]))
          {
            mb_error_set (error, MB_ERROR_INVALID, "", "Not a %s that a rule can have: “%s”", name,
                          equals + 1);
            return FALSE;
          }
      *seen |= 1u << i;
      return TRUE;
    }

  mb_error_set (error, MB_ERROR_INVALID, "", "A rule cannot say “%s”", name);

  return FALSE;
}

/* What the parts may not say together: RFC 5545's own rules, and ordinals of weekdays that would
 * count in neither month nor year. */
static const char *
find_contradiction (const MbRule *rule)
{
  if (rule->freq < 0)
    return "A rule needs FREQ";
  if (rule->count != 0 && rule->until != 0)
    return "A rule has COUNT or UNTIL, not both";
  if (rule->freq == MB_FREQ_WEEKLY && (rule->days | rule->days_back) != 0)
    return "A weekly rule has no BYMONTHDAY";
  if (rule->has_ordinals && rule->freq < MB_FREQ_MONTHLY)
    return "A numbered weekday needs FREQ=MONTHLY or YEARLY";
  if (rule->has_ordinals && (rule->days | rule->days_back) != 0)
    return "A numbered weekday does not go with BYMONTHDAY";
  if (rule->n_positions > 0 && rule->months == 0 && rule->days == 0 && rule->days_back == 0 &&
      rule->weekdays == 0 && !rule->has_ordinals)
    return "BYSETPOS needs another BY";

  return NULL;
}

gboolean
mb_rule_parse (MbRule *rule, const char *text, GError **error)
{
  const char *contradiction;
  g_auto (GStrv) texts = NULL;
  guint seen = 0;

  *rule = (MbRule){ .freq = -1, .interval = 1, .week_start = 1, .until_us = MB_UNSET };

  if (strlen (text) > LONGEST || !g_str_is_ascii (text))
    {
      mb_error_set (error, MB_ERROR_INVALID, "", "Not a rule such as FREQ=MONTHLY;BYMONTHDAY=8");
      return FALSE;
    }

  texts = g_strsplit (text, ";", -1);
  for (guint i = 0; texts[i] != NULL; i++)
    if (!read_part (rule, texts[i], &seen, error))
      return FALSE;

  contradiction = find_contradiction (rule);
  if (contradiction != NULL)
    mb_error_set (error, MB_ERROR_INVALID, "", "%s", contradiction);

  return contradiction == NULL;
}
