/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mb-error.h"
#include "core/wire/mb-command-codec.h"
#include "core/wire/mb-status-codec.h"

#include <string.h>

#define STATUS                                                                                                         \
  "{\"version\":\"0.1\",\"position\":\"9f3ac01b22de.7\",\"renderer\":\"cairo\",\"uptime_s\":3600,\"width_px\":1920,"   \
  "\"height_px\":1080,\"width_mm\":1210,\"height_mm\":680,\"scale\":1,\"memory_kib\":81920,\"temperature_c\":-4,"      \
  "\"outbox\":0,\"display\":\"dark\",\"trouble\":[\"needs gstreamer1.0-libav\",\"\\u7164\"],"                          \
  "\"media\":{\"wanted\":3,\"present\":2,\"bytes_left\":7}}"

static void
test_status (void)
{
  g_auto (MbStatus) status = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *encoded = NULL, *nothing = NULL;

  g_assert_true (mb_status_decode (STATUS, -1, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status.temperature_c, ==, -4);
  g_assert_cmpint (status.display, ==, MB_DISPLAY_DARK);
  g_assert_cmpstr (status.trouble[1], ==, "煤");
  g_assert_null (status.trouble[2]);
  encoded = mb_status_encode (&status);
  g_assert_nonnull (strstr (encoded, "\"media\":{\"wanted\":3,\"present\":2,\"bytes_left\":7}"));
  mb_status_clear (&status);

  g_assert_true (mb_status_decode (encoded, -1, &status, &error));
  g_assert_cmpint (status.width_mm, ==, 1210);
  mb_status_clear (&status);

  g_assert_true (mb_status_decode ("{\"later\":{\"version\":true}}", -1, &status, &error));
  g_assert_cmpint (status.uptime_s, ==, MB_STATUS_UNKNOWN);
  nothing = mb_status_encode (&status);
  g_assert_cmpstr (nothing, ==, "{\"display\":\"on\"}");
}

static void
test_status_refused (void)
{
  static const struct
  {
    const char *from, *to, *pointer;
  } cases[] = {
    { "\"version\":\"0.1\"", "\"version\":1", "/version" },
    { "9f3ac01b22de.7", "7", "/position" },
    { "3600", "-1", "/uptime_s" },
    { "3600", "1e3", "/uptime_s" },
    { "1920", "65536", "/width_px" },
    { "\"scale\":1", "\"scale\":0", "/scale" },
    { "-4", "\"-4\"", "/temperature_c" },
    { "81920", "4294967296", "/memory_kib" },
    { "\"dark\"", "\"dim\"", "/display" },
    { "\"dark\"", "null", "/display" },
    { "\"needs gstreamer1.0-libav\"", "[]", "/trouble" },
    { "[\"needs gstreamer1.0-libav\",\"\\u7164\"]", "\"none\"", "/trouble" },
    { "{\"wanted\":3,\"present\":2,\"bytes_left\":7}", "3", "/media" },
    { "\"present\":2", "\"present\":-2", "/media/present" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) text = g_string_new (STATUS);
      g_autoptr (GError) error = NULL;
      MbStatus status = { 0 };

      g_assert_cmpuint (g_string_replace (text, cases[i].from, cases[i].to, 1), ==, 1);
      g_assert_false (mb_status_decode (text->str, (gssize) text->len, &status, &error));
      g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
      g_assert_cmpstr (mb_error_get_pointer (error), ==, cases[i].pointer);
      g_assert_null (status.version);
    }
}

static void
test_many_troubles (void)
{
  g_autoptr (GString) text = g_string_new ("{\"trouble\":[\"0\"");
  g_autoptr (GError) error = NULL;
  MbStatus status = { 0 };

  for (int i = 1; i < 17; i++)
    g_string_append_printf (text, ",\"%d\"", i);
  g_string_append (text, "]}");
  g_assert_false (mb_status_decode (text->str, -1, &status, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
}

static void
test_add_trouble (void)
{
  g_auto (MbStatus) status = { 0 }, read = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *many = g_strnfill (1000, '"'), *text = NULL;

  mb_status_init (&status);
  mb_status_add_trouble (&status, "needs gstreamer1.0-libav");
  mb_status_add_trouble (&status, many);
  mb_status_add_trouble (&status, "half a character \xe7\x85");
  text = mb_status_encode (&status);
  g_assert_true (mb_status_decode (text, -1, &read, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (read.trouble), ==, 3);
  g_assert_cmpstr (read.trouble[0], ==, "needs gstreamer1.0-libav");
}

static void
test_commands (void)
{
  static const char *const bad[] = { "{\"do\":\"dance\"}", "{\"do\":3}", "{}", "[]", "\"restart\"" };
  MbScreenCommand command;

  for (MbScreenCommand each = MB_COMMAND_IDENTIFY; each <= MB_COMMAND_RELOAD; each++)
    {
      g_autofree char *text = mb_command_encode (each);

      command = (MbScreenCommand) -1;
      g_assert_true (mb_command_decode (text, -1, &command, NULL));
      g_assert_cmpint (command, ==, each);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (mb_command_decode (bad[i], -1, &command, &error));
      g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/status-codec/status", test_status);
  g_test_add_func ("/status-codec/refused", test_status_refused);
  g_test_add_func ("/status-codec/many-troubles", test_many_troubles);
  g_test_add_func ("/status-codec/add-trouble", test_add_trouble);
  g_test_add_func ("/status-codec/commands", test_commands);

  return g_test_run ();
}
