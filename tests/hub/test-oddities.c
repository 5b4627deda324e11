/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "mb-test-hub.h"
#include "mb-test-raw.h"
#include "mb-test-wait.h"

#include <string.h>

/* Bytes as nobody should send them, to a whole hub: exactly the answers they are owed, nothing
 * changed, and the hub alive. */

#define HOST "Host: hub\r\n"
#define EGGS "{\"name\":{\"en\":\"eggs\"},\"order\":1,\"trade\":\"fruit\",\"sold_by\":\"weight\"}"
#define PUT "PUT /v1/markets/m1/records/product/eggs HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n"
#define POST "POST /v1/markets/m1/changes HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n"
#define SMUGGLED "DELETE /v1/markets/m1/records/product/kept HTTP/1.1\r\n" HOST "\r\n"

typedef struct
{
  const char *text;
  const char *statuses; /* what comes back, and nothing else */
} Oddity;

static const Oddity oddities[] = {
  /* framing */
  { PUT "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "400" },
  { PUT "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" SMUGGLED, "400" },
  { PUT "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\n" SMUGGLED "\r\n0\r\n\r\n", "400" },
  { PUT "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" SMUGGLED, "400" },
  { PUT "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" SMUGGLED, "400" },
  { PUT "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" SMUGGLED, "400" },
  { PUT "Transfer-Encoding: chunked\nX: y\r\n\r\n0\r\n\r\n" SMUGGLED, "400" },
  { PUT "Content-Length: -1\r\n\r\n" SMUGGLED, "400" },
  { PUT "Content-Length: 18446744073709551617\r\n\r\n" SMUGGLED, "400" },
  { PUT "Transfer-Encoding: chunked\r\n\r\n1000000000000000000\r\n" SMUGGLED, "400" },
  { PUT "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\nZ: " SMUGGLED, "400" },
  { "GET /healthz HTTP/1.1\r\n" HOST HOST "\r\n" SMUGGLED, "400" },
  { "GET /healthz HTTP/1.1\r\n\r\n", "400" },
  { "GET /healthz HTTP/1.1\nHost: hub\n\n", "400" },
  { "GET /healthz HTTP/1.1\r\nHost: hub\r\nX: a\0b\r\n\r\n", "400" },
  { "GET /healthz HTTP/9.9\r\n" HOST "\r\n", "505" },
  { "GET /healthz\r\n\r\n", "400" },
  { "get /healthz HTTP/1.1\r\n" HOST "\r\n", "405" },
  { "BREW /healthz HTTP/1.1\r\n" HOST "\r\n", "405" },
  { "CONNECT hub:80 HTTP/1.1\r\n" HOST "\r\n", "400" },
  { "OPTIONS * HTTP/1.1\r\n" HOST "\r\n", "404" },
  { "TRACE /healthz HTTP/1.1\r\n" HOST "\r\n", "405" },
  { "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400" },

  /* paths */
  { "GET /v1/markets/../../healthz HTTP/1.1\r\n" HOST "\r\n", "200" },
  { "GET /../../../../etc/passwd HTTP/1.1\r\n" HOST "\r\n", "404" },
  { "GET /v1/markets/m1/%2e%2e/m1/records HTTP/1.1\r\n" HOST "\r\n", "200" },
  { "GET //healthz HTTP/1.1\r\n" HOST "\r\n", "404" },
  { "GET /healthz/ HTTP/1.1\r\n" HOST "\r\n", "404" },
  { "GET /%00 HTTP/1.1\r\n" HOST "\r\n", "404" },
  { "GET /%ff HTTP/1.1\r\n" HOST "\r\n", "404" },
  { "GET /%zz HTTP/1.1\r\n" HOST "\r\n", "400" },
  { "GET http://other.example/healthz HTTP/1.1\r\n" HOST "\r\n", "200" },
  { "GET http://@/ HTTP/1.1\r\n" HOST "\r\n", "400" },
  { "GET http:///healthz HTTP/1.1\r\n" HOST "\r\n", "400" },
  { "GET https://hub/healthz HTTP/1.1\r\n" HOST "\r\n", "400" },
  { "GET /healthz HTTP/1.1\r\nHost: hub:99999\r\n\r\n", "400" },

  /* what is in order, oddly put */
  { "\r\nGET /healthz HTTP/1.1\r\n" HOST "\r\n", "200" },
  { "GET /healthz HTTP/1.0\r\n" HOST "\r\n", "200" },
  { "GET /healthz HTTP/1.1\r\nhOST:hub\r\nRange: bytes=0-1,0-1,0-1\r\n\r\n", "200" },
  { "HEAD /healthz HTTP/1.1\r\n" HOST "\r\nGET /healthz HTTP/1.1\r\n" HOST "\r\n", "200 200" },
  { "GET /healthz HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhelloGET /healthz HTTP/1.1\r\n" HOST "\r\n", "200 200" },
  { "GET /healthz HTTP/1.1\r\n" HOST "Upgrade: h2c\r\nConnection: Upgrade\r\n\r\n", "200" },
  { "GET /healthz HTTP/1.1\r\n" HOST "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: "
    "dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n", "200" },

  /* waiting for a word */
  { PUT "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}", "100 422" },
  { PUT "Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n", "413" },
  { PUT "Expect: miracles\r\nContent-Length: 2\r\n\r\n{}", "400" },
  { PUT "Content-Length: 99999999\r\n\r\n{", "413" },
};

static guint
count_statuses (const char *statuses)
{
  return ((guint) strlen (statuses) + 1) / 4;
}

static void
check_statuses (const char *name, const char *answer, const char *expected)
{
  g_autoptr (GString) statuses = g_string_new (NULL);

  for (const char *at = strstr (answer, "HTTP/1."); at != NULL; at = strstr (at + 1, "HTTP/1."))
    g_string_append_printf (statuses, "%s%.3s", statuses->len > 0 ? " " : "", at + strlen ("HTTP/1.1 "));
  if (!g_str_equal (statuses->str, expected))
    g_error ("%s\nanswers %s, not %s:\n%s", name, statuses->str, expected, answer);
}

static void
test_table (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  guint port = mb_test_hub_get_port (hub);
  g_autofree char *before = NULL, *after = NULL;

  g_free (mb_test_hub_send (hub, "PUT", "records/product/kept", EGGS, NULL, NULL));
  before = mb_test_hub_send (hub, "GET", "journal", NULL, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (oddities); i++)
    {
      const Oddity *oddity = &oddities[i];
      /* One of them holds a NUL. */
      gsize length = strstr (oddity->text, "X: a") ? strlen (oddity->text) + 6 : strlen (oddity->text);
      const gsize steps[] = { 0, 11 };

      for (guint j = 0; j < G_N_ELEMENTS (steps); j++)
        {
          g_autoptr (GString) answer =
              mb_test_exchange_for (port, oddity->text, (gssize) length, steps[j], "HTTP/1.",
                                    count_statuses (oddity->statuses), 60, NULL);

          check_statuses (oddity->text, answer->str, oddity->statuses);
        }
    }

  after = mb_test_hub_send (hub, "GET", "journal", NULL, NULL, NULL);
  g_assert_cmpstr (before, ==, after);
}

/* Bytes without any sense, always the same ones. */
static void
test_noise (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  guint port = mb_test_hub_get_port (hub);
  g_autoptr (GRand) random = g_rand_new_with_seed (20261123);
  const char *valid = PUT "Content-Length: 87\r\n\r\n" EGGS;

  for (int i = 0; i < 300; i++)
    {
      g_autoptr (GString) text = g_string_new (valid);
      g_autoptr (GString) answer = NULL;
      int hits = g_rand_int_range (random, 1, 6);

      while (hits-- > 0)
        text->str[g_rand_int_range (random, 0, (gint32) text->len)] = (char) g_rand_int_range (random, 0, 256);
      answer = mb_test_exchange (port, text->str, (gssize) text->len, 0, TRUE, 15000, NULL);
      g_assert_nonnull (strstr (answer->str, "HTTP/1.1 "));
    }
  g_free (mb_test_hub_send (hub, "GET", "/healthz", NULL, NULL, NULL));
}

/* A stream begins after what was asked before it on the same connection, and is all that follows. */
static void
test_stream_in_pipeline (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  const char *text = "GET /healthz HTTP/1.1\r\n" HOST "\r\nGET /v1/markets/m1/stream HTTP/1.1\r\n" HOST
                     "\r\nGET /healthz HTTP/1.1\r\n" HOST "\r\n";
  g_autoptr (GString) answer =
      mb_test_exchange_for (mb_test_hub_get_port (hub), text, -1, 0, "event: live", 1, 300, NULL);

  check_statuses (text, answer->str, "200 200");
  g_assert_nonnull (strstr (answer->str, "event: live"));
}

static gboolean
says_busy (const GString *answer)
{
  return g_str_has_prefix (answer->str, "HTTP/1.1 503 ") && strstr (answer->str, "Retry-After: 1\r\n") != NULL;
}

static void
assert_busy (guint port, const char *text)
{
  g_autoptr (GString) answer = mb_test_exchange_for (port, text, -1, 0, "\r\n\r\n", 1, 1, NULL);

  g_assert_true (says_busy (answer));
}

/* Who may send has no answer until he has. */
static gboolean
is_busy (guint port, const char *text)
{
  g_autoptr (GString) answer = mb_test_exchange (port, text, -1, 0, FALSE, 60, NULL);

  return says_busy (answer);
}

/* Large bodies wait outside while one is in, however it says how large it is; small ones do not. */
static void
test_large_beside_large (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  guint port = mb_test_hub_get_port (hub);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) first = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) port, NULL, NULL);
  const char *large = POST "Content-Length: 7000000\r\n\r\n";
  const char *polite = POST "Content-Length: 7000000\r\nExpect: 100-continue\r\n\r\n";
  char go_on[] = "HTTP/1.1 100 ", told[sizeof go_on] = "";
  g_autofree char *filler = g_strnfill (0x11000, ' ');
  g_autofree char *chunked = g_strconcat (POST "Transfer-Encoding: chunked\r\n\r\n11000\r\n", filler, "\r\n", NULL);

  g_assert_nonnull (first);
  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (first)), polite, strlen (polite),
                                            NULL, NULL, NULL));
  g_assert_true (g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (first)), told, strlen (go_on), NULL,
                                          NULL, NULL));
  g_assert_cmpstr (told, ==, go_on);

  assert_busy (port, large);
  assert_busy (port, chunked);
  g_free (mb_test_hub_send (hub, "PUT", "records/product/eggs", EGGS, NULL, NULL));

  g_io_stream_close (G_IO_STREAM (first), NULL, NULL);
  mb_test_wait (!is_busy (port, large));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/oddities/large-beside-large", test_large_beside_large);
  g_test_add_func ("/oddities/table", test_table);
  g_test_add_func ("/oddities/noise", test_noise);
  g_test_add_func ("/oddities/stream-in-pipeline", test_stream_in_pipeline);

  return g_test_run ();
}
