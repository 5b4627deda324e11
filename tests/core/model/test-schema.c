/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "core/model/goods/mb-price.h"
#include "core/model/place/mb-market.h"
#include "core/model/place/mb-screen.h"
#include "core/model/show/mb-layout.h"
#include "core/model/show/mb-playlist.h"

/* Calls @func for the schemas of all kinds and of everything inside them. */
typedef void (*SchemaFunc) (const MbSchema *schema);

static void
foreach_inside (const MbSchema *schema, SchemaFunc func)
{
  func (schema);
  for (guint i = 0; i < schema->n_fields; i++)
    if (schema->fields[i].schema != NULL)
      foreach_inside (schema->fields[i].schema, func);
}

static void
foreach_schema (SchemaFunc func)
{
  for (int kind = 0; kind < MB_N_KINDS; kind++)
    foreach_inside (mb_kind_get_schema (kind), func);
}

static void
find_all (const MbSchema *schema)
{
  for (guint i = 0; i < schema->n_fields; i++)
    {
      const MbField *field = &schema->fields[i];
      g_autofree char *longer = g_strconcat (field->name, "x", NULL);

      g_assert_true (mb_schema_find (schema, field->name, -1) == field);
      /* a slice of source text has no end of its own */
      g_assert_true (mb_schema_find (schema, longer, strlen (field->name)) == field);
      g_assert_null (mb_schema_find (schema, longer, -1));
      g_assert_null (mb_schema_find (schema, field->name, strlen (field->name) - 1));
    }

  g_assert_null (mb_schema_find (schema, "", -1));
  g_assert_null (mb_schema_find (schema, "", 0));
  g_assert_null (mb_schema_find (schema, "no_such_field", -1));
  g_assert_null (mb_schema_find (schema, "a\0b", 3));
}

static void
test_find (void)
{
  foreach_schema (find_all);
}

/* What the tables must not say. */
static void
lint (const MbSchema *schema)
{
  for (guint i = 0; i < schema->n_fields; i++)
    {
      const MbField *field = &schema->fields[i];
      gboolean named = field->type == MB_FIELD_ENUM || field->type == MB_FIELD_FLAGS;
      gboolean nested = field->type == MB_FIELD_STRUCT || field->type == MB_FIELD_LIST;

      g_assert_true (named == (field->names != NULL));
      g_assert_true (nested == (field->schema != NULL));
      g_assert_true (field->offset < schema->size);
      g_assert_cmpint (field->min, <=, field->max);
      if (field->type == MB_FIELD_INTS)
        g_assert_cmpint (field->max, >, 0);
      if (field->type == MB_FIELD_FLAGS)
        g_assert_cmpuint (g_strv_length ((char **) field->names), <=, 32);
      for (guint j = 0; j < i; j++)
        {
          g_assert_cmpstr (field->name, !=, schema->fields[j].name);
          g_assert_cmpuint (field->offset, !=, schema->fields[j].offset);
        }
    }
}

static void
test_tables (void)
{
  foreach_schema (lint);
}

static void
begins_unset (const MbSchema *schema)
{
  gpointer structure;

  if (g_type_from_name (schema->name) != 0)
    return; /* a record: it has a type, and is made by it */

  structure = mb_schema_new (schema);
  for (guint i = 0; i < schema->n_fields; i++)
    g_assert_false (mb_field_is_set (&schema->fields[i], structure));
  g_assert_true (mb_schema_equal (schema, structure, structure));
  g_assert_false (mb_schema_equal (schema, structure, NULL));
  mb_schema_free (schema, structure);
}

static void
test_unset (void)
{
  for (int kind = 0; kind < MB_N_KINDS; kind++)
    g_type_ensure (mb_kind_get_gtype (kind));
  foreach_schema (begins_unset);
}

static MbPlaylist *
make_playlist (gint64 seconds)
{
  MbPlaylist *self = MB_PLAYLIST (mb_record_new (MB_KIND_PLAYLIST, "films"));
  const MbSchema *schema =
      mb_schema_find (mb_kind_get_schema (MB_KIND_PLAYLIST), "items", -1)->schema;
  MbPlaylistItem *item = mb_schema_new (schema);
  MbWindow window = { 540, 690 };

  item->media = g_strdup ("film");
  item->seconds = seconds;
  item->extra = g_strdup ("\"fade\":true");
  item->when = mb_schema_new (&mb_when_schema);
  item->when->daily = g_array_new (FALSE, FALSE, sizeof (MbWindow));
  g_array_append_val (item->when->daily, window);
  self->items = g_ptr_array_new ();
  g_ptr_array_add (self->items, item);

  return self;
}

static void
test_nested_equal (void)
{
  g_autoptr (MbPlaylist) a = make_playlist (10);
  g_autoptr (MbPlaylist) b = make_playlist (10);
  g_autoptr (MbPlaylist) c = make_playlist (11);
  MbPlaylistItem *item = g_ptr_array_index (b->items, 0);

  g_assert_true (mb_record_equal (MB_RECORD (a), MB_RECORD (b)));
  g_assert_false (mb_record_equal (MB_RECORD (a), MB_RECORD (c)));

  g_array_index (item->when->daily, MbWindow, 0).to = 691;
  g_assert_false (mb_record_equal (MB_RECORD (a), MB_RECORD (b)));

  g_array_index (item->when->daily, MbWindow, 0).to = 690;
  g_free (item->extra);
  item->extra = NULL;
  g_assert_false (mb_record_equal (MB_RECORD (a), MB_RECORD (b)));
}

static void
test_field_equal (void)
{
  g_autoptr (MbScreen) a = MB_SCREEN (mb_record_new (MB_KIND_SCREEN, "a"));
  g_autoptr (MbScreen) b = MB_SCREEN (mb_record_new (MB_KIND_SCREEN, "a"));
  const char *const languages[] = { "zh-Hans", "en", NULL };

  g_assert_true (mb_record_equal (MB_RECORD (a), MB_RECORD (b)));

  b->panel_mm[1] = 700; /* the first says whether there are any */
  g_assert_true (mb_record_equal (MB_RECORD (a), MB_RECORD (b)));
  a->panel_mm[0] = b->panel_mm[0] = 1210;
  a->panel_mm[1] = 680;
  g_assert_false (mb_record_equal (MB_RECORD (a), MB_RECORD (b)));
  a->panel_mm[1] = 700;

  a->languages = g_strdupv ((char **) languages);
  g_assert_false (mb_record_equal (MB_RECORD (a), MB_RECORD (b)));
  b->languages = g_strdupv ((char **) languages);
  g_assert_true (mb_record_equal (MB_RECORD (a), MB_RECORD (b)));

  a->distance_m = 5;
  g_assert_false (mb_record_equal (MB_RECORD (a), MB_RECORD (b)));
  a->distance_m = NAN;
  g_assert_true (mb_record_equal (MB_RECORD (a), MB_RECORD (b)));
}

static void
test_decimal (void)
{
  static const char *const good[] = { "0", "-3", "0.51", "12.500", "1000000", "-0.0" };
  static const char *const bad[] = {
    "",   "-",   ".5",  "5.",  "01",  "1e3", "+1",    " 1",
    "1 ", "1,5", "0x1", "inf", "NaN", "--1", "1.2.3", "12345678901234567890123456789012345678901",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (mb_decimal_is_valid (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (mb_decimal_is_valid (bad[i]));
}

static void
test_kind_names (void)
{
  for (int kind = 0; kind < MB_N_KINDS; kind++)
    g_assert_cmpint (mb_kind_from_name (mb_kind_to_name (kind)), ==, kind);

  g_assert_cmpstr (mb_kind_to_name (MB_KIND_TEST_ITEM), ==, "test-item");
  g_assert_cmpint (mb_kind_from_name ("redemption"), ==, MB_KIND_UNKNOWN);
  g_assert_cmpint (mb_kind_from_name (""), ==, MB_KIND_UNKNOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/schema/find", test_find);
  g_test_add_func ("/schema/tables", test_tables);
  g_test_add_func ("/schema/unset", test_unset);
  g_test_add_func ("/schema/nested-equal", test_nested_equal);
  g_test_add_func ("/schema/field-equal", test_field_equal);
  g_test_add_func ("/schema/decimal", test_decimal);
  g_test_add_func ("/schema/kind-names", test_kind_names);

  return g_test_run ();
}
