/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-command.h"

#include "core/base/mb-error.h"
#include "core/model/place/mb-trade.h"
#include "hub/commands/mb-import-report.h"
#include "hub/commands/mb-import.h"
#include "hub/mb-hub.h"

/* marketboard-hub import: reads the words of the command line; where they name a folder instead of a
 * hub, a hub of its own stands on loopback for as long as it takes, so that there is one way in. */

typedef struct
{
  char *hub, *data, *market, *date, *unit, *basis, *trade, *place;
  char **mappings, **files;
  gboolean dry_run, history, sure;
} Words;

static void
words_clear (Words *self)
{
  char *const texts[] = { self->hub,  self->data,  self->market, self->date,
                          self->unit, self->basis, self->trade,  self->place };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_strfreev (self->mappings);
  g_strfreev (self->files);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static gboolean
read_words (Words *words, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "hub", 0, 0, G_OPTION_ARG_STRING, &words->hub, "The hub to write to", "URL" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &words->data, "Its folder, while no hub runs on it", "DIR" },
    { "market", 0, 0, G_OPTION_ARG_STRING, &words->market, "Which market, where there are several", "ID" },
    { "date", 0, 0, G_OPTION_ARG_STRING, &words->date, "The day of rows that say none", "DATE" },
    { "unit", 0, 0, G_OPTION_ARG_STRING, &words->unit, "The unit of rows that say none (500g, kg, …)", "UNIT" },
    { "basis", 0, 0, G_OPTION_ARG_STRING, &words->basis, "deal, average (usual), reference or guide", "BASIS" },
    { "map", 0, 0, G_OPTION_ARG_STRING_ARRAY, &words->mappings,
      "Which heading means name, grade, low, price, high, unit, date, place or trade", "FIELD=HEADING" },
    { "trade", 0, 0, G_OPTION_ARG_STRING, &words->trade, "The trade of new products whose list says none (vegetables, pork, …)", "TRADE" },
    { "place", 0, 0, G_OPTION_ARG_STRING, &words->place, "Whose rows are meant in a list of several markets", "NAME" },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &words->dry_run, "Only show what would change", NULL },
    { "history", 0, 0, G_OPTION_ARG_NONE, &words->history, "Every row, not only each price's newest", NULL },
    { "sure", 0, 0, G_OPTION_ARG_NONE, &words->sure, "Doubtful rows too", NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words->files, NULL, "FILE…" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (context, "Publishes price lists as they are found: CSV and TSV in UTF-8 or GB18030, "
                                         "JSON, and records as NDJSON.");
  g_option_context_add_main_entries (context, entries, NULL);

  return g_option_context_parse (context, &argc, &argv, error);
}

/* A list has no prices of single stalls. */
static char *
list_names (const char *const *names)
{
  GString *list = g_string_new (NULL);

  for (int i = 0; names[i] != NULL; i++)
    if (names[i] != mb_basis_names[MB_BASIS_STALL])
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", names[i]);

  return g_string_free (list, FALSE);
}

static gboolean
find_name (const char *const *names, const char *word, const char *option, int *value, GError **error)
{
  g_autofree char *all = list_names (names);

  for (int i = 0; word != NULL && names[i] != NULL; i++)
    if (g_str_equal (names[i], word))
      {
        *value = i;
        return TRUE;
      }
  if (word != NULL)
    mb_error_set (error, MB_ERROR_INVALID, NULL, "“%s” is nothing that %s can be: %s", word, option, all);

  return word == NULL;
}

static gboolean
check_words (const Words *words, GError **error)
{
  if ((words->hub == NULL) == (words->data == NULL))
    mb_error_set (error, MB_ERROR_INVALID, NULL, "Either --hub URL or --data DIR says where the prices go");
  else if (words->data != NULL && !g_file_test (words->data, G_FILE_TEST_IS_DIR))
    mb_error_set (error, MB_ERROR_NOT_FOUND, NULL, "There is no folder %s", words->data);
  else if (words->files == NULL)
    mb_error_set (error, MB_ERROR_INVALID, NULL, "There is no file to import");
  else if (words->basis != NULL && g_str_equal (words->basis, mb_basis_names[MB_BASIS_STALL]))
    mb_error_set (error, MB_ERROR_INVALID, NULL, "A list has no prices of single stalls: --basis stall cannot be");
  else
    return TRUE;

  return FALSE;
}

static gboolean
read_options (const Words *words, MbImportOptions *options, GError **error)
{
  int basis = MB_BASIS_AVERAGE;
  MbListOptions *list = &options->list;

  *options = (MbImportOptions){ words->hub, words->market, (const char *const *) words->files, words->dry_run };
  *list = (MbListOptions){ .trade = -1,
                           .place = words->place,
                           .mappings = (const char *const *) words->mappings,
                           .history = words->history,
                           .sure = words->sure };
  if (!check_words (words, error) || !find_name (mb_basis_names, words->basis, "--basis", &basis, error) ||
      !find_name (mb_trade_names, words->trade, "--trade", &list->trade, error))
    return FALSE;
  list->basis = (MbBasis) basis;
  list->has_unit = words->unit != NULL;
  if (list->has_unit && !mb_list_parse_unit (words->unit, &list->unit))
    mb_error_set (error, MB_ERROR_INVALID, NULL, "“%s” is no unit such as 500g or kg", words->unit);
  else if (words->date != NULL && !mb_list_parse_date (words->date, &list->date))
    mb_error_set (error, MB_ERROR_INVALID, NULL, "“%s” is no date such as 2026-03-13", words->date);
  else
    return TRUE;

  return FALSE;
}

typedef struct
{
  GMainLoop *loop;
  MbImportOptions options;
  MbImport *import;
  MbImportReport report;
  MbHub *hub; /* NULL: somebody else's */
  GError *error;
} Run;

static void
on_hub_stopped (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;

  mb_hub_stop_finish (MB_HUB (source), result, run->error == NULL ? &run->error : NULL);
  g_main_loop_quit (run->loop);
}

static void
on_imported (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;

  mb_import_run_finish (run->import, result, &run->error);
  mb_import_report_end (&run->report, run->error);
  if (run->hub != NULL)
    mb_hub_stop_async (run->hub, NULL, on_hub_stopped, run);
  else
    g_main_loop_quit (run->loop);
}

static void
start_import (Run *run)
{
  run->import = mb_import_new (&run->options);
  mb_import_report_init (&run->report, run->import, run->options.dry_run);
  mb_import_run_async (run->import, NULL, on_imported, run);
}

static void
on_hub_started (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;

  if (!mb_hub_start_finish (run->hub, result, &run->error))
    {
      g_printerr ("marketboard-hub: %s\n", run->error->message);
      g_main_loop_quit (run->loop);
      return;
    }
  run->options.hub = mb_hub_get_url (run->hub);
  start_import (run);
}

static int
run_import (const Words *words, const MbImportOptions *options)
{
  Run run = { g_main_loop_new (NULL, FALSE), *options };
  g_autoptr (MbClock) clock = mb_clock_new_system ();
  int status;

  if (words->data != NULL)
    {
      run.hub = mb_hub_new (&(MbHubOptions){ words->data, "127.0.0.1:0", FALSE, clock });
      mb_hub_start_async (run.hub, NULL, on_hub_started, &run);
    }
  else
    start_import (&run);
  g_main_loop_run (run.loop);

  status = run.error != NULL ? 1 : 0;
  g_clear_error (&run.error);
  g_clear_object (&run.import);
  g_clear_object (&run.hub);
  g_main_loop_unref (run.loop);

  return status;
}

static int
run (int argc, char **argv)
{
  g_auto (Words) words = { 0 };
  g_autoptr (GError) error = NULL;
  MbImportOptions options;

  if (!read_words (&words, argc, argv, &error) || !read_options (&words, &options, &error))
    {
      g_printerr ("marketboard-hub: %s\n", error->message);
      return 2;
    }

  return run_import (&words, &options);
}

const MbCommand mb_command_import = {
  "import",
  "(--hub URL | --data DIR) [--market ID] [--date DATE] [--unit 500g] [--basis average] [--map FIELD=HEADING]… "
  "[--trade TRADE] [--place NAME] [--dry-run] [--history] [--sure] FILE…",
  "Publishes price lists as they are found, and holds back what is doubtful in them.",
  run,
};
