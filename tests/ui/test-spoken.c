/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mb-test-wait.h"
#include "ui-board.h"

#include "widgets/alarm/mb-alarm-view.h"
#include "widgets/bands/mb-header-band.h"
#include "widgets/bands/mb-ticker-band.h"
#include "widgets/prices/mb-price-page-view.h"
#include "widgets/prices/mb-price-row-view.h"
#include "widgets/prices/mb-prices-zone.h"
#include "widgets/tests/mb-tests-zone.h"

/* What is drawn by hand can be heard: each part in its place, with what stands on it now. */

#define MORNING G_GINT64_CONSTANT (1794095880000000) /* 2026-11-08T07:58+08:00 */
#define MINUTE (60 * G_TIME_SPAN_SECOND)

typedef struct
{
  MbClock *clock;
  MbBoard *board;
  MbBoardView *view;
  UiStage stage;
  guint64 rev;
} Fixture;

static void
fixture_init (Fixture *self, const char *layout, int width, int height)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "ui", "fixtures", "market.ndjson", NULL);

  *self = (Fixture){ .clock = mb_clock_new_at (MORNING, 0), .board = ui_board_load (path, MORNING - MINUTE), .rev = 1000 };
  self->view = MB_BOARD_VIEW (mb_board_view_new (self->clock));
  mb_board_view_set_layout_id (self->view, layout);
  mb_board_view_set_link (self->view, MB_LINK_LIVE);
  mb_board_view_set_board (self->view, self->board);
  ui_stage_init (&self->stage, GTK_WIDGET (self->view), width, height);
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

static void
put (Fixture *self, const char *line)
{
  ui_board_put (self->board, line, "import", ++self->rev, MORNING);
}

static GtkAccessible *
find (GtkWidget *parent, GType type)
{
  GtkWidget *child = gtk_widget_get_first_child (parent);

  while (child != NULL && !G_TYPE_CHECK_INSTANCE_TYPE (child, type))
    child = gtk_widget_get_next_sibling (child);
  g_assert_nonnull (child);
  return GTK_ACCESSIBLE (child);
}

static gboolean
says (GtkAccessible *part, const char *words)
{
  g_autofree char *other = gtk_test_accessible_check_property (part, GTK_ACCESSIBLE_PROPERTY_LABEL, words, NULL);

  return gtk_test_accessible_has_property (part, GTK_ACCESSIBLE_PROPERTY_LABEL) && other == NULL;
}

static gboolean
is_hidden (GtkAccessible *part)
{
  g_autofree char *other = gtk_test_accessible_check_state (part, GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, NULL);

  return gtk_test_accessible_has_state (part, GTK_ACCESSIBLE_STATE_HIDDEN) && other == NULL;
}

/* That price's row, on the page that stands. */
static GtkAccessible *
find_row (Fixture *self, const char *price_id)
{
  return GTK_ACCESSIBLE (
      mb_prices_zone_get_row_view (MB_PRICES_ZONE (find (GTK_WIDGET (self->view), MB_TYPE_PRICES_ZONE)), price_id));
}

static void
test_parts (void)
{
  Fixture self;
  GtkWidget *view;

  fixture_init (&self, "entrance", 1920, 1080);
  view = GTK_WIDGET (self.view);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_test_accessible_assert_role (find (view, MB_TYPE_HEADER_BAND), GTK_ACCESSIBLE_ROLE_BANNER);
  gtk_test_accessible_assert_role (find (view, MB_TYPE_TESTS_ZONE), GTK_ACCESSIBLE_ROLE_REGION);
  gtk_test_accessible_assert_role (find (view, MB_TYPE_TICKER_BAND), GTK_ACCESSIBLE_ROLE_MARQUEE);
  mb_test_wait (says (find (view, MB_TYPE_HEADER_BAND), "槐荫街农贸市场\n今日菜价\n11月8日 星期日\n07:58"));
  mb_test_wait (says (find (view, MB_TYPE_TICKER_BAND), "今天逢8会员日，扫码领券满30减5。"));
  mb_test_wait (says (find (view, MB_TYPE_TESTS_ZONE), "今日未抽检"));
  fixture_clear (&self);
}

/* Each row of the page that stands, and none else. */
static void
test_rows (void)
{
  Fixture self;
  GtkWidget *zone, *page;
  GtkAccessible *row;
  guint n = 0, n_pages = 0;

  fixture_init (&self, "entrance", 1920, 1080);
  zone = GTK_WIDGET (find (GTK_WIDGET (self.view), MB_TYPE_PRICES_ZONE));
  row = GTK_ACCESSIBLE (mb_prices_zone_get_nth_row_view (MB_PRICES_ZONE (zone), 0));
  gtk_test_accessible_assert_role (row, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  mb_test_wait (gtk_test_accessible_has_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL));
  page = gtk_widget_get_parent (GTK_WIDGET (row));
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_ROLE_LIST);
  for (GtkWidget *child = gtk_widget_get_first_child (zone); child != NULL; child = gtk_widget_get_next_sibling (child))
    n_pages += is_hidden (GTK_ACCESSIBLE (child)) ? 0 : 1;
  g_assert_cmpuint (n_pages, ==, 1);
  g_assert_false (is_hidden (GTK_ACCESSIBLE (page)));
  for (GtkWidget *child = gtk_widget_get_first_child (page); child != NULL; child = gtk_widget_get_next_sibling (child))
    n += is_hidden (GTK_ACCESSIBLE (child)) ? 0 : 1;
  g_assert_cmpuint (n, ==, mb_prices_zone_get_n_rows (MB_PRICES_ZONE (zone)));
  fixture_clear (&self);
}

static void
test_change (void)
{
  Fixture self;
  GListModel *prices;
  GtkAccessible *row = NULL;
  g_autofree char *words = NULL;

  fixture_init (&self, "entrance", 1920, 1080);
  prices = mb_board_get_list (self.board, MB_KIND_PRICE);
  for (guint i = 0; row == NULL; i++)
    {
      g_autoptr (MbRecord) price = g_list_model_get_item (prices, i);

      row = find_row (&self, mb_record_get_id (price));
      if (row != NULL)
        {
          g_autofree char *id = g_strndup (mb_record_get_id (price), strcspn (mb_record_get_id (price), "@"));
          g_autofree char *line = g_strdup_printf (
              "{\"kind\":\"price\",\"id\":\"%s@average\",\"value\":{\"product\":\"%s\",\"basis\":\"average\",\"fen\":77770,"
              "\"per\":\"500g\",\"observed_at\":\"2026-11-08T07:58:00+08:00\",\"source\":\"office\"}}", id, id);

          put (&self, line);
        }
    }
  words = mb_price_row_view_dup_words (MB_PRICE_ROW_VIEW (row));
  g_strdelimit (words, "|", ' ');
  g_assert_nonnull (strstr (words, "777.7 元/斤"));
  mb_test_wait (says (row, words));
  fixture_clear (&self);
}

/* An emergency is told at once, as an alert; until it is over there is nothing else. */
static void
test_emergency (void)
{
  Fixture self;
  GtkWidget *view;
  GtkAccessible *alarm;

  fixture_init (&self, "query", 1080, 1920);
  view = GTK_WIDGET (self.view);
  alarm = find (view, MB_TYPE_ALARM_VIEW);
  gtk_test_accessible_assert_role (alarm, GTK_ACCESSIBLE_ROLE_ALERT);
  mb_test_wait (is_hidden (alarm));
  put (&self, "{\"kind\":\"notice\",\"id\":\"drill\",\"value\":{\"text\":{\"zh-Hans\":\"请从最近的安全出口离开\"},\"level\":\"emergency\","
              "\"when\":{\"from\":\"2026-11-08T07:58:00+08:00\",\"to\":\"2026-11-08T08:01:00+08:00\"}}}");
  mb_test_wait (!is_hidden (alarm));
  g_assert_true (says (alarm, "紧急通知\n请从最近的安全出口离开"));
  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL; child = gtk_widget_get_next_sibling (child))
    g_assert_true (GTK_ACCESSIBLE (child) == alarm || is_hidden (GTK_ACCESSIBLE (child)));
  mb_clock_set (self.clock, MORNING + 3 * MINUTE, 0);
  mb_test_wait (says (alarm, "警报解除"));
  mb_clock_set (self.clock, MORNING + 5 * MINUTE, 0);
  mb_test_wait (is_hidden (alarm));
  g_assert_false (is_hidden (find (view, MB_TYPE_HEADER_BAND)));
  fixture_clear (&self);
}

/* A reader goes from part to part as eyes do: from above, from the left. */
static void
test_order (void)
{
  static const char *const layouts[] = { "entrance", "entrance-portrait", "aisle", "stall", "stall-small",
                                         "query",    "strip",             "film",  "strip-led" };

  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      Fixture self;
      graphene_rect_t before = GRAPHENE_RECT_INIT (0, -1, 0, 0);

      fixture_init (&self, layouts[i], 1920, 1080);
      for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self.view)); child != NULL;
           child = gtk_widget_get_next_sibling (child))
        {
          graphene_rect_t place;

          if (!gtk_widget_get_child_visible (child) || is_hidden (GTK_ACCESSIBLE (child)))
            continue;
          g_assert_true (gtk_widget_compute_bounds (child, GTK_WIDGET (self.view), &place));
          g_test_message ("%s: %s at %.0f,%.0f", layouts[i], G_OBJECT_TYPE_NAME (child), place.origin.x, place.origin.y);
          g_assert_true (place.origin.y > before.origin.y || place.origin.x >= before.origin.x);
          before = place;
        }
      fixture_clear (&self);
    }
}

int
main (int argc, char **argv)
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spoken/parts", test_parts);
  g_test_add_func ("/spoken/rows", test_rows);
  g_test_add_func ("/spoken/change", test_change);
  g_test_add_func ("/spoken/emergency", test_emergency);
  g_test_add_func ("/spoken/order", test_order);
  return g_test_run ();
}
