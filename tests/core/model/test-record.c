/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/goods/mb-price.h"
#include "core/model/place/mb-market.h"
#include "core/model/place/mb-screen.h"
#include "core/model/place/mb-test-item.h"
#include "core/model/show/mb-layout.h"
#include "core/model/show/mb-playlist.h"

static MbPrice *
make_price (gint64 fen, guint64 rev, const char *by)
{
  MbPrice *price = MB_PRICE (mb_record_new (MB_KIND_PRICE, "spinach@average"));

  price->product = g_strdup ("spinach");
  price->basis = MB_BASIS_AVERAGE;
  price->per = MB_PER_500G;
  price->fen = fen;
  price->observed_at = (MbTime){ 1000000, 28800 };
  price->source = g_strdup ("survey");
  mb_record_set_stamp (MB_RECORD (price), rev, 1000000, by);

  return price;
}

static void
on_notify (GObject *object, GParamSpec *pspec, GString *heard)
{
  g_string_append_printf (heard, "%s ", pspec->name);
}

static void
test_instances (void)
{
  for (int kind = 0; kind < MB_N_KINDS; kind++)
    {
      MbRecord *record = mb_record_new (kind, "market");
      GObjectClass *klass = G_OBJECT_GET_CLASS (record);
      const MbSchema *schema = mb_kind_get_schema (kind);
      GTypeQuery query;

      g_type_query (G_OBJECT_TYPE (record), &query);
      g_assert_cmpuint (query.instance_size, ==, schema->size);
      g_assert_cmpint (mb_record_get_kind (record), ==, kind);
      g_assert_cmpstr (mb_record_get_id (record), ==, "market");

      for (guint i = 0; i < schema->n_fields; i++)
        {
          g_autofree char *name = g_strdelimit (g_strdup (schema->fields[i].name), "_", '-');
          GParamSpec *pspec = g_object_class_find_property (klass, name);
          g_auto (GValue) value = G_VALUE_INIT;

          g_assert_nonnull (pspec);
          g_assert_cmpstr (pspec->name, ==, name);
          g_assert_false (mb_field_is_set (&schema->fields[i], record));
          g_object_get_property (G_OBJECT (record), name, &value);
          g_assert_true (G_VALUE_HOLDS (&value, pspec->value_type));
        }

      g_assert_finalize_object (record);
    }
}

static void
test_properties (void)
{
  g_autoptr (MbPrice) price = make_price (350, 7, "manager:li");
  g_autofree char *product = NULL, *id = NULL, *by = NULL;
  g_autoptr (MbTexts) grade = NULL;
  MbTime *observed_at;
  gint64 fen, low_fen, at;
  guint64 rev;
  int per;

  price->grade = mb_texts_new_single ("en", "first");
  g_object_get (price, "id", &id, "rev", &rev, "at", &at, "by", &by, "product", &product, "fen",
                &fen, "low-fen", &low_fen, "per", &per, "grade", &grade, "observed-at",
                &observed_at, NULL);
  g_assert_cmpstr (id, ==, "spinach@average");
  g_assert_cmpuint (rev, ==, 7);
  g_assert_cmpint (at, ==, 1000000);
  g_assert_cmpstr (by, ==, "manager:li");
  g_assert_cmpstr (product, ==, "spinach");
  g_assert_cmpint (fen, ==, 350);
  g_assert_cmpint (low_fen, ==, MB_UNSET);
  g_assert_cmpint (per, ==, MB_PER_500G);
  g_assert_true (grade == price->grade);
  g_assert_cmpint (observed_at->us, ==, 1000000);
  g_assert_cmpint (observed_at->offset_s, ==, 28800);
  g_boxed_free (MB_TYPE_TIME, observed_at);
}

static void
test_compound_properties (void)
{
  g_autoptr (MbScreen) screen = MB_SCREEN (mb_record_new (MB_KIND_SCREEN, "entrance-1"));
  g_autoptr (GArray) unset = NULL, size = NULL, power = NULL;
  MbWindow window = { 360, 1200 };

  g_object_get (screen, "panel-mm", &unset, NULL);
  g_assert_cmpuint (unset->len, ==, 0);

  screen->panel_mm[0] = 1210;
  screen->panel_mm[1] = 680;
  screen->power = g_array_new (FALSE, FALSE, sizeof (MbWindow));
  g_array_append_val (screen->power, window);
  g_object_get (screen, "panel-mm", &size, "power", &power, NULL);
  g_assert_cmpuint (size->len, ==, 2);
  g_assert_cmpint (g_array_index (size, gint32, 1), ==, 680);
  g_assert_true (power == screen->power);
}

static void
test_take (void)
{
  MbPrice *price = make_price (350, 7, "manager:li");
  MbPrice *news = make_price (380, 9, "manager:li");
  g_autoptr (GString) heard = g_string_new (NULL);
  const char *id = mb_record_get_id (MB_RECORD (price));

  news->high_fen = 400;
  news->extra = g_strdup ("\"x\":1");
  g_signal_connect (price, "notify", G_CALLBACK (on_notify), heard);

  g_assert_true (mb_record_take (MB_RECORD (price), MB_RECORD (news)));
  g_assert_cmpstr (heard->str, ==, "fen high-fen extra rev ");
  g_assert_cmpint (price->fen, ==, 380);
  g_assert_cmpint (price->high_fen, ==, 400);
  g_assert_cmpstr (mb_record_get_extra (MB_RECORD (price)), ==, "\"x\":1");
  g_assert_cmpuint (mb_record_get_rev (MB_RECORD (price)), ==, 9);

  /* the old fields are where the news was, and the id has not moved */
  g_assert_cmpint (news->fen, ==, 350);
  g_assert_cmpuint (mb_record_get_rev (MB_RECORD (news)), ==, 7);
  g_assert_true (mb_record_get_id (MB_RECORD (price)) == id);

  g_assert_finalize_object (news);
  g_assert_cmpstr (price->source, ==, "survey");
  g_assert_finalize_object (price);
}

static void
test_take_same (void)
{
  g_autoptr (MbPrice) price = make_price (350, 7, "manager:li");
  g_autoptr (MbPrice) same = make_price (350, 7, "manager:li");
  g_autoptr (MbPrice) renewed = make_price (350, 8, "hub");
  g_autoptr (GString) heard = g_string_new (NULL);

  g_signal_connect (price, "notify", G_CALLBACK (on_notify), heard);

  g_assert_false (mb_record_take (MB_RECORD (price), MB_RECORD (same)));
  g_assert_cmpstr (heard->str, ==, "");
  g_assert_true (mb_record_equal (MB_RECORD (price), MB_RECORD (renewed)));
  g_assert_false (mb_record_take (MB_RECORD (price), MB_RECORD (renewed)));
  g_assert_cmpstr (heard->str, ==, "rev by ");
}

static void
test_stamp (void)
{
  g_autoptr (MbPrice) price = make_price (350, 7, NULL);
  MbRecord *record = MB_RECORD (price);
  g_autoptr (GString) heard = g_string_new (NULL);
  static const struct
  {
    const char *by;
    gboolean person;
  } cases[] = {
    { "manager:li", TRUE }, { "local", TRUE }, { "hub", FALSE },
    { "import", FALSE },    { "demo", FALSE }, { NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      mb_record_set_stamp (record, 7, 1, cases[i].by);
      g_assert_cmpstr (mb_record_get_by (record), ==, cases[i].by);
      g_assert_true (mb_record_is_by_person (record) == cases[i].person);
    }

  g_signal_connect (price, "notify", G_CALLBACK (on_notify), heard);
  mb_record_set_stamp (record, 8, 1, NULL);
  mb_record_set_stamp (record, 8, 2, NULL);
  mb_record_set_stamp (record, 8, 2, NULL);
  g_assert_cmpstr (heard->str, ==, "rev at ");
}

static void
on_ref (MbKind kind, const char *id, const char *pointer, gpointer data)
{
  g_string_append_printf (data, "%s %s %s\n", mb_kind_to_name (kind), id, pointer);
}

static void
assert_refs (gpointer record, const char *expected)
{
  g_autoptr (GString) heard = g_string_new (NULL);

  mb_record_foreach_ref (record, on_ref, heard);
  g_assert_cmpstr (heard->str, ==, expected);
}

static void
test_refs (void)
{
  g_autoptr (MbPrice) price = make_price (350, 7, NULL);
  g_autoptr (MbTestItem) item = MB_TEST_ITEM (mb_record_new (MB_KIND_TEST_ITEM, "borax"));
  g_autoptr (MbPlaylist) playlist = MB_PLAYLIST (mb_record_new (MB_KIND_PLAYLIST, "films"));
  const MbSchema *schema =
      mb_schema_find (mb_kind_get_schema (MB_KIND_PLAYLIST), "items", -1)->schema;
  const char *const products[] = { "radish", "garlic", NULL };
  g_autoptr (MbMarket) market = MB_MARKET (mb_record_new (MB_KIND_MARKET, "market"));

  assert_refs (price, "product spinach /product\n");
  price->stall = g_strdup ("a-012");
  assert_refs (price, "product spinach /product\nstall a-012 /stall\n");

  item->suspect_products = g_strdupv ((char **) products);
  assert_refs (item, "product radish /suspect_products/0\nproduct garlic /suspect_products/1\n");

  playlist->items = g_ptr_array_new ();
  for (int i = 0; i < 2; i++)
    {
      MbPlaylistItem *entry = mb_schema_new (schema);

      entry->media = g_strdup_printf ("film-%d", i);
      g_ptr_array_add (playlist->items, entry);
    }
  playlist->fallback = g_strdup ("poster");
  assert_refs (
      playlist,
      "media film-0 /items/0/media\nmedia film-1 /items/1/media\nmedia poster /fallback\n");

  assert_refs (market, "");
}

static void
test_ids (void)
{
  g_autofree char *longest = g_strnfill (64, 'a'), *too_long = g_strnfill (65, 'a');
  g_autofree char *price = g_strconcat (longest, "@average@", longest, NULL);
  g_autofree char *long_price = g_strconcat (too_long, "@average", NULL);
  const struct
  {
    MbKind kind;
    const char *id;
    gboolean valid;
  } cases[] = {
    { MB_KIND_PRODUCT, "shanghai-pak-choi", TRUE },
    { MB_KIND_PRODUCT, longest, TRUE },
    { MB_KIND_PRODUCT, too_long, FALSE },
    { MB_KIND_PRODUCT, "a.b_c-9", TRUE },
    { MB_KIND_PRODUCT, "", FALSE },
    { MB_KIND_PRODUCT, "Spinach", FALSE },
    { MB_KIND_PRODUCT, "a b", FALSE },
    { MB_KIND_PRODUCT, "a/b", FALSE },
    { MB_KIND_PRODUCT, ".", FALSE },
    { MB_KIND_PRODUCT, "..", FALSE },
    { MB_KIND_PRODUCT, "...", TRUE },
    { MB_KIND_PRODUCT, "..a", TRUE },
    { MB_KIND_PRODUCT, "菠菜", FALSE },
    { MB_KIND_PRODUCT, "spinach@average", FALSE },
    { MB_KIND_QUOTE, "spinach", TRUE },
    { MB_KIND_MARKET, "market", TRUE },
    { MB_KIND_MARKET, "market-2", FALSE },
    { MB_KIND_PRICE, "spinach@average", TRUE },
    { MB_KIND_PRICE, "spinach@stall@a-012", TRUE },
    { MB_KIND_PRICE, price, TRUE },
    { MB_KIND_PRICE, long_price, FALSE },
    { MB_KIND_PRICE, "spinach", FALSE },
    { MB_KIND_PRICE, "@average", FALSE },
    { MB_KIND_PRICE, "..@average", FALSE },
    { MB_KIND_PRICE, "spinach@", FALSE },
    { MB_KIND_PRICE, "spinach@cheap", FALSE },
    { MB_KIND_PRICE, "spinach@average@", FALSE },
    { MB_KIND_PRICE, "spinach@averages", FALSE },
    { MB_KIND_PRICE, "spinach@stall@a@b", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_true (mb_id_is_valid (cases[i].kind, cases[i].id) == cases[i].valid);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/record/instances", test_instances);
  g_test_add_func ("/record/properties", test_properties);
  g_test_add_func ("/record/compound-properties", test_compound_properties);
  g_test_add_func ("/record/take", test_take);
  g_test_add_func ("/record/take-same", test_take_same);
  g_test_add_func ("/record/stamp", test_stamp);
  g_test_add_func ("/record/refs", test_refs);
  g_test_add_func ("/record/ids", test_ids);

  return g_test_run ();
}
