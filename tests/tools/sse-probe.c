/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>

#include "net/mb-event-source.h"
#include "sse-words.h"

/* Follows an event stream with the programs' own client and prints a line of JSON per happening. It
 * waits exactly as long as the server's `retry` says, so that a test can count on it. */

typedef struct
{
  GMainLoop *loop;
  int status;
} Probe;

static void
print_line (const GString *line)
{
  fwrite (line->str, 1, line->len, stdout);
  fputc ('\n', stdout);
  fflush (stdout);
}

static void
on_opened (gpointer data)
{
  g_print ("{\"kind\":\"open\"}\n");
}

static void
on_event (gpointer data, const char *type, const char *text, gsize length, const char *id)
{
  g_autoptr(GString) line = g_string_sized_new (length + 128);

  g_string_append (line, "{\"kind\":\"event\",");
  sse_words_member (line, "type", type, strlen (type));
  g_string_append_c (line, ',');
  sse_words_member (line, "data", text, length);
  g_string_append_c (line, ',');
  sse_words_member (line, "lastEventId", id, strlen (id));
  g_string_append_c (line, '}');
  print_line (line);
}

static void
on_closed (gpointer data, const GError *error, gboolean final)
{
  Probe *probe = data;

  g_printerr ("sse-probe: %s\n", error->message);
  g_print ("{\"kind\":\"error\",\"fatal\":%s}\n", final ? "true" : "false");
  if (final)
    {
      probe->status = 1;
      g_main_loop_quit (probe->loop);
    }
}

static gboolean
on_signal (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  static const MbEventSourceFuncs funcs = { on_opened, on_event, NULL, NULL, on_closed };
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(MbEventSource) source = NULL;
  g_autoptr(GUri) uri = NULL;
  g_autoptr(GError) error = NULL;
  Probe probe = { loop, 0 };

  setlocale (LC_ALL, "");
  if (argc != 2)
    {
      g_printerr ("Usage: sse-probe URL\n");
      return 2;
    }
  uri = sse_words_parse_url (argv[1], &error);
  if (uri == NULL)
    {
      g_printerr ("sse-probe: %s\n", error->message);
      return 2;
    }

  g_unix_signal_add (SIGTERM, on_signal, loop);
  g_unix_signal_add (SIGINT, on_signal, loop);
  source = mb_event_source_new (uri, &mb_event_timing_plain, NULL, &funcs, &probe);
  mb_event_source_start (source);
  g_main_loop_run (loop);
  return probe.status;
}
