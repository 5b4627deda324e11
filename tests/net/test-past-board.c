/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/mb-past-board.h"

#include "core/base/mb-error.h"
#include "mb-test-peer.h"
#include "mb-test-wait.h"

/* The past, from a hub that the test plays: what is asked, and what comes of answers sound and not. */

#define MOMENT_US G_GINT64_CONSTANT (1795388400000000) /* 2026-11-22T23:00:00Z */
#define HASH "\"hash\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\""
#define RECORDS(position, records) \
  "{\"position\":\"0123456789ab." position "\",\"at\":\"2026-11-23T06:58:00+08:00\",\"records\":[" records "]}"
#define STALL(id, rev) \
  "{\"kind\":\"stall\",\"id\":\"" id "\",\"rev\":" rev ",\"at\":\"2026-11-23T06:50:00+08:00\",\"by\":\"local\"," \
  "\"value\":{\"number\":\"1\"}}"
#define LINE(number, last, time, kind, id, value) \
  "{\"number\":" number ",\"last\":" last ",\"at\":\"2026-11-23T" time "+08:00\",\"by\":\"manager:li\",\"kind\":\"" kind \
  "\",\"id\":\"" id "\",\"salt\":\"00\"," HASH ",\"value\":" value "}\n"

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
  mb_past_board_load_async (fixture->client, MOMENT_US, NULL, on_ready, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->result);
  mb_test_assert_finalized (fixture->client);
  mb_test_peer_free (fixture->peer);
}

static void
answer (Fixture *fixture, guint index, const char *line, const char *body)
{
  MbTestRequest *request = mb_test_peer_wait (fixture->peer, index);

  if (!g_str_has_prefix (request->head, line))
    g_error ("asked %s instead of %s", request->head, line);
  mb_test_request_answer (request, 200, "application/json", body);
}

static char *
write_deltas (GPtrArray *deltas)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < deltas->len; i++)
    {
      MbDelta *delta = deltas->pdata[i];

      g_string_append_printf (out, "[%s", delta->reset ? "reset" : "");
      for (guint j = 0; j < delta->items->len; j++)
        {
          MbDeltaItem *item = delta->items->pdata[j];

          g_string_append_printf (out, " %s%s=%" G_GUINT64_FORMAT, item->record != NULL ? "" : "-", item->id, item->rev);
        }
      g_string_append_printf (out, "]%+d ", (int) ((delta->at.us - MOMENT_US) / G_USEC_PER_SEC));
    }
  return g_string_free (out, FALSE);
}

static void
expect (Fixture *fixture, const char *deltas, int code, const char *says)
{
  g_autoptr(GPtrArray) got = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  mb_test_wait (fixture->result != NULL);
  got = mb_past_board_load_finish (fixture->client, fixture->result, &error);
  if (deltas == NULL)
    {
      g_assert_error (error, MB_ERROR, code);
      if (strstr (error->message, says) == NULL)
        g_error ("said “%s”", error->message);
      return;
    }

  g_assert_no_error (error);
  text = write_deltas (got);
  g_assert_cmpstr (text, ==, deltas);
}

static void
begin (Fixture *fixture, const char *upto)
{
  answer (fixture, 0, "GET /v1/markets/guihua/records?kind=market&as-of=2026-11-22T23:00:00Z ", upto);
  answer (fixture, 1, "GET /v1/markets/guihua/records?as-of=2026-11-22T22:55:00Z ",
          RECORDS ("4", STALL ("a-1", "2") "," STALL ("a-2", "4")));
}

/* A transaction that a page cut in two, a kind from another time, what came after the moment. */
static void
test_changes (Fixture *fixture, gconstpointer data)
{
  begin (fixture, RECORDS ("8", ""));
  answer (fixture, 2, "GET /v1/markets/guihua/journal?after=0123456789ab.4 ",
          LINE ("5", "5", "06:56:00", "stall", "a-2", "null")
          LINE ("6", "7", "06:57:00", "stall", "a-3", "{\"number\":\"3\"}"));
  answer (fixture, 3, "GET /v1/markets/guihua/journal?after=0123456789ab.6 ",
          LINE ("7", "7", "06:57:00", "robot", "r", "{\"new\":1}")
          LINE ("8", "8", "07:30:00", "stall", "a-1", "{\"number\":\"4\"}")
          LINE ("9", "9", "07:00:01", "stall", "a-1", "{\"number\":\"5\"}"));
  expect (fixture, "[reset a-1=2 a-2=4]-300 [ -a-2=5]-240 [ a-3=6]-180 [ a-1=8]+0 ", 0, NULL);
}

static void
test_no_changes (Fixture *fixture, gconstpointer data)
{
  begin (fixture, RECORDS ("4", ""));
  expect (fixture, "[reset a-1=2 a-2=4]-300 ", 0, NULL);
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  answer (fixture, 0, "GET /v1/markets/guihua/records?kind=market&as-of=",
          "{\"position\":\"0123456789ab.0\",\"at\":null,\"records\":[]}");
  answer (fixture, 1, "GET /v1/markets/guihua/journal?limit=1 ", "");
  expect (fixture, NULL, MB_ERROR_NOT_FOUND, "Nothing was ever published");
}

static void
test_too_early (Fixture *fixture, gconstpointer data)
{
  answer (fixture, 0, "GET /v1/markets/guihua/records?kind=market&as-of=",
          "{\"position\":\"0123456789ab.0\",\"at\":null,\"records\":[]}");
  answer (fixture, 1, "GET /v1/markets/guihua/journal?limit=1 ", LINE ("1", "1", "08:00:00", "stall", "a-1", "null"));
  expect (fixture, NULL, MB_ERROR_NOT_FOUND, "2026-11-23T08:00:00+08:00");
}

static void
test_endless (Fixture *fixture, gconstpointer data)
{
  begin (fixture, RECORDS ("8", ""));
  answer (fixture, 2, "GET ", LINE ("5", "5", "06:56:00", "stall", "a-2", "null"));
  answer (fixture, 3, "GET ", LINE ("5", "5", "06:56:00", "stall", "a-2", "null"));
  expect (fixture, NULL, MB_ERROR_NETWORK, "ends before");
}

static const char *const nonsense[] = {
  "", "<p>", "[]", "{}", "{\"position\":7}", "{\"position\":\"here\",\"records\":[]}",
  "{\"position\":\"0123456789ab.4\",\"records\":[]}",
  RECORDS ("4", "7"), RECORDS ("4", "{\"kind\":\"stall\",\"id\":\"a-1\"}"),
};

static const char *const bad_lines[] = {
  "{}\n", "{\"number\":5", "7\n", "\n",
  LINE ("0", "5", "06:56:00", "stall", "a-2", "null"),
  LINE ("5", "4", "06:56:00", "stall", "a-2", "null"),
  LINE ("5", "5", "26:56:00", "stall", "a-2", "null"),
  LINE ("5", "5", "06:56:00", "stall", "A 2", "{\"number\":\"3\"}"),
  LINE ("5", "5", "06:56:00", "stall", "a-2", "{\"number\":3}"),
  "{\"number\":5,\"last\":5,\"at\":\"2026-11-23T06:56:00+08:00\",\"by\":\"hub\",\"kind\":\"stall\",\"id\":\"a\","
  "\"hash\":\"\",\"value\":null}\n",
};

static void
test_nonsense (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GPtrArray) got = NULL;
  g_autoptr(GError) error = NULL;

  answer (fixture, 0, "GET ", data);
  mb_test_wait (fixture->result != NULL);
  got = mb_past_board_load_finish (fixture->client, fixture->result, &error);
  g_assert_null (got);
  g_assert_true (error->domain == MB_ERROR);
}

static void
test_bad_line (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GPtrArray) got = NULL;
  g_autoptr(GError) error = NULL;

  begin (fixture, RECORDS ("8", ""));
  answer (fixture, 2, "GET ", data);
  mb_test_wait (fixture->result != NULL);
  got = mb_past_board_load_finish (fixture->client, fixture->result, &error);
  g_assert_null (got);
  g_assert_true (error->domain == MB_ERROR);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/past-board/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("changes", test_changes);
  ADD ("no-changes", test_no_changes);
  ADD ("nothing", test_nothing);
  ADD ("too-early", test_too_early);
  ADD ("endless", test_endless);
  for (guint i = 0; i < G_N_ELEMENTS (nonsense); i++)
    {
      g_autofree char *path = g_strdup_printf ("/past-board/nonsense/%u", i);

      g_test_add (path, Fixture, nonsense[i], set_up, test_nonsense, tear_down);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad_lines); i++)
    {
      g_autofree char *path = g_strdup_printf ("/past-board/bad-line/%u", i);

      g_test_add (path, Fixture, bad_lines[i], set_up, test_bad_line, tear_down);
    }

  return g_test_run ();
}
