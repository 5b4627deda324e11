/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/prices/mb-prices-zone.h"

#include "widgets/prices/mb-price-page-view.h"
#include "widgets/prices/mb-price-plans.h"
#include "widgets/prices/mb-shown-rows.h"
#include "widgets/type/mb-spoken.h"
#include "widgets/words/mb-format.h"

#include <string.h>

/* Two page views take turns: the one behind is filled with the next page and fades in over the
 * one in front. Fading is drawn by the colour of the text, so that no picture of a page is ever
 * composed. */

#define TERSE_FROM 3 /* columns */
#define FADE_US (300 * G_TIME_SPAN_MILLISECOND)

enum
{
  SIGNAL_NEWS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbPricesZone
{
  MbZoneView parent_instance;

  MbPriceTable *table; /* (owned) */
  MbPager *pager;      /* (owned) (nullable) before it has a size */
  MbType *type;        /* (owned) (nullable) */
  guint n_columns;
  MbListForm form;
  MbPanel panel;
  MbPricePlans *plans;  /* (owned) (nullable) before it has a size: for the next page */
  MbPricePlan *plan;    /* (nullable): of the present language */
  MbPageShape shape;
  gboolean seen;        /* somebody may have seen a page: it was drawn */
  gboolean rewrite;     /* the language is another since the page was written */
  MbPriceGrid grids[2]; /* of the page views */
  const MbCatalogue *written[2]; /* what they were ruled for */
  GtkWidget *pages[2];
  guint front;
  MbShownRows *shown; /* (owned) on the page in front */
  MbInk *sentence;  /* (owned) */
  gboolean cramped; /* a row says what the plan has no column for */
  guint decimals;   /* what all rows were written with */
  MbRowBasis basis;
  int width, height;
  gint64 now_us;    /* what pages turn by */
  gint64 judged_us; /* what figures are judged by; MB_UNSET when nobody knows the time */
  guint tick;
  gint64 fade_began_us;
};

G_DEFINE_FINAL_TYPE (MbPricesZone, mb_prices_zone, MB_TYPE_ZONE_VIEW)

static MbPricePageView *
get_front (MbPricesZone *self)
{
  return MB_PRICE_PAGE_VIEW (self->pages[self->front]);
}

static void
end_fade (MbPricesZone *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  mb_price_page_view_set_alpha (get_front (self), 1);
  mb_price_page_view_set_alpha (MB_PRICE_PAGE_VIEW (self->pages[1 - self->front]), 0);
}

static gboolean
on_fade_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  MbPricesZone *self = MB_PRICES_ZONE (widget);
  gint64 now_us = gdk_frame_clock_get_frame_time (clock);
  float progress;

  if (self->fade_began_us == 0)
    self->fade_began_us = now_us;
  progress = (float) (now_us - self->fade_began_us) / FADE_US;
  if (progress >= 1)
    {
      end_fade (self);
      mb_zone_view_emit_turned (MB_ZONE_VIEW (self));
      return G_SOURCE_REMOVE;
    }

  mb_price_page_view_set_alpha (get_front (self), progress);
  mb_price_page_view_set_alpha (MB_PRICE_PAGE_VIEW (self->pages[1 - self->front]), 1 - progress);
  return G_SOURCE_CONTINUE;
}

static void
put_section (MbPricesZone *self, MbPricePageView *view, const MbPageSection *section)
{
  const MbCatalogue *catalogue = mb_type_get_catalogue (self->type);
  gboolean lines = mb_price_plan_get_grid (self->plan)->lines;

  if (section->heading)
    mb_price_page_view_put_heading (view, section->column, section->place,
                                    mb_format_trade (catalogue, section->trade));

  for (guint i = 0; i < section->rows->len; i++)
    {
      const MbPageSpot *spot = &g_array_index (section->spots, MbPageSpot, i);
      guint column = lines ? spot->place : spot->column, place = lines ? spot->column : spot->place;
      g_auto (MbRowText) text = { 0 };

      mb_price_plan_init_text (self->plan, section->rows->pdata[i], &text);
      if (mb_price_page_view_put_row (view, column, place, spot->n_places, &text) >= 0)
        mb_shown_rows_add (self->shown, section->rows->pdata[i]);
    }
}

static gboolean
is_same_page (MbPricesZone *self, MbPage *page)
{
  return memcmp (mb_price_plan_get_grid (self->plan), &self->grids[self->front], sizeof (MbPriceGrid)) == 0 &&
         mb_shown_rows_are_of (self->shown, page);
}

/* Whoever looks at a page sees it go: but not on LED, not before anything stood, not off the
 * glass. */
static gboolean
is_fading_wanted (MbPricesZone *self, gboolean had_rows)
{
  return had_rows && self->seen && !self->panel.led && gtk_widget_get_mapped (GTK_WIDGET (self));
}

/* In the present language; the page that leaves keeps its own until it has. */
static void
rule_page (MbPricesZone *self, guint i)
{
  const MbCatalogue *catalogue = mb_type_get_catalogue (self->type);

  if (self->written[i] == catalogue)
    return;

  self->written[i] = catalogue;
  mb_price_page_view_set_grid (MB_PRICE_PAGE_VIEW (self->pages[i]), self->type, &self->grids[i]);
}

/* Said once, at the end of a line, for all that do not say their own. */
static void
say_unit (MbPricesZone *self, MbPricePageView *view)
{
  g_autofree char *unit = mb_format_unit (mb_type_get_catalogue (self->type),
                                          mb_price_table_get_unit (self->table), NULL);

  mb_price_page_view_set_unit (view, unit);
}

static void
show_page (MbPricesZone *self, gboolean fading)
{
  MbPage *page = mb_pager_get_page (self->pager);
  gboolean had_rows = mb_shown_rows_get_length (self->shown) > 0;
  MbPricePageView *view;

  end_fade (self);
  self->front = 1 - self->front;
  view = get_front (self);
  self->rewrite = FALSE;
  self->grids[self->front] = *mb_price_plan_get_grid (self->plan);
  rule_page (self, self->front);
  mb_price_page_view_clear (view);
  say_unit (self, view);
  mb_shown_rows_clear (self->shown);
  for (guint i = 0; page != NULL && i < mb_page_get_n_sections (page); i++)
    put_section (self, view, mb_page_get_section (page, i));
  gtk_widget_queue_draw (GTK_WIDGET (self));

  if (!fading || !is_fading_wanted (self, had_rows))
    {
      end_fade (self);
      return;
    }
  mb_price_page_view_set_alpha (view, 0);
  mb_price_page_view_set_alpha (MB_PRICE_PAGE_VIEW (self->pages[1 - self->front]), 1);
  self->fade_began_us = 0;
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_fade_tick, NULL, NULL);
}

static gboolean
refresh (MbPricesZone *self, guint i)
{
  MbPriceRow *row = mb_shown_rows_get (self->shown, i);
  g_auto (MbRowText) text = { 0 };

  mb_shown_rows_set_written (self->shown, i);
  if (row->figure == MB_FIGURE_GONE)
    return mb_price_page_view_set_row (get_front (self), i, NULL);

  mb_price_plan_init_text (self->plan, row, &text);
  if (!mb_price_plan_has_room (self->plan, &text))
    self->cramped = TRUE;
  return mb_price_page_view_set_row (get_front (self), i, &text);
}

/* Decimals and basis are said alike in all rows. */
static gboolean
are_words_current (MbPricesZone *self)
{
  guint decimals = mb_price_table_get_decimals (self->table);
  MbRowBasis basis = mb_price_table_get_basis (self->table);
  gboolean current = decimals == self->decimals && basis == self->basis;

  self->decimals = decimals;
  self->basis = basis;
  return current;
}

static void
refresh_stale (MbPricesZone *self, GPtrArray *changes)
{
  g_autoptr (GArray) lit = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean all = !are_words_current (self);

  for (guint i = 0; i < mb_shown_rows_get_length (self->shown); i++)
    {
      gboolean stale = mb_shown_rows_are_stale (self->shown, i);
      gboolean news = stale && changes != NULL && mb_price_row_is_news (mb_shown_rows_get (self->shown, i));

      if ((stale || all) && refresh (self, i) && news)
        g_array_append_val (lit, i);
    }

  if (self->cramped)
    {
      self->cramped = FALSE;
      mb_price_plan_make (self->plan, self->judged_us);
      show_page (self, FALSE);
    }
  if (3 * lit->len > mb_shown_rows_get_length (self->shown) && lit->len > 1)
    g_signal_emit (self, signals[SIGNAL_NEWS], 0, mb_price_rows_count_news (self->table, changes));
  else
    for (guint i = 0; i < lit->len; i++)
      mb_shown_rows_light (self->shown, g_array_index (lit, guint, i), get_front (self), self->now_us);
}

static gboolean
is_turn_due (MbPricesZone *self)
{
  const MbSlot *slot = mb_pager_get_slot (self->pager);
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->table)) == 0;

  if (self->now_us == MB_UNSET)
    return FALSE;

  return self->now_us < slot->begin_us || self->now_us >= slot->end_us ||
         is_empty != (mb_pager_get_page (self->pager) == NULL);
}

static gboolean
turn (MbPricesZone *self)
{
  if (!is_turn_due (self))
    return FALSE;

  mb_price_plans_make (self->plans, self->judged_us);
  if (!mb_pager_turn (self->pager, self->now_us))
    return FALSE;

  if (self->rewrite || !is_same_page (self, mb_pager_get_page (self->pager)))
    show_page (self, TRUE);
  else
    for (guint i = 0; i < mb_shown_rows_get_length (self->shown); i++)
      refresh (self, i);
  if (self->tick == 0)
    mb_zone_view_emit_turned (MB_ZONE_VIEW (self));
  return TRUE;
}

/* On a line in its middle, else where the first rows would be. */
static int
get_sentence_baseline (MbPricesZone *self)
{
  int n = mb_type_get_n (self->type);

  return self->form == MB_LIST_LINES ? self->height / 2 + n * 2 / 7 : 2 * n;
}

static void
mb_prices_zone_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbPricesZone *self = MB_PRICES_ZONE (widget);

  self->seen = TRUE;
  gtk_widget_snapshot_child (widget, self->pages[1 - self->front], snapshot);
  gtk_widget_snapshot_child (widget, self->pages[self->front], snapshot);
  if (mb_shown_rows_get_length (self->shown) == 0 && self->type != NULL)
    mb_ink_draw (self->sentence, snapshot, self->grids[0].margin, get_sentence_baseline (self), 1);
}

static void
make_plans (MbPricesZone *self)
{
  g_clear_pointer (&self->plans, mb_price_plans_free);
  self->plans = mb_price_plans_new (GTK_WIDGET (self), self->table, self->type, &self->panel, self->n_columns, self->form,
                                    self->width, self->height);
  mb_price_plans_make (self->plans, self->judged_us);
  self->plan = mb_price_plans_get (self->plans, mb_type_get_catalogue (self->type));
}

static void
begin_anew (MbPricesZone *self)
{
  const MbPriceGrid *grid;

  end_fade (self);
  self->seen = FALSE;
  mb_shown_rows_clear (self->shown);
  g_clear_object (&self->pager);
  make_plans (self);
  grid = mb_price_plan_get_grid (self->plan);
  for (guint i = 0; i < 2; i++)
    {
      self->grids[i] = *grid;
      self->written[i] = NULL;
      rule_page (self, i);
    }
  self->shape = (MbPageShape){ .rows = grid->lines ? grid->n_columns : grid->n_rows,
                               .columns = grid->lines ? grid->n_rows : grid->n_columns,
                               .elder = self->panel.elder,
                               .languages = self->panel.n_catalogues,
                               .get_places = mb_price_plans_get_places,
                               .data = self->plans };
  self->pager = mb_pager_new (self->table, &self->shape);
  turn (self);
}

static void
mb_prices_zone_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MbPricesZone *self = MB_PRICES_ZONE (widget);

  if (self->type != NULL && width > 0 && height > 0 &&
      (self->pager == NULL || width != self->width || height != self->height))
    {
      self->width = width;
      self->height = height;
      begin_anew (self);
    }
  for (guint i = 0; i < 2; i++)
    gtk_widget_allocate (self->pages[i], width, height, -1, NULL);
}

/* Whether only the language may be another: then pages and pager stay. */
static gboolean
is_same_glass (MbPricesZone *self, MbType *type, const MbPanel *panel)
{
  return self->pager != NULL && mb_type_get_n (self->type) == mb_type_get_n (type) &&
         self->panel.n_lines == panel->n_lines && self->panel.elder == panel->elder &&
         self->panel.led == panel->led && self->panel.n_catalogues == panel->n_catalogues &&
         memcmp (self->panel.catalogues, panel->catalogues, sizeof panel->catalogues) == 0;
}

static void
mb_prices_zone_set_type (MbZoneView *view, MbType *type, const MbPanel *panel)
{
  MbPricesZone *self = MB_PRICES_ZONE (view);
  gboolean same = is_same_glass (self, type, panel);

  g_clear_pointer (&self->sentence, mb_ink_free);
  g_clear_pointer (&self->type, mb_type_unref);
  self->type = mb_type_ref (type);
  self->form = panel->n_lines > 0              ? MB_LIST_LINES
               : self->n_columns >= TERSE_FROM ? MB_LIST_TERSE
                                               : MB_LIST_FULL;
  self->panel = *panel;
  self->sentence = mb_ink_new (type, self->form == MB_LIST_LINES ? MB_STEP_QUIET : MB_STEP_NAME, PANGO_WEIGHT_NORMAL,
                               MB_TONE_QUIET);
  if (same)
    {
      self->plan = mb_price_plans_get (self->plans, mb_type_get_catalogue (type));
      self->rewrite = TRUE;
      return;
    }
  g_clear_object (&self->pager);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* What stands where there is no row at all. */
static char *
say_no_prices (MbPricesZone *self, const MbMoment *moment)
{
  const MbCatalogue *catalogue = mb_type_get_catalogue (self->type);
  MbDate today = mb_market_time_get_date (moment->time, moment->now_us);
  gint64 opening_us = mb_market_time_get_opening (moment->time, today);

  if (moment->waiting)
    return g_strdup (mb_format_waiting (catalogue, FALSE));

  if (opening_us != MB_UNSET && (moment->judged_us == MB_UNSET || opening_us <= moment->now_us))
    opening_us = MB_UNSET;
  return mb_format_no_prices (catalogue, opening_us, mb_market_time_get_zone (moment->time));
}

static void
refresh_sentence (MbPricesZone *self, const MbMoment *moment)
{
  g_autofree char *sentence = say_no_prices (self, moment);

  if (mb_ink_set_text (self->sentence, sentence) && mb_shown_rows_get_length (self->shown) == 0)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  mb_spoken_say (GTK_WIDGET (self), mb_shown_rows_get_length (self->shown) == 0 ? sentence : NULL);
}

/* The page that stands, in the language whose turn it is. */
static gboolean
write_anew (MbPricesZone *self)
{
  if (!self->rewrite)
    return FALSE;

  mb_price_plan_make (self->plan, self->judged_us);
  show_page (self, TRUE);
  if (self->tick == 0)
    mb_zone_view_emit_turned (MB_ZONE_VIEW (self));
  return TRUE;
}

/* The lines of a long name share the time that its page stands in one language.
 * Returns: when the next of them may be due */
static gint64
show_parts (MbPricesZone *self)
{
  gint64 turn_us = mb_prices_zone_get_turn (self), begin_us = mb_pager_get_slot (self->pager)->begin_us;
  gint64 step_us = turn_us / MB_PAGE_STEPS, n_steps;

  if (self->form != MB_LIST_LINES || self->now_us < begin_us)
    return G_MAXINT64;

  n_steps = (self->now_us - begin_us) / step_us;
  if (!mb_price_page_view_set_step (get_front (self), (guint) (n_steps % MB_PAGE_STEPS)))
    return G_MAXINT64;

  return begin_us + (n_steps + 1) * step_us;
}

static gint64
mb_prices_zone_update (MbZoneView *view, const MbMoment *moment)
{
  MbPricesZone *self = MB_PRICES_ZONE (view);
  GPtrArray *changes = moment->reset ? NULL : moment->changes; /* what came as a whole is no news */
  gint64 next_us, parts_us;

  self->now_us = moment->now_us;
  self->judged_us = moment->judged_us;
  mb_price_table_update (self->table, self->judged_us);
  refresh_sentence (self, moment);
  if (self->pager == NULL)
    return mb_price_table_get_next_change (self->table);

  mb_price_plan_set_now (self->plan, self->judged_us);
  if (turn (self) || write_anew (self))
    changes = NULL; /* a new page as a whole is lit by nothing */
  refresh_stale (self, changes);
  next_us = mb_shown_rows_end_glows (self->shown, get_front (self), self->now_us);
  parts_us = show_parts (self);
  return MIN (MIN (mb_pager_get_slot (self->pager)->end_us, MIN (next_us, parts_us)),
              mb_price_table_get_next_change (self->table));
}

typedef struct
{
  MbPricesZone *self;
  MbSight *sight;
} Search;

static void
look_at_row (MbPriceRow *row, gpointer data)
{
  Search *search = data;
  MbPricesZone *self = search->self;
  gboolean shown = mb_shown_rows_have (self->shown, row);
  gint64 by_us;

  if (shown && self->tick == 0)
    {
      search->sight->n_visible++;
      return;
    }

  search->sight->n_later++;
  if (self->pager == NULL)
    return;

  by_us = shown ? self->now_us : mb_pager_get_shown_by (self->pager, row);
  search->sight->later_us = MAX (search->sight->later_us, by_us);
}

static void
mb_prices_zone_find (MbZoneView *view, MbKind kind, const char *id, MbSight *sight)
{
  MbPricesZone *self = MB_PRICES_ZONE (view);
  Search search = { self, sight };

  mb_price_table_foreach_row_of (self->table, kind, id, look_at_row, &search);
}

static void
mb_prices_zone_dispose (GObject *object)
{
  MbPricesZone *self = MB_PRICES_ZONE (object);

  mb_shown_rows_clear (self->shown);
  for (guint i = 0; i < 2; i++)
    g_clear_pointer (&self->pages[i], gtk_widget_unparent);

  G_OBJECT_CLASS (mb_prices_zone_parent_class)->dispose (object);
}

static void
mb_prices_zone_finalize (GObject *object)
{
  MbPricesZone *self = MB_PRICES_ZONE (object);

  g_clear_object (&self->pager);
  g_clear_object (&self->table);
  g_clear_pointer (&self->sentence, mb_ink_free);
  g_clear_pointer (&self->type, mb_type_unref);
  mb_shown_rows_free (self->shown);
  g_clear_pointer (&self->plans, mb_price_plans_free);

  G_OBJECT_CLASS (mb_prices_zone_parent_class)->finalize (object);
}

static void
mb_prices_zone_class_init (MbPricesZoneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  MbZoneViewClass *view_class = MB_ZONE_VIEW_CLASS (klass);

  object_class->dispose = mb_prices_zone_dispose;
  object_class->finalize = mb_prices_zone_finalize;
  widget_class->snapshot = mb_prices_zone_snapshot;
  widget_class->size_allocate = mb_prices_zone_size_allocate;
  view_class->set_type = mb_prices_zone_set_type;
  view_class->update = mb_prices_zone_update;
  view_class->find = mb_prices_zone_find;

  signals[SIGNAL_NEWS] = g_signal_new ("news", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
mb_prices_zone_init (MbPricesZone *self)
{
  self->shown = mb_shown_rows_new ();
  self->now_us = MB_UNSET;
  self->judged_us = MB_UNSET;
  self->n_columns = 1;
  for (guint i = 0; i < 2; i++)
    {
      self->pages[i] = mb_price_page_view_new ();
      gtk_widget_set_parent (self->pages[i], GTK_WIDGET (self));
    }
}

static GtkWidget *
make_zone (const MbZoneSite *site, const MbPriceScope *scope)
{
  MbPricesZone *self = g_object_new (MB_TYPE_PRICES_ZONE, NULL);

  self->table = mb_price_table_new (site->board, scope, site->judged_us);
  if (site->zone->columns != MB_UNSET)
    self->n_columns = (guint) site->zone->columns;
  return GTK_WIDGET (self);
}

/* A screen with trades of its own shows them in full, and not what the layout would take of them. */
GtkWidget *
mb_prices_zone_new (const MbZoneSite *site)
{
  gboolean own = site->trades != site->zone->trades;

  return make_zone (site, &(MbPriceScope){ .staple = site->zone->staple && !own, .trades = site->trades });
}

GtkWidget *
mb_prices_zone_new_for_stall (const MbZoneSite *site)
{
  return make_zone (site, &(MbPriceScope){ .stall = site->stall });
}

MbPriceTable *
mb_prices_zone_get_table (MbPricesZone *self)
{
  g_return_val_if_fail (MB_IS_PRICES_ZONE (self), NULL);

  return self->table;
}

MbPager *
mb_prices_zone_get_pager (MbPricesZone *self)
{
  g_return_val_if_fail (MB_IS_PRICES_ZONE (self), NULL);

  return self->pager;
}

gint64
mb_prices_zone_get_turn (MbPricesZone *self)
{
  g_return_val_if_fail (MB_IS_PRICES_ZONE (self), MB_UNSET);

  if (self->pager == NULL)
    return MB_UNSET;

  return mb_slot_get_length (self->shape.rows * self->shape.columns, self->shape.elder);
}

GtkWidget *
mb_prices_zone_get_row_view (MbPricesZone *self, const char *record_id)
{
  g_return_val_if_fail (MB_IS_PRICES_ZONE (self), NULL);

  for (guint i = 0; i < mb_shown_rows_get_length (self->shown); i++)
    {
      MbPriceRow *row = mb_shown_rows_get (self->shown, i);

      if (row->record != NULL && g_str_equal (mb_record_get_id (row->record), record_id))
        return mb_price_page_view_get_row (get_front (self), i);
    }

  return NULL;
}

guint
mb_prices_zone_get_n_rows (MbPricesZone *self)
{
  g_return_val_if_fail (MB_IS_PRICES_ZONE (self), 0);

  return mb_shown_rows_get_length (self->shown);
}

GtkWidget *
mb_prices_zone_get_nth_row_view (MbPricesZone *self, guint i)
{
  g_return_val_if_fail (MB_IS_PRICES_ZONE (self), NULL);

  return mb_price_page_view_get_row (get_front (self), i);
}

gboolean
mb_prices_zone_is_full (MbPricesZone *self)
{
  g_return_val_if_fail (MB_IS_PRICES_ZONE (self), TRUE);

  return self->form == MB_LIST_FULL;
}
