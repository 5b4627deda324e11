/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/bands/mb-honesty-corner.h"

#include <math.h>

/* In N. */
#define DOT 0.42
#define STROKE 0.09
#define APART 0.3
#define RISE 0.285

struct _MbHonestyCorner
{
  GtkWidget parent_instance;

  MbType *type; /* (owned) (nullable) */
  int margin;
  MbInk *updated; /* (owned) */
  MbLink link;
};

G_DEFINE_FINAL_TYPE (MbHonestyCorner, mb_honesty_corner, GTK_TYPE_WIDGET)

static int
em (MbHonestyCorner *self, double size)
{
  return (int) round (size * mb_type_get_n (self->type));
}

static void
draw_disc (MbHonestyCorner *self, GtkSnapshot *snapshot, const graphene_rect_t *place)
{
  GdkRGBA colour = mb_tone (MB_TONE_JADE);
  GskRoundedRect disc;

  gsk_rounded_rect_init_from_rect (&disc, place, place->size.width / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, &colour, place);
  gtk_snapshot_pop (snapshot);
}

static void
draw_ring (MbHonestyCorner *self, GtkSnapshot *snapshot, const graphene_rect_t *place)
{
  GdkRGBA colour = mb_tone (MB_TONE_AMBER);
  float stroke = MAX (em (self, STROKE), 2);
  GskRoundedRect ring;

  gsk_rounded_rect_init_from_rect (&ring, place, place->size.width / 2);
  gtk_snapshot_append_border (snapshot, &ring, (float[4]){ stroke, stroke, stroke, stroke },
                              (GdkRGBA[4]){ colour, colour, colour, colour });
}

static void
draw_cross (MbHonestyCorner *self, GtkSnapshot *snapshot, const graphene_rect_t *place)
{
  GdkRGBA colour = mb_tone (MB_TONE_AMBER);
  float stroke = MAX (em (self, STROKE), 2), half = place->size.width / 2;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (place->origin.x + half, place->origin.y + half));
  gtk_snapshot_rotate (snapshot, 45);
  gtk_snapshot_append_color (snapshot, &colour,
                             &GRAPHENE_RECT_INIT (-half * 1.2f, -stroke / 2, half * 2.4f, stroke));
  gtk_snapshot_append_color (snapshot, &colour,
                             &GRAPHENE_RECT_INIT (-stroke / 2, -half * 1.2f, stroke, half * 2.4f));
  gtk_snapshot_restore (snapshot);
}

static void
mb_honesty_corner_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbHonestyCorner *self = MB_HONESTY_CORNER (widget);
  int middle = gtk_widget_get_height (widget) / 2, size, x;
  graphene_rect_t place;

  if (self->type == NULL)
    return;

  size = em (self, DOT);
  x = gtk_widget_get_width (widget) - self->margin - size;
  place = GRAPHENE_RECT_INIT (x, middle - size / 2, size, size);
  if (self->link == MB_LINK_LIVE)
    draw_disc (self, snapshot, &place);
  else if (self->link == MB_LINK_GONE)
    draw_cross (self, snapshot, &place);
  else
    draw_ring (self, snapshot, &place);
  mb_ink_draw_to (self->updated, snapshot, x - em (self, APART), middle + em (self, RISE), 1);
}

static void
drop_type (MbHonestyCorner *self)
{
  g_clear_pointer (&self->updated, mb_ink_free);
  g_clear_pointer (&self->type, mb_type_unref);
}

static void
mb_honesty_corner_finalize (GObject *object)
{
  drop_type (MB_HONESTY_CORNER (object));

  G_OBJECT_CLASS (mb_honesty_corner_parent_class)->finalize (object);
}

static void
mb_honesty_corner_class_init (MbHonestyCornerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_honesty_corner_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = mb_honesty_corner_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
mb_honesty_corner_init (MbHonestyCorner *self)
{
}

void
mb_honesty_corner_set_type (MbHonestyCorner *self, MbType *type, int margin)
{
  g_return_if_fail (MB_IS_HONESTY_CORNER (self));

  drop_type (self);
  self->type = mb_type_ref (type);
  self->margin = margin;
  self->updated = mb_ink_new (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, MB_TONE_QUIET);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mb_honesty_corner_set_updated (MbHonestyCorner *self, const char *updated)
{
  g_return_if_fail (MB_IS_HONESTY_CORNER (self) && self->type != NULL);

  if (mb_ink_set_text (self->updated, updated))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mb_honesty_corner_set_link (MbHonestyCorner *self, MbLink link)
{
  g_return_if_fail (MB_IS_HONESTY_CORNER (self));

  if (self->link == link)
    return;

  self->link = link;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

int
mb_honesty_corner_get_width (MbHonestyCorner *self)
{
  g_return_val_if_fail (MB_IS_HONESTY_CORNER (self), 0);

  if (self->type == NULL)
    return 0;
  return self->margin + em (self, DOT + APART) + mb_ink_get_width (self->updated);
}
