/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/mb-board-view.h"

#include "widgets/alarm/mb-alarm-view.h"
#include "widgets/bands/mb-band-words.h"
#include "widgets/bands/mb-honesty-corner.h"
#include "widgets/mb-layouts.h"
#include "widgets/mb-notices.h"
#include "widgets/mb-zones.h"
#include "widgets/prices/mb-prices-zone.h"
#include "widgets/words/mb-format.h"

/* One board on one glass: the bands and zones of its layout, filled from the board, moved on by one
 * timer to the next instant at which anything is otherwise. */

#define NEWS_US (8 * G_TIME_SPAN_SECOND)
#define JITTER_US (2 * G_TIME_SPAN_SECOND)
#define MINUTE_US (60 * G_TIME_SPAN_SECOND)

enum
{
  SIGNAL_DRAWN,
  SIGNAL_TURNED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbBoardView
{
  GtkWidget parent_instance;

  MbClock *clock; /* (owned) */
  MbBoard *board; /* (owned) (nullable) */
  MbSettingNames names;
  MbLink link;

  MbLayout *layout; /* (owned) (nullable) what the zones were made of */
  MbPanel panel;
  guint32 trades;
  MbType *type; /* (owned) (nullable) before there is a size */
  MbFrame frame;
  gboolean failed;          /* there is an open failure */
  gboolean tests_elsewhere; /* which no zone may show */
  GtkWidget *header, *bar, *ticker, *corner;
  GtkWidget *alarm_view; /* over all of them */
  MbZones *zones; /* (owned) (nullable) */

  MbMarketTime *time;     /* (owned) */
  MbNotices *notices;     /* (owned) */
  MbAlarm alarm;
  gint64 ticker_until_us; /* MB_UNSET: look now */
  char *news;             /* (nullable): what the bar says of many changes at once */
  gint64 news_until_us;
  gint64 now_us;
  gboolean time_known;
  guint timer;
};

G_DEFINE_FINAL_TYPE (MbBoardView, mb_board_view, GTK_TYPE_WIDGET)

static void mb_board_view_refresh (MbBoardView *self, GPtrArray *changes, gboolean reset);

static MbMarket *
get_market (MbBoardView *self)
{
  return self->board != NULL ? (MbMarket *) mb_board_get (self->board, MB_KIND_MARKET, "market")
                             : NULL;
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

/* What ages are counted from: MB_UNSET where the clock only keeps the pages turning. */
static gint64
get_judged (MbBoardView *self)
{
  return self->time_known ? self->now_us : MB_UNSET;
}

static void
on_zone_turned (MbBoardView *self)
{
  g_signal_emit (self, signals[SIGNAL_TURNED], 0);
}

static void
on_zone_news (MbBoardView *self, guint n)
{
  g_free (self->news);
  self->news = mb_format_news (mb_type_get_catalogue (self->type), self->now_us,
                               mb_market_time_get_zone (self->time), n);
  self->news_until_us = self->now_us + NEWS_US;
}

/* Tables look at the time before they take a delta in, so this is connected before them; the view
 * looks at tables that have, so on_folded() comes after. */
static void
on_folding (MbBoardView *self)
{
  get_now (self);
  for (guint i = 0; i < mb_zones_get_length (self->zones); i++)
    if (MB_IS_PRICES_ZONE (mb_zones_get (self->zones, i)))
      mb_price_table_update (
          mb_prices_zone_get_table (MB_PRICES_ZONE (mb_zones_get (self->zones, i))),
          get_judged (self));
}

static void
read_market (MbBoardView *self)
{
  g_clear_pointer (&self->time, mb_market_time_unref);
  self->time = mb_market_time_new (get_market (self));
  mb_notices_forget (self->notices, NULL);
  self->ticker_until_us = MB_UNSET;
}

/* What came before its delta is as the board has it from now on. */
static void
forget_early (MbBoardView *self, const char *id)
{
  MbNotice *early = self->alarm.early;

  if (early != NULL && (id == NULL || g_str_equal (mb_record_get_id (MB_RECORD (early)), id)))
    mb_alarm_set_early (&self->alarm, NULL);
}

static void
look_at_change (MbBoardView *self, const MbChangedRecord *change)
{
  switch (mb_record_get_kind (change->record))
    {
    case MB_KIND_NOTICE:
      mb_notices_forget (self->notices, mb_record_get_id (change->record));
      forget_early (self, mb_record_get_id (change->record));
      self->ticker_until_us = MB_UNSET;
      break;
    case MB_KIND_TEST:
      self->ticker_until_us = MB_UNSET;
      break;
    case MB_KIND_MARKET:
      read_market (self);
      break;
    case MB_KIND_LAYOUT:
      g_clear_object (&self->layout); /* its zones may be others now */
      gtk_widget_queue_allocate (GTK_WIDGET (self));
      break;
    case MB_KIND_SCREEN:
      if (g_strcmp0 (mb_record_get_id (change->record), self->names.screen_id) == 0)
        g_clear_object (&self->layout); /* its place may be another */
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
  if (reset)
    forget_early (self, NULL);
  if (mb_band_words_have_failure (self->board) != self->failed)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  mb_board_view_refresh (self, changes, reset);
}

static void
drop_zones (MbBoardView *self)
{
  g_clear_pointer (&self->zones, mb_zones_free);
  g_clear_object (&self->layout);
}

static void
make_zones (MbBoardView *self, const MbSetting *setting)
{
  MbZoneSite site;

  drop_zones (self);
  self->layout = g_object_ref (setting->layout);
  self->trades = setting->trades;
  self->ticker_until_us = MB_UNSET; /* it shows the failures that no zone does */
  if (self->board == NULL)
    return;

  get_now (self);
  site = (MbZoneSite){ .board = self->board,
                       .trades = self->trades,
                       .stall = setting->screen != NULL ? setting->screen->stall : NULL,
                       .area = setting->screen != NULL ? setting->screen->area : NULL,
                       .judged_us = get_judged (self) };
  self->zones = mb_zones_new (GTK_WIDGET (self), self->ticker, self->layout, &site);
  for (guint i = 0; i < mb_zones_get_length (self->zones); i++)
    {
      MbZoneView *zone = mb_zones_get (self->zones, i);

      g_signal_connect_object (zone, "turned", G_CALLBACK (on_zone_turned), self,
                               G_CONNECT_SWAPPED);
      if (MB_IS_PRICES_ZONE (zone))
        g_signal_connect_object (zone, "news", G_CALLBACK (on_zone_news), self, G_CONNECT_SWAPPED);
    }
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
  mb_alarm_view_set_type (MB_ALARM_VIEW (self->alarm_view), self->type, self->frame.margin);
  self->ticker_until_us = MB_UNSET;
}

/* A stall's screen has the tests of that stall: what failed elsewhere has its place in a band. */
static gboolean
shows_all_tests (const MbSetting *setting)
{
  if (setting->trades != 0 || (setting->screen != NULL && setting->screen->stall != NULL))
    return FALSE;

  return mb_layouts_has_all_tests (setting->layout);
}

/* Brings layout, sizes and language to what screen, layout and glass say now. */
static void
arrange (MbBoardView *self, int width, int height)
{
  MbSetting setting = mb_setting_resolve (self->board, &self->names, width, height);
  gboolean differs =
      setting.panel.led != self->panel.led || setting.panel.elder != self->panel.elder;

  self->failed = mb_band_words_have_failure (self->board);
  self->tests_elsewhere = !shows_all_tests (&setting);
  mb_layouts_frame (setting.layout, &setting.panel, self->failed && self->tests_elsewhere, &self->frame);
  self->panel = setting.panel;
  if (setting.layout != self->layout || setting.trades != self->trades)
    {
      make_zones (self, &setting);
      differs = TRUE;
    }
  if (self->type == NULL || mb_type_get_n (self->type) != self->frame.n ||
      mb_type_get_catalogue (self->type) != setting.catalogue)
    {
      set_type (self, setting.catalogue);
      differs = TRUE;
    }
  if (differs && self->zones != NULL)
    mb_zones_set_type (self->zones, self->type, &self->panel);
}

static MbAlarmState
get_alarm_state (MbBoardView *self)
{
  return mb_alarm_view_get_state (MB_ALARM_VIEW (self->alarm_view));
}

static void
place_band (GtkWidget *band, const MbBandRect *rect, int width, GskTransform *turn)
{
  GskTransform *transform =
      gsk_transform_translate (gsk_transform_ref (turn), &GRAPHENE_POINT_INIT (0, rect->y));

  gtk_widget_set_child_visible (band, rect->height > 0);
  gtk_widget_allocate (band, width, rect->height, -1, transform);
}

static gboolean
is_waiting (MbBoardView *self)
{
  return self->link == MB_LINK_CONNECTING || self->link == MB_LINK_GONE;
}

static gint64
update_zones (MbBoardView *self, GPtrArray *changes, gboolean reset)
{
  MbMoment moment = { .time = self->time,
                      .now_us = self->now_us,
                      .judged_us = get_judged (self),
                      .unheard = is_waiting (self),
                      .waiting = is_waiting (self) && mb_board_get_n_records (self->board) == 0,
                      .changes = changes,
                      .reset = reset };

  return mb_zones_update (self->zones, &moment);
}

static void
place (MbBoardView *self, int width, int height, GskTransform *turn)
{
  arrange (self, width, height);
  place_band (self->header, &self->frame.header, width, turn);
  place_band (self->bar, &self->frame.bar, width, turn);
  place_band (self->ticker, &self->frame.ticker, width, turn);
  place_band (self->corner, self->frame.ticker.height > 0 ? &self->frame.ticker : &self->frame.bar, width, turn);
  place_band (self->alarm_view, &(MbBandRect){ 0, height }, width, turn);
  get_now (self);
  if (self->zones != NULL)
    {
      update_zones (self, NULL, FALSE); /* a list that gets its size chooses its page for this time */
      mb_zones_place (self->zones, &self->frame, width, turn);
    }
  mb_board_view_refresh (self, NULL, FALSE);
}

static void
mb_board_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MbBoardView *self = MB_BOARD_VIEW (widget);
  GskTransform *turn = mb_setting_turn (self->board, &self->names, &width, &height);

  if (width > 0 && height > 0)
    place (self, width, height, turn);
  gsk_transform_unref (turn);
}

static void
mb_board_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbBoardView *self = MB_BOARD_VIEW (widget);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  GdkRGBA ground = mb_tone (self->panel.led ? MB_TONE_LED_GROUND : MB_TONE_GROUND);

  gtk_snapshot_append_color (
      snapshot, &ground,
      &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget)));
  if (get_alarm_state (self) != MB_ALARM_NONE)
    gtk_widget_snapshot_child (widget, self->alarm_view, snapshot);
  else
    GTK_WIDGET_CLASS (mb_board_view_parent_class)->snapshot (widget, snapshot);
  if (clock != NULL)
    g_signal_emit (self, signals[SIGNAL_DRAWN], 0,
                   (guint64) gdk_frame_clock_get_frame_counter (clock));
}

static gboolean
on_timer (gpointer data)
{
  MbBoardView *self = data;

  self->timer = 0;
  mb_board_view_refresh (self, NULL, FALSE);
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

static MbScreen *
get_screen (MbBoardView *self)
{
  const char *id = self->names.screen_id;

  return id != NULL ? (MbScreen *) mb_board_get (self->board, MB_KIND_SCREEN, id) : NULL;
}

/* Looked at with the notices: what covers the glass changes when one of them does. */
static void
refresh_alarm (MbBoardView *self, GPtrArray *notices, const MbCatalogue *catalogue)
{
  MbScreen *screen = get_screen (self);
  MbAlarmState before = get_alarm_state (self), state;
  gint64 next_us;

  state = mb_alarm_look (&self->alarm, notices, self->now_us, self->time, &next_us);
  self->ticker_until_us = MIN (self->ticker_until_us, next_us);
  mb_alarm_view_show (MB_ALARM_VIEW (self->alarm_view), state,
                      state == MB_ALARM_EMERGENCY
                          ? mb_texts_get (self->alarm.notice->text, mb_catalogue_get_language (catalogue))
                          : NULL,
                      mb_arrow_find (screen != NULL ? screen->place : NULL));
  if (state == before)
    return;

  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (before != MB_ALARM_NONE)
    g_signal_emit (self, signals[SIGNAL_TURNED], 0); /* what stood under it shows */
}

static void
refresh_ticker (MbBoardView *self, const MbCatalogue *catalogue)
{
  g_autoptr (GPtrArray) notices = NULL;

  if (self->ticker_until_us != MB_UNSET && self->now_us < self->ticker_until_us)
    return;

  notices = mb_notices_look (self->notices, self->board, self->now_us, self->time,
                             &self->ticker_until_us);
  refresh_alarm (self, notices, catalogue);
  if ((self->layout->bands & MB_BAND_TICKER) == 0 && !mb_layouts_has (self->layout, MB_SHOW_TICKER))
    g_ptr_array_set_size (notices, 0); /* the band is there for a failure alone */
  mb_ticker_band_tell (MB_TICKER_BAND (self->ticker), self->board,
                       self->tests_elsewhere, notices,
                       get_judged (self), mb_market_time_get_zone (self->time), catalogue);
}

static void
refresh_corner (MbBoardView *self, const MbCatalogue *catalogue)
{
  gint64 updated_us = mb_board_get_updated_at (self->board);
  g_autofree char *updated = NULL;
  int end;

  if (updated_us != MB_UNSET)
    updated = mb_format_updated (catalogue, updated_us, get_judged (self),
                                 mb_market_time_get_zone (self->time));
  mb_honesty_corner_set_updated (MB_HONESTY_CORNER (self->corner), updated);
  end = mb_honesty_corner_get_width (MB_HONESTY_CORNER (self->corner)) + self->frame.n / 2;
  mb_ticker_band_set_end (MB_TICKER_BAND (self->ticker), end);
  mb_bar_band_set_end (MB_BAR_BAND (self->bar), self->frame.ticker.height > 0 ? 0 : end);
}

/* The bar speaks of the first list. */
static void
refresh_bar (MbBoardView *self, const MbCatalogue *catalogue)
{
  MbZoneView *prices = mb_zones_find_first (self->zones, MB_TYPE_PRICES_ZONE);
  MbPriceTable *table;
  const char *first = NULL;
  g_autofree char *clock = NULL;

  if (prices == NULL)
    return;

  if (self->now_us >= self->news_until_us)
    g_clear_pointer (&self->news, g_free);
  if (is_waiting (self) && mb_board_get_n_records (self->board) > 0)
    first = mb_format_waiting (catalogue, TRUE);
  else if (self->news != NULL)
    first = self->news;
  table = mb_prices_zone_get_table (MB_PRICES_ZONE (prices));
  mb_bar_band_tell_pages (MB_BAR_BAND (self->bar), table,
                          mb_prices_zone_get_pager (MB_PRICES_ZONE (prices)), catalogue);
  if (self->frame.header.height == 0 && self->time_known)
    clock = mb_format_clock (self->now_us, mb_market_time_get_zone (self->time));
  mb_bar_band_tell_remarks (MB_BAR_BAND (self->bar), table, first, clock,
                            !mb_prices_zone_is_full (MB_PRICES_ZONE (prices)), catalogue);
}

/* Brings everything to the present; what has not changed costs a comparison. Without a layout everything
 * is about to be made anew, where sizes are given. */
static void
mb_board_view_refresh (MbBoardView *self, GPtrArray *changes, gboolean reset)
{
  const MbCatalogue *catalogue;
  gint64 next_us;

  if (self->type == NULL || self->board == NULL || self->layout == NULL)
    return;

  catalogue = mb_type_get_catalogue (self->type);
  get_now (self);
  next_us = update_zones (self, changes, reset);
  mb_header_band_tell (MB_HEADER_BAND (self->header), get_market (self), mb_board_get_updated_at (self->board),
                       get_judged (self), mb_market_time_get_zone (self->time), catalogue);
  refresh_bar (self, catalogue);
  refresh_ticker (self, catalogue);
  refresh_corner (self, catalogue);

  next_us = MIN (next_us, (self->now_us / MINUTE_US + 1) * MINUTE_US);
  next_us = MIN (next_us, self->ticker_until_us);
  if (self->news != NULL)
    next_us = MIN (next_us, self->news_until_us);
  set_timer (self, next_us);
}

static void
on_clock_jumped (MbBoardView *self)
{
  mb_board_view_refresh (self, NULL, FALSE);
}

static void
mb_board_view_dispose (GObject *object)
{
  MbBoardView *self = MB_BOARD_VIEW (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  drop_zones (self);
  g_clear_pointer (&self->header, gtk_widget_unparent);
  g_clear_pointer (&self->bar, gtk_widget_unparent);
  g_clear_pointer (&self->ticker, gtk_widget_unparent);
  g_clear_pointer (&self->corner, gtk_widget_unparent);
  g_clear_pointer (&self->alarm_view, gtk_widget_unparent);

  G_OBJECT_CLASS (mb_board_view_parent_class)->dispose (object);
}

static void
mb_board_view_finalize (GObject *object)
{
  MbBoardView *self = MB_BOARD_VIEW (object);

  g_clear_object (&self->board);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->type, mb_type_unref);
  g_clear_pointer (&self->time, mb_market_time_unref);
  g_clear_pointer (&self->notices, mb_notices_free);
  mb_alarm_clear (&self->alarm);
  mb_setting_names_clear (&self->names);
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

  signals[SIGNAL_DRAWN] = g_signal_new ("drawn", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[SIGNAL_TURNED] = g_signal_new ("turned", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
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
  self->time_known = TRUE;
  self->notices = mb_notices_new ();
  self->time = mb_market_time_new (NULL);
  self->header = add_band (self, MB_TYPE_HEADER_BAND);
  self->bar = add_band (self, MB_TYPE_BAR_BAND);
  self->ticker = add_band (self, MB_TYPE_TICKER_BAND);
  self->corner = add_band (self, MB_TYPE_HONESTY_CORNER);
  self->alarm_view = add_band (self, MB_TYPE_ALARM_VIEW);
  mb_alarm_init (&self->alarm);
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

  drop_zones (self);
  if (self->board != NULL)
    g_signal_handlers_disconnect_by_data (self->board, self);
  g_set_object (&self->board, board);
  if (board != NULL)
    {
      g_signal_connect_object (board, "folded", G_CALLBACK (on_folding), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (board, "folded", G_CALLBACK (on_folded), self,
                               G_CONNECT_SWAPPED | G_CONNECT_AFTER);
    }
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

  set_string (self, &self->names.screen_id, screen_id);
}

void
mb_board_view_set_layout_id (MbBoardView *self, const char *layout_id)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  set_string (self, &self->names.layout_id, layout_id);
}

void
mb_board_view_set_language (MbBoardView *self, const char *language)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  set_string (self, &self->names.language, language);
}

void
mb_board_view_set_panel_mm (MbBoardView *self, int width_mm, int height_mm)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  self->names.panel_mm[0] = width_mm;
  self->names.panel_mm[1] = height_mm;
  rearrange (self);
}

void
mb_board_view_set_link (MbBoardView *self, MbLink link)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  self->link = link;
  mb_honesty_corner_set_link (MB_HONESTY_CORNER (self->corner), link);
  mb_board_view_refresh (self, NULL, FALSE);
}

void
mb_board_view_set_emergency (MbBoardView *self, MbNotice *notice)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));
  g_return_if_fail (MB_IS_NOTICE (notice));

  mb_alarm_set_early (&self->alarm, notice);
  self->ticker_until_us = MB_UNSET;
  mb_board_view_refresh (self, NULL, FALSE);
}

void
mb_board_view_set_time_known (MbBoardView *self, gboolean known)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  if (self->time_known == known)
    return;

  self->time_known = known;
  mb_board_view_refresh (self, NULL, FALSE);
}

void
mb_board_view_set_ticker_paused (MbBoardView *self, gboolean paused)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  mb_ticker_band_set_paused (MB_TICKER_BAND (self->ticker), paused);
}

static gboolean
is_alarm (MbBoardView *self, MbKind kind, const char *id)
{
  MbNotice *notice = self->alarm.notice;

  return notice != NULL && kind == MB_KIND_NOTICE &&
         g_str_equal (mb_record_get_id (MB_RECORD (notice)), id);
}

static gboolean
is_own (MbBoardView *self, MbKind kind, const char *id)
{
  switch (kind)
    {
    case MB_KIND_MARKET:
      return TRUE;
    case MB_KIND_SCREEN:
      return g_strcmp0 (id, self->names.screen_id) == 0;
    case MB_KIND_LAYOUT:
      return self->layout != NULL && g_str_equal (id, mb_record_get_id (MB_RECORD (self->layout)));
    case MB_KIND_NOTICE:
    case MB_KIND_TEST:
      return mb_ticker_band_has_line (MB_TICKER_BAND (self->ticker), id);
    default:
      return FALSE;
    }
}

MbVisibility
mb_board_view_get_visibility (MbBoardView *self, MbKind kind, const char *id, gint64 *by_us)
{
  MbSight sight;

  g_return_val_if_fail (MB_IS_BOARD_VIEW (self), MB_VISIBILITY_ELSEWHERE);
  g_return_val_if_fail (id != NULL, MB_VISIBILITY_ELSEWHERE);

  sight = mb_zones_find (self->zones, kind, id);
  if (by_us != NULL)
    *by_us = sight.later_us;
  if (sight.n_later > 0)
    return MB_VISIBILITY_LATER;
  if (get_alarm_state (self) != MB_ALARM_NONE && !is_alarm (self, kind, id))
    return sight.n_visible > 0 || is_own (self, kind, id) ? MB_VISIBILITY_COVERED
                                                          : MB_VISIBILITY_ELSEWHERE;

  return sight.n_visible > 0 || is_own (self, kind, id) || is_alarm (self, kind, id)
             ? MB_VISIBILITY_NOW
             : MB_VISIBILITY_ELSEWHERE;
}

gboolean
mb_board_view_get_figure_bounds (MbBoardView *self, const char *price_id, graphene_rect_t *bounds)
{
  g_return_val_if_fail (MB_IS_BOARD_VIEW (self), FALSE);
  g_return_val_if_fail (price_id != NULL && bounds != NULL, FALSE);

  return mb_zones_get_figure_bounds (self->zones, GTK_WIDGET (self), price_id, bounds);
}
