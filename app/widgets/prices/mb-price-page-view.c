/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/prices/mb-price-page-view.h"

#include "widgets/prices/mb-price-row-view.h"
#include "widgets/type/mb-spoken.h"

#include <math.h>

/* In N. */
#define MARGIN 0.9
#define GUTTER 1.15
#define BLEED 0.35
#define LINES_MARGIN 0.25
#define LINES_GUTTER 0.6
#define RULE (1 / 36.0)
#define HEADING_RISE 0.3

#define MAX_HEADINGS 8

typedef struct
{
  guint column, place, span;
  gboolean shares_unit; /* with its line */
  gboolean alone;       /* it has the line to its very end */
} Spot;

typedef struct
{
  Spot spot;
  MbInk *ink; /* (owned) */
} Heading;

struct _MbPricePageView
{
  GtkWidget parent_instance;

  MbType *type; /* (owned) (nullable) */
  const MbPriceGrid *grid;
  GPtrArray *rows; /* of MbPriceRowView, the children: every place has one */
  Spot *spots;     /* (owned) where the row of the same index stands */
  guint n_rows;    /* that are filled */
  Heading headings[MAX_HEADINGS];
  guint n_headings;
  MbInk *unit; /* (owned) (nullable) of the lines */
  float alpha;
};

G_DEFINE_FINAL_TYPE (MbPricePageView, mb_price_page_view, GTK_TYPE_WIDGET)

static int
get_width (const MbPriceGrid *grid, guint n_columns)
{
  return (int) n_columns * grid->content + (int) (n_columns - 1) * grid->gutter;
}

static void
init_line (const MbPriceGrid *grid, MbColumns *columns, int width, int n, const MbWords *words)
{
  mb_columns_init_terse (columns, grid->bleed, grid->bleed + width, n, grid->n_rows, MB_STEP_NAME, words);
  columns->figure_below = FALSE;
  columns->max_lines = 1;
  columns->flows = TRUE;
}

static void
init_lines (MbPriceGrid *grid, int n, int end, const MbWords *words)
{
  int width = get_width (grid, grid->n_columns);

  init_line (grid, &grid->columns, grid->content, n, words);
  init_line (grid, &grid->whole, width, n, words);
  init_line (grid, &grid->alone, width + end, n, words);
  grid->lines = TRUE;
  grid->end = end;
}

void
mb_price_grid_init (MbPriceGrid *grid, int width, int height, int n, guint n_columns,
                    MbListForm form, int end, const MbWords *words)
{
  gboolean lines = form == MB_LIST_LINES;

  g_return_if_fail (grid != NULL && n > 0 && n_columns > 0);

  *grid = (MbPriceGrid){
    .n_columns = n_columns,
    .n_rows = (guint) mb_rows_in (height, n),
    .margin = (int) round ((lines ? LINES_MARGIN : MARGIN) * n),
    .gutter = (int) round ((lines ? LINES_GUTTER : GUTTER) * n),
    .bleed = (int) round ((lines ? LINES_MARGIN : n_columns > 1 ? BLEED : MARGIN) * n),
    .height = height,
  };
  grid->content =
      MAX ((width - end - 2 * grid->margin - (int) (n_columns - 1) * grid->gutter) / (int) n_columns, n);
  if (lines)
    init_lines (grid, n, end, words);
  else if (form == MB_LIST_FULL)
    mb_columns_init (&grid->columns, width / (int) n_columns, grid->bleed,
                     grid->bleed + grid->content, n, grid->n_rows, words);
  else
    mb_columns_init_terse (&grid->columns, grid->bleed, grid->bleed + grid->content, n, grid->n_rows,
                           MB_STEP_PRICE, words);
}

const MbColumns *
mb_price_grid_get_columns (const MbPriceGrid *grid, guint span, const MbRowText *text)
{
  g_return_val_if_fail (grid != NULL && text != NULL, NULL);

  if (!grid->lines || span < 2)
    return &grid->columns;

  return text->shares_unit ? &grid->whole : &grid->alone;
}

static int
get_x (MbPricePageView *self, guint column)
{
  return self->grid->margin + (int) column * (self->grid->content + self->grid->gutter);
}

/* Rounded place by place, so that the rows fill the height to the pixel. */
static int
get_y (MbPricePageView *self, guint place)
{
  return (int) round ((double) place * self->grid->height / self->grid->n_rows);
}

static void
draw_rule (MbPricePageView *self, GtkSnapshot *snapshot, const Spot *spot)
{
  GdkRGBA colour = mb_tone (MB_TONE_RULE);
  int thick = MAX ((int) round (mb_type_get_n (self->type) * RULE), 1);

  gtk_snapshot_append_color (snapshot, &colour,
                             &GRAPHENE_RECT_INIT (get_x (self, spot->column),
                                                  get_y (self, spot->place), self->grid->content,
                                                  thick));
}

static void
draw_heading (MbPricePageView *self, GtkSnapshot *snapshot, const Heading *heading)
{
  int n = mb_type_get_n (self->type);
  int middle = (get_y (self, heading->spot.place) + get_y (self, heading->spot.place + 1)) / 2;

  mb_ink_draw (heading->ink, snapshot, get_x (self, heading->spot.column),
               middle + (int) round (n * HEADING_RISE), self->alpha);
}

static gboolean
shares_unit (MbPricePageView *self, guint line)
{
  for (guint i = 0; i < self->n_rows; i++)
    if (self->spots[i].place == line && self->spots[i].shares_unit)
      return TRUE;

  return FALSE;
}

/* On the line's own baseline, at its end. */
static void
draw_unit (MbPricePageView *self, GtkSnapshot *snapshot, guint i)
{
  int right = gtk_widget_get_width (GTK_WIDGET (self)) - self->grid->margin;
  int baseline = mb_price_row_view_get_baseline (g_ptr_array_index (self->rows, i));

  mb_ink_draw_to (self->unit, snapshot, right, get_y (self, self->spots[i].place) + baseline, self->alpha);
}

static void
draw_units (MbPricePageView *self, GtkSnapshot *snapshot)
{
  for (guint i = 0; i < self->n_rows; i++)
    if (self->spots[i].column == 0 && shares_unit (self, self->spots[i].place))
      draw_unit (self, snapshot, i);
}

static void
mb_price_page_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbPricePageView *self = MB_PRICE_PAGE_VIEW (widget);

  if (self->type == NULL || self->alpha <= 0)
    return;

  for (guint i = 0; i < self->n_rows; i++)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (self->rows, i), snapshot);
  for (guint i = 0; i < self->n_rows && self->grid->n_rows > 1; i++)
    draw_rule (self, snapshot, &self->spots[i]);
  for (guint i = 0; i < self->n_headings; i++)
    draw_heading (self, snapshot, &self->headings[i]);
  if (self->grid->lines)
    draw_units (self, snapshot);
}

static void
place_row (MbPricePageView *self, guint i)
{
  const Spot *spot = &self->spots[i];
  guint below = self->grid->lines ? 1 : spot->span, beside = self->grid->lines ? MAX (spot->span, 1) : 1;
  int top = get_y (self, spot->place), bottom = get_y (self, spot->place + below);
  GskTransform *transform = gsk_transform_translate (
      NULL, &GRAPHENE_POINT_INIT (get_x (self, spot->column) - self->grid->bleed, top));

  gtk_widget_allocate (g_ptr_array_index (self->rows, i),
                       get_width (self->grid, beside) + (spot->alone ? self->grid->end : 0) + 2 * self->grid->bleed,
                       bottom - top, -1, transform);
}

static void
mb_price_page_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MbPricePageView *self = MB_PRICE_PAGE_VIEW (widget);

  if (self->type == NULL)
    return;

  for (guint i = 0; i < self->rows->len; i++)
    place_row (self, i);
}

static void
remove_rows (MbPricePageView *self)
{
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < MAX_HEADINGS; i++)
    g_clear_pointer (&self->headings[i].ink, mb_ink_free);
  g_clear_pointer (&self->unit, mb_ink_free);
  g_clear_pointer (&self->spots, g_free);
  g_clear_pointer (&self->type, mb_type_unref);
  self->n_rows = 0;
  self->n_headings = 0;
}

static void
mb_price_page_view_dispose (GObject *object)
{
  remove_rows (MB_PRICE_PAGE_VIEW (object));

  G_OBJECT_CLASS (mb_price_page_view_parent_class)->dispose (object);
}

static void
mb_price_page_view_finalize (GObject *object)
{
  g_ptr_array_unref (MB_PRICE_PAGE_VIEW (object)->rows);

  G_OBJECT_CLASS (mb_price_page_view_parent_class)->finalize (object);
}

static void
mb_price_page_view_class_init (MbPricePageViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_price_page_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_price_page_view_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = mb_price_page_view_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_LIST);
  GTK_WIDGET_CLASS (klass)->size_allocate = mb_price_page_view_size_allocate;
}

static void
mb_price_page_view_init (MbPricePageView *self)
{
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_widget_unparent);
  self->alpha = 1;
}

GtkWidget *
mb_price_page_view_new (void)
{
  return g_object_new (MB_TYPE_PRICE_PAGE_VIEW, NULL);
}

void
mb_price_page_view_set_grid (MbPricePageView *self, MbType *type, const MbPriceGrid *grid)
{
  g_return_if_fail (MB_IS_PRICE_PAGE_VIEW (self));
  g_return_if_fail (type != NULL && grid != NULL);

  if (self->type != NULL && self->rows->len != grid->n_columns * grid->n_rows)
    remove_rows (self);
  g_clear_pointer (&self->type, mb_type_unref);
  self->type = mb_type_ref (type);
  self->grid = grid;
  g_free (self->spots);
  self->spots = g_new0 (Spot, grid->n_columns * grid->n_rows);
  while (self->rows->len < grid->n_columns * grid->n_rows)
    {
      GtkWidget *row = mb_price_row_view_new ();

      gtk_widget_set_parent (row, GTK_WIDGET (self));
      g_ptr_array_add (self->rows, row);
    }
  for (guint i = 0; i < self->rows->len; i++)
    mb_price_row_view_set_type (g_ptr_array_index (self->rows, i), type, &grid->columns);
  for (guint i = 0; i < MAX_HEADINGS; i++)
    {
      g_clear_pointer (&self->headings[i].ink, mb_ink_free);
      self->headings[i].ink = mb_ink_new (type, MB_STEP_QUIET, PANGO_WEIGHT_BOLD, MB_TONE_QUIET);
    }
  g_clear_pointer (&self->unit, mb_ink_free);
  self->unit = mb_ink_new (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, MB_TONE_QUIET);
  mb_price_page_view_clear (self);
}

void
mb_price_page_view_set_unit (MbPricePageView *self, const char *unit)
{
  g_return_if_fail (MB_IS_PRICE_PAGE_VIEW (self));
  g_return_if_fail (self->type != NULL);

  if (mb_ink_set_text (self->unit, unit))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mb_price_page_view_clear (MbPricePageView *self)
{
  g_return_if_fail (MB_IS_PRICE_PAGE_VIEW (self));

  self->n_rows = 0;
  self->n_headings = 0;
  for (guint i = 0; i < self->rows->len; i++)
    mb_price_row_view_set_glow (g_ptr_array_index (self->rows, i), FALSE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
write_row (MbPricePageView *self, guint i, const MbRowText *text)
{
  MbPriceRowView *row = g_ptr_array_index (self->rows, i);
  Spot *spot = &self->spots[i];

  spot->shares_unit = text != NULL && text->shares_unit;
  if (text != NULL)
    {
      const MbColumns *columns = mb_price_grid_get_columns (self->grid, spot->span, text);
      gboolean alone = columns == &self->grid->alone;

      mb_price_row_view_set_columns (row, columns);
      if (spot->alone != alone)
        gtk_widget_queue_allocate (GTK_WIDGET (self));
      spot->alone = alone;
    }
  return mb_price_row_view_set_text (row, text);
}

int
mb_price_page_view_put_row (MbPricePageView *self, guint column, guint place, guint span,
                            const MbRowText *text)
{
  const MbPriceGrid *grid = self->grid;
  guint i, left;

  g_return_val_if_fail (MB_IS_PRICE_PAGE_VIEW (self), -1);

  if (self->n_rows == self->rows->len || column >= grid->n_columns || place >= grid->n_rows)
    return -1;

  i = self->n_rows++;
  left = grid->lines ? grid->n_columns - column : grid->n_rows - place;
  self->spots[i] = (Spot){ .column = column, .place = place, .span = MIN (span, left) };
  mb_price_row_view_set_part (g_ptr_array_index (self->rows, i), 0);
  write_row (self, i, text);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return (int) i;
}

void
mb_price_page_view_put_heading (MbPricePageView *self, guint column, guint place, const char *text)
{
  Heading *heading;

  g_return_if_fail (MB_IS_PRICE_PAGE_VIEW (self));

  if (self->n_headings == MAX_HEADINGS)
    return;

  heading = &self->headings[self->n_headings++];
  heading->spot = (Spot){ .column = column, .place = place, .span = 1 };
  mb_ink_set_text (heading->ink, text);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
mb_price_page_view_set_row (MbPricePageView *self, guint i, const MbRowText *text)
{
  g_return_val_if_fail (MB_IS_PRICE_PAGE_VIEW (self), FALSE);
  g_return_val_if_fail (i < self->n_rows, FALSE);

  if (!write_row (self, i, text))
    return FALSE;

  gtk_widget_queue_draw (GTK_WIDGET (self)); /* the unit at the line's end */
  return TRUE;
}

gboolean
mb_price_page_view_set_step (MbPricePageView *self, guint step)
{
  gboolean any = FALSE;

  g_return_val_if_fail (MB_IS_PRICE_PAGE_VIEW (self), FALSE);
  g_return_val_if_fail (step < MB_PAGE_STEPS, FALSE);

  for (guint i = 0; i < self->n_rows; i++)
    {
      MbPriceRowView *row = g_ptr_array_index (self->rows, i);
      guint n_parts = mb_price_row_view_get_n_parts (row);

      mb_price_row_view_set_part (row, step * n_parts / MB_PAGE_STEPS);
      any = any || n_parts > 1;
    }
  return any;
}

void
mb_price_page_view_set_glow (MbPricePageView *self, guint i, gboolean glow)
{
  g_return_if_fail (MB_IS_PRICE_PAGE_VIEW (self));
  g_return_if_fail (i < self->n_rows);

  mb_price_row_view_set_glow (g_ptr_array_index (self->rows, i), glow);
}

void
mb_price_page_view_set_alpha (MbPricePageView *self, float alpha)
{
  g_return_if_fail (MB_IS_PRICE_PAGE_VIEW (self));

  if (self->alpha == alpha)
    return;

  self->alpha = alpha;
  mb_spoken_hide (GTK_WIDGET (self), alpha <= 0);
  for (guint i = 0; i < self->n_rows; i++)
    mb_price_row_view_set_alpha (g_ptr_array_index (self->rows, i), alpha);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

GtkWidget *
mb_price_page_view_get_row (MbPricePageView *self, guint i)
{
  g_return_val_if_fail (MB_IS_PRICE_PAGE_VIEW (self), NULL);
  g_return_val_if_fail (i < self->n_rows, NULL);

  return g_ptr_array_index (self->rows, i);
}
