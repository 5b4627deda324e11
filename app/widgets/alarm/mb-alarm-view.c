/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/alarm/mb-alarm-view.h"

#include "widgets/type/mb-block.h"

#include <glib/gi18n.h>
#include <math.h>

/* In N. */
#define ARROW 4.6
#define APART 0.9 /* between arrow and text */
#define EDGE 0.16
#define HEADING_RISE 0.38
#define HEADING_FROM 6 /* of height */

struct _MbAlarmView
{
  GtkWidget parent_instance;

  MbType *type; /* (owned) (nullable) */
  int margin;
  MbAlarmState state;
  char *text; /* (nullable) */
  int arrow;
  MbInk *heading;           /* (owned) (nullable) */
  MbBlock *block;           /* (owned) (nullable): to be written */
  graphene_rect_t arrow_at; /* empty: none */
  graphene_rect_t block_at;
};

G_DEFINE_FINAL_TYPE (MbAlarmView, mb_alarm_view, GTK_TYPE_WIDGET)

static int
em (MbAlarmView *self, double size)
{
  return (int) round (size * mb_type_get_n (self->type));
}

static const char *
get_words (MbAlarmView *self)
{
  const MbCatalogue *catalogue = mb_type_get_catalogue (self->type);

  if (self->state == MB_ALARM_CLEAR)
    return mb_catalogue_text (catalogue, N_ ("All clear"));
  if (self->text != NULL && *self->text != '\0')
    return self->text;

  return mb_catalogue_text (catalogue, N_ ("Leave by the nearest exit"));
}

static gboolean
ends_clause (const char *character)
{
  static const char *const marks[] = { "：", "，", "；", "。", "！", ": ", ", ", "; ", ". ", "! " };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (g_str_has_prefix (character, marks[i]))
      return TRUE;

  return FALSE;
}

/* What is called out in one breath stands on one line where it can. */
static char **
split_clauses (const char *text)
{
  GStrvBuilder *clauses = g_strv_builder_new ();
  const char *begin = text;
  char **split;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (ends_clause (c))
      {
        g_autofree char *clause = g_strndup (begin, (gsize) (g_utf8_next_char (c) - begin));

        g_strv_builder_add (clauses, clause);
        begin = g_utf8_next_char (c);
        begin += strspn (begin, " ");
      }
  if (*begin != '\0')
    g_strv_builder_add (clauses, begin);
  split = g_strv_builder_end (clauses);
  g_strv_builder_unref (clauses);
  return split;
}

/* The largest step in which everything stands, between 3 and 4 N one that breaks no clause; whatever has no
 * room even in the smallest is left out from the end. */
static MbBlock *
fit (MbAlarmView *self, int width, int height)
{
  static const struct
  {
    MbStep step;
    gboolean unbroken;
  } tries[] = { { MB_STEP_EMERGENCY, TRUE },  { MB_STEP_AMOUNT, TRUE },    { MB_STEP_EMERGENCY, FALSE },
                { MB_STEP_AMOUNT, FALSE }, { MB_STEP_HEADLINE, FALSE }, { MB_STEP_NAME, FALSE } };
  MbTone tone = self->state == MB_ALARM_CLEAR ? MB_TONE_JADE : MB_TONE_WHITE;
  g_auto (GStrv) clauses = split_clauses (get_words (self));
  MbBlock *block = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (tries); i++)
    {
      int line = mb_block_get_line_height (self->type, tries[i].step);

      g_clear_pointer (&block, mb_block_free);
      block = mb_block_new_pieces (self->type, tries[i].step, PANGO_WEIGHT_BOLD, tone, (const char *const *) clauses,
                                   width, (guint) MAX (height / line, 1));
      if (mb_block_is_whole (block) && mb_block_get_height (block) <= height &&
          (!tries[i].unbroken || mb_block_get_n_lines (block) <= g_strv_length (clauses)))
        break;
    }

  return block;
}

/* On a strip the words need all there is. */
static gboolean
has_heading (MbAlarmView *self, int height)
{
  return height >= em (self, HEADING_FROM);
}

static void
place (MbAlarmView *self, int width, int height)
{
  int arrow = self->arrow >= 0 && self->state == MB_ALARM_EMERGENCY ? em (self, ARROW) : 0;
  int taken = arrow > 0 ? arrow + em (self, APART) : 0;
  gboolean above = height > width;
  int room_x = width - 2 * self->margin - (above ? 0 : taken);
  int room_y = height - (has_heading (self, height) ? 4 * em (self, 1) : 0) - (above ? taken : 0);
  int left, top;

  self->block = fit (self, MAX (room_x, 1), MAX (room_y, 1));
  left = (width - mb_block_get_width (self->block) - (above ? 0 : taken)) / 2;
  top = (height - mb_block_get_height (self->block) - (above ? taken : 0)) / 2;
  self->arrow_at = GRAPHENE_RECT_INIT (above ? (width - arrow) / 2 : left,
                                       above ? top : (height - arrow) / 2, arrow, arrow);
  self->block_at = GRAPHENE_RECT_INIT (left + (above ? 0 : taken), top + (above ? taken : 0),
                                       mb_block_get_width (self->block),
                                       mb_block_get_height (self->block));
}

static void
draw_arrow (MbAlarmView *self, GtkSnapshot *snapshot)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &self->arrow_at);
  GdkRGBA white = mb_tone (MB_TONE_WHITE);
  double half = self->arrow_at.size.width / 2;

  gdk_cairo_set_source_rgba (cr, &white);
  cairo_translate (cr, self->arrow_at.origin.x + half, self->arrow_at.origin.y + half);
  cairo_scale (cr, half, half);
  cairo_rotate (cr, self->arrow * G_PI / 180);
  cairo_set_line_width (cr, 0.26);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
  cairo_move_to (cr, 0, 0.9);
  cairo_line_to (cr, 0, -0.55);
  cairo_stroke (cr);
  cairo_move_to (cr, -0.72, 0);
  cairo_line_to (cr, 0, -0.72);
  cairo_line_to (cr, 0.72, 0);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
draw_ground (MbAlarmView *self, GtkSnapshot *snapshot, int width, int height)
{
  gboolean alarm = self->state == MB_ALARM_EMERGENCY;
  GdkRGBA ground = mb_tone (alarm ? MB_TONE_FAILURE : MB_TONE_CARD), white = mb_tone (MB_TONE_WHITE);
  float edge = has_heading (self, height) ? MAX (em (self, EDGE), 3) : 3;
  GskRoundedRect outline;

  gtk_snapshot_append_color (snapshot, &ground, &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (!alarm)
    return;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (0, 0, width, height), 0);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ edge, edge, edge, edge },
                              (GdkRGBA[4]){ white, white, white, white });
}

static void
mb_alarm_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbAlarmView *self = MB_ALARM_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (self->type == NULL || self->state == MB_ALARM_NONE)
    return;

  if (self->block == NULL)
    place (self, width, height);
  draw_ground (self, snapshot, width, height);
  if (self->state == MB_ALARM_EMERGENCY && has_heading (self, height))
    mb_ink_draw (self->heading, snapshot, self->margin, em (self, 1 + HEADING_RISE), 1);
  if (self->arrow_at.size.width > 0)
    draw_arrow (self, snapshot);
  mb_block_draw_centred (self->block, snapshot, (int) self->block_at.origin.x,
                         (int) self->block_at.origin.y, (int) self->block_at.size.width);
}

static void
rewrite (MbAlarmView *self)
{
  g_clear_pointer (&self->block, mb_block_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
mb_alarm_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  rewrite (MB_ALARM_VIEW (widget));
}

static void
drop_type (MbAlarmView *self)
{
  g_clear_pointer (&self->heading, mb_ink_free);
  g_clear_pointer (&self->block, mb_block_free);
  g_clear_pointer (&self->type, mb_type_unref);
}

static void
mb_alarm_view_finalize (GObject *object)
{
  MbAlarmView *self = MB_ALARM_VIEW (object);

  drop_type (self);
  g_free (self->text);

  G_OBJECT_CLASS (mb_alarm_view_parent_class)->finalize (object);
}

static void
mb_alarm_view_class_init (MbAlarmViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_alarm_view_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = mb_alarm_view_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
  GTK_WIDGET_CLASS (klass)->size_allocate = mb_alarm_view_size_allocate;
}

static void
mb_alarm_view_init (MbAlarmView *self)
{
  self->arrow = -1;
}

void
mb_alarm_view_set_type (MbAlarmView *self, MbType *type, int margin)
{
  g_return_if_fail (MB_IS_ALARM_VIEW (self));

  drop_type (self);
  self->type = mb_type_ref (type);
  self->margin = margin;
  self->heading = mb_ink_new (type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, MB_TONE_WHITE);
  mb_ink_set_text (self->heading,
                   mb_catalogue_text (mb_type_get_catalogue (type), N_ ("Emergency")));
  rewrite (self);
}

void
mb_alarm_view_show (MbAlarmView *self, MbAlarmState state, const char *text, int arrow)
{
  g_return_if_fail (MB_IS_ALARM_VIEW (self));

  if (self->state == state && self->arrow == arrow && g_strcmp0 (self->text, text) == 0)
    return;

  self->state = state;
  self->arrow = arrow;
  g_free (self->text);
  self->text = g_strdup (text);
  rewrite (self);
}

MbAlarmState
mb_alarm_view_get_state (MbAlarmView *self)
{
  g_return_val_if_fail (MB_IS_ALARM_VIEW (self), MB_ALARM_NONE);

  return self->state;
}

const char *
mb_alarm_view_get_emergency (MbAlarmView *self)
{
  g_return_val_if_fail (MB_IS_ALARM_VIEW (self), NULL);

  return self->state == MB_ALARM_EMERGENCY && self->type != NULL ? get_words (self) : NULL;
}
