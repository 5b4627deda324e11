/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/origin/mb-origin-zone.h"

#include "core/model/place/mb-market.h"
#include "widgets/origin/mb-origin-card.h"

struct _MbOriginZone
{
  MbZoneView parent_instance;

  MbBoard *board; /* (owned) */
  MbType *type;   /* (owned) (nullable) */
  char *if_wrong; /* (nullable) before the first moment */
  MbOriginCard *card; /* (owned) (nullable): is made when it is drawn */
};

G_DEFINE_FINAL_TYPE (MbOriginZone, mb_origin_zone, MB_TYPE_ZONE_VIEW)

static void
drop_card (MbOriginZone *self)
{
  g_clear_pointer (&self->card, mb_origin_card_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
mb_origin_zone_set_type (MbZoneView *view, MbType *type, const MbPanel *panel)
{
  MbOriginZone *self = MB_ORIGIN_ZONE (view);

  g_clear_pointer (&self->type, mb_type_unref);
  self->type = mb_type_ref (type);
  drop_card (self);
}

static gint64
mb_origin_zone_update (MbZoneView *view, const MbMoment *moment)
{
  MbOriginZone *self = MB_ORIGIN_ZONE (view);
  MbRecord *market = mb_board_get (self->board, MB_KIND_MARKET, "market");
  g_autofree char *if_wrong = mb_format_if_wrong (mb_type_get_catalogue (self->type), (MbMarket *) market);

  if (g_strcmp0 (if_wrong, self->if_wrong) != 0)
    {
      g_free (self->if_wrong);
      self->if_wrong = g_steal_pointer (&if_wrong);
      drop_card (self);
    }
  return G_MAXINT64;
}

static void
mb_origin_zone_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbOriginZone *self = MB_ORIGIN_ZONE (widget);

  if (self->type == NULL || self->if_wrong == NULL)
    return;

  if (self->card == NULL)
    self->card = mb_origin_card_new (self->type, self->if_wrong, gtk_widget_get_width (widget),
                                     gtk_widget_get_height (widget));
  mb_origin_card_draw (self->card, snapshot);
}

static void
mb_origin_zone_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  drop_card (MB_ORIGIN_ZONE (widget));
}

static void
mb_origin_zone_finalize (GObject *object)
{
  MbOriginZone *self = MB_ORIGIN_ZONE (object);

  g_clear_pointer (&self->card, mb_origin_card_free);
  g_clear_pointer (&self->type, mb_type_unref);
  g_object_unref (self->board);
  g_free (self->if_wrong);

  G_OBJECT_CLASS (mb_origin_zone_parent_class)->finalize (object);
}

static void
mb_origin_zone_class_init (MbOriginZoneClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_origin_zone_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = mb_origin_zone_snapshot;
  GTK_WIDGET_CLASS (klass)->size_allocate = mb_origin_zone_size_allocate;
  MB_ZONE_VIEW_CLASS (klass)->set_type = mb_origin_zone_set_type;
  MB_ZONE_VIEW_CLASS (klass)->update = mb_origin_zone_update;
}

static void
mb_origin_zone_init (MbOriginZone *self)
{
}

GtkWidget *
mb_origin_zone_new (const MbZoneSite *site)
{
  MbOriginZone *self;

  g_return_val_if_fail (site != NULL && MB_IS_BOARD (site->board), NULL);

  self = g_object_new (MB_TYPE_ORIGIN_ZONE, NULL);
  self->board = g_object_ref (site->board);
  return GTK_WIDGET (self);
}

char *
mb_origin_zone_dup_words (MbOriginZone *self)
{
  g_return_val_if_fail (MB_IS_ORIGIN_ZONE (self), NULL);

  return self->card != NULL ? mb_origin_card_dup_words (self->card) : NULL;
}
