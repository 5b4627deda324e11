/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/power/mb-display-backend.h"

#include <unistd.h>

#include "core/base/mb-error.h"
#include "screen/child/mb-child.h"

/* A bus that does not answer is waited for so long. */
#define PATIENCE_S 15

static char *device;

typedef struct
{
  gboolean on;
  GSubprocess *child;
  guint timeout;
} Telling;

static const char *
get_device (void)
{
  return device != NULL ? device : "/dev/cec0";
}

static void
telling_free (gpointer data)
{
  Telling *telling = data;

  g_clear_handle_id (&telling->timeout, g_source_remove);
  g_clear_object (&telling->child);
  g_free (telling);
}

static void
on_told (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  Telling *telling = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_handle_id (&telling->timeout, g_source_remove);
  if (g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
on_timeout (gpointer data)
{
  Telling *telling = data;

  telling->timeout = 0;
  g_subprocess_force_exit (telling->child);
  return G_SOURCE_REMOVE;
}

/* The television is 0 on every bus. */
static void
tell (GTask *task)
{
  Telling *telling = g_task_get_task_data (task);
  const char *argv[] = { "cec-ctl", "-s",  "-d", get_device (), "--playback", "--to",
                         "0",       telling->on ? "--image-view-on" : "--standby", NULL };
  GError *error = NULL;

  telling->child =
      mb_child_spawn (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  if (telling->child == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  telling->timeout = g_timeout_add_seconds (PATIENCE_S, on_timeout, telling);
  g_subprocess_wait_check_async (telling->child, NULL, on_told, g_object_ref (task));
}

static void
look_within (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  if (access (get_device (), R_OK | W_OK) == 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, MB_ERROR, MB_ERROR_UNSUPPORTED, "There is no CEC device");
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr(GTask) task = data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    tell (task);
  else
    g_task_return_error (task, error);
}

static void
set_async (gboolean on, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr(GTask) look = g_task_new (NULL, cancellable, on_looked, task);
  Telling *telling = g_new0 (Telling, 1);

  telling->on = on;
  g_task_set_source_tag (task, set_async);
  g_task_set_task_data (task, telling, telling_free);
  g_task_set_source_tag (look, look_within);
  g_task_run_in_thread (look, look_within);
}

void
mb_cec_set_device (const char *path)
{
  g_free (device);
  device = g_strdup (path);
}

const MbDisplayBackend mb_cec_backend = { "CEC", set_async };
