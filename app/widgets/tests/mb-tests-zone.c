/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/tests/mb-tests-zone.h"

#include "widgets/tests/mb-test-counts.h"
#include "widgets/tests/mb-test-item.h"
#include "widgets/type/mb-card.h"
#include "widgets/type/mb-fade.h"
#include "widgets/type/mb-mark.h"

#include <math.h>

#define SLACK 0.14 /* N: the air below the last line may reach into the card's edge */

struct _MbTestsZone
{
  MbZoneView parent_instance;

  MbBoard *board; /* (owned) */
  char *stall;    /* (nullable) */
  guint32 trades;
  MbType *type; /* (owned) (nullable) */
  gboolean elder, led;
  int width, height;
  MbCard card;

  MbTestDay *day;        /* (owned) (nullable): to be worked out */
  gboolean time_known;
  MbMarketTime *time;    /* (owned) (nullable) before the first moment */
  gint64 judged_us;
  MbTestCounts *counts;  /* (owned) (nullable) */
  gboolean counted;      /* they are drawn: failures go before them */
  int most;              /* pixels: as tall as a failure may be */
  guint n_rows;          /* of the day that take turns: the failures alone, where they leave no room */
  GPtrArray *pinned;     /* of MbTestItem */
  GPtrArray *page;       /* of MbTestItem */
  GPtrArray *leaving;    /* of MbTestItem: the page before, while it fades */
  GArray *starts;        /* guint: the row with which each page begins; empty before they are divided */
  guint number;          /* of the page */
  MbSlot slot;           /* in which it stands; end 0: none was chosen */
  MbFade fade;
};

G_DEFINE_FINAL_TYPE (MbTestsZone, mb_tests_zone, MB_TYPE_ZONE_VIEW)

static void
end_fade (MbTestsZone *self)
{
  mb_fade_end (&self->fade);
  g_ptr_array_set_size (self->leaving, 0);
}

/* Everything that was written or divided is another now. */
static void
begin_anew (MbTestsZone *self)
{
  end_fade (self);
  g_clear_pointer (&self->day, mb_test_day_free);
  g_ptr_array_set_size (self->pinned, 0);
  g_ptr_array_set_size (self->page, 0);
  g_array_set_size (self->starts, 0);
  self->slot = (MbSlot){ 0 };
}

static void
on_faded (GtkWidget *widget)
{
  MbTestsZone *self = MB_TESTS_ZONE (widget);

  g_ptr_array_set_size (self->leaving, 0);
  mb_zone_view_emit_turned (MB_ZONE_VIEW (self));
}

static void
init_text (MbTestsZone *self, const MbTestRow *row, MbTestText *text)
{
  MbTestTime time = { self->judged_us, mb_market_time_get_zone (self->time) };

  mb_test_text_init (text, row, mb_type_get_catalogue (self->type), &time);
}

static int
measure (MbTestsZone *self, const MbTestRow *row)
{
  g_auto (MbTestText) text = { 0 };

  init_text (self, row, &text);
  return mb_test_item_measure (self->type, row, &text, self->card.width, self->most);
}

static MbTestItem *
make_item (MbTestsZone *self, const MbTestRow *row)
{
  g_auto (MbTestText) text = { 0 };

  init_text (self, row, &text);
  return mb_test_item_new (self->type, row, &text, self->card.width, self->most);
}

static int
get_items_height (GPtrArray *items)
{
  int height = 0;

  for (guint i = 0; i < items->len; i++)
    height += mb_test_item_get_height (items->pdata[i]);

  return height;
}

/* They are the first rows of a day. */
static guint
count_failures (const MbTestsZone *self)
{
  guint n = 0;

  while (n < self->day->rows->len && ((MbTestRow *) self->day->rows->pdata[n])->state == MB_TEST_FAILED)
    n++;

  return n;
}

static gboolean
failures_fit (MbTestsZone *self, guint n, int room)
{
  for (guint i = 0; i < n; i++)
    room -= measure (self, self->day->rows->pdata[i]);

  return room >= 0;
}

static int get_room (MbTestsZone *self);

static gboolean
each_fits (MbTestsZone *self, guint n, int room)
{
  for (guint i = 0; i < n; i++)
    if (measure (self, self->day->rows->pdata[i]) > room)
      return FALSE;

  return TRUE;
}

/* How failures and counts share the card: the first in which all failures have room. */
static const struct
{
  gboolean counted, brief; /* the counts stand above; on one line */
  gboolean close;          /* failures stand closer, if that gives them room */
} arrangements[] = {
  { TRUE, FALSE, FALSE },
  { TRUE, FALSE, TRUE },
  { TRUE, TRUE, TRUE },
  { FALSE, FALSE, FALSE },
};

/* @n_shares: of the room, of which a failure has one; 0: it may be as tall as the card */
static void
arrange (MbTestsZone *self, gboolean counted, gboolean brief, guint n_shares)
{
  self->counted = counted;
  mb_test_counts_set_brief (self->counts, brief);
  self->most = n_shares > 0 ? get_room (self) / (int) n_shares - mb_test_item_get_gap (self->type) : self->card.height;
}

/* Failures stay for as long as they all fit. More of them than that take turns among themselves, below the counts again
 * where there is room for any. */
static guint
choose_arrangement (MbTestsZone *self, guint n)
{
  self->n_rows = self->day->rows->len;
  for (guint i = 0; i < G_N_ELEMENTS (arrangements); i++)
    {
      arrange (self, arrangements[i].counted, arrangements[i].brief, arrangements[i].close ? n : 0);
      if (failures_fit (self, n, get_room (self)))
        return n;
    }

  self->n_rows = n;
  arrange (self, TRUE, FALSE, 1);
  if (!each_fits (self, n, get_room (self)))
    arrange (self, FALSE, FALSE, 0);
  return 0;
}

static guint
count_pinned (MbTestsZone *self)
{
  int before = self->most;
  guint n = choose_arrangement (self, count_failures (self));

  if (self->most != before) /* what was made is of another height */
    {
      g_ptr_array_set_size (self->pinned, 0);
      g_ptr_array_set_size (self->page, 0);
    }
  return n;
}

/* A page holds what fits, and at least one; passes of which not even one fits whole stay away. */
static void
divide (MbTestsZone *self, guint first, int room)
{
  int left = 0;

  g_array_set_size (self->starts, 0);
  for (guint i = first; i < self->n_rows; i++)
    {
      int height = measure (self, self->day->rows->pdata[i]);

      if (self->starts->len == 0 || height > left)
        {
          if (height > room && self->starts->len == 0 && (first > 0 || self->n_rows > count_failures (self)))
            return;
          g_array_append_val (self->starts, i);
          left = room;
        }
      left -= height;
    }
}

static int
get_counts_height (const MbTestsZone *self)
{
  return self->counted ? mb_test_counts_get_height (self->counts) : 0;
}

static int
get_room (MbTestsZone *self)
{
  return self->card.height - get_counts_height (self) + (int) round (SLACK * mb_type_get_n (self->type));
}

static guint
get_page_end (MbTestsZone *self, guint page)
{
  return page + 1 < self->starts->len ? g_array_index (self->starts, guint, page + 1)
                                      : self->n_rows;
}

/* Brings items to rows; what says the same stays as it was drawn.
 * Returns: whether one differs */
static gboolean
fill (MbTestsZone *self, GPtrArray *items, guint first, guint end)
{
  gboolean differs = items->len != end - first;

  g_ptr_array_set_size (items, (int) MIN (items->len, end - first));
  for (guint i = first; i < end; i++)
    {
      const MbTestRow *row = self->day->rows->pdata[i];
      g_auto (MbTestText) text = { 0 };

      init_text (self, row, &text);
      if (i - first >= items->len)
        g_ptr_array_add (items, make_item (self, row));
      else if (!mb_test_item_says (items->pdata[i - first], row->state, &text))
        {
          mb_test_item_free (items->pdata[i - first]);
          items->pdata[i - first] = make_item (self, row);
          differs = TRUE;
        }
    }

  return differs;
}

static const MbTestRow *
find_row (MbTestsZone *self, MbTest *test, guint first)
{
  for (guint i = first; i < self->day->rows->len; i++)
    if (((MbTestRow *) self->day->rows->pdata[i])->test == test)
      return self->day->rows->pdata[i];

  return NULL;
}

/* Inside a slot a page keeps what it has of what still stands, and of that what fits. */
static gboolean
keep_page (MbTestsZone *self, guint first, int room)
{
  gboolean differs = FALSE;

  for (guint i = 0; i < self->page->len;)
    {
      MbTestItem *item = self->page->pdata[i];
      const MbTestRow *row = find_row (self, mb_test_item_get_test (item), first);
      g_auto (MbTestText) text = { 0 };

      if (row != NULL)
        init_text (self, row, &text);
      if (row == NULL || mb_test_item_get_height (item) > room)
        {
          g_ptr_array_remove_index (self->page, i);
          differs = TRUE;
          continue;
        }
      if (!mb_test_item_says (item, row->state, &text))
        {
          self->page->pdata[i] = make_item (self, row);
          mb_test_item_free (item);
          differs = TRUE;
        }
      room -= mb_test_item_get_height (self->page->pdata[i]);
      i++;
    }

  return differs;
}

static gint64
get_slot_length (MbTestsZone *self, int room)
{
  int n = mb_type_get_n (self->type);

  return mb_slot_get_length ((guint) MAX (room / (2 * n), 1), self->elder);
}

static void
swap_pages (MbTestsZone *self)
{
  GPtrArray *page = self->page;

  end_fade (self);
  self->page = self->leaving;
  self->leaving = page;
}

static void
turn_to (MbTestsZone *self, guint number)
{
  gboolean fading = self->page->len > 0 && !self->led && gtk_widget_get_mapped (GTK_WIDGET (self));
  guint first = g_array_index (self->starts, guint, number);

  self->number = number;
  swap_pages (self);
  if (!fill (self, self->page, first, get_page_end (self, number)) && self->leaving->len == 0)
    return;

  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (!fading)
    {
      g_ptr_array_set_size (self->leaving, 0);
      mb_zone_view_emit_turned (MB_ZONE_VIEW (self));
      return;
    }
  mb_fade_begin (&self->fade);
}

static gboolean
is_same_page (MbTestsZone *self, guint number)
{
  guint first = g_array_index (self->starts, guint, number), end = get_page_end (self, number);

  if (self->page->len != end - first)
    return FALSE;
  for (guint i = first; i < end; i++)
    if (mb_test_item_get_test (self->page->pdata[i - first]) !=
        ((MbTestRow *) self->day->rows->pdata[i])->test)
      return FALSE;

  return TRUE;
}

/* The page that stands, with what its rows say now. */
static gboolean
refill (MbTestsZone *self, guint number)
{
  self->number = number;
  return fill (self, self->page, g_array_index (self->starts, guint, number),
               get_page_end (self, number));
}

/* One page is filled as its rows come; of several, each waits for its turn. */
static void
choose_page (MbTestsZone *self, guint first, int room, const MbMoment *moment, gboolean touched)
{
  MbSlot slot = mb_slot_at (moment->now_us, get_slot_length (self, room), moment->time);
  gboolean due = slot.begin_us != self->slot.begin_us || self->page->len == 0;
  guint number;

  self->slot = slot;
  if (self->starts->len == 0)
    {
      if (self->page->len > 0)
        gtk_widget_queue_draw (GTK_WIDGET (self));
      end_fade (self);
      g_ptr_array_set_size (self->page, 0);
      return;
    }

  if (due)
    number = mb_test_day_choose_page (self->day, self->starts, &slot);
  else
    number = MIN (self->number, self->starts->len - 1);
  if (due && !is_same_page (self, number))
    turn_to (self, number);
  else if (due || self->starts->len == 1 ? refill (self, number)
                                         : touched && keep_page (self, first, room))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
work_out_day (MbTestsZone *self)
{
  MbTestScope scope = { self->trades, self->stall };

  g_clear_pointer (&self->day, mb_test_day_free);
  self->day = mb_test_day_new (self->board, &scope, self->judged_us, self->time);
}

static gboolean
is_day_due (MbTestsZone *self, const MbMoment *moment)
{
  gboolean known = moment->judged_us != MB_UNSET;

  return self->day == NULL || known != self->time_known ||
         (known && (moment->judged_us >= self->day->next_us || moment->judged_us < self->judged_us)) ||
         mb_test_day_is_touched (moment->changes);
}

static gint64
mb_tests_zone_update (MbZoneView *view, const MbMoment *moment)
{
  MbTestsZone *self = MB_TESTS_ZONE (view);
  gboolean touched = is_day_due (self, moment), differs;
  guint n_pinned;
  int room;

  if (self->width == 0 || self->type == NULL)
    return G_MAXINT64;

  if (self->time != moment->time)
    {
      g_clear_pointer (&self->time, mb_market_time_unref);
      self->time = mb_market_time_ref (moment->time);
    }
  self->judged_us = moment->judged_us;
  self->time_known = moment->judged_us != MB_UNSET;
  if (touched)
    work_out_day (self);

  differs = mb_test_counts_tell (self->counts, moment->waiting ? NULL : self->day, moment, self->card.width);
  n_pinned = touched || differs ? count_pinned (self) : self->pinned->len;
  differs |= touched && fill (self, self->pinned, 0, n_pinned);
  room = get_room (self) - get_items_height (self->pinned);
  if (touched || differs)
    divide (self, n_pinned, room);
  choose_page (self, n_pinned, room, moment, touched);
  if (differs)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  return MIN (self->day->next_us, self->starts->len > 1 ? self->slot.end_us : G_MAXINT64);
}

static void
mb_tests_zone_set_type (MbZoneView *view, MbType *type, const MbPanel *panel)
{
  MbTestsZone *self = MB_TESTS_ZONE (view);

  begin_anew (self);
  g_clear_pointer (&self->counts, mb_test_counts_free);
  g_clear_pointer (&self->type, mb_type_unref);
  self->type = mb_type_ref (type);
  self->elder = panel->elder;
  self->led = panel->led;
  self->counts = mb_test_counts_new (type);
  self->width = 0; /* measured anew */
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static gboolean
speaks_of (const MbTestRow *row, MbKind kind, const char *id)
{
  switch (kind)
    {
    case MB_KIND_TEST:
      return g_str_equal (mb_record_get_id (MB_RECORD (row->test)), id);
    case MB_KIND_PRODUCT:
      return g_str_equal (row->test->product, id);
    case MB_KIND_STALL:
      return row->state != MB_TEST_PASSED && g_strcmp0 (row->test->stall, id) == 0;
    default:
      return FALSE;
    }
}

static gboolean
is_in (GPtrArray *items, MbTest *test)
{
  for (guint i = 0; i < items->len; i++)
    if (mb_test_item_get_test (items->pdata[i]) == test)
      return TRUE;

  return FALSE;
}

/* When the page of a row begins, as things stand. */
static gint64
get_shown_by (MbTestsZone *self, guint i)
{
  guint page = 0, n = self->starts->len;

  if (n == 0)
    return MB_UNSET;
  while (page + 1 < n && i >= g_array_index (self->starts, guint, page + 1))
    page++;
  return self->slot.end_us +
         ((page + n - (guint) ((self->slot.number + 1) % n)) % n) *
             (self->slot.end_us - self->slot.begin_us);
}

static void
mb_tests_zone_find (MbZoneView *view, MbKind kind, const char *id, MbSight *sight)
{
  MbTestsZone *self = MB_TESTS_ZONE (view);

  for (guint i = 0; self->day != NULL && i < self->n_rows; i++)
    {
      const MbTestRow *row = self->day->rows->pdata[i];

      if (!speaks_of (row, kind, id))
        continue;
      if (is_in (self->pinned, row->test) || (self->fade.progress >= 1 && is_in (self->page, row->test)))
        sight->n_visible++;
      else if (self->starts->len > 0)
        {
          sight->n_later++;
          sight->later_us = MAX (sight->later_us, get_shown_by (self, i));
        }
    }
}

static int
draw_items (MbTestsZone *self, GPtrArray *items, GtkSnapshot *snapshot, int y, float alpha)
{
  for (guint i = 0; i < items->len; i++)
    {
      GtkSnapshot *drawing = gtk_snapshot_new ();

      mb_test_item_draw (items->pdata[i], drawing, self->card.x, y, alpha);
      mb_mark_record (snapshot, drawing, MB_RECORD (mb_test_item_get_test (items->pdata[i])));
      y += mb_test_item_get_height (items->pdata[i]);
    }

  return y;
}

static void
mb_tests_zone_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbTestsZone *self = MB_TESTS_ZONE (widget);
  int y;

  if (self->type == NULL || self->day == NULL)
    return;

  mb_card_draw (&self->card, snapshot, MB_TONE_CARD, mb_type_get_n (self->type));
  gtk_snapshot_push_clip (snapshot, &self->card.bounds);
  y = self->card.y;
  if (self->counted)
    mb_test_counts_draw (self->counts, snapshot, self->card.x, y);
  y = draw_items (self, self->pinned, snapshot, y + get_counts_height (self), 1);
  if (self->fade.progress < 1)
    draw_items (self, self->leaving, snapshot, y, 1 - self->fade.progress);
  draw_items (self, self->page, snapshot, y, self->fade.progress);
  gtk_snapshot_pop (snapshot);
}

/* What stands is chosen when the board view tells the time, which it does after every allocation. */
static void
mb_tests_zone_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MbTestsZone *self = MB_TESTS_ZONE (widget);

  if (self->type == NULL || (self->width == width && self->height == height))
    return;

  self->width = width;
  self->height = height;
  mb_card_init (&self->card, width, height, mb_type_get_n (self->type));
  begin_anew (self);
}

static void
mb_tests_zone_dispose (GObject *object)
{
  begin_anew (MB_TESTS_ZONE (object));

  G_OBJECT_CLASS (mb_tests_zone_parent_class)->dispose (object);
}

static void
mb_tests_zone_finalize (GObject *object)
{
  MbTestsZone *self = MB_TESTS_ZONE (object);

  g_clear_object (&self->board);
  g_clear_pointer (&self->counts, mb_test_counts_free);
  g_clear_pointer (&self->time, mb_market_time_unref);
  g_clear_pointer (&self->type, mb_type_unref);
  g_ptr_array_unref (self->pinned);
  g_ptr_array_unref (self->page);
  g_ptr_array_unref (self->leaving);
  g_array_unref (self->starts);
  g_free (self->stall);

  G_OBJECT_CLASS (mb_tests_zone_parent_class)->finalize (object);
}

static void
mb_tests_zone_class_init (MbTestsZoneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  MbZoneViewClass *view_class = MB_ZONE_VIEW_CLASS (klass);

  object_class->dispose = mb_tests_zone_dispose;
  object_class->finalize = mb_tests_zone_finalize;
  widget_class->snapshot = mb_tests_zone_snapshot;
  widget_class->size_allocate = mb_tests_zone_size_allocate;
  view_class->set_type = mb_tests_zone_set_type;
  view_class->update = mb_tests_zone_update;
  view_class->find = mb_tests_zone_find;
}

static void
mb_tests_zone_init (MbTestsZone *self)
{
  self->pinned = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_test_item_free);
  self->page = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_test_item_free);
  self->leaving = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_test_item_free);
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  mb_fade_init (&self->fade, GTK_WIDGET (self), on_faded);
}

GtkWidget *
mb_tests_zone_new (const MbZoneSite *site)
{
  MbTestsZone *self = g_object_new (MB_TYPE_TESTS_ZONE, NULL);

  self->board = g_object_ref (site->board);
  self->stall = g_strdup (site->stall);
  self->trades = site->trades;
  return GTK_WIDGET (self);
}

guint
mb_tests_zone_get_n_pages (MbTestsZone *self)
{
  g_return_val_if_fail (MB_IS_TESTS_ZONE (self), 0);

  return self->starts->len;
}

guint
mb_tests_zone_get_n_pinned (MbTestsZone *self)
{
  g_return_val_if_fail (MB_IS_TESTS_ZONE (self), 0);

  return self->pinned->len;
}

int
mb_tests_zone_get_overhang (MbTestsZone *self)
{
  g_return_val_if_fail (MB_IS_TESTS_ZONE (self), 0);

  return get_items_height (self->pinned) + get_items_height (self->page) - get_room (self);
}
