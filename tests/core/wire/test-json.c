/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mb-error.h"
#include "core/wire/mb-json.h"

#include <string.h>

/* The reader: what it takes, what it refuses and where, and what can be asked of the tape. */

typedef struct
{
  const char *text;
  gsize length;
} Document;

#define DOC(text) { text, sizeof text - 1 }

static const Document good[] = {
  DOC ("null"),
  DOC ("true"),
  DOC ("false"),
  DOC (" \t\r\n0 \t\r\n"),
  DOC ("-0"),
  DOC ("-0.0e-0"),
  DOC ("10.25E+3"),
  DOC ("123456789012345678901234567890"),
  DOC ("1e99999"),
  DOC ("\"\""),
  DOC ("\"\x7f\""),
  DOC ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u004a\\u004A\""),
  DOC ("\"\\ud83c\\udF45\""),
  DOC ("\"\xc2\x80 \xdf\xbf \xe0\xa0\x80 \xed\x9f\xbf \xee\x80\x80 \xef\xbf\xbf\""),
  DOC ("\"\xf0\x90\x80\x80 \xf4\x8f\xbf\xbf \xef\xbb\xbf\""),
  DOC ("\"seven b\xe8\x8f\x9c\""),
  DOC ("[]"),
  DOC ("[ ]"),
  DOC ("{}"),
  DOC ("{ }"),
  DOC ("[[],{},[[]]]"),
  DOC ("{\"\":0}"),
  DOC ("{\"a\":{\"a\":{\"a\":1}},\"A\":2,\"aa\":3}"),
  DOC (" { \"a\" : [ 1 , 2 , { \"b\" : null } ] , \"c\" : \"d\" } "),
};

static const Document bad[] = {
  DOC (""),
  DOC (" "),
  DOC ("\xef\xbb\xbf{}"),
  DOC ("\xef\xbb\xbf"),
  DOC ("{}\0"),
  DOC ("nul"),
  DOC ("nulL"),
  DOC ("True"),
  DOC ("truefalse"),
  DOC ("NaN"),
  DOC ("Infinity"),
  DOC ("-"),
  DOC ("-a"),
  DOC ("+1"),
  DOC ("01"),
  DOC ("-01"),
  DOC (".5"),
  DOC ("5."),
  DOC ("5.e1"),
  DOC ("5e"),
  DOC ("5e+"),
  DOC ("0x10"),
  DOC ("1 2"),
  DOC ("1_000"),
  DOC ("\xef\xbc\x91"),
  DOC ("\""),
  DOC ("\"a"),
  DOC ("'a'"),
  DOC ("\"a\\"),
  DOC ("\"\\a\""),
  DOC ("\"\\x41\""),
  DOC ("\"\\U0041\""),
  DOC ("\"\\u004\""),
  DOC ("\"\\u004g\""),
  DOC ("\"\\u"),
  DOC ("\"\\u0041"),
  DOC ("\"a\nb\""),
  DOC ("\"a\tb\""),
  DOC ("\"a\0b\""),
  DOC ("\"long enough for a word \x1f\""),
  DOC ("\"\x80\""),
  DOC ("\"\xc0\x80\""),
  DOC ("\"\xc1\xbf\""),
  DOC ("\"\xc3\""),
  DOC ("\"\xc3"),
  DOC ("\"\xe0\x9f\xbf\""),
  DOC ("\"\xe8\x8f\""),
  DOC ("\"\xe8\x8f"),
  DOC ("\"\xed\xa0\x80\""),
  DOC ("\"\xf0\x8f\xbf\xbf\""),
  DOC ("\"\xf0\x9f\x8d\""),
  DOC ("\"\xf4\x90\x80\x80\""),
  DOC ("\"\xf5\x80\x80\x80\""),
  DOC ("\"\xff\""),
  DOC ("["),
  DOC ("]"),
  DOC ("[1"),
  DOC ("[1,"),
  DOC ("[1,]"),
  DOC ("[,1]"),
  DOC ("[1,,2]"),
  DOC ("[1 2]"),
  DOC ("[1}"),
  DOC ("[1]]"),
  DOC ("[1],"),
  DOC ("{"),
  DOC ("}"),
  DOC ("{\"a\""),
  DOC ("{\"a\":"),
  DOC ("{\"a\":1"),
  DOC ("{\"a\":1,"),
  DOC ("{\"a\":1,}"),
  DOC ("{,\"a\":1}"),
  DOC ("{\"a\" 1}"),
  DOC ("{\"a\":}"),
  DOC ("{\"a\"}"),
  DOC ("{\"a\":1]"),
  DOC ("{\"a\":1;\"b\":2}"),
  DOC ("{\"a\":1 \"b\":2}"),
  DOC ("{a:1}"),
  DOC ("{'a':1}"),
  DOC ("{1:1}"),
  DOC ("{[]:1}"),
  DOC ("{null:1}"),
  DOC ("{\"a\"::1}"),
  DOC ("[1]//"),
  DOC ("/**/[1]"),
  DOC ("[1/**/]"),
  DOC ("[\v1]"),
  DOC ("[\f1]"),
  DOC ("[\xc2\xa0" "1]"),
  DOC ("\xff\xfe[\0]\0"),
};

static MbJson *
read_document (const Document *document, MbJsonFlags flags, GError **error)
{
  /* its own block, so that a sanitizer sees a byte read beyond the end */
  g_autoptr (GBytes) source = g_bytes_new (document->text, document->length);

  return mb_json_read (source, flags, error);
}

static void
test_grammar (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    for (MbJsonFlags flags = MB_JSON_STRICT; flags <= MB_JSON_RFC; flags++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (MbJson) json = read_document (&good[i], flags, &error);

        g_test_message ("good %u", i);
        g_assert_no_error (error);
        g_assert_nonnull (json);
      }

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    for (MbJsonFlags flags = MB_JSON_STRICT; flags <= MB_JSON_RFC; flags++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (MbJson) json = read_document (&bad[i], flags, &error);

        g_test_message ("bad %u", i);
        g_assert_error (error, MB_ERROR, MB_ERROR_SYNTAX);
        g_assert_null (json);
      }
}

/* Only we refuse these, and say where. */
static void
test_strictness (void)
{
  static const struct
  {
    const char *text, *pointer;
  } cases[] = {
    { "\"\\u0000\"", "" },
    { "[1,[0,\"a\\u0000\"]]", "/1/1" },
    { "{\"a\":[{\"b\\u0000\":1}]}", "/a/0/b" },
    { "{\"x\":\"\\ud800\"}", "/x" },
    { "{\"x\":\"\\udc00\"}", "/x" },
    { "{\"x\":\"\\ud800\\u0041\"}", "/x" },
    { "{\"x\":\"\\ud800\\ud800\"}", "/x" },
    { "{\"x\":\"\\ud800\\\\dc00\"}", "/x" },
    { "{\"a\":1,\"a\":1}", "/a" },
    { "{\"\":1,\"\":2}", "/" },
    { "{\"a\":1,\"\\u0061\":2}", "/a" },
    { "{\"\\u83dc\":1,\"\xe8\x8f\x9c\":2}", "/\xe8\x8f\x9c" },
    { "{\"\xf0\x9f\x8d\x85\":1,\"b\":0,\"\\uD83C\\uDF45\":2}", "/\xf0\x9f\x8d\x85" },
    { "[{},{\"x\":[0,{\"a~/\":1,\"b\":2,\"a~\\/\":[]}]}]", "/1/x/1/a~0~1" },
    { "{\"a\":{\"b\":1,\"c\":{},\"b\":{\"c\":1}}}", "/a/b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MbJson) strict = mb_json_read_text (cases[i].text, -1, MB_JSON_STRICT, &error);
      g_autoptr (MbJson) rfc = mb_json_read_text (cases[i].text, -1, MB_JSON_RFC, NULL);

      g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
      g_assert_cmpstr (mb_error_get_pointer (error), ==, cases[i].pointer);
      g_assert_null (strict);
      g_assert_nonnull (rfc);
    }
}

/* Objects beyond what is compared one by one. */
static void
test_many_members (void)
{
  for (guint n = 20; n < 30; n++)
    for (guint twice = 0; twice <= n; twice++)
      {
        g_autoptr (GString) text = g_string_new ("{");
        g_autoptr (MbJson) json = NULL;
        g_autoptr (GError) error = NULL;
        g_autofree char *pointer = g_strdup_printf ("/member %u", twice);

        for (guint i = 0; i < n; i++)
          g_string_append_printf (text, "\"member %u\":[{}],", i);
        g_string_append_printf (text, "\"%s %u\":0}", n % 2 ? "member" : "\\u006dember", twice);

        json = mb_json_read_text (text->str, -1, MB_JSON_STRICT, &error);
        if (twice == n)
          {
            g_assert_no_error (error);
            g_assert_cmpuint (mb_json_count (json, 0), ==, n + 1);
            continue;
          }
        g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
        g_assert_cmpstr (mb_error_get_pointer (error), ==, pointer);
      }
}

static MbJson *
read_nested (guint depth, const char *open, const char *close, MbJsonFlags flags, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open);
  g_string_append_c (text, '0');
  for (guint i = 0; i < depth; i++)
    g_string_append (text, close);
  return mb_json_read_text (text->str, (gssize) text->len, flags, error);
}

static void
test_nesting (void)
{
  static const struct
  {
    MbJsonFlags flags;
    guint depth;
  } limits[] = { { MB_JSON_STRICT, 16 }, { MB_JSON_CARRIER, 19 }, { MB_JSON_RFC, 1024 } };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    for (guint beyond = 0; beyond <= 100000; beyond = beyond * 100000 + 1)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (MbJson) lists = read_nested (limits[i].depth + beyond, "[", "]", limits[i].flags, &error);
        g_autoptr (MbJson) objects = read_nested (limits[i].depth + beyond, "{\"a\":", "}", limits[i].flags, NULL);

        g_assert_true ((lists != NULL) == (beyond == 0));
        g_assert_true ((objects != NULL) == (beyond == 0));
        if (beyond == 0)
          continue;
        g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
        g_assert_cmpuint (strlen (mb_error_get_pointer (error)), ==, 2 * limits[i].depth);
      }
}

static void
test_place_of_error (void)
{
  static const struct
  {
    const char *text, *message;
  } cases[] = {
    { "{\n  \"a\": 1,\n  b: 2\n}", "Not JSON at line 3, column 3: expected a member's name in quotes" },
    { "[\"\xe8\x8f\x9c\", x]", "Not JSON at line 1, column 7: expected a value" },
    { "{\"a\": [1, 2", "The JSON ends too early at line 1, column 12: expected a comma or ]" },
    { "[\n\n", "The JSON ends too early at line 3, column 1: expected a value" },
    { "[1] 2", "Not JSON at line 1, column 5: expected nothing after the document" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MbJson) json = mb_json_read_text (cases[i].text, -1, MB_JSON_STRICT, &error);

      g_assert_null (json);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

/* A whole document is refused when its end is missing, wherever it is cut. */
static void
test_every_prefix (void)
{
  static const char text[] = "{\"k\":\"\xe8\x8f\x9c\xf0\x9f\x8d\x85\\u83dc\\ud83c\\udf45\\n and plain\",\"n\":[-1.5e+3,"
                             "true,false,null,{}],\"o\":{\"a\":[[]]}}";

  for (gsize length = 0; length < sizeof text; length++)
    {
      const Document prefix = { text, length };
      g_autoptr (GError) error = NULL;
      g_autoptr (MbJson) json = read_document (&prefix, MB_JSON_STRICT, &error);

      g_assert_true ((json != NULL) == (length == sizeof text - 1));
      g_assert_true ((error == NULL) == (json != NULL));
    }
}

static void
test_tape (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbJson) json = mb_json_read_text (
      " { \"kind\" : \"price\", \"list\":[1 , [2,{}], \"\\u83dc a\"], \"empty\":[], \"f\\u006fo\" : -2.50 } ", -1,
      MB_JSON_STRICT, &error);
  static const char *names[] = { "kind", "list", "empty", "foo" };
  g_autofree char *text = NULL;
  g_autoptr (GBytes) compact = NULL, slice = NULL;
  MbJsonAt list, at;
  gint64 number;
  double real;
  guint n = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (mb_json_get_type_at (json, 0), ==, MB_JSON_OBJECT);
  g_assert_cmpuint (mb_json_count (json, 0), ==, 4);
  for (at = mb_json_first (json, 0); at != MB_JSON_NONE; at = mb_json_next (json, at))
    g_assert_true (mb_json_string_equal (json, at, names[n++]));
  g_assert_cmpuint (n, ==, 4);

  list = mb_json_member (json, 0, "list");
  g_assert_cmpuint (mb_json_get_type_at (json, list), ==, MB_JSON_ARRAY);
  g_assert_cmpuint (mb_json_count (json, list), ==, 3);
  at = mb_json_first (json, list);
  g_assert_true (mb_json_get_int (json, at, &number));
  g_assert_cmpint (number, ==, 1);
  at = mb_json_next (json, mb_json_next (json, at));
  text = mb_json_dup_string (json, at);
  g_assert_cmpstr (text, ==, "\xe8\x8f\x9c a");
  g_assert_cmpuint (mb_json_next (json, at), ==, MB_JSON_NONE);

  g_assert_cmpuint (mb_json_first (json, mb_json_member (json, 0, "empty")), ==, MB_JSON_NONE);
  g_assert_cmpuint (mb_json_member (json, 0, "none"), ==, MB_JSON_NONE);
  g_assert_cmpuint (mb_json_member (json, list, "kind"), ==, MB_JSON_NONE);
  g_assert_true (mb_json_get_double (json, mb_json_member (json, 0, "foo"), &real));
  g_assert_cmpfloat (real, ==, -2.5);

  slice = mb_json_dup_bytes (json, list);
  g_assert_cmpmem (g_bytes_get_data (slice, NULL), g_bytes_get_size (slice), "[1 , [2,{}], \"\\u83dc a\"]", 24);
  compact = mb_json_compact (json, list);
  g_assert_cmpmem (g_bytes_get_data (compact, NULL), g_bytes_get_size (compact), "[1,[2,{}],\"\\u83dc a\"]", 21);
}

static void
test_compact (void)
{
  static const char *cases[][2] = {
    { "[ 1,\n\t\" a \\\" b \\\\\" ,\r{ \"c d\" : null } ]", "[1,\" a \\\" b \\\\\",{\"c d\":null}]" },
    { " \"a b\" ", "\"a b\"" },
    { "{\"a\":[1,2]}", "{\"a\":[1,2]}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MbJson) json = mb_json_read_text (cases[i][0], -1, MB_JSON_STRICT, NULL);
      g_autoptr (GBytes) compact = mb_json_compact (json, 0);

      g_assert_cmpmem (g_bytes_get_data (compact, NULL), g_bytes_get_size (compact), cases[i][1], strlen (cases[i][1]));
    }
}

static void
test_numbers (void)
{
  static const struct
  {
    const char *text;
    gboolean is_int;
    gint64 value;
  } cases[] = {
    { "0", TRUE, 0 },
    { "-0", TRUE, 0 },
    { "-17", TRUE, -17 },
    { "9223372036854775807", TRUE, G_MAXINT64 },
    { "-9223372036854775808", TRUE, G_MININT64 },
    { "9223372036854775808", FALSE, 0 },
    { "-9223372036854775809", FALSE, 0 },
    { "18446744073709551616", FALSE, 0 },
    { "99999999999999999999999", FALSE, 0 },
    { "1.0", FALSE, 0 },
    { "1e3", FALSE, 0 },
    { "\"1\"", FALSE, 0 },
    { "null", FALSE, 0 },
  };
  g_autoptr (MbJson) huge = mb_json_read_text ("1e400", -1, MB_JSON_STRICT, NULL);
  double real;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MbJson) json = mb_json_read_text (cases[i].text, -1, MB_JSON_STRICT, NULL);
      gint64 value = 0;

      g_assert_true (mb_json_get_int (json, 0, &value) == cases[i].is_int);
      g_assert_cmpint (value, ==, cases[i].value);
    }
  g_assert_false (mb_json_get_double (huge, 0, &real));
}

/* What the grammar alone lets through still reads as text that is UTF-8. */
static void
test_rfc_strings (void)
{
  static const char *cases[][2] = {
    { "\"a\\ud800b\"", "a\xef\xbf\xbd" "b" },
    { "\"\\udc00\"", "\xef\xbf\xbd" },
    { "\"\\ud800\\ud83c\\udf45\"", "\xef\xbf\xbd\xf0\x9f\x8d\x85" },
    { "\"a\\u0000b\"", "a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MbJson) json = mb_json_read_text (cases[i][0], -1, MB_JSON_RFC, NULL);
      g_autofree char *text = mb_json_dup_string (json, 0);

      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/json/grammar", test_grammar);
  g_test_add_func ("/wire/json/strictness", test_strictness);
  g_test_add_func ("/wire/json/many-members", test_many_members);
  g_test_add_func ("/wire/json/nesting", test_nesting);
  g_test_add_func ("/wire/json/place-of-error", test_place_of_error);
  g_test_add_func ("/wire/json/every-prefix", test_every_prefix);
  g_test_add_func ("/wire/json/tape", test_tape);
  g_test_add_func ("/wire/json/compact", test_compact);
  g_test_add_func ("/wire/json/numbers", test_numbers);
  g_test_add_func ("/wire/json/rfc-strings", test_rfc_strings);

  return g_test_run ();
}
