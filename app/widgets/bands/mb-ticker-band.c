/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/bands/mb-ticker-band.h"

#include "widgets/type/mb-face.h"

#include <math.h>

/* Lines make one train: the one in front, at its offset, and the next behind it. A frame moves two
 * finished nodes by whole pixels; nothing is shaped or laid out on the way. */

#define STAND_MS 8000
#define SPEED 2.5  /* characters of one N a second */
#define BEHIND 3.0 /* from a line's end to the next one's beginning, in N */
#define RISE 0.38
#define END 1.2 /* over which a running line fades in */
#define FACE 1.05
#define NEAR 0.35
#define EDGE 0.06

typedef struct
{
  char *key;
  guint language;
  char *text;
  gboolean alarm;
} Line;

struct _MbTickerBand
{
  GtkWidget parent_instance;

  MbType *types[MB_MOST_LANGUAGES]; /* (owned) (nullable) */
  MbTone ground;
  int margin, end;
  int shift_x, shift_y, shift_room;
  GPtrArray *lines; /* of Line */
  guint front;      /* which is in front */
  MbInk *inks[2];   /* (owned) of the front and of the one behind */
  int offset;       /* how far the train has moved, in pixels */
  gint64 began_us;  /* the frame time at which the offset was 0; 0: with the next frame */
  guint tick, timeout;
  gboolean paused;
};

G_DEFINE_FINAL_TYPE (MbTickerBand, mb_ticker_band, GTK_TYPE_WIDGET)

static void settle (MbTickerBand *self);

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->key);
  g_free (line->text);
  g_free (line);
}

static int
em (MbTickerBand *self, double size)
{
  return (int) round (size * mb_type_get_n (self->types[0]));
}

static Line *
get_line (MbTickerBand *self, guint i)
{
  return g_ptr_array_index (self->lines, i % self->lines->len);
}

static gboolean
is_alarm (MbTickerBand *self)
{
  return self->lines->len > 0 && get_line (self, self->front)->alarm;
}

/* Where a line begins: an alarm stands behind its face. */
static int
get_begin (MbTickerBand *self)
{
  return self->margin + self->shift_x + (is_alarm (self) ? em (self, FACE + NEAR) : 0);
}

static int
get_room (MbTickerBand *self)
{
  int edge = is_alarm (self) ? self->shift_room + (int) MAX (em (self, EDGE), 3) : 0;

  return gtk_widget_get_width (GTK_WIDGET (self)) - get_begin (self) - self->end - edge;
}

static int
get_stride (MbTickerBand *self)
{
  return mb_ink_get_width (self->inks[0]) + em (self, BEHIND);
}

static double
get_speed (MbTickerBand *self)
{
  return SPEED * mb_type_get_n (self->types[0]) / G_USEC_PER_SEC;
}

/* Where a line stands: the whole band, or a block inside of it that moves with what is written in it. */
static graphene_rect_t
get_block (MbTickerBand *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget) - self->end, height = gtk_widget_get_height (widget);

  if (!is_alarm (self))
    return GRAPHENE_RECT_INIT (0, 0, width, height);

  return GRAPHENE_RECT_INIT (self->shift_x, self->shift_y, width - self->shift_room, height - self->shift_room);
}

/* A running line comes out of the ground, not out of a cut. */
static void
draw_end (MbTickerBand *self, GtkSnapshot *snapshot)
{
  GdkRGBA ground = mb_tone (is_alarm (self) ? MB_TONE_FAILURE : self->ground);
  GdkRGBA clear = { ground.red, ground.green, ground.blue, 0 };
  graphene_rect_t block = get_block (self);
  int right = (int) (block.origin.x + block.size.width), width = em (self, END);

  gtk_snapshot_append_linear_gradient (
      snapshot,
      &GRAPHENE_RECT_INIT (right - width, 0, width, gtk_widget_get_height (GTK_WIDGET (self))),
      &GRAPHENE_POINT_INIT (right - width, 0), &GRAPHENE_POINT_INIT (right, 0),
      (GskColorStop[2]){ { 0, clear }, { 1, ground } }, 2);
}

static void
draw_alarm (MbTickerBand *self, GtkSnapshot *snapshot, const graphene_rect_t *block)
{
  GdkRGBA ground = mb_tone (MB_TONE_FAILURE), white = mb_tone (MB_TONE_WHITE);
  float edge = MAX (em (self, EDGE), 3);
  int size = em (self, FACE);
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, block, 0);
  gtk_snapshot_append_color (snapshot, &ground, block);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ edge, edge, edge, edge },
                              (GdkRGBA[4]){ white, white, white, white });
  mb_face_draw (snapshot, MB_FACE_STOP, self->margin + self->shift_x,
                ((int) block->size.height - size) / 2 + self->shift_y, size, MB_TONE_WHITE, 1);
}

static void
draw_lines (MbTickerBand *self, GtkSnapshot *snapshot, const graphene_rect_t *block)
{
  int begin = get_begin (self), baseline = (int) block->size.height / 2 + em (self, RISE) + self->shift_y;
  int edge = is_alarm (self) ? (int) MAX (em (self, EDGE), 3) : 0;
  int left = is_alarm (self) ? begin : 0;
  float right = block->origin.x + block->size.width - (float) edge;

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT ((float) left, block->origin.y + (float) edge, right - (float) left,
                                                         block->size.height - (float) (2 * edge)));
  mb_ink_draw (self->inks[0], snapshot, begin - self->offset, baseline, 1);
  if (mb_ticker_band_is_running (self))
    {
      mb_ink_draw (self->inks[1], snapshot, begin - self->offset + get_stride (self), baseline, 1);
      draw_end (self, snapshot);
    }
  gtk_snapshot_pop (snapshot);
}

static void
mb_ticker_band_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbTickerBand *self = MB_TICKER_BAND (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GdkRGBA ground = mb_tone (self->ground);
  graphene_rect_t block = get_block (self);

  if (self->types[0] == NULL)
    return;

  gtk_snapshot_append_color (snapshot, &ground, &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (is_alarm (self))
    draw_alarm (self, snapshot, &block);
  draw_lines (self, snapshot, &block);
}

static void
load_inks (MbTickerBand *self)
{
  for (guint i = 0; i < 2; i++)
    {
      Line *line = self->lines->len > 0 ? get_line (self, self->front + i) : NULL;

      g_clear_pointer (&self->inks[i], mb_ink_free);
      self->inks[i] = mb_ink_new (self->types[line != NULL ? line->language : 0], MB_STEP_NAME, PANGO_WEIGHT_BOLD,
                                  line != NULL && line->alarm ? MB_TONE_WHITE : MB_TONE_TEXT);
      mb_ink_set_text (self->inks[i], line != NULL ? line->text : NULL);
    }
}

static void
bring_next (MbTickerBand *self)
{
  self->front = (self->front + 1) % self->lines->len;
  load_inks (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_stood (gpointer data)
{
  MbTickerBand *self = data;

  self->timeout = 0;
  if (self->paused)
    return G_SOURCE_REMOVE;

  bring_next (self);
  settle (self);
  return G_SOURCE_REMOVE;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  MbTickerBand *self = MB_TICKER_BAND (widget);
  gint64 now_us = gdk_frame_clock_get_frame_time (clock);
  int offset;

  if (self->began_us == 0)
    self->began_us = now_us - (gint64) (self->offset / get_speed (self));
  offset = (int) ((now_us - self->began_us) * get_speed (self));
  if (offset == self->offset)
    return G_SOURCE_CONTINUE;

  self->offset = offset;
  gtk_widget_queue_draw (widget);
  if (self->offset >= get_stride (self))
    {
      self->offset -= get_stride (self);
      self->began_us = 0;
      bring_next (self);
      settle (self);
    }
  return G_SOURCE_CONTINUE;
}

static void
stop (MbTickerBand *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_handle_id (&self->timeout, g_source_remove);
}

/* What the line in front needs: frames, a timer, or neither. */
static void
settle (MbTickerBand *self)
{
  gboolean running = mb_ticker_band_is_running (self);

  if (!running)
    self->offset = 0;
  if (self->paused || self->types[0] == NULL)
    {
      stop (self);
      return;
    }

  if (running && self->tick == 0)
    {
      stop (self);
      self->began_us = 0;
      self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
    }
  else if (!running && self->timeout == 0)
    {
      stop (self);
      if (self->lines->len > 1)
        self->timeout = g_timeout_add (STAND_MS, on_stood, self);
    }
}

static void
mb_ticker_band_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  settle (MB_TICKER_BAND (widget));
}

static void
drop_type (MbTickerBand *self)
{
  g_clear_pointer (&self->inks[0], mb_ink_free);
  g_clear_pointer (&self->inks[1], mb_ink_free);
  for (guint i = 0; i < MB_MOST_LANGUAGES; i++)
    g_clear_pointer (&self->types[i], mb_type_unref);
}

static void
mb_ticker_band_dispose (GObject *object)
{
  stop (MB_TICKER_BAND (object));

  G_OBJECT_CLASS (mb_ticker_band_parent_class)->dispose (object);
}

static void
mb_ticker_band_finalize (GObject *object)
{
  MbTickerBand *self = MB_TICKER_BAND (object);

  drop_type (self);
  g_ptr_array_unref (self->lines);

  G_OBJECT_CLASS (mb_ticker_band_parent_class)->finalize (object);
}

static void
mb_ticker_band_class_init (MbTickerBandClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_ticker_band_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_ticker_band_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = mb_ticker_band_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_MARQUEE);
  GTK_WIDGET_CLASS (klass)->size_allocate = mb_ticker_band_size_allocate;
}

static void
mb_ticker_band_init (MbTickerBand *self)
{
  self->ground = MB_TONE_CARD;
  self->lines = g_ptr_array_new_with_free_func (line_free);
}

void
mb_ticker_band_set_types (MbTickerBand *self, MbType *const *types, guint n_types, int margin)
{
  g_return_if_fail (MB_IS_TICKER_BAND (self));
  g_return_if_fail (types != NULL && n_types > 0 && n_types <= MB_MOST_LANGUAGES);

  drop_type (self);
  for (guint i = 0; i < n_types; i++)
    self->types[i] = mb_type_ref (types[i]);
  self->margin = margin;
  g_ptr_array_set_size (self->lines, 0);
  load_inks (self);
  settle (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mb_ticker_band_set_ground (MbTickerBand *self, MbTone ground)
{
  g_return_if_fail (MB_IS_TICKER_BAND (self));

  self->ground = ground;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mb_ticker_band_set_shift (MbTickerBand *self, int x, int y, int room)
{
  g_return_if_fail (MB_IS_TICKER_BAND (self));

  if (self->shift_x == x && self->shift_y == y && self->shift_room == room)
    return;

  self->shift_room = room;
  self->shift_x = x;
  self->shift_y = y;
  settle (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
same_lines (MbTickerBand *self, const MbTickerLine *lines, guint n_lines)
{
  if (self->lines->len != n_lines)
    return FALSE;

  for (guint i = 0; i < n_lines; i++)
    {
      Line *line = get_line (self, i);

      if (!g_str_equal (line->key, lines[i].key) || !g_str_equal (line->text, lines[i].text) ||
          line->alarm != lines[i].alarm || line->language != lines[i].language)
        return FALSE;
    }

  return TRUE;
}

/* Which line stands in front of the new ones: an alarm that was not there, else the same as before. */
static guint
find_front (MbTickerBand *self, const MbTickerLine *lines, guint n_lines, gboolean *same)
{
  const Line *present = self->lines->len > 0 ? get_line (self, self->front) : NULL;
  guint front = 0;

  *same = FALSE;
  for (guint i = 0; i < n_lines; i++)
    {
      if (lines[i].alarm && !mb_ticker_band_has_line (self, lines[i].key))
        {
          *same = FALSE;
          return i;
        }
      if (present != NULL && g_str_equal (present->key, lines[i].key) && present->language == lines[i].language)
        {
          front = i;
          *same = TRUE;
        }
    }

  return front;
}

void
mb_ticker_band_set_lines (MbTickerBand *self, const MbTickerLine *lines, guint n_lines)
{
  gboolean same;

  g_return_if_fail (MB_IS_TICKER_BAND (self) && self->types[0] != NULL);

  if (same_lines (self, lines, n_lines))
    return;

  self->front = find_front (self, lines, n_lines, &same);
  if (!same)
    self->offset = 0;
  g_ptr_array_set_size (self->lines, 0);
  for (guint i = 0; i < n_lines; i++)
    {
      Line *line = g_new (Line, 1);

      *line = (Line){ g_strdup (lines[i].key), lines[i].language,
                      g_strdelimit (g_strdup (lines[i].text), "\r\n\t", ' '), lines[i].alarm };
      g_ptr_array_add (self->lines, line);
    }
  stop (self); /* a line that is new in front has its whole time */
  load_inks (self);
  settle (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
mb_ticker_band_has_line (MbTickerBand *self, const char *key)
{
  g_return_val_if_fail (MB_IS_TICKER_BAND (self), FALSE);

  for (guint i = 0; i < self->lines->len; i++)
    if (g_str_equal (get_line (self, i)->key, key))
      return TRUE;

  return FALSE;
}

void
mb_ticker_band_set_end (MbTickerBand *self, int width)
{
  g_return_if_fail (MB_IS_TICKER_BAND (self));

  if (self->end == width)
    return;

  self->end = width;
  settle (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mb_ticker_band_set_paused (MbTickerBand *self, gboolean paused)
{
  g_return_if_fail (MB_IS_TICKER_BAND (self));

  self->paused = paused;
  settle (self);
}

gboolean
mb_ticker_band_is_running (MbTickerBand *self)
{
  g_return_val_if_fail (MB_IS_TICKER_BAND (self), FALSE);

  return self->types[0] != NULL && self->lines->len > 0 &&
         gtk_widget_get_width (GTK_WIDGET (self)) > 0 &&
         mb_ink_get_width (self->inks[0]) > get_room (self);
}
