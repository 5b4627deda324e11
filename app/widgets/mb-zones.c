/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/mb-zones.h"

#include "widgets/mb-layouts.h"
#include "widgets/prices/mb-price-row-view.h"

typedef struct
{
  MbCells cells;
  guint n_columns;
  GtkWidget *widget; /* MbPricesZone */
} View;

struct _MbZones
{
  MbLayout *layout; /* (owned) */
  GArray *views;    /* of View */
};

static void
add_prices (MbZones *self, GtkWidget *parent, GtkWidget *before, const MbZone *zone,
            const MbCells *cells, MbPriceTable *table)
{
  View view = { *cells, zone->columns != MB_UNSET ? (guint) zone->columns : 1,
                mb_prices_zone_new (table) };

  gtk_widget_insert_before (view.widget, parent, before);
  g_array_append_val (self->views, view);
}

MbZones *
mb_zones_new (GtkWidget *parent, GtkWidget *before, MbLayout *layout, guint32 trades,
              MbBoard *board, gint64 now_us)
{
  static const gboolean can_show[] = { [MB_SHOW_PRICES] = TRUE, [MB_SHOW_PICTURE] = FALSE };
  g_autofree MbCells *cells = NULL;
  MbZones *self;

  g_return_val_if_fail (GTK_IS_WIDGET (parent) && MB_IS_LAYOUT (layout) && MB_IS_BOARD (board),
                        NULL);

  self = g_new0 (MbZones, 1);
  self->layout = g_object_ref (layout);
  self->views = g_array_new (FALSE, FALSE, sizeof (View));
  cells = g_new (MbCells, layout->zones->len);
  mb_layouts_spread (layout, can_show, cells);
  for (guint i = 0; i < layout->zones->len; i++)
    {
      const MbZone *zone = layout->zones->pdata[i];
      MbPriceScope scope = { zone->staple, trades != 0 ? trades : zone->trades };
      g_autoptr (MbPriceTable) table = NULL;

      if (cells[i].width == 0)
        continue;
      table = mb_price_table_new (board, &scope, now_us);
      add_prices (self, parent, before, zone, &cells[i], table);
    }

  return self;
}

void
mb_zones_free (MbZones *self)
{
  for (guint i = 0; i < self->views->len; i++)
    gtk_widget_unparent (g_array_index (self->views, View, i).widget);
  g_array_unref (self->views);
  g_object_unref (self->layout);
  g_free (self);
}

void
mb_zones_set_type (MbZones *self, MbType *type, const MbPanel *panel)
{
  for (guint i = 0; i < self->views->len; i++)
    {
      View *view = &g_array_index (self->views, View, i);
      MbPricesStyle style = { view->n_columns, panel->elder, panel->led };

      mb_prices_zone_set_type (MB_PRICES_ZONE (view->widget), type, &style);
    }
}

void
mb_zones_place (MbZones *self, int y, int width, int height)
{
  int columns = (int) self->layout->columns, rows = (int) self->layout->rows;

  for (guint i = 0; i < self->views->len; i++)
    {
      const View *view = &g_array_index (self->views, View, i);
      const MbCells *cells = &view->cells;
      int left = cells->x * width / columns, right = (cells->x + cells->width) * width / columns;
      int top = cells->y * height / rows, bottom = (cells->y + cells->height) * height / rows;
      GskTransform *transform =
          gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (left, y + top));

      gtk_widget_allocate (view->widget, right - left, bottom - top, -1, transform);
    }
}

guint
mb_zones_get_n_prices (const MbZones *self)
{
  return self != NULL ? self->views->len : 0;
}

MbPricesZone *
mb_zones_get_prices (const MbZones *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->views->len, NULL);

  return MB_PRICES_ZONE (g_array_index (self->views, View, i).widget);
}

void
mb_zones_find (const MbZones *self, MbKind kind, const char *id, guint *n_visible, guint *n_later,
               gint64 *later_us)
{
  *n_visible = 0;
  *n_later = 0;
  if (later_us != NULL)
    *later_us = MB_UNSET;
  for (guint i = 0; i < mb_zones_get_n_prices (self); i++)
    mb_prices_zone_find (mb_zones_get_prices (self, i), kind, id, n_visible, n_later, later_us);
}

gboolean
mb_zones_get_figure_bounds (const MbZones *self, GtkWidget *parent, const char *price_id,
                            graphene_rect_t *bounds)
{
  for (guint i = 0; i < mb_zones_get_n_prices (self); i++)
    {
      GtkWidget *row = mb_prices_zone_get_row_view (mb_zones_get_prices (self, i), price_id);
      graphene_point_t origin;

      if (row != NULL &&
          gtk_widget_compute_point (row, parent, &GRAPHENE_POINT_INIT (0, 0), &origin) &&
          mb_price_row_view_get_figure_bounds (MB_PRICE_ROW_VIEW (row), bounds))
        {
          graphene_rect_offset (bounds, origin.x, origin.y);
          return TRUE;
        }
    }

  return FALSE;
}
