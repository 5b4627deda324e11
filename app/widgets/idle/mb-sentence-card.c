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

/* Lines of about one length: as narrow as it can be without one more. */
static MbBlock *
make_balanced (MbType *type, MbStep step, const char *text, int width, guint max_lines)
{
  MbBlock *block = mb_block_new (type, step, PANGO_WEIGHT_BOLD, MB_TONE_TEXT, text, width, max_lines);
  guint n = mb_block_get_n_lines (block);
  int least = n > 0 ? width / (int) n : width, most = width;

  while (n > 1 && mb_block_is_whole (block) && most - least > 2)
    {
      int middle = (least + most) / 2;
      MbBlock *narrow = mb_block_new (type, step, PANGO_WEIGHT_BOLD, MB_TONE_TEXT, text, middle, n);

      if (!mb_block_is_whole (narrow) || mb_block_get_width (narrow) > middle)
        {
          mb_block_free (narrow);
          least = middle;
          continue;
        }
      mb_block_free (block);
      block = narrow;
      most = middle;
    }
  return block;
}

/* On one line if any size of a headline allows it: a name that is broken is two. */
static MbBlock *
make_headline (MbType *type, const char *text, int width)
{
  static const MbStep steps[] = { MB_STEP_HEADLINE, MB_STEP_CLOCK, MB_STEP_PRICE };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      MbBlock *block = mb_block_new (type, steps[i], PANGO_WEIGHT_BOLD, MB_TONE_TEXT, text, width, 1);

      if (mb_block_is_whole (block))
        return block;

      mb_block_free (block);
    }

  return make_balanced (type, MB_STEP_NAME, text, width, 3);
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
  int room;

  g_return_val_if_fail (type != NULL && sentence != NULL, NULL);

  self = g_new0 (MbSentenceCard, 1);
  self->n = mb_type_get_n (type);
  self->sketch = sketch;
  mb_card_init (&self->card, width, height, self->n);
  large = headline != NULL && *headline != '\0' && self->card.bounds.size.height >= HEADLINE_FROM * self->n;
  if (large)
    self->headline = make_headline (type, headline, self->card.width);
  room = self->card.height - (self->headline != NULL ? mb_block_get_height (self->headline) + em (self, APART) : 0);
  self->sentence =
      mb_block_new (type, MB_STEP_NAME, PANGO_WEIGHT_NORMAL, large ? MB_TONE_QUIET : MB_TONE_TEXT, sentence,
                    self->card.width, (guint) MAX (room / mb_block_get_line_height (type, MB_STEP_NAME), 1));
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
    mb_sketch_draw (self->sketch, snapshot, (width - self->sketch_size) / 2, self->sketch_y, self->sketch_size);
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
