/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <signal.h>
#include <stdio.h>

#include "mb-test-peer.h"
#include "mb-test-wait.h"

/* The probes as programs, against a server that the test plays. */

typedef struct
{
  MbTestPeer *peer;
  GSubprocess *program;
  GString *output;
  char chunk[4096];
  gboolean at_end;
  gboolean ended;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->peer = mb_test_peer_new ();
  fixture->output = g_string_new (NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mb_test_wait (fixture->ended && fixture->at_end);
  g_object_unref (fixture->program);
  g_string_free (fixture->output, TRUE);
  mb_test_peer_free (fixture->peer);
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  fixture->ended = TRUE;
}

static void
on_output (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (length <= 0)
    {
      fixture->at_end = TRUE;
      return;
    }
  g_string_append_len (fixture->output, fixture->chunk, length);
  g_input_stream_read_async (G_INPUT_STREAM (source), fixture->chunk, sizeof fixture->chunk, G_PRIORITY_DEFAULT, NULL,
                             on_output, fixture);
}

static void
start (Fixture *fixture, const char *program, const char *argument)
{
  const char *argv[] = { g_getenv (program), argument, NULL };
  g_autoptr(GError) error = NULL;

  fixture->program =
      g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_async (fixture->program, NULL, on_ended, fixture);
  g_input_stream_read_async (g_subprocess_get_stdout_pipe (fixture->program), fixture->chunk, sizeof fixture->chunk,
                             G_PRIORITY_DEFAULT, NULL, on_output, fixture);
}

static void
start_probe (Fixture *fixture)
{
  g_autofree char *url = g_strconcat (mb_test_peer_get_url (fixture->peer), "/stream", NULL);

  start (fixture, "SSE_PROBE", url);
}

static void
expect_end (Fixture *fixture, int status, const char *output)
{
  mb_test_wait (fixture->ended && fixture->at_end);
  g_assert_true (g_subprocess_get_if_exited (fixture->program));
  g_assert_cmpint (g_subprocess_get_exit_status (fixture->program), ==, status);
  if (output != NULL)
    g_assert_cmpstr (fixture->output->str, ==, output);
}

#define OPEN "{\"kind\":\"open\"}\n"
#define LOST "{\"kind\":\"error\",\"fatal\":false}\n"
#define FATAL "{\"kind\":\"error\",\"fatal\":true}\n"

static void
test_probe (Fixture *fixture, gconstpointer data)
{
  MbTestRequest *request;
  g_autofree char *id = NULL;

  start_probe (fixture);
  request = mb_test_peer_wait (fixture->peer, 0);
  mb_test_request_open_stream (request);
  mb_test_request_send_bytes (request, "retry: 5\nid: a\ndata: x\"\\\n", 25);
  mb_test_request_send_bytes (request, "data: \t\0\xe9\n\n", 11);
  mb_test_request_close (request);
  request = mb_test_peer_wait (fixture->peer, 1);
  id = mb_test_request_dup_header (request, "Last-Event-ID");
  g_assert_cmpstr (id, ==, "a");
  mb_test_request_send (request, "HTTP/1.1 204 No Content\r\n\r\n");
  expect_end (fixture, 1,
              OPEN "{\"kind\":\"event\",\"type\":\"message\",\"data\":\"x\\\"\\\\\\u000a\\u0009\\u0000\xef\xbf\xbd\","
                   "\"lastEventId\":\"a\"}\n" LOST FATAL);
}

static void
test_probe_fatal (Fixture *fixture, gconstpointer data)
{
  start_probe (fixture);
  mb_test_request_answer (mb_test_peer_wait (fixture->peer, 0), 200, "text/plain", "data: x\n\n");
  expect_end (fixture, 1, FATAL);
}

static void
test_probe_told_to_end (Fixture *fixture, gconstpointer data)
{
  start_probe (fixture);
  mb_test_request_open_stream (mb_test_peer_wait (fixture->peer, 0));
  mb_test_wait (g_str_equal (fixture->output->str, OPEN));
  g_subprocess_send_signal (fixture->program, SIGTERM);
  expect_end (fixture, 0, OPEN);
}

static void
test_probe_wrong_url (Fixture *fixture, gconstpointer data)
{
  start (fixture, "SSE_PROBE", data);
  expect_end (fixture, 2, "");
}

/* Asks the service, and returns its answer's head and body. */
static char *
ask (Fixture *fixture, const char *request, const char *body)
{
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  g_autofree char *text = NULL;
  char answer[2048] = "";
  guint port;
  gsize length;

  mb_test_wait (sscanf (fixture->output->str, "Listening on port %u\n", &port) == 1);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  g_assert_nonnull (connection);
  text = g_strdup_printf ("%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n%s", request,
                          strlen (body), body);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text, strlen (text), NULL, NULL,
                             NULL);
  g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)), answer, sizeof answer - 1, &length,
                           NULL, NULL);
  return g_strdup (answer);
}

static void
expect_answer (Fixture *fixture, const char *request, const char *body, const char *says)
{
  g_autofree char *answer = ask (fixture, request, body);

  if (strstr (answer, says) == NULL)
    g_error ("%s is answered with %s", request, answer);
}

static void
expect_told (Fixture *fixture, guint index, const char *path, const char *body)
{
  MbTestRequest *request = mb_test_peer_wait (fixture->peer, index);
  g_autofree char *line = g_strdup_printf ("POST /told/%s ", path);

  g_assert_true (g_str_has_prefix (request->head, line));
  g_assert_cmpmem (request->body->data, request->body->len, body, strlen (body));
  mb_test_request_answer (request, 202, "text/plain", "");
}

static void
test_service (Fixture *fixture, gconstpointer data)
{
  const char *url = mb_test_peer_get_url (fixture->peer);
  g_autofree char *body = g_strdup_printf ("{\"streamUrl\":\"%s/stream\",\"callbackUrl\":\"%s/told\",\"initialDelayMs\":5,"
                                           "\"lastEventId\":\"q\",\"headers\":{\"x-test\":\"7\"}}",
                                           url, url);
  g_autofree char *id = NULL;
  g_autofree char *header = NULL;
  MbTestRequest *request;

  start (fixture, "SSE_TESTSERVICE", "0");
  expect_answer (fixture, "GET /", "", "\"last-event-id\"");
  expect_answer (fixture, "POST /", "{", " 400 ");
  expect_answer (fixture, "POST /", "{\"streamUrl\":\"http://127.0.0.1:1/\"}", " 400 ");
  expect_answer (fixture, "POST /", body, "Location: /1\r\n");

  request = mb_test_peer_wait (fixture->peer, 0);
  id = mb_test_request_dup_header (request, "Last-Event-ID");
  header = mb_test_request_dup_header (request, "X-Test");
  g_assert_cmpstr (id, ==, "q");
  g_assert_cmpstr (header, ==, "7");
  mb_test_request_open_stream (request);
  mb_test_request_send (request, ":hi\nevent: put\nid: r\ndata: x\n\n");
  expect_told (fixture, 1, "1", "{\"kind\":\"comment\",\"comment\":\"hi\"}");
  expect_told (fixture, 2, "2", "{\"kind\":\"event\",\"event\":{\"type\":\"put\",\"data\":\"x\",\"id\":\"r\"}}");

  expect_answer (fixture, "POST /1", "{\"command\":\"restart\"}", " 200 ");
  mb_test_request_open_stream (mb_test_peer_wait (fixture->peer, 3));
  expect_answer (fixture, "POST /1", "{\"command\":\"dance\"}", " 400 ");
  expect_answer (fixture, "DELETE /1", "", " 200 ");
  expect_answer (fixture, "DELETE /1", "", " 404 ");
  expect_answer (fixture, "DELETE /", "", " 200 ");
  expect_end (fixture, 0, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, func) g_test_add ("/tools/" path, Fixture, data, set_up, func, tear_down)
  ADD ("sse-probe/happenings", NULL, test_probe);
  ADD ("sse-probe/fatal", NULL, test_probe_fatal);
  ADD ("sse-probe/told-to-end", NULL, test_probe_told_to_end);
  ADD ("sse-probe/wrong-url/0", "nowhere", test_probe_wrong_url);
  ADD ("sse-probe/wrong-url/1", "ftp://127.0.0.1/", test_probe_wrong_url);
  ADD ("sse-probe/wrong-url/2", "http://", test_probe_wrong_url);
  ADD ("sse-testservice", NULL, test_service);
  return g_test_run ();
}
