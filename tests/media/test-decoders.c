/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media/mb-decoders.h"

#include "media-film.h"
#include "media-show.h"
#include "mb-test-wait.h"

#include <gst/gst.h>

/* Which decoder a film gets. There is one here that says of itself that it is hardware: within, it is the one in software. */

typedef enum
{
  CARD_WELL,
  CARD_CLOSED, /* does not open: there is no such card after all */
  CARD_BREAKS, /* in the middle of the film */
  CARD_SILENT, /* takes everything, and shows nothing */
  CARD_STUCK   /* takes nothing */
} CardMode;

typedef struct
{
  GstBin parent_instance;
  guint n;
} Card;

typedef GstBinClass CardClass;

GType card_get_type (void);
G_DEFINE_TYPE (Card, card, GST_TYPE_BIN)

static CardMode mode;
static guint decoded; /* frames that went through a card */

static GstPadProbeReturn
on_coded (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Card *self = data;

  if (mode == CARD_SILENT)
    return GST_PAD_PROBE_DROP;
  if (mode == CARD_STUCK)
    return GST_PAD_PROBE_OK; /* which blocks */
  if (mode == CARD_BREAKS && self->n == 40)
    GST_ELEMENT_ERROR (self, STREAM, DECODE, ("The card has fallen out"), (NULL));
  self->n++;
  decoded++;
  return GST_PAD_PROBE_OK;
}

static GstStateChangeReturn
card_change_state (GstElement *element, GstStateChange change)
{
  if (mode == CARD_CLOSED && change == GST_STATE_CHANGE_NULL_TO_READY)
    return GST_STATE_CHANGE_FAILURE;

  return GST_ELEMENT_CLASS (card_parent_class)->change_state (element, change);
}

static void
card_class_init (CardClass *klass)
{
  static GstStaticPadTemplate sink =
      GST_STATIC_PAD_TEMPLATE ("sink", GST_PAD_SINK, GST_PAD_ALWAYS,
                               GST_STATIC_CAPS ("video/x-h264, alignment = au, stream-format = avc"));
  static GstStaticPadTemplate src =
      GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS ("video/x-raw"));
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  element_class->change_state = card_change_state;
  gst_element_class_add_static_pad_template (element_class, &sink);
  gst_element_class_add_static_pad_template (element_class, &src);
  gst_element_class_set_static_metadata (element_class, "Card", "Codec/Decoder/Video/Hardware", "Decodes", "Marketboard");
}

static void
card_init (Card *self)
{
  GstElement *decoder = gst_element_factory_make ("avdec_h264", NULL);
  g_autoptr (GstPad) in = gst_element_get_static_pad (decoder, "sink"), out = gst_element_get_static_pad (decoder, "src");

  gst_bin_add (GST_BIN (self), decoder);
  gst_element_add_pad (GST_ELEMENT (self), gst_ghost_pad_new ("sink", in));
  gst_element_add_pad (GST_ELEMENT (self), gst_ghost_pad_new ("src", out));
  gst_pad_add_probe (in, GST_PAD_PROBE_TYPE_BUFFER | (mode == CARD_STUCK ? GST_PAD_PROBE_TYPE_BLOCK : 0), on_coded, self, NULL);
}

static gint64
get_position (MediaShow *show)
{
  MbFilmFrame *frame = mb_player_get_frame (show->player);

  return frame != NULL ? mb_film_frame_get_us (frame) : -1;
}

static void
make_film (const char *path)
{
  media_film_make (path, &(MediaFilm){ 320, 180, 100, NULL, FALSE });
}

static void
set_up (MediaShow *show, gconstpointer data)
{
  g_autoptr (GstPluginFeature) card = gst_registry_lookup_feature (gst_registry_get (), "testcard");

  mode = (CardMode) GPOINTER_TO_INT (data);
  decoded = 0;
  gst_plugin_feature_set_rank (card, GST_RANK_NONE); /* as it comes, no film would get it */
  mb_decoders_prefer_hardware ();
  g_assert_true (mb_decoders_are_there ());
  media_show_open (show, make_film, 0);
  mb_player_play (show->player);
}

static void
tear_down (MediaShow *show, gconstpointer data)
{
  media_show_close (show);
}

static void
test_preferred (MediaShow *show, gconstpointer data)
{
  mb_test_wait (media_show_is_over (show));
  g_assert_cmpuint (decoded, >=, 100);
}

static void
test_closed (MediaShow *show, gconstpointer data)
{
  mb_test_wait (media_show_is_over (show));
  g_assert_cmpuint (decoded, ==, 0);
}

/* It goes on where it was, in software; nor is the card asked by the next film. */
static void
test_breaks (MediaShow *show, gconstpointer data)
{
  gint64 position_us = -1;

  while (!media_show_is_over (show))
    {
      gint64 now_us = get_position (show);

      g_assert_cmpint (now_us, >=, position_us - 80000);
      position_us = MAX (position_us, now_us);
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpint (position_us, ==, 3960000);
  g_assert_cmpuint (decoded, <, 60);
  g_assert_false (mb_decoders_are_there ());
}

static void
test_silent (MediaShow *show, gconstpointer data)
{
  mb_test_wait (get_position (show) >= 0);
  mb_test_wait (media_show_is_over (show));
  g_assert_cmpuint (decoded, ==, 0);
  g_assert_false (mb_decoders_are_there ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  gst_element_register (NULL, "testcard", GST_RANK_NONE, card_get_type ());
#define ADD(name, mode, func) g_test_add ("/decoders/" name, MediaShow, GINT_TO_POINTER (mode), set_up, func, tear_down)
  ADD ("preferred", CARD_WELL, test_preferred);
  ADD ("closed", CARD_CLOSED, test_closed);
  ADD ("breaks", CARD_BREAKS, test_breaks);
  ADD ("silent", CARD_SILENT, test_silent);
  ADD ("stuck", CARD_STUCK, test_silent);

  return g_test_run ();
}
