/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/child/mb-demo-hub.h"

#include "core/base/mb-error.h"
#include "core/base/mb-time.h"
#include "screen/child/mb-child.h"
#include "screen/child/mb-demo-folder.h"

/* Runs marketboard-hub as a child: once to make the market, then to serve it. */

#define PROGRAM "marketboard-hub"
/* With this it says where, on its first line. */
#define LISTENING "listening "

enum
{
  LOST,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbDemoHub
{
  GObject parent_instance;

  char *program;
  MbDemoFolder *folder; /* (owned) (nullable): while there is a hub */
  char *clock; /* TIME,SPEED */
  char *url;
  GSubprocess *child;
  GDataInputStream *output;
};

G_DEFINE_FINAL_TYPE (MbDemoHub, mb_demo_hub, G_TYPE_OBJECT)

/* Beside this program, where it is installed; in the next room, where it was built; or in PATH. */
static char *
find_program (void)
{
  static const char *const places[] = { PROGRAM, "../hub/" PROGRAM };
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;

  for (guint i = 0; folder != NULL && i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_build_filename (folder, places[i], NULL);

      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }
  return g_find_program_in_path (PROGRAM);
}

static char *
format_clock (gint64 at_us, double speed)
{
  g_autofree char *time = mb_time_format ((MbTime){ at_us, 0 });
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strconcat (time, ",", g_ascii_dtostr (number, sizeof number, speed), NULL);
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(MbDemoHub) self = data;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  if (self->child == G_SUBPROCESS (source))
    g_signal_emit (self, signals[LOST], 0);
}

static void
on_line_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  MbDemoHub *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autofree char *line =
      g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source), result, NULL, &error);

  if (line == NULL || !g_str_has_prefix (line, LISTENING))
    {
      if (error == NULL)
        mb_error_set (&error, MB_ERROR_FAILED, NULL, "The demo's hub did not start");
      g_task_return_error (task, error);
      return;
    }

  self->url = g_strdup (line + strlen (LISTENING));
  g_subprocess_wait_async (self->child, NULL, on_ended, g_object_ref (self));
  g_task_return_boolean (task, TRUE);
}

static void
serve (GTask *task)
{
  g_autoptr(GTask) owned = task;
  MbDemoHub *self = g_task_get_source_object (task);
  const char *argv[] = { self->program, "--data", mb_demo_folder_get_path (self->folder), "--listen", "127.0.0.1:0", "--clock", self->clock,
                         NULL };
  GError *error = NULL;

  self->child = mb_child_spawn (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  if (self->child == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->child));
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), on_line_ready,
                                       g_steal_pointer (&owned));
}

static void
on_market_added (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;

  if (!g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error))
    {
      g_prefix_error (&error, "The demo's market could not be made: ");
      g_task_return_error (task, error);
      return;
    }
  serve (g_steal_pointer (&task));
}

static void
mb_demo_hub_finalize (GObject *object)
{
  MbDemoHub *self = MB_DEMO_HUB (object);

  g_clear_object (&self->output);
  g_clear_object (&self->child);
  g_clear_pointer (&self->program, g_free);
  g_clear_pointer (&self->folder, mb_demo_folder_free);
  g_clear_pointer (&self->clock, g_free);
  g_clear_pointer (&self->url, g_free);

  G_OBJECT_CLASS (mb_demo_hub_parent_class)->finalize (object);
}

static void
mb_demo_hub_class_init (MbDemoHubClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_demo_hub_finalize;

  signals[LOST] = g_signal_new ("lost", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
mb_demo_hub_init (MbDemoHub *self)
{
}

MbDemoHub *
mb_demo_hub_new (void)
{
  return g_object_new (MB_TYPE_DEMO_HUB, NULL);
}

void
mb_demo_hub_start_async (MbDemoHub *self, const char *market, gint64 at_us, double speed, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GSubprocess) adding = NULL;
  GError *error = NULL;

  g_return_if_fail (MB_IS_DEMO_HUB (self));
  g_return_if_fail (self->folder == NULL);

  task = g_task_new (self, cancellable, callback, data);
  self->clock = format_clock (at_us, speed);
  self->program = find_program ();
  if (self->program == NULL)
    {
      g_task_return_new_error (task, MB_ERROR, MB_ERROR_NOT_FOUND,
                               "The demo needs " PROGRAM ", which is not beside this program nor in PATH");
      return;
    }
  self->folder = mb_demo_folder_new (&error);
  if (self->folder != NULL)
    {
      const char *argv[] = { self->program, "market", "add", "--data", mb_demo_folder_get_path (self->folder), market, NULL };

      adding = mb_child_spawn (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
    }
  if (adding == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_subprocess_wait_check_async (adding, cancellable, on_market_added, g_steal_pointer (&task));
}

gboolean
mb_demo_hub_start_finish (MbDemoHub *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

const char *
mb_demo_hub_get_url (MbDemoHub *self)
{
  g_return_val_if_fail (MB_IS_DEMO_HUB (self), NULL);

  return self->url;
}

void
mb_demo_hub_end (MbDemoHub *self)
{
  g_autoptr(GSubprocess) child = NULL;

  g_return_if_fail (MB_IS_DEMO_HUB (self));

  child = g_steal_pointer (&self->child);
  if (child != NULL)
    mb_child_end (child);
  g_clear_pointer (&self->folder, mb_demo_folder_free);
}
