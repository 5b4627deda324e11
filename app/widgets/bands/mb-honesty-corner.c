/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/bands/mb-honesty-corner.h"

#include "widgets/type/mb-mark.h"

#include <math.h>

/* In N. */
#define DOT 0.42
#define STROKE 0.09
#define APART 0.3
#define BETWEEN 0.24
#define RISE 0.285

struct _MbHonestyCorner
{
  GtkWidget parent_instance;

  MbType *type; /* (owned) (nullable) */
  int margin;
  MbInk *updated; /* (owned) */
  MbLink link;
  MbSign video;
};

G_DEFINE_FINAL_TYPE (MbHonestyCorner, mb_honesty_corner, GTK_TYPE_WIDGET)

static int
em (MbHonestyCorner *self, double size)
{
  return (int) round (size * mb_type_get_n (self->type));
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

/* A shape of its own for each: the hub's is round, a film's is square. */
static void
draw_shape (MbHonestyCorner *self, GtkSnapshot *snapshot, const graphene_rect_t *place, MbSign sign, gboolean round)
{
  GdkRGBA colour = mb_tone (sign == MB_SIGN_LIVE ? MB_TONE_JADE : MB_TONE_AMBER);
  float stroke = MAX (em (self, STROKE), 2);
  GskRoundedRect shape;

  gsk_rounded_rect_init_from_rect (&shape, place, round ? place->size.width / 2 : 0);
  if (sign == MB_SIGN_GONE)
    draw_cross (self, snapshot, place);
  else if (sign == MB_SIGN_LATE)
    gtk_snapshot_append_border (snapshot, &shape, (float[4]){ stroke, stroke, stroke, stroke },
                                (GdkRGBA[4]){ colour, colour, colour, colour });
  else
    {
      gtk_snapshot_push_rounded_clip (snapshot, &shape);
      gtk_snapshot_append_color (snapshot, &colour, place);
      gtk_snapshot_pop (snapshot);
    }
}

static void
draw_sign (MbHonestyCorner *self, GtkSnapshot *snapshot, int x, MbSign sign, gboolean round)
{
  const MbCatalogue *catalogue = mb_type_get_catalogue (self->type);
  int size = em (self, DOT), middle = gtk_widget_get_height (GTK_WIDGET (self)) / 2;
  GtkSnapshot *drawing = gtk_snapshot_new ();

  draw_shape (self, drawing, &GRAPHENE_RECT_INIT (x, middle - size / 2, size, size), sign, round);
  mb_mark_sign (snapshot, drawing, round ? "hub" : "video", mb_sign_names[sign],
                round ? mb_format_hub_sign (catalogue, sign) : mb_format_video_sign (catalogue, sign));
}

/* A hub that was never heard is late. */
static MbSign
get_hub_sign (const MbHonestyCorner *self)
{
  return self->link == MB_LINK_LIVE ? MB_SIGN_LIVE : self->link == MB_LINK_GONE ? MB_SIGN_GONE : MB_SIGN_LATE;
}

static int
get_signs_width (MbHonestyCorner *self)
{
  return em (self, self->video != MB_SIGN_NONE ? 2 * DOT + BETWEEN : DOT);
}

static void
mb_honesty_corner_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbHonestyCorner *self = MB_HONESTY_CORNER (widget);
  int middle = gtk_widget_get_height (widget) / 2, right = gtk_widget_get_width (widget) - self->margin, x;

  if (self->type == NULL)
    return;

  x = right - get_signs_width (self);
  mb_ink_draw_to (self->updated, snapshot, x - em (self, APART), middle + em (self, RISE), 1);
  draw_sign (self, snapshot, x, get_hub_sign (self), TRUE);
  if (self->video != MB_SIGN_NONE)
    draw_sign (self, snapshot, right - em (self, DOT), self->video, FALSE);
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

void
mb_honesty_corner_set_video (MbHonestyCorner *self, MbSign video)
{
  g_return_if_fail (MB_IS_HONESTY_CORNER (self));

  if (self->video == video)
    return;

  self->video = video;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

int
mb_honesty_corner_get_width (MbHonestyCorner *self)
{
  g_return_val_if_fail (MB_IS_HONESTY_CORNER (self), 0);

  if (self->type == NULL)
    return 0;
  return self->margin + get_signs_width (self) + em (self, APART) + mb_ink_get_width (self->updated);
}
