/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/cover/mb-cover.h"

typedef struct
{
  MbBoard *board; /* (owned) (nullable) */
  MbSettingNames names;
  MbType *type; /* (owned) (nullable) NULL: nothing is written */
  GskTransform *turn;
  int width, height; /* of what is drawn */
  MbTone ground;
} MbCoverPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MbCover, mb_cover, GTK_TYPE_WIDGET)

static MbCoverPrivate *
get_private (MbCover *self)
{
  return mb_cover_get_instance_private (self);
}

static void
forget (MbCover *self)
{
  MbCoverPrivate *priv = get_private (self);

  if (priv->type == NULL)
    return;

  g_clear_pointer (&priv->type, mb_type_unref);
  g_clear_pointer (&priv->turn, gsk_transform_unref);
  MB_COVER_GET_CLASS (self)->forget (self);
}

static void
write_page (MbCover *self)
{
  MbCoverPrivate *priv = get_private (self);
  MbSetting setting;

  priv->width = gtk_widget_get_width (GTK_WIDGET (self));
  priv->height = gtk_widget_get_height (GTK_WIDGET (self));
  priv->turn = mb_setting_turn (priv->board, &priv->names, &priv->width, &priv->height);
  setting = mb_setting_resolve (priv->board, &priv->names, priv->width, priv->height);
  priv->ground = setting.panel.led ? MB_TONE_LED_GROUND : MB_TONE_GROUND;
  priv->type = mb_type_new (GTK_WIDGET (self), setting.catalogue,
                            MB_COVER_GET_CLASS (self)->get_n (self, &setting.panel));
  MB_COVER_GET_CLASS (self)->write (self, &setting, priv->type, priv->width, priv->height);
}

static void
mb_cover_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbCover *self = MB_COVER (widget);
  MbCoverPrivate *priv = get_private (self);
  GdkRGBA ground;

  if (priv->type == NULL)
    write_page (self);

  ground = mb_tone (priv->ground);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_transform (snapshot, priv->turn);
  gtk_snapshot_append_color (snapshot, &ground, &GRAPHENE_RECT_INIT (0, 0, priv->width, priv->height));
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, priv->width, priv->height));
  MB_COVER_GET_CLASS (self)->draw (self, snapshot, priv->width, priv->height);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_restore (snapshot);
}

static void
mb_cover_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  forget (MB_COVER (widget));
}

static void
on_folded (MbCover *self, GPtrArray *changes, gboolean reset)
{
  for (guint i = 0; i < changes->len; i++)
    {
      MbKind kind = mb_record_get_kind (((MbChangedRecord *) changes->pdata[i])->record);

      if (kind == MB_KIND_MARKET || kind == MB_KIND_SCREEN || kind == MB_KIND_LAYOUT)
        {
          mb_cover_rewrite (self);
          return;
        }
    }
  if (reset)
    mb_cover_rewrite (self);
}

static void
mb_cover_dispose (GObject *object)
{
  MbCover *self = MB_COVER (object);

  forget (self);
  g_clear_object (&get_private (self)->board);

  G_OBJECT_CLASS (mb_cover_parent_class)->dispose (object);
}

static void
mb_cover_finalize (GObject *object)
{
  mb_setting_names_clear (&get_private (MB_COVER (object))->names);

  G_OBJECT_CLASS (mb_cover_parent_class)->finalize (object);
}

static void
mb_cover_class_init (MbCoverClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_cover_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_cover_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = mb_cover_snapshot;
  GTK_WIDGET_CLASS (klass)->size_allocate = mb_cover_size_allocate;
}

static void
mb_cover_init (MbCover *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

void
mb_cover_set_board (MbCover *self, MbBoard *board, const char *screen_id)
{
  MbCoverPrivate *priv;

  g_return_if_fail (MB_IS_COVER (self));

  priv = get_private (self);
  if (priv->board != NULL)
    g_signal_handlers_disconnect_by_data (priv->board, self);
  g_set_object (&priv->board, board);
  g_free (priv->names.screen_id);
  priv->names.screen_id = g_strdup (screen_id);
  if (board != NULL)
    g_signal_connect_object (board, "folded", G_CALLBACK (on_folded), self, G_CONNECT_SWAPPED);
  mb_cover_rewrite (self);
}

MbBoard *
mb_cover_get_board (MbCover *self)
{
  g_return_val_if_fail (MB_IS_COVER (self), NULL);

  return get_private (self)->board;
}

const char *
mb_cover_get_screen_id (MbCover *self)
{
  g_return_val_if_fail (MB_IS_COVER (self), NULL);

  return get_private (self)->names.screen_id;
}

void
mb_cover_set_panel_mm (MbCover *self, int width_mm, int height_mm)
{
  MbCoverPrivate *priv;

  g_return_if_fail (MB_IS_COVER (self));

  priv = get_private (self);
  priv->names.panel_mm[0] = width_mm;
  priv->names.panel_mm[1] = height_mm;
  mb_cover_rewrite (self);
}

void
mb_cover_rewrite (MbCover *self)
{
  g_return_if_fail (MB_IS_COVER (self));

  forget (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
