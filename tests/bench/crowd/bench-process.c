/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-process.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct _BenchProcess
{
  GPid pid;
  FILE *out;
};

BenchProcess *
bench_process_start (const char *const *argv)
{
  BenchProcess *self = g_new0 (BenchProcess, 1);
  g_autoptr (GError) error = NULL;
  int out;

  if (!g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                                 NULL, &self->pid, NULL, &out, NULL, &error))
    g_error ("%s: %s", argv[0], error->message);
  self->out = fdopen (out, "r");

  return self;
}

char *
bench_process_read_line (BenchProcess *self)
{
  char *line = NULL;
  size_t size = 0;
  char *copy;

  if (getline (&line, &size, self->out) < 0)
    g_error ("a program ended before it said what it was asked for");

  copy = g_strdup (g_strchomp (line));
  free (line);

  return copy;
}

static char *
read_proc (BenchProcess *self, const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", self->pid, name);
  char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    g_error ("a program that is measured has ended");

  return text;
}

double
bench_process_get_cpu (BenchProcess *self)
{
  g_autofree char *text = read_proc (self, "stat");
  unsigned long user, kernel;

  /* Behind the name, which may hold anything: state and ten numbers, then the two. */
  if (sscanf (strrchr (text, ')') + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel) != 2)
    g_error ("/proc/PID/stat is not as proc(5) says");

  return (double) (user + kernel) / (double) sysconf (_SC_CLK_TCK);
}

double
bench_process_get_pss (BenchProcess *self)
{
  g_autofree char *text = read_proc (self, "smaps_rollup");
  const char *pss = strstr (text, "\nPss:");

  return pss ? g_ascii_strtod (pss + strlen ("\nPss:"), NULL) : 0;
}

void
bench_process_end (BenchProcess *self, int signal)
{
  kill (self->pid, signal);
  waitpid (self->pid, NULL, 0);
  g_spawn_close_pid (self->pid);
  fclose (self->out);
  g_free (self);
}

void
bench_run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, &error) ||
      !g_spawn_check_wait_status (status, &error))
    g_error ("%s: %s", argv[0], error->message);
}

void
bench_raise_descriptors (void)
{
  struct rlimit files;

  if (getrlimit (RLIMIT_NOFILE, &files) != 0)
    return;

  files.rlim_cur = files.rlim_max;
  setrlimit (RLIMIT_NOFILE, &files);
}
