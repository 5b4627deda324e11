/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-json.h"

#include <string.h>

/* What our own limits let through, the grammar lets through; all of a tape can be asked; compact text
 * is as good as its source; every refusal says something. */

const char *const fuzz_seeds[] = {
  "{\"kind\":\"price\",\"id\":\"spinach@average\",\"rev\":1048577,\"value\":{\"fen\":350,\"x\":[1.50e+3,-0]}}",
  " { \"zh-Hans\" : \"\xe4\xb8\x8a\xe6\xb5\xb7\xe9\x9d\x92\" , \"\\u83dc\" : [ true , false , null , { } , [ ] ] } ",
  "[[[[\"\\ud83c\\udf45\",\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]]],{\"a\":{\"b\":{\"c\":{}}}}]",
  "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":9,\"j\":0,\"k\":1,\"l\":2,\"m\":3,"
  "\"n\":4,\"o\":5,\"p\":6,\"q\":7,\"r\":8,\"s\":9,\"t\":0,\"u\":1,\"v\":2,\"w\":3,\"x\":4,\"y\":5,\"z\":6}",
  NULL,
};

const char *const fuzz_words[] = {
  "\\u0000", "\\u0061", "\\ud800", "\\udc00", "\"a\":", "null", "true", "[[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":", "1e400",
  "9223372036854775808", "-", ".0", "\xef\xbb\xbf", "\xed\xa0\x80", "\xf0\x9f\x8d\x85", "/**/", NULL,
};

static void
ask (const MbJson *json, MbJsonAt at, guint depth)
{
  MbJsonType type = mb_json_get_type_at (json, at);
  gint64 number;
  double real;
  gsize length;
  guint n = 0;

  g_assert (depth <= 1024);
  g_assert (mb_json_slice (json, at, &length) != NULL && length > 0);
  if (mb_json_get_int (json, at, &number))
    g_assert (type == MB_JSON_NUMBER && mb_json_get_double (json, at, &real));
  if (type == MB_JSON_STRING)
    {
      g_autofree char *text = mb_json_dup_string (json, at);

      g_assert (g_utf8_validate (text, -1, NULL));
      g_assert (mb_json_string_equal (json, at, text) || mb_json_peek_string (json, at, &length) == NULL);
    }
  for (MbJsonAt child = mb_json_first (json, at); child != MB_JSON_NONE; child = mb_json_next (json, child))
    {
      n++;
      ask (json, child, depth + 1);
      if (type == MB_JSON_OBJECT)
        ask (json, mb_json_value_of (json, child), depth + 1);
    }
  g_assert (n == mb_json_count (json, at));
}

static void
check_compact (const MbJson *json, MbJsonFlags flags)
{
  g_autoptr (GBytes) once = mb_json_compact (json, 0), twice = NULL;
  g_autoptr (MbJson) again = mb_json_read (once, flags, NULL);

  g_assert (again != NULL);
  twice = mb_json_compact (again, 0);
  g_assert (g_bytes_equal (once, twice));
}

static gboolean
try (GBytes *source, MbJsonFlags flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbJson) json = mb_json_read (source, flags, &error);

  if (json == NULL)
    {
      g_assert (error->domain == MB_ERROR && *error->message != '\0');
      g_assert (error->code == MB_ERROR_SYNTAX || mb_error_get_pointer (error) != NULL);
      return FALSE;
    }
  g_assert (error == NULL);
  ask (json, 0, 0);
  check_compact (json, flags);
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) source = g_bytes_new_static (data, size);
  gboolean strict = try (source, MB_JSON_STRICT), carrier = try (source, MB_JSON_CARRIER);
  gboolean rfc = try (source, MB_JSON_RFC);

  g_assert (!strict || carrier);
  g_assert (!carrier || rfc);
  g_assert (!rfc || g_utf8_validate ((const char *) data, (gssize) size, NULL) || memchr (data, 0, size) != NULL);
  return 0;
}
