/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/pictures/mb-picture-zone.h"

#include "core/model/show/mb-media.h"
#include "widgets/pictures/mb-picture-node.h"
#include "widgets/pictures/mb-still.h"
#include "widgets/promotion/mb-promotion-zone.h"
#include "widgets/type/mb-block.h"
#include "widgets/type/mb-card.h"
#include "widgets/type/mb-mark.h"
#include "widgets/type/mb-spoken.h"

#include <math.h>

/* In N, around a title. */
#define PAD 0.25
#define SIDE 0.55

struct _MbPictureZone
{
  MbZoneView parent_instance;

  MbBoard *board; /* (owned) */
  char *media;    /* (nullable) */
  MbStill *still; /* (owned) */
  MbZoneView *offers; /* in its place */
  MbType *type;       /* (owned) (nullable) */
  MbCard card;
  char *title;    /* (nullable) */
  MbBlock *block; /* (owned) (nullable): the title, where it has room */
  gint64 now_us;
};

G_DEFINE_FINAL_TYPE (MbPictureZone, mb_picture_zone, MB_TYPE_ZONE_VIEW)

static int
em (MbPictureZone *self, double size)
{
  return (int) round (size * mb_type_get_n (self->type));
}

static int
get_title_height (MbPictureZone *self)
{
  return self->block != NULL ? mb_block_get_height (self->block) + 2 * em (self, PAD) : 0;
}

static graphene_rect_t
get_picture_bounds (MbPictureZone *self)
{
  graphene_rect_t bounds = self->card.bounds;

  bounds.size.height = MAX (bounds.size.height - get_title_height (self), 0);
  return bounds;
}

/* A title is one line, and the picture stays larger than it. */
static void
set_title (MbPictureZone *self)
{
  g_clear_pointer (&self->block, mb_block_free);
  if (self->title == NULL || *self->title == '\0')
    return;

  self->block = mb_block_new (self->type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, MB_TONE_TEXT, self->title,
                              (int) self->card.bounds.size.width - 2 * em (self, SIDE), 1);
  if (2 * get_title_height (self) > self->card.bounds.size.height)
    g_clear_pointer (&self->block, mb_block_free);
}

static void
ask_for_picture (MbPictureZone *self)
{
  graphene_rect_t bounds = get_picture_bounds (self);

  mb_still_show (self->still, self->media,
                 &(MbPictureBox){ (int) bounds.size.width, (int) bounds.size.height, MB_PICTURE_MOUNT });
}

static void
arrange (MbPictureZone *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->type == NULL || width == 0)
    return;

  mb_card_init (&self->card, width, height, mb_type_get_n (self->type));
  set_title (self);
  ask_for_picture (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_still_changed (gpointer data)
{
  gtk_widget_queue_draw (GTK_WIDGET (data));
  mb_zone_view_emit_turned (MB_ZONE_VIEW (data));
  return G_SOURCE_REMOVE;
}

static void
mb_picture_zone_set_type (MbZoneView *view, MbType *type, const MbPanel *panel)
{
  MbPictureZone *self = MB_PICTURE_ZONE (view);

  g_clear_pointer (&self->type, mb_type_unref);
  self->type = mb_type_ref (type);
  mb_zone_view_set_type (self->offers, type, panel);
  arrange (self);
}

static gint64
mb_picture_zone_update (MbZoneView *view, const MbMoment *moment)
{
  MbPictureZone *self = MB_PICTURE_ZONE (view);
  MbMedia *media = self->media != NULL ? (MbMedia *) mb_board_get (self->board, MB_KIND_MEDIA, self->media) : NULL;
  const char *title = media != NULL && media->title != NULL
                          ? mb_texts_get (media->title, mb_catalogue_get_language (mb_type_get_catalogue (self->type)))
                          : NULL;

  self->now_us = moment->now_us;
  if (g_strcmp0 (title, self->title) != 0)
    {
      g_free (self->title);
      self->title = g_strdup (title);
      arrange (self);
    }
  ask_for_picture (self);
  return mb_zone_view_update (self->offers, moment);
}

/* A picture is what its record is: it has not been on the glass before it is drawn, however long that takes. */
static void
find_picture (MbPictureZone *self, MbSight *sight)
{
  switch (mb_still_get_state (self->still))
    {
    case MB_STILL_READY:
      sight->n_visible++;
      break;
    case MB_STILL_MAKING:
      sight->n_later++;
      sight->later_us = MAX (sight->later_us, self->now_us);
      break;
    case MB_STILL_COMING:
      sight->n_later++;
      break;
    default:
      break;
    }
}

static void
mb_picture_zone_find (MbZoneView *view, MbKind kind, const char *id, MbSight *sight)
{
  MbPictureZone *self = MB_PICTURE_ZONE (view);

  if (kind == MB_KIND_MEDIA && g_strcmp0 (id, self->media) == 0)
    find_picture (self, sight);
  else if (mb_still_get_texture (self->still) == NULL)
    mb_zone_view_find (self->offers, kind, id, sight);
}

static void
draw_picture (MbPictureZone *self, GtkSnapshot *snapshot, GdkTexture *texture)
{
  graphene_rect_t bounds = get_picture_bounds (self);

  mb_card_draw (&self->card, snapshot, MB_TONE_CARD, mb_type_get_n (self->type));
  mb_card_push (&self->card, snapshot, mb_type_get_n (self->type));
  mb_picture_node_append (snapshot, texture, &bounds);
  gtk_snapshot_pop (snapshot);
  if (self->block != NULL)
    mb_block_draw (self->block, snapshot, (int) bounds.origin.x + em (self, SIDE),
                   (int) (bounds.origin.y + bounds.size.height) + em (self, PAD), 1);
}

static void
mb_picture_zone_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbPictureZone *self = MB_PICTURE_ZONE (widget);
  GdkTexture *texture = mb_still_get_texture (self->still);
  GtkSnapshot *drawing;

  if (self->type == NULL)
    return;

  if (texture == NULL)
    {
      mb_mark_snapshot_child (widget, GTK_WIDGET (self->offers), snapshot);
      mb_spoken_say (widget, NULL);
      return;
    }

  mb_spoken_take (GTK_WIDGET (self->offers), NULL);
  mb_spoken_say (widget, self->title);

  drawing = gtk_snapshot_new ();
  draw_picture (self, drawing, texture);
  mb_mark_record (snapshot, drawing, mb_board_get (self->board, MB_KIND_MEDIA, self->media));
}

static void
mb_picture_zone_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MbPictureZone *self = MB_PICTURE_ZONE (widget);

  gtk_widget_allocate (GTK_WIDGET (self->offers), width, height, -1, NULL);
  arrange (self);
}

static void
mb_picture_zone_dispose (GObject *object)
{
  MbPictureZone *self = MB_PICTURE_ZONE (object);
  GtkWidget *offers = GTK_WIDGET (g_steal_pointer (&self->offers));

  if (offers != NULL)
    gtk_widget_unparent (offers);

  G_OBJECT_CLASS (mb_picture_zone_parent_class)->dispose (object);
}

static void
mb_picture_zone_finalize (GObject *object)
{
  MbPictureZone *self = MB_PICTURE_ZONE (object);

  mb_still_free (self->still);
  g_clear_pointer (&self->block, mb_block_free);
  g_clear_pointer (&self->type, mb_type_unref);
  g_object_unref (self->board);
  g_free (self->media);
  g_free (self->title);

  G_OBJECT_CLASS (mb_picture_zone_parent_class)->finalize (object);
}

static void
mb_picture_zone_class_init (MbPictureZoneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_picture_zone_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_picture_zone_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = mb_picture_zone_snapshot;
  GTK_WIDGET_CLASS (klass)->size_allocate = mb_picture_zone_size_allocate;
  MB_ZONE_VIEW_CLASS (klass)->set_type = mb_picture_zone_set_type;
  MB_ZONE_VIEW_CLASS (klass)->update = mb_picture_zone_update;
  MB_ZONE_VIEW_CLASS (klass)->find = mb_picture_zone_find;
}

static void
mb_picture_zone_init (MbPictureZone *self)
{
}

GtkWidget *
mb_picture_zone_new (const MbZoneSite *site)
{
  MbPictureZone *self;

  g_return_val_if_fail (site != NULL && MB_IS_BOARD (site->board), NULL);

  self = g_object_new (MB_TYPE_PICTURE_ZONE, NULL);
  self->board = g_object_ref (site->board);
  self->media = g_strdup (site->zone->media);
  self->still = mb_still_new (site->gallery, on_still_changed, self);
  self->offers = MB_ZONE_VIEW (mb_promotion_zone_new (site));
  gtk_widget_set_parent (GTK_WIDGET (self->offers), GTK_WIDGET (self));
  g_signal_connect_object (self->offers, "turned", G_CALLBACK (mb_zone_view_emit_turned), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

gboolean
mb_picture_zone_has_picture (MbPictureZone *self)
{
  g_return_val_if_fail (MB_IS_PICTURE_ZONE (self), FALSE);

  return mb_still_get_texture (self->still) != NULL;
}
