/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/video/mb-video-zone.h"

#include "core/model/place/mb-screen.h"
#include "core/model/time/mb-schedule.h"
#include "widgets/pictures/mb-picture-node.h"
#include "widgets/pictures/mb-still.h"
#include "widgets/promotion/mb-promotion-card.h"
#include "widgets/promotion/mb-promotion-zone.h"
#include "widgets/type/mb-card.h"
#include "widgets/type/mb-spoken.h"
#include "widgets/video/mb-live-mark.h"
#include "widgets/video/mb-video-choice.h"
#include "widgets/video/mb-video-picture.h"
#include "widgets/words/mb-video-text.h"

/* So long before its turn the next film is opened. */
#define LEAD_US (4 * G_TIME_SPAN_SECOND)
/* But not in the first frames of what shows, whose part of the time this is at the most. */
#define BEGINNING_US G_TIME_SPAN_SECOND
#define BEGINNING_PART 4

enum
{
  SIGNAL_PLAYED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbVideoZone
{
  MbZoneView parent_instance;

  MbBoard *board; /* (owned) */
  MbClock *clock; /* (owned) */
  gboolean still; /* it shows a moment, and nothing that moves */
  gboolean sounds; /* it is the one that may be heard */
  char *screen;   /* (nullable) */
  char *name;
  GtkWidget *offers; /* the zone that stands where nothing else does */

  MbMarketTime *time;    /* (owned) (nullable): of the last moment */
  MbVideoChoice *choice; /* (owned) */
  MbPlayback *playback;  /* (owned) */
  MbPlayTurn play;           /* of what shows; until_us 0: look again */
  MbMedia *media;        /* (owned) (nullable): that */
  gint64 judged_us;
  gboolean unseen;

  MbType *type; /* (owned) (nullable) */
  MbPanel panel;
  MbVideoPicture *picture; /* (owned) */
  MbStill *image;          /* (owned): a picture of the list, or a poster */
  MbPromotionCard *card;   /* (owned) (nullable): about a livestream that is not to be seen; made when drawn */
  gint64 card_us;          /* what it says is true of */
  MbInk *mark;             /* (owned) (nullable) */
  MbSign sign;             /* as it was told last */
  guint telling;           /* that it is another; 0: it is not */
};

G_DEFINE_FINAL_TYPE (MbVideoZone, mb_video_zone, MB_TYPE_ZONE_VIEW)

static void tell_sign (MbVideoZone *self);

/* A film as wide as the glass fills it to the edges; beside others it leaves the edge that all of them do. */
static graphene_rect_t
get_place (MbVideoZone *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  MbCard card;

  if (self->type == NULL || width >= self->panel.width_px)
    return GRAPHENE_RECT_INIT (0, 0, width, height);

  mb_card_init (&card, width, height, mb_type_get_n (self->type));
  return card.bounds;
}

static MbPictureBox
get_box (MbVideoZone *self)
{
  graphene_rect_t place = get_place (self);

  return (MbPictureBox){ (int) place.size.width, (int) place.size.height, MB_PICTURE_MOUNT };
}

static void
drop_card (MbVideoZone *self)
{
  g_clear_pointer (&self->card, mb_promotion_card_free);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
mb_video_zone_set_type (MbZoneView *view, MbType *type, const MbPanel *panel)
{
  MbVideoZone *self = MB_VIDEO_ZONE (view);

  g_clear_pointer (&self->type, mb_type_unref);
  g_clear_pointer (&self->mark, mb_ink_free);
  self->type = mb_type_ref (type);
  self->panel = *panel;
  self->mark = mb_ink_new (type, MB_STEP_QUIET, PANGO_WEIGHT_BOLD, MB_TONE_TEXT);
  mb_ink_set_text (self->mark, mb_format_live (mb_type_get_catalogue (type)));
  mb_zone_view_set_type (MB_ZONE_VIEW (self->offers), type, panel);
  drop_card (self);
}

static gboolean
is_announced (MbVideoZone *self, gint64 now_us)
{
  return self->media != NULL && self->media->type == MB_MEDIA_LIVE && self->media->starts_at.us != MB_UNSET &&
         now_us < self->media->starts_at.us;
}

/* By the screen's windows for sound: without any, it has none. */
static double
get_volume (MbVideoZone *self, gint64 now_us, gint64 *change_us)
{
  MbScreen *screen = self->screen != NULL
                         ? (MbScreen *) mb_board_get (self->board, MB_KIND_SCREEN, self->screen) : NULL;
  gint64 next_us;
  gboolean is_time;

  if (!self->sounds || screen == NULL || screen->sound == NULL || screen->sound->len == 0)
    return 0;

  is_time = mb_schedule_is_daily (screen->sound, now_us, self->time, &next_us);
  *change_us = MIN (*change_us, next_us);
  if (!is_time)
    return 0;

  return (screen->volume != MB_UNSET ? screen->volume / 100.0 : 1) *
         mb_play_plan_get_volume (mb_video_choice_get_plan (self->choice));
}

static const char *
get_id (MbMedia *media)
{
  return media != NULL ? mb_record_get_id (MB_RECORD (media)) : NULL;
}

/* The picture that stands in this place: one of the list, else the poster of what does not move. */
static void
show_image (MbVideoZone *self)
{
  MbPictureBox box = get_box (self);
  const char *id = self->media == NULL                  ? NULL
                   : self->media->type == MB_MEDIA_IMAGE ? get_id (self->media)
                                                         : self->media->poster;

  mb_still_show (self->image, id, &box);
}

static gboolean
has_poster (MbVideoZone *self)
{
  MbStillState state = mb_still_get_state (self->image);

  return self->media != NULL && self->media->poster != NULL && (state == MB_STILL_READY || state == MB_STILL_MAKING);
}

static void
prepare_next (MbVideoZone *self)
{
  MbPlayTurn play = mb_video_choice_look (self->choice, self->play.until_us, self->time);
  MbPictureBox box = get_box (self);
  MbPlayItem item;
  g_autofree char *uri = NULL;

  if (play.media == NULL || self->still)
    return;

  uri = mb_video_choice_fill (self->choice, &play, &item);
  mb_playback_prepare (self->playback, &item);
  if (play.media->type == MB_MEDIA_IMAGE)
    mb_still_look_ahead (self->image, get_id (play.media), &box);
}

static void
show_fallback (MbVideoZone *self, gint64 now_us)
{
  MbMedia *fallback = mb_video_choice_find_fallback (self->choice, now_us, self->time);
  MbPlayTurn play = { .media = fallback };
  gint64 film_ms = MB_UNSET;
  MbPlayItem item;
  g_autofree char *uri = NULL;

  if (fallback != NULL)
    {
      uri = mb_video_choice_fill (self->choice, &play, &item);
      film_ms = mb_play_plan_get_film_ms (mb_video_choice_get_plan (self->choice), fallback);
    }
  if (fallback != NULL && film_ms != MB_UNSET)
    item.length_us = film_ms * G_TIME_SPAN_MILLISECOND;
  mb_playback_set_fallback (self->playback, fallback != NULL ? &item : NULL);
}

static void
show_play (MbVideoZone *self, gint64 now_us)
{
  gboolean stands = self->still && (self->media == NULL || self->media->poster != NULL);
  MbPlayItem item;
  g_autofree char *uri = NULL;

  show_image (self);
  if (self->media == NULL || is_announced (self, now_us) || stands || self->unseen)
    {
      mb_playback_show (self->playback, NULL);
      return;
    }

  if (self->media->type == MB_MEDIA_LIVE)
    show_fallback (self, now_us);
  uri = mb_video_choice_fill (self->choice, &self->play, &item);
  mb_playback_show (self->playback, &item);
}

static void
take_play (MbVideoZone *self, const MbPlayTurn *play)
{
  gboolean other = self->media != play->media;

  self->play = *play;
  if (!other)
    return;

  g_set_object (&self->media, play->media);
  drop_card (self);
  mb_zone_view_emit_turned (MB_ZONE_VIEW (self));
}

static gint64
get_lead (MbVideoZone *self)
{
  gint64 length_us = self->play.until_us - self->play.begin_us;

  return MAX (self->play.until_us - LEAD_US, self->play.begin_us + MIN (BEGINNING_US, length_us / BEGINNING_PART));
}

/* Brings what shows to this time. Returns: when it wants to be asked again. */
static gint64
choose (MbVideoZone *self, gint64 now_us)
{
  gint64 next_us = G_MAXINT64;
  MbPictureBox box;

  if (self->time == NULL || gtk_widget_get_width (GTK_WIDGET (self)) == 0)
    return G_MAXINT64;

  box = get_box (self);
  mb_playback_set_box (self->playback, box.width, box.height);

  if (now_us < self->play.begin_us || now_us >= self->play.until_us)
    {
      MbPlayTurn play = mb_video_choice_look (self->choice, now_us, self->time);

      take_play (self, &play);
    }
  mb_playback_set_volume (self->playback, get_volume (self, now_us, &next_us));
  show_play (self, now_us);
  if (is_announced (self, now_us))
    next_us = MIN (next_us, self->media->starts_at.us);
  if (now_us >= get_lead (self) && !self->unseen)
    prepare_next (self);
  else if (now_us < get_lead (self))
    next_us = MIN (next_us, get_lead (self));
  return MIN (next_us, self->play.until_us);
}

static void
look_again (MbVideoZone *self)
{
  self->play.until_us = 0;
  mb_zone_view_emit_due (MB_ZONE_VIEW (self));
}

static gboolean
concerns (const MbMoment *moment)
{
  for (guint i = 0; moment->changes != NULL && i < moment->changes->len; i++)
    switch (mb_record_get_kind (((MbChangedRecord *) moment->changes->pdata[i])->record))
      {
      case MB_KIND_PLAYLIST:
      case MB_KIND_MEDIA:
      case MB_KIND_MARKET:
        return TRUE;
      default:
        break;
      }

  return moment->reset;
}

static gint64
mb_video_zone_update (MbZoneView *view, const MbMoment *moment)
{
  MbVideoZone *self = MB_VIDEO_ZONE (view);
  gint64 next_us = mb_zone_view_update (MB_ZONE_VIEW (self->offers), moment);

  if (self->time != moment->time)
    {
      g_clear_pointer (&self->time, mb_market_time_unref);
      self->time = mb_market_time_ref (moment->time);
    }
  self->judged_us = moment->judged_us;
  self->unseen = moment->unseen;
  if (concerns (moment))
    {
      mb_play_plan_forget (mb_video_choice_get_plan (self->choice));
      self->play.until_us = 0;
      drop_card (self);
    }
  next_us = MIN (next_us, choose (self, moment->now_us));
  if (self->card != NULL && self->media != NULL &&
      mb_video_text_changes (self->media, self->card_us, self->judged_us, mb_market_time_get_zone (self->time)))
    drop_card (self);
  tell_sign (self);
  return next_us;
}

static void
mb_video_zone_find (MbZoneView *view, MbKind kind, const char *id, MbSight *sight)
{
  MbVideoZone *self = MB_VIDEO_ZONE (view);

  if (kind == MB_KIND_MEDIA && g_strcmp0 (id, get_id (self->media)) == 0)
    sight->n_visible++;
}

static gboolean
mb_video_zone_is_settled (MbZoneView *view)
{
  MbVideoZone *self = MB_VIDEO_ZONE (view);

  /* A picture of a moment is not one of whatever came first. */
  if (self->still && self->time != NULL && mb_video_choice_awaits (self->choice, mb_clock_now (self->clock), self->time))
    return FALSE;

  return mb_playback_is_settled (self->playback) && mb_still_get_state (self->image) != MB_STILL_MAKING;
}

/* What is drawn: the first of these that there is. */
typedef enum
{
  LOOK_FRAME,
  LOOK_IMAGE,
  LOOK_CARD,
  LOOK_OFFERS
} Look;

static Look
get_look (MbVideoZone *self)
{
  gboolean is_picture = mb_playback_get_source (self->playback) == MB_SOURCE_PICTURE;

  if (mb_video_picture_has_frame (self->picture))
    return LOOK_FRAME;
  if ((is_picture || has_poster (self)) && mb_still_get_texture (self->image) != NULL)
    return LOOK_IMAGE;
  if (self->media != NULL && self->media->type == MB_MEDIA_LIVE)
    return LOOK_CARD;

  return LOOK_OFFERS;
}

/* Of a livestream nobody knows anything before it begins, nor on a clock that stands still. */
static MbSign
get_live_sign (MbVideoZone *self)
{
  if (mb_playback_is_live (self->playback))
    return MB_SIGN_LIVE;

  return self->still || is_announced (self, mb_clock_now (self->clock)) ? MB_SIGN_NONE : MB_SIGN_LATE;
}

static MbSign
find_sign (MbVideoZone *self)
{
  gint64 now_us = mb_clock_now (self->clock);
  MbPlayTurn planned;
  Look look = get_look (self);

  if (self->time == NULL || self->unseen)
    return MB_SIGN_NONE;
  if (self->media != NULL && self->media->type == MB_MEDIA_LIVE)
    return get_live_sign (self);
  if (look == LOOK_FRAME || look == LOOK_IMAGE)
    return MB_SIGN_LIVE;

  planned = mb_play_plan_look (mb_video_choice_get_plan (self->choice), now_us, self->time);
  if (planned.media == NULL)
    return MB_SIGN_NONE;

  return self->media != NULL || mb_video_choice_waits (self->choice, now_us, self->time) ? MB_SIGN_LATE : MB_SIGN_GONE;
}

static gboolean
on_sign (gpointer data)
{
  MbVideoZone *self = data;

  self->telling = 0;
  if (find_sign (self) != self->sign)
    mb_zone_view_emit_due (MB_ZONE_VIEW (self));
  return G_SOURCE_REMOVE;
}

/* Not at once: whatever changed it may be an update that is not over. */
static void
tell_sign (MbVideoZone *self)
{
  if (self->telling == 0 && find_sign (self) != self->sign)
    self->telling = g_idle_add (on_sign, self);
}

static void
on_changed (MbVideoZone *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
  tell_sign (self);
}

static void
draw_card (MbVideoZone *self, GtkSnapshot *snapshot, int width, int height)
{
  if (self->card == NULL)
    {
      g_auto (MbPromotionText) text = { 0 };

      self->card_us = self->judged_us;
      mb_video_text_init (&text, self->media, mb_type_get_catalogue (self->type), self->judged_us,
                          mb_market_time_get_zone (self->time), self->still);
      self->card = mb_promotion_card_new (self->type, &self->panel, &text, self->media->link, FALSE, width, height);
    }
  mb_promotion_card_draw (self->card, snapshot, NULL);
}

static void
draw_image (MbVideoZone *self, GtkSnapshot *snapshot, Look look, int width, int height)
{
  if (look == LOOK_FRAME)
    mb_video_picture_draw (self->picture, snapshot, width, height);
  else
    mb_picture_node_append (snapshot, mb_still_get_texture (self->image),
                            &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (look == LOOK_FRAME && mb_playback_is_live (self->playback))
    mb_live_mark_draw (snapshot, self->mark, mb_type_get_n (self->type), width, height);
}

static void
mb_video_zone_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MbVideoZone *self = MB_VIDEO_ZONE (widget);
  graphene_rect_t place = get_place (self);
  Look look = get_look (self);

  if (self->type == NULL || self->time == NULL)
    return;

  mb_spoken_hide (self->offers, look != LOOK_OFFERS);
  if (look == LOOK_OFFERS)
    gtk_widget_snapshot_child (widget, self->offers, snapshot);
  else if (look == LOOK_CARD)
    draw_card (self, snapshot, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  else
    {
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &place.origin);
      draw_image (self, snapshot, look, (int) place.size.width, (int) place.size.height);
      gtk_snapshot_restore (snapshot);
    }
}

static void
mb_video_zone_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MbVideoZone *self = MB_VIDEO_ZONE (widget);

  gtk_widget_allocate (self->offers, width, height, -1, NULL);
  drop_card (self);
  choose (self, mb_clock_now (self->clock)); /* what waited for a size */
}

/* A file that has come says how long it lasts. */
static void
on_gallery_changed (MbVideoZone *self)
{
  mb_play_plan_forget (mb_video_choice_get_plan (self->choice));
  look_again (self);
}

static void
on_frame (MbVideoZone *self)
{
  mb_video_picture_set_frame (self->picture, mb_playback_get_frame (self->playback));
  if (self->sign != MB_SIGN_LIVE)
    tell_sign (self);
}

static void
on_turned (MbVideoZone *self)
{
  mb_video_picture_fade (self->picture);
}

static void
on_played (MbVideoZone *self, MbPlayed *played)
{
  if (played->ended != MB_PLAY_FAILED)
    mb_video_choice_praise (self->choice, played->media);
  g_signal_emit (self, signals[SIGNAL_PLAYED], 0, played);
}

static void
on_broken (MbVideoZone *self, const char *media, GError *error)
{
  mb_video_choice_complain (self->choice, media, error, mb_clock_now (self->clock));
  look_again (self);
}

static gboolean
on_image_changed (gpointer data)
{
  MbVideoZone *self = data;

  if (mb_still_get_state (self->image) == MB_STILL_BROKEN && self->media != NULL && self->media->type == MB_MEDIA_IMAGE)
    {
      g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Not a picture");

      on_broken (self, get_id (self->media), error);
    }
  on_changed (self);
  return G_SOURCE_REMOVE;
}

static void
mb_video_zone_dispose (GObject *object)
{
  MbVideoZone *self = MB_VIDEO_ZONE (object);

  g_clear_handle_id (&self->telling, g_source_remove);
  g_clear_object (&self->playback); /* what it shows is over, and is told */
  g_clear_pointer (&self->picture, mb_video_picture_free);
  g_clear_pointer (&self->image, mb_still_free);
  g_clear_pointer (&self->offers, gtk_widget_unparent);

  G_OBJECT_CLASS (mb_video_zone_parent_class)->dispose (object);
}

static void
mb_video_zone_finalize (GObject *object)
{
  MbVideoZone *self = MB_VIDEO_ZONE (object);

  g_clear_pointer (&self->card, mb_promotion_card_free);
  g_clear_pointer (&self->mark, mb_ink_free);
  g_clear_pointer (&self->type, mb_type_unref);
  g_clear_pointer (&self->time, mb_market_time_unref);
  g_clear_object (&self->media);
  mb_video_choice_free (self->choice);
  g_object_unref (self->clock);
  g_object_unref (self->board);
  g_free (self->screen);
  g_free (self->name);

  G_OBJECT_CLASS (mb_video_zone_parent_class)->finalize (object);
}

static void
mb_video_zone_class_init (MbVideoZoneClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mb_video_zone_dispose;
  G_OBJECT_CLASS (klass)->finalize = mb_video_zone_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = mb_video_zone_snapshot;
  GTK_WIDGET_CLASS (klass)->size_allocate = mb_video_zone_size_allocate;
  MB_ZONE_VIEW_CLASS (klass)->set_type = mb_video_zone_set_type;
  MB_ZONE_VIEW_CLASS (klass)->update = mb_video_zone_update;
  MB_ZONE_VIEW_CLASS (klass)->find = mb_video_zone_find;
  MB_ZONE_VIEW_CLASS (klass)->is_settled = mb_video_zone_is_settled;

  signals[SIGNAL_PLAYED] = g_signal_new ("played", MB_TYPE_VIDEO_ZONE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
mb_video_zone_init (MbVideoZone *self)
{
}

/* Everything listened to here is the zone's own, but the gallery, which outlives it. */
static void
listen (MbVideoZone *self, MbGallery *gallery)
{
  g_signal_connect_object (self->playback, "frame", G_CALLBACK (on_frame), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->playback, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->playback, "turned", G_CALLBACK (on_turned), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->playback, "played", G_CALLBACK (on_played), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->playback, "broken", G_CALLBACK (on_broken), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gallery, "changed", G_CALLBACK (on_gallery_changed), self, G_CONNECT_SWAPPED);
}

GtkWidget *
mb_video_zone_new (const MbZoneSite *site)
{
  MbVideoZone *self;

  g_return_val_if_fail (site != NULL && MB_IS_BOARD (site->board) && MB_IS_CLOCK (site->clock), NULL);

  self = g_object_new (MB_TYPE_VIDEO_ZONE, NULL);
  self->board = g_object_ref (site->board);
  self->clock = g_object_ref (site->clock);
  self->still = mb_clock_get_speed (site->clock) == 0;
  self->sounds = site->nth == 0;
  self->screen = g_strdup (site->screen);
  self->name = site->nth == 0 ? g_strdup ("video") : g_strdup_printf ("video-%u", site->nth + 1);
  self->offers = mb_promotion_zone_new (site);
  gtk_widget_set_parent (self->offers, GTK_WIDGET (self));
  self->choice = mb_video_choice_new (site->board, site->gallery, site->zone->playlist);
  self->playback = mb_playback_new (site->clock, self->still, &mb_live_timing, g_str_hash (self->name));
  self->picture = mb_video_picture_new (GTK_WIDGET (self));
  self->image = mb_still_new (site->gallery, on_image_changed, self);
  listen (self, site->gallery);
  return GTK_WIDGET (self);
}

MbSign
mb_video_zone_get_sign (MbVideoZone *self)
{
  g_return_val_if_fail (MB_IS_VIDEO_ZONE (self), MB_SIGN_NONE);

  self->sign = find_sign (self);
  return self->sign;
}

MbPlayback *
mb_video_zone_get_playback (MbVideoZone *self)
{
  g_return_val_if_fail (MB_IS_VIDEO_ZONE (self), NULL);

  return self->playback;
}

const char *
mb_video_zone_get_name (MbVideoZone *self)
{
  g_return_val_if_fail (MB_IS_VIDEO_ZONE (self), NULL);

  return self->name;
}

void
mb_video_zone_tell_problems (MbVideoZone *self, GStrvBuilder *builder)
{
  const char *problem;

  g_return_if_fail (MB_IS_VIDEO_ZONE (self));

  problem = mb_playback_get_problem (self->playback);
  if (problem != NULL && self->media != NULL)
    {
      g_autofree char *sentence = g_strdup_printf ("%s: %s", get_id (self->media), problem);

      g_strv_builder_add (builder, sentence);
    }
  mb_video_choice_tell (self->choice, builder);
}

guint
mb_video_zone_get_missed (MbVideoZone *self)
{
  g_return_val_if_fail (MB_IS_VIDEO_ZONE (self), 0);

  return mb_video_picture_get_missed (self->picture);
}
