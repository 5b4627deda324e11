/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/promotion/mb-promotion-zone.h"

#include "core/model/page/mb-slot.h"
#include "core/model/place/mb-market.h"
#include "widgets/idle/mb-sentence-card.h"
#include "widgets/promotion/mb-offers.h"
#include "widgets/promotion/mb-promotion-card.h"
#include "widgets/pictures/mb-still.h"
#include "widgets/type/mb-mark.h"

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
  MbStill *still;           /* (owned): the picture of what stands */
  MbPromotionCard *card;    /* (owned) (nullable): is made when it is drawn */
  MbPromotionCard *pictured; /* (owned) (nullable): the same with its picture, where that has a place */
  MbSentenceCard *no_offer; /* (owned) (nullable): in its place */
  char *id;              /* (nullable): of the promotion that stands */
  char *link, *picture;  /* (nullable) */
  MbPromotionText text;
  char *name, *sentence; /* where none stands */
  gint64 now_us;
};

G_DEFINE_FINAL_TYPE (MbPromotionZone, mb_promotion_zone, MB_TYPE_ZONE_VIEW)

static void
drop_card (MbPromotionZone *self)
{
  g_clear_pointer (&self->card, mb_promotion_card_free);
  g_clear_pointer (&self->pictured, mb_promotion_card_free);
  g_clear_pointer (&self->no_offer, mb_sentence_card_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static MbPromotionCard *
make_card (MbPromotionZone *self, const MbPromotionText *text, const char *link, gboolean pictured)
{
  return mb_promotion_card_new (self->type, &self->panel, text, link, pictured, gtk_widget_get_width (GTK_WIDGET (self)),
                                gtk_widget_get_height (GTK_WIDGET (self)));
}

/* A card's picture is as large as its words let it be: so they are set before it is asked for. */
static void
ask_for_picture (MbPromotionZone *self)
{
  MbPictureBox box = { 0 };

  if (gtk_widget_get_width (GTK_WIDGET (self)) == 0)
    return;

  if (self->pictured == NULL && self->id != NULL && self->picture != NULL)
    self->pictured = make_card (self, &self->text, self->link, TRUE);
  if (self->pictured != NULL)
    mb_promotion_card_get_picture (self->pictured, &box);
  mb_still_show (self->still, self->picture, &box);
}

/* It changes the card, and what a record's change has to wait for. */
static gboolean
on_still_changed (gpointer data)
{
  MbPromotionZone *self = data;

  gtk_widget_queue_draw (GTK_WIDGET (self));
  mb_zone_view_emit_turned (MB_ZONE_VIEW (self));
  return G_SOURCE_REMOVE;
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
  gboolean differs = replace (&self->link, offer->promotion->link) | replace (&self->picture, offer->promotion->picture);
  g_auto (MbPromotionText) text = { 0 };

  mb_promotion_text_init (&text, offer->promotion, self->board, mb_type_get_catalogue (self->type), &time);
  if (other || differs || !is_same_text (&text, &self->text))
    {
      MbPromotionText old = self->text;

      self->text = text;
      text = old;
      drop_card (self);
    }
  ask_for_picture (self);
}

/* So that a card has its picture when its turn comes. */
static void
look_ahead (MbPromotionZone *self, const MbOffer *offer, const MbMoment *moment)
{
  MbPromotionTime time = { moment->judged_us, G_MAXINT64, mb_market_time_get_zone (moment->time) };
  g_auto (MbPromotionText) text = { 0 };
  g_autoptr (MbPromotionCard) card = NULL;
  MbPictureBox box;

  if (offer->next == NULL || offer->next->picture == NULL || gtk_widget_get_width (GTK_WIDGET (self)) == 0)
    return;

  mb_promotion_text_init (&text, offer->next, self->board, mb_type_get_catalogue (self->type), &time);
  card = make_card (self, &text, offer->next->link, TRUE);
  if (mb_promotion_card_get_picture (card, &box))
    mb_still_look_ahead (self->still, offer->next->picture, &box);
}

static void
show_none (MbPromotionZone *self, const MbOffer *offer, const MbMoment *moment)
{
  const MbCatalogue *catalogue = mb_type_get_catalogue (self->type);
  MbMarket *market = (MbMarket *) mb_board_get (self->board, MB_KIND_MARKET, "market");
  g_autofree char *sentence = mb_format_no_offers (catalogue, offer->begin_us, moment->judged_us,
                                                   mb_market_time_get_zone (moment->time));
  gboolean differs = replace (&self->id, NULL);

  replace (&self->picture, NULL);
  differs |= replace (&self->name,
                      market != NULL ? mb_texts_get (market->name, mb_catalogue_get_language (catalogue)) : NULL);
  differs |= replace (&self->sentence, sentence);
  if (differs)
    drop_card (self);
  ask_for_picture (self);
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
  self->now_us = moment->now_us;
  if (g_strcmp0 (before, self->id) != 0)
    {
      look_ahead (self, &offer, moment);
      mb_zone_view_emit_turned (view);
    }
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
      /* While its picture is made it is not all there, which is a matter of some frames. One that has to be
       * fetched first may take hours: the card is whole without it, and says everything in words. */
      if (mb_still_get_state (self->still) != MB_STILL_MAKING)
        {
          sight->n_visible++;
          return;
        }
      turn_us = self->now_us;
    }
  sight->n_later++;
  sight->later_us = MAX (sight->later_us, turn_us);
}

static void
draw_offer (MbPromotionZone *self, GtkSnapshot *snapshot)
{
  GdkTexture *texture = self->pictured != NULL ? mb_still_get_texture (self->still) : NULL;
  GtkSnapshot *drawing = gtk_snapshot_new ();

  if (texture != NULL)
    mb_promotion_card_draw (self->pictured, drawing, texture);
  else
    {
      if (self->card == NULL)
        self->card = make_card (self, &self->text, self->link, FALSE);
      mb_promotion_card_draw (self->card, drawing, NULL);
    }
  mb_mark_record (snapshot, drawing, mb_board_get (self->board, MB_KIND_PROMOTION, self->id));
}

static void
draw_sentence (MbPromotionZone *self, GtkSnapshot *snapshot)
{
  if (self->no_offer == NULL)
    self->no_offer = mb_sentence_card_new (self->type, MB_SKETCH_NONE, self->name, self->sentence,
                                           gtk_widget_get_width (GTK_WIDGET (self)),
                                           gtk_widget_get_height (GTK_WIDGET (self)));
  mb_sentence_card_draw (self->no_offer, snapshot);
}

static void
mb_promotion_zone_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbPromotionZone *self = MB_PROMOTION_ZONE (widget);

  if (self->type == NULL)
    return;

  if (self->id != NULL)
    draw_offer (self, snapshot);
  else if (self->sentence != NULL)
    draw_sentence (self, snapshot);
}

static void
mb_promotion_zone_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MbPromotionZone *self = MB_PROMOTION_ZONE (widget);

  drop_card (self);
  if (self->type != NULL)
    ask_for_picture (self);
}

static void
mb_promotion_zone_finalize (GObject *object)
{
  MbPromotionZone *self = MB_PROMOTION_ZONE (object);

  mb_still_free (self->still);
  g_clear_pointer (&self->card, mb_promotion_card_free);
  g_clear_pointer (&self->pictured, mb_promotion_card_free);
  g_clear_pointer (&self->no_offer, mb_sentence_card_free);
  g_clear_pointer (&self->type, mb_type_unref);
  mb_offers_free (self->offers);
  mb_promotion_text_clear (&self->text);
  g_object_unref (self->board);
  g_free (self->stall);
  g_free (self->id);
  g_free (self->link);
  g_free (self->picture);
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
  self->still = mb_still_new (site->gallery, on_still_changed, self);
  self->stall = g_strdup (site->stall);
  self->trades = site->trades;
  return GTK_WIDGET (self);
}

/* What is drawn; NULL before that. */
static MbPromotionCard *
get_drawn (MbPromotionZone *self)
{
  return self->pictured != NULL && mb_still_get_texture (self->still) != NULL ? self->pictured : self->card;
}

char *
mb_promotion_zone_dup_words (MbPromotionZone *self)
{
  MbPromotionCard *card;

  g_return_val_if_fail (MB_IS_PROMOTION_ZONE (self), NULL);

  if (self->no_offer != NULL)
    return mb_sentence_card_dup_words (self->no_offer);

  card = get_drawn (self);
  return card != NULL ? mb_promotion_card_dup_words (card) : NULL;
}

int
mb_promotion_zone_get_code_side (MbPromotionZone *self)
{
  MbPromotionCard *card;

  g_return_val_if_fail (MB_IS_PROMOTION_ZONE (self), 0);

  card = get_drawn (self);
  return card != NULL ? mb_promotion_card_get_code_side (card) : 0;
}

gboolean
mb_promotion_zone_has_picture (MbPromotionZone *self)
{
  g_return_val_if_fail (MB_IS_PROMOTION_ZONE (self), FALSE);

  return self->pictured != NULL && mb_still_get_texture (self->still) != NULL;
}
