/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mb-error.h"
#include "core/model/goods/mb-price.h"
#include "core/model/place/mb-market.h"
#include "core/model/place/mb-product.h"
#include "core/model/show/mb-layout.h"
#include "core/wire/mb-json-writer.h"
#include "core/wire/mb-record-codec.h"

#include <string.h>

/* One whole record of every kind, written as the codec writes it. What follows is done to all of
 * them: they come back as they were, unknown members are kept wherever they stand, and every member
 * of a wrong type is refused with its place. */

typedef struct
{
  MbKind kind;
  const char *id, *value, *derived;
} Sample;

#define GREENS "\xe4\xb8\x8a\xe6\xb5\xb7\xe9\x9d\x92"
#define TEXTS "{\"zh-Hans\":\"" GREENS "\",\"zh-Hant\":\"" GREENS "\",\"en\":\"Pak choi\"}"
#define T "\"2026-11-23T06:58:12+08:00\""
#define WHEN "{\"from\":" T ",\"to\":\"2026-12-23T00:00:00+08:00\",\"rrule\":\"FREQ=DAILY\"," \
             "\"daily\":[[\"09:00\",\"11:30\"],[\"22:00\",\"02:00\"],[\"18:00\",\"24:00\"]]}"

static const Sample samples[] = {
  { MB_KIND_MARKET, "market",
    "{\"name\":" TEXTS ",\"address\":" TEXTS ",\"time_zone\":\"Asia/Shanghai\",\"price_unit\":\"500g\","
    "\"opening\":[{\"days\":[\"MO\",\"TU\",\"SU\"],\"from\":\"05:30\",\"to\":\"24:00\"}],"
    "\"complaint_phone\":\"0731-000\",\"food_safety_managers\":[{\"name\":\"N\",\"phone\":\"1\"},{\"name\":\"M\"}],"
    "\"food_safety_rules\":" TEXTS ",\"fair_scale\":{\"place\":" TEXTS ",\"max_error_g\":5},"
    "\"origin_url\":\"https://origin.example\",\"in_store_code\":\"FFWWWWWEEEEEC\",\"price_jump_percent\":50,"
    "\"keep\":{\"test\":7,\"batch\":30,\"promotion\":7,\"notice\":7},"
    "\"freshness\":{\"price\":\"day\",\"quote\":{\"dim_after_s\":7200,\"hide_after_s\":86400}},"
    "\"gs1_prefix\":\"6901234\"}" },
  { MB_KIND_STALL, "a-012",
    "{\"number\":\"A-012\",\"area\":\"A\",\"trade\":\"poultry-eggs\",\"merchant\":" TEXTS ",\"phone\":\"1\","
    "\"licences\":[{\"kind\":\"food\",\"number\":\"JY1\",\"expires\":\"2027-02-28\"}],"
    "\"health_certificates\":[{\"name\":\"N\",\"expires\":\"2027-02-28\"}],\"rating\":4.7,\"pledge\":" TEXTS ","
    "\"picture\":\"p\",\"pay_url\":\"https://pay.example/{fen}?{ref}\",\"keeper\":\"k\"}" },
  { MB_KIND_PRODUCT, "shanghai-pak-choi",
    "{\"name\":" TEXTS ",\"order\":1.5,\"trade\":\"vegetables\",\"plu\":12,\"gtin\":\"96901234567895\","
    "\"sold_by\":\"weight\",\"piece_word\":" TEXTS ",\"staple\":true,\"shortage_class\":1,"
    "\"aliases\":[\"a\",\"b\"],\"picture\":\"p\",\"hint\":true}" },
  { MB_KIND_PRICE, "spinach@stall@a-012",
    "{\"product\":\"spinach\",\"grade\":" TEXTS ",\"stall\":\"a-012\",\"basis\":\"stall\",\"fen\":350,"
    "\"low_fen\":300,\"high_fen\":400,\"per\":\"500g\",\"samples\":5,\"observed_at\":" T ",\"source\":\"list\"}",
    "{\"yesterday_fen\":340,\"lowest_7d_fen\":300,\"changed_at\":" T "}" },
  { MB_KIND_TEST, "t1",
    "{\"kind\":\"laboratory\",\"product\":\"spinach\",\"stall\":\"a-012\",\"batch\":\"b\",\"item\":" TEXTS ","
    "\"method\":" TEXTS ",\"value\":\"0.51\",\"unit\":\"mg/kg\",\"limit\":{\"op\":\">=\",\"value\":\"0.50\"},"
    "\"conclusion\":\"fail\",\"sampled_at\":" T ",\"tested_at\":" T ",\"tester\":\"N\","
    "\"report\":{\"number\":\"R\",\"laboratory\":" TEXTS ",\"media\":\"m\"},\"appeal_until\":" T ","
    "\"disposal\":[{\"state\":\"sale-stopped\",\"at\":" T ",\"grams\":1200,\"note\":" TEXTS "}]}" },
  { MB_KIND_BATCH, "hy20251101-a3",
    "{\"lot\":\"HY20251101-A3\",\"product\":\"spinach\",\"stall\":\"a-012\",\"origin\":{\"country\":" TEXTS ","
    "\"province\":" TEXTS ",\"city\":" TEXTS ",\"county\":" TEXTS ",\"place\":" TEXTS "},\"producer\":" TEXTS ","
    "\"supplier\":" TEXTS ",\"harvested_on\":\"2026-11-22\",\"arrived_at\":" T ","
    "\"certificates\":[{\"kind\":\"conformity\",\"number\":\"C\",\"media\":\"m\"}],\"grams\":0,\"recalled\":true}" },
  { MB_KIND_PROMOTION, "eggs-weekend",
    "{\"title\":" TEXTS ",\"text\":" TEXTS ",\"product\":\"egg\",\"stall\":\"a-012\",\"place\":" TEXTS ","
    "\"coupon\":{\"fen\":500,\"minimum_fen\":3000,\"left\":0},\"conditions\":" TEXTS ",\"steps\":" TEXTS ","
    "\"link\":\"https://c.example\",\"picture\":\"p\",\"when\":" WHEN ",\"priority\":-3}",
    "{\"was_fen\":600,\"was_per\":\"500g\",\"began_at\":" T "}" },
  { MB_KIND_NOTICE, "n", "{\"text\":" TEXTS ",\"level\":\"emergency\",\"audience\":\"stalls\",\"when\":" WHEN "}" },
  { MB_KIND_MEDIA, "m",
    "{\"name\":\"film\",\"type\":\"live\",\"uri\":\"rtsp://cam.example/1\",\"title\":" TEXTS ",\"starts_at\":" T ","
    "\"link\":\"https://l.example\",\"duration_ms\":30000,\"sound\":true,\"poster\":\"p\"}" },
  { MB_KIND_PLAYLIST, "p",
    "{\"items\":[{\"media\":\"m\",\"seconds\":10,\"when\":" WHEN ",\"priority\":1},{\"media\":\"n\"}],"
    "\"shuffle\":true,\"fallback\":\"f\",\"priority\":2,\"when\":" WHEN ",\"volume\":70}" },
  { MB_KIND_LAYOUT, "entrance",
    "{\"name\":\"L\",\"columns\":12,\"rows\":8,\"orientation\":\"landscape\",\"distance_m\":4.5,"
    "\"bands\":[\"header\",\"ticker\"],\"zones\":[{\"show\":\"prices\",\"at\":[0,0,8,8],\"staple\":true,"
    "\"trades\":[\"vegetables\",\"fruit\"],\"columns\":2},{\"show\":\"video\",\"at\":[8,0,4,4],\"stall\":\"s\","
    "\"playlist\":\"p\",\"media\":\"m\",\"text\":" TEXTS ",\"scale\":\"c\"}]}" },
  { MB_KIND_SCREEN, "s",
    "{\"name\":\"S\",\"place\":\"hall\",\"layout\":\"entrance\",\"languages\":[\"zh-Hans\",\"en\"],\"rotation\":90,"
    "\"panel_mm\":[1210,680],\"distance_m\":3,\"led\":true,\"stall\":\"a-012\",\"area\":\"A\",\"trades\":[\"pork\"],"
    "\"touch\":true,\"power\":[[\"05:00\",\"20:00\"]],\"sound\":[],\"volume\":0,\"elder_mode\":true}" },
  { MB_KIND_TEST_ITEM, "ti",
    "{\"name\":" TEXTS ",\"method\":" TEXTS ",\"unit\":\"%\",\"limit\":{\"op\":\">\",\"value\":\"-1\"},"
    "\"suspect_products\":[\"scallion\",\"garlic\"]}" },
  { MB_KIND_KEY, "k1",
    "{\"ed25519\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\",\"from\":" T ",\"to\":\"2027-01-01T00:00:00+08:00\"}" },
  { MB_KIND_SCALE, "scale-07",
    "{\"stall\":\"a-012\",\"model\":\"M\",\"serial\":\"1\",\"calibrated_until\":\"2027-06-30\"}" },
  { MB_KIND_QUOTE, "spinach",
    "{\"low_fen\":300,\"average_fen\":350,\"high_fen\":400,\"samples\":12,\"stalls\":4,\"per\":\"500g\","
    "\"day\":\"2026-11-23\",\"observed_at\":" T "}",
    "{\"yesterday_fen\":340,\"lowest_7d_fen\":300,\"changed_at\":" T "}" },
};

static MbRecord *
decode (const Sample *sample, const char *value, const char *derived, GError **error)
{
  g_autoptr (GBytes) value_bytes = g_bytes_new (value, strlen (value));
  g_autoptr (GBytes) derived_bytes = derived != NULL ? g_bytes_new (derived, strlen (derived)) : NULL;

  return mb_record_decode_bytes (sample->kind, sample->id, value_bytes, derived_bytes, error);
}

static void
assert_bytes (GBytes *bytes, const char *expected)
{
  if (expected == NULL)
    {
      g_assert_null (bytes);
      return;
    }
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_round_trip (const Sample *sample, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbRecord) record = decode (sample, value, sample->derived, &error);
  g_autoptr (GBytes) value_bytes = NULL, derived_bytes = NULL;

  g_assert_no_error (error);
  value_bytes = mb_record_encode_value (record);
  derived_bytes = mb_record_encode_derived (record);
  assert_bytes (value_bytes, value);
  assert_bytes (derived_bytes, sample->derived);
}

static void
test_every_kind (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (samples), ==, MB_N_KINDS);
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_assert_cmpint (samples[i].kind, ==, (MbKind) i);
      assert_round_trip (&samples[i], samples[i].value);
    }
}

typedef void (*ValueFunc) (const Sample *sample, const MbJson *json, MbJsonAt at, const char *pointer);

static void
foreach_value (const Sample *sample, const MbJson *json, MbJsonAt at, const char *pointer, ValueFunc func)
{
  gboolean is_object = mb_json_get_type_at (json, at) == MB_JSON_OBJECT;
  guint index = 0;

  func (sample, json, at, pointer);
  for (MbJsonAt child = mb_json_first (json, at); child != MB_JSON_NONE; child = mb_json_next (json, child))
    {
      g_autofree char *name = is_object ? mb_json_dup_string (json, child) : g_strdup_printf ("%u", index++);
      g_autofree char *inner = g_strdup_printf ("%s/%s", pointer, name);

      foreach_value (sample, json, is_object ? mb_json_value_of (json, child) : child, inner, func);
    }
}

static void
foreach_value_of_samples (ValueFunc func)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (MbJson) json = mb_json_read_text (samples[i].value, -1, MB_JSON_STRICT, NULL);

      foreach_value (&samples[i], json, 0, "", func);
    }
}

/* The document with @text in the place of @length bytes at @offset. */
static char *
splice (const char *document, gsize offset, gsize length, const char *text)
{
  return g_strdup_printf ("%.*s%s%s", (int) offset, document, text, document + offset + length);
}

static gboolean
has_member (const MbJson *json, MbJsonAt at, const char *name)
{
  return mb_json_member (json, at, name) != MB_JSON_NONE;
}

/* Texts by language and freshness have no place for others' members: there they are refused, not lost. */
static void
add_unknown_members (const Sample *sample, const MbJson *json, MbJsonAt at, const char *pointer)
{
  gsize length, start;
  g_autofree char *sent = NULL, *kept = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MbRecord) record = NULL;
  g_autoptr (GBytes) value = NULL;

  if (mb_json_get_type_at (json, at) != MB_JSON_OBJECT)
    return;

  start = (gsize) (mb_json_slice (json, at, &length) - mb_json_slice (json, 0, &(gsize){ 0 }));
  sent = splice (sample->value, start + length - 1, 0, ",\"x-1\":{\"n\":1.50,\"e\":\"\\u83dc \"},\"x\\u002d2\" : [ ]");
  kept = splice (sample->value, start + length - 1, 0, ",\"x-1\":{\"n\":1.50,\"e\":\"\\u83dc \"},\"x\\u002d2\":[]");
  record = decode (sample, sent, NULL, &error);
  if (has_member (json, at, "zh-Hans") || has_member (json, at, "dim_after_s"))
    {
      g_autofree char *place = g_strconcat (pointer, "/x-1", NULL);

      g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
      g_assert_cmpstr (mb_error_get_pointer (error), ==, place);
      return;
    }
  g_assert_no_error (error);
  value = mb_record_encode_value (record);
  assert_bytes (value, kept);
}

static void
test_unknown_members (void)
{
  foreach_value_of_samples (add_unknown_members);
}

/* Whatever stands there instead is taken, or refused with its place. */
static void
put_others (const Sample *sample, const MbJson *json, MbJsonAt at, const char *pointer)
{
  static const char *const others[] = {
    "null", "true", "-2", "1.5", "1e3", "99999999999999999999", "-9223372036854775808", "\"?\"", "\"\"", "[]",
    "[null]", "[{}]", "[[]]", "[\"?\"]", "[\"a\",\"a\"]", "[1]", "{}", "{\"?\":\"?\"}", "{\"en\":1}",
  };
  gboolean is_in_window = g_regex_match_simple ("(daily|power)/\\d+/\\d", pointer, 0, 0);
  gsize length, start;

  start = (gsize) (mb_json_slice (json, at, &length) - mb_json_slice (json, 0, &(gsize){ 0 }));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *value = splice (sample->value, start, length, others[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (MbRecord) record = decode (sample, value, NULL, &error);

      g_test_message ("%s %s: %s", sample->id, pointer, others[i]);
      g_assert_true ((record == NULL) == (error != NULL));
      if (i == 0)
        g_assert_null (record); /* null is never a value */
      if (record != NULL || is_in_window)
        continue;
      g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
      /* or at another amount, which no longer fits beside it */
      if (!g_str_has_suffix (pointer, "fen"))
        g_assert_true (g_str_has_prefix (mb_error_get_pointer (error), pointer));
    }
}

static void
test_wrong_types (void)
{
  foreach_value_of_samples (put_others);
}

static void
test_refused (void)
{
  static const struct
  {
    MbKind kind;
    const char *value, *pointer;
  } cases[] = {
    { MB_KIND_PRICE, "{\"fen\":1,\"fen\":1}", "/fen" },
    { MB_KIND_PRICE, "{\"yesterday_fen\":340}", "/yesterday_fen" },
    { MB_KIND_PRICE, "{\"yesterday\\u005ffen\":340}", "/yesterday_fen" },
    { MB_KIND_PRICE, "{}", "/product" },
    { MB_KIND_PRICE, "{\"product\":\"Spinach\"}", "/product" },
    { MB_KIND_PRICE, "{\"fen\":3.50}", "/fen" },
    { MB_KIND_PRICE, "{\"fen\":\"350\"}", "/fen" },
    { MB_KIND_PRICE, "{\"per\":\"500 g\"}", "/per" },
    { MB_KIND_PRICE, "{\"per\":\"KG\"}", "/per" },
    { MB_KIND_PRICE, "{\"observed_at\":\"2026-11-23T06:58:12\"}", "/observed_at" },
    { MB_KIND_PRICE, "{\"observed_at\":\"2026-02-30T06:58:12Z\"}", "/observed_at" },
    { MB_KIND_PRICE, "{\"observed_at\":\"2026-11-23T06:58:12\\u005a\"}", "/observed_at" },
    { MB_KIND_PRICE, "[]", "" },
    { MB_KIND_PRICE, "null", "" },
    { MB_KIND_PROMOTION, "{\"title\":\"plain\"}", "/title" },
    { MB_KIND_PROMOTION, "{\"title\":{}}", "/title" },
    { MB_KIND_PROMOTION, "{\"title\":{\"zh_CN\":\"a\"}}", "/title/zh_CN" },
    { MB_KIND_PROMOTION, "{\"title\":{\"zh-\":\"a\"}}", "/title/zh-" },
    { MB_KIND_PROMOTION, "{\"title\":{\"a/b\":\"a\"}}", "/title/a~1b" },
    { MB_KIND_PROMOTION, "{\"when\":{\"daily\":[[\"09:00\",\"25:00\"]]}}", "/when/daily/0" },
    { MB_KIND_PROMOTION, "{\"when\":{\"daily\":[[\"24:00\",\"01:00\"]]}}", "/when/daily/0" },
    { MB_KIND_PROMOTION, "{\"when\":{\"daily\":[[\"9:00\",\"10:00\"]]}}", "/when/daily/0" },
    { MB_KIND_PROMOTION, "{\"when\":{\"daily\":[[\"09:60\",\"10:00\"]]}}", "/when/daily/0" },
    { MB_KIND_PROMOTION, "{\"when\":{\"daily\":[[\"09:00\",\"10:00\",\"11:00\"]]}}", "/when/daily/0" },
    { MB_KIND_PROMOTION, "{\"when\":{\"daily\":[[\"09:00\",\"10:00\"],[\"x\"]]}}", "/when/daily/1" },
    { MB_KIND_LAYOUT, "{\"bands\":[\"header\",\"header\"]}", "/bands/1" },
    { MB_KIND_LAYOUT, "{\"zones\":[{\"show\":\"text\"},{\"at\":[0,0,1]}]}", "/zones/1/at" },
    { MB_KIND_LAYOUT, "{\"zones\":[{\"at\":[0,0,-1,1]}]}", "/zones/0/at/2" },
    { MB_KIND_LAYOUT, "{\"zones\":[{\"at\":[0,0,2147483648,1]}]}", "/zones/0/at/2" },
    { MB_KIND_LAYOUT, "{\"distance_m\":1e400}", "/distance_m" },
    { MB_KIND_STALL, "{\"licences\":[{\"expires\":\"2026-02-30\"}]}", "/licences/0/expires" },
    { MB_KIND_MARKET, "{\"freshness\":{\"price\":\"week\"}}", "/freshness/price" },
    { MB_KIND_MARKET, "{\"freshness\":{\"price\":{}}}", "/freshness/price" },
    { MB_KIND_MARKET, "{\"freshness\":{\"price\":{\"dim_after_s\":-1}}}", "/freshness/price/dim_after_s" },
    { MB_KIND_MARKET, "{\"freshness\":{\"price\":{\"hide\":1}}}", "/freshness/price/hide" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (decode (&samples[cases[i].kind], cases[i].value, NULL, &error));
      g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
      g_assert_cmpstr (mb_error_get_pointer (error), ==, cases[i].pointer);
      /* and without anybody to tell */
      g_assert_null (decode (&samples[cases[i].kind], cases[i].value, NULL, NULL));
    }
}

static void
test_derived (void)
{
  const Sample *price = &samples[MB_KIND_PRICE];
  g_autoptr (GError) error = NULL;
  g_autoptr (MbRecord) record = decode (price, price->value, "{\"yesterday_fen\":1,\"new\":[1]}", &error);
  g_autoptr (GBytes) value = NULL, derived = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (MB_PRICE (record)->yesterday_fen, ==, 1);
  g_assert_cmpint (MB_PRICE (record)->lowest_7d_fen, ==, MB_UNSET);
  value = mb_record_encode_value (record);
  derived = mb_record_encode_derived (record);
  assert_bytes (value, price->value);
  assert_bytes (derived, "{\"yesterday_fen\":1}");

  g_assert_null (decode (price, price->value, "{\"fen\":1}", &error));
  g_assert_cmpstr (mb_error_get_pointer (error), ==, "/fen");
  g_clear_error (&error);
  g_assert_null (decode (price, price->value, "{\"yesterday_fen\":\"1\"}", &error));
  g_assert_cmpstr (mb_error_get_pointer (error), ==, "/yesterday_fen");
}

/* What came spaced and escaped goes on compact, and means the same. */
static void
test_spelling (void)
{
  const Sample sample = { MB_KIND_PRODUCT, "eggs", NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (MbRecord) record = decode (
      &sample,
      " { \"order\" : 1.50 , \"n\\u0061me\" : { \"en\" : \"\\ud83e\\udd5a \\\"fresh\\\"\\n\" }, \"hint\":false,\n"
      "\"future\" : { \"a\" : [ 1 , 2 ] } }",
      NULL, &error);
  g_autoptr (GBytes) value = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (mb_texts_get (MB_PRODUCT (record)->name, "en"), ==, "\xf0\x9f\xa5\x9a \"fresh\"\n");
  g_assert_cmpstr (mb_record_get_extra (record), ==, "\"future\":{\"a\":[1,2]}");
  value = mb_record_encode_value (record);
  assert_bytes (value, "{\"name\":{\"en\":\"\xf0\x9f\xa5\x9a \\\"fresh\\\"\\n\"},\"order\":1.5,\"future\":{\"a\":[1,2]}}");
}

static void
test_writer (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (MbJson) json = NULL;
  MbJsonWriter writer;
  static const double numbers[] = { 0, -0.5, 0.1, 1.0 / 3, 1e300, 5e-324, 123456789.125 };
  MbJsonAt at;
  double read;

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "a\"b", "\x01\b\t\n\v\f\r\x1f \"\\/\x7f long enough \xe8\x8f\x9c");
  mb_json_writer_member_string (&writer, "null", NULL);
  mb_json_writer_member_int (&writer, "int", G_MININT64);
  mb_json_writer_member_bool (&writer, "bool", FALSE);
  mb_json_writer_name (&writer, "list");
  mb_json_writer_begin_array (&writer);
  mb_json_writer_begin_array (&writer);
  mb_json_writer_end_array (&writer);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_raw_members (&writer, "\"x\":1,\"y\":2");
  mb_json_writer_end_object (&writer);
  mb_json_writer_uint (&writer, G_MAXUINT64);
  mb_json_writer_end_array (&writer);
  mb_json_writer_end_object (&writer);
  g_assert_cmpstr (out->str, ==,
                   "{\"a\\\"b\":\"\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\/\x7f long enough \xe8\x8f\x9c\","
                   "\"null\":null,\"int\":-9223372036854775808,\"bool\":false,"
                   "\"list\":[[],{\"x\":1,\"y\":2},18446744073709551615]}");

  g_string_truncate (out, 0);
  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_array (&writer);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    mb_json_writer_double (&writer, numbers[i]);
  mb_json_writer_end_array (&writer);
  g_assert_true (g_str_has_prefix (out->str, "[0,-0.5,0.1,0.333"));
  json = mb_json_read_text (out->str, -1, MB_JSON_STRICT, NULL);
  at = mb_json_first (json, 0);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++, at = mb_json_next (json, at))
    {
      g_assert_true (mb_json_get_double (json, at, &read));
      g_assert_cmpfloat (read, ==, numbers[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/record/every-kind", test_every_kind);
  g_test_add_func ("/wire/record/unknown-members", test_unknown_members);
  g_test_add_func ("/wire/record/wrong-types", test_wrong_types);
  g_test_add_func ("/wire/record/refused", test_refused);
  g_test_add_func ("/wire/record/derived", test_derived);
  g_test_add_func ("/wire/record/spelling", test_spelling);
  g_test_add_func ("/wire/record/writer", test_writer);

  return g_test_run ();
}
