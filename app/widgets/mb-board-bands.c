/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/mb-board-bands.h"

#include "widgets/alarm/mb-alarm-view.h"
#include "widgets/bands/mb-band-words.h"
#include "widgets/bands/mb-honesty-corner.h"
#include "widgets/mb-layouts.h"
#include "widgets/mb-notices.h"
#include "widgets/prices/mb-prices-zone.h"
#include "widgets/type/mb-mark.h"
#include "widgets/type/mb-spoken.h"
#include "widgets/video/mb-video-zone.h"
#include "widgets/words/mb-format.h"

#include <string.h>

#define NEWS_US (8 * G_TIME_SPAN_SECOND)
#define MINUTE_US (60 * G_TIME_SPAN_SECOND)

struct _MbBoardBands
{
  GtkWidget *header, *bar, *ticker, *corner;
  GtkWidget *alarm_view; /* over all of them */
  MbFrame frame;
  MbType *type;       /* (owned) (nullable) */
  int ticker_n;       /* N of the ticker's types, and their languages */
  guint n_catalogues;
  const MbCatalogue *catalogues[MB_MOST_LANGUAGES];
  MbNotices *notices; /* (owned) */
  MbAlarm alarm;
  gint64 notices_until_us; /* MB_UNSET: look now */
  char *news;              /* (nullable): what the bar says of many changes at once */
  gint64 news_until_us;
};

static GtkWidget *
add_band (GtkWidget *parent, GType type)
{
  GtkWidget *band = g_object_new (type, NULL);

  gtk_widget_set_parent (band, parent);
  return band;
}

MbBoardBands *
mb_board_bands_new (GtkWidget *parent)
{
  MbBoardBands *self = g_new0 (MbBoardBands, 1);

  self->header = add_band (parent, MB_TYPE_HEADER_BAND);
  self->bar = add_band (parent, MB_TYPE_BAR_BAND);
  self->ticker = add_band (parent, MB_TYPE_TICKER_BAND);
  self->corner = add_band (parent, MB_TYPE_HONESTY_CORNER);
  self->alarm_view = add_band (parent, MB_TYPE_ALARM_VIEW);
  self->notices = mb_notices_new ();
  self->notices_until_us = MB_UNSET;
  mb_alarm_init (&self->alarm);
  return self;
}

void
mb_board_bands_free (MbBoardBands *self)
{
  gtk_widget_unparent (self->header);
  gtk_widget_unparent (self->bar);
  gtk_widget_unparent (self->ticker);
  gtk_widget_unparent (self->corner);
  gtk_widget_unparent (self->alarm_view);
  g_clear_pointer (&self->type, mb_type_unref);
  mb_notices_free (self->notices);
  mb_alarm_clear (&self->alarm);
  g_free (self->news);
  g_free (self);
}

GtkWidget *
mb_board_bands_get_lowest (MbBoardBands *self)
{
  return self->ticker;
}

MbAlarmState
mb_board_bands_get_alarm (MbBoardBands *self)
{
  return mb_alarm_view_get_state (MB_ALARM_VIEW (self->alarm_view));
}

const char *
mb_board_bands_get_emergency (MbBoardBands *self)
{
  return mb_alarm_view_get_emergency (MB_ALARM_VIEW (self->alarm_view));
}

void
mb_board_bands_snapshot_alarm (MbBoardBands *self, GtkWidget *parent, GtkSnapshot *snapshot)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (child != self->alarm_view)
      mb_spoken_hide (child, TRUE);
  mb_mark_snapshot_child (parent, self->alarm_view, snapshot);
}

/* The ticker's lines have their languages for themselves: one that runs is not cut by a turn. */
static void
set_ticker_types (MbBoardBands *self, const MbPanel *panel, int margin)
{
  g_autoptr (GPtrArray) types = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_type_unref);
  int n = mb_type_get_n (self->type);

  mb_ticker_band_set_ground (MB_TICKER_BAND (self->ticker), panel->led ? MB_TONE_LED_GROUND : MB_TONE_CARD);
  if (self->ticker_n == n && self->n_catalogues == panel->n_catalogues &&
      memcmp (self->catalogues, panel->catalogues, sizeof self->catalogues) == 0)
    return;

  self->ticker_n = n;
  self->n_catalogues = panel->n_catalogues;
  memcpy (self->catalogues, panel->catalogues, sizeof self->catalogues);
  for (guint i = 0; i < panel->n_catalogues; i++)
    g_ptr_array_add (types, mb_type_new (self->ticker, panel->catalogues[i], n));
  mb_ticker_band_set_types (MB_TICKER_BAND (self->ticker), (MbType *const *) types->pdata, types->len, margin);
}

void
mb_board_bands_set_type (MbBoardBands *self, MbType *type, const MbPanel *panel, int margin)
{
  g_clear_pointer (&self->type, mb_type_unref);
  self->type = mb_type_ref (type);
  mb_header_band_set_type (MB_HEADER_BAND (self->header), type, margin);
  mb_bar_band_set_type (MB_BAR_BAND (self->bar), type, margin);
  set_ticker_types (self, panel, margin);
  mb_honesty_corner_set_type (MB_HONESTY_CORNER (self->corner), type, margin);
  mb_alarm_view_set_type (MB_ALARM_VIEW (self->alarm_view), type, margin);
  mb_board_bands_look (self);
}

void
mb_board_bands_set_link (MbBoardBands *self, MbLink link)
{
  mb_honesty_corner_set_link (MB_HONESTY_CORNER (self->corner), link);
}

void
mb_board_bands_set_ticker_paused (MbBoardBands *self, gboolean paused)
{
  mb_ticker_band_set_paused (MB_TICKER_BAND (self->ticker), paused);
}

void
mb_board_bands_set_early (MbBoardBands *self, MbNotice *notice)
{
  mb_alarm_set_early (&self->alarm, notice);
  mb_board_bands_look (self);
}

void
mb_board_bands_set_news (MbBoardBands *self, guint n, MbMarketTime *time, gint64 now_us)
{
  g_free (self->news);
  self->news = mb_format_news (mb_type_get_catalogue (self->type), now_us, mb_market_time_get_zone (time), n);
  self->news_until_us = now_us + NEWS_US;
}

void
mb_board_bands_look (MbBoardBands *self)
{
  self->notices_until_us = MB_UNSET;
}

void
mb_board_bands_forget_notices (MbBoardBands *self)
{
  mb_notices_forget (self->notices, NULL);
  mb_board_bands_look (self);
}

/* What came before its delta is as the board has it from now on. */
static void
forget_early (MbBoardBands *self, const char *id)
{
  MbNotice *early = self->alarm.early;

  if (early != NULL && (id == NULL || g_str_equal (mb_record_get_id (MB_RECORD (early)), id)))
    mb_alarm_set_early (&self->alarm, NULL);
}

void
mb_board_bands_take_change (MbBoardBands *self, const MbChangedRecord *change)
{
  const char *id = mb_record_get_id (change->record);

  if (mb_record_get_kind (change->record) == MB_KIND_NOTICE)
    {
      mb_notices_forget (self->notices, id);
      forget_early (self, id);
      mb_board_bands_look (self);
    }
  else if (mb_record_get_kind (change->record) == MB_KIND_TEST)
    mb_board_bands_look (self);
}

void
mb_board_bands_take_reset (MbBoardBands *self)
{
  forget_early (self, NULL);
}

static void
place_band (GtkWidget *band, const MbBandRect *rect, int width, int shift_x, int shift_y, GskTransform *turn)
{
  GskTransform *transform =
      gsk_transform_translate (gsk_transform_ref (turn), &GRAPHENE_POINT_INIT (shift_x, rect->y + shift_y));

  gtk_widget_set_child_visible (band, rect->height > 0);
  gtk_widget_allocate (band, width, rect->height, -1, transform);
}

void
mb_board_bands_place (MbBoardBands *self, const MbFrame *frame, int width, int height, GskTransform *turn)
{
  int x = frame->shift_x, y = frame->shift_y;

  self->frame = *frame;
  place_band (self->header, &frame->header, width, x, y, turn);
  place_band (self->bar, &frame->bar, width, x, y, turn);
  place_band (self->ticker, &frame->ticker, width, 0, 0, turn);
  place_band (self->corner, frame->ticker.height > 0 ? &frame->ticker : &frame->bar, width, x, y, turn);
  place_band (self->alarm_view, &(MbBandRect){ 0, height }, width, 0, 0, turn);
  mb_ticker_band_set_shift (MB_TICKER_BAND (self->ticker), x, y, frame->shift_room);
}

static const MbCatalogue *
get_catalogue (MbBoardBands *self)
{
  return mb_type_get_catalogue (self->type);
}

static void
tell_header (MbBoardBands *self, const MbTelling *telling)
{
  MbRecord *market = mb_board_get (telling->board, MB_KIND_MARKET, "market"), *stall = NULL;
  MbPricesZone *prices = (MbPricesZone *) mb_zones_find_first (telling->zones, MB_TYPE_PRICES_ZONE);

  if (telling->screen != NULL && telling->screen->stall != NULL)
    stall = mb_board_get (telling->board, MB_KIND_STALL, telling->screen->stall);
  mb_header_band_tell (MB_HEADER_BAND (self->header), (MbMarket *) market, (MbStall *) stall,
                       prices != NULL ? mb_prices_zone_get_table (prices) : NULL, telling->judged_us,
                       mb_market_time_get_zone (telling->time), get_catalogue (self));
}

/* The bar speaks of the first list. */
static void
tell_bar (MbBoardBands *self, const MbTelling *telling)
{
  MbPricesZone *prices = (MbPricesZone *) mb_zones_find_first (telling->zones, MB_TYPE_PRICES_ZONE);
  MbBarBand *bar = MB_BAR_BAND (self->bar);
  const char *first = NULL;
  g_autofree char *clock = NULL;

  if (prices == NULL)
    return;

  if (telling->now_us >= self->news_until_us)
    g_clear_pointer (&self->news, g_free);
  if (telling->unheard && mb_board_get_n_records (telling->board) > 0)
    first = mb_format_waiting (get_catalogue (self), TRUE);
  else if (self->news != NULL)
    first = self->news;
  mb_bar_band_tell_pages (bar, mb_prices_zone_get_table (prices), mb_prices_zone_get_pager (prices),
                          get_catalogue (self));
  if (self->frame.header.height == 0 && telling->judged_us != MB_UNSET)
    clock = mb_format_clock (telling->now_us, mb_market_time_get_zone (telling->time));
  mb_bar_band_tell_remarks (bar, mb_prices_zone_get_table (prices), first, clock, !mb_prices_zone_is_full (prices),
                            get_catalogue (self));
}

/* Looked at with the notices: what covers the glass changes when one of them does. */
static void
tell_alarm (MbBoardBands *self, const MbTelling *telling, GPtrArray *notices, gboolean *uncovered)
{
  MbAlarmState before = mb_board_bands_get_alarm (self), state;
  const char *language = mb_catalogue_get_language (get_catalogue (self));
  gint64 next_us;

  state = mb_alarm_look (&self->alarm, notices, mb_notices_find_end (telling->board, telling->now_us), telling->now_us,
                         telling->time, &next_us);
  self->notices_until_us = MIN (self->notices_until_us, next_us);
  mb_alarm_view_show (MB_ALARM_VIEW (self->alarm_view), state,
                      state == MB_ALARM_EMERGENCY ? mb_texts_get (self->alarm.notice->text, language) : NULL,
                      mb_arrow_find (telling->screen != NULL ? telling->screen->place : NULL));
  if (state == before)
    return;

  gtk_widget_queue_draw (gtk_widget_get_parent (self->alarm_view));
  *uncovered = before != MB_ALARM_NONE;
}

static void
tell_notices (MbBoardBands *self, const MbTelling *telling, gboolean *uncovered)
{
  g_autoptr (GPtrArray) notices = NULL;

  if (self->notices_until_us != MB_UNSET && telling->now_us < self->notices_until_us)
    return;

  notices =
      mb_notices_look (self->notices, telling->board, telling->now_us, telling->time, &self->notices_until_us);
  tell_alarm (self, telling, notices, uncovered);
  if ((telling->layout->bands & MB_BAND_TICKER) == 0 && !mb_layouts_has (telling->layout, MB_SHOW_TICKER))
    g_ptr_array_set_size (notices, 0); /* the band is there for a failure alone */
  mb_ticker_band_tell (MB_TICKER_BAND (self->ticker), telling->board, telling->tests_elsewhere, notices,
                       telling->judged_us, mb_market_time_get_zone (telling->time), self->catalogues,
                       self->n_catalogues);
}

/* The worst of what a board shows of films. */
static MbSign
find_video_sign (MbZones *zones)
{
  MbSign sign = MB_SIGN_NONE;

  for (guint i = 0; zones != NULL && i < mb_zones_get_length (zones); i++)
    {
      MbZoneView *zone = mb_zones_get (zones, i);

      if (MB_IS_VIDEO_ZONE (zone))
        sign = MAX (sign, mb_video_zone_get_sign (MB_VIDEO_ZONE (zone)));
    }
  return sign;
}

static void
tell_corner (MbBoardBands *self, const MbTelling *telling)
{
  gint64 updated_us = mb_board_get_updated_at (telling->board);
  g_autofree char *updated = NULL;
  int end;

  /* On lines that fill the glass a disc says it as long as all is well. */
  if (updated_us != MB_UNSET && (telling->unheard || mb_layouts_get_n_lines (telling->layout) == 0))
    updated = mb_format_updated (get_catalogue (self), updated_us, telling->judged_us,
                                 mb_market_time_get_zone (telling->time));
  mb_honesty_corner_set_video (MB_HONESTY_CORNER (self->corner), find_video_sign (telling->zones));
  mb_honesty_corner_set_updated (MB_HONESTY_CORNER (self->corner), updated);
  end = mb_honesty_corner_get_width (MB_HONESTY_CORNER (self->corner)) + self->frame.n / 2;
  mb_ticker_band_set_end (MB_TICKER_BAND (self->ticker), end);
  mb_bar_band_set_end (MB_BAR_BAND (self->bar), self->frame.ticker.height > 0 ? 0 : end);
}

gint64
mb_board_bands_tell (MbBoardBands *self, const MbTelling *telling, gboolean *uncovered)
{
  gint64 next_us = (telling->now_us / MINUTE_US + 1) * MINUTE_US;

  *uncovered = FALSE;
  tell_header (self, telling);
  tell_bar (self, telling);
  tell_notices (self, telling, uncovered);
  tell_corner (self, telling);

  next_us = MIN (next_us, self->notices_until_us);
  return self->news != NULL ? MIN (next_us, self->news_until_us) : next_us;
}

gboolean
mb_board_bands_shows (MbBoardBands *self, const char *id)
{
  return mb_ticker_band_has_line (MB_TICKER_BAND (self->ticker), id);
}

gboolean
mb_board_bands_is_alarm (MbBoardBands *self, MbKind kind, const char *id)
{
  MbNotice *notice = self->alarm.notice;

  return notice != NULL && kind == MB_KIND_NOTICE && g_str_equal (mb_record_get_id (MB_RECORD (notice)), id);
}
