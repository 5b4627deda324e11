/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/sheets/mb-sheet-zone.h"

#include "core/model/page/mb-slot.h"
#include "widgets/sheets/mb-sheet-item.h"
#include "widgets/sheets/mb-stall-picture.h"
#include "widgets/type/mb-fade.h"

#include <math.h>

/* In N. */
#define MARGIN 0.9
#define COLUMN 15 /* the least that a column of rows needs */
#define LINES 2.2 /* of a row, for how long a page stands */
#define EDGE 0.3  /* around a picture */

/* Where a page begins: a row that is taller than a column goes on in the next. */
typedef struct
{
  guint row;
  MbSheetPlace place;
} Start;

/* Where a row stands on its page. */
typedef struct
{
  MbSheetItem *item;
  guint column;
  int y;
} Spot;

struct _MbSheetZone
{
  MbZoneView parent_instance;

  GPtrArray *(*make_rows) (const MbSheetSource *source);
  gboolean (*is_touched) (GPtrArray *changes);
  MbBoard *board; /* (owned) */
  char *stall, *area;
  guint32 trades;
  MbType *type; /* (owned) (nullable) */
  gboolean elder, led;
  int width, height;

  GPtrArray *rows; /* (owned) (nullable) of MbSheetRow: to be worked out */
  MbDate day;      /* on which they were */
  GArray *starts;  /* Start: of each page */
  GArray *page, *leaving; /* of Spot */
  Start first, end;       /* of the page, and of what comes after it */
  MbInk *empty;           /* (owned) */
  MbStallPicture *picture; /* (owned) (nullable): of the one stall that it is about */
  MbSlot slot;
  MbFade fade;
};

G_DEFINE_FINAL_TYPE (MbSheetZone, mb_sheet_zone, MB_TYPE_ZONE_VIEW)

static void
clear_spot (gpointer data)
{
  mb_sheet_item_free (((Spot *) data)->item);
}

static int
em (MbSheetZone *self, double size)
{
  return (int) round (size * mb_type_get_n (self->type));
}

static guint
get_n_columns (MbSheetZone *self)
{
  return (guint) MAX ((self->width - em (self, MARGIN)) / em (self, COLUMN + MARGIN), 1);
}

static int
get_column_width (MbSheetZone *self)
{
  int n = (int) get_n_columns (self);

  return MAX ((self->width - (n + 1) * em (self, MARGIN)) / n, 1);
}

static int
get_column_x (MbSheetZone *self, guint column)
{
  return em (self, MARGIN) + (int) column * (get_column_width (self) + em (self, MARGIN));
}

/* A section is named where it begins, and again at the head of a column. */
static const char *
get_section (MbSheetZone *self, guint i, gboolean top)
{
  const MbSheetRow *row = self->rows->pdata[i];
  const MbSheetRow *before = i > 0 ? self->rows->pdata[i - 1] : NULL;

  return top || before == NULL || g_strcmp0 (before->section, row->section) != 0 ? row->section : NULL;
}

static gboolean
is_inside (const Start *at)
{
  return at->place.piece > 0 || at->place.line > 0;
}

/* Stands a row, or as much of it as has room, at the head of a column. Returns: what comes after it */
static Start
place_tall (MbSheetZone *self, Start at, guint column, int *y, GArray *spots)
{
  const char *section = get_section (self, at.row, TRUE);
  MbSheetItem *item = mb_sheet_item_new (self->type, self->rows->pdata[at.row], section, get_column_width (self),
                                         at.place, self->height);
  gboolean goes_on = mb_sheet_item_get_next (item, &at.place);

  *y = goes_on ? self->height : mb_sheet_item_get_height (item);
  at.row += !goes_on;
  if (spots != NULL)
    g_array_append_val (spots, ((Spot){ item, column, 0 }));
  else
    mb_sheet_item_free (item);
  return at;
}

/* Fills @spots (nullable) with a page that begins at @at. Returns: where the next begins */
static Start
lay_out (MbSheetZone *self, Start at, GArray *spots)
{
  int width = get_column_width (self), y = 0;
  guint column = 0;

  while (at.row < self->rows->len)
    {
      const char *section = get_section (self, at.row, y == 0);
      int height = mb_sheet_item_measure (self->type, self->rows->pdata[at.row], section, width, self->height);

      if (y > 0 && y + height > self->height)
        {
          y = 0;
          if (++column == get_n_columns (self))
            break;
          continue;
        }
      if (is_inside (&at) || height > self->height)
        {
          at = place_tall (self, at, column, &y, spots);
          continue;
        }
      if (spots != NULL)
        g_array_append_val (spots, ((Spot){ mb_sheet_item_new (self->type, self->rows->pdata[at.row], section, width,
                                                               at.place, self->height),
                                            column, y }));
      y += height;
      at.row++;
    }

  return at;
}

static void
divide (MbSheetZone *self)
{
  g_array_set_size (self->starts, 0);
  for (Start at = { 0 }; at.row < self->rows->len; at = lay_out (self, at, NULL))
    g_array_append_val (self->starts, at);
}

static void
on_faded (GtkWidget *widget)
{
  MbSheetZone *self = MB_SHEET_ZONE (widget);

  g_array_set_size (self->leaving, 0);
  mb_zone_view_emit_turned (MB_ZONE_VIEW (self));
}

static void
end_fade (MbSheetZone *self)
{
  mb_fade_end (&self->fade);
  g_array_set_size (self->leaving, 0);
}

static gboolean
is_same (const Start *a, const Start *b)
{
  return a->row == b->row && a->place.piece == b->place.piece && a->place.line == b->place.line;
}

static void
show_page (MbSheetZone *self, guint number, gboolean fading)
{
  GArray *page = self->page;

  end_fade (self);
  self->page = self->leaving;
  self->leaving = page;
  self->first = g_array_index (self->starts, Start, number);
  self->end = lay_out (self, self->first, self->page);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (fading && self->leaving->len > 0 && !self->led && gtk_widget_get_mapped (GTK_WIDGET (self)))
    mb_fade_begin (&self->fade);
  else
    {
      g_array_set_size (self->leaving, 0);
      mb_zone_view_emit_turned (MB_ZONE_VIEW (self));
    }
}

static void
begin_anew (MbSheetZone *self)
{
  end_fade (self);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_array_set_size (self->starts, 0);
  g_array_set_size (self->page, 0);
  self->slot = (MbSlot){ 0 };
}

static void
work_out (MbSheetZone *self, const MbMoment *moment)
{
  MbSheetSource source = { .board = self->board,
                           .catalogue = mb_type_get_catalogue (self->type),
                           .time = moment->time,
                           .judged_us = moment->judged_us,
                           .trades = self->trades,
                           .stall = self->stall,
                           .area = self->area };

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = self->make_rows (&source);
  divide (self);
}

static void
choose_page (MbSheetZone *self, const MbMoment *moment, gboolean touched)
{
  guint n_rows = (guint) MAX (self->height / em (self, LINES), 1) * get_n_columns (self);
  MbSlot slot = mb_slot_at (moment->now_us, mb_slot_get_length (n_rows, self->elder), moment->time);
  gboolean due = slot.begin_us != self->slot.begin_us;
  guint number;

  self->slot = slot;
  if (self->starts->len == 0)
    {
      end_fade (self);
      g_array_set_size (self->page, 0);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      return;
    }

  number = (guint) (slot.number % self->starts->len);
  if (touched || self->page->len == 0)
    show_page (self, number, FALSE);
  else if (due && !is_same (&g_array_index (self->starts, Start, number), &self->first))
    show_page (self, number, TRUE);
}

/* The room that a single row leaves: below it, and the columns beside its own. */
static void
ask_for_picture (MbSheetZone *self)
{
  int margin = em (self, MARGIN), edge = em (self, EDGE), row, x;
  graphene_rect_t below, beside;

  if (self->picture == NULL || self->rows == NULL || self->rows->len != 1)
    return;

  row = mb_sheet_item_measure (self->type, self->rows->pdata[0], get_section (self, 0, TRUE), get_column_width (self),
                               self->height);
  x = get_column_x (self, 1);
  below = GRAPHENE_RECT_INIT (margin, row, MAX (self->width - 2 * margin, 0), MAX (self->height - row - edge, 0));
  beside = GRAPHENE_RECT_INIT (x, edge, row <= self->height ? MAX (self->width - margin - x, 0) : 0,
                               MAX (self->height - 2 * edge, 0));
  mb_stall_picture_show (self->picture, (MbStall *) mb_board_get (self->board, MB_KIND_STALL, self->stall), &below,
                         &beside, mb_type_get_n (self->type));
}

static gboolean
on_picture_changed (gpointer data)
{
  gtk_widget_queue_draw (GTK_WIDGET (data));
  mb_zone_view_emit_turned (MB_ZONE_VIEW (data));
  return G_SOURCE_REMOVE;
}

static gint64
mb_sheet_zone_update (MbZoneView *view, const MbMoment *moment)
{
  MbSheetZone *self = MB_SHEET_ZONE (view);
  MbDate today = moment->judged_us != MB_UNSET
                     ? mb_market_time_get_date (moment->time, moment->judged_us)
                     : 0;
  gboolean touched;

  if (self->type == NULL || self->width == 0)
    return G_MAXINT64;

  touched = self->rows == NULL || today != self->day || self->is_touched (moment->changes);
  self->day = today;
  if (touched)
    work_out (self, moment);
  if (touched || moment->now_us >= self->slot.end_us || moment->now_us < self->slot.begin_us)
    choose_page (self, moment, touched);
  ask_for_picture (self);
  return self->slot.end_us;
}

static void
mb_sheet_zone_set_type (MbZoneView *view, MbType *type, const MbPanel *panel)
{
  MbSheetZone *self = MB_SHEET_ZONE (view);

  begin_anew (self);
  g_clear_pointer (&self->empty, mb_ink_free);
  g_clear_pointer (&self->type, mb_type_unref);
  self->type = mb_type_ref (type);
  self->elder = panel->elder;
  self->led = panel->led;
  self->empty = mb_ink_new (type, MB_STEP_NAME, PANGO_WEIGHT_NORMAL, MB_TONE_QUIET);
  mb_ink_set_text (self->empty, mb_format_sheet_empty (mb_type_get_catalogue (type)));
  self->width = 0; /* measured anew */
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* As on an offer's card: it is not all there before its picture is. */
static gboolean
is_picture_coming (MbSheetZone *self)
{
  return self->picture != NULL && mb_stall_picture_get_state (self->picture) == MB_STILL_MAKING;
}

/* The last page that shows something of a row. */
static guint
get_page_of (MbSheetZone *self, guint row)
{
  guint page = 0;

  while (page + 1 < self->starts->len)
    {
      const Start *next = &g_array_index (self->starts, Start, page + 1);

      if (next->row > row || (next->row == row && !is_inside (next)))
        break;
      page++;
    }
  return page;
}

static gboolean
is_on_page (MbSheetZone *self, guint row)
{
  return row >= self->first.row && (row < self->end.row || (row == self->end.row && is_inside (&self->end)));
}

static void
mb_sheet_zone_find (MbZoneView *view, MbKind kind, const char *id, MbSight *sight)
{
  MbSheetZone *self = MB_SHEET_ZONE (view);

  for (guint i = 0; self->rows != NULL && i < self->rows->len; i++)
    {
      const MbSheetRow *row = self->rows->pdata[i];
      gint64 length_us = self->slot.end_us - self->slot.begin_us;
      guint n = self->starts->len, turns;

      if (row->kind != kind || !g_str_equal (row->id, id))
        continue;
      if (is_on_page (self, i) && self->fade.progress >= 1 && !is_picture_coming (self))
        {
          sight->n_visible++;
          continue;
        }

      turns = (get_page_of (self, i) + n - (guint) ((self->slot.number + 1) % n)) % n;
      sight->n_later++;
      sight->later_us = MAX (sight->later_us, self->slot.end_us + turns * length_us);
    }
}

static void
draw_page (MbSheetZone *self, GArray *page, GtkSnapshot *snapshot, float alpha)
{
  for (guint i = 0; i < page->len; i++)
    {
      const Spot *spot = &g_array_index (page, Spot, i);

      mb_sheet_item_draw (spot->item, snapshot, get_column_x (self, spot->column), spot->y, alpha);
    }
}

static void
mb_sheet_zone_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbSheetZone *self = MB_SHEET_ZONE (widget);

  if (self->type == NULL || self->rows == NULL)
    return;

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, self->width, self->height));
  if (self->fade.progress < 1)
    draw_page (self, self->leaving, snapshot, 1 - self->fade.progress);
  draw_page (self, self->page, snapshot, self->fade.progress);
  if (self->picture != NULL && self->rows->len == 1)
    mb_stall_picture_draw (self->picture, snapshot, mb_type_get_n (self->type));
  if (self->rows->len == 0)
    mb_ink_draw (self->empty, snapshot, em (self, MARGIN), em (self, 2), 1);
  gtk_snapshot_pop (snapshot);
}

static void
mb_sheet_zone_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MbSheetZone *self = MB_SHEET_ZONE (widget);

  if (self->type == NULL || (self->width == width && self->height == height))
    return;

  self->width = width;
  self->height = height;
  begin_anew (self);
}

static void
mb_sheet_zone_dispose (GObject *object)
{
  begin_anew (MB_SHEET_ZONE (object));

  G_OBJECT_CLASS (mb_sheet_zone_parent_class)->dispose (object);
}

static void
mb_sheet_zone_finalize (GObject *object)
{
  MbSheetZone *self = MB_SHEET_ZONE (object);

  g_clear_object (&self->board);
  g_clear_pointer (&self->picture, mb_stall_picture_free);
  g_clear_pointer (&self->empty, mb_ink_free);
  g_clear_pointer (&self->type, mb_type_unref);
  g_array_unref (self->starts);
  g_array_unref (self->page);
  g_array_unref (self->leaving);
  g_free (self->stall);
  g_free (self->area);

  G_OBJECT_CLASS (mb_sheet_zone_parent_class)->finalize (object);
}

static void
mb_sheet_zone_class_init (MbSheetZoneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  MbZoneViewClass *view_class = MB_ZONE_VIEW_CLASS (klass);

  object_class->dispose = mb_sheet_zone_dispose;
  object_class->finalize = mb_sheet_zone_finalize;
  widget_class->snapshot = mb_sheet_zone_snapshot;
  widget_class->size_allocate = mb_sheet_zone_size_allocate;
  view_class->set_type = mb_sheet_zone_set_type;
  view_class->update = mb_sheet_zone_update;
  view_class->find = mb_sheet_zone_find;
}

static void
mb_sheet_zone_init (MbSheetZone *self)
{
  self->starts = g_array_new (FALSE, FALSE, sizeof (Start));
  self->page = g_array_new (FALSE, FALSE, sizeof (Spot));
  self->leaving = g_array_new (FALSE, FALSE, sizeof (Spot));
  g_array_set_clear_func (self->page, clear_spot);
  g_array_set_clear_func (self->leaving, clear_spot);
  mb_fade_init (&self->fade, GTK_WIDGET (self), on_faded);
}

static gboolean
touches_stalls (GPtrArray *changes)
{
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    if (mb_record_get_kind (((MbChangedRecord *) changes->pdata[i])->record) == MB_KIND_STALL)
      return TRUE;

  return FALSE;
}

static MbSheetZone *
make_zone (const MbZoneSite *site)
{
  MbSheetZone *self = g_object_new (MB_TYPE_SHEET_ZONE, NULL);

  self->board = g_object_ref (site->board);
  self->stall = g_strdup (site->stall);
  self->area = g_strdup (site->area);
  self->trades = site->trades;
  return self;
}

GtkWidget *
mb_stalls_zone_new (const MbZoneSite *site)
{
  MbSheetZone *self = make_zone (site);

  if (site->stall != NULL)
    self->picture = mb_stall_picture_new (site->gallery, on_picture_changed, self);
  self->make_rows = mb_sheet_of_stalls;
  self->is_touched = touches_stalls;
  return GTK_WIDGET (self);
}

GtkWidget *
mb_duties_zone_new (const MbZoneSite *site)
{
  MbSheetZone *self = make_zone (site);

  self->make_rows = mb_sheet_of_duties;
  self->is_touched = mb_test_day_is_touched;
  return GTK_WIDGET (self);
}

guint
mb_sheet_zone_get_n_rows (MbSheetZone *self)
{
  g_return_val_if_fail (MB_IS_SHEET_ZONE (self), 0);

  return self->rows != NULL ? self->rows->len : 0;
}

guint
mb_sheet_zone_get_n_pages (MbSheetZone *self)
{
  g_return_val_if_fail (MB_IS_SHEET_ZONE (self), 0);

  return self->starts->len;
}

int
mb_sheet_zone_get_overhang (MbSheetZone *self)
{
  int most = G_MININT;

  g_return_val_if_fail (MB_IS_SHEET_ZONE (self), 0);

  for (guint i = 0; i < self->page->len; i++)
    {
      const Spot *spot = &g_array_index (self->page, Spot, i);

      most = MAX (most, spot->y + mb_sheet_item_get_height (spot->item) - self->height);
    }
  return most;
}
