/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mb-error.h"
#include "core/wire/mb-fact-codec.h"

#include <string.h>

#define SOURCE "scale-07~5c1f00aa91b2c3d4"
#define HEAD(type) "{\"type\":\"" type "\",\"source\":\"" SOURCE "\",\"n\":311,\"at\":\"2026-11-23T06:58:12+08:00\","
#define CODE "\"code\":\"0hjkmnpqrstv\""
#define WEIGHING                                                                                                       \
  HEAD ("weighing")                                                                                                    \
  "\"scale\":\"scale-07\",\"stall\":\"a-012\",\"product\":\"spinach\",\"grams\":512,\"tare_grams\":8,\"fen_per\":350," \
  "\"per\":\"500g\",\"fen\":360," CODE "}"
#define PLAY(n)                                                                                                        \
  "{\"type\":\"play\",\"source\":\"e-1~0123456789abcdef\",\"n\":" n ",\"at\":\"2026-11-23T07:00:15+08:00\","           \
  "\"screen\":\"e-1\",\"zone\":\"video\",\"media\":\"film\",\"started_at\":\"2026-11-23T07:00:00+08:00\","             \
  "\"ms\":15000,\"ended\":\"whole\"}"

static const char *const good[] = {
  WEIGHING,
  HEAD ("payment") CODE ",\"fen\":360,\"channel\":\"wechat\",\"reference\":\"4200\"}",
  HEAD ("play") "\"screen\":\"e-1\",\"zone\":\"video\",\"media\":\"film\",\"started_at\":\"2026-11-23T06:58:00+08:00\","
                "\"ms\":12000,\"ended\":\"cut\"}",
  HEAD ("painted") "\"screen\":\"e-1\",\"publish\":\"9f3ac01b22de.7\",\"position\":\"9f3ac01b22de.7\",\"visible\":1,"
                   "\"later\":0,\"elsewhere\":0,\"covered\":0,\"glass\":\"sent\"}",
  HEAD ("painted") "\"screen\":\"e-1\",\"publish\":\"9f3ac01b22de.7\"}",
  HEAD ("reweigh") CODE ",\"grams\":477,\"fair_scale\":\"fair\",\"allowed_grams\":20,\"verdict\":\"cannot-judge\"}",
  HEAD ("call") "\"stall\":\"a-012\"}",
  HEAD ("call") "\"closes\":{\"source\":\"" SOURCE "\",\"n\":310},\"reason\":\"was there\"}",
  HEAD ("complaint") CODE ",\"text\":\"short\",\"phone\":\"138\"}",
  HEAD ("rating") CODE ",\"stars\":5,\"mood\":{\"a\":1.50}}",
};

static MbFact *
decode (const char *text, GError **error)
{
  g_autoptr (MbJson) json = mb_json_read_text (text, -1, MB_JSON_STRICT, error);

  g_assert_nonnull (json);
  return mb_fact_decode (json, 0, error);
}

static void
test_types (void)
{
  guint seen = 0;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MbFact) fact = decode (good[i], &error);
      g_autoptr (GBytes) text = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (fact->source, ==, SOURCE);
      g_assert_cmpint (fact->n, ==, 311);
      seen |= 1u << fact->type;
      text = mb_fact_encode (fact);
      g_assert_cmpmem (g_bytes_get_data (text, NULL), g_bytes_get_size (text), good[i], strlen (good[i]));
    }
  g_assert_cmphex (seen, ==, (1u << MB_N_FACTS) - 1);
}

static void
test_refused (void)
{
  static const struct
  {
    guint of;
    const char *from, *to, *pointer;
  } cases[] = {
    { 0, "\"type\":\"weighing\"", "\"type\":\"wink\"", "/type" },
    { 0, "\"type\":\"weighing\"", "\"type\":\"redemption\"", "/type" },
    { 0, "\"type\":\"weighing\"", "\"type\":7", "/type" },
    { 0, "\"type\":\"weighing\",", "", "/type" },
    { 0, "\"n\":311", "\"n\":0", "/n" },
    { 0, "\"n\":311", "\"n\":3.0", "/n" },
    { 0, "\"n\":311,", "", "/n" },
    { 0, SOURCE, "scale-07", "/source" },
    { 0, SOURCE, "scale-07~5C1F00AA91B2C3D4", "/source" },
    { 0, SOURCE, "scale-07~5c1f00aa91b2c3d", "/source" },
    { 0, SOURCE, "~5c1f00aa91b2c3d4", "/source" },
    { 0, SOURCE, "Scale~5c1f00aa91b2c3d4", "/source" },
    { 0, "2026-11-23T06", "2026-11-23 06", "/at" },
    { 0, "\"grams\":512", "\"grams\":-1", "/grams" },
    { 0, "\"grams\":512,", "", "/grams" },
    { 0, "\"fen\":360", "\"fen\":\"360\"", "/fen" },
    { 0, "500g", "pound", "/per" },
    { 0, "a-012", "A 012", "/stall" },
    { 0, "0hjkmnpqrstv", "0hjkmnpqrstu", "/code" },
    { 0, "0hjkmnpqrstv", "0hjkmnpqrst", "/code" },
    { 0, "\"fen\":360", "\"fen\":360,\"amount_differs\":true", "/amount_differs" },
    { 0, "\"fen\":360", "\"fen\":360,\"ticket\":\"x\"", "/ticket" },
    { 1, "\"channel\":\"wechat\"", "\"channel\":\"\"", "/channel" },
    { 2, "\"ended\":\"cut\"", "\"ended\":\"burnt\"", "/ended" },
    { 2, "\"ms\":12000", "\"ms\":-1", "/ms" },
    { 2, "\"started_at\":\"2026", "\"started_at\":\"x2026", "/started_at" },
    { 5, "\"verdict\":\"cannot-judge\"", "\"verdict\":\"fine\"", "/verdict" },
    { 6, "\"stall\":\"a-012\"", "\"note\":\"\"", "/stall" },
    { 6, "\"stall\":\"a-012\"", "\"stall\":\"a-012\",\"reason\":\"r\"", "/closes" },
    { 7, "\"closes\":{\"source\":\"" SOURCE "\"", "\"closes\":{\"source\":\"x\"", "/closes/source" },
    { 7, "\"n\":310", "\"n\":0", "/closes/n" },
    { 9, "\"stars\":5", "\"stars\":6", "/stars" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) text = g_string_new (good[cases[i].of]);
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (g_string_replace (text, cases[i].from, cases[i].to, 1), ==, 1);
      g_assert_null (decode (text->str, &error));
      g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
      g_assert_cmpstr (mb_error_get_pointer (error), ==, cases[i].pointer);
    }
}

/* Stalls round to the jiao; more than that the manager wants to see. */
static void
test_amounts (void)
{
  static const struct
  {
    gint64 grams, fen_per, fen;
    MbPer per;
    gboolean differs;
  } cases[] = {
    { 512, 350, 358, MB_PER_500G, FALSE }, /* 358.4 */
    { 512, 350, 349, MB_PER_500G, FALSE }, { 512, 350, 348, MB_PER_500G, TRUE },
    { 512, 350, 367, MB_PER_500G, FALSE }, { 512, 350, 368, MB_PER_500G, TRUE },
    { 1, 50, 0, MB_PER_50G, FALSE },       { 0, 350, 10, MB_PER_KG, TRUE },
    { 3, 350, 9999, MB_PER_PIECE, FALSE }, { G_GINT64_CONSTANT (1000000000000), G_GINT64_CONSTANT (1000000000000), 1, MB_PER_KG, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MbFact) fact = mb_fact_new (MB_FACT_WEIGHING);
      MbWeighing *weighing = (MbWeighing *) fact;

      weighing->grams = cases[i].grams;
      weighing->fen_per = cases[i].fen_per;
      weighing->per = cases[i].per;
      weighing->fen = cases[i].fen;
      g_assert_cmpint (mb_weighing_amount_differs (weighing), ==, cases[i].differs);
    }
}

static void
test_told (void)
{
  g_autoptr (MbFact) fact = decode (WEIGHING, NULL);
  g_autoptr (GBytes) text = g_bytes_new_static (WEIGHING, strlen (WEIGHING));
  g_autoptr (GBytes) none = NULL, derived = NULL;
  g_autoptr (GString) plain = g_string_new (NULL), told = g_string_new (NULL);

  none = mb_fact_encode_derived (fact);
  g_assert_null (none);
  ((MbWeighing *) fact)->amount_differs = TRUE;
  derived = mb_fact_encode_derived (fact);
  mb_fact_write (plain, text, NULL);
  g_assert_cmpstr (plain->str, ==, WEIGHING);
  mb_fact_write (told, text, derived);
  g_assert_true (g_str_has_suffix (told->str, CODE ",\"amount_differs\":true}"));
}

typedef struct
{
  guint n;
  gint64 sum; /* of n's */
  GString *lines;
} Read;

static gboolean
on_fact (MbFact *fact, GBytes *text, guint line, gpointer data, GError **error)
{
  Read *read = data;

  read->n++;
  read->sum += fact->n;
  g_string_append_printf (read->lines, "%u ", line);
  mb_fact_free (fact);
  return TRUE;
}

static void
test_bodies (void)
{
  static const struct
  {
    const char *body;
    guint n;
    gint64 sum;
    const char *lines;
  } cases[] = {
    { "", 0, 0, "" },
    { "\n\r\n  \n", 0, 0, "" },
    { "[]", 0, 0, "" },
    { " [ \n ] \n", 0, 0, "" },
    { PLAY ("1"), 1, 1, "1 " },
    { PLAY ("1") "\n" PLAY ("2") "\r\n\n" PLAY ("3") "\n", 3, 6, "1 2 4 " },
    { "[" PLAY ("1") "," PLAY ("2") "]", 2, 3, "1 1 " },
    { "\n[\n" PLAY ("1") "\n,\n" PLAY ("2") " ] ", 2, 3, "3 5 " },
    { "[{\n\"x\":\"]}\\\"\\\\\",\n" , 0, 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (cases[i].body, strlen (cases[i].body));
      g_autoptr (GString) lines = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      Read read = { .lines = lines };
      guint line;
      gboolean ok = mb_facts_read (body, on_fact, &read, &line, &error);

      g_assert_cmpint (ok, ==, cases[i].lines != NULL);
      g_assert_cmpuint (read.n, ==, cases[i].n);
      g_assert_cmpint (read.sum, ==, cases[i].sum);
      if (cases[i].lines != NULL)
        g_assert_cmpstr (lines->str, ==, cases[i].lines);
    }
}

static void
test_bad_lines (void)
{
  static const struct
  {
    const char *body;
    MbError code;
    guint line;
    const char *pointer;
  } cases[] = {
    { PLAY ("1") "\n" PLAY ("0") "\n", MB_ERROR_INVALID, 2, "/n" },
    { "\n\n" PLAY ("1") "\n{\n", MB_ERROR_SYNTAX, 4, NULL },
    { PLAY ("1") PLAY ("2"), MB_ERROR_SYNTAX, 1, NULL },
    { PLAY ("1") "," PLAY ("2"), MB_ERROR_SYNTAX, 1, NULL },
    { "7\n", MB_ERROR_INVALID, 1, "" },
    { "null", MB_ERROR_INVALID, 1, "" },
    { "\xef\xbb\xbf" PLAY ("1"), MB_ERROR_SYNTAX, 1, NULL },
    { "[" PLAY ("1") ",\n" PLAY ("-2") "]", MB_ERROR_INVALID, 2, "/1/n" },
    { "[" PLAY ("1") "\n" PLAY ("2") "]", MB_ERROR_SYNTAX, 1, NULL },
    { "[" PLAY ("1") ",]", MB_ERROR_SYNTAX, 1, NULL },
    { "[," PLAY ("1") "]", MB_ERROR_SYNTAX, 1, NULL },
    { "[" PLAY ("1") "\n", MB_ERROR_SYNTAX, 2, NULL },
    { "[" PLAY ("1") "]\n\n" PLAY ("2"), MB_ERROR_SYNTAX, 3, NULL },
    { "[" PLAY ("1") "]]", MB_ERROR_SYNTAX, 1, NULL },
    { "[[" PLAY ("1") "]]", MB_ERROR_INVALID, 1, "/0" },
    { "[", MB_ERROR_SYNTAX, 1, NULL },
    { "[\"\\", MB_ERROR_SYNTAX, 1, NULL },
    { "[}", MB_ERROR_SYNTAX, 1, NULL },
    { "{\"type\":\"play\",\"type\":\"play\"}", MB_ERROR_INVALID, 1, "/type" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (cases[i].body, strlen (cases[i].body));
      g_autoptr (GString) lines = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      Read read = { .lines = lines };
      guint line = 0;

      g_assert_false (mb_facts_read (body, on_fact, &read, &line, &error));
      g_assert_error (error, MB_ERROR, (int) cases[i].code);
      g_assert_cmpuint (line, ==, cases[i].line);
      g_assert_cmpstr (mb_error_get_pointer (error), ==, cases[i].pointer);
    }
}

static void
test_sizes (void)
{
  g_autoptr (GString) many = g_string_new (NULL), long_one = g_string_new (NULL);
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GBytes) body = NULL, large = NULL;
  g_autoptr (GError) error = NULL;
  Read read = { .lines = lines };
  guint line;

  for (guint i = 0; i < MB_FACTS_MAX; i++)
    g_string_append (many, PLAY ("1") "\n");
  body = g_bytes_new (many->str, many->len);
  g_assert_true (mb_facts_read (body, on_fact, &read, &line, &error));
  g_assert_cmpuint (read.n, ==, MB_FACTS_MAX);

  g_string_append (many, PLAY ("1"));
  g_bytes_unref (body);
  body = g_bytes_new (many->str, many->len);
  g_assert_false (mb_facts_read (body, on_fact, &read, &line, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_TOO_LARGE);
  g_assert_cmpuint (line, ==, MB_FACTS_MAX + 1);
  g_clear_error (&error);

  g_string_append (long_one, HEAD ("complaint") CODE ",\"text\":\"t\",\"x\":\"");
  while (long_one->len <= MB_FACT_MAX_BYTES)
    g_string_append_c (long_one, 'a');
  g_string_append (long_one, "\"}");
  large = g_bytes_new (long_one->str, long_one->len);
  g_assert_false (mb_facts_read (large, on_fact, &read, &line, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/facts/types", test_types);
  g_test_add_func ("/facts/refused", test_refused);
  g_test_add_func ("/facts/amounts", test_amounts);
  g_test_add_func ("/facts/told", test_told);
  g_test_add_func ("/facts/bodies", test_bodies);
  g_test_add_func ("/facts/bad-lines", test_bad_lines);
  g_test_add_func ("/facts/sizes", test_sizes);

  return g_test_run ();
}
