/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/mb-board-view.h"

#include "core/model/place/mb-screen.h"
#include "widgets/bands/mb-band-words.h"
#include "widgets/bands/mb-honesty-corner.h"
#include "widgets/mb-layouts.h"
#include "widgets/mb-notices.h"
#include "widgets/prices/mb-price-row-view.h"
#include "widgets/prices/mb-prices-zone.h"
#include "widgets/words/mb-format.h"

#include <math.h>

/* One board on one glass: the bands and zones of its layout, filled from the board, moved on by one
 * timer to the next instant at which anything is otherwise. */

#define DEFAULT_DISTANCE_M 5.0
#define NEWS_US (8 * G_TIME_SPAN_SECOND)
#define JITTER_US (2 * G_TIME_SPAN_SECOND)

enum
{
  SIGNAL_DRAWN,
  SIGNAL_TURNED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A zone of the layout that is drawn. */
typedef struct
{
  MbCells cells;
  guint n_columns;
  GtkWidget *widget; /* MbPricesZone */
} ZoneView;

struct _MbBoardView
{
  GtkWidget parent_instance;

  MbClock *clock; /* (owned) */
  MbBoard *board; /* (owned) (nullable) */
  gulong folding_handler, folded_handler;
  char *screen_id;
  char *layout_id;
  char *language;
  int panel_mm[2];
  MbLink link;

  MbLayout *layout; /* (owned) what the zones were made of */
  guint32 trades;   /* and the screen's own trades */
  MbType *type;     /* (owned) (nullable) */
  MbFrame frame;
  gboolean led, elder;

  GtkWidget *header, *bar, *ticker, *corner;
  GArray *zones; /* of ZoneView */
  MbMarketTime *time; /* (owned) */
  MbNotices *notices;
  gboolean notices_stale;
  gint64 notices_until_us;
  char *news; /* (nullable) */
  gint64 news_until_us;
  gint64 now_us;
  guint timer;
};

G_DEFINE_FINAL_TYPE (MbBoardView, mb_board_view, GTK_TYPE_WIDGET)

static void mb_board_view_refresh (MbBoardView *self, GPtrArray *changes);

static MbScreen *
get_screen (MbBoardView *self)
{
  if (self->board == NULL || self->screen_id == NULL)
    return NULL;

  return (MbScreen *) mb_board_get (self->board, MB_KIND_SCREEN, self->screen_id);
}

static MbMarket *
get_market (MbBoardView *self)
{
  return self->board != NULL ? (MbMarket *) mb_board_get (self->board, MB_KIND_MARKET, "market") : NULL;
}

static MbLayout *
get_layout (MbBoardView *self)
{
  MbScreen *screen = get_screen (self);

  return mb_layouts_find (self->board, self->layout_id != NULL ? self->layout_id
                                       : screen != NULL        ? screen->layout
                                                               : NULL);
}

static const MbCatalogue *
get_catalogue (MbBoardView *self)
{
  MbScreen *screen = get_screen (self);

  if (self->language != NULL)
    return mb_catalogue_get (self->language);

  return mb_catalogue_get (screen != NULL && screen->languages != NULL ? screen->languages[0] : NULL);
}

static MbPricesZone *
get_prices (MbBoardView *self, guint i)
{
  return MB_PRICES_ZONE (g_array_index (self->zones, ZoneView, i).widget);
}

/* The hub's time comes over a network: a little step back is no reason to turn pages back. */
static gint64
get_now (MbBoardView *self)
{
  gint64 now_us = mb_clock_now (self->clock);
  gint64 jitter_us = (gint64) (JITTER_US * MAX (mb_clock_get_speed (self->clock), 1));

  if (self->now_us == MB_UNSET || now_us > self->now_us || now_us < self->now_us - jitter_us)
    self->now_us = now_us;
  return self->now_us;
}

static MbPanel
get_panel (MbBoardView *self, int width, int height)
{
  MbScreen *screen = get_screen (self);
  MbPanel panel = { width, height, self->panel_mm[0], self->panel_mm[1], get_layout (self)->distance_m };

  if (screen == NULL)
    return panel;

  if (screen->panel_mm[0] > 0)
    {
      panel.width_mm = screen->panel_mm[0];
      panel.height_mm = screen->panel_mm[1];
    }
  if (!isnan (screen->distance_m))
    panel.distance_m = screen->distance_m;
  panel.led = screen->led;
  panel.elder = screen->elder_mode;
  return panel;
}

static void
on_zone_turned (MbBoardView *self)
{
  g_signal_emit (self, signals[SIGNAL_TURNED], 0);
}

static void
on_zone_news (MbBoardView *self, guint n)
{
  GTimeZone *zone = mb_market_time_get_zone (self->time);

  g_free (self->news);
  self->news = mb_format_news (mb_type_get_catalogue (self->type), self->now_us, zone, n);
  self->news_until_us = self->now_us + NEWS_US;
}

static void
add_prices (MbBoardView *self, const MbZone *zone, const MbCells *cells, guint32 trades)
{
  MbPriceScope scope = { zone->staple, trades != 0 ? trades : zone->trades };
  g_autoptr (MbPriceTable) table = mb_price_table_new (self->board, &scope, get_now (self));
  ZoneView view = { *cells, zone->columns != MB_UNSET ? (guint) zone->columns : 1, mb_prices_zone_new (table) };

  gtk_widget_insert_before (view.widget, GTK_WIDGET (self), self->ticker);
  g_signal_connect_object (view.widget, "turned", G_CALLBACK (on_zone_turned), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view.widget, "news", G_CALLBACK (on_zone_news), self, G_CONNECT_SWAPPED);
  g_array_append_val (self->zones, view);
}

static void
remove_zones (MbBoardView *self)
{
  for (guint i = 0; i < self->zones->len; i++)
    gtk_widget_unparent (g_array_index (self->zones, ZoneView, i).widget);
  g_array_set_size (self->zones, 0);
}

/* Tables look at the time before they take a delta in, and views at tables that have. */
static void
on_folding (MbBoardView *self)
{
  gint64 now_us = get_now (self);

  for (guint i = 0; i < self->zones->len; i++)
    mb_price_table_update (mb_prices_zone_get_table (get_prices (self, i)), now_us);
}

static void
read_market (MbBoardView *self)
{
  g_clear_pointer (&self->time, mb_market_time_unref);
  self->time = mb_market_time_new (get_market (self));
  mb_notices_forget (self->notices, NULL);
  self->notices_stale = TRUE;
}

static void
look_at_change (MbBoardView *self, const MbChangedRecord *change)
{
  switch (mb_record_get_kind (change->record))
    {
    case MB_KIND_NOTICE:
      mb_notices_forget (self->notices, mb_record_get_id (change->record));
      self->notices_stale = TRUE;
      break;
    case MB_KIND_MARKET:
      read_market (self);
      break;
    case MB_KIND_LAYOUT:
      g_clear_object (&self->layout); /* its zones may be others now */
      G_GNUC_FALLTHROUGH;
    case MB_KIND_SCREEN:
      gtk_widget_queue_allocate (GTK_WIDGET (self));
      break;
    default:
      break;
    }
}

static void
on_folded (MbBoardView *self, GPtrArray *changes, gboolean reset)
{
  for (guint i = 0; i < changes->len; i++)
    look_at_change (self, changes->pdata[i]);
  /* What came as a whole is no news. */
  mb_board_view_refresh (self, reset ? NULL : changes);
}

static void
make_zones (MbBoardView *self)
{
  static const gboolean can_show[] = { [MB_SHOW_PRICES] = TRUE, [MB_SHOW_PICTURE] = FALSE };
  g_autofree MbCells *cells = g_new (MbCells, self->layout->zones->len);

  remove_zones (self);
  g_clear_signal_handler (&self->folding_handler, self->board);
  g_clear_signal_handler (&self->folded_handler, self->board);
  if (self->board == NULL)
    return;

  self->folding_handler = g_signal_connect_object (self->board, "folded", G_CALLBACK (on_folding), self, G_CONNECT_SWAPPED);
  mb_layouts_spread (self->layout, can_show, cells);
  for (guint i = 0; i < self->layout->zones->len; i++)
    if (cells[i].width > 0)
      add_prices (self, self->layout->zones->pdata[i], &cells[i], self->trades);
  self->folded_handler = g_signal_connect_object (self->board, "folded", G_CALLBACK (on_folded), self, G_CONNECT_SWAPPED);
}

/* Everything that follows from language and N. */
static void
set_type (MbBoardView *self, const MbCatalogue *catalogue)
{
  g_clear_pointer (&self->type, mb_type_unref);
  self->type = mb_type_new (GTK_WIDGET (self), catalogue, self->frame.n);
  mb_header_band_set_type (MB_HEADER_BAND (self->header), self->type, self->frame.margin);
  mb_bar_band_set_type (MB_BAR_BAND (self->bar), self->type, self->frame.margin);
  mb_ticker_band_set_type (MB_TICKER_BAND (self->ticker), self->type, self->frame.margin);
  mb_honesty_corner_set_type (MB_HONESTY_CORNER (self->corner), self->type, self->frame.margin);
  self->notices_stale = TRUE;
}

static void
set_zone_types (MbBoardView *self)
{
  for (guint i = 0; i < self->zones->len; i++)
    {
      MbPricesStyle style = { g_array_index (self->zones, ZoneView, i).n_columns, self->elder, self->led };

      mb_prices_zone_set_type (get_prices (self, i), self->type, &style);
    }
}

/* Brings layout, sizes and language to what screen, layout and glass say now. */
static void
arrange (MbBoardView *self, int width, int height)
{
  MbScreen *screen = get_screen (self);
  guint32 trades = screen != NULL ? screen->trades : 0;
  MbLayout *layout = get_layout (self);
  const MbCatalogue *catalogue = get_catalogue (self);
  MbPanel panel = get_panel (self, width, height);
  gboolean differs = panel.led != self->led || panel.elder != self->elder;

  mb_frame_init (&self->frame, &panel, layout->bands);
  self->led = panel.led;
  self->elder = panel.elder;
  if (layout != self->layout || trades != self->trades)
    {
      g_set_object (&self->layout, layout);
      self->trades = trades;
      make_zones (self);
      differs = TRUE;
    }
  if (self->type == NULL || mb_type_get_n (self->type) != self->frame.n ||
      mb_type_get_catalogue (self->type) != catalogue)
    {
      set_type (self, catalogue);
      differs = TRUE;
    }
  if (differs)
    set_zone_types (self);
}

static void
place (GtkWidget *widget, int x, int y, int width, int height)
{
  gtk_widget_set_child_visible (widget, height > 0);
  gtk_widget_allocate (widget, width, height, -1, gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (x, y)));
}

static void
place_zones (MbBoardView *self, int width)
{
  const MbBandRect *band = &self->frame.zones;

  for (guint i = 0; i < self->zones->len; i++)
    {
      ZoneView *view = &g_array_index (self->zones, ZoneView, i);
      int columns = (int) self->layout->columns, rows = (int) self->layout->rows;
      int left = view->cells.x * width / columns, right = (view->cells.x + view->cells.width) * width / columns;
      int top = view->cells.y * band->height / rows;
      int bottom = (view->cells.y + view->cells.height) * band->height / rows;

      place (view->widget, left, band->y + top, right - left, bottom - top);
    }
}

static void
mb_board_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MbBoardView *self = MB_BOARD_VIEW (widget);
  const MbFrame *frame = &self->frame;

  if (width <= 0 || height <= 0)
    return;

  arrange (self, width, height);
  place (self->header, 0, frame->header.y, width, frame->header.height);
  place (self->bar, 0, frame->bar.y, width, frame->bar.height);
  place (self->ticker, 0, frame->ticker.y, width, frame->ticker.height);
  place (self->corner, 0, frame->ticker.y, width, frame->ticker.height);
  get_now (self);
  for (guint i = 0; i < self->zones->len; i++)
    mb_prices_zone_update (get_prices (self, i), self->now_us, NULL);
  place_zones (self, width);
  mb_board_view_refresh (self, NULL);
}

static void
mb_board_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbBoardView *self = MB_BOARD_VIEW (widget);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  GdkRGBA ground = mb_tone (self->led ? MB_TONE_LED_GROUND : MB_TONE_GROUND);

  gtk_snapshot_append_color (snapshot, &ground,
                             &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget)));
  GTK_WIDGET_CLASS (mb_board_view_parent_class)->snapshot (widget, snapshot);
  if (clock != NULL)
    g_signal_emit (self, signals[SIGNAL_DRAWN], 0, (guint64) gdk_frame_clock_get_frame_counter (clock));
}

static gboolean
on_timer (gpointer data)
{
  MbBoardView *self = data;

  self->timer = 0;
  mb_board_view_refresh (self, NULL);
  return G_SOURCE_REMOVE;
}

static void
set_timer (MbBoardView *self, gint64 next_us)
{
  guint wait_ms = mb_clock_wait_ms (self->clock, next_us);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (wait_ms != G_MAXUINT)
    self->timer = g_timeout_add (MAX (wait_ms, 1), on_timer, self);
}

static void
refresh_ticker (MbBoardView *self, const MbCatalogue *catalogue)
{
  g_autoptr (GPtrArray) notices = NULL;

  if (!self->notices_stale && self->now_us < self->notices_until_us)
    return;

  notices = mb_notices_look (self->notices, self->board, self->now_us, self->time, &self->notices_until_us);
  mb_ticker_band_tell (MB_TICKER_BAND (self->ticker), notices, get_market (self), catalogue);
  self->notices_stale = FALSE;
}

static void
refresh_corner (MbBoardView *self, const MbCatalogue *catalogue)
{
  gint64 updated_us = mb_board_get_updated_at (self->board);
  g_autofree char *updated = NULL;

  if (updated_us != MB_UNSET)
    updated = mb_format_updated (catalogue, updated_us, self->now_us, mb_market_time_get_zone (self->time));
  mb_honesty_corner_set_updated (MB_HONESTY_CORNER (self->corner), updated);
  mb_ticker_band_set_end (MB_TICKER_BAND (self->ticker),
                          mb_honesty_corner_get_width (MB_HONESTY_CORNER (self->corner)) + self->frame.n / 2);
}

static gboolean
is_waiting (MbBoardView *self)
{
  return self->link == MB_LINK_CONNECTING || self->link == MB_LINK_GONE;
}

/* The bar speaks of the first list. */
static void
refresh_bar (MbBoardView *self, const MbCatalogue *catalogue)
{
  MbPricesZone *prices;
  const char *first = NULL;

  if (self->zones->len == 0)
    return;

  if (self->now_us >= self->news_until_us)
    g_clear_pointer (&self->news, g_free);
  if (is_waiting (self))
    first = mb_format_waiting (catalogue, mb_board_get_n_records (self->board) > 0);
  else if (self->news != NULL)
    first = self->news;
  prices = get_prices (self, 0);
  mb_bar_band_tell_pages (MB_BAR_BAND (self->bar), mb_prices_zone_get_table (prices), mb_prices_zone_get_pager (prices),
                          catalogue);
  mb_bar_band_tell_remarks (MB_BAR_BAND (self->bar), mb_prices_zone_get_table (prices), first, catalogue);
}

static char *
say_no_prices (MbBoardView *self, const MbCatalogue *catalogue)
{
  MbDate today = mb_market_time_get_date (self->time, self->now_us);
  gint64 opening_us = mb_market_time_get_opening (self->time, today);

  if (is_waiting (self) && mb_board_get_n_records (self->board) == 0)
    return g_strdup (mb_format_waiting (catalogue, FALSE));

  if (opening_us != MB_UNSET && opening_us <= self->now_us)
    opening_us = MB_UNSET;
  return mb_format_no_prices (catalogue, opening_us, mb_market_time_get_zone (self->time));
}

static gint64
refresh_zones (MbBoardView *self, const MbCatalogue *catalogue, GPtrArray *changes)
{
  g_autofree char *sentence = say_no_prices (self, catalogue);
  gint64 next_us = G_MAXINT64;

  for (guint i = 0; i < self->zones->len; i++)
    {
      next_us = MIN (next_us, mb_prices_zone_update (get_prices (self, i), self->now_us, changes));
      mb_prices_zone_set_sentence (get_prices (self, i), sentence);
    }

  return next_us;
}

/* Brings everything to the present; what has not changed costs a comparison. */
static void
mb_board_view_refresh (MbBoardView *self, GPtrArray *changes)
{
  const MbCatalogue *catalogue;
  gint64 next_us, minute_us = 60 * G_TIME_SPAN_SECOND;

  if (self->type == NULL || self->board == NULL)
    return;

  catalogue = mb_type_get_catalogue (self->type);
  get_now (self);
  next_us = refresh_zones (self, catalogue, changes);
  mb_header_band_tell (MB_HEADER_BAND (self->header), get_market (self), self->now_us,
                       mb_market_time_get_zone (self->time), catalogue);
  refresh_bar (self, catalogue);
  refresh_ticker (self, catalogue);
  refresh_corner (self, catalogue);

  next_us = MIN (next_us, (self->now_us / minute_us + 1) * minute_us);
  next_us = MIN (next_us, self->notices_until_us);
  if (self->news != NULL)
    next_us = MIN (next_us, self->news_until_us);
  set_timer (self, next_us);
}

static void
on_clock_jumped (MbBoardView *self)
{
  mb_board_view_refresh (self, NULL);
}

static void
mb_board_view_dispose (GObject *object)
{
  MbBoardView *self = MB_BOARD_VIEW (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  remove_zones (self);
  g_clear_pointer (&self->header, gtk_widget_unparent);
  g_clear_pointer (&self->bar, gtk_widget_unparent);
  g_clear_pointer (&self->ticker, gtk_widget_unparent);
  g_clear_pointer (&self->corner, gtk_widget_unparent);

  G_OBJECT_CLASS (mb_board_view_parent_class)->dispose (object);
}

static void
mb_board_view_finalize (GObject *object)
{
  MbBoardView *self = MB_BOARD_VIEW (object);

  g_clear_object (&self->layout);
  g_clear_object (&self->board);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->type, mb_type_unref);
  g_clear_pointer (&self->time, mb_market_time_unref);
  g_clear_pointer (&self->notices, mb_notices_free);
  g_array_unref (self->zones);
  g_free (self->screen_id);
  g_free (self->layout_id);
  g_free (self->language);
  g_free (self->news);

  G_OBJECT_CLASS (mb_board_view_parent_class)->finalize (object);
}

static void
mb_board_view_class_init (MbBoardViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mb_board_view_dispose;
  object_class->finalize = mb_board_view_finalize;
  widget_class->size_allocate = mb_board_view_size_allocate;
  widget_class->snapshot = mb_board_view_snapshot;

  signals[SIGNAL_DRAWN] = g_signal_new ("drawn", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[SIGNAL_TURNED] = g_signal_new ("turned", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

static GtkWidget *
add_band (MbBoardView *self, GType type)
{
  GtkWidget *band = g_object_new (type, NULL);

  gtk_widget_set_parent (band, GTK_WIDGET (self));
  return band;
}

static void
mb_board_view_init (MbBoardView *self)
{
  self->now_us = MB_UNSET;
  self->zones = g_array_new (FALSE, TRUE, sizeof (ZoneView));
  self->notices = mb_notices_new ();
  self->time = mb_market_time_new (NULL);
  self->header = add_band (self, MB_TYPE_HEADER_BAND);
  self->bar = add_band (self, MB_TYPE_BAR_BAND);
  self->ticker = add_band (self, MB_TYPE_TICKER_BAND);
  self->corner = add_band (self, MB_TYPE_HONESTY_CORNER);
}

GtkWidget *
mb_board_view_new (MbClock *clock)
{
  MbBoardView *self;

  g_return_val_if_fail (MB_IS_CLOCK (clock), NULL);

  self = g_object_new (MB_TYPE_BOARD_VIEW, NULL);
  self->clock = g_object_ref (clock);
  g_signal_connect_object (clock, "jumped", G_CALLBACK (on_clock_jumped), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/* What a setter changed is taken up where sizes are given. */
static void
rearrange (MbBoardView *self)
{
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
mb_board_view_set_board (MbBoardView *self, MbBoard *board)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));
  g_return_if_fail (board == NULL || MB_IS_BOARD (board));

  if (self->board == board)
    return;

  remove_zones (self);
  if (self->board != NULL)
    {
      g_clear_signal_handler (&self->folding_handler, self->board);
      g_clear_signal_handler (&self->folded_handler, self->board);
    }
  g_set_object (&self->board, board);
  g_clear_object (&self->layout);
  read_market (self);
  rearrange (self);
}

MbBoard *
mb_board_view_get_board (MbBoardView *self)
{
  g_return_val_if_fail (MB_IS_BOARD_VIEW (self), NULL);

  return self->board;
}

static void
set_string (MbBoardView *self, char **string, const char *value)
{
  if (g_strcmp0 (*string, value) == 0)
    return;

  g_free (*string);
  *string = g_strdup (value);
  rearrange (self);
}

void
mb_board_view_set_screen_id (MbBoardView *self, const char *screen_id)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  set_string (self, &self->screen_id, screen_id);
}

void
mb_board_view_set_layout_id (MbBoardView *self, const char *layout_id)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  set_string (self, &self->layout_id, layout_id);
}

void
mb_board_view_set_language (MbBoardView *self, const char *language)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  set_string (self, &self->language, language);
}

void
mb_board_view_set_panel_mm (MbBoardView *self, int width_mm, int height_mm)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  self->panel_mm[0] = width_mm;
  self->panel_mm[1] = height_mm;
  rearrange (self);
}

void
mb_board_view_set_link (MbBoardView *self, MbLink link)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  self->link = link;
  mb_honesty_corner_set_link (MB_HONESTY_CORNER (self->corner), link);
  mb_board_view_refresh (self, NULL);
}

void
mb_board_view_set_ticker_paused (MbBoardView *self, gboolean paused)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  mb_ticker_band_set_paused (MB_TICKER_BAND (self->ticker), paused);
}

static MbVisibility
find_in_lists (MbBoardView *self, MbKind kind, const char *id, gint64 *by_us)
{
  guint visible = 0, later = 0;

  for (guint i = 0; i < self->zones->len; i++)
    {
      guint n_visible, n_later;
      gint64 later_us = MB_UNSET;

      mb_prices_zone_find (get_prices (self, i), kind, id, &n_visible, &n_later, by_us != NULL ? &later_us : NULL);
      visible += n_visible;
      later += n_later;
      if (by_us != NULL)
        *by_us = MAX (*by_us, later_us);
    }

  return later > 0 ? MB_VISIBILITY_LATER : visible > 0 ? MB_VISIBILITY_NOW : MB_VISIBILITY_ELSEWHERE;
}

static gboolean
is_own (MbBoardView *self, MbKind kind, const char *id)
{
  switch (kind)
    {
    case MB_KIND_MARKET:
      return TRUE;
    case MB_KIND_SCREEN:
      return g_strcmp0 (id, self->screen_id) == 0;
    case MB_KIND_LAYOUT:
      return self->layout != NULL && g_str_equal (id, mb_record_get_id (MB_RECORD (self->layout)));
    case MB_KIND_NOTICE:
      return mb_ticker_band_has_line (MB_TICKER_BAND (self->ticker), id);
    default:
      return FALSE;
    }
}

MbVisibility
mb_board_view_get_visibility (MbBoardView *self, MbKind kind, const char *id, gint64 *by_us)
{
  g_return_val_if_fail (MB_IS_BOARD_VIEW (self), MB_VISIBILITY_ELSEWHERE);
  g_return_val_if_fail (id != NULL, MB_VISIBILITY_ELSEWHERE);

  if (by_us != NULL)
    *by_us = MB_UNSET;
  if (is_own (self, kind, id))
    return MB_VISIBILITY_NOW;

  return find_in_lists (self, kind, id, by_us);
}

gboolean
mb_board_view_get_figure_bounds (MbBoardView *self, const char *price_id, graphene_rect_t *bounds)
{
  g_return_val_if_fail (MB_IS_BOARD_VIEW (self), FALSE);
  g_return_val_if_fail (price_id != NULL && bounds != NULL, FALSE);

  for (guint i = 0; i < self->zones->len; i++)
    {
      GtkWidget *row = mb_prices_zone_get_row_view (get_prices (self, i), price_id);
      graphene_point_t origin;

      if (row != NULL && gtk_widget_compute_point (row, GTK_WIDGET (self), &GRAPHENE_POINT_INIT (0, 0), &origin) &&
          mb_price_row_view_get_figure_bounds (MB_PRICE_ROW_VIEW (row), bounds))
        {
          graphene_rect_offset (bounds, origin.x, origin.y);
          return TRUE;
        }
    }

  return FALSE;
}
