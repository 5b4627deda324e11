/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/prices/mb-price-plans.h"

struct _MbPricePlans
{
  guint n;
  const MbCatalogue *catalogues[MB_MOST_LANGUAGES];
  MbPricePlan *plans[MB_MOST_LANGUAGES]; /* (owned) */
};

MbPricePlans *
mb_price_plans_new (GtkWidget *widget, MbPriceTable *table, MbType *type, const MbPanel *panel, guint n_columns,
                    MbListForm form, int width, int height)
{
  MbPricePlans *self;

  g_return_val_if_fail (panel != NULL && panel->n_catalogues <= MB_MOST_LANGUAGES, NULL);

  self = g_new0 (MbPricePlans, 1);
  self->n = panel->n_catalogues;
  for (guint i = 0; i < self->n; i++)
    {
      g_autoptr (MbType) own = mb_type_new (widget, panel->catalogues[i], mb_type_get_n (type));

      self->catalogues[i] = panel->catalogues[i];
      self->plans[i] = mb_price_plan_new (table, own, n_columns, form, width, height);
    }
  return self;
}

void
mb_price_plans_free (MbPricePlans *self)
{
  for (guint i = 0; i < self->n; i++)
    mb_price_plan_free (self->plans[i]);
  g_free (self);
}

void
mb_price_plans_make (MbPricePlans *self, gint64 now_us)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n; i++)
    mb_price_plan_make (self->plans[i], now_us);
}

MbPricePlan *
mb_price_plans_get (MbPricePlans *self, const MbCatalogue *catalogue)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->n; i++)
    if (self->catalogues[i] == catalogue)
      return self->plans[i];

  return NULL;
}

guint
mb_price_plans_get_places (MbPriceRow *row, gpointer plans)
{
  MbPricePlans *self = plans;
  guint n_places = 1;

  for (guint i = 0; i < self->n; i++)
    n_places = MAX (n_places, mb_price_plan_get_places (row, self->plans[i]));

  return n_places;
}
