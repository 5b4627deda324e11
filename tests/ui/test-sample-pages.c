/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mb-test-wait.h"
#include "ui-board.h"
#include "ui-ink.h"

#include "core/model/place/mb-product.h"
#include "widgets/mb-description.h"
#include "widgets/prices/mb-prices-zone.h"

#include <string.h>

/* The sample market's price pages, as its own screens would turn them: how long a loop takes, and whether a
 * line of type names everything. Its folder is in MB_SAMPLE. */

#define TODAY "2026-11-08T07:00"
#define EVE "2026-11-07T17:40"
#define BEFORE_OPENING G_GINT64_CONSTANT (1794085800000000) /* 2026-11-08T05:10+08:00 */
#define AFTER_OPENING G_GINT64_CONSTANT (1794092400000000)  /* 07:00 */
#define MORNING G_GINT64_CONSTANT (1794096000000000)        /* 08:00 */
#define ELDER                                                                                             \
  "{\"kind\":\"screen\",\"id\":\"elder\",\"value\":{\"name\":\"elder\",\"layout\":\"entrance\",\"elder_mode\":true," \
  "\"panel_mm\":[1210,680],\"distance_m\":5}}"
#define LED_SLOT (8 * G_TIME_SPAN_SECOND)

typedef struct
{
  MbClock *clock;
  MbBoard *board;
  MbBoardView *view;
  UiStage stage;
  guint n_drawn;
} Fixture;

static void
read_records (GPtrArray *records, const char *name, const char *observed)
{
  g_autofree char *path = g_build_filename (g_getenv ("MB_SAMPLE"), name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  g_string_assign (text, contents);
  g_string_replace (text, EVE, observed, 0);
  lines = g_strsplit (text->str, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      {
        g_ptr_array_add (records, ui_board_read (lines[i], &error));
        g_assert_no_error (error);
      }
}

static void
on_drawn (Fixture *self)
{
  self->n_drawn++;
}

/* @screen: one of the sample's, or NULL: a @layout in @language; @observed: when all prices were */
static void
fixture_init (Fixture *self, const char *screen, const char *layout, const char *language, int width, int height,
              const char *observed, gint64 at_us)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

  *self = (Fixture){ .clock = mb_clock_new_at (at_us, 0), .board = mb_board_new () };
  read_records (records, "hall.ndjson", observed);
  read_records (records, "prices.ndjson", observed);
  g_ptr_array_add (records, ui_board_read (ELDER, NULL));
  ui_board_put_records (self->board, records, "import", 1, at_us - G_TIME_SPAN_HOUR);
  self->view = MB_BOARD_VIEW (mb_board_view_new (self->clock));
  if (screen != NULL)
    mb_board_view_set_screen_id (self->view, screen);
  if (layout != NULL)
    mb_board_view_set_layout_id (self->view, layout);
  if (language != NULL)
    mb_board_view_set_language (self->view, language);
  mb_board_view_set_link (self->view, MB_LINK_LIVE);
  mb_board_view_set_board (self->view, self->board);
  ui_stage_init (&self->stage, GTK_WIDGET (self->view), width, height);
  g_signal_connect_swapped (self->view, "drawn", G_CALLBACK (on_drawn), self);
}

static void
fixture_clear (Fixture *self)
{
  g_object_add_weak_pointer (G_OBJECT (self->view), (gpointer *) &self->view);
  ui_stage_clear (&self->stage);
  mb_test_wait (self->view == NULL);
  mb_test_assert_finalized (self->board);
  mb_test_assert_finalized (self->clock);
}

static MbPricesZone *
get_zone (Fixture *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  while (child != NULL && !MB_IS_PRICES_ZONE (child))
    child = gtk_widget_get_next_sibling (child);
  g_assert_nonnull (child);
  return MB_PRICES_ZONE (child);
}

/* Where languages take turns, a page stands for its time in each: the loop of one of them is meant. */
static gint64
get_loop (Fixture *self)
{
  MbPricesZone *zone = get_zone (self);

  return mb_pager_get_n_pages (mb_prices_zone_get_pager (zone)) * mb_prices_zone_get_turn (zone);
}

/* Whoever waits for a price waits for a loop. An English name that needs a second line makes a page more of the
 * basket, and a page stands no shorter for that; a strip, whose lines are few, promises no loop. */
static void
test_loops (void)
{
  static const struct
  {
    const char *screen;
    int width, height;
    guint most_s;
    gboolean elder;
  } cases[] = {
    { "entrance-1", 1920, 1080, 40 }, { "entrance-2", 1920, 1080, 44 }, { "entrance-3", 1920, 1080, 40 },
    { "film-1", 1920, 1080, 40 },     { "aisle-1", 1920, 1080, 90 },    { "aisle-2", 1920, 1080, 90 },
    { "aisle-3", 1920, 1080, 90 },    { "elder", 1920, 1080, 60, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture self;

      fixture_init (&self, cases[i].screen, NULL, NULL, cases[i].width, cases[i].height, TODAY, MORNING);
      g_assert_cmpint (mb_prices_zone_get_turn (get_zone (&self)), <=, (cases[i].elder ? 20 : 14) * G_TIME_SPAN_SECOND);
      g_test_message ("%s: %u pages, %g s each", cases[i].screen,
                      mb_pager_get_n_pages (mb_prices_zone_get_pager (get_zone (&self))),
                      mb_prices_zone_get_turn (get_zone (&self)) / 1e6);
      g_assert_cmpint (get_loop (&self), >, 0);
      g_assert_cmpint (get_loop (&self), <=, cases[i].most_s * G_TIME_SPAN_SECOND);
      fixture_clear (&self);
    }
}

static const char *const fields[] = { "what", "zone", "record", "size", "weight", "text" };
enum { WHAT, ZONE, RECORD, SIZE, WEIGHT, TEXT };

static void
pick (char **names, char **values, const char *picked[G_N_ELEMENTS (fields)])
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    for (guint j = 0; names[j] != NULL && values[j] != NULL; j++)
      if (g_str_equal (names[j], fields[i]))
        picked[i] = values[j];
}

/* Adds what is drawn of each name to what was before: "Twisted green", then "Twisted green peppers". */
static void
read_names (Fixture *self, GHashTable *said)
{
  g_autoptr (GskRenderNode) node = ui_stage_get_node (&self->stage);
  g_autofree char *text = mb_description_write (node, self->stage.width, self->stage.height);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1), names = g_strsplit (lines[0], "\t", -1);

  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) values = g_strsplit (lines[i], "\t", -1);
      const char *picked[G_N_ELEMENTS (fields)] = { "", "", "", "", "", "" }, *before;

      pick (names, values, picked);
      if (!g_str_equal (picked[ZONE], "MbPricesZone") || !g_str_has_prefix (picked[RECORD], "price/") ||
          !g_str_equal (picked[WEIGHT], "700") || g_ascii_isdigit (*picked[TEXT]))
        continue;
      g_assert_cmpstr (picked[SIZE], ==, "64");
      before = g_hash_table_lookup (said, picked[RECORD]);
      if (before == NULL || strstr (before, picked[TEXT]) == NULL)
        g_hash_table_insert (said, g_strdup (picked[RECORD]),
                             before != NULL ? g_strjoin (" ", before, picked[TEXT], NULL) : g_strdup (picked[TEXT]));
    }
}

/* Latin words of all sizes, with the unit at the line's end, stand on one line. */
static void
assert_one_baseline (Fixture *self)
{
  g_autoptr (GArray) inks = ui_ink_collect (GTK_WIDGET (get_zone (self)));

  g_assert_cmpuint (inks->len, >, 1);
  for (guint i = 1; i < inks->len; i++)
    g_assert_cmpfloat_with_epsilon (g_array_index (inks, UiInk, i).baseline,
                                    g_array_index (inks, UiInk, 0).baseline, 1);
}

static guint
compare_names (Fixture *self, GHashTable *said, const char *language)
{
  GListModel *products = mb_board_get_list (self->board, MB_KIND_PRODUCT);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (products); i++)
    {
      g_autoptr (MbProduct) product = g_list_model_get_item (products, i);
      g_autofree char *id = g_strdup_printf ("price/%s@average", mb_record_get_id (MB_RECORD (product)));

      if (!product->staple)
        continue;
      g_assert_cmpstr (g_hash_table_lookup (said, id), ==, mb_texts_get (product->name, language));
      n++;
    }
  return n;
}

/* One line is little: of a name that is longer than it the lines take turns, beside its price. */
static void
test_led_names (gconstpointer language)
{
  static const struct
  {
    const char *observed;
    gint64 at_us;
  } ages[] = { { TODAY, MORNING }, { EVE, BEFORE_OPENING }, { EVE, AFTER_OPENING } };

  for (gsize i = 0; i < G_N_ELEMENTS (ages); i++)
    {
      g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      Fixture self;
      guint n_pages;

      fixture_init (&self, "strip-led-1", "strip-led", language, 960, 160, ages[i].observed, ages[i].at_us);
      g_assert_cmpint (mb_prices_zone_get_turn (get_zone (&self)), ==, LED_SLOT);
      n_pages = mb_pager_get_n_pages (mb_prices_zone_get_pager (get_zone (&self)));
      g_test_message ("%u pages", n_pages);
      for (guint step = 0; step < 6 * n_pages; step++)
        {
          guint n_drawn = self.n_drawn;

          mb_clock_set (self.clock, ages[i].at_us + (step * LED_SLOT + LED_SLOT / 2) / 6, 0);
          gtk_widget_queue_draw (GTK_WIDGET (self.view));
          mb_test_wait (self.n_drawn > n_drawn);
          read_names (&self, said);
          if (g_str_equal (language, "en"))
            assert_one_baseline (&self);
        }
      g_assert_cmpuint (compare_names (&self, said, language), ==, 27);
      fixture_clear (&self);
    }
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample-pages/loops", test_loops);
  g_test_add_data_func ("/sample-pages/led-names/zh-hans", "zh-Hans", test_led_names);
  g_test_add_data_func ("/sample-pages/led-names/zh-hant", "zh-Hant", test_led_names);
  g_test_add_data_func ("/sample-pages/led-names/en", "en", test_led_names);
  return g_test_run ();
}
