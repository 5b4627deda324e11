/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen/device/mb-device.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-status-codec.h"
#include "mb-test-files.h"
#include "mb-test-peer.h"
#include "mb-test-wait.h"
#include "screen/device/mb-box-health.h"
#include "screen/device/mb-heartbeat.h"
#include "ui-window.h"

#include <glib/gstdio.h>

/* A screen as a device, against a hub that the test plays: how it says that it is, and what it does when told. */

#define AT "2026-11-08T07:58:12+08:00"
#define AT_US G_GINT64_CONSTANT (1794095892000000)
#define SCREENS "PUT /v1/markets/guihua/screens/entrance/"

typedef struct
{
  MbTestPeer *peer;
  MbClock *clock;
  MbScreenSession *session;
  GtkWidget *window;
  MbPaintedReporter *reporter;
  MbDevice *device;
  MbTestRequest *stream;
  guint n_seen; /* requests */
  gboolean restarted;
} Fixture;

static void
on_restart (Fixture *fixture)
{
  fixture->restarted = TRUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->peer = mb_test_peer_new ();
  fixture->clock = mb_clock_new_at (AT_US, 0);
  fixture->session = mb_screen_session_new (mb_test_peer_get_url (fixture->peer), "guihua", fixture->clock);
  mb_screen_session_set_screen (fixture->session, "entrance");
  fixture->window = mb_screen_window_new (fixture->clock, "entrance");
  mb_screen_window_set_size (MB_SCREEN_WINDOW (fixture->window), 960, 540);
  mb_screen_window_set_session (MB_SCREEN_WINDOW (fixture->window), fixture->session);
  fixture->reporter = mb_painted_reporter_new (
      fixture->session, mb_screen_window_get_view (MB_SCREEN_WINDOW (fixture->window)), fixture->clock, "entrance");
  fixture->device =
      mb_device_new (fixture->session, MB_SCREEN_WINDOW (fixture->window), fixture->reporter, "entrance");
  g_signal_connect_swapped (fixture->device, "restart", G_CALLBACK (on_restart), fixture);
  mb_screen_window_show (MB_SCREEN_WINDOW (fixture->window));
  mb_screen_session_start (fixture->session);
  fixture->stream = mb_test_peer_wait (fixture->peer, fixture->n_seen++);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mb_screen_session_stop (fixture->session);
  mb_test_assert_finalized (fixture->device);
  mb_test_assert_finalized (fixture->reporter);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  mb_test_assert_finalized (fixture->session);
  mb_test_peer_free (fixture->peer);
  mb_test_assert_finalized (fixture->clock);
}

static void
put (GString *text, const char *kind, const char *id, guint rev, const char *value)
{
  g_string_append_printf (text,
                          "event: put\ndata: {\"kind\":\"%s\",\"id\":\"%s\",\"rev\":%u,\"at\":\"" AT
                          "\",\"by\":\"manager:li\",\"value\":%s}\n\n",
                          kind, id, rev, value);
}

static void
send_board (MbTestRequest *stream)
{
  g_autoptr(GString) text = g_string_new ("event: reset\ndata: {\"records\":2}\n\n");

  put (text, "market", "market", 1,
       "{\"name\":{\"zh-Hans\":\"桂花巷农贸市场\"},\"time_zone\":\"Asia/Shanghai\",\"price_unit\":\"500g\"}");
  put (text, "screen", "entrance", 2,
       "{\"name\":\"东门主屏\",\"place\":\"东门内\",\"layout\":\"entrance\",\"panel_mm\":[1210,680],"
       "\"power\":[[\"05:00\",\"20:00\"]]}");
  g_string_append (text, "event: live\nid: 0123456789ab.2\ndata: {\"at\":\"" AT "\"}\n\n");
  mb_test_request_open_stream (stream);
  mb_test_request_send (stream, text->str);
}

static void
command (Fixture *fixture, const char *what)
{
  g_autofree char *text = g_strdup_printf ("event: command\ndata: {\"do\":\"%s\"}\n\n", what);

  mb_test_request_send (fixture->stream, text);
}

/* The next request that begins so; what comes before it is taken. */
static MbTestRequest *
next (Fixture *fixture, const char *begins)
{
  MbTestRequest *request = mb_test_peer_wait (fixture->peer, fixture->n_seen++);

  while (!g_str_has_prefix (request->head, begins))
    {
      mb_test_request_answer (request, 204, "application/json", "");
      request = mb_test_peer_wait (fixture->peer, fixture->n_seen++);
    }
  return request;
}

static void
test_status (Fixture *fixture, gconstpointer data)
{
  g_auto(MbStatus) status = { 0 };
  g_autoptr(GError) error = NULL;
  MbTestRequest *request;

  g_assert_true (g_str_has_prefix (fixture->stream->head, "GET /v1/markets/guihua/stream?screen=entrance HTTP/1.1\r\n"));
  mb_test_wait (gtk_widget_get_width (fixture->window) == 960); /* the display has given it its place */
  send_board (fixture->stream);
  request = next (fixture, SCREENS "status ");
  mb_status_decode ((char *) request->body->data, request->body->len, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (status.renderer, ==, "cairo");
  g_assert_cmpint (status.width_px, ==, 960);
  g_assert_cmpint (status.height_px, ==, 540);
  g_assert_cmpint (status.memory_kib, >, 1024);
  g_assert_cmpint (status.uptime_s, <, 30);
  g_assert_cmpint (status.display, ==, MB_DISPLAY_ON);
  g_assert_nonnull (status.version);
  mb_test_request_answer (request, 204, "application/json", "");
}

/* It goes on by itself, whatever the hub answers; and at once when the hub is back. */
static void
test_status_again (Fixture *fixture, gconstpointer data)
{
  MbHeartbeat *heartbeat =
      mb_heartbeat_new (fixture->session, MB_SCREEN_WINDOW (fixture->window), "entrance", "of a test");
  MbTestRequest *request;

  mb_heartbeat_set_interval (heartbeat, 20);
  send_board (fixture->stream);
  for (guint i = 0; i < 4; i++)
    mb_test_request_answer (next (fixture, SCREENS "status "), i == 1 ? 503 : 204, "application/json", "");

  mb_heartbeat_set_interval (heartbeat, 3600000);
  mb_test_request_reset (fixture->stream);
  request = next (fixture, "GET ");
  send_board (request);
  mb_test_request_answer (next (fixture, SCREENS "status "), 204, "application/json", "");
  mb_test_request_answer (next (fixture, SCREENS "status "), 204, "application/json", "");
  mb_test_assert_finalized (heartbeat);
}

static GdkTexture *
take_picture (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = NULL;
  MbTestRequest *request;
  GdkTexture *picture;
  g_autofree char *type = NULL;

  command (fixture, "picture");
  request = next (fixture, SCREENS "picture ");
  type = mb_test_request_dup_header (request, "Content-Type");
  g_assert_cmpstr (type, ==, "image/png");
  bytes = g_bytes_new (request->body->data, request->body->len);
  picture = gdk_texture_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  mb_test_request_answer (request, 204, "application/json", "");
  return picture;
}

/* The colour in the upper left corner: there is the edge of what lies over the board. */
static guint32
get_corner (GdkTexture *picture)
{
  g_autofree guint32 *pixels = g_new (guint32, (gsize) gdk_texture_get_width (picture) * 540);

  gdk_texture_download (picture, (guchar *) pixels, (gsize) gdk_texture_get_width (picture) * 4);
  return pixels[0] & 0xffffff;
}

static gboolean
is_shown (Fixture *fixture)
{
  return mb_board_get_n_records (mb_screen_session_get_board (fixture->session)) == 2;
}

static void
test_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GdkTexture) picture = NULL;

  send_board (fixture->stream);
  mb_test_wait (is_shown (fixture));
  picture = take_picture (fixture);
  g_assert_cmpint (gdk_texture_get_width (picture), ==, 960);
  g_assert_cmpint (gdk_texture_get_height (picture), ==, 540);
  g_assert_cmphex (get_corner (picture), !=, 0x8ec9ff);
}

static gboolean
has_edge (Fixture *fixture)
{
  g_autoptr(GdkTexture) picture = take_picture (fixture);

  return get_corner (picture) == 0x8ec9ff;
}

static void
test_identify (Fixture *fixture, gconstpointer data)
{
  send_board (fixture->stream);
  mb_test_wait (is_shown (fixture));
  command (fixture, "identify");
  mb_test_wait (has_edge (fixture));

  /* An emergency is not covered. */
  mb_test_request_send (fixture->stream,
                        "event: put\ndata: {\"kind\":\"notice\",\"id\":\"fire\",\"rev\":3,\"at\":\"" AT
                        "\",\"by\":\"manager:li\",\"value\":{\"text\":{\"zh-Hans\":\"火警\"},\"level\":\"emergency\","
                        "\"audience\":\"shoppers\",\"when\":{\"from\":\"" AT
                        "\",\"to\":\"2026-11-08T09:58:12+08:00\"}}}\n\n"
                        "event: live\nid: 0123456789ab.3\ndata: {\"at\":\"" AT "\"}\n\n");
  mb_test_wait (!has_edge (fixture));
}

static void
cannot_switch (gboolean on, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr(GTask) task = g_task_new (NULL, NULL, callback, data);

  g_task_return_new_error (task, MB_ERROR, MB_ERROR_UNSUPPORTED, "Not here");
}

static MbGlass
next_glass (Fixture *fixture)
{
  g_auto(MbPainted) painted = { 0 };
  MbTestRequest *request = next (fixture, SCREENS "painted ");

  g_assert_true (mb_painted_decode ((char *) request->body->data, request->body->len, &painted, NULL));
  mb_test_request_answer (request, 204, "application/json", "");
  return painted.glass;
}

/* After hours: black where the display cannot be switched, and said to be asleep; an emergency lights it. */
static void
test_dark (Fixture *fixture, gconstpointer data)
{
  static const MbDisplayBackend backend = { "none", cannot_switch };
  static const MbDisplayBackend *const backends[] = { &backend, NULL };
  g_autoptr(GdkTexture) dark = NULL, lit = NULL;
  g_auto(MbStatus) status = { 0 };
  MbTestRequest *request;

  mb_device_take_display (fixture->device, fixture->clock, "entrance", backends);
  send_board (fixture->stream);
  g_assert_cmpint (next_glass (fixture), ==, MB_GLASS_SENT);
  mb_clock_set (fixture->clock, AT_US + 14 * G_TIME_SPAN_HOUR, 0);
  while (next_glass (fixture) != MB_GLASS_ASLEEP)
    ;
  dark = take_picture (fixture);
  g_assert_cmphex (get_corner (dark), ==, 0);

  mb_test_request_reset (fixture->stream);
  fixture->stream = next (fixture, "GET ");
  mb_test_request_open_stream (fixture->stream);
  mb_test_request_send (fixture->stream, "event: live\nid: 0123456789ab.2\ndata: {\"at\":\"2026-11-08T22:00:00+08:00\"}\n\n");
  request = next (fixture, SCREENS "status ");
  g_assert_true (mb_status_decode ((char *) request->body->data, request->body->len, &status, NULL));
  g_assert_cmpint (status.display, ==, MB_DISPLAY_DARK);
  mb_test_request_answer (request, 204, "application/json", "");

  mb_test_request_send (fixture->stream,
                        "event: put\ndata: {\"kind\":\"notice\",\"id\":\"fire\",\"rev\":3,\"at\":\"" AT
                        "\",\"by\":\"manager:li\",\"value\":{\"text\":{\"zh-Hans\":\"火警\"},\"level\":\"emergency\","
                        "\"audience\":\"shoppers\",\"when\":{\"from\":\"" AT
                        "\",\"to\":\"2026-11-09T09:58:12+08:00\"}}}\n\n"
                        "event: live\nid: 0123456789ab.3\ndata: {\"at\":\"2026-11-08T22:00:01+08:00\"}\n\n");
  while (next_glass (fixture) != MB_GLASS_SENT)
    ;
  lit = take_picture (fixture);
  g_assert_cmphex (get_corner (lit), !=, 0);
}

static void
test_reload (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;

  send_board (fixture->stream);
  mb_test_wait (is_shown (fixture));
  mb_test_request_answer (next (fixture, SCREENS "status "), 204, "application/json", "");
  command (fixture, "reload");
  fixture->stream = next (fixture, "GET ");
  id = mb_test_request_dup_header (fixture->stream, "Last-Event-ID");
  g_assert_null (id);
  g_assert_true (is_shown (fixture)); /* the old board stands */
  mb_test_request_open_stream (fixture->stream);
  mb_test_request_send (fixture->stream, "event: reset\ndata: {\"records\":0}\n\nevent: live\nid: 0123456789ab.4\ndata: "
                                         "{\"at\":\"" AT "\"}\n\n");
  mb_test_wait (mb_board_get_n_records (mb_screen_session_get_board (fixture->session)) == 0);

  /* Commands come on the new stream. */
  mb_test_request_answer (next (fixture, SCREENS "status "), 204, "application/json", "");
  command (fixture, "restart");
  mb_test_wait (fixture->restarted);
}

static void
test_health (void)
{
  char *root = mb_test_folder_new ();
  static const struct
  {
    const char *zone, *text;
  } zones[] = { { "thermal_zone0", "41000\n" }, { "thermal_zone1", "56500\n" }, { "thermal_zone2", "-274000\n" },
                { "thermal_zone3", "hot\n" },   { "cooling_device0", "90000\n" } };
  MbBoxHealth health;

  mb_box_health_read (root, &health);
  g_assert_cmpint (health.memory_kib, ==, MB_STATUS_UNKNOWN);
  g_assert_cmpint (health.temperature_c, ==, MB_STATUS_UNKNOWN);
  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autofree char *folder = g_build_filename (root, "sys/class/thermal", zones[i].zone, NULL);
      g_autofree char *file = g_build_filename (folder, "temp", NULL);

      g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
      g_assert_true (g_file_set_contents (file, zones[i].text, -1, NULL));
    }
  mb_box_health_read (root, &health);
  g_assert_cmpint (health.temperature_c, ==, 56);
  mb_test_folder_free (root);
}

int
main (int argc, char **argv)
{
  ui_window_init (&argc, &argv);

  g_test_add_func ("/screen/device/health", test_health);
#define ADD(path, func) g_test_add ("/screen/device/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("status", test_status);
  ADD ("status-again", test_status_again);
  ADD ("picture", test_picture);
  ADD ("identify", test_identify);
  ADD ("dark", test_dark);
  ADD ("reload", test_reload);
  return ui_window_run ();
}
