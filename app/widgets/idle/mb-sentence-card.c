/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/idle/mb-sentence-card.h"

#include "widgets/type/mb-block.h"
#include "widgets/type/mb-card.h"

#include <math.h>

/* In N. */
#define HEADLINE_FROM 4.6 /* the least height for two sizes of type */
#define SKETCH 3.0        /* the least height of the sketch */
#define SKETCH_GAP 0.6
#define APART 0.3

#define SKETCH_PART 0.42 /* of the card's height, where there is room */
#define STROKE 0.02      /* of the sketch's size */

struct _MbSentenceCard
{
  int n;
  MbCard card;
  MbSketch sketch;
  int sketch_y, sketch_size;
  MbBlock *headline, *sentence; /* (owned) (nullable) */
  int headline_y, sentence_y;
};

static int
em (const MbSentenceCard *self, double size)
{
  return (int) round (size * self->n);
}

static MbBlock *
make_headline (MbType *type, const char *text, int width)
{
  MbBlock *block = mb_block_new (type, MB_STEP_HEADLINE, PANGO_WEIGHT_BOLD, MB_TONE_TEXT, text, width, 2);

  if (mb_block_is_whole (block))
    return block;

  mb_block_free (block);
  return mb_block_new (type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, MB_TONE_TEXT, text, width, 3);
}

static void
place (MbSentenceCard *self)
{
  int height = mb_block_get_height (self->sentence), room = (int) self->card.bounds.size.height, top;

  if (self->headline != NULL)
    height += mb_block_get_height (self->headline) + em (self, APART);
  self->sketch_size = MIN ((int) (SKETCH_PART * room), room - height - 3 * em (self, SKETCH_GAP));
  if (self->sketch_size < em (self, SKETCH))
    self->sketch = MB_SKETCH_NONE;
  if (self->sketch != MB_SKETCH_NONE)
    height += self->sketch_size + em (self, SKETCH_GAP);

  top = (room - height) / 2;
  self->sketch_y = top;
  if (self->sketch != MB_SKETCH_NONE)
    top += self->sketch_size + em (self, SKETCH_GAP);
  self->headline_y = top;
  if (self->headline != NULL)
    top += mb_block_get_height (self->headline) + em (self, APART);
  self->sentence_y = top;
}

MbSentenceCard *
mb_sentence_card_new (MbType *type, MbSketch sketch, const char *headline, const char *sentence, int width,
                      int height)
{
  MbSentenceCard *self;
  gboolean large;

  g_return_val_if_fail (type != NULL && sentence != NULL, NULL);

  self = g_new0 (MbSentenceCard, 1);
  self->n = mb_type_get_n (type);
  self->sketch = sketch;
  mb_card_init (&self->card, width, height, self->n);
  large = headline != NULL && *headline != '\0' && self->card.bounds.size.height >= HEADLINE_FROM * self->n;
  if (large)
    self->headline = make_headline (type, headline, self->card.width);
  self->sentence =
      mb_block_new (type, MB_STEP_NAME, PANGO_WEIGHT_NORMAL, large ? MB_TONE_QUIET : MB_TONE_TEXT, sentence,
                    self->card.width, (guint) MAX (self->card.height / em (self, 1.24), 1));
  place (self);
  return self;
}

void
mb_sentence_card_free (MbSentenceCard *self)
{
  g_clear_pointer (&self->headline, mb_block_free);
  g_clear_pointer (&self->sentence, mb_block_free);
  g_free (self);
}

static void
set_tone (cairo_t *cr, MbTone tone)
{
  GdkRGBA colour = mb_tone (tone);

  gdk_cairo_set_source_rgba (cr, &colour);
}

/* Both in a square from 0 to 1. */
static void
draw_scale (cairo_t *cr)
{
  set_tone (cr, MB_TONE_QUIET);
  cairo_move_to (cr, 0.08, 0.42);
  cairo_line_to (cr, 0.92, 0.42);
  cairo_move_to (cr, 0.5, 0.42);
  cairo_line_to (cr, 0.5, 0.56);
  cairo_stroke (cr);
  cairo_move_to (cr, 0.24, 0.56);
  cairo_line_to (cr, 0.76, 0.56);
  cairo_line_to (cr, 0.9, 0.96);
  cairo_line_to (cr, 0.1, 0.96);
  cairo_close_path (cr);
  cairo_stroke (cr);
  cairo_rectangle (cr, 0.34, 0.68, 0.32, 0.14);
  cairo_stroke (cr);
  set_tone (cr, MB_TONE_JADE);
  cairo_move_to (cr, 0.5, 0.06);
  cairo_line_to (cr, 0.5, 0.28);
  cairo_move_to (cr, 0.4, 0.19);
  cairo_line_to (cr, 0.5, 0.29);
  cairo_line_to (cr, 0.6, 0.19);
  cairo_stroke (cr);
}

static void
draw_paper (cairo_t *cr)
{
  cairo_move_to (cr, 0.2, 0.02);
  cairo_line_to (cr, 0.8, 0.02);
  cairo_line_to (cr, 0.8, 0.94);
  for (int i = 0; i < 6; i++)
    cairo_line_to (cr, 0.75 - 0.1 * i, i % 2 == 0 ? 0.98 : 0.94);
  cairo_line_to (cr, 0.2, 0.94);
  cairo_close_path (cr);
  set_tone (cr, MB_TONE_TEXT);
  cairo_fill (cr);
}

static void
draw_ticket (cairo_t *cr)
{
  static const double finders[][2] = { { 0.36, 0.46 }, { 0.56, 0.46 }, { 0.36, 0.66 } };

  draw_paper (cr);
  set_tone (cr, MB_TONE_GROUND);
  for (int i = 0; i < 3; i++)
    {
      cairo_move_to (cr, 0.3, 0.13 + 0.09 * i);
      cairo_line_to (cr, i == 2 ? 0.52 : 0.7, 0.13 + 0.09 * i);
    }
  cairo_set_line_width (cr, STROKE * 1.2);
  cairo_stroke (cr);
  for (gsize i = 0; i < G_N_ELEMENTS (finders); i++)
    {
      cairo_rectangle (cr, finders[i][0], finders[i][1], 0.08, 0.08);
      cairo_fill_preserve (cr);
      cairo_stroke (cr);
    }
  cairo_rectangle (cr, 0.56, 0.66, 0.05, 0.05);
  cairo_rectangle (cr, 0.61, 0.71, 0.05, 0.05);
  cairo_fill (cr);
  set_tone (cr, MB_TONE_SKY);
  cairo_rectangle (cr, 0.12, 0.39, 0.76, 0.42);
  cairo_set_dash (cr, (double[]){ 0.12, 0.08 }, 2, 0.06);
  cairo_stroke (cr);
}

static void
draw_sketch (MbSentenceCard *self, GtkSnapshot *snapshot)
{
  int size = self->sketch_size, x = ((int) self->card.bounds.size.width - size) / 2;
  cairo_t *cr =
      gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, self->sketch_y, size, size));

  cairo_translate (cr, x, self->sketch_y);
  cairo_scale (cr, size, size);
  cairo_set_line_width (cr, STROKE);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (self->sketch == MB_SKETCH_SCALE)
    draw_scale (cr);
  else
    draw_ticket (cr);
  cairo_destroy (cr);
}

void
mb_sentence_card_draw (MbSentenceCard *self, GtkSnapshot *snapshot)
{
  int width;

  g_return_if_fail (self != NULL);

  width = (int) self->card.bounds.size.width;
  mb_card_draw (&self->card, snapshot, MB_TONE_CARD, self->n);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &self->card.bounds.origin);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, self->card.bounds.size.height));
  if (self->sketch != MB_SKETCH_NONE)
    draw_sketch (self, snapshot);
  if (self->headline != NULL)
    mb_block_draw_centred (self->headline, snapshot, 0, self->headline_y, width);
  mb_block_draw_centred (self->sentence, snapshot, 0, self->sentence_y, width);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_restore (snapshot);
}

char *
mb_sentence_card_dup_words (const MbSentenceCard *self)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; self->headline != NULL && i < mb_block_get_n_lines (self->headline); i++)
    g_string_append_printf (words, "%s|", mb_block_get_line (self->headline, i));
  for (guint i = 0; i < mb_block_get_n_lines (self->sentence); i++)
    g_string_append_printf (words, "%s%s", i > 0 ? "|" : "", mb_block_get_line (self->sentence, i));

  return g_string_free (words, FALSE);
}
