/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/origin/mb-origin-card.h"

#include "widgets/type/mb-block.h"
#include "widgets/type/mb-card.h"
#include "widgets/type/mb-sketch.h"

#include <math.h>

/* In N. */
#define APART 1.2 /* between ticket and words */
#define BELOW 1.2 /* below the headline */
#define BETWEEN 0.5 /* between steps */

#define SKETCH_PART 0.9 /* of the card's height, and */
#define SKETCH_MOST 0.4 /* of its width; upright the other way round */
#define DISC 1.25       /* of a step's type */
#define DISC_RISE 0.36  /* from a disc's middle down to its number's baseline */

typedef struct
{
  MbInk *number; /* (owned) */
  MbBlock *text; /* (owned) */
} Step;

struct _MbOriginCard
{
  MbType *type; /* (owned) */
  MbCard card;
  gboolean upright; /* the ticket stands over the words */
  int sketch, words_x;
  MbBlock *headline; /* (owned) */
  MbStep size;       /* of the steps */
  Step steps[MB_N_ORIGIN_STEPS];
  MbBlock *if_wrong; /* (owned) */
};

static int
em (const MbOriginCard *self, double size)
{
  return (int) round (size * mb_type_get_n (self->type));
}

static int
get_disc (const MbOriginCard *self)
{
  return (int) round (DISC * mb_step_get_px (self->size, mb_type_get_n (self->type)));
}

static int
get_step_height (const MbOriginCard *self, guint i)
{
  return MAX (mb_block_get_height (self->steps[i].text), get_disc (self)) + em (self, BETWEEN);
}

static int
get_height (const MbOriginCard *self)
{
  int height = mb_block_get_height (self->headline) + em (self, BELOW) + mb_block_get_height (self->if_wrong);

  for (guint i = 0; i < MB_N_ORIGIN_STEPS; i++)
    height += get_step_height (self, i);

  return height + em (self, BELOW);
}

static void
clear_words (MbOriginCard *self)
{
  g_clear_pointer (&self->headline, mb_block_free);
  g_clear_pointer (&self->if_wrong, mb_block_free);
  for (guint i = 0; i < MB_N_ORIGIN_STEPS; i++)
    {
      g_clear_pointer (&self->steps[i].number, mb_ink_free);
      g_clear_pointer (&self->steps[i].text, mb_block_free);
    }
}

/* Returns: whether all of it stands whole */
static gboolean
write_words (MbOriginCard *self, MbStep headline, MbStep size, const char *if_wrong)
{
  const MbCatalogue *catalogue = mb_type_get_catalogue (self->type);
  int width = self->card.width - self->words_x;
  gboolean whole;

  self->size = size;
  self->headline = mb_block_new (self->type, headline, PANGO_WEIGHT_BOLD, MB_TONE_TEXT,
                                 mb_format_origin_waiting (catalogue), width, 2);
  self->if_wrong = mb_block_new (self->type, size > MB_STEP_NAME ? MB_STEP_NAME : MB_STEP_QUIET,
                                 PANGO_WEIGHT_NORMAL, MB_TONE_QUIET, if_wrong, width, 2);
  whole = mb_block_is_whole (self->headline);
  for (guint i = 0; i < MB_N_ORIGIN_STEPS; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      Step *step = &self->steps[i];

      step->number = mb_ink_new (self->type, size, PANGO_WEIGHT_BOLD, MB_TONE_GROUND);
      mb_ink_set_text (step->number, number);
      step->text = mb_block_new (self->type, size, PANGO_WEIGHT_NORMAL, MB_TONE_TEXT,
                                 mb_format_origin_step (catalogue, i), width - get_disc (self) - em (self, BETWEEN), 2);
      whole = whole && mb_block_is_whole (step->text);
    }

  return whole && get_height (self) <= self->card.height - (self->upright ? self->sketch + em (self, APART) : 0);
}

MbOriginCard *
mb_origin_card_new (MbType *type, const char *if_wrong, int width, int height)
{
  static const MbStep sizes[][2] = { { MB_STEP_EMERGENCY, MB_STEP_HEADLINE },
                                     { MB_STEP_AMOUNT, MB_STEP_CLOCK },
                                     { MB_STEP_HEADLINE, MB_STEP_NAME } };
  MbOriginCard *self;

  g_return_val_if_fail (type != NULL && if_wrong != NULL, NULL);

  self = g_new0 (MbOriginCard, 1);
  self->type = mb_type_ref (type);
  mb_card_init (&self->card, width, height, mb_type_get_n (type));
  self->upright = height > width;
  self->sketch = (int) MIN ((self->upright ? SKETCH_MOST : SKETCH_PART) * self->card.height,
                            (self->upright ? SKETCH_PART : SKETCH_MOST) * self->card.width);
  self->words_x = self->upright ? 0 : self->sketch + em (self, APART);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      clear_words (self);
      if (write_words (self, sizes[i][0], sizes[i][1], if_wrong))
        break;
    }
  return self;
}

void
mb_origin_card_free (MbOriginCard *self)
{
  clear_words (self);
  mb_type_unref (self->type);
  g_free (self);
}

static void
draw_step (MbOriginCard *self, GtkSnapshot *snapshot, const Step *step, int x, int y)
{
  int size = get_disc (self), rise = (int) round (DISC_RISE * mb_step_get_px (self->size, mb_type_get_n (self->type)));
  int text_y = y + (size - mb_block_get_line_height (self->type, self->size)) / 2;
  GdkRGBA colour = mb_tone (MB_TONE_SKY);
  GskRoundedRect disc;

  gsk_rounded_rect_init_from_rect (&disc, &GRAPHENE_RECT_INIT (x, y, size, size), size / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, &colour, &disc.bounds);
  gtk_snapshot_pop (snapshot);
  mb_ink_draw (step->number, snapshot, x + (size - mb_ink_get_width (step->number)) / 2, y + size / 2 + rise, 1);
  mb_block_draw (step->text, snapshot, x + size + em (self, BETWEEN), text_y, 1);
}

void
mb_origin_card_draw (MbOriginCard *self, GtkSnapshot *snapshot)
{
  int over = self->upright ? self->sketch + em (self, APART) : 0;
  int x = self->card.x + self->words_x, y = self->card.y + MAX (self->card.height - over - get_height (self), 0) / 2;
  int sketch_x = self->upright ? self->card.x + (self->card.width - self->sketch) / 2 : self->card.x;
  int sketch_y = self->upright ? y : self->card.y + (self->card.height - self->sketch) / 2;

  mb_card_draw (&self->card, snapshot, MB_TONE_CARD, mb_type_get_n (self->type));
  gtk_snapshot_push_clip (snapshot, &self->card.bounds);
  mb_sketch_draw (MB_SKETCH_TICKET, snapshot, sketch_x, sketch_y, self->sketch);
  y += over;
  mb_block_draw (self->headline, snapshot, x, y, 1);
  y += mb_block_get_height (self->headline) + em (self, BELOW);
  for (guint i = 0; i < MB_N_ORIGIN_STEPS; i++)
    {
      draw_step (self, snapshot, &self->steps[i], x, y);
      y += get_step_height (self, i);
    }
  mb_block_draw (self->if_wrong, snapshot, x, y + em (self, BELOW), 1);
  gtk_snapshot_pop (snapshot);
}

static void
add_lines (GString *words, const MbBlock *block)
{
  for (guint i = 0; i < mb_block_get_n_lines (block); i++)
    g_string_append_printf (words, "%s%s", words->len > 0 ? "|" : "", mb_block_get_line (block, i));
}

char *
mb_origin_card_dup_words (const MbOriginCard *self)
{
  GString *words = g_string_new (NULL);

  add_lines (words, self->headline);
  for (guint i = 0; i < MB_N_ORIGIN_STEPS; i++)
    add_lines (words, self->steps[i].text);
  add_lines (words, self->if_wrong);
  return g_string_free (words, FALSE);
}
