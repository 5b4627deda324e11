/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-record-codec.h"

/* A value read as every kind: refused with a place, or kept: what is written reads as the same record
 * and is written the same. */

#define TEXTS "{\"zh-Hans\":\"\xe8\x8f\x9c\",\"en\":\"Greens\"}"
#define T "\"2026-11-23T06:58:12+08:00\""

const char *const fuzz_seeds[] = {
  "{\"product\":\"a\",\"grade\":" TEXTS ",\"basis\":\"average\",\"fen\":350,\"low_fen\":300,\"per\":\"500g\","
  "\"observed_at\":" T ",\"source\":\"s\",\"new\":[1.50, 2]}",
  "{\"name\":" TEXTS ",\"order\":1.5,\"trade\":\"fruit\",\"aliases\":[\"a\"],\"staple\":true,\"plu\":7,\"gtin\":\"96901234567895\"}",
  "{\"kind\":\"quick\",\"product\":\"a\",\"item\":" TEXTS ",\"method\":" TEXTS ",\"value\":\"0.51\",\"limit\":{\"op\":\">=\","
  "\"value\":\"0.5\"},\"conclusion\":\"fail\",\"sampled_at\":" T ",\"tested_at\":" T ",\"tester\":\"t\","
  "\"disposal\":[{\"state\":\"closed\",\"at\":" T ",\"x\":{}}]}",
  "{\"columns\":12,\"rows\":8,\"bands\":[\"header\"],\"zones\":[{\"show\":\"prices\",\"at\":[0,0,8,8],\"trades\":[\"pork\"]}]}",
  "{\"text\":" TEXTS ",\"level\":\"emergency\",\"when\":{\"from\":" T ",\"to\":\"2027-01-01T00:00:00Z\",\"daily\":[[\"09:00\",\"24:00\"]]}}",
  "{\"name\":" TEXTS ",\"time_zone\":\"Asia/Shanghai\",\"price_unit\":\"kg\",\"opening\":[{\"days\":[\"MO\"],\"from\":\"05:00\","
  "\"to\":\"19:00\"}],\"freshness\":{\"price\":\"day\",\"quote\":{\"dim_after_s\":1,\"hide_after_s\":2}},\"keep\":{\"test\":7}}",
  "{\"number\":\"A-1\",\"rating\":4.7,\"licences\":[{\"kind\":\"food\",\"expires\":\"2027-02-28\"}]}",
  "{\"layout\":\"e\",\"panel_mm\":[1210,680],\"power\":[[\"05:00\",\"20:00\"]],\"languages\":[\"en\"],\"rotation\":90}",
  NULL,
};

const char *const fuzz_words[] = {
  "null", "true", "-1", "1.5", "\"\"", "[]", "{}", "\"\\u0061\":", ",\"x\":{\"y\":[ ]}", "99999999999", "\"fen\":", "\"when\":",
  "\"yesterday_fen\":1,", "\"24:00\"", "\"0001-01-01T00:00:00-23:59\"", "1e300", "-0", NULL,
};

static void
try (MbKind kind, GBytes *source)
{
  const char *id = kind == MB_KIND_MARKET ? "market" : kind == MB_KIND_PRICE ? "a@average" : "a";
  g_autoptr (GError) error = NULL;
  g_autoptr (MbRecord) record = mb_record_decode_bytes (kind, id, source, NULL, &error), again = NULL;
  g_autoptr (GBytes) once = NULL, twice = NULL;

  if (record == NULL)
    {
      g_assert (error->domain == MB_ERROR && *error->message != '\0');
      g_assert (error->code == MB_ERROR_SYNTAX || mb_error_get_pointer (error) != NULL);
      return;
    }
  once = mb_record_encode_value (record);
  again = mb_record_decode_bytes (kind, id, once, NULL, &error);
  g_assert_no_error (error);
  g_assert (mb_record_equal (record, again));
  twice = mb_record_encode_value (again);
  g_assert (g_bytes_equal (once, twice));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) source = g_bytes_new_static (data, size);

  for (MbKind kind = 0; kind < MB_N_KINDS; kind++)
    try (kind, source);
  return 0;
}
