/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-fact-codec.h"

/* A body of facts: refused with a line, or read; every text that came is one line and reads as the same
 * fact, written and read again the same. */

#define HEAD(type) "{\"type\":\"" type "\",\"source\":\"a-1~0123456789abcdef\",\"n\":1,\"at\":\"2026-11-23T06:58:12+08:00\","

const char *const fuzz_seeds[] = {
  HEAD ("weighing") "\"scale\":\"s\",\"stall\":\"a-012\",\"grams\":512,\"tare_grams\":0,\"fen_per\":350,\"per\":\"500g\","
                    "\"fen\":358,\"code\":\"0123456789ab\",\"new\":[1.50, 2]}",
  "[" HEAD ("payment") "\"code\":\"0123456789ab\",\"fen\":358,\"channel\":\"wx\",\"reference\":\"r]\\\"}\"},\n"
      HEAD ("rating") "\"code\":\"0123456789ab\",\"stars\":5}]",
  HEAD ("play") "\"screen\":\"e\",\"zone\":\"z\",\"media\":\"m\",\"started_at\":\"2026-11-23T06:58:12Z\",\"ms\":1,"
                "\"ended\":\"cut\"}\r\n\n" HEAD ("call") "\"stall\":\"a\"}\n",
  HEAD ("call") "\"closes\":{\"source\":\"a~0123456789abcdef\",\"n\":1,\"x\":{}},\"reason\":\"r\"}",
  HEAD ("painted") "\"screen\":\"e\",\"publish\":\"9f3ac01b22de.7\"}",
  HEAD ("reweigh") "\"code\":\"0123456789ab\",\"grams\":1,\"fair_scale\":\"f\",\"verdict\":\"short\"}",
  HEAD ("complaint") "\"code\":\"0123456789ab\",\"text\":\"t\",\"phone\":\"1\"}",
  NULL,
};

const char *const fuzz_words[] = {
  "[", "]", ",", "\n", "\r\n", "{", "}", "\\", "\"", "\"type\":\"case\"", "\"amount_differs\":true,", "\"n\":0", "null", "-1",
  "9223372036854775808", "\"\\u0061\":", NULL,
};

static gboolean
on_fact (MbFact *fact, GBytes *text, guint line, gpointer data, GError **refused)
{
  g_autoptr (MbFact) first = fact, again = NULL;
  g_autoptr (GBytes) once = mb_fact_encode (first), twice = NULL;
  g_autoptr (MbJson) json = mb_json_read (text, MB_JSON_STRICT, NULL);
  g_autoptr (MbJson) made = mb_json_read (once, MB_JSON_STRICT, NULL);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *bytes = g_bytes_get_data (text, &length);

  g_assert (json != NULL && made != NULL && line > 0);
  g_assert (memchr (bytes, '\n', length) == NULL && bytes[length - 1] == '}');
  again = mb_fact_decode (made, 0, &error);
  g_assert_no_error (error);
  twice = mb_fact_encode (again);
  g_assert (g_bytes_equal (once, twice));
  return TRUE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) body = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  guint line = 0;

  if (mb_facts_read (body, on_fact, NULL, &line, &error))
    g_assert (error == NULL);
  else
    g_assert (error != NULL && error->domain == MB_ERROR && line > 0);
  return 0;
}
