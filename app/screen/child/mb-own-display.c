/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/child/mb-own-display.h"

#include <gio/gunixinputstream.h>

#include "core/base/mb-error.h"
#include "screen/child/mb-child.h"

/* How large it is does not matter: a picture may be larger than its monitor. */
#define SCREEN "1920x1080x24"
#define PATIENCE_MS 15000

gboolean
mb_own_display_is_needed (void)
{
  const char *x11 = g_getenv ("DISPLAY"), *wayland = g_getenv ("WAYLAND_DISPLAY");

  return (x11 == NULL || *x11 == '\0') && (wayland == NULL || *wayland == '\0');
}

/* The server writes its number when it takes connections, and ends its output when it dies. */
static char *
read_number (GInputStream *stream)
{
  GPollFD fd = { g_unix_input_stream_get_fd (G_UNIX_INPUT_STREAM (stream)), G_IO_IN, 0 };
  g_autoptr(GString) number = g_string_new (NULL);
  char c;

  while (g_poll (&fd, 1, PATIENCE_MS) == 1 && g_input_stream_read (stream, &c, 1, NULL, NULL) == 1)
    {
      if (c == '\n')
        return g_strdup (number->str);
      g_string_append_c (number, c);
    }
  return NULL;
}

GSubprocess *
mb_own_display_start (GError **error)
{
  const char *argv[] = { "Xvfb", "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset", NULL };
  g_autoptr(GSubprocess) server =
      mb_child_spawn (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, error);
  g_autofree char *number = NULL;
  g_autofree char *display = NULL;

  if (server == NULL)
    {
      g_prefix_error (error, "There is no display here, and none could be made: ");
      return NULL;
    }

  number = read_number (g_subprocess_get_stdout_pipe (server));
  if (number == NULL)
    {
      mb_child_end (server);
      mb_error_set (error, MB_ERROR_FAILED, NULL, "There is no display here, and Xvfb did not start");
      return NULL;
    }

  display = g_strconcat (":", number, NULL);
  g_setenv ("DISPLAY", display, TRUE);
  g_setenv ("GDK_BACKEND", "x11", TRUE);
  return g_steal_pointer (&server);
}
