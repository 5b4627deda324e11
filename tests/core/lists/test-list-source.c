/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/lists/mb-list-source.h"

#include "core/base/mb-error.h"

#include <string.h>

/* What a list says, a line per row: "line: name|grade|low|price|high|unit|date", a record's as
 * "line: kind id value", what cannot be read as "line! why", an empty one as "line.". */
static char *
read_list (const char *text, gssize length, const char *const *mappings, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);
  g_autoptr (MbListSource) source = mb_list_source_new (bytes, mappings, error);
  GString *seen;
  MbListRow row;

  if (source == NULL)
    return NULL;

  seen = g_string_new (NULL);
  while (mb_list_source_next (source, &row))
    {
      g_autofree char *raw = mb_list_source_dup_raw (source);

      g_assert_true (g_utf8_validate (raw, -1, NULL));
      g_string_append_printf (seen, "%u", row.line);
      if (row.fault != NULL)
        g_string_append_printf (seen, "! %s", row.fault);
      else if (row.empty)
        g_string_append (seen, ".");
      else if (row.kind != NULL)
        g_string_append_printf (seen, ": %s %s %.*s", row.kind, row.id,
                                row.value != NULL ? (int) g_bytes_get_size (row.value) : 1,
                                row.value != NULL ? (const char *) g_bytes_get_data (row.value, NULL) : "-");
      else
        for (guint i = MB_LIST_NAME; i <= MB_LIST_DATE; i++)
          g_string_append_printf (seen, "%s%s", i == 0 ? ": " : "|", row.fields[i] != NULL ? row.fields[i] : "~");
      g_string_append_c (seen, '\n');
    }

  return g_string_free (seen, FALSE);
}

static void
assert_list (const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *seen = read_list (text, -1, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (seen, ==, expected);
}

static void
test_csv (void)
{
  static const struct
  {
    const char *text;
    const char *rows;
  } cases[] = {
    { "品名,均价\n菠菜,3.5\n", "2: 菠菜|~|~|3.5|~|~|~\n" },
    { "品名,均价\r\n菠菜,3.5\r\n葱,2\r\n", "2: 菠菜|~|~|3.5|~|~|~\n3: 葱|~|~|2|~|~|~\n" },
    { "品名,均价\r菠菜,3.5\r葱,2", "2: 菠菜|~|~|3.5|~|~|~\n3: 葱|~|~|2|~|~|~\n" },
    { "\xef\xbb\xbf商品名称,规格,最低价\n素鸡,优质,11.0\n", "2: 素鸡|优质|11.0|~|~|~|~\n" },
    { "品名\t最低价\t最高价\n菠菜\t3\t4\n", "2: 菠菜|~|3|~|4|~|~\n" },
    { "品名;均价\n菠菜;3.5\n", "2: 菠菜|~|~|3.5|~|~|~\n" },
    { "name,price,unit,date\n\"spinach, \"\"young\"\"\",3.5,kg,2026-03-13\n",
      "2: spinach, \"young\"|~|~|3.5|~|kg|2026-03-13\n" },
    { "品名,均价\n\"两行\n名字\",3.5\n葱,2\n", "2: 两行 名字|~|~|3.5|~|~|~\n4: 葱|~|~|2|~|~|~\n" },
    { "品名,均价\n\"\",3.5\n", "2: |~|~|3.5|~|~|~\n" },
    { "品名,均价\n菠\"菜,3.5\n", "2: 菠\"菜|~|~|3.5|~|~|~\n" },
    { "品名,均价\n\"菠\"菜,3.5\n", "2: 菠菜|~|~|3.5|~|~|~\n" },
    /* a quote left open costs its own line */
    { "品名,均价\n\"菠菜,3.5\n葱,2\n", "2! a quote in it is never closed\n3: 葱|~|~|2|~|~|~\n" },
    /* too few and too many fields, empty rows */
    { "品名,规格,均价\n菠菜\n葱,一级,2,9,9\n\n,,\n \n", "2: 菠菜|~|~|~|~|~|~\n3: 葱|一级|~|2|~|~|~\n4.\n5.\n6.\n" },
    /* a title above the headings */
    { "桂花巷农贸市场 价格表,\n\n品名,均价（元/公斤）\n菠菜,3.5", "4: 菠菜|~|~|3.5|~|~|~\n" },
    /* marks inside, between files joined end to end */
    { "品名,均价\n\xef\xbb\xbf菠菜,3.5\n\xef\xbb\xbf\"葱\",2\n", "2: 菠菜|~|~|3.5|~|~|~\n3: 葱|~|~|2|~|~|~\n" },
    { "品名,均价\n", "" },
    { "品名,均价", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u", i);
      assert_list (cases[i].text, cases[i].rows);
    }
}

static void
test_headings (void)
{
  static const char *const headings[] = {
    "品名,最低价,平均价,最高价,规格,单位,发布日期",  "商品名称,最低价格,均价,最高价格,等级,计量单位,日期",
    "Name,Low,Average,High,Grade,Unit,Date",        "prodName,lowPrice,avgPrice,highPrice,specInfo,unitInfo,pubDate",
    "名稱,最低價,平均價,最高價,規格,單位,發布日期", "crop name,Lower_Price,Avg_Price,Upper_Price,Spec,UNIT,Trans Date",
    "品 名,最低价(元),平均价(元),最高价(元),规格,单位,日期",
  };

  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    {
      g_autofree char *text = g_strconcat (headings[i], "\n菠菜,1,2,3,一级,斤,2026-03-13\n", NULL);

      g_test_message ("%s", headings[i]);
      assert_list (text, "2: 菠菜|一级|1|2|3|斤|2026-03-13\n");
    }
  /* the more certain word wins: the average, not the middle; the product, not its kind */
  assert_list ("品种,品名,中价,平均价\n叶菜,菠菜,1,2\n", "2: 菠菜|~|~|2|~|~|~\n");
}

static void
test_heading_unit (void)
{
  static const struct
  {
    const char *text, *per;
  } cases[] = {
    { "品名,价格(元/公斤)\n", "kg" },
    { "品名,价格（元／斤）\n", "500g" },
    { "品名,最低价【元/500克】\n", "500g" },
    { "品名,价格(元)\n", NULL },
    { "品名(斤),价格\n", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].text, strlen (cases[i].text));
      g_autoptr (MbListSource) source = mb_list_source_new (bytes, NULL, NULL);

      g_assert_nonnull (source);
      g_assert_cmpstr (source->columns.has_unit ? mb_per_names[source->columns.unit.per] : NULL, ==, cases[i].per);
    }
}

static void
test_mapping (void)
{
  static const char *const mappings[] = { "name=货", "price=报 价", "grade=备注", NULL };
  static const char *const absent[] = { "name=货", "price=没有", NULL };
  static const char *const bad[] = { "colour=red", NULL };
  const char *text = "货,备注,报 价,均价\n菠菜,一级,3.5,9\n";
  g_autoptr (GError) error = NULL;
  g_autofree char *seen = read_list (text, -1, mappings, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (seen, ==, "2: 菠菜|一级|~|3.5|~|~|~\n");
  g_assert_null (read_list (text, -1, absent, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (read_list (text, -1, bad, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
}

static void
test_gb18030 (void)
{
  const char *text = "品名,规格,均价\n黄秋葵,\"新鲜, 一级\",3.5\n㐂菜,镕,2\n";
  gsize length;
  g_autofree char *bytes = g_convert (text, -1, "GB18030", "UTF-8", NULL, &length, NULL);
  g_autoptr (GString) dirty = NULL;
  g_autofree char *seen = NULL, *dirty_seen = NULL;

  g_assert_nonnull (bytes);
  seen = read_list (bytes, (gssize) length, NULL, NULL);
  g_assert_cmpstr (seen, ==, "2: 黄秋葵|新鲜, 一级|~|3.5|~|~|~\n3: 㐂菜|镕|~|2|~|~|~\n");

  /* one broken row does not make it another encoding */
  dirty = g_string_new_len (bytes, (gssize) length);
  g_string_append (dirty, "\xff\xff,x,3\n");
  dirty_seen = read_list (dirty->str, (gssize) dirty->len, NULL, NULL);
  g_assert_true (g_str_has_suffix (dirty_seen, "4! it is not valid GB18030\n"));
}

static void
test_broken_utf8 (void)
{
  assert_list ("品名,均价\n菠菜,3.5\n\xb2\xa4\xb2\xcb,2\n葱,2\n",
               "2: 菠菜|~|~|3.5|~|~|~\n3! it is not valid UTF-8\n4: 葱|~|~|2|~|~|~\n");
}

static void
test_zero_byte (void)
{
  g_autofree char *seen = read_list ("品名,均价\n菠\0菜,3\n葱,2\n", sizeof "品名,均价\n菠\0菜,3\n葱,2\n" - 1, NULL, NULL);

  g_assert_cmpstr (seen, ==, "2! it holds a zero byte\n3: 葱|~|~|2|~|~|~\n");
}

static void
test_json (void)
{
  assert_list ("{\"count\":2,\"tags\":[1,2],\"list\":[\n"
               "{\"prodName\":\"大白菜\",\"lowPrice\":\"0.55\",\"avgPrice\":\"0.58\",\"unitInfo\":\"斤\","
               "\"pubDate\":\"2025-02-08 00:00:00\",\"status\":null},\n"
               "{\"prodName\":\"\\u83e0\\u83dc\",\"lowPrice\":0.1,\"avgPrice\":null}]}",
               "2: 大白菜|~|0.55|0.58|~|斤|2025-02-08 00:00:00\n3: 菠菜|~|0.1||~|~|~\n");
  assert_list ("[{\"name\":\"a\\u0000b\",\"price\":1},7,{},{\"name\":\"葱\",\"price\":1e2}]",
               "1! it holds a zero character\n1! it is not an object as the others are\n1.\n1: 葱|~|~|1e2|~|~|~\n");
  assert_list ("{\"RS\":\"OK\",\"Data\":[]}", "");
  assert_list ("[]", "");
}

static void
test_records (void)
{
  const char *rows = "1: notice open {\"text\":{\"en\":\"a\"}}\n2: notice shut -\n";

  assert_list ("{\"kind\":\"notice\",\"id\":\"open\",\"value\":{\"text\": {\"en\": \"a\"}}}\n"
               "{\"kind\":\"notice\",\"id\":\"shut\",\"value\":null}\n",
               rows);
  assert_list ("[{\"kind\":\"notice\",\"id\":\"open\",\"value\":{\"text\": {\"en\": \"a\"}}},\n"
               "{\"kind\":\"notice\",\"id\":\"shut\"}]",
               rows);
  assert_list ("{\"kind\":\"notice\",\"id\":\"open\",\"rev\":3,\"value\":{\"a\":[{\"name\":\"x\",\"price\":1}]}}",
               "1: notice open {\"a\":[{\"name\":\"x\",\"price\":1}]}\n");
  assert_list ("{broken\n\n{\"id\":\"x\"}\n{\"kind\":\"notice\",\"id\":\"shut\"}\n",
               "1! it is not one JSON value\n2.\n3! it is no record: kind or id is missing\n4: notice shut -\n");
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    gssize length; /* -1: up to its NUL */
    MbError code;
  } cases[] = {
    { "", -1, MB_ERROR_SYNTAX },
    { "\n\n,,\n", -1, MB_ERROR_SYNTAX },
    { "a,b\n1,2\n", -1, MB_ERROR_INVALID },
    { "品名,产地\n菠菜,湖南\n", -1, MB_ERROR_INVALID },
    { "{\"Data\":[{\"name\":\"x\",", -1, MB_ERROR_SYNTAX },
    { "[[[", -1, MB_ERROR_SYNTAX },
    { "{\"a\":1}", -1, MB_ERROR_INVALID },
    { "[{\"name\":\"x\"}]", -1, MB_ERROR_INVALID },
    { "PK\x03\x04rest", -1, MB_ERROR_UNSUPPORTED },
    { "\xff\xfe\x0a\x00", 4, MB_ERROR_UNSUPPORTED },
    { "%PDF-1.4\n", -1, MB_ERROR_UNSUPPORTED },
    { "<html><table><tr><td>品名", -1, MB_ERROR_UNSUPPORTED },
    { "\xef\xbb\xbf\n <!DOCTYPE html>", -1, MB_ERROR_UNSUPPORTED },
    { "<?xml version=\"1.0\"?>\n<Workbook", -1, MB_ERROR_UNSUPPORTED },
    { "<菜价>,b\n1,2\n", -1, MB_ERROR_INVALID },
    { "\xef\xbb\xbf", -1, MB_ERROR_SYNTAX },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %u", i);
      g_assert_null (read_list (cases[i].text, cases[i].length, NULL, &error));
      g_assert_error (error, MB_ERROR, (int) cases[i].code);
    }
}

/* Whatever byte a file is cut at, reading it ends, without a warning. */
static void
test_cut_anywhere (void)
{
  const char *texts[] = { "\xef\xbb\xbf品名,规格,均价\r\n\"菠\"\"菜\n\",一级,3.5\r\n\"葱,2\n",
                          "{\"list\":[{\"name\":\"\\u83e0\",\"price\":0.1},{\"name\":[]}]}",
                          "{\"kind\":\"notice\",\"id\":\"a\",\"value\":{}}\n{\"kind\":\"notice\",\"id\":\"b\"}" };

  for (guint t = 0; t < G_N_ELEMENTS (texts); t++)
    for (gsize n = 0; n <= strlen (texts[t]); n++)
      {
        g_autofree char *part = g_strndup (texts[t], n); /* its own block, so that reading past it shows */

        g_free (read_list (part, (gssize) n, NULL, NULL));
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lists/source/csv", test_csv);
  g_test_add_func ("/lists/source/headings", test_headings);
  g_test_add_func ("/lists/source/heading-unit", test_heading_unit);
  g_test_add_func ("/lists/source/mapping", test_mapping);
  g_test_add_func ("/lists/source/gb18030", test_gb18030);
  g_test_add_func ("/lists/source/broken-utf-8", test_broken_utf8);
  g_test_add_func ("/lists/source/zero-byte", test_zero_byte);
  g_test_add_func ("/lists/source/json", test_json);
  g_test_add_func ("/lists/source/records", test_records);
  g_test_add_func ("/lists/source/refused", test_refused);
  g_test_add_func ("/lists/source/cut-anywhere", test_cut_anywhere);

  return g_test_run ();
}
