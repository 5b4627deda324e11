/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-errand.h"

#include "core/base/mb-error.h"
#include "core/model/place/mb-market-choice.h"
#include "core/wire/mb-json-members.h"
#include "hub/mb-hub-log.h"

struct _MbErrand
{
  GMainLoop *loop;
  MbControl *control;
  MbErrandFunc func;
  MbErrandMarketFunc chosen; /* what goes on when the market is known */
  MbSendProgress progress;
  gpointer data;
  gboolean asking;
  int status;
};

static void
on_closed (GObject *source, GAsyncResult *result, gpointer data)
{
  MbErrand *self = data;

  mb_control_close_finish (MB_CONTROL (source), result);
  g_main_loop_quit (self->loop);
}

/* Calls the errand's own function, and ends when that asks nothing. */
static void
step (MbErrand *self, MbControlAnswer *answer, const GError *error)
{
  self->asking = FALSE;
  self->func (self, answer, error, self->data);
  if (!self->asking)
    mb_control_close_async (self->control, on_closed, self);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  MbErrand *self = data;
  g_autoptr (GError) error = NULL;

  self->control = mb_control_open_finish (result, &error);
  if (self->control != NULL)
    {
      step (self, NULL, NULL);
      return;
    }

  mb_errand_fail (self, "%s", error->message);
  g_main_loop_quit (self->loop);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbControlAnswer) answer = mb_control_send_finish (MB_CONTROL (source), result, &error);

  step (data, answer, error);
}

int
mb_errand_run (const char *data, gboolean create, MbErrandFunc begin, gpointer user_data)
{
  MbErrand self = { .func = begin, .data = user_data };

  mb_hub_log_set_up ();
  self.loop = g_main_loop_new (NULL, FALSE);
  mb_control_open_async (data, create, on_opened, &self);
  g_main_loop_run (self.loop);
  g_clear_object (&self.control);
  g_main_loop_unref (self.loop);

  return self.status;
}

int
mb_errand_run_at (const char *hub, MbErrandFunc begin, gpointer user_data)
{
  MbErrand self = { .func = begin, .data = user_data };

  self.loop = g_main_loop_new (NULL, FALSE);
  self.control = mb_control_new_at (hub);
  step (&self, NULL, NULL);
  g_main_loop_run (self.loop);
  g_clear_object (&self.control);
  g_main_loop_unref (self.loop);

  return self.status;
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbControlAnswer) answer = mb_media_sender_send_finish (result, &error);

  step (data, answer, error);
}

/* The errand's own progress function and data. */
static void
on_progress (gpointer data, guint64 sent, guint64 bytes)
{
  MbErrand *self = data;

  self->progress (self->data, sent, bytes);
}

void
mb_errand_send_file (MbErrand *self, const char *market, const char *path, MbSendProgress progress, MbErrandFunc func)
{
  self->asking = TRUE;
  self->func = func;
  self->progress = progress;
  mb_media_sender_send_async (self->control, market, path, on_progress, on_sent, self);
}

void
mb_errand_ask (MbErrand *self, const char *method, const char *path, GBytes *json, MbErrandFunc func)
{
  self->asking = TRUE;
  self->func = func;
  mb_control_send_async (self->control, method, path, json, on_answered, self);
}

void
mb_errand_fail (MbErrand *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("marketboard-hub: %s\n", text);
  self->status = 1;
}

char **
mb_errand_read_markets (MbControlAnswer *answer)
{
  g_autoptr (MbJson) json = mb_json_read (answer->body, MB_JSON_CARRIER, NULL);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  MbJsonAt list = MB_JSON_NONE;

  if (json != NULL && mb_json_member_at (json, 0, "markets", MB_JSON_NEEDED, MB_JSON_ARRAY, &list, NULL))
    for (MbJsonAt at = mb_json_first (json, list); at != MB_JSON_NONE; at = mb_json_next (json, at))
      {
        g_autofree char *id = NULL;

        if (mb_json_member_string (json, at, "id", MB_JSON_NEEDED, &id, NULL))
          g_strv_builder_add (ids, id);
      }

  return g_strv_builder_end (ids);
}

static void
on_listed (MbErrand *self, MbControlAnswer *answer, const GError *error, gpointer data)
{
  g_auto (GStrv) ids = answer != NULL ? mb_errand_read_markets (answer) : NULL;
  g_autoptr (GError) choice = NULL;
  g_autofree char *only = ids != NULL ? mb_market_choose_only ((const char *const *) ids, &choice) : NULL;

  if (only != NULL)
    self->chosen (self, only, data);
  else
    mb_errand_fail (self, "%s", ids != NULL ? choice->message : error->message);
}

void
mb_errand_choose (MbErrand *self, const char *market, MbErrandMarketFunc func)
{
  self->chosen = func;
  if (market != NULL)
    func (self, market, self->data);
  else
    mb_errand_ask (self, "GET", "/v1/markets", NULL, on_listed);
}

char *
mb_errand_parse (int *argc, char **argv, const GOptionEntry *entries, const char *words)
{
  g_autofree char *data = NULL;
  const GOptionEntry own[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, "The hub's folder", "DIR" },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (words);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, own, NULL);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, argc, &argv, &error) && data == NULL)
    mb_error_set (&error, MB_ERROR_INVALID, NULL, "--data DIR is needed");
  else if (error == NULL && words == NULL && *argc > 1)
    mb_error_set (&error, MB_ERROR_INVALID, NULL, "there is no place for \"%s\"", argv[1]);
  if (error == NULL)
    return g_steal_pointer (&data);

  g_printerr ("marketboard-hub: %s\n", error->message);

  return NULL;
}
