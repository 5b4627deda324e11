/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mb-test-wait.h"
#include "ui-board.h"

#include "core/model/goods/mb-price.h"
#include "widgets/prices/mb-prices-zone.h"

#include <X11/Xutil.h>
#include <gdk/x11/gdkx.h>
#include <string.h>

/* A board on a glass that hangs on its side: the same to the pixel as one that is turned as a whole, and no more of it
 * painted anew than has changed. */

#define MORNING G_GINT64_CONSTANT (1794095880000000) /* 2026-11-08T07:58+08:00 */
#define WIDTH 1920 /* of the glass, pixels */
#define HEIGHT 1080
#define PAINT 0xff00ffu
#define RIM 4 /* pixels by which a row's ink may reach into the next one's place */

typedef struct
{
  int degrees;
  MbClock *clock;
  MbBoard *board;
  MbBoardView *view;
  UiStage stage;
  guint n_drawn;
} Glass;

static void
on_drawn (Glass *self)
{
  self->n_drawn++;
}

static void
glass_init (Glass *self, int degrees, int width, int height)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "ui", "fixtures", "market.ndjson", NULL);
  g_autofree char *screen = g_strdup_printf ("{\"kind\":\"screen\",\"id\":\"side\",\"value\":{\"name\":\"side\","
                                             "\"layout\":\"entrance\",\"rotation\":%d}}", degrees);

  *self = (Glass){ .degrees = degrees, .clock = mb_clock_new_at (MORNING, 0) };
  self->board = ui_board_load (path, MORNING - G_TIME_SPAN_HOUR);
  ui_board_put (self->board, screen, "manager:li", 100000, MORNING - G_TIME_SPAN_HOUR);
  self->view = MB_BOARD_VIEW (mb_board_view_new (self->clock));
  mb_board_view_set_screen_id (self->view, "side");
  mb_board_view_set_link (self->view, MB_LINK_LIVE);
  mb_board_view_set_ticker_paused (self->view, TRUE);
  mb_board_view_set_board (self->view, self->board);
  g_signal_connect_swapped (self->view, "drawn", G_CALLBACK (on_drawn), self);
  ui_stage_init (&self->stage, GTK_WIDGET (self->view), width, height);
  ui_stage_settle (&self->stage);
}

static void
glass_clear (Glass *self)
{
  g_object_add_weak_pointer (G_OBJECT (self->view), (gpointer *) &self->view);
  ui_stage_clear (&self->stage);
  mb_test_wait (self->view == NULL);
  mb_test_assert_finalized (self->board);
  mb_test_assert_finalized (self->clock);
}

static cairo_surface_t *
paint (GskRenderNode *node)
{
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (picture);

  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_flush (picture);
  return picture;
}

static GskTransform *
get_turn (int degrees)
{
  graphene_point_t corner = { degrees == 270 ? 0 : WIDTH, degrees == 90 ? 0 : HEIGHT };

  return gsk_transform_rotate (gsk_transform_translate (NULL, &corner), (float) degrees);
}

/* The board as it is upright, turned as one. */
static cairo_surface_t *
paint_upright (int degrees)
{
  g_autoptr (GskRenderNode) node = NULL, turned = NULL;
  GskTransform *turn = get_turn (degrees);
  cairo_surface_t *picture;
  Glass upright;

  glass_init (&upright, 0, degrees == 180 ? WIDTH : HEIGHT, degrees == 180 ? HEIGHT : WIDTH);
  node = ui_stage_get_node (&upright.stage);
  turned = gsk_transform_node_new (node, turn);
  picture = paint (turned);
  gsk_transform_unref (turn);
  glass_clear (&upright);
  return picture;
}

static void
test_same (gconstpointer data)
{
  int degrees = GPOINTER_TO_INT (data);
  cairo_surface_t *wanted = paint_upright (degrees), *picture;
  g_autoptr (GskRenderNode) node = NULL;
  Glass glass;

  glass_init (&glass, degrees, WIDTH, HEIGHT);
  node = ui_stage_get_node (&glass.stage);
  picture = paint (node);
  g_assert_cmpmem (cairo_image_surface_get_data (picture), HEIGHT * (gsize) cairo_image_surface_get_stride (picture),
                   cairo_image_surface_get_data (wanted), HEIGHT * (gsize) cairo_image_surface_get_stride (wanted));
  cairo_surface_destroy (picture);
  cairo_surface_destroy (wanted);
  glass_clear (&glass);
}

/* Paints over all that a window shows, which the program does not notice. */
static void
paint_over (Display *display, Window window)
{
  GC gc = XCreateGC (display, window, 0, NULL);

  XSetForeground (display, gc, PAINT);
  XFillRectangle (display, window, gc, 0, 0, WIDTH, HEIGHT);
  XFreeGC (display, gc);
  XSync (display, False);
}

/* How much of a place is painted anew. */
static guint
count_painted (XImage *image, const graphene_rect_t *place)
{
  guint n = 0;

  for (int y = (int) place->origin.y; y < (int) (place->origin.y + place->size.height); y++)
    for (int x = (int) place->origin.x; x < (int) (place->origin.x + place->size.width); x++)
      n += (XGetPixel (image, x, y) & 0xffffff) != PAINT;

  return n;
}

static MbPricesZone *
find_prices (Glass *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  while (child != NULL && !MB_IS_PRICES_ZONE (child))
    child = gtk_widget_get_next_sibling (child);
  g_assert_nonnull (child);
  return MB_PRICES_ZONE (child);
}

/* The first that stands on the page. */
static MbPrice *
find_price (Glass *self)
{
  GListModel *prices = mb_board_get_list (self->board, MB_KIND_PRICE);
  graphene_rect_t figure;

  for (guint i = 0; i < g_list_model_get_n_items (prices); i++)
    {
      g_autoptr (MbPrice) price = g_list_model_get_item (prices, i);

      if (mb_board_view_get_figure_bounds (self->view, mb_record_get_id (MB_RECORD (price)), &figure))
        return g_steal_pointer (&price);
    }

  g_assert_not_reached ();
}

static void
change (Glass *self, MbPrice *price)
{
  guint n_drawn = self->n_drawn;
  g_autofree char *line = g_strdup_printf (
      "{\"kind\":\"price\",\"id\":\"%s\",\"value\":{\"product\":\"%s\",\"basis\":\"average\",\"fen\":770,"
      "\"per\":\"500g\",\"observed_at\":\"2026-11-08T07:58:00+08:00\",\"source\":\"office\"}}",
      mb_record_get_id (MB_RECORD (price)), price->product);

  ui_board_put (self->board, line, "manager:li", 100001, MORNING);
  mb_test_wait (self->n_drawn > n_drawn);
  mb_test_spin ();
  gdk_display_sync (gdk_display_get_default ());
}

static void
check_rows (Glass *self, XImage *image, MbPrice *price)
{
  MbPricesZone *zone = find_prices (self);
  graphene_rect_t figure, place;
  guint n_other = 0;

  g_assert_true (mb_board_view_get_figure_bounds (self->view, mb_record_get_id (MB_RECORD (price)), &figure));
  g_assert_cmpuint (count_painted (image, &figure), >, figure.size.width * figure.size.height / 2);
  for (guint i = 0; i < mb_prices_zone_get_n_rows (zone); i++)
    {
      GtkWidget *row = mb_prices_zone_get_nth_row_view (zone, i);

      g_assert_true (gtk_widget_compute_bounds (row, GTK_WIDGET (self->view), &place));
      if (graphene_rect_contains_rect (&place, &figure))
        continue;
      graphene_rect_inset (&place, RIM, RIM);
      g_assert_cmpuint (count_painted (image, &place), ==, 0);
      n_other++;
    }
  g_assert_cmpuint (n_other, >=, 2);
}

static void
test_damage (gconstpointer data)
{
  Display *display = XOpenDisplay (NULL);
  XImage *image;
  g_autoptr (MbPrice) price = NULL;
  Window window;
  Glass glass;

  g_assert_nonnull (display);
  glass_init (&glass, GPOINTER_TO_INT (data), WIDTH, HEIGHT);
  window = gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (glass.stage.window)));
  mb_test_spin ();
  gdk_display_sync (gdk_display_get_default ());
  paint_over (display, window);
  price = find_price (&glass);
  change (&glass, price);
  image = XGetImage (display, window, 0, 0, WIDTH, HEIGHT, AllPlanes, ZPixmap);
  check_rows (&glass, image, price);
  XDestroyImage (image);
  XCloseDisplay (display);
  g_clear_object (&price);
  glass_clear (&glass);
}

int
main (int argc, char **argv)
{
  static const int degrees[] = { 0, 90, 180, 270 };

  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  for (guint i = 0; i < G_N_ELEMENTS (degrees); i++)
    {
      g_autofree char *same = g_strdup_printf ("/turn/same/%d", degrees[i]);
      g_autofree char *damage = g_strdup_printf ("/turn/damage/%d", degrees[i]);

      if (degrees[i] != 0)
        g_test_add_data_func (same, GINT_TO_POINTER (degrees[i]), test_same);
      g_test_add_data_func (damage, GINT_TO_POINTER (degrees[i]), test_damage);
    }
  return g_test_run ();
}
