/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/prices/mb-price-row-view.h"

#include "widgets/prices/mb-row-fit.h"
#include "widgets/type/mb-mark.h"
#include "widgets/type/mb-spoken.h"

#include <math.h>
#include <string.h>

/* A row's words stand on one baseline, each in its column. Its inks live as long as its type; news
 * goes into them, and the renderer, comparing glyphs, repaints what differs. */

typedef enum
{
  CELL_LINE, /* the name's lines */
  CELL_DETAIL = CELL_LINE + MB_NAME_MAX_LINES,
  CELL_BEFORE,
  CELL_FIGURE,
  CELL_INSTEAD,
  CELL_UNIT,
  CELL_RANGE,
  CELL_CHANGE,
  CELL_ASIDE,
  N_CELLS
} Cell;

/* In N. */
#define LINE 1.25        /* from baseline to baseline of a wrapped name */
#define FIGURE_LINE 1.45 /* to a figure under its name */
#define RISE 0.41        /* from the middle of the drawn characters down to their baseline */
#define LATIN_RISE 0.33
#define NEAR MB_ROW_NEAR
#define HAN_DROP 0.07

struct _MbPriceRowView
{
  GtkWidget parent_instance;

  MbType *type;             /* (owned) (nullable) */
  const MbColumns *columns; /* the page's */
  MbInk *cells[N_CELLS];    /* (owned) */
  MbTone tones[N_CELLS];    /* as they are without the glow */
  MbRecord *record;         /* (owned) (nullable) what the figure is from */
  char *name, *detail;      /* what the name's lines were made of */
  gboolean keep_detail;
  const MbColumns *fitted;  /* and for what */
  int name_width;
  guint n_lines;            /* of the name, with a detail on its own line */
  guint part;               /* which of them stands there, where they take turns */
  gboolean detail_own_line;
  gboolean glow;
  float alpha;
};

G_DEFINE_FINAL_TYPE (MbPriceRowView, mb_price_row_view, GTK_TYPE_WIDGET)

static int
em (MbPriceRowView *self, double size)
{
  return (int) round (size * mb_type_get_n (self->type));
}

/* How many lines of its name stand below each other. */
static guint
get_n_below (MbPriceRowView *self)
{
  return self->columns->flows ? MIN (self->n_lines, 1) : self->n_lines;
}

static int
get_baseline (MbPriceRowView *self)
{
  double block = (get_n_below (self) - 1) * LINE + (self->columns->figure_below ? FIGURE_LINE : 0);
  /* A line that fills the glass has no room below for what hangs from Latin letters. */
  double rise = self->columns->flows && !mb_type_is_han (self->type) ? LATIN_RISE : RISE;

  return gtk_widget_get_height (GTK_WIDGET (self)) / 2 + em (self, rise - block / 2);
}

static int
get_figure_baseline (MbPriceRowView *self)
{
  int baseline = get_baseline (self);

  if (self->columns->figure_below)
    baseline += em (self, (get_n_below (self) - 1) * LINE + FIGURE_LINE);
  return baseline;
}

/* A figure of 1.25 N is as tall as a Han character of N, which reaches below the baseline:
 * lowered by that much it stands level with the name. Latin names stand on the figure's own
 * line. */
static int
get_drop (MbPriceRowView *self)
{
  return mb_type_is_han (self->type) ? em (self, HAN_DROP) : 0;
}

/* The widest of the lines of a name that take turns: what stands behind them keeps its place. */
static int
get_widest (MbPriceRowView *self)
{
  int width = 0;

  for (guint i = 0; i < MB_NAME_MAX_LINES; i++)
    width = MAX (width, mb_ink_get_width (self->cells[CELL_LINE + i]));
  return width;
}

/* Where figures end: in one line, or where this one's own name leaves it. */
static int
get_figure_right (MbPriceRowView *self)
{
  int width = mb_ink_get_width (self->cells[CELL_FIGURE]), instead = mb_ink_get_width (self->cells[CELL_INSTEAD]);
  int x = self->columns->name_x;

  if (!self->columns->flows)
    return self->columns->figure_right;

  x += get_widest (self) + em (self, MB_ROW_APART) + MAX (width, instead);
  if (mb_ink_get_width (self->cells[CELL_DETAIL]) > 0)
    x += em (self, NEAR) + mb_ink_get_width (self->cells[CELL_DETAIL]);
  if (mb_ink_get_width (self->cells[CELL_BEFORE]) > 0)
    x += em (self, NEAR) + mb_ink_get_width (self->cells[CELL_BEFORE]);
  return x;
}

static void
draw_part (MbPriceRowView *self, GtkSnapshot *snapshot)
{
  int baseline = get_baseline (self), x = self->columns->name_x;

  mb_ink_draw (self->cells[CELL_LINE + MIN (self->part, self->n_lines - 1)], snapshot, x, baseline, self->alpha);
  mb_ink_draw (self->cells[CELL_DETAIL], snapshot, x + get_widest (self) + em (self, NEAR), baseline, self->alpha);
}

static void
draw_name (MbPriceRowView *self, GtkSnapshot *snapshot)
{
  int baseline = get_baseline (self), x = self->columns->name_x;
  guint n_name = self->n_lines - (self->detail_own_line ? 1 : 0);

  for (guint i = 0; i < n_name; i++)
    {
      mb_ink_draw (self->cells[CELL_LINE + i], snapshot, x, baseline, self->alpha);
      if (i + 1 < self->n_lines)
        baseline += em (self, LINE);
    }
  if (!self->detail_own_line)
    x += mb_ink_get_width (self->cells[CELL_LINE + n_name - 1]) + em (self, NEAR);
  mb_ink_draw (self->cells[CELL_DETAIL], snapshot, x, baseline, self->alpha);
}

static void
draw_figure (MbPriceRowView *self, GtkSnapshot *snapshot)
{
  const MbColumns *columns = self->columns;
  int baseline = get_figure_baseline (self);
  int right = get_figure_right (self), figure_x = right - mb_ink_get_width (self->cells[CELL_FIGURE]);

  mb_ink_draw (self->cells[CELL_FIGURE], snapshot, figure_x, baseline + get_drop (self),
               self->alpha);
  mb_ink_draw_to (self->cells[CELL_BEFORE], snapshot, figure_x - em (self, NEAR), baseline,
                  self->alpha);
  mb_ink_draw_to (self->cells[CELL_INSTEAD], snapshot, right, baseline, self->alpha);
  mb_ink_draw (self->cells[CELL_UNIT], snapshot, columns->flows ? right + em (self, NEAR) : columns->unit_x, baseline,
               self->alpha);
  if (columns->range_right > 0)
    mb_ink_draw_to (self->cells[CELL_RANGE], snapshot, columns->range_right, baseline, self->alpha);
  if (columns->change_x > 0)
    mb_ink_draw (self->cells[CELL_CHANGE], snapshot, columns->change_x, baseline, self->alpha);
  if (columns->aside_right > 0)
    mb_ink_draw_to (self->cells[CELL_ASIDE], snapshot, columns->aside_right, baseline, self->alpha);
}

static void
mb_price_row_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbPriceRowView *self = MB_PRICE_ROW_VIEW (widget);
  GdkRGBA band = mb_tone (MB_TONE_CHANGED);
  GtkSnapshot *words;

  if (self->type == NULL || self->n_lines == 0 || self->alpha <= 0)
    return;

  band.alpha = self->alpha;
  if (self->glow)
    gtk_snapshot_append_color (
        snapshot, &band,
        &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget)));
  words = gtk_snapshot_new ();
  if (self->columns->flows)
    draw_part (self, words);
  else
    draw_name (self, words);
  draw_figure (self, words);
  mb_mark_record (snapshot, words, self->record);
}

static void
drop_type (MbPriceRowView *self)
{
  for (guint i = 0; i < N_CELLS; i++)
    g_clear_pointer (&self->cells[i], mb_ink_free);
  g_clear_pointer (&self->type, mb_type_unref);
  g_clear_object (&self->record);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->detail, g_free);
  self->n_lines = 0;
}

static void
mb_price_row_view_finalize (GObject *object)
{
  drop_type (MB_PRICE_ROW_VIEW (object));

  G_OBJECT_CLASS (mb_price_row_view_parent_class)->finalize (object);
}

static void
mb_price_row_view_class_init (MbPriceRowViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_price_row_view_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = mb_price_row_view_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
mb_price_row_view_init (MbPriceRowView *self)
{
  self->alpha = 1;
}

GtkWidget *
mb_price_row_view_new (void)
{
  return g_object_new (MB_TYPE_PRICE_ROW_VIEW, NULL);
}

static char *
join_words (MbPriceRowView *self, const char *between)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < N_CELLS && self->n_lines > 0; i++)
    if (*mb_ink_get_text (self->cells[i]) != '\0')
      g_string_append_printf (words, "%s%s", words->len > 0 ? between : "", mb_ink_get_text (self->cells[i]));

  return g_string_free (words, FALSE);
}

static void
speak (MbPriceRowView *self)
{
  g_autofree char *words = NULL;

  if (!mb_spoken_is_heard (GTK_WIDGET (self)))
    return;

  words = join_words (self, " ");
  mb_spoken_say (GTK_WIDGET (self), words);
  mb_spoken_hide (GTK_WIDGET (self), self->n_lines == 0);
}

void
mb_price_row_view_set_type (MbPriceRowView *self, MbType *type, const MbColumns *columns)
{
  g_return_if_fail (MB_IS_PRICE_ROW_VIEW (self));
  g_return_if_fail (type != NULL && columns != NULL);

  drop_type (self);
  self->type = mb_type_ref (type);
  self->columns = columns;
  for (guint i = CELL_LINE; i < CELL_DETAIL; i++)
    self->cells[i] = mb_ink_new (type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, MB_TONE_TEXT);
  for (guint i = CELL_DETAIL; i < N_CELLS; i++)
    self->cells[i] = mb_ink_new (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, MB_TONE_QUIET);
  mb_ink_free (self->cells[CELL_FIGURE]);
  self->cells[CELL_FIGURE] = mb_ink_new (type, columns->figure_step, PANGO_WEIGHT_BOLD, MB_TONE_TEXT);
  speak (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mb_price_row_view_set_columns (MbPriceRowView *self, const MbColumns *columns)
{
  g_return_if_fail (MB_IS_PRICE_ROW_VIEW (self));
  g_return_if_fail (columns != NULL);

  self->columns = columns;
}

/* On the glow only the text's own colour stands out enough. */
static MbTone
get_lit_tone (MbPriceRowView *self, Cell cell)
{
  return self->glow ? MB_TONE_TEXT : self->tones[cell];
}

static gboolean
set_cell (MbPriceRowView *self, Cell cell, const char *text, MbTone tone)
{
  gboolean differs = mb_ink_set_text (self->cells[cell], text);

  self->tones[cell] = tone;
  return mb_ink_set_tone (self->cells[cell], get_lit_tone (self, cell)) || differs;
}

static gboolean
set_name (MbPriceRowView *self, const MbRowText *text)
{
  int width = mb_row_fit_get_width (text, self->type, self->columns);
  MbNameFit fit;
  gboolean differs = FALSE;
  guint n_lines;

  if (self->n_lines > 0 && self->fitted == self->columns && self->name_width == width && g_str_equal (self->name, text->name) &&
      g_strcmp0 (self->detail, text->detail) == 0 && self->keep_detail == text->keep_detail)
    return FALSE;

  g_free (self->name);
  g_free (self->detail);
  self->name = g_strdup (text->name);
  self->detail = g_strdup (text->detail);
  self->keep_detail = text->keep_detail;
  self->fitted = self->columns;
  self->name_width = width;
  mb_row_fit_init (&fit, text, self->type, self->columns);
  for (guint i = 0; i < MB_NAME_MAX_LINES; i++)
    differs |= set_cell (self, CELL_LINE + i, fit.lines[i], MB_TONE_TEXT);
  differs |= set_cell (self, CELL_DETAIL, fit.detail, MB_TONE_QUIET);
  n_lines = mb_name_fit_get_n_lines (&fit);
  differs |= n_lines != self->n_lines || fit.detail_own_line != self->detail_own_line;
  self->n_lines = n_lines;
  self->detail_own_line = fit.detail_own_line;
  mb_name_fit_clear (&fit);
  return differs;
}

gboolean
mb_price_row_view_set_text (MbPriceRowView *self, const MbRowText *text)
{
  gboolean differs;

  g_return_val_if_fail (MB_IS_PRICE_ROW_VIEW (self), FALSE);
  g_return_val_if_fail (self->type != NULL, FALSE);

  if (text == NULL)
    {
      differs = self->n_lines > 0;
      self->n_lines = 0;
    }
  else
    {
      differs = g_set_object (&self->record, text->record);
      differs |= set_name (self, text);
      differs |= set_cell (self, CELL_BEFORE, text->before, MB_TONE_QUIET);
      differs |= set_cell (self, CELL_FIGURE, text->figure, text->figure_tone);
      differs |= set_cell (self, CELL_INSTEAD, text->instead, MB_TONE_QUIET);
      differs |= set_cell (self, CELL_UNIT, text->unit, MB_TONE_QUIET);
      differs |= set_cell (self, CELL_RANGE, text->range, MB_TONE_QUIET);
      differs |= set_cell (self, CELL_CHANGE, text->change, text->change_tone);
      differs |= set_cell (self, CELL_ASIDE, text->aside, MB_TONE_QUIET);
    }
  if (differs)
    {
      gtk_widget_queue_draw (GTK_WIDGET (self));
      speak (self);
    }
  return differs;
}

guint
mb_price_row_view_get_n_parts (MbPriceRowView *self)
{
  g_return_val_if_fail (MB_IS_PRICE_ROW_VIEW (self), 1);

  return self->columns != NULL && self->columns->flows ? MAX (self->n_lines, 1) : 1;
}

void
mb_price_row_view_set_part (MbPriceRowView *self, guint part)
{
  g_return_if_fail (MB_IS_PRICE_ROW_VIEW (self));

  if (self->part == part)
    return;

  self->part = part;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

int
mb_price_row_view_get_baseline (MbPriceRowView *self)
{
  g_return_val_if_fail (MB_IS_PRICE_ROW_VIEW (self), 0);

  return self->columns != NULL ? get_baseline (self) : 0;
}

void
mb_price_row_view_set_glow (MbPriceRowView *self, gboolean glow)
{
  g_return_if_fail (MB_IS_PRICE_ROW_VIEW (self));

  if (self->glow == glow)
    return;

  self->glow = glow;
  for (guint i = 0; i < N_CELLS && self->type != NULL; i++)
    mb_ink_set_tone (self->cells[i], get_lit_tone (self, i));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mb_price_row_view_set_alpha (MbPriceRowView *self, float alpha)
{
  g_return_if_fail (MB_IS_PRICE_ROW_VIEW (self));

  if (self->alpha == alpha)
    return;

  self->alpha = alpha;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
mb_price_row_view_get_figure_bounds (MbPriceRowView *self, graphene_rect_t *bounds)
{
  int width, baseline;

  g_return_val_if_fail (MB_IS_PRICE_ROW_VIEW (self), FALSE);

  if (self->type == NULL || self->n_lines == 0)
    return FALSE;

  width = MAX (mb_ink_get_width (self->cells[CELL_FIGURE]),
               mb_ink_get_width (self->cells[CELL_INSTEAD]));
  baseline = get_figure_baseline (self);
  graphene_rect_init (bounds, get_figure_right (self) - width, baseline - em (self, 1.1), width,
                      em (self, 1.3));
  return TRUE;
}

int
mb_price_row_view_get_point (MbPriceRowView *self)
{
  PangoRectangle place;
  const char *figure, *point;

  g_return_val_if_fail (MB_IS_PRICE_ROW_VIEW (self), 0);

  figure = mb_ink_get_text (self->cells[CELL_FIGURE]);
  point = strchr (figure, '.');
  pango_layout_index_to_pos (mb_ink_get_layout (self->cells[CELL_FIGURE]),
                             (int) (point != NULL ? point - figure : (gssize) strlen (figure)),
                             &place);
  return get_figure_right (self) - mb_ink_get_width (self->cells[CELL_FIGURE]) +
         PANGO_PIXELS (place.x);
}

char *
mb_price_row_view_dup_words (MbPriceRowView *self)
{
  g_return_val_if_fail (MB_IS_PRICE_ROW_VIEW (self), NULL);

  return join_words (self, "|");
}
