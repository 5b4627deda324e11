/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/power/mb-display-backend.h"

#include "core/base/mb-error.h"

#include <X11/Xlib.h>
#include <X11/extensions/dpms.h>

/* A compositor's X server is not asked: it has windows, but no display of its own to switch, and would be
 * started for the question alone.
 *
 * Xlib waits for the server, so it is never spoken to on the main loop, nor over GDK's connection. Its
 * own timeouts are taken away: a board has no keys that would end them. */

static gboolean
force (Display *display, gboolean on, GError **error)
{
  int event, fault;

  if (!DPMSQueryExtension (display, &event, &fault) || !DPMSCapable (display))
    {
      mb_error_set (error, MB_ERROR_UNSUPPORTED, NULL, "This X server cannot switch its display");
      return FALSE;
    }

  DPMSSetTimeouts (display, 0, 0, 0);
  DPMSEnable (display);
  DPMSForceLevel (display, on ? DPMSModeOn : DPMSModeOff);
  XSync (display, False);
  return TRUE;
}

static void
set_within (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const char *name = g_getenv ("DISPLAY"), *wayland = g_getenv ("WAYLAND_DISPLAY");
  gboolean own = name != NULL && *name != '\0' && (wayland == NULL || *wayland == '\0');
  Display *display = own ? XOpenDisplay (name) : NULL;
  GError *error = NULL;

  if (display == NULL)
    {
      g_task_return_new_error (task, MB_ERROR, MB_ERROR_UNSUPPORTED, "There is no X server");
      return;
    }

  force (display, GPOINTER_TO_INT (data), &error);
  XCloseDisplay (display);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
set_async (gboolean on, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, set_async);
  g_task_set_task_data (task, GINT_TO_POINTER (on), NULL);
  g_task_run_in_thread (task, set_within);
}

const MbDisplayBackend mb_dpms_backend = { "DPMS", set_async };
