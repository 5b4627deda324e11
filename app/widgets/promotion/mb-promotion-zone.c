/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/promotion/mb-promotion-zone.h"

#include "core/model/page/mb-slot.h"
#include "core/model/place/mb-market.h"
#include "widgets/idle/mb-sentence-card.h"
#include "widgets/promotion/mb-offers.h"
#include "widgets/promotion/mb-promotion-card.h"

/* An offer stands as long as a page of so many rows. */
#define ROWS 10

struct _MbPromotionZone
{
  MbZoneView parent_instance;

  MbBoard *board; /* (owned) */
  char *stall;    /* (nullable) */
  guint32 trades;

  MbOffers *offers; /* (owned) */
  MbType *type;     /* (owned) (nullable) */
  MbPanel panel;
  MbPromotionCard *card;    /* (owned) (nullable): is made when it is drawn */
  MbSentenceCard *no_offer; /* (owned) (nullable): in its place */
  char *id;              /* (nullable): of the promotion that stands */
  char *link;            /* (nullable) */
  MbPromotionText text;
  char *name, *sentence; /* where none stands */
};

G_DEFINE_FINAL_TYPE (MbPromotionZone, mb_promotion_zone, MB_TYPE_ZONE_VIEW)

static void
drop_card (MbPromotionZone *self)
{
  g_clear_pointer (&self->card, mb_promotion_card_free);
  g_clear_pointer (&self->no_offer, mb_sentence_card_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
mb_promotion_zone_set_type (MbZoneView *view, MbType *type, const MbPanel *panel)
{
  MbPromotionZone *self = MB_PROMOTION_ZONE (view);

  g_clear_pointer (&self->type, mb_type_unref);
  self->type = mb_type_ref (type);
  self->panel = *panel;
  drop_card (self);
}

static gboolean
is_same_text (const MbPromotionText *a, const MbPromotionText *b)
{
  return g_strcmp0 (a->about, b->about) == 0 && g_strcmp0 (a->offer, b->offer) == 0 &&
         g_strcmp0 (a->detail, b->detail) == 0 && g_strcmp0 (a->call, b->call) == 0 && a->terms != NULL &&
         b->terms != NULL && g_strv_equal ((const char *const *) a->terms, (const char *const *) b->terms);
}

static gboolean
replace (char **string, const char *value)
{
  if (g_strcmp0 (*string, value) == 0)
    return FALSE;

  g_free (*string);
  *string = g_strdup (value);
  return TRUE;
}

static void
show_offer (MbPromotionZone *self, const MbOffer *offer, const MbMoment *moment)
{
  MbPromotionTime time = { moment->judged_us, offer->end_us, mb_market_time_get_zone (moment->time) };
  gboolean other = replace (&self->id, mb_record_get_id (MB_RECORD (offer->promotion)));
  gboolean differs = replace (&self->link, offer->promotion->link);
  g_auto (MbPromotionText) text = { 0 };

  mb_promotion_text_init (&text, offer->promotion, self->board, mb_type_get_catalogue (self->type), &time);
  if (other || differs || !is_same_text (&text, &self->text))
    {
      MbPromotionText old = self->text;

      self->text = text;
      text = old;
      drop_card (self);
    }
}

static void
show_none (MbPromotionZone *self, const MbOffer *offer, const MbMoment *moment)
{
  const MbCatalogue *catalogue = mb_type_get_catalogue (self->type);
  MbMarket *market = (MbMarket *) mb_board_get (self->board, MB_KIND_MARKET, "market");
  g_autofree char *sentence = mb_format_no_offers (catalogue, offer->begin_us, moment->judged_us,
                                                   mb_market_time_get_zone (moment->time));
  gboolean differs = replace (&self->id, NULL);

  differs |= replace (&self->name,
                      market != NULL ? mb_texts_get (market->name, mb_catalogue_get_language (catalogue)) : NULL);
  differs |= replace (&self->sentence, sentence);
  if (differs)
    drop_card (self);
}

/* Their rules are parts of the records: what came anew is read anew. */
static void
forget_changed (MbPromotionZone *self, GPtrArray *changes)
{
  if (changes == NULL)
    mb_offers_forget (self->offers, NULL);
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    {
      MbRecord *record = ((MbChangedRecord *) changes->pdata[i])->record;

      if (mb_record_get_kind (record) == MB_KIND_PROMOTION)
        mb_offers_forget (self->offers, mb_record_get_id (record));
      else if (mb_record_get_kind (record) == MB_KIND_MARKET)
        mb_offers_forget (self->offers, NULL);
    }
}

static gint64
mb_promotion_zone_update (MbZoneView *view, const MbMoment *moment)
{
  MbPromotionZone *self = MB_PROMOTION_ZONE (view);
  MbOfferScope scope = { self->stall, self->trades };
  g_autofree char *before = g_strdup (self->id);
  MbOffer offer;

  forget_changed (self, moment->changes);
  offer = mb_offers_look (self->offers, self->board, &scope, moment->now_us,
                          mb_slot_get_length (ROWS, self->panel.elder), moment->time);
  if (offer.promotion != NULL)
    show_offer (self, &offer, moment);
  else
    show_none (self, &offer, moment);
  if (g_strcmp0 (before, self->id) != 0)
    mb_zone_view_emit_turned (view);
  return offer.until_us;
}

static void
mb_promotion_zone_find (MbZoneView *view, MbKind kind, const char *id, MbSight *sight)
{
  MbPromotionZone *self = MB_PROMOTION_ZONE (view);

  gint64 turn_us = kind == MB_KIND_PROMOTION ? mb_offers_get_shown_by (self->offers, id) : MB_UNSET;

  if (turn_us == MB_UNSET)
    return;

  if (g_strcmp0 (id, self->id) == 0)
    {
      sight->n_visible++;
      return;
    }
  sight->n_later++;
  sight->later_us = MAX (sight->later_us, turn_us);
}

static void
make_card (MbPromotionZone *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->id != NULL)
    self->card = mb_promotion_card_new (self->type, &self->panel, &self->text, self->link, width, height);
  else if (self->sentence != NULL)
    self->no_offer =
        mb_sentence_card_new (self->type, MB_SKETCH_NONE, self->name, self->sentence, width, height);
}

static void
mb_promotion_zone_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbPromotionZone *self = MB_PROMOTION_ZONE (widget);

  if (self->type == NULL)
    return;

  if (self->card == NULL && self->no_offer == NULL)
    make_card (self);
  if (self->card != NULL)
    mb_promotion_card_draw (self->card, snapshot);
  else if (self->no_offer != NULL)
    mb_sentence_card_draw (self->no_offer, snapshot);
}

static void
mb_promotion_zone_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  drop_card (MB_PROMOTION_ZONE (widget));
}

static void
mb_promotion_zone_finalize (GObject *object)
{
  MbPromotionZone *self = MB_PROMOTION_ZONE (object);

  g_clear_pointer (&self->card, mb_promotion_card_free);
  g_clear_pointer (&self->no_offer, mb_sentence_card_free);
  g_clear_pointer (&self->type, mb_type_unref);
  mb_offers_free (self->offers);
  mb_promotion_text_clear (&self->text);
  g_object_unref (self->board);
  g_free (self->stall);
  g_free (self->id);
  g_free (self->link);
  g_free (self->name);
  g_free (self->sentence);

  G_OBJECT_CLASS (mb_promotion_zone_parent_class)->finalize (object);
}

static void
mb_promotion_zone_class_init (MbPromotionZoneClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_promotion_zone_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = mb_promotion_zone_snapshot;
  GTK_WIDGET_CLASS (klass)->size_allocate = mb_promotion_zone_size_allocate;
  MB_ZONE_VIEW_CLASS (klass)->set_type = mb_promotion_zone_set_type;
  MB_ZONE_VIEW_CLASS (klass)->update = mb_promotion_zone_update;
  MB_ZONE_VIEW_CLASS (klass)->find = mb_promotion_zone_find;
}

static void
mb_promotion_zone_init (MbPromotionZone *self)
{
  self->offers = mb_offers_new ();
}

GtkWidget *
mb_promotion_zone_new (const MbZoneSite *site)
{
  MbPromotionZone *self;

  g_return_val_if_fail (site != NULL && MB_IS_BOARD (site->board), NULL);

  self = g_object_new (MB_TYPE_PROMOTION_ZONE, NULL);
  self->board = g_object_ref (site->board);
  self->stall = g_strdup (site->stall);
  self->trades = site->trades;
  return GTK_WIDGET (self);
}

char *
mb_promotion_zone_dup_words (MbPromotionZone *self)
{
  g_return_val_if_fail (MB_IS_PROMOTION_ZONE (self), NULL);

  if (self->no_offer != NULL)
    return mb_sentence_card_dup_words (self->no_offer);

  return self->card != NULL ? mb_promotion_card_dup_words (self->card) : NULL;
}

int
mb_promotion_zone_get_code_side (MbPromotionZone *self)
{
  g_return_val_if_fail (MB_IS_PROMOTION_ZONE (self), 0);

  return self->card != NULL ? mb_promotion_card_get_code_side (self->card) : 0;
}
