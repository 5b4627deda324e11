/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-command.h"

#include "core/wire/mb-json-writer.h"
#include "hub/commands/mb-errand.h"

#include <mb-hub-resources.h>

/* What screens may be told to show, as it stands in a new market: a body of changes. */
#define LAYOUTS "/marketboard/hub/layouts.json"

static void
on_listed (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  g_auto (GStrv) ids = NULL;

  if (answer == NULL)
    {
      mb_errand_fail (errand, "%s", error->message);
      return;
    }

  ids = mb_errand_read_markets (answer);
  for (guint i = 0; ids[i] != NULL; i++)
    g_print ("%s\n", ids[i]);
}

static void
list (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  mb_errand_ask (errand, "GET", "/v1/markets", NULL, on_listed);
}

typedef struct
{
  char *id;
  char *name;
  gboolean bare; /* with nothing but its own record */
} Addition;

static void
on_furnished (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  if (answer == NULL)
    mb_errand_fail (errand, "%s", error->message);
}

static void
on_added (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  const Addition *addition = data;
  g_autoptr (GBytes) layouts = NULL;
  g_autofree char *path = NULL;

  if (answer == NULL)
    {
      mb_errand_fail (errand, "%s", error->message);
      return;
    }
  if (addition->bare)
    return;

  layouts = g_resource_lookup_data (mb_hub_get_resource (), LAYOUTS, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (layouts != NULL);
  path = g_strdup_printf ("/v1/markets/%s/changes", addition->id);
  mb_errand_ask (errand, "POST", path, layouts, on_furnished);
}

static void
add (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  Addition *addition = data;
  GString *text = g_string_new (NULL);
  g_autoptr (GBytes) body = NULL;
  MbJsonWriter writer;

  mb_json_writer_init (&writer, text);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "id", addition->id);
  if (addition->name != NULL)
    mb_json_writer_member_string (&writer, "name", addition->name);
  mb_json_writer_end_object (&writer);
  body = g_string_free_to_bytes (text);
  mb_errand_ask (errand, "POST", "/v1/markets", body, on_added);
}

static int
run (int argc, char **argv)
{
  g_autofree char *name = NULL;
  gboolean bare = FALSE;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, "What the market is called", "NAME" },
    { "bare", 0, 0, G_OPTION_ARG_NONE, &bare, "Without the layouts that screens come with", NULL },
    { NULL }
  };
  g_autofree char *data = mb_errand_parse (&argc, argv, entries, "add ID | list");

  if (data == NULL)
    return 2;
  if (argc == 3 && g_str_equal (argv[1], "add"))
    return mb_errand_run (data, TRUE, add, &(Addition){ argv[2], name, bare });
  if (argc == 2 && g_str_equal (argv[1], "list"))
    return mb_errand_run (data, FALSE, list, NULL);

  g_printerr ("marketboard-hub: market add ID, or market list\n");

  return 2;
}

const MbCommand mb_command_market = {
  "market",
  "add ID [--name NAME] [--bare] --data DIR | list --data DIR",
  "Begins a market, with the layouts that screens come with, or lists those there are.",
  run,
};
