/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/goods/mb-batch.h"
#include "core/model/goods/mb-price.h"
#include "core/model/goods/mb-test.h"
#include "core/model/place/mb-product.h"
#include "core/model/place/mb-stall.h"
#include "core/model/show/mb-media.h"
#include "core/model/show/mb-promotion.h"
#include "demo-state.h"
#include "demo/mb-demo-sample.h"
#include "demo/mb-demo.h"

#include <string.h>

/* What the sample market must be, whatever its tables say: read at the end of its day. */

typedef struct
{
  GHashTable *state;
  GPtrArray *records;
} Market;

static void
market_set_up (Market *market, gconstpointer unused)
{
  g_autoptr (MbDemoDay) day = demo_day_new (MB_DEMO_SEED);

  market->state = demo_state_at (day, G_MAXINT64);
  market->records = demo_state_decode (market->state);
}

static void
market_tear_down (Market *market, gconstpointer unused)
{
  g_ptr_array_unref (market->records);
  g_hash_table_unref (market->state);
}

static void
test_counts (Market *market, gconstpointer unused)
{
  static const struct
  {
    MbKind kind;
    guint least, most;
  } expected[] = {
    { MB_KIND_MARKET, 1, 1 },    { MB_KIND_STALL, 650, 650 },    { MB_KIND_PRODUCT, 200, 200 },
    { MB_KIND_SCREEN, 12, 12 },  { MB_KIND_LAYOUT, 9, 9 },       { MB_KIND_SCALE, 20, 20 },
    { MB_KIND_BATCH, 120, 200 }, { MB_KIND_TEST_ITEM, 10, 20 },  { MB_KIND_PROMOTION, 6, 12 },
    { MB_KIND_NOTICE, 6, 12 },   { MB_KIND_PRICE, 1400, 1800 },  { MB_KIND_QUOTE, 0, 0 },
  };
  guint n[MB_N_KINDS] = { 0 };

  for (guint i = 0; i < market->records->len; i++)
    n[mb_record_get_kind (market->records->pdata[i])]++;
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_test_message ("%s: %u", mb_kind_to_name (expected[i].kind), n[expected[i].kind]);
      g_assert_cmpuint (n[expected[i].kind], >=, expected[i].least);
      g_assert_cmpuint (n[expected[i].kind], <=, expected[i].most);
    }
}

static void
on_reference (MbKind kind, const char *id, const char *pointer, gpointer data)
{
  Market *market = data;
  g_autofree char *key = g_strconcat (mb_kind_to_name (kind), "/", id, NULL);

  if (!g_hash_table_contains (market->state, key))
    g_error ("%s leads to %s, which is not there", pointer, key);
}

static void
test_references (Market *market, gconstpointer unused)
{
  for (guint i = 0; i < market->records->len; i++)
    mb_record_foreach_ref (market->records->pdata[i], on_reference, market);
}

/* Whose texts a shopper reads in three languages. */
static MbTexts *
get_texts (MbRecord *record)
{
  return MB_IS_PRODUCT (record)     ? MB_PRODUCT (record)->name
         : MB_IS_STALL (record)     ? MB_STALL (record)->merchant
         : MB_IS_TEST (record)      ? MB_TEST (record)->item
         : MB_IS_BATCH (record)     ? MB_BATCH (record)->origin->county
         : MB_IS_PROMOTION (record) ? MB_PROMOTION (record)->title
                                    : NULL;
}

static void
test_languages (Market *market, gconstpointer unused)
{
  guint n = 0;

  for (guint i = 0; i < market->records->len; i++)
    {
      MbTexts *texts = get_texts (market->records->pdata[i]);

      if (texts == NULL)
        continue;
      g_assert_cmpuint (mb_texts_get_n (texts), ==, 3);
      n++;
    }
  g_assert_cmpuint (n, >, 900);
}

/* What no board may say, and what no telephone may reach. */
static void
test_words (Market *market, gconstpointer unused)
{
  static const char *const never[] = {
    "放心", "最低价", "最低價", "绝对安全", "絕對安全", "原价", "原價", "感谢配合", "感謝配合",
    "\"zh-Hant\":\"[^\"]*(?<!公)斤", /* 斤 is another weight elsewhere */
    "\"(complaint_)?phone\":\"(?!0734-0)", "\"en\":\"[^\"]*[^\\x00-\\x7f]",
  };
  GHashTableIter iter;
  gpointer key, value;

  for (guint i = 0; i < G_N_ELEMENTS (never); i++)
    {
      g_autoptr (GRegex) regex = g_regex_new (never[i], 0, 0, NULL);

      g_hash_table_iter_init (&iter, market->state);
      while (g_hash_table_iter_next (&iter, &key, &value))
        {
          gsize length;
          const char *text = g_bytes_get_data (value, &length);

          if (g_regex_match_full (regex, text, (gssize) length, 0, 0, NULL, NULL))
            g_error ("%s: %.*s holds %s", (char *) key, (int) length, text, never[i]);
        }
    }
}

static void
test_products (Market *market, gconstpointer unused)
{
  static const char *const first[] = { "shanghai-pak-choi", "spinach",   "dutch-potato", "pork-hind-leg", "spare-ribs",
                                       "free-range-egg",    "firm-tofu", "grass-carp",   "dried-shiitake" };
  guint staples = 0, trades[MB_N_TRADES] = { 0 };

  for (guint i = 0; i < market->records->len; i++)
    {
      MbRecord *record = market->records->pdata[i];
      g_autofree char *price = g_strconcat (mb_record_get_id (record), "@average", NULL);
      g_autoptr (MbRecord) average = NULL;

      if (!MB_IS_PRODUCT (record))
        continue;
      average = demo_state_get (market->state, MB_KIND_PRICE, price);
      g_assert_nonnull (average);
      g_assert_cmpint (MB_PRICE (average)->fen % 10, ==, 0);
      staples += MB_PRODUCT (record)->staple;
      trades[MB_PRODUCT (record)->trade]++;
      g_assert_cmpint (MB_PRODUCT (record)->staple, ==, MB_PRODUCT (record)->order <= 27);
    }
  g_assert_cmpuint (staples, ==, 27);
  for (guint trade = 0; trade < MB_N_TRADES; trade++)
    g_assert_cmpuint (trades[trade], >=, 12);

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    {
      g_autoptr (MbRecord) product = demo_state_get (market->state, MB_KIND_PRODUCT, first[i]);

      g_assert_cmpfloat (MB_PRODUCT (product)->order, ==, i + 1);
    }
}

/* Eight trades, 120 merchants, and each stall has marked what it sells. */
static void
test_stalls (Market *market, gconstpointer unused)
{
  g_autoptr (GHashTable) merchants = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) marked = g_hash_table_new (g_str_hash, g_str_equal);
  guint trades[MB_N_TRADES] = { 0 };

  for (guint i = 0; i < market->records->len; i++)
    if (MB_IS_PRICE (market->records->pdata[i]) && MB_PRICE (market->records->pdata[i])->stall != NULL)
      g_hash_table_add (marked, MB_PRICE (market->records->pdata[i])->stall);
  for (guint i = 0; i < market->records->len; i++)
    {
      MbRecord *record = market->records->pdata[i];
      MbStall *stall = MB_IS_STALL (record) ? MB_STALL (record) : NULL;

      if (stall == NULL)
        continue;
      trades[stall->trade]++;
      g_assert_true (g_hash_table_contains (marked, mb_record_get_id (record)));
      if (stall->merchant == NULL)
        continue; /* a farmer for a day */
      g_assert_nonnull (stall->licences);
      g_assert_nonnull (stall->health_certificates);
      g_assert_cmpfloat (stall->rating, >=, 4);
      g_hash_table_add (merchants, stall->phone);
    }
  g_assert_cmpuint (g_hash_table_size (merchants), ==, 120);
  for (guint trade = 0; trade < MB_N_TRADES; trade++)
    g_assert_cmpuint (trades[trade], >=, 30);
}

/* Quick tests of ten things, begun when the market opens and over by seven; every one has a batch with an origin, and
 * pork has both its certificates. */
static void
test_tests (Market *market, gconstpointer unused)
{
  g_autoptr (GHashTable) items = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0, repeated = 0;

  for (guint i = 0; i < market->records->len; i++)
    {
      MbRecord *record = market->records->pdata[i];
      MbTest *test = MB_IS_TEST (record) ? MB_TEST (record) : NULL;
      g_autoptr (MbRecord) batch = NULL;
      g_autoptr (MbRecord) product = NULL;

      if (test == NULL || test->kind != MB_TEST_QUICK || test->tested_at.us < demo_at ("00:00"))
        continue;
      g_hash_table_add (items, (gpointer) mb_texts_get (test->item, "en"));
      g_assert_cmpint (test->sampled_at.us, >=, demo_at ("05:30"));
      repeated += test->tested_at.us > demo_at ("07:00");
      batch = demo_state_get (market->state, MB_KIND_BATCH, test->batch);
      product = demo_state_get (market->state, MB_KIND_PRODUCT, test->product);
      g_assert_cmpstr (MB_BATCH (batch)->product, ==, test->product);
      g_assert_cmpint (MB_BATCH (batch)->arrived_at.us, <, test->sampled_at.us);
      g_assert_cmpuint (MB_BATCH (batch)->certificates->len, ==,
                        MB_PRODUCT (product)->trade == MB_TRADE_PORK ? 2 : 1);
      n++;
    }
  g_assert_cmpuint (n, >=, 20); /* from here on a board says the rate */
  g_assert_cmpuint (g_hash_table_size (items), ==, 10);
  g_assert_cmpuint (repeated, ==, 1);
}

/* Every file is the one that its record tells of, and every certificate has its own, which says that it is a sample. */
static void
test_pictures (Market *market, gconstpointer unused)
{
  g_autoptr (GPtrArray) files = mb_demo_sample_read_files ();
  g_autoptr (GHashTable) sizes = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_certificates = 0, n_media = 0, n_promotions = 0;

  for (guint i = 0; i < files->len; i++)
    {
      const MbDemoFile *file = files->pdata[i];
      g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, file->bytes);
      const char *text = g_bytes_get_data (file->bytes, NULL);

      g_assert_cmpstr (digest, ==, file->sha256);
      g_assert_true (file->shown || strstr (text, "样张") != NULL);
      g_hash_table_insert (sizes, file->sha256, GSIZE_TO_POINTER (g_bytes_get_size (file->bytes)));
    }
  for (guint i = 0; i < market->records->len; i++)
    {
      MbRecord *record = market->records->pdata[i];

      if (MB_IS_MEDIA (record))
        {
          n_media++;
          g_assert_cmpuint (GPOINTER_TO_SIZE (g_hash_table_lookup (sizes, MB_MEDIA (record)->sha256)), ==,
                            (gsize) MB_MEDIA (record)->bytes);
        }
      else if (MB_IS_PROMOTION (record))
        n_promotions += MB_PROMOTION (record)->picture != NULL;
      else if (MB_IS_BATCH (record))
        for (guint c = 0; c < MB_BATCH (record)->certificates->len; c++, n_certificates++)
          g_assert_nonnull (((MbCertificate *) MB_BATCH (record)->certificates->pdata[c])->media);
    }
  g_assert_cmpuint (n_media, ==, files->len);
  g_assert_cmpuint (n_certificates, ==, files->len - 17); /* nine drawings, eight stalls */
  g_assert_cmpuint (n_promotions, ==, 7);
}

static void
test_member_days (Market *market, gconstpointer unused)
{
  g_autoptr (MbRecord) promotion = demo_state_get (market->state, MB_KIND_PROMOTION, "member-day");

  g_assert_cmpstr (MB_PROMOTION (promotion)->when->rrule, ==, "FREQ=MONTHLY;BYMONTHDAY=8,18,28");
  g_assert_cmpint (MB_PROMOTION (promotion)->coupon->left, <, 20);
  g_assert_cmpint (MB_PROMOTION (promotion)->coupon->left, >=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Market, NULL, market_set_up, func, market_tear_down)
  ADD ("/sample/counts", test_counts);
  ADD ("/sample/references", test_references);
  ADD ("/sample/languages", test_languages);
  ADD ("/sample/words", test_words);
  ADD ("/sample/products", test_products);
  ADD ("/sample/stalls", test_stalls);
  ADD ("/sample/tests", test_tests);
  ADD ("/sample/pictures", test_pictures);
  ADD ("/sample/member-days", test_member_days);
#undef ADD

  return g_test_run ();
}
