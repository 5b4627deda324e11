/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-command.h"

#include "core/base/mb-error.h"
#include "core/model/mb-record.h"
#include "core/wire/mb-json-members.h"
#include "core/wire/mb-json-writer.h"
#include "hub/commands/mb-errand.h"
#include "net/mb-hub-uri.h"

#include <unistd.h>

/* marketboard-hub media add: brings files to the hub, one after the other, and prints a record's value for each. */

typedef struct
{
  char *hub, *data, *market, *name, *id;
  char **files; /* what is left of them */
  char *chosen; /* market */
  GBytes *value; /* (nullable): to be put */
} Media;

static void
media_clear (Media *self)
{
  char *const texts[] = { self->hub, self->data, self->market, self->name, self->id, self->chosen };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_clear_pointer (&self->value, g_bytes_unref);
}

static void send_next (MbErrand *errand, Media *self);

static void
on_progress (gpointer data, guint64 sent, guint64 bytes)
{
  Media *self = data;
  g_autofree char *name = g_path_get_basename (*self->files);

  if (isatty (STDERR_FILENO))
    g_printerr ("\r%s: %u %%%s", name, (guint) (sent * 100 / bytes), sent == bytes ? "\n" : "");
}

/* Returns: (transfer full) (nullable): the value of a record */
static GString *
make_value (Media *self, MbControlAnswer *answer)
{
  g_autoptr (MbJson) json = mb_json_read (answer->body, MB_JSON_STRICT, NULL);
  g_autofree char *base = g_path_get_basename (*self->files);
  g_autofree char *shown = g_utf8_make_valid (base, -1);
  g_autofree char *sha256 = NULL, *type = NULL;
  gint64 bytes = 0, duration_ms = 0;
  GString *text;
  MbJsonWriter writer;

  if (json == NULL || !mb_json_member_string (json, 0, "sha256", MB_JSON_NEEDED, &sha256, NULL)
      || !mb_json_member_string (json, 0, "type", MB_JSON_NEEDED, &type, NULL)
      || !mb_json_member_int (json, 0, "bytes", MB_JSON_NEEDED, 1, G_MAXINT64, &bytes, NULL)
      || !mb_json_member_int (json, 0, "duration_ms", MB_JSON_OPTIONAL, 1, G_MAXINT64, &duration_ms, NULL))
    return NULL;

  text = g_string_new (NULL);
  mb_json_writer_init (&writer, text);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "name", self->name != NULL ? self->name : shown);
  mb_json_writer_member_string (&writer, "type", g_str_has_prefix (type, "image/") ? "image" : "video");
  mb_json_writer_member_string (&writer, "sha256", sha256);
  mb_json_writer_member_int (&writer, "bytes", bytes);
  if (duration_ms > 0)
    mb_json_writer_member_int (&writer, "duration_ms", duration_ms);
  mb_json_writer_end_object (&writer);
  return text;
}

static void
on_record_put (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  Media *self = data;

  if (answer == NULL)
    mb_errand_fail (errand, "media/%s: %s", self->id, error->message);
}

static gboolean
has_member (const MbJson *json, MbJsonAt object, const char *name)
{
  return mb_json_member (json, object, name) != MB_JSON_NONE;
}

/* What a manager has said of the record, and a file does not. */
static gboolean
is_kept (Media *self, const char *name)
{
  static const char *const files_own[] = { "type", "sha256", "bytes", "duration_ms", "uri" };

  for (gsize i = 0; i < G_N_ELEMENTS (files_own); i++)
    if (g_str_equal (name, files_own[i]))
      return FALSE;

  return self->name == NULL || !g_str_equal (name, "name");
}

/* @old, @fresh: values of records. Returns: (transfer full): the old one, about the new file */
static GBytes *
merge (Media *self, const MbJson *json, MbJsonAt old, const MbJson *fresh)
{
  GString *text = g_string_new (NULL);
  MbJsonWriter writer;

  mb_json_writer_init (&writer, text);
  mb_json_writer_begin_object (&writer);
  for (MbJsonAt at = mb_json_first (fresh, 0); at != MB_JSON_NONE; at = mb_json_next (fresh, at))
    {
      g_autofree char *name = mb_json_dup_string (fresh, at);
      gsize length;
      const char *value = mb_json_slice (fresh, mb_json_value_of (fresh, at), &length);

      if (is_kept (self, name) && has_member (json, old, name))
        continue;
      mb_json_writer_name (&writer, name);
      mb_json_writer_raw (&writer, value, (gssize) length);
    }
  for (MbJsonAt at = mb_json_first (json, old); at != MB_JSON_NONE; at = mb_json_next (json, at))
    {
      g_autofree char *name = mb_json_dup_string (json, at);
      gsize length;
      const char *value = mb_json_slice (json, mb_json_value_of (json, at), &length);

      if (!is_kept (self, name))
        continue;
      mb_json_writer_name (&writer, name);
      mb_json_writer_raw (&writer, value, (gssize) length);
    }
  mb_json_writer_end_object (&writer);
  return g_string_free_to_bytes (text);
}

static void
put (MbErrand *errand, Media *self, GBytes *value)
{
  g_autofree char *path = g_strdup_printf ("/v1/markets/%s/records/media/%s", self->chosen, self->id);

  mb_errand_ask (errand, "PUT", path, value, on_record_put);
}

static void
on_record_asked (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  Media *self = data;
  g_autoptr (MbJson) json = answer != NULL ? mb_json_read (answer->body, MB_JSON_CARRIER, NULL) : NULL;
  g_autoptr (MbJson) fresh = mb_json_read (self->value, MB_JSON_STRICT, NULL);
  MbJsonAt old = json != NULL ? mb_json_member (json, 0, "value") : MB_JSON_NONE;
  g_autoptr (GBytes) merged = old != MB_JSON_NONE && fresh != NULL ? merge (self, json, old, fresh) : NULL;

  if (answer == NULL && !g_error_matches (error, MB_ERROR, MB_ERROR_NOT_FOUND))
    mb_errand_fail (errand, "media/%s: %s", self->id, error->message);
  else
    put (errand, self, merged != NULL ? merged : self->value);
}

static void
on_sent (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  Media *self = data;
  GString *value = answer != NULL ? make_value (self, answer) : NULL;
  g_autoptr (GBytes) body = NULL;

  if (value == NULL)
    mb_errand_fail (errand, "%s: %s", *self->files, error != NULL ? error->message : "the hub's answer makes no sense");
  else
    {
      g_print ("%s\n", value->str);
      body = g_string_free_to_bytes (value);
    }
  self->files++;

  if (body != NULL && self->id != NULL)
    {
      g_autofree char *path = g_strdup_printf ("/v1/markets/%s/records/media/%s", self->chosen, self->id);

      self->value = g_bytes_ref (body);
      mb_errand_ask (errand, "GET", path, NULL, on_record_asked);
    }
  else
    send_next (errand, self);
}

static void
send_next (MbErrand *errand, Media *self)
{
  if (*self->files != NULL)
    mb_errand_send_file (errand, self->chosen, *self->files, on_progress, on_sent);
}

static void
begin_sending (MbErrand *errand, const char *market, gpointer data)
{
  Media *self = data;

  self->chosen = g_strdup (market);
  send_next (errand, self);
}

static void
begin (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  mb_errand_choose (errand, ((Media *) data)->market, begin_sending);
}

static gboolean
read_words (Media *self, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "hub", 0, 0, G_OPTION_ARG_STRING, &self->hub, "The hub to bring them to", "URL" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &self->data, "Its folder, on this machine", "DIR" },
    { "market", 0, 0, G_OPTION_ARG_STRING, &self->market, "Which market, where there are several", "ID" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &self->name, "What it is called, instead of its file's name", "NAME" },
    { "id", 0, 0, G_OPTION_ARG_STRING, &self->id, "Put it as this media record, too (one file)", "ID" },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("add FILE…");

  g_option_context_set_summary (context, "Brings films and pictures to a hub, and prints the value of a media record "
                                         "for each. What was cut off goes on where it ended; what the hub has is not "
                                         "sent again.");
  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, argc, argv, error);
}

static gboolean
check_words (const Media *self, int argc, char **argv, GError **error)
{
  g_autoptr (GUri) uri = NULL;

  if (argc < 3 || !g_str_equal (argv[1], "add"))
    mb_error_set (error, MB_ERROR_INVALID, NULL, "media add FILE…");
  else if ((self->hub == NULL) == (self->data == NULL))
    mb_error_set (error, MB_ERROR_INVALID, NULL, "Either --hub URL or --data DIR says where the files go");
  else if (argc > 3 && (self->id != NULL || self->name != NULL))
    mb_error_set (error, MB_ERROR_INVALID, NULL, "--id and --name are for one file");
  else if (self->id != NULL && !mb_id_is_valid (MB_KIND_MEDIA, self->id))
    mb_error_set (error, MB_ERROR_INVALID, NULL, "--id “%s” must be 1 to 64 of a-z 0-9 . _ -", self->id);
  else
    return self->hub == NULL || (uri = mb_hub_uri_build (self->hub, NULL, "/", error)) != NULL;

  return FALSE;
}

static int
run (int argc, char **argv)
{
  Media self = { NULL };
  g_autoptr (GError) error = NULL;
  int status = 2;

  if (!read_words (&self, &argc, &argv, &error) || !check_words (&self, argc, argv, &error))
    g_printerr ("marketboard-hub: %s\n", error->message);
  else
    {
      self.files = argv + 2;
      status = self.hub != NULL ? mb_errand_run_at (self.hub, begin, &self)
                                : mb_errand_run (self.data, FALSE, begin, &self);
    }
  media_clear (&self);

  return status;
}

const MbCommand mb_command_media = {
  "media",
  "add (--hub URL | --data DIR) [--market ID] [--name NAME] [--id ID] FILE…",
  "Brings films and pictures to the hub, and prints a media record for each.",
  run,
};
