/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/scale/mb-scale-zone.h"

#include "core/model/page/mb-slot.h"
#include "core/model/place/mb-stall.h"
#include "widgets/idle/mb-sentence-card.h"
#include "widgets/prices/mb-prices-zone.h"
#include "widgets/scale/mb-scale-card.h"
#include "widgets/type/mb-fade.h"
#include "widgets/words/mb-idle-text.h"
#include "widgets/words/mb-sheet-text.h"

#define MOST 0.41 /* of the height is the card's: a 10-inch glass keeps six prices */
#define ROWS 10   /* permits stand as long as a page of so many */

struct _MbScaleZone
{
  MbZoneView parent_instance;

  MbBoard *board;    /* (owned) */
  char *stall;       /* (nullable) */
  GtkWidget *prices; /* (nullable): without a stall there are none */
  gboolean listed;   /* it has some, */
  gboolean laid_out; /* and they have their place */
  MbType *type;      /* (owned) (nullable) */
  char *headline, *sentence;
  char **remedies, **permits;
  gboolean elder, led;
  gboolean fresh;      /* the card is another than before: its page is not turned to */
  guint page, leaving; /* of the permits */
  MbFade fade;
  MbScaleCard *card;     /* (owned) (nullable): is made when it is needed */
  MbSentenceCard *alone; /* (owned) (nullable): in its place, where no price stands */
};

G_DEFINE_FINAL_TYPE (MbScaleZone, mb_scale_zone, MB_TYPE_ZONE_VIEW)

static void
drop_cards (MbScaleZone *self)
{
  g_clear_pointer (&self->card, mb_scale_card_free);
  g_clear_pointer (&self->alone, mb_sentence_card_free);
  mb_fade_end (&self->fade);
  self->fresh = TRUE;
}

static MbScaleCard *
get_card (MbScaleZone *self)
{
  if (self->card == NULL)
    self->card = mb_scale_card_new (self->type, self->headline, (const char *const *) self->remedies,
                                    (const char *const *) self->permits, gtk_widget_get_width (GTK_WIDGET (self)),
                                    (int) (MOST * gtk_widget_get_height (GTK_WIDGET (self))));
  return self->card;
}

static MbSentenceCard *
get_alone (MbScaleZone *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (self->alone == NULL)
    self->alone = mb_sentence_card_new (self->type, MB_SKETCH_SCALE, self->headline, self->sentence,
                                        gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  return self->alone;
}

static void
mb_scale_zone_set_type (MbZoneView *view, MbType *type, const MbPanel *panel)
{
  MbScaleZone *self = MB_SCALE_ZONE (view);

  g_clear_pointer (&self->type, mb_type_unref);
  self->type = mb_type_ref (type);
  self->elder = panel->elder;
  self->led = panel->led;
  g_clear_pointer (&self->headline, g_free); /* said anew */
  drop_cards (self);
  if (self->prices != NULL)
    mb_zone_view_set_type (MB_ZONE_VIEW (self->prices), type, panel);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* What the stall is allowed, and who works there. */
static char **
say_permits (MbScaleZone *self, const MbMoment *moment)
{
  const MbCatalogue *catalogue = mb_type_get_catalogue (self->type);
  MbSheetSource source = {
    .board = self->board, .catalogue = catalogue, .time = moment->time, .judged_us = moment->judged_us
  };
  MbRecord *stall = self->stall != NULL ? mb_board_get (self->board, MB_KIND_STALL, self->stall) : NULL;
  GPtrArray *permits = g_ptr_array_new ();

  if (stall != NULL)
    {
      MbSheetRow *row = mb_sheet_of_stall (&source, MB_STALL (stall));

      for (guint i = MB_STALL (stall)->trade >= 0 ? 1 : 0; row->pieces[i] != NULL; i++) /* not the trade */
        g_ptr_array_add (permits, g_strdup (row->pieces[i]));
      mb_sheet_row_free (row);
    }
  g_ptr_array_add (permits, NULL);
  return (char **) g_ptr_array_free (permits, FALSE);
}

static gboolean
is_same (char **a, char **b)
{
  return a != NULL && b != NULL && g_strv_equal ((const char *const *) a, (const char *const *) b);
}

static void
speak (MbScaleZone *self, const MbMoment *moment)
{
  const MbCatalogue *catalogue = mb_type_get_catalogue (self->type);
  const char *headline = mb_format_scale_waiting (catalogue);
  MbMarket *market = (MbMarket *) mb_board_get (self->board, MB_KIND_MARKET, "market");
  g_auto (GStrv) remedies = mb_format_remedies (catalogue, market), permits = say_permits (self, moment);
  gboolean listed =
      self->prices != NULL &&
      g_list_model_get_n_items (G_LIST_MODEL (mb_prices_zone_get_table (MB_PRICES_ZONE (self->prices)))) > 0;

  if (g_strcmp0 (headline, self->headline) == 0 && is_same (remedies, self->remedies) &&
      is_same (permits, self->permits) && listed == self->listed)
    return;

  self->listed = listed;
  g_free (self->headline);
  g_free (self->sentence);
  g_strfreev (self->remedies);
  g_strfreev (self->permits);
  self->headline = g_strdup (headline);
  self->sentence = mb_format_if_wrong (catalogue, market);
  self->remedies = g_steal_pointer (&remedies);
  self->permits = g_steal_pointer (&permits);
  drop_cards (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_faded (GtkWidget *widget)
{
  mb_zone_view_emit_turned (MB_ZONE_VIEW (widget));
}

/* Permits for which the card has no room at once take turns. Returns: until when they stand */
static gint64
turn (MbScaleZone *self, const MbMoment *moment)
{
  guint n = self->card != NULL && self->laid_out ? mb_scale_card_get_n_pages (self->card) : 1, page;
  MbSlot slot = mb_slot_at (moment->now_us, mb_slot_get_length (ROWS, self->elder), moment->time);

  page = (guint) (slot.number % n);
  if (self->fresh)
    self->page = page;
  self->fresh = self->card == NULL;
  if (page != self->page)
    {
      self->leaving = self->page;
      self->page = page;
      if (!self->led && gtk_widget_get_mapped (GTK_WIDGET (self)))
        mb_fade_begin (&self->fade);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  return n > 1 ? slot.end_us : G_MAXINT64;
}

static gint64
mb_scale_zone_update (MbZoneView *view, const MbMoment *moment)
{
  MbScaleZone *self = MB_SCALE_ZONE (view);
  gint64 next_us = G_MAXINT64;

  if (self->prices != NULL)
    next_us = mb_zone_view_update (MB_ZONE_VIEW (self->prices), moment);
  speak (self, moment);
  return MIN (next_us, turn (self, moment));
}

static void
mb_scale_zone_find (MbZoneView *view, MbKind kind, const char *id, MbSight *sight)
{
  MbScaleZone *self = MB_SCALE_ZONE (view);

  if (self->prices != NULL && self->listed)
    mb_zone_view_find (MB_ZONE_VIEW (self->prices), kind, id, sight);
  if (kind == MB_KIND_STALL && g_strcmp0 (id, self->stall) == 0)
    sight->n_visible++;
}

static void
mb_scale_zone_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbScaleZone *self = MB_SCALE_ZONE (widget);

  if (self->type == NULL || self->headline == NULL)
    return;

  if (!self->laid_out)
    {
      mb_sentence_card_draw (get_alone (self), snapshot);
      return;
    }
  gtk_widget_snapshot_child (widget, self->prices, snapshot);
  mb_scale_card_draw (get_card (self), snapshot,
                      gtk_widget_get_height (widget) - mb_scale_card_get_height (get_card (self)), self->page,
                      self->leaving, self->fade.progress);
}

static void
mb_scale_zone_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MbScaleZone *self = MB_SCALE_ZONE (widget);

  drop_cards (self);
  self->laid_out = self->listed;
  if (self->prices == NULL)
    return;

  if (self->type != NULL && self->headline != NULL)
    height = MAX (height - mb_scale_card_get_height (get_card (self)), 0);
  gtk_widget_set_child_visible (self->prices, self->listed);
  gtk_widget_allocate (self->prices, width, height, -1, NULL);
}

static void
mb_scale_zone_dispose (GObject *object)
{
  mb_fade_end (&MB_SCALE_ZONE (object)->fade);
  g_clear_pointer (&MB_SCALE_ZONE (object)->prices, gtk_widget_unparent);

  G_OBJECT_CLASS (mb_scale_zone_parent_class)->dispose (object);
}

static void
mb_scale_zone_finalize (GObject *object)
{
  MbScaleZone *self = MB_SCALE_ZONE (object);

  drop_cards (self);
  g_clear_pointer (&self->type, mb_type_unref);
  g_object_unref (self->board);
  g_free (self->stall);
  g_free (self->headline);
  g_free (self->sentence);
  g_strfreev (self->remedies);
  g_strfreev (self->permits);

  G_OBJECT_CLASS (mb_scale_zone_parent_class)->finalize (object);
}

static void
mb_scale_zone_class_init (MbScaleZoneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_scale_zone_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_scale_zone_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = mb_scale_zone_snapshot;
  GTK_WIDGET_CLASS (klass)->size_allocate = mb_scale_zone_size_allocate;
  MB_ZONE_VIEW_CLASS (klass)->set_type = mb_scale_zone_set_type;
  MB_ZONE_VIEW_CLASS (klass)->update = mb_scale_zone_update;
  MB_ZONE_VIEW_CLASS (klass)->find = mb_scale_zone_find;
}

static void
mb_scale_zone_init (MbScaleZone *self)
{
  mb_fade_init (&self->fade, GTK_WIDGET (self), on_faded);
}

GtkWidget *
mb_scale_zone_new (const MbZoneSite *site)
{
  MbScaleZone *self;

  g_return_val_if_fail (site != NULL && MB_IS_BOARD (site->board), NULL);

  self = g_object_new (MB_TYPE_SCALE_ZONE, NULL);
  self->board = g_object_ref (site->board);
  self->stall = g_strdup (site->stall);
  if (site->stall == NULL)
    return GTK_WIDGET (self);

  self->prices = mb_prices_zone_new_for_stall (site);
  gtk_widget_set_parent (self->prices, GTK_WIDGET (self));
  g_signal_connect_object (self->prices, "turned", G_CALLBACK (mb_zone_view_emit_turned), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

char *
mb_scale_zone_dup_words (MbScaleZone *self)
{
  g_return_val_if_fail (MB_IS_SCALE_ZONE (self), NULL);

  if (self->alone != NULL)
    return mb_sentence_card_dup_words (self->alone);

  return self->card != NULL ? mb_scale_card_dup_words (self->card, self->page) : NULL;
}

GtkWidget *
mb_scale_zone_get_prices (MbScaleZone *self)
{
  g_return_val_if_fail (MB_IS_SCALE_ZONE (self), NULL);

  return self->prices;
}
