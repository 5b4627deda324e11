/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-command.h"

#include "core/wire/mb-json-members.h"
#include "hub/commands/mb-errand.h"

typedef struct
{
  char *market; /* NULL: all */
  char **ids;
  guint next;
} Check;

static void on_checked (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data);

static void
check_next (MbErrand *errand, Check *self)
{
  g_autofree char *path = NULL;

  if (self->ids[self->next] == NULL)
    return;

  path = g_strdup_printf ("/v1/markets/%s/check", self->ids[self->next]);
  mb_errand_ask (errand, "POST", path, NULL, on_checked);
}

static void
on_checked (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  Check *self = data;
  const char *id = self->ids[self->next++];
  g_autoptr (MbJson) json = answer ? mb_json_read (answer->body, MB_JSON_STRICT, NULL) : NULL;
  g_autofree char *position = NULL;

  if (json != NULL && mb_json_member_string (json, 0, "position", MB_JSON_NEEDED, &position, NULL))
    g_print ("%s: database and chain are whole up to %s\n", id, position);
  else
    mb_errand_fail (errand, "%s: %s", id, error ? error->message : "the hub's answer makes no sense");

  check_next (errand, self);
}

static void
on_listed (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  Check *self = data;

  if (answer == NULL)
    {
      mb_errand_fail (errand, "%s", error->message);
      return;
    }

  self->ids = mb_errand_read_markets (answer);
  if (self->market != NULL && !g_strv_contains ((const char *const *) self->ids, self->market))
    mb_errand_fail (errand, "there is no market %s", self->market);
  else if (self->market != NULL)
    {
      g_strfreev (self->ids);
      self->ids = g_new0 (char *, 2);
      self->ids[0] = g_strdup (self->market);
      check_next (errand, self);
    }
  else
    check_next (errand, self);
}

static void
begin (MbErrand *errand, MbControlAnswer *answer, const GError *error, gpointer data)
{
  mb_errand_ask (errand, "GET", "/v1/markets", NULL, on_listed);
}

static int
run (int argc, char **argv)
{
  Check self = { NULL };
  const GOptionEntry entries[] = {
    { "market", 0, 0, G_OPTION_ARG_STRING, &self.market, "Only this one", "ID" },
    { NULL }
  };
  g_autofree char *data = mb_errand_parse (&argc, argv, entries, NULL);
  int status = data != NULL ? mb_errand_run (data, FALSE, begin, &self) : 2;

  g_strfreev (self.ids);
  g_free (self.market);

  return status;
}

const MbCommand mb_command_check = {
  "check",
  "[--market ID] --data DIR",
  "Proves that the databases are sound and every journal's chain holds.",
  run,
};
