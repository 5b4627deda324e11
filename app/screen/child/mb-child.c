/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/child/mb-child.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

/* Between fork and exec: system calls only. */
static void
on_forked (gpointer data)
{
  pid_t parent = GPOINTER_TO_INT (data);

  prctl (PR_SET_PDEATHSIG, SIGTERM);
  if (getppid () != parent)
    _exit (1);
}

GSubprocess *
mb_child_spawn (const char *const *argv, GSubprocessFlags flags, GError **error)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);

  g_subprocess_launcher_set_child_setup (launcher, on_forked, GINT_TO_POINTER (getpid ()), NULL);
  return g_subprocess_launcher_spawnv (launcher, argv, error);
}

void
mb_child_end (GSubprocess *child)
{
  g_return_if_fail (G_IS_SUBPROCESS (child));

  g_subprocess_send_signal (child, SIGTERM);
  g_subprocess_wait (child, NULL, NULL);
}
