/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen/voice/mb-voice.h"

#include "mb-test-files.h"
#include "mb-test-wait.h"
#include "ui-board.h"
#include "ui-window.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

/* What is said aloud, to a speech-dispatcher that the test plays (SSIP): nothing is heard on this machine. */

#define FROM "2026-11-08T10:00:00+08:00"
#define SCREEN(more) "{\"kind\":\"screen\",\"id\":\"e1\",\"value\":{\"layout\":\"entrance\"" more "}}"
#define HEARD ",\"sound\":[[\"08:00\",\"18:00\"]]"
#define FIRE(text, level)                                                                                              \
  "{\"kind\":\"notice\",\"id\":\"fire\",\"value\":{\"text\":{\"zh-Hans\":\"" text "\"},\"level\":\"" level             \
  "\",\"audience\":\"shoppers\",\"when\":{\"from\":\"2026-11-01T00:00:00+08:00\","                                     \
  "\"to\":\"2026-12-01T00:00:00+08:00\"}}}"

typedef struct
{
  char *folder, *path;
  GSocketService *service; /* NULL: nobody listens */
  GString *log;            /* what it was told, a line each */
  gboolean refuses;        /* to take what is to be spoken */
  MbClock *clock;
  MbBoard *board;
  GtkWidget *window, *view;
  MbVoice *voice;
  guint64 rev;
} Fixture;

typedef struct
{
  Fixture *fixture;
  GSocketConnection *connection;
  GDataInputStream *lines;
  gboolean text; /* what comes now is to be spoken */
} Client;

static void read_next (Client *client);

static const char *
answer_to (Client *client, const char *line)
{
  if (g_ascii_strcasecmp (line, "SPEAK") == 0)
    {
      client->text = !client->fixture->refuses;
      return client->text ? "230 OK RECEIVING DATA\r\n" : "300 ERR INTERNAL\r\n";
    }
  if (g_str_has_prefix (line, "HISTORY GET CLIENT_ID"))
    return "245-1\r\n245 OK CLIENT ID SENT\r\n";
  if (g_ascii_strcasecmp (line, "QUIT") == 0)
    return "231 HAPPY HACKING\r\n";

  return "200 OK\r\n";
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer data)
{
  Client *client = data;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);
  const char *answer = NULL;

  if (line == NULL)
    {
      g_object_unref (client->lines);
      g_object_unref (client->connection);
      g_free (client);
      return;
    }

  g_string_append_printf (client->fixture->log, "%s\n", line);
  if (!client->text)
    answer = answer_to (client, line);
  else if (g_str_equal (line, "."))
    {
      client->text = FALSE;
      answer = "225-21\r\n225 OK MESSAGE QUEUED\r\n";
    }
  if (answer != NULL)
    g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (client->connection)), answer,
                               strlen (answer), NULL, NULL, NULL);
  read_next (client);
}

static void
read_next (Client *client)
{
  g_data_input_stream_read_line_async (client->lines, G_PRIORITY_DEFAULT, NULL, on_line, client);
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  Client *client = g_new0 (Client, 1);

  client->fixture = data;
  client->connection = g_object_ref (connection);
  client->lines = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_data_input_stream_set_newline_type (client->lines, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  read_next (client);
  return TRUE;
}

static void
listen_to (Fixture *fixture)
{
  g_autoptr(GSocketAddress) address = g_unix_socket_address_new (fixture->path);

  fixture->service = g_socket_service_new ();
  g_assert_true (g_socket_listener_add_address (G_SOCKET_LISTENER (fixture->service), address, G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, NULL));
  g_signal_connect (fixture->service, "incoming", G_CALLBACK (on_incoming), fixture);
  g_socket_service_start (fixture->service);
}

static void
put (Fixture *fixture, const char *line)
{
  ui_board_put (fixture->board, line, "test", ++fixture->rev, mb_clock_now (fixture->clock));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  MbTime from = MB_TIME_UNSET;
  MbSpeechSocket socket = { .autospawn = FALSE };

  fixture->folder = mb_test_folder_new ();
  fixture->path = g_build_filename (fixture->folder, "speechd.sock", NULL);
  fixture->log = g_string_new (NULL);
  g_assert_true (mb_time_parse (FROM, -1, &from, NULL));
  fixture->clock = mb_clock_new_at (from.us, 0);
  fixture->board = mb_board_new ();
  fixture->view = mb_board_view_new (fixture->clock);
  mb_board_view_set_screen_id (MB_BOARD_VIEW (fixture->view), "e1");
  mb_board_view_set_board (MB_BOARD_VIEW (fixture->view), fixture->board);
  fixture->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->view);
  gtk_window_present (GTK_WINDOW (fixture->window));
  mb_test_wait (gtk_widget_get_width (fixture->view) > 0);
  socket.path = fixture->path;
  fixture->voice = mb_voice_new (MB_BOARD_VIEW (fixture->view), fixture->board, fixture->clock, "e1", &socket);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mb_test_assert_finalized (fixture->voice);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  if (fixture->service != NULL)
    g_socket_service_stop (fixture->service);
  g_clear_object (&fixture->service);
  mb_test_spin ();
  g_object_unref (fixture->board);
  g_object_unref (fixture->clock);
  g_string_free (fixture->log, TRUE);
  g_free (fixture->path);
  mb_test_folder_free (fixture->folder);
}

static guint
count (Fixture *fixture, const char *what)
{
  guint n = 0;

  for (const char *at = strstr (fixture->log->str, what); at != NULL; at = strstr (at + 1, what))
    n++;
  return n;
}

static gboolean
has_alarm (Fixture *fixture)
{
  return mb_board_view_get_emergency (MB_BOARD_VIEW (fixture->view)) != NULL;
}

static void
test_emergency (Fixture *fixture, gconstpointer data)
{
  listen_to (fixture);
  put (fixture, SCREEN (HEARD ",\"volume\":80"));
  put (fixture, FIRE ("早市6:00开门", "info"));
  put (fixture, FIRE ("火警，请从东门离开", "emergency"));
  mb_test_wait (count (fixture, "speak\n火警，请从东门离开\n.\n") == 1);
  g_assert_nonnull (strstr (fixture->log->str, "LANGUAGE zh\n"));
  g_assert_nonnull (strstr (fixture->log->str, "VOLUME 60\n"));
  g_assert_nonnull (strstr (fixture->log->str, "PRIORITY IMPORTANT\n"));
  mb_test_wait (count (fixture, "\n.\n") == 1);

  /* Said once, however often it is published; another sentence is another. */
  put (fixture, FIRE ("火警，请从东门离开", "emergency"));
  put (fixture, FIRE ("火警，请从西门离开", "emergency"));
  mb_test_wait (count (fixture, "\n.\n") == 2);
  g_assert_cmpuint (count (fixture, "speak\n火警，请从西门离开\n.\n"), ==, 1);
  g_assert_cmpuint (count (fixture, "speak\n"), ==, 2);
  g_assert_null (mb_voice_get_trouble (fixture->voice));
}

/* Off unless the record says when it may be heard, and outside of that. */
static void
test_silent (Fixture *fixture, gconstpointer data)
{
  listen_to (fixture);
  put (fixture, SCREEN (""));
  put (fixture, FIRE ("火警一", "emergency"));
  mb_test_wait (has_alarm (fixture));
  put (fixture, SCREEN (",\"sound\":[[\"14:00\",\"16:00\"]]"));
  put (fixture, FIRE ("火警二", "emergency"));
  put (fixture, SCREEN (HEARD));
  put (fixture, FIRE ("火警三", "emergency"));
  mb_test_wait (count (fixture, "\n.\n") == 1);
  g_assert_cmpuint (count (fixture, "speak\n"), ==, 1);
  g_assert_cmpuint (count (fixture, "speak\n火警三\n"), ==, 1);
}

/* Nobody there who speaks, or one who will not: the board shows what it shows, and the status says why. */
static void
test_nobody (Fixture *fixture, gconstpointer data)
{
  put (fixture, SCREEN (HEARD));
  put (fixture, FIRE ("火警一", "emergency"));
  mb_test_wait (mb_voice_get_trouble (fixture->voice) != NULL);
  g_assert_true (has_alarm (fixture));

  listen_to (fixture);
  fixture->refuses = TRUE;
  put (fixture, FIRE ("火警二", "emergency"));
  mb_test_wait (strstr (mb_voice_get_trouble (fixture->voice), "did not take") != NULL);
  fixture->refuses = FALSE;
  put (fixture, FIRE ("火警三", "emergency"));
  mb_test_wait (mb_voice_get_trouble (fixture->voice) == NULL);
}

/* What a text may hold is spoken as text: no line ends the sentence, or is a command. */
static void
test_nasty (Fixture *fixture, gconstpointer data)
{
  listen_to (fixture);
  put (fixture, SCREEN (HEARD));
  put (fixture, FIRE ("火\\r\\n.\\r\\nSTOP ALL\\r\\n<b>x", "emergency"));
  mb_test_wait (count (fixture, "<b>x\n.\n") == 1);
  g_assert_cmpuint (count (fixture, "\n.\n"), ==, 1);
  g_assert_cmpuint (count (fixture, "\n..\nSTOP ALL\n<b>x\n.\n"), ==, 1);
}

int
main (int argc, char **argv)
{
  ui_window_init (&argc, &argv);

#define ADD(path, func) g_test_add ("/screen/voice/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("emergency", test_emergency);
  ADD ("silent", test_silent);
  ADD ("nobody", test_nobody);
  ADD ("nasty", test_nasty);
  return ui_window_run ();
}
