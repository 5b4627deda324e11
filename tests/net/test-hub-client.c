/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/mb-hub-client.h"

#include "core/base/mb-error.h"
#include "mb-test-peer.h"
#include "mb-test-wait.h"

typedef struct
{
  MbTestPeer *peer;
  MbHubClient *client;
  GAsyncResult *result;
} Fixture;

static void
on_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  fixture->result = g_object_ref (result);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->peer = mb_test_peer_new ();
  fixture->client = mb_hub_client_new (mb_test_peer_get_url (fixture->peer), "guihua");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->result);
  mb_test_assert_finalized (fixture->client);
  mb_test_peer_free (fixture->peer);
}

static GBytes *
finish (Fixture *fixture, GError **error)
{
  GBytes *body;

  mb_test_wait (fixture->result != NULL);
  body = mb_hub_client_send_finish (fixture->client, fixture->result, error);
  g_clear_object (&fixture->result);
  return body;
}

static void
assert_asks (Fixture *fixture, guint index, const char *line)
{
  MbTestRequest *request = mb_test_peer_wait (fixture->peer, index);

  if (!g_str_has_prefix (request->head, line))
    g_error ("asked %s instead of %s", request->head, line);
}

static void
assert_header (Fixture *fixture, guint index, const char *name, const char *value)
{
  g_autofree char *header = mb_test_request_dup_header (mb_test_peer_wait (fixture->peer, index), name);

  g_assert_cmpstr (header, ==, value);
}

static void
test_painted (Fixture *fixture, gconstpointer data)
{
  MbPainted painted = { (char *) "entrance-1", (char *) "0123456789ab.7", 3, 1, 2, 0,
                        { G_GINT64_CONSTANT (1795330800000000), 28800 }, MB_GLASS_SENT,
                        { G_GINT64_CONSTANT (1795330740000000), 28800 } };
  g_auto(MbPainted) read = { 0 };
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) answer = NULL;
  MbTestRequest *request;

  mb_hub_client_put_painted_async (fixture->client, &painted, NULL, on_ready, fixture);
  assert_asks (fixture, 0, "PUT /v1/markets/guihua/screens/entrance-1/painted HTTP/1.1\r\n");
  assert_header (fixture, 0, "Content-Type", "application/json");
  request = mb_test_peer_wait (fixture->peer, 0);
  g_assert_true (mb_painted_decode ((char *) request->body->data, request->body->len, &read, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (read.position, ==, painted.position);
  g_assert_cmpint (read.later_by.us, ==, painted.later_by.us);
  mb_test_request_send (request, "HTTP/1.1 204 No Content\r\n\r\n");
  answer = finish (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (answer), ==, 0);
}

static void
test_requests (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GBytes) body = g_bytes_new_static ("{\"a\":0.10}", 10);

#define ANSWER(index)                                                                                                  \
  mb_test_request_answer (mb_test_peer_wait (fixture->peer, index), 200, "application/json", "{}");                    \
  g_bytes_unref (finish (fixture, NULL))

  mb_hub_client_put_record_async (fixture->client, "price", "eggs@stall@a-012", body, 7, NULL, on_ready, fixture);
  assert_asks (fixture, 0, "PUT /v1/markets/guihua/records/price/eggs@stall@a-012 ");
  assert_header (fixture, 0, "If-Match", "\"7\"");
  g_assert_cmpmem (mb_test_peer_wait (fixture->peer, 0)->body->data, 10, "{\"a\":0.10}", 10);
  ANSWER (0);
  mb_hub_client_put_record_async (fixture->client, "price", "eggs@stall", body, 0, NULL, on_ready, fixture);
  assert_header (fixture, 1, "If-None-Match", "*");
  ANSWER (1);
  mb_hub_client_put_record_async (fixture->client, "price", "eggs@stall", body, G_MAXUINT64, NULL, on_ready, fixture);
  assert_header (fixture, 2, "If-None-Match", NULL);
  assert_header (fixture, 2, "If-Match", NULL);
  ANSWER (2);
  mb_hub_client_post_changes_async (fixture->client, body, "key-1", NULL, on_ready, fixture);
  assert_asks (fixture, 3, "POST /v1/markets/guihua/changes ");
  assert_header (fixture, 3, "Idempotency-Key", "key-1");
  ANSWER (3);
  mb_hub_client_get_records_async (fixture->client, "price", "2026-11-23T06:58:12+08:00", NULL, on_ready, fixture);
  assert_asks (fixture, 4, "GET /v1/markets/guihua/records?kind=price&as-of=2026-11-23T06%3A58%3A12%2B08%3A00 ");
  ANSWER (4);
  mb_hub_client_get_record_async (fixture->client, "market", "market", NULL, on_ready, fixture);
  assert_asks (fixture, 5, "GET /v1/markets/guihua/records/market/market ");
  ANSWER (5);
  mb_hub_client_put_status_async (fixture->client, "aisle-2", body, NULL, on_ready, fixture);
  assert_asks (fixture, 6, "PUT /v1/markets/guihua/screens/aisle-2/status ");
  ANSWER (6);
}

typedef struct
{
  guint status;
  const char *body;
  MbError code;
  const char *pointer;
  const char *says;
} Problem;

static const Problem problems[] = {
  { 422, "{\"title\":\"Invalid\",\"detail\":\"No such unit\",\"pointer\":\"/per\"}", MB_ERROR_INVALID, "/per",
    "No such unit" },
  { 400, "{\"title\":\"Not JSON\"}", MB_ERROR_SYNTAX, NULL, "Not JSON" },
  { 404, "not a problem document", MB_ERROR_NOT_FOUND, NULL, "404" },
  { 412, "[1]", MB_ERROR_CONFLICT, NULL, "412" },
  { 409, "{\"detail\":7,\"pointer\":{}}", MB_ERROR_DOUBTFUL, NULL, "409" },
  { 413, "", MB_ERROR_TOO_LARGE, NULL, "413" },
  { 403, "{}", MB_ERROR_DENIED, NULL, "403" },
  { 429, "{}", MB_ERROR_BUSY, NULL, "429" },
  { 507, "{}", MB_ERROR_FULL, NULL, "507" },
  { 500, "{\"detail\":\"\xff\"}", MB_ERROR_FAILED, NULL, "500" },
};

static void
test_problem (Fixture *fixture, gconstpointer data)
{
  const Problem *problem = data;
  g_autoptr(GError) error = NULL;

  mb_hub_client_get_record_async (fixture->client, "market", "market", NULL, on_ready, fixture);
  mb_test_request_answer (mb_test_peer_wait (fixture->peer, 0), problem->status, "application/problem+json",
                          problem->body);
  g_assert_null (finish (fixture, &error));
  g_assert_error (error, MB_ERROR, (int) problem->code);
  g_assert_cmpstr (mb_error_get_pointer (error), ==, problem->pointer);
  g_assert_nonnull (strstr (error->message, problem->says));
}

static void
test_markets (Fixture *fixture, gconstpointer data)
{
  g_auto(GStrv) ids = NULL;
  g_autoptr(GError) error = NULL;

  mb_hub_client_get_markets_async (fixture->client, NULL, on_ready, fixture);
  assert_asks (fixture, 0, "GET /v1/markets HTTP/1.1\r\n");
  mb_test_request_answer (mb_test_peer_wait (fixture->peer, 0), 200, "application/json",
                          "{\"markets\":[{\"id\":\"guihua\",\"name\":{}},{\"id\":\"xihu\"}]}");
  mb_test_wait (fixture->result != NULL);
  ids = mb_hub_client_get_markets_finish (fixture->client, fixture->result, &error);
  g_assert_no_error (error);
  g_assert_cmpstrv (ids, ((const char *[]){ "guihua", "xihu", NULL }));
}

static void
test_markets_nonsense (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  mb_hub_client_get_markets_async (fixture->client, NULL, on_ready, fixture);
  mb_test_request_answer (mb_test_peer_wait (fixture->peer, 0), 200, "application/json", "{\"markets\":7}");
  mb_test_wait (fixture->result != NULL);
  g_assert_null (mb_hub_client_get_markets_finish (fixture->client, fixture->result, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_NETWORK);
}

static void
test_nobody_there (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  mb_test_peer_free (fixture->peer);
  mb_hub_client_get_record_async (fixture->client, "market", "market", NULL, on_ready, fixture);
  g_assert_null (finish (fixture, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_NETWORK);
  fixture->peer = mb_test_peer_new ();
}

static void
test_silent (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  mb_hub_client_set_timeout (fixture->client, 1);
  mb_hub_client_get_record_async (fixture->client, "market", "market", NULL, on_ready, fixture);
  g_assert_null (finish (fixture, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_NETWORK);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  mb_hub_client_get_record_async (fixture->client, "market", "market", cancellable, on_ready, fixture);
  mb_test_peer_wait (fixture->peer, 0);
  g_cancellable_cancel (cancellable);
  g_assert_null (finish (fixture, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_wrong_address (void)
{
  static const char *const wrong[] = { "", "127.0.0.1:8080", "ftp://hub", "http://", "file:///tmp", "http://hub?x=1" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      MbHubClient *client = mb_hub_client_new (wrong[i], "guihua");
      Fixture fixture = { NULL, client, NULL };
      g_autoptr(GError) error = NULL;

      mb_hub_client_get_record_async (client, "market", "market", NULL, on_ready, &fixture);
      g_assert_null (finish (&fixture, &error));
      g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
      mb_test_assert_finalized (client);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/net/hub-client/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("painted", test_painted);
  ADD ("requests", test_requests);
  ADD ("markets", test_markets);
  ADD ("markets-nonsense", test_markets_nonsense);
  ADD ("nobody-there", test_nobody_there);
  ADD ("silent", test_silent);
  ADD ("cancelled", test_cancelled);
  g_test_add_func ("/net/hub-client/wrong-address", test_wrong_address);
  for (guint i = 0; i < G_N_ELEMENTS (problems); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/hub-client/problem/%u", i);

      g_test_add (path, Fixture, &problems[i], set_up, test_problem, tear_down);
    }
  return g_test_run ();
}
