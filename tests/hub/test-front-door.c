/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "hub/wire/mb-front-door.h"
#include "mb-test-raw.h"
#include "mb-test-wait.h"

#include <string.h>

/* The door with libsoup behind it: every connection gets exactly the answers it is owed. */

#define HOST "Host: hub\r\n"

typedef struct
{
  SoupServer *server;
  MbFrontDoor *door;
  guint port;
  guint requests;
  GIOStream *stolen;
} Fixture;

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Fixture *self = data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *text = g_strdup_printf ("[%s %s %" G_GINT64_FORMAT "]", soup_server_message_get_method (message),
                                           path, (gint64) body->length);

  self->requests++;
  if (g_str_equal (path, "/steal"))
    {
      self->stolen = G_IO_STREAM (mb_front_door_steal (message));
      return;
    }
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, text, strlen (text));
}

static void
set_up_with (Fixture *self, const MbDoorLimits *limits)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;

  self->server = soup_server_new ("raw-paths", TRUE, NULL);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);
  self->door = mb_front_door_new (self->server, limits);
  url = mb_front_door_listen (self->door, "127.0.0.1:0", FALSE, &error);
  g_assert_no_error (error);
  self->port = (guint) g_ascii_strtoull (strrchr (url, ':') + 1, NULL, 10);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  set_up_with (self, &mb_door_limits_default);
}

static void
set_up_hasty (Fixture *self, gconstpointer data)
{
  MbDoorLimits limits = { { 500, 500, 500 }, 3, 3, 3 };

  set_up_with (self, &limits);
}

static void
set_up_small (Fixture *self, gconstpointer data)
{
  MbDoorLimits limits = { { 10000, 10000, 10000 }, 3, 3, 3 };

  set_up_with (self, &limits);
}

static void
set_up_strict (Fixture *self, gconstpointer data)
{
  MbDoorLimits limits = { { 10000, 10000, 10000 }, 10, 1, 2 };

  set_up_with (self, &limits);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  mb_front_door_close (self->door);
  g_clear_object (&self->stolen);
  soup_server_disconnect (self->server);
  g_assert_finalize_object (self->door);
  g_assert_finalize_object (self->server);
}

static guint
count_answers (const char *text, const char *what)
{
  guint n = 0;

  for (const char *at = strstr (text, what); at != NULL; at = strstr (at + 1, what))
    n++;

  return n;
}

/* @statuses: "200 200 400": what comes back, and nothing else. @closes: whether the hub ends it. */
typedef struct
{
  const char *name, *text, *statuses;
  gboolean closes;
} Case;

static const Case cases[] = {
  { "one", "GET /1 HTTP/1.1\r\n" HOST "\r\n", "200", FALSE },
  { "close", "GET /1 HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n", "200", TRUE },
  { "pipeline",
    "GET /1 HTTP/1.1\r\n" HOST "\r\n"
    "POST /2 HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc"
    "POST /3 HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: u\r\n\r\n"
    "GET /4 HTTP/1.1\r\n" HOST "\r\n",
    "200 200 200 200", FALSE },
  { "an oddity in a pipeline waits for its turn",
    "GET /1 HTTP/1.1\r\n" HOST "\r\nGET /2 HTTP/1.1\r\n" HOST HOST "\r\nGET /3 HTTP/1.1\r\n" HOST "\r\n", "200 400",
    TRUE },
  { "smuggled behind a length",
    "POST /1 HTTP/1.1\r\n" HOST "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n"
    "0\r\n\r\nGET /smuggled HTTP/1.1\r\n" HOST "\r\n",
    "400", TRUE },
  { "smuggled behind a trailer",
    "POST /1 HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n"
    "X: y\r\nGET /smuggled HTTP/1.1\r\n" HOST "\r\n",
    "200", FALSE },
  { "bad chunk", "POST /1 HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "400", TRUE },
  { "bad second chunk", "POST /1 HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n", "400", TRUE },
  { "version", "GET / HTTP/1.2\r\n" HOST "\r\n", "505", TRUE },
  { "negative length", "POST /1 HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n", "400", TRUE },
  { "nonsense", "hello\r\n", "", FALSE },
};

static void
check_case (Fixture *self, const Case *c, gsize step)
{
  gboolean closed;
  g_auto (GStrv) statuses = g_strsplit (c->statuses, " ", -1);
  guint n = c->statuses[0] == '\0' ? 0 : g_strv_length (statuses);
  g_autoptr (GString) answer =
      mb_test_exchange_for (self->port, c->text, -1, step, "HTTP/1.1 ", n, c->closes ? 15000 : 80, &closed);
  const char *at = answer->str;

  g_assert_cmpuint (count_answers (answer->str, "HTTP/1.1 "), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *line = g_strdup_printf ("HTTP/1.1 %s ", statuses[i]);

      at = strstr (at, line);
      g_assert_nonnull (at);
      at++;
    }
  g_assert_null (strstr (answer->str, "smuggled"));
  g_assert_cmpint (closed, ==, c->closes);
}

static void
test_answers (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].name);
      check_case (self, &cases[i], 0);
      check_case (self, &cases[i], 7);
      check_case (self, &cases[i], 1);
    }
}

static void
test_big_head (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("GET / HTTP/1.1\r\n" HOST "X: ");
  g_autoptr (GString) answer = NULL;
  gboolean closed;

  for (int i = 0; i < 200000; i++)
    g_string_append_c (text, 'a');
  answer = mb_test_exchange (self->port, text->str, -1, 0, FALSE, 15000, &closed);

  g_assert_true (g_str_has_prefix (answer->str, "HTTP/1.1 431 "));
  g_assert_true (closed);
  g_assert_cmpuint (self->requests, ==, 0);
}

static void
test_big_body (Fixture *self, gconstpointer data)
{
  gsize length = 8 * 1024 * 1024;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) answer = NULL;

  g_string_printf (text, "POST /b HTTP/1.1\r\n" HOST "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", length);
  g_string_set_size (text, text->len + length);
  answer = mb_test_exchange_for (self->port, text->str, (gssize) text->len, 0, "[POST /b ", 1, 500, NULL);

  g_assert_nonnull (strstr (answer->str, "[POST /b 8388608]"));
}

/* A head, or a body, that ends in the middle. */
static void
test_cut_off (Fixture *self, gconstpointer data)
{
  const char *texts[] = { "GET / HTTP/1.1\r\nHos", "POST / HTTP/1.1\r\n" HOST "Content-Length: 9\r\n\r\nabc" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gboolean closed;
      g_autoptr (GString) answer = mb_test_exchange (self->port, texts[i], -1, 0, TRUE, 15000, &closed);

      g_assert_true (g_str_has_prefix (answer->str, "HTTP/1.1 400 "));
      g_assert_cmpuint (count_answers (answer->str, "HTTP/1.1"), ==, 1);
      g_assert_true (closed);
    }
  g_assert_cmpuint (self->requests, ==, 0);
}

static void
test_impatience (Fixture *self, gconstpointer data)
{
  const struct { const char *text, *answer; } slow[] = {
    { "", "" },
    { "GET / HTTP/1.1\r\nHost", "HTTP/1.1 408 " },
    { "POST / HTTP/1.1\r\n" HOST "Content-Length: 9\r\n\r\nabc", "HTTP/1.1 408 " },
    { "GET / HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 200 " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (slow); i++)
    {
      gboolean closed;
      g_autoptr (GString) answer = mb_test_exchange (self->port, slow[i].text, -1, 0, FALSE, 5000, &closed);

      g_assert_true (g_str_has_prefix (answer->str, slow[i].answer));
      g_assert_true (closed);
    }
}

static GSocketConnection *
connect_to (Fixture *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  return g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) self->port, NULL, NULL);
}

/* A connection taken over passes bytes as they come, and outlives every deadline. */
static void
test_steal (Fixture *self, gconstpointer data)
{
  const char *request = "GET /steal HTTP/1.1\r\n" HOST "\r\n";
  g_autoptr (GSocketConnection) client = connect_to (self);
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (client));
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (client));
  char buffer[16] = "";

  g_output_stream_write_all (out, request, strlen (request), NULL, NULL, NULL);
  mb_test_wait (self->stolen != NULL);

  g_output_stream_write_all (g_io_stream_get_output_stream (self->stolen), "data", 4, NULL, NULL, NULL);
  g_input_stream_read_all (in, buffer, 4, NULL, NULL, NULL);
  g_assert_cmpstr (buffer, ==, "data");

  g_output_stream_write_all (out, "\nany", 4, NULL, NULL, NULL);
  while (g_pollable_input_stream_read_nonblocking (
             G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->stolen)), buffer, sizeof buffer, NULL, NULL)
         <= 0)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpmem (buffer, 4, "\nany", 4);

  g_io_stream_close (self->stolen, NULL, NULL);
  g_assert_cmpint (g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL), ==, 0);
}

static void
test_full (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GString) answer = NULL;

  for (int i = 0; i < 3; i++)
    g_ptr_array_add (held, connect_to (self));
  answer = mb_test_exchange_for (self->port, "GET / HTTP/1.1\r\n" HOST "\r\n", -1, 0, "HTTP/1.1 ", 1, 80, NULL);
  g_assert_true (g_str_has_prefix (answer->str, "HTTP/1.1 503 "));
}

/* One address may not take what is everybody's. */
static void
test_greedy (Fixture *self, gconstpointer data)
{
  g_autoptr (GSocketConnection) first = connect_to (self), second = connect_to (self), other = NULL;
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string ("127.0.0.2", 0);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  const char *request = "GET / HTTP/1.1\r\n" HOST "\r\n";
  g_autoptr (GString) answer = mb_test_exchange_for (self->port, request, -1, 0, "HTTP/1.1 ", 1, 80, NULL);
  char buffer[16] = "";

  g_assert_true (g_str_has_prefix (answer->str, "HTTP/1.1 503 "));

  g_socket_client_set_local_address (client, local);
  other = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) self->port, NULL, NULL);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (other)), request, strlen (request), NULL, NULL,
                             NULL);
  mb_test_wait (self->requests == 1);
  g_socket_set_blocking (g_socket_connection_get_socket (other), FALSE);
  mb_test_wait (g_socket_receive (g_socket_connection_get_socket (other), buffer, 12, NULL, NULL) == 12);
  g_assert_cmpstr (buffer, ==, "HTTP/1.1 200");
}

/* Connections that their clients leave between two requests make room for others. */
static void
test_left (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 10; i++)
    {
      g_autoptr (GString) answer =
          mb_test_exchange_for (self->port, "GET / HTTP/1.1\r\n" HOST "\r\n", -1, 0, "HTTP/1.1 ", 1, 20, NULL);

      g_assert_true (g_str_has_prefix (answer->str, "HTTP/1.1 200 "));
    }
}

static void
test_addresses (Fixture *self, gconstpointer data)
{
  const char *wrong[] = { "", "127.0.0.1", "127.0.0.1:", ":80", "hub.example:80", "127.0.0.1:99999", "1.2.3:x" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (mb_front_door_listen (self->door, wrong[i], TRUE, &error));
      g_assert_nonnull (error);
    }

  g_autoptr (GError) error = NULL;

  g_assert_null (mb_front_door_listen (self->door, "0.0.0.0:0", FALSE, &error));
  g_assert_nonnull (strstr (error->message, "--insecure"));
}

/* A thousand screens, each with a stream and two other connections, behind one router. */
static void
test_hall (void)
{
  const MbDoorLimits *limits = &mb_door_limits_default;

  g_assert_cmpuint (limits->connections_per_address, >=, 3000);
  g_assert_cmpuint (limits->connections_per_address, <=, limits->connections / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, up, func) g_test_add (path, Fixture, NULL, up, func, tear_down)
  ADD ("/front-door/answers", set_up, test_answers);
  ADD ("/front-door/big-head", set_up, test_big_head);
  ADD ("/front-door/big-body", set_up, test_big_body);
  ADD ("/front-door/cut-off", set_up, test_cut_off);
  ADD ("/front-door/impatience", set_up_hasty, test_impatience);
  ADD ("/front-door/steal", set_up, test_steal);
  ADD ("/front-door/full", set_up_small, test_full);
  ADD ("/front-door/greedy", set_up_strict, test_greedy);
  ADD ("/front-door/left", set_up_small, test_left);
  ADD ("/front-door/addresses", set_up, test_addresses);
#undef ADD
  g_test_add_func ("/front-door/hall", test_hall);

  return g_test_run ();
}
