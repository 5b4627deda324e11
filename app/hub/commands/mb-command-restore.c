/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-command.h"

#include "core/base/mb-error.h"
#include "core/model/mb-record.h"
#include "core/model/place/mb-market-choice.h"
#include "hub/commands/mb-errand.h"
#include "hub/mb-data-dir.h"
#include "store/sqlite/mb-sqlite-backup.h"

/* The one command that does not speak to a hub: it is for a market that no hub can open, and takes it out
 * of every hub's hands meanwhile. */

typedef struct
{
  const char *market;
  GMainLoop *loop;
  int status;
} Restore;

static void
on_restored (GObject *source, GAsyncResult *result, gpointer data)
{
  Restore *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *aside = NULL;
  MbHead head;

  if (!mb_sqlite_restore_finish (result, &head, &aside, &error))
    {
      g_printerr ("marketboard-hub: %s\n", error->message);
      self->status = 1;
    }
  else
    {
      g_print ("%s is restored up to %s\n", self->market, head.position);
      if (aside != NULL)
        g_print ("what stood there is kept in %s\n", aside);
    }
  g_main_loop_quit (self->loop);
}

/* Returns: (transfer full) (nullable) */
static char *
choose_market (MbDataDir *dir, const char *wanted, GError **error)
{
  g_auto (GStrv) ids = NULL;

  if (wanted != NULL && mb_id_is_plain (wanted))
    return g_strdup (wanted);
  if (wanted != NULL)
    {
      mb_error_set (error, MB_ERROR_INVALID, NULL, "\"%s\" is no id of a market", wanted);
      return NULL;
    }

  ids = mb_data_dir_list_markets (dir, error);
  if (ids == NULL)
    return NULL;

  if (ids[0] != NULL)
    return mb_market_choose_only ((const char *const *) ids, error);

  /* What is restored may be the first that stands here. */
  mb_error_set (error, MB_ERROR_NOT_FOUND, NULL, "--market says which one: there is none yet");
  return NULL;
}

static int
restore (const char *data, const char *wanted, const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbDataDir) dir = mb_data_dir_open (data, &error);
  g_autofree char *market = dir != NULL ? choose_market (dir, wanted, &error) : NULL;
  g_autofree char *path = NULL;
  Restore self = { market, NULL, 0 };

  if (market == NULL)
    {
      g_printerr ("marketboard-hub: %s%s\n", error->message,
                  g_error_matches (error, MB_ERROR, MB_ERROR_BUSY) ? ": stop it first" : "");
      return 1;
    }

  path = mb_data_dir_dup_market_path (dir, market);
  self.loop = g_main_loop_new (NULL, FALSE);
  mb_sqlite_restore_async (file, path, NULL, on_restored, &self);
  g_main_loop_run (self.loop);
  g_main_loop_unref (self.loop);

  return self.status;
}

static int
run (int argc, char **argv)
{
  g_autofree char *market = NULL;
  const GOptionEntry entries[] = {
    { "market", 0, 0, G_OPTION_ARG_STRING, &market, "Which market, where there is not just one", "ID" },
    { NULL }
  };
  g_autofree char *data = mb_errand_parse (&argc, argv, entries, "FILE");

  if (data == NULL)
    return 2;
  if (argc == 2)
    return restore (data, market, argv[1]);

  g_printerr ("marketboard-hub: restore FILE\n");

  return 2;
}

const MbCommand mb_command_restore = {
  "restore",
  "[--market ID] --data DIR FILE",
  "Puts a backup in a market's place, and keeps what stood there; no hub may work in DIR.",
  run,
};
