/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "core/wire/mb-json-members.h"
#include "mb-test-hub.h"
#include "mb-test-raw.h"
#include "mb-test-stream.h"
#include "mb-test-wait.h"

#include <string.h>

/* Screens as a hub knows them: heartbeats, commands, pictures, histories, figures. */

#define CLOCK "2026-11-23T09:00:00+08:00,0"
#define STREAM "/v1/markets/m1/stream"
#define PNG_1X1                                                                                                        \
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="

static guint
send (MbTestHub *hub, const char *method, const char *path, const char *body)
{
  guint status;

  g_free (mb_test_hub_send (hub, method, path, body, NULL, &status));

  return status;
}

static MbJson *
get (MbTestHub *hub, const char *path)
{
  g_autofree char *text = mb_test_hub_send (hub, "GET", path, NULL, NULL, NULL);
  MbJson *json = mb_json_read_text (text, -1, MB_JSON_STRICT, NULL);

  g_assert_nonnull (json);

  return json;
}

static gint64
get_int (const MbJson *json, MbJsonAt at, const char *name)
{
  gint64 value = -1;

  g_assert_true (mb_json_member_int (json, at, name, MB_JSON_NEEDED, G_MININT64, G_MAXINT64, &value, NULL));

  return value;
}

static void
test_status (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autoptr (MbTestStream) stream =
      mb_test_stream_open (mb_test_hub_get_port (hub), STREAM "?pulses=status", NULL);
  g_autoptr (MbJson) json = NULL;
  MbJsonAt screen, status;

  g_assert_cmpuint (send (hub, "PUT", "screens/e1/status", "{\"version\":\"0.1\",\"uptime_s\":5, \"x\":[1]}"), ==, 204);
  mb_test_wait (strstr (stream->text->str, "\"value\":{\"version\":\"0.1\",\"uptime_s\":5,\"x\":[1]}"));
  g_assert_cmpuint (send (hub, "PUT", "screens/e1/status", "{\"uptime_s\":-1}"), ==, 422);
  g_assert_cmpuint (send (hub, "PUT", "screens/e1/status", "[]"), ==, 422);
  g_assert_cmpuint (send (hub, "PUT", "screens/e1/status", "{"), ==, 400);
  g_assert_cmpuint (send (hub, "PUT", "screens/E1/status", "{}"), ==, 422);

  json = get (hub, "screens");
  screen = mb_json_first (json, mb_json_member (json, 0, "screens"));
  status = mb_json_member (json, screen, "status");
  g_assert_cmpint (get_int (json, mb_json_member (json, status, "value"), "uptime_s"), ==, 5);
  g_assert_cmpint (get_int (json, status, "ago_s"), >=, 0);
  g_assert_cmpint (get_int (json, status, "ago_s"), <, 20);
  g_assert_cmpuint (mb_json_next (json, screen), ==, MB_JSON_NONE);
}

static char *
command (MbTestHub *hub, const char *what)
{
  g_autofree char *body = g_strdup_printf ("{\"do\":\"%s\"}", what);
  guint status;
  char *text = mb_test_hub_send (hub, "POST", "screens/e1/commands", body, NULL, &status);

  g_assert_cmpuint (status, ==, 202);

  return text;
}

static void
test_commands (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  guint port = mb_test_hub_get_port (hub);
  g_autoptr (MbTestStream) mine = mb_test_stream_open (port, STREAM "?screen=e1", NULL);
  g_autoptr (MbTestStream) other = mb_test_stream_open (port, STREAM "?screen=e2", NULL);
  g_autoptr (MbTestStream) nobodys = mb_test_stream_open (port, STREAM, NULL);
  g_autofree char *delivered = NULL;

  mb_test_wait (mb_test_stream_count (mine, "event: live") == 1 && mb_test_stream_count (other, "event: live") == 1 &&
                mb_test_stream_count (nobodys, "event: live") == 1);
  delivered = command (hub, "identify");
  g_assert_cmpstr (delivered, ==, "{\"delivered\":1}");
  mb_test_wait (strstr (mine->text->str, "event: command\ndata: {\"do\":\"identify\",\"sha256\":\""));
  g_assert_cmpuint (mb_test_stream_count (mine, "event: command"), ==, 1);

  /* What comes after it on the others' streams comes without it. */
  send (hub, "PUT", "records/notice/n",
        "{\"text\":{\"en\":\"x\"},\"level\":\"info\",\"audience\":\"shoppers\"}");
  mb_test_wait (mb_test_stream_count (other, "event: live") == 2 && mb_test_stream_count (nobodys, "event: live") == 2);
  g_assert_cmpuint (mb_test_stream_count (other, "event: command"), ==, 0);
  g_assert_cmpuint (mb_test_stream_count (nobodys, "event: command"), ==, 0);

  g_assert_cmpuint (send (hub, "POST", "screens/e1/commands", "{\"do\":\"dance\"}"), ==, 422);
  g_assert_cmpuint (send (hub, "POST", "screens/e1/commands", "{}"), ==, 422);
  g_assert_cmpuint (send (hub, "GET", "/v1/markets/m1/stream?screen=E%201", NULL), ==, 422);
}

/* A screen that is away for a moment gets its command; only once, and only the one that it is for. */
static void
test_command_waits (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  guint port = mb_test_hub_get_port (hub);
  g_autofree char *delivered = command (hub, "restart");
  g_autoptr (MbTestStream) other = NULL, mine = NULL, again = NULL;

  g_assert_cmpstr (delivered, ==, "{\"delivered\":0}");
  other = mb_test_stream_open (port, STREAM "?screen=e2", NULL);
  mb_test_wait (mb_test_stream_count (other, "event: live") == 1);
  mine = mb_test_stream_open (port, STREAM "?screen=e1", NULL);
  mb_test_wait (mb_test_stream_count (mine, "{\"do\":\"restart\"") == 1);
  again = mb_test_stream_open (port, STREAM "?screen=e1", NULL);
  mb_test_wait (mb_test_stream_count (again, "event: live") == 1);
  send (hub, "PUT", "records/notice/n",
        "{\"text\":{\"en\":\"x\"},\"level\":\"info\",\"audience\":\"shoppers\"}");
  mb_test_wait (mb_test_stream_count (again, "event: live") == 2 && mb_test_stream_count (other, "event: live") == 2);
  g_assert_cmpuint (mb_test_stream_count (again, "event: command"), ==, 0);
  g_assert_cmpuint (mb_test_stream_count (other, "event: command"), ==, 0);
}

static GBytes *
make_picture (gsize padding)
{
  gsize length;
  g_autofree guchar *png = g_base64_decode (PNG_1X1, &length);
  GByteArray *bytes = g_byte_array_new ();
  g_autofree guint8 *zeros = g_malloc0 (padding + 1);

  g_byte_array_append (bytes, png, (guint) (length - 12));
  g_byte_array_append (bytes, zeros, (guint) padding);
  g_byte_array_append (bytes, png + length - 12, 12);

  return g_byte_array_free_to_bytes (bytes);
}

/* Returns: the answer's head and body */
static GString *
put_picture (MbTestHub *hub, const char *screen, const char *type, GBytes *picture)
{
  g_autoptr (GString) request = g_string_new (NULL);
  gsize length;
  const char *data = g_bytes_get_data (picture, &length);

  g_string_printf (request,
                   "PUT /v1/markets/m1/screens/%s/picture HTTP/1.1\r\nHost: hub\r\nContent-Type: %s\r\n"
                   "Content-Length: %" G_GSIZE_FORMAT "\r\nConnection: close\r\n\r\n",
                   screen, type, length);
  g_string_append_len (request, data, (gssize) length);

  return mb_test_exchange (mb_test_hub_get_port (hub), request->str, (gssize) request->len, 0, FALSE, 10000, NULL);
}

static void
assert_put (MbTestHub *hub, const char *screen, const char *type, GBytes *picture, guint status)
{
  g_autoptr (GString) answer = put_picture (hub, screen, type, picture);
  g_autofree char *expected = g_strdup_printf ("HTTP/1.1 %u ", status);

  g_assert_true (g_str_has_prefix (answer->str, expected));
}

static void
assert_has_picture (MbTestHub *hub, GBytes *picture)
{
  const char *request = "GET /v1/markets/m1/screens/e1/picture HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n";
  g_autoptr (GString) answer =
      mb_test_exchange (mb_test_hub_get_port (hub), request, (gssize) strlen (request), 0, FALSE, 10000, NULL);
  gsize size = g_bytes_get_size (picture);

  g_assert_cmpuint (answer->len, >, size);
  g_assert_cmpmem (answer->str + answer->len - size, size, g_bytes_get_data (picture, NULL), size);
}

static void
test_picture (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autoptr (GBytes) picture = make_picture (0), large = make_picture (4 * 1024 * 1024);
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (picture, 0, g_bytes_get_size (picture) - 1);
  g_autoptr (GBytes) text = g_bytes_new_static ("not a picture", 13);

  g_assert_cmpuint (send (hub, "GET", "screens/e1/picture", NULL), ==, 404);
  assert_put (hub, "e1", "image/png", picture, 204);
  assert_has_picture (hub, picture);
  g_free (mb_test_hub_send (hub, "GET", "screens/e1/picture", NULL, NULL, NULL));
  g_assert_cmpstr (mb_test_hub_get_header (hub, "Content-Type"), ==, "image/png");
  g_assert_cmpstr (mb_test_hub_get_header (hub, "Last-Modified"), ==, "Mon, 23 Nov 2026 01:00:00 GMT");
  g_assert_cmpuint (send (hub, "GET", "screens/e2/picture", NULL), ==, 404);

  assert_put (hub, "e1", "image/png", half, 422);
  assert_put (hub, "e1", "image/png", text, 422);
  assert_put (hub, "e1", "image/png", large, 413);
  assert_put (hub, "e1", "application/json", picture, 415);
  assert_put (hub, "E1", "image/png", picture, 422);
  assert_has_picture (hub, picture);
}

/* All of them together are bounded: the oldest gives way. */
static void
test_pictures_bounded (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  g_autoptr (GBytes) picture = make_picture (3800 * 1024);
  static const char *const screens[] = { "e1", "e2", "e3", "e4" };

  for (guint i = 0; i < G_N_ELEMENTS (screens); i++)
    assert_put (hub, screens[i], "image/png", picture, 204);
  g_assert_cmpuint (send (hub, "GET", "screens/e1/picture", NULL), ==, 404);
  g_assert_cmpuint (send (hub, "GET", "screens/e2/picture", NULL), ==, 200);
  g_assert_cmpuint (send (hub, "GET", "screens/e4/picture", NULL), ==, 200);
}

static void
assert_minute (const MbJson *json, MbJsonAt at, const char *time, gint64 beats, gint64 memory_kib)
{
  MbTime expected = MB_TIME_UNSET, found = MB_TIME_UNSET;

  g_assert_true (mb_time_parse (time, -1, &expected, NULL));
  g_assert_true (mb_json_member_time (json, at, "at", MB_JSON_NEEDED, &found, NULL));
  g_assert_cmpint (found.us, ==, expected.us);
  g_assert_cmpint (get_int (json, at, "beats"), ==, beats);
  g_assert_cmpint (get_int (json, at, "memory_kib"), ==, memory_kib);
}

#define PAINTED                                                                                                        \
  "{\"screen\":\"e1\",\"position\":\"9f3ac01b22de.7\",\"visible\":3,\"later\":1,\"elsewhere\":2,\"covered\":0,"        \
  "\"glass\":\"asleep\",\"at\":\"2026-11-23T09:00:00+08:00\"}"

/* A line a minute, over the hub's end and its next start; what is older than two days is forgotten. */
static void
test_history (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autoptr (MbJson) first = NULL, second = NULL, third = NULL;
  MbJsonAt at;

  send (hub, "PUT", "screens/e1/status", "{\"memory_kib\":100}");
  send (hub, "PUT", "screens/e1/status", "{\"memory_kib\":200}");
  g_assert_cmpuint (send (hub, "PUT", "screens/e1/painted", PAINTED), ==, 204);
  first = get (hub, "screens/e1/history");
  at = mb_json_first (first, mb_json_member (first, 0, "minutes"));
  assert_minute (first, at, "2026-11-23T09:00:00+08:00", 2, 200);
  g_assert_cmpint (get_int (first, at, "number"), ==, 7);
  g_assert_cmpint (get_int (first, at, "later"), ==, 1);
  g_assert_true (mb_json_string_equal (first, mb_json_member (first, at, "glass"), "asleep"));
  g_assert_cmpuint (mb_json_next (first, at), ==, MB_JSON_NONE);

  mb_test_hub_stop (hub);
  mb_test_hub_start (hub, "2026-11-23T09:05:30+08:00,0");
  send (hub, "PUT", "screens/e1/status", "{\"memory_kib\":300}");
  second = get (hub, "screens/e1/history");
  at = mb_json_first (second, mb_json_member (second, 0, "minutes"));
  assert_minute (second, at, "2026-11-23T09:00:00+08:00", 2, 200);
  at = mb_json_next (second, at);
  assert_minute (second, at, "2026-11-23T09:05:00+08:00", 1, 300);

  mb_test_hub_stop (hub);
  mb_test_hub_start (hub, "2026-11-25T09:03:00+08:00,0");
  third = get (hub, "screens/e1/history");
  at = mb_json_first (third, mb_json_member (third, 0, "minutes"));
  assert_minute (third, at, "2026-11-23T09:05:00+08:00", 1, 300);
  g_assert_cmpuint (mb_json_next (third, at), ==, MB_JSON_NONE);
}

/* A file that a disk has spoilt costs lines of the past, no start. */
static void
test_history_spoilt (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autofree char *path = g_build_filename (mb_test_hub_get_data (hub), "markets", "m1.screens", NULL);
  g_autoptr (MbJson) json = NULL;
  MbJsonAt at;

  mb_test_hub_stop (hub);
  g_assert_true (g_file_set_contents (
      path,
      "\n{\"screen\":\"e1\"}\nnonsense\n\xff\xfe{}\n[]\n"
      "{\"screen\":\"e1\",\"at\":\"2026-11-23T00:59:00Z\",\"beats\":6,\"reports\":0,\"number\":1,\"later\":0,"
      "\"glass\":\"sent\",\"memory_kib\":9}\n"
      "{\"screen\":\"e1\",\"at\":\"2026-11-23T00:59:00Z\",\"beats\":7",
      -1, NULL));
  mb_test_hub_start (hub, CLOCK);
  json = get (hub, "screens/e1/history");
  at = mb_json_first (json, mb_json_member (json, 0, "minutes"));
  assert_minute (json, at, "2026-11-23T08:59:00+08:00", 6, 9);
  g_assert_cmpuint (mb_json_next (json, at), ==, MB_JSON_NONE);
}

static gboolean
has_line (const char *text, const char *line)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strv_contains ((const char *const *) lines, line);
}

/* What the last word of a line is, which begins so. */
static double
get_figure (const char *text, const char *begins)
{
  const char *line = strstr (text, begins);

  g_assert_nonnull (line);
  return g_ascii_strtod (line + strlen (begins), NULL);
}

#define FACT                                                                                                           \
  "[{\"type\":\"call\",\"source\":\"stall-a~0123456789abcdef\",\"n\":1,\"at\":\"2026-11-23T09:00:00+08:00\","            \
  "\"stall\":\"a-012\"}]"

static void
test_metrics (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autoptr (MbTestStream) stream = mb_test_stream_open (mb_test_hub_get_port (hub), STREAM "?screen=e1", NULL);
  g_autofree char *delivered = NULL, *text = NULL;
  g_auto (GStrv) lines = NULL;
  double silent_s;
  gint64 began_us;

  mb_test_wait (mb_test_stream_count (stream, "event: live") == 1);
  began_us = g_get_monotonic_time ();
  send (hub, "PUT", "records/notice/n", "{\"text\":{\"en\":\"x\"},\"level\":\"info\",\"audience\":\"shoppers\"}");
  send (hub, "PUT", "screens/e1/status", "{}");
  delivered = command (hub, "reload");
  g_assert_cmpuint (send (hub, "POST", "facts", FACT), ==, 200);
  text = mb_test_hub_send (hub, "GET", "/metrics", NULL, NULL, NULL);
  g_assert_cmpstr (mb_test_hub_get_header (hub, "Content-Type"), ==, "text/plain; version=0.0.4; charset=utf-8");
  g_assert_true (has_line (text, "# TYPE marketboard_streams gauge"));
  g_assert_true (has_line (text, "marketboard_streams{market=\"m1\"} 1"));
  g_assert_true (has_line (text, "marketboard_changes_total{market=\"m1\"} 2"));
  g_assert_true (has_line (text, "marketboard_facts_total{market=\"m1\"} 1"));
  g_assert_true (has_line (text, "marketboard_journal_head{market=\"m1\"} 2"));
  g_assert_true (has_line (text, "marketboard_commands_total{market=\"m1\"} 1"));
  g_assert_true (has_line (text, "marketboard_writable{market=\"m1\"} 1"));
  silent_s = get_figure (text, "\nmarketboard_screen_silent_seconds{market=\"m1\",screen=\"e1\"} ");
  g_assert_cmpfloat (silent_s, >=, 0);
  g_assert_cmpfloat (silent_s, <=, (double) (g_get_monotonic_time () - began_us) / G_USEC_PER_SEC);

  /* Every line is a comment, or a name, labels and a figure. */
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    g_assert_true (g_regex_match_simple ("^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{[a-z_]+=\"[a-z0-9._-]+\"(,[a-z_]+="
                                         "\"[a-z0-9._-]+\")*\\})? [-+0-9.e]+)$",
                                         lines[i], 0, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/screens/status", test_status);
  g_test_add_func ("/screens/commands", test_commands);
  g_test_add_func ("/screens/command-waits", test_command_waits);
  g_test_add_func ("/screens/picture", test_picture);
  g_test_add_func ("/screens/pictures-bounded", test_pictures_bounded);
  g_test_add_func ("/screens/history", test_history);
  g_test_add_func ("/screens/history-spoilt", test_history_spoilt);
  g_test_add_func ("/screens/metrics", test_metrics);

  return g_test_run ();
}
