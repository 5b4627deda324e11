/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-command.h"

#include "core/wire/mb-json-members.h"
#include "core/wire/mb-json-writer.h"
#include "hub/commands/mb-errand.h"
#include "hub/mb-data-dir.h"

typedef struct
{
  char *market; /* NULL: the only one */
  char *file;
  char *data;
  char *media; /* the folder of its films and pictures */
} Backup;

static void
on_backed_up (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  Backup *self = data;
  g_autoptr (MbJson) json = answer ? mb_json_read (answer->body, MB_JSON_STRICT, NULL) : NULL;
  g_autofree char *position = NULL;

  if (json != NULL && mb_json_member_string (json, 0, "position", MB_JSON_NEEDED, &position, NULL))
    {
      g_print ("%s holds everything up to %s\n", self->file, position);
      if (g_file_test (self->media, G_FILE_TEST_IS_DIR))
        g_print ("but for films and pictures, which are in %s\n", self->media);
    }
  else
    mb_errand_fail (errand, "%s", error ? error->message : "the hub's answer makes no sense");
}

static void
back_up (MbErrand *errand, const char *market, gpointer data)
{
  Backup *self = data;
  g_autofree char *id = g_uri_escape_string (market, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/v1/markets/%s/backup", id);
  GString *text = g_string_new (NULL);
  g_autoptr (GBytes) body = NULL;
  MbJsonWriter writer;

  self->media = mb_data_dir_dup_media_path (self->data, market);
  mb_json_writer_init (&writer, text);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "file", self->file);
  mb_json_writer_end_object (&writer);
  body = g_string_free_to_bytes (text);
  mb_errand_ask (errand, "POST", path, body, on_backed_up);
}

static void
begin (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  mb_errand_choose (errand, ((Backup *) data)->market, back_up);
}

static int
run (int argc, char **argv)
{
  Backup self = { NULL };
  const GOptionEntry entries[] = {
    { "market", 0, 0, G_OPTION_ARG_STRING, &self.market, "Which market, where there are several", "ID" },
    { NULL }
  };
  g_autofree char *data = self.data = mb_errand_parse (&argc, argv, entries, "FILE");
  int status = 2;

  if (data != NULL && (argc != 2 || !g_utf8_validate (argv[1], -1, NULL)))
    g_printerr ("marketboard-hub: backup FILE, whose name is UTF-8\n");
  else if (data != NULL)
    {
      /* The hub stands in another folder. */
      self.file = g_canonicalize_filename (argv[1], NULL);
      status = mb_errand_run (data, FALSE, begin, &self);
    }
  g_free (self.market);
  g_free (self.file);
  g_free (self.media);

  return status;
}

const MbCommand mb_command_backup = {
  "backup",
  "[--market ID] --data DIR FILE",
  "Copies a market, as it is at one moment, into a file; a hub may work meanwhile.",
  run,
};
