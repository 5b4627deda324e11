/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/idle/mb-idle-zone.h"

#include "widgets/idle/mb-sentence-card.h"

struct _MbIdleZone
{
  MbZoneView parent_instance;

  MbBoard *board; /* (owned) */
  MbTexts *text; /* (owned) (nullable): the layout's */
  MbType *type;  /* (owned) (nullable) */
  char *sentence; /* (nullable) */
  MbSentenceCard *card; /* (owned) (nullable): is made when it is drawn */
};

G_DEFINE_FINAL_TYPE (MbIdleZone, mb_idle_zone, MB_TYPE_ZONE_VIEW)

static void
drop_card (MbIdleZone *self)
{
  g_clear_pointer (&self->card, mb_sentence_card_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
mb_idle_zone_set_type (MbZoneView *view, MbType *type, const MbPanel *panel)
{
  MbIdleZone *self = MB_IDLE_ZONE (view);

  g_clear_pointer (&self->type, mb_type_unref);
  self->type = mb_type_ref (type);
  drop_card (self);
}

static gint64
mb_idle_zone_update (MbZoneView *view, const MbMoment *moment)
{
  MbIdleZone *self = MB_IDLE_ZONE (view);
  const char *language = mb_catalogue_get_language (mb_type_get_catalogue (self->type));
  const char *sentence = mb_texts_get (self->text, language);

  if (g_strcmp0 (sentence, self->sentence) != 0)
    {
      g_free (self->sentence);
      self->sentence = g_strdup (sentence);
      drop_card (self);
    }
  return G_MAXINT64;
}

static void
mb_idle_zone_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbIdleZone *self = MB_IDLE_ZONE (widget);

  if (self->type == NULL || self->sentence == NULL)
    return;

  if (self->card == NULL)
    self->card = mb_sentence_card_new (self->type, MB_SKETCH_NONE, NULL, self->sentence,
                                       gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  mb_sentence_card_draw (self->card, snapshot);
}

static void
mb_idle_zone_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  drop_card (MB_IDLE_ZONE (widget));
}

static void
mb_idle_zone_finalize (GObject *object)
{
  MbIdleZone *self = MB_IDLE_ZONE (object);

  g_clear_pointer (&self->card, mb_sentence_card_free);
  g_clear_pointer (&self->type, mb_type_unref);
  g_clear_pointer (&self->text, mb_texts_unref);
  g_object_unref (self->board);
  g_free (self->sentence);

  G_OBJECT_CLASS (mb_idle_zone_parent_class)->finalize (object);
}

static void
mb_idle_zone_class_init (MbIdleZoneClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_idle_zone_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = mb_idle_zone_snapshot;
  GTK_WIDGET_CLASS (klass)->size_allocate = mb_idle_zone_size_allocate;
  MB_ZONE_VIEW_CLASS (klass)->set_type = mb_idle_zone_set_type;
  MB_ZONE_VIEW_CLASS (klass)->update = mb_idle_zone_update;
}

static void
mb_idle_zone_init (MbIdleZone *self)
{
}

GtkWidget *
mb_idle_zone_new (const MbZoneSite *site)
{
  MbIdleZone *self;

  g_return_val_if_fail (site != NULL && MB_IS_BOARD (site->board), NULL);

  self = g_object_new (MB_TYPE_IDLE_ZONE, NULL);
  self->board = g_object_ref (site->board);
  self->text = site->zone->text != NULL ? mb_texts_ref (site->zone->text) : NULL;
  return GTK_WIDGET (self);
}

char *
mb_idle_zone_dup_words (MbIdleZone *self)
{
  g_return_val_if_fail (MB_IS_IDLE_ZONE (self), NULL);

  return self->card != NULL ? mb_sentence_card_dup_words (self->card) : NULL;
}
