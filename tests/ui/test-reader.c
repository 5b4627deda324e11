/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mb-test-wait.h"
#include "ui-board.h"

#include <string.h>

/* A screen reader on a bus of its own, as AT-SPI has it: what it finds on a query screen, in its order. */

#define MORNING G_GINT64_CONSTANT (1794095880000000) /* 2026-11-08T07:58+08:00 */
#define LAUNCHER "/usr/libexec/at-spi-bus-launcher"
#define ACCESSIBLE "org.a11y.atspi.Accessible"

typedef struct
{
  GDBusConnection *bus; /* of the readers; (nullable) before there is one */
  GString *heard;       /* what is read, one a line: role, name */
  int done;
} Reader;

static GVariant *
call (GDBusConnection *bus, const char *name, const char *path, const char *interface, const char *method,
      GVariant *arguments)
{
  return g_dbus_connection_call_sync (bus, name, path, interface, method, arguments, NULL, G_DBUS_CALL_FLAGS_NONE, 5000,
                                      NULL, NULL);
}

static char *
get_name (GDBusConnection *bus, const char *name, const char *path)
{
  g_autoptr (GVariant) answer = call (bus, name, path, "org.freedesktop.DBus.Properties", "Get",
                                      g_variant_new ("(ss)", ACCESSIBLE, "Name"));
  g_autoptr (GVariant) value = NULL;

  if (answer == NULL)
    return g_strdup ("");
  g_variant_get (answer, "(v)", &value);
  return g_variant_dup_string (value, NULL);
}

static void
read_part (Reader *self, const char *name, const char *path)
{
  g_autoptr (GVariant) role = call (self->bus, name, path, ACCESSIBLE, "GetRoleName", NULL);
  g_autoptr (GVariant) children = call (self->bus, name, path, ACCESSIBLE, "GetChildren", NULL);
  g_autofree char *words = get_name (self->bus, name, path);
  const char *child_name, *child_path;
  GVariantIter *iter;
  const char *role_name = "";

  if (role != NULL)
    g_variant_get (role, "(&s)", &role_name);
  g_strdelimit (words, "\n", '|');
  g_string_append_printf (self->heard, "%s: %s\n", role_name, words);
  if (children == NULL)
    return;

  g_variant_get (children, "(a(so))", &iter);
  while (g_variant_iter_next (iter, "(&s&o)", &child_name, &child_path))
    read_part (self, child_name, child_path);
  g_variant_iter_free (iter);
}

static GDBusConnection *
reach_readers (void)
{
  g_autoptr (GDBusConnection) session = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = call (session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", NULL);
  const char *address;

  if (answer == NULL)
    return NULL;

  g_variant_get (answer, "(&s)", &address);
  return g_dbus_connection_new_for_address_sync (
      address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, NULL);
}

/* In a thread of its own: the program that it reads answers from its main loop. */
static gpointer
read_all (gpointer data)
{
  Reader *self = data;

  if (self->bus == NULL)
    self->bus = reach_readers ();
  g_string_truncate (self->heard, 0);
  if (self->bus != NULL)
    read_part (self, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root");
  g_atomic_int_set (&self->done, TRUE);
  return NULL;
}

static gboolean
hears (Reader *self, const char *words)
{
  g_autoptr (GThread) thread = NULL;

  g_atomic_int_set (&self->done, FALSE);
  thread = g_thread_new ("reader", read_all, self);
  mb_test_wait (g_atomic_int_get (&self->done));
  g_thread_join (g_steal_pointer (&thread));
  g_test_message ("%s", self->heard->str);
  return strstr (self->heard->str, words) != NULL;
}

static void
test_query (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "ui", "fixtures", "market.ndjson", NULL);
  g_autoptr (MbClock) clock = mb_clock_new_at (MORNING, 0);
  g_autoptr (MbBoard) board = ui_board_load (path, MORNING);
  GtkWidget *view = mb_board_view_new (clock);
  Reader reader = { .heard = g_string_new (NULL) };
  UiStage stage;

  mb_board_view_set_layout_id (MB_BOARD_VIEW (view), "query");
  mb_board_view_set_link (MB_BOARD_VIEW (view), MB_LINK_LIVE);
  mb_board_view_set_board (MB_BOARD_VIEW (view), board);
  ui_stage_init (&stage, view, 1080, 1920);
  mb_test_wait (hears (&reader, "今天逢8会员日，扫码领券满30减5。"));
  g_assert_nonnull (reader.bus);
  g_assert_cmpint (strstr (reader.heard->str, "槐荫街农贸市场") - reader.heard->str, <,
                   strstr (reader.heard->str, "扫码看产地和检测") - reader.heard->str);
  g_assert_cmpint (strstr (reader.heard->str, "扫码看产地和检测") - reader.heard->str, <,
                   strstr (reader.heard->str, "今天逢8会员日") - reader.heard->str);

  ui_board_put (board,
                "{\"kind\":\"notice\",\"id\":\"drill\",\"value\":{\"text\":{\"zh-Hans\":\"请从最近的安全出口离开\"},"
                "\"level\":\"emergency\",\"when\":{\"from\":\"2026-11-08T07:58:00+08:00\",\"to\":\"2026-11-08T08:01:00+08:00\"}}}",
                "import", 1000, MORNING);
  mb_test_wait (hears (&reader, "请从最近的安全出口离开"));
  g_assert_null (strstr (reader.heard->str, "今天逢8会员日"));
  ui_stage_clear (&stage);
  g_clear_object (&reader.bus);
  g_string_free (reader.heard, TRUE);
}

int
main (int argc, char **argv)
{
  g_autofree char *display = g_strdup (g_getenv ("DISPLAY"));
  g_autoptr (GTestDBus) session = NULL;
  int result;

  if (!g_file_test (LAUNCHER, G_FILE_TEST_IS_EXECUTABLE))
    {
      g_print ("1..0 # SKIP there is no %s\n", LAUNCHER);
      return 0;
    }

  session = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_add_service_dir (session, "/usr/share/dbus-1/services");
  g_test_dbus_up (session);
  g_setenv ("DISPLAY", display != NULL ? display : "", TRUE); /* it forgets that with the session */
  g_unsetenv ("NO_AT_BRIDGE");
  g_setenv ("GTK_A11Y", "atspi", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reader/query", test_query);
  result = g_test_run ();
  g_test_dbus_stop (session);
  return result;
}
