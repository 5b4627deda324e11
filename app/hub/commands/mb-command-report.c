/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-command.h"

#include "core/base/mb-error.h"
#include "core/base/mb-time.h"
#include "core/wire/mb-json-members.h"
#include "hub/commands/mb-errand.h"
#include "hub/commands/mb-play-table.h"

#include <stdio.h>

/* What was shown, for whoever paid for it. The hub adds up; here it gets its names, as they stood on the first day,
 * and, of what came later, on the last. */

static const char *const named_kinds[] = { "media", "screen" };

typedef struct
{
  char *market; /* NULL: the only one */
  char *from, *to;
  char *by; /* NULL: hour */
  gboolean csv;
  char *id;     /* of the market */
  guint asked;  /* names: so many of the questions are answered */
  MbPlayTable *table;
} Report;

static void ask_names (MbErrand *errand, Report *self);

static void
take_names (MbPlayTable *table, const char *kind, MbControlAnswer *answer)
{
  g_autoptr (MbJson) json = mb_json_read (answer->body, MB_JSON_CARRIER, NULL);
  MbJsonAt records = MB_JSON_NONE, value = MB_JSON_NONE;

  if (json == NULL || !mb_json_member_at (json, 0, "records", MB_JSON_NEEDED, MB_JSON_ARRAY, &records, NULL))
    return;

  for (MbJsonAt at = mb_json_first (json, records); at != MB_JSON_NONE; at = mb_json_next (json, at))
    {
      g_autofree char *id = NULL, *name = NULL;

      if (mb_json_member_string (json, at, "id", MB_JSON_NEEDED, &id, NULL)
          && mb_json_member_at (json, at, "value", MB_JSON_NEEDED, MB_JSON_OBJECT, &value, NULL)
          && mb_json_member_string (json, value, "name", MB_JSON_NEEDED, &name, NULL))
        mb_play_table_name (table, kind, id, name);
    }
}

/* A day before the market's first has no names; that is no reason to have no report. */
static void
on_names (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  Report *self = data;

  if (answer != NULL)
    take_names (self->table, named_kinds[self->asked / 2], answer);
  self->asked++;
  ask_names (errand, self);
}

static void
print (MbErrand *errand, Report *self)
{
  g_autoptr (GString) text = self->csv ? mb_play_table_write_csv (self->table) : mb_play_table_write (self->table);

  if (fwrite (text->str, 1, text->len, stdout) != text->len || fflush (stdout) != 0)
    mb_errand_fail (errand, "the output cannot be written");
}

static void
ask_names (MbErrand *errand, Report *self)
{
  const char *day = self->asked % 2 == 0 ? self->from : self->to;
  g_autofree char *path = NULL;

  if (self->asked == 2 * G_N_ELEMENTS (named_kinds))
    {
      print (errand, self);
      return;
    }

  path = g_strdup_printf ("/v1/markets/%s/records?kind=%s&as-of=%sT23:59:59Z", self->id, named_kinds[self->asked / 2],
                          day);
  mb_errand_ask (errand, "GET", path, NULL, on_names);
}

static void
on_plays (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  Report *self = data;

  self->table = answer != NULL ? mb_play_table_read (answer->body) : NULL;
  if (self->table == NULL)
    mb_errand_fail (errand, "%s", error ? error->message : "the hub's answer makes no sense");
  else
    ask_names (errand, self);
}

static void
report (MbErrand *errand, const char *market, gpointer data)
{
  Report *self = data;
  g_autofree char *path = NULL;

  self->id = g_uri_escape_string (market, NULL, FALSE);
  path = g_strdup_printf ("/v1/markets/%s/reports/plays?from=%s&to=%s&by=%s", self->id, self->from, self->to,
                          self->by != NULL ? self->by : "hour");
  mb_errand_ask (errand, "GET", path, NULL, on_plays);
}

static void
begin (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  mb_errand_choose (errand, ((Report *) data)->market, report);
}

static gboolean
is_day (const char *text)
{
  MbDate date;

  return mb_date_parse (text, -1, &date, NULL);
}

static gboolean
is_division (const char *text)
{
  return text == NULL || g_str_equal (text, "hour") || g_str_equal (text, "part");
}

static gboolean
check_words (const Report *self, int argc, char **argv, GError **error)
{
  if (argc != 2 || !g_str_equal (argv[1], "plays") || self->from == NULL || self->to == NULL)
    mb_error_set (error, MB_ERROR_INVALID, NULL, "report plays --from DATE --to DATE [--by hour|part]");
  else if (!is_day (self->from) || !is_day (self->to))
    mb_error_set (error, MB_ERROR_INVALID, NULL, "“%s” is no date such as 2026-11-01",
                  is_day (self->from) ? self->to : self->from);
  else if (!is_division (self->by))
    mb_error_set (error, MB_ERROR_INVALID, NULL, "“%s” is nothing that --by can be: hour or part", self->by);
  else
    return TRUE;

  return FALSE;
}

static int
run (int argc, char **argv)
{
  Report self = { NULL };
  const GOptionEntry entries[] = {
    { "market", 0, 0, G_OPTION_ARG_STRING, &self.market, "Which market, where there are several", "ID" },
    { "from", 0, 0, G_OPTION_ARG_STRING, &self.from, "The first day: 2026-11-01", "DATE" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &self.to, "The last day", "DATE" },
    { "by", 0, 0, G_OPTION_ARG_STRING, &self.by, "By hour of the day (unless said), or by part: morning, noon, …", "hour|part" },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &self.csv, "For a spreadsheet", NULL },
    { NULL }
  };
  g_autofree char *data = mb_errand_parse (&argc, argv, entries, "plays");
  g_autoptr (GError) error = NULL;
  int status = 2;

  if (data != NULL && !check_words (&self, argc, argv, &error))
    g_printerr ("marketboard-hub: %s\n", error->message);
  else if (data != NULL)
    status = mb_errand_run (data, FALSE, begin, &self);

  g_clear_pointer (&self.table, mb_play_table_free);
  g_free (self.market);
  g_free (self.from);
  g_free (self.to);
  g_free (self.by);
  g_free (self.id);

  return status;
}

const MbCommand mb_command_report = {
  "report",
  "plays --from DATE --to DATE [--by hour|part] [--csv] [--market ID] --data DIR",
  "Prints what was shown, by film, screen and hour or part of the day.",
  run,
};
