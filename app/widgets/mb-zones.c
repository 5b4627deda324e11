/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/mb-zones.h"

#include "widgets/mb-layouts.h"
#include "widgets/origin/mb-origin-zone.h"
#include "widgets/pictures/mb-picture-zone.h"
#include "widgets/prices/mb-price-row-view.h"
#include "widgets/prices/mb-prices-zone.h"
#include "widgets/scale/mb-scale-zone.h"
#include "widgets/sheets/mb-sheet-zone.h"
#include "widgets/tests/mb-tests-zone.h"
#include "widgets/text/mb-text-zone.h"
#include "widgets/promotion/mb-promotion-zone.h"
#include "widgets/video/mb-video-zone.h"

typedef struct
{
  MbCells cells;
  gboolean moves; /* what it shows is another every few seconds: it burns nothing in */
  MbZoneView *view;
} Place;

struct _MbZones
{
  MbLayout *layout; /* (owned) */
  GArray *places;   /* of Place */
  guint counts[MB_SHOW_PICTURE + 1]; /* by MbShow */
};

/* What this program can draw, by MbShow. */
static GtkWidget *(*const makers[]) (const MbZoneSite *site) = {
  [MB_SHOW_PRICES] = mb_prices_zone_new,
  [MB_SHOW_TESTS] = mb_tests_zone_new,
  [MB_SHOW_PROMOTION] = mb_promotion_zone_new,
  [MB_SHOW_VIDEO] = mb_video_zone_new,
  [MB_SHOW_STALLS] = mb_stalls_zone_new,
  [MB_SHOW_DUTIES] = mb_duties_zone_new,
  [MB_SHOW_SCALE] = mb_scale_zone_new,
  [MB_SHOW_ORIGIN] = mb_origin_zone_new,
  [MB_SHOW_TEXT] = mb_text_zone_new,
  [MB_SHOW_PICTURE] = mb_picture_zone_new,
};

static void
add_zone (MbZones *self, GtkWidget *parent, GtkWidget *before, const MbZone *zone,
          const MbCells *cells, const MbZoneSite *common)
{
  MbZoneSite site = *common;
  Place place = { *cells, zone->show == MB_SHOW_PRICES || zone->show == MB_SHOW_VIDEO, NULL };

  site.zone = zone;
  site.nth = self->counts[zone->show]++;
  if (site.trades == 0)
    site.trades = zone->trades;
  if (zone->stall != NULL)
    site.stall = zone->stall;
  place.view = MB_ZONE_VIEW (makers[zone->show](&site));
  gtk_widget_insert_before (GTK_WIDGET (place.view), parent, before);
  g_array_append_val (self->places, place);
}

MbZones *
mb_zones_new (GtkWidget *parent, GtkWidget *before, MbLayout *layout, const MbZoneSite *site)
{
  gboolean can_show[G_N_ELEMENTS (makers)];
  g_autofree MbCells *cells = NULL;
  MbZones *self;

  g_return_val_if_fail (GTK_IS_WIDGET (parent) && MB_IS_LAYOUT (layout), NULL);
  g_return_val_if_fail (site != NULL && MB_IS_BOARD (site->board), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (makers); i++)
    can_show[i] = makers[i] != NULL || i == MB_SHOW_TICKER; /* which is a band, wherever it stands */
  self = g_new0 (MbZones, 1);
  self->layout = g_object_ref (layout);
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  cells = g_new (MbCells, layout->zones->len);
  mb_layouts_spread (layout, can_show, cells);
  for (guint i = 0; i < layout->zones->len; i++)
    if (cells[i].width > 0 && makers[((MbZone *) layout->zones->pdata[i])->show] != NULL)
      add_zone (self, parent, before, layout->zones->pdata[i], &cells[i], site);

  return self;
}

void
mb_zones_free (MbZones *self)
{
  for (guint i = 0; i < self->places->len; i++)
    gtk_widget_unparent (GTK_WIDGET (mb_zones_get (self, i)));
  g_array_unref (self->places);
  g_object_unref (self->layout);
  g_free (self);
}

void
mb_zones_set_type (MbZones *self, MbType *type, const MbPanel *panel)
{
  for (guint i = 0; i < self->places->len; i++)
    mb_zone_view_set_type (mb_zones_get (self, i), type, panel);
}

/* The bar may stand among the zones: those below it make room. */
static int
get_y (const MbZones *self, const MbFrame *frame, int row, gboolean is_end)
{
  int y = frame->zones.y + row * frame->zones.height / (int) self->layout->rows;
  int from = frame->bar.y + frame->bar.height - frame->bar_room; /* the zones above end there */
  gboolean below = is_end ? y > from : y >= from;

  return frame->bar_room > 0 && below ? y + frame->bar_room : y;
}

void
mb_zones_place (MbZones *self, const MbFrame *frame, int width, GskTransform *turn)
{
  int columns = (int) self->layout->columns;

  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *place = &g_array_index (self->places, Place, i);
      const MbCells *cells = &place->cells;
      int left = cells->x * width / columns, right = (cells->x + cells->width) * width / columns;
      int top = get_y (self, frame, cells->y, FALSE);
      int bottom = get_y (self, frame, cells->y + cells->height, TRUE);
      int x = place->moves ? left : left + frame->shift_x, y = place->moves ? top : top + frame->shift_y;
      GskTransform *transform = gsk_transform_translate (gsk_transform_ref (turn), &GRAPHENE_POINT_INIT (x, y));

      gtk_widget_allocate (GTK_WIDGET (place->view), right - left, bottom - top, -1, transform);
    }
}

gint64
mb_zones_update (MbZones *self, const MbMoment *moment)
{
  gint64 next_us = G_MAXINT64;

  for (guint i = 0; i < mb_zones_get_length (self); i++)
    next_us = MIN (next_us, mb_zone_view_update (mb_zones_get (self, i), moment));

  return next_us;
}

gboolean
mb_zones_are_settled (const MbZones *self)
{
  for (guint i = 0; i < mb_zones_get_length (self); i++)
    if (!mb_zone_view_is_settled (mb_zones_get (self, i)))
      return FALSE;

  return TRUE;
}

guint
mb_zones_get_length (const MbZones *self)
{
  return self != NULL ? self->places->len : 0;
}

MbZoneView *
mb_zones_get (const MbZones *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->places->len, NULL);

  return g_array_index (self->places, Place, i).view;
}

MbZoneView *
mb_zones_find_first (const MbZones *self, GType type)
{
  for (guint i = 0; i < mb_zones_get_length (self); i++)
    if (G_TYPE_CHECK_INSTANCE_TYPE (mb_zones_get (self, i), type))
      return mb_zones_get (self, i);

  return NULL;
}

MbSight
mb_zones_find (const MbZones *self, MbKind kind, const char *id)
{
  MbSight sight = { 0, 0, MB_UNSET };

  for (guint i = 0; i < mb_zones_get_length (self); i++)
    mb_zone_view_find (mb_zones_get (self, i), kind, id, &sight);

  return sight;
}

char **
mb_zones_dup_trouble (const MbZones *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < mb_zones_get_length (self); i++)
    if (MB_IS_VIDEO_ZONE (mb_zones_get (self, i)))
      mb_video_zone_tell_problems (MB_VIDEO_ZONE (mb_zones_get (self, i)), builder);
  return g_strv_builder_end (builder);
}

static gboolean
get_figure_bounds (MbPricesZone *zone, GtkWidget *parent, const char *price_id,
                   graphene_rect_t *bounds)
{
  GtkWidget *row = mb_prices_zone_get_row_view (zone, price_id);
  graphene_matrix_t way;

  if (row == NULL || !gtk_widget_compute_transform (row, parent, &way) ||
      !mb_price_row_view_get_figure_bounds (MB_PRICE_ROW_VIEW (row), bounds))
    return FALSE;

  graphene_matrix_transform_bounds (&way, bounds, bounds);
  return TRUE;
}

gboolean
mb_zones_get_figure_bounds (const MbZones *self, GtkWidget *parent, const char *price_id,
                            graphene_rect_t *bounds)
{
  for (guint i = 0; i < mb_zones_get_length (self); i++)
    {
      MbZoneView *view = mb_zones_get (self, i);

      if (MB_IS_PRICES_ZONE (view) &&
          get_figure_bounds (MB_PRICES_ZONE (view), parent, price_id, bounds))
        return TRUE;
    }

  return FALSE;
}
