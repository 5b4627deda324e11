/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/mb-description.h"
#include "widgets/type/mb-mark.h"
#include "widgets/type/mb-type.h"

#include <string.h>

/* A description is of what was drawn: where it came to stand, what covers it, and in which colour it came out. */

typedef struct
{
  GtkWidget *window;
  MbType *type;
  GtkSnapshot *snapshot;
  char *text;
  char **fields; /* of the last line */
} Stage;

static void
stage_set_up (Stage *stage, gconstpointer language)
{
  stage->window = gtk_window_new ();
  stage->type = mb_type_new (stage->window, mb_catalogue_get (language), 40);
  stage->snapshot = gtk_snapshot_new ();
}

static void
stage_tear_down (Stage *stage, gconstpointer unused)
{
  g_strfreev (stage->fields);
  g_free (stage->text);
  mb_type_unref (stage->type);
  gtk_window_destroy (GTK_WINDOW (stage->window));
}

static void
fill (Stage *stage, MbTone tone, float alpha, int x, int y, int width, int height)
{
  GdkRGBA colour = mb_tone (tone);

  colour.alpha = alpha;
  gtk_snapshot_append_color (stage->snapshot, &colour, &GRAPHENE_RECT_INIT (x, y, width, height));
}

static void
say (Stage *stage, const char *text)
{
  g_autoptr (MbInk) ink = mb_ink_new (stage->type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, MB_TONE_TEXT);

  mb_ink_set_text (ink, text);
  mb_ink_draw (ink, stage->snapshot, 0, 50, 1);
}

static void
describe (Stage *stage)
{
  g_autoptr (GskRenderNode) node = gtk_snapshot_free_to_node (stage->snapshot);
  g_auto (GStrv) lines = NULL;

  stage->text = mb_description_write (node, 800, 600);
  lines = g_strsplit (stage->text, "\n", -1);
  stage->fields = g_strsplit (lines[g_strv_length (lines) - 2], "\t", -1);
}

static const char *
get_field (Stage *stage, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (stage->text, "\n", 2);
  g_auto (GStrv) names = g_strsplit (lines[0], "\t", -1);

  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return stage->fields[i];

  g_error ("No field is called %s", name);
}

static void
test_text (Stage *stage, gconstpointer unused)
{
  fill (stage, MB_TONE_GROUND, 1, 0, 0, 800, 600);
  say (stage, "菠菜");
  describe (stage);
  g_assert_cmpstr (get_field (stage, "what"), ==, "text");
  g_assert_cmpstr (get_field (stage, "text"), ==, "菠菜");
  g_assert_cmpstr (get_field (stage, "size"), ==, "40");
  g_assert_cmpstr (get_field (stage, "weight"), ==, "700");
  g_assert_cmpstr (get_field (stage, "language"), ==, "zh-hant");
  g_assert_cmpstr (get_field (stage, "font"), ==, "Noto Sans CJK TC");
  g_assert_cmpstr (get_field (stage, "colour"), ==, "#f4f1e8");
  g_assert_cmpstr (get_field (stage, "ground"), ==, "#0f1f1a");
  g_assert_cmpstr (get_field (stage, "shown"), ==, "100");
  g_assert_cmpstr (get_field (stage, "point"), ==, "-");
}

/* The uppermost, mixed with what is under it. */
static void
test_ground (Stage *stage, gconstpointer unused)
{
  fill (stage, MB_TONE_LED_GROUND, 1, 0, 0, 800, 600);
  fill (stage, MB_TONE_WHITE, 0.5f, 0, 0, 400, 100);
  fill (stage, MB_TONE_FAILURE, 1, 300, 300, 100, 100); /* elsewhere */
  say (stage, "菠菜");
  fill (stage, MB_TONE_CARD, 1, 0, 0, 10, 10); /* over it, not under it */
  describe (stage);
  g_assert_cmpstr (get_field (stage, "ground"), ==, "#808080");
}

static void
test_turned_and_cut (Stage *stage, gconstpointer unused)
{
  fill (stage, MB_TONE_GROUND, 1, 0, 0, 800, 600);
  gtk_snapshot_push_clip (stage->snapshot, &GRAPHENE_RECT_INIT (0, 0, 385, 600));
  gtk_snapshot_translate (stage->snapshot, &GRAPHENE_POINT_INIT (420, 100));
  gtk_snapshot_rotate (stage->snapshot, 90);
  gtk_snapshot_push_opacity (stage->snapshot, 0.5);
  say (stage, "菠菜");
  gtk_snapshot_pop (stage->snapshot);
  gtk_snapshot_pop (stage->snapshot);
  describe (stage);
  g_assert_cmpint (atoi (get_field (stage, "height")), >, atoi (get_field (stage, "width")));
  g_assert_cmpint (atoi (get_field (stage, "y")), >=, 100);
  g_assert_cmpint (atoi (get_field (stage, "x")), <, 400);
  g_assert_cmpint (atoi (get_field (stage, "shown")), >, 30);
  g_assert_cmpint (atoi (get_field (stage, "shown")), <, 70);
  g_assert_cmpstr (get_field (stage, "colour"), ==, "#828881");
}

static void
test_figure (Stage *stage, gconstpointer unused)
{
  int left, digits = mb_type_measure (stage->type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, "13");

  fill (stage, MB_TONE_GROUND, 1, 0, 0, 800, 600);
  say (stage, "13.5");
  describe (stage);
  left = atoi (get_field (stage, "point"));
  g_assert_cmpint (ABS (left - digits), <=, 3); /* the ink begins within the first digit's place */
}

/* What no font has is drawn as a box, whatever font was asked for. */
static void
test_no_font (Stage *stage, gconstpointer unused)
{
  say (stage, "\uf8ff菜");
  describe (stage);
  g_assert_nonnull (strstr (get_field (stage, "font"), "none"));
}

static void
test_marks (Stage *stage, gconstpointer unused)
{
  g_autoptr (MbRecord) record = mb_record_new (MB_KIND_PRODUCT, "spinach");
  g_autoptr (GskRenderNode) zone = NULL;
  GtkSnapshot *outer = gtk_snapshot_new ();

  say (stage, "a\tb");
  mb_mark_record (outer, stage->snapshot, record);
  zone = mb_mark_node (gtk_snapshot_free_to_node (outer), "zone 10 20 30 40 Prices");
  stage->snapshot = gtk_snapshot_new ();
  gtk_snapshot_append_node (stage->snapshot, zone);
  describe (stage);
  g_assert_cmpstr (get_field (stage, "zone"), ==, "Prices");
  g_assert_cmpstr (get_field (stage, "record"), ==, "product/spinach");
  g_assert_cmpstr (get_field (stage, "text"), ==, "a b");
  g_assert_nonnull (strstr (stage->text, "\nzone\tPrices\t-\t10\t20\t30\t40\t100\t"));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Stage, "zh-Hant", stage_set_up, func, stage_tear_down)
  ADD ("/description/text", test_text);
  ADD ("/description/ground", test_ground);
  ADD ("/description/turned-and-cut", test_turned_and_cut);
  ADD ("/description/figure", test_figure);
  ADD ("/description/no-font", test_no_font);
  ADD ("/description/marks", test_marks);
#undef ADD

  return g_test_run ();
}
