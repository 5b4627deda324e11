/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mb-error.h"
#include "core/wire/mb-event-codec.h"
#include "core/wire/mb-json.h"
#include "core/wire/mb-report-codec.h"

#include <string.h>

#define PAINTED(rest) \
  "{\"screen\":\"entrance-1\",\"position\":\"9f3ac01b22de.1048576\",\"visible\":3,\"later\":1," rest \
  "\"elsewhere\":2,\"covered\":0,\"glass\":\"composited\",\"at\":\"2026-11-23T06:58:12.204+08:00\"}"

static void
test_painted (void)
{
  static const char *const texts[] = { PAINTED ("\"later_by\":\"2026-11-23T06:58:20+08:00\","), PAINTED ("") };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (MbPainted) painted = { 0 };
      g_autoptr (GError) error = NULL;
      g_autofree char *encoded = NULL;

      g_assert_true (mb_painted_decode (texts[i], -1, &painted, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (painted.screen, ==, "entrance-1");
      g_assert_cmpint (painted.visible, ==, 3);
      g_assert_cmpint (painted.glass, ==, MB_GLASS_COMPOSITED);
      g_assert_true ((painted.later_by.us == MB_UNSET) == (i == 1));
      encoded = mb_painted_encode (&painted);
      g_assert_cmpstr (encoded, ==, texts[i]);
    }
}

static void
test_painted_refused (void)
{
  static const struct
  {
    const char *from, *to, *pointer;
  } cases[] = {
    { "\"screen\":\"entrance-1\"", "\"screen\":\"Entrance 1\"", "/screen" },
    { "\"screen\":\"entrance-1\"", "\"screen\":1", "/screen" },
    { "9f3ac01b22de.1048576", "9f3ac01b22de", "/position" },
    { "9f3ac01b22de.1048576", "9F3AC01B22DE.1", "/position" },
    { "\"visible\":3", "\"visible\":-3", "/visible" },
    { "\"visible\":3", "\"visible\":3.0", "/visible" },
    { "\"later\":1", "\"later\":true", "/later" },
    { "\"later\":1", "\"later_by\":1,\"later\":1", "/later_by" },
    { "\"elsewhere\":2,", "", "/elsewhere" },
    { "\"covered\":0", "\"covered\":\"0\"", "/covered" },
    { "composited", "shown", "/glass" },
    { "\"glass\":\"composited\",", "", "/glass" },
    { "2026-11-23T", "2026-11-23 ", "/at" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) text = g_string_new (PAINTED (""));
      MbPainted painted = { 0 };
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (g_string_replace (text, cases[i].from, cases[i].to, 1), ==, 1);
      g_assert_false (mb_painted_decode (text->str, (gssize) text->len, &painted, &error));
      g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
      g_assert_cmpstr (mb_error_get_pointer (error), ==, cases[i].pointer);
      g_assert_null (painted.screen);
    }
}

static void
test_problem (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *plain = NULL, *more = NULL;

  mb_error_set (&error, MB_ERROR_INVALID, "/changes/3/value/fen", "Must be \"whole\": \xff");
  plain = mb_problem_encode (422, error);
  g_assert_cmpstr (plain, ==,
                   "{\"type\":\"about:blank\",\"title\":\"Unprocessable Content\",\"status\":422,"
                   "\"detail\":\"Must be \\\"whole\\\": \xef\xbf\xbd\",\"pointer\":\"/changes/3/value/fen\"}");

  g_clear_error (&error);
  g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_FAILED, "Broken");
  more = mb_problem_encode_with (412, error, "\"conflicts\":[1]");
  g_assert_cmpstr (more, ==,
                   "{\"type\":\"about:blank\",\"title\":\"Precondition Failed\",\"status\":412,"
                   "\"detail\":\"Broken\",\"conflicts\":[1]}");
}

static void
test_positions (void)
{
  static const char *const good[] = { "9f3ac01b22de.0", "000000000000.1048576", "abcdef012345.18446744073709551615" };
  static const char *const bad[] = {
    "", ".", "9f3ac01b22de", "9f3ac01b22de.", "9f3ac01b22d.1", "9f3ac01b22de0.1", "9F3ac01b22de.1", "9f3ac01b22de.01",
    "9f3ac01b22de.-1", "9f3ac01b22de.+1", "9f3ac01b22de. 1", "9f3ac01b22de.1 ", "9f3ac01b22de.1x", " 9f3ac01b22de.1",
    "9f3ac01b22de.18446744073709551616", "gf3ac01b22de.1", "9f3ac01b22de-1", "9f3ac01b22de.1.1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *text = NULL;
      MbPosition position;

      g_assert_true (mb_position_parse (good[i], &position));
      text = mb_position_format (&position);
      g_assert_cmpstr (text, ==, good[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      MbPosition position;

      g_assert_false (mb_position_parse (bad[i], &position));
    }
}

static void
test_events (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GBytes) value = g_bytes_new_static ("{\"x\":1.50}", 10), derived = g_bytes_new_static ("{}", 2);

  mb_event_write_put (out, "price", "spinach@average", 7, "2026-11-23T06:58:12+08:00", "manager:li", value, derived);
  g_assert_cmpstr (out->str, ==,
                   "{\"kind\":\"price\",\"id\":\"spinach@average\",\"rev\":7,\"at\":\"2026-11-23T06:58:12+08:00\","
                   "\"by\":\"manager:li\",\"value\":{\"x\":1.50},\"derived\":{}}");
  g_string_truncate (out, 0);
  mb_event_write_drop (out, "notice", "n", G_MAXUINT64);
  mb_event_write_reset (out, 1234);
  mb_event_write_live (out, "2026-11-23T06:58:12+08:00", "e3b0c442");
  g_assert_cmpstr (out->str, ==,
                   "{\"kind\":\"notice\",\"id\":\"n\",\"rev\":18446744073709551615}{\"records\":1234}"
                   "{\"at\":\"2026-11-23T06:58:12+08:00\",\"sha256\":\"e3b0c442\"}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/report/painted", test_painted);
  g_test_add_func ("/wire/report/painted-refused", test_painted_refused);
  g_test_add_func ("/wire/report/problem", test_problem);
  g_test_add_func ("/wire/report/positions", test_positions);
  g_test_add_func ("/wire/report/events", test_events);

  return g_test_run ();
}
