/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-command.h"

#include "core/wire/mb-json-members.h"
#include "core/wire/mb-json-writer.h"
#include "hub/commands/mb-errand.h"

#include <stdio.h>

typedef struct
{
  char *market; /* NULL: the only one */
  char *as_of;  /* NULL: the whole journal */
  gboolean facts;
} Export;

/* The journal's lines, or the facts, as the hub has them, page after page. */
static void
on_page (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  gsize length;
  const char *text;

  if (answer == NULL)
    {
      mb_errand_fail (errand, "%s", error->message);
      return;
    }

  text = g_bytes_get_data (answer->body, &length);
  if (fwrite (text, 1, length, stdout) != length || fflush (stdout) != 0)
    mb_errand_fail (errand, "the output cannot be written");
  else if (answer->next != NULL)
    mb_errand_ask (errand, "GET", answer->next, NULL, on_page);
}

static void
print_slice (const MbJson *json, MbJsonAt at)
{
  gsize length;
  const char *text = mb_json_slice (json, at, &length);

  fwrite (text, 1, length, stdout);
  putchar ('\n');
}

/* First where it stands and what proves it, then a record a line. */
static void
on_fold (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  g_autoptr (MbJson) json = answer ? mb_json_read (answer->body, MB_JSON_CARRIER, NULL) : NULL;
  g_autoptr (GString) first = g_string_new (NULL);
  MbJsonAt records;
  MbJsonWriter writer;

  if (json == NULL || !mb_json_member_at (json, 0, "records", MB_JSON_NEEDED, MB_JSON_ARRAY, &records, NULL))
    {
      mb_errand_fail (errand, "%s", error ? error->message : "the hub's answer makes no sense");
      return;
    }

  mb_json_writer_init (&writer, first);
  mb_json_writer_begin_object (&writer);
  for (MbJsonAt at = mb_json_first (json, 0); at != MB_JSON_NONE; at = mb_json_next (json, at))
    {
      g_autofree char *name = mb_json_dup_string (json, at);
      MbJsonAt value = mb_json_value_of (json, at);
      gsize length;
      const char *text = mb_json_slice (json, value, &length);

      mb_json_writer_name (&writer, name);
      if (value == records)
        mb_json_writer_int (&writer, mb_json_count (json, records));
      else
        mb_json_writer_raw (&writer, text, (gssize) length);
    }
  mb_json_writer_end_object (&writer);
  puts (first->str);

  for (MbJsonAt at = mb_json_first (json, records); at != MB_JSON_NONE; at = mb_json_next (json, at))
    print_slice (json, at);
  if (fflush (stdout) != 0)
    mb_errand_fail (errand, "the output cannot be written");
}

static void
export (MbErrand *errand, const char *market, gpointer data)
{
  Export *self = data;
  g_autofree char *as_of = self->as_of ? g_uri_escape_string (self->as_of, NULL, FALSE) : NULL;
  g_autofree char *id = g_uri_escape_string (market, NULL, FALSE);
  g_autofree char *path = as_of ? g_strdup_printf ("/v1/markets/%s/records?as-of=%s", id, as_of)
                                : g_strdup_printf ("/v1/markets/%s/%s", id, self->facts ? "facts" : "journal");

  mb_errand_ask (errand, "GET", path, NULL, as_of ? on_fold : on_page);
}

static void
begin (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  mb_errand_choose (errand, ((Export *) data)->market, export);
}

static int
run (int argc, char **argv)
{
  Export self = { NULL };
  const GOptionEntry entries[] = {
    { "market", 0, 0, G_OPTION_ARG_STRING, &self.market, "Which market, where there are several", "ID" },
    { "as-of", 0, 0, G_OPTION_ARG_STRING, &self.as_of, "Not the journal, but what stood then", "TIME" },
    { "facts", 0, 0, G_OPTION_ARG_NONE, &self.facts, "Not the journal, but the facts", NULL },
    { NULL }
  };
  g_autofree char *data = mb_errand_parse (&argc, argv, entries, NULL);
  int status = 2;

  if (data != NULL && self.facts && self.as_of != NULL)
    g_printerr ("marketboard-hub: facts stand for ever: --facts and --as-of do not go together\n");
  else if (data != NULL)
    status = mb_errand_run (data, FALSE, begin, &self);

  g_free (self.market);
  g_free (self.as_of);

  return status;
}

const MbCommand mb_command_export = {
  "export",
  "[--market ID] [--as-of TIME | --facts] --data DIR",
  "Prints a journal, what stood at a moment, or the facts, as lines of JSON.",
  run,
};
