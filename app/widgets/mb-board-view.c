/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/mb-board-view.h"

#include "widgets/bands/mb-band-words.h"
#include "widgets/mb-board-bands.h"
#include "widgets/mb-board-sight.h"
#include "widgets/mb-language-turn.h"
#include "widgets/mb-layouts.h"
#include "widgets/mb-turn.h"
#include "widgets/mb-zones.h"
#include "widgets/prices/mb-prices-zone.h"
#include "widgets/video/mb-video-zone.h"
#include "widgets/type/mb-mark.h"

/* One board on one glass: the bands and zones of its layout, filled from the board, moved on by one
 * timer to the next instant at which anything is otherwise. */

#define JITTER_US (2 * G_TIME_SPAN_SECOND)

enum
{
  SIGNAL_DRAWN,
  SIGNAL_TURNED,
  SIGNAL_PLAYED,
  SIGNAL_ALARM,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbBoardView
{
  GtkWidget parent_instance;

  MbClock *clock; /* (owned) */
  MbBoard *board; /* (owned) (nullable) */
  MbGallery *gallery; /* (owned) its pictures */
  MbSettingNames names;
  MbLink link;

  MbLayout *layout; /* (owned) (nullable) what the zones were made of */
  MbPanel panel;
  guint32 trades;
  MbType *type; /* (owned) (nullable) before there is a size */
  MbFrame frame;
  gboolean failed;          /* there is an open failure */
  gboolean tests_elsewhere; /* which no zone may show */
  MbBoardBands *bands;      /* (owned) (nullable) once disposed of */
  MbZones *zones;           /* (owned) (nullable) */
  MbTurn *turn;             /* (owned) (nullable) NULL: the glass hangs upright */

  MbMarketTime *time; /* (owned) */
  gint64 now_us;
  gboolean time_known;
  gboolean dark;
  char *emergency; /* (nullable): what was last told of it */
  guint timer;
};

G_DEFINE_FINAL_TYPE (MbBoardView, mb_board_view, GTK_TYPE_WIDGET)

static void tell (MbBoardView *self, GPtrArray *changes, gboolean reset);
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
on_zone_due (MbBoardView *self)
{
  mb_board_view_refresh (self, NULL, FALSE);
}

static void
on_zone_played (MbVideoZone *zone, MbPlayed *played, MbBoardView *self)
{
  g_signal_emit (self, signals[SIGNAL_PLAYED], 0, mb_video_zone_get_name (zone), played);
}

static void
on_zone_news (MbBoardView *self, guint n)
{
  mb_board_bands_set_news (self->bands, n, self->time, self->now_us);
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
  mb_board_bands_forget_notices (self->bands);
}

static void
look_at_change (MbBoardView *self, const MbChangedRecord *change)
{
  mb_board_bands_take_change (self->bands, change);
  switch (mb_record_get_kind (change->record))
    {
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
    mb_board_bands_take_reset (self->bands);
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
  mb_board_bands_look (self->bands); /* they show the failures that no zone does */
  if (self->board == NULL)
    return;

  get_now (self);
  site = (MbZoneSite){ .board = self->board,
                       .gallery = self->gallery,
                       .clock = self->clock,
                       .screen = self->names.screen_id,
                       .trades = self->trades,
                       .stall = setting->screen != NULL ? setting->screen->stall : NULL,
                       .area = setting->screen != NULL ? setting->screen->area : NULL,
                       .judged_us = get_judged (self) };
  self->zones = mb_zones_new (GTK_WIDGET (self), mb_board_bands_get_lowest (self->bands), self->layout, &site);
  for (guint i = 0; i < mb_zones_get_length (self->zones); i++)
    {
      MbZoneView *zone = mb_zones_get (self->zones, i);

      g_signal_connect_object (zone, "turned", G_CALLBACK (on_zone_turned), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (zone, "due", G_CALLBACK (on_zone_due), self, G_CONNECT_SWAPPED);
      if (MB_IS_VIDEO_ZONE (zone))
        g_signal_connect_object (zone, "played", G_CALLBACK (on_zone_played), self, 0);
      if (MB_IS_PRICES_ZONE (zone))
        g_signal_connect_object (zone, "news", G_CALLBACK (on_zone_news), self, G_CONNECT_SWAPPED);
    }
}

static const MbCatalogue *
get_present_catalogue (MbBoardView *self)
{
  return mb_language_turn_get_catalogue (&self->panel, self->zones, self->now_us, self->time);
}

static gboolean
is_language_due (MbBoardView *self)
{
  return mb_type_get_catalogue (self->type) != get_present_catalogue (self);
}

/* Everything that follows from language and N. */
static void
set_type (MbBoardView *self, const MbCatalogue *catalogue)
{
  g_clear_pointer (&self->type, mb_type_unref);
  self->type = mb_type_new (GTK_WIDGET (self), catalogue, self->frame.n);
  mb_board_bands_set_type (self->bands, self->type, &self->panel, self->frame.margin);
}

/* Brings layout, sizes and language to what screen, layout and glass say now. */
static void
arrange (MbBoardView *self, int width, int height)
{
  MbSetting setting = mb_setting_resolve (self->board, &self->names, width, height);
  gboolean differs = setting.panel.led != self->panel.led || setting.panel.elder != self->panel.elder ||
                     setting.panel.n_catalogues != self->panel.n_catalogues;

  self->failed = mb_band_words_have_failure (self->board);
  self->tests_elsewhere = !mb_layouts_has (setting.layout, MB_SHOW_TESTS); /* every such zone shows them all */
  mb_layouts_frame (setting.layout, &setting.panel, self->failed && self->tests_elsewhere, &self->frame);
  self->panel = setting.panel;
  mb_panel_get_shift (&self->panel, self->now_us, &self->frame.shift_x, &self->frame.shift_y);
  if (setting.layout != self->layout || setting.trades != self->trades)
    {
      make_zones (self, &setting);
      differs = TRUE;
    }
  if (differs || self->type == NULL || mb_type_get_n (self->type) != self->frame.n ||
      mb_type_get_catalogue (self->type) != get_present_catalogue (self))
    {
      set_type (self, get_present_catalogue (self));
      differs = TRUE;
    }
  if (differs && self->zones != NULL)
    mb_zones_set_type (self->zones, self->type, &self->panel);
}

static gboolean
is_waiting (MbBoardView *self)
{
  return self->link == MB_LINK_CONNECTING || self->link == MB_LINK_GONE;
}

static gboolean
is_unseen (MbBoardView *self)
{
  return self->dark || mb_board_bands_get_alarm (self->bands) != MB_ALARM_NONE;
}

static gint64
update_zones (MbBoardView *self, GPtrArray *changes, gboolean reset)
{
  MbMoment moment = { .time = self->time,
                      .now_us = self->now_us,
                      .judged_us = get_judged (self),
                      .unheard = is_waiting (self),
                      .unseen = is_unseen (self),
                      .waiting = is_waiting (self) && mb_board_get_n_records (self->board) == 0,
                      .changes = changes,
                      .reset = reset };

  return mb_zones_update (self->zones, &moment);
}

static void
place (MbBoardView *self, int width, int height, GskTransform *turn)
{
  get_now (self);
  /* How long a page stands, and so whose turn it is, follows from the size of the list. */
  for (guint i = 0; i < 2 && (i == 0 || is_language_due (self)); i++)
    {
      arrange (self, width, height);
      mb_board_bands_place (self->bands, &self->frame, width, height, turn);
      if (self->zones == NULL)
        break;
      update_zones (self, NULL, FALSE); /* a list that gets its size chooses its page for this time */
      mb_zones_place (self->zones, &self->frame, width, turn);
    }
  tell (self, NULL, FALSE); /* for the same time: a page that turned in here would have missed its places */
}

static void
mb_board_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MbBoardView *self = MB_BOARD_VIEW (widget);
  GskTransform *turn = mb_setting_turn (self->board, &self->names, &width, &height);

  if (turn == NULL)
    g_clear_pointer (&self->turn, mb_turn_free);
  else if (self->turn == NULL)
    self->turn = mb_turn_new ();
  if (width > 0 && height > 0)
    place (self, width, height, turn);
  gsk_transform_unref (turn);
}

static void
draw_children (MbBoardView *self, GtkSnapshot *snapshot)
{
  if (mb_board_bands_get_alarm (self->bands) != MB_ALARM_NONE)
    mb_board_bands_snapshot_alarm (self->bands, GTK_WIDGET (self), snapshot);
  else
    mb_mark_snapshot_children (GTK_WIDGET (self), snapshot);
}

static void
draw_turned (MbBoardView *self, GtkSnapshot *snapshot)
{
  GtkSnapshot *drawing = gtk_snapshot_new ();
  GskRenderNode *node;

  draw_children (self, drawing);
  node = gtk_snapshot_free_to_node (drawing);
  if (node == NULL)
    return;

  node = mb_turn_draw (self->turn, node);
  gtk_snapshot_append_node (snapshot, node);
  gsk_render_node_unref (node);
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
  if (self->turn != NULL)
    draw_turned (self, snapshot);
  else
    draw_children (self, snapshot);
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

static void
look_at_alarm (MbBoardView *self)
{
  const char *emergency = mb_board_bands_get_emergency (self->bands);

  if (g_strcmp0 (self->emergency, emergency) == 0)
    return;

  g_free (self->emergency);
  self->emergency = g_strdup (emergency);
  g_signal_emit (self, signals[SIGNAL_ALARM], 0);
}

/* A minute passes now and then without a change, so this needs no timer of its own. */
static gboolean
is_shift_due (MbBoardView *self)
{
  int x, y;

  mb_panel_get_shift (&self->panel, self->now_us, &x, &y);
  return x != self->frame.shift_x || y != self->frame.shift_y;
}

/* Brings everything to the time that was looked at last. Without a layout everything is about to be made anew,
 * where sizes are given. */
static void
tell (MbBoardView *self, GPtrArray *changes, gboolean reset)
{
  MbTelling telling;
  gboolean uncovered, was_unseen;
  gint64 next_us;

  if (self->type == NULL || self->board == NULL || self->layout == NULL)
    return;

  if (is_language_due (self))
    {
      gtk_widget_queue_allocate (GTK_WIDGET (self)); /* all of it is said in the other in the next frame */
      return;
    }
  if (is_shift_due (self))
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  was_unseen = is_unseen (self);
  next_us = update_zones (self, changes, reset);
  telling = (MbTelling){ .board = self->board,
                         .screen = get_screen (self),
                         .layout = self->layout,
                         .zones = self->zones,
                         .unheard = is_waiting (self),
                         .time = self->time,
                         .now_us = self->now_us,
                         .judged_us = get_judged (self),
                         .tests_elsewhere = self->tests_elsewhere };
  next_us = MIN (next_us, mb_board_bands_tell (self->bands, &telling, &uncovered));
  if (is_unseen (self) != was_unseen)
    next_us = MIN (next_us, update_zones (self, NULL, FALSE));
  if (self->panel.n_catalogues > 1)
    next_us = MIN (next_us, mb_language_turn_get_slot (&self->panel, self->zones, self->now_us, self->time).end_us);
  set_timer (self, next_us);
  if (uncovered)
    g_signal_emit (self, signals[SIGNAL_TURNED], 0); /* what stood under it shows */
  look_at_alarm (self);
}

/* Brings everything to the present; what has not changed costs a comparison. */
static void
mb_board_view_refresh (MbBoardView *self, GPtrArray *changes, gboolean reset)
{
  get_now (self);
  tell (self, changes, reset);
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
  g_clear_pointer (&self->bands, mb_board_bands_free);

  G_OBJECT_CLASS (mb_board_view_parent_class)->dispose (object);
}

static void
mb_board_view_finalize (GObject *object)
{
  MbBoardView *self = MB_BOARD_VIEW (object);

  g_clear_object (&self->board);
  g_clear_object (&self->gallery);
  g_clear_object (&self->clock);
  g_free (self->emergency);
  g_clear_pointer (&self->type, mb_type_unref);
  g_clear_pointer (&self->time, mb_market_time_unref);
  g_clear_pointer (&self->turn, mb_turn_free);
  mb_setting_names_clear (&self->names);

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
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  signals[SIGNAL_DRAWN] = g_signal_new ("drawn", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[SIGNAL_TURNED] = g_signal_new ("turned", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PLAYED] = g_signal_new ("played", MB_TYPE_BOARD_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_POINTER);
  signals[SIGNAL_ALARM] = g_signal_new ("alarm", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mb_board_view_init (MbBoardView *self)
{
  self->now_us = MB_UNSET;
  self->time_known = TRUE;
  self->gallery = mb_gallery_new ();
  self->time = mb_market_time_new (NULL);
  self->bands = mb_board_bands_new (GTK_WIDGET (self));
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
  mb_gallery_set_board (self->gallery, board);
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

  if (g_strcmp0 (self->names.screen_id, screen_id) != 0)
    g_clear_object (&self->layout); /* its place may be another */
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
  mb_board_bands_set_link (self->bands, link);
  mb_board_view_refresh (self, NULL, FALSE);
}

void
mb_board_view_set_media (MbBoardView *self, MbMediaCache *cache)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  mb_gallery_set_cache (self->gallery, cache);
}

gboolean
mb_board_view_is_settled (MbBoardView *self)
{
  g_return_val_if_fail (MB_IS_BOARD_VIEW (self), FALSE);

  return mb_gallery_is_settled (self->gallery) && mb_zones_are_settled (self->zones);
}

char **
mb_board_view_dup_trouble (MbBoardView *self)
{
  g_return_val_if_fail (MB_IS_BOARD_VIEW (self), NULL);

  return mb_zones_dup_trouble (self->zones);
}

void
mb_board_view_set_emergency (MbBoardView *self, MbNotice *notice)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));
  g_return_if_fail (MB_IS_NOTICE (notice));

  mb_board_bands_set_early (self->bands, notice);
  mb_board_view_refresh (self, NULL, FALSE);
}

const char *
mb_board_view_get_emergency (MbBoardView *self)
{
  g_return_val_if_fail (MB_IS_BOARD_VIEW (self), NULL);

  return self->emergency;
}

const char *
mb_board_view_get_language (MbBoardView *self)
{
  g_return_val_if_fail (MB_IS_BOARD_VIEW (self), NULL);

  return mb_catalogue_get_language (self->type != NULL ? mb_type_get_catalogue (self->type) : mb_catalogue_get (NULL));
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
mb_board_view_set_dark (MbBoardView *self, gboolean dark)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  if (self->dark == dark)
    return;

  self->dark = dark;
  mb_board_view_refresh (self, NULL, FALSE);
}

void
mb_board_view_set_ticker_paused (MbBoardView *self, gboolean paused)
{
  g_return_if_fail (MB_IS_BOARD_VIEW (self));

  mb_board_bands_set_ticker_paused (self->bands, paused);
}

MbVisibility
mb_board_view_get_visibility (MbBoardView *self, MbKind kind, const char *id, gint64 *by_us)
{
  MbBoardSight sight;

  g_return_val_if_fail (MB_IS_BOARD_VIEW (self), MB_VISIBILITY_ELSEWHERE);
  g_return_val_if_fail (id != NULL, MB_VISIBILITY_ELSEWHERE);

  sight = (MbBoardSight){ self->zones, self->bands, self->layout, self->names.screen_id };
  return mb_board_sight_look (&sight, kind, id, by_us);
}

gboolean
mb_board_view_get_figure_bounds (MbBoardView *self, const char *price_id, graphene_rect_t *bounds)
{
  g_return_val_if_fail (MB_IS_BOARD_VIEW (self), FALSE);
  g_return_val_if_fail (price_id != NULL && bounds != NULL, FALSE);

  return mb_zones_get_figure_bounds (self->zones, GTK_WIDGET (self), price_id, bounds);
}
