/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/scale/mb-scale-card.h"

#include "widgets/type/mb-block.h"
#include "widgets/type/mb-card.h"
#include "widgets/type/mb-sketch.h"

#include <math.h>

/* In N. */
#define SKETCH 2.3
#define APART 0.6 /* between sketch and words */
#define BELOW 0.2 /* between headline and remarks */
#define PAD 0.3   /* above and below */

#define REMARK_LINES 4

struct _MbScaleCard
{
  int n;
  int width;
  MbCard card;
  MbBlock *headline, *remarks; /* (owned) */
};

static int
em (const MbScaleCard *self, double size)
{
  return (int) round (size * self->n);
}

/* Large where it stands on one line. */
static MbBlock *
make_headline (MbType *type, const char *text, int width)
{
  MbBlock *block = mb_block_new (type, MB_STEP_CLOCK, PANGO_WEIGHT_BOLD, MB_TONE_TEXT, text, width, 1);

  if (mb_block_is_whole (block))
    return block;

  mb_block_free (block);
  return mb_block_new (type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, MB_TONE_TEXT, text, width, 2);
}

MbScaleCard *
mb_scale_card_new (MbType *type, const char *headline, const char *const *remarks, int width)
{
  MbScaleCard *self;
  int height, beside;

  g_return_val_if_fail (type != NULL && headline != NULL && remarks != NULL, NULL);

  self = g_new0 (MbScaleCard, 1);
  self->n = mb_type_get_n (type);
  self->width = width;
  mb_card_init (&self->card, width, 1, self->n);
  beside = MAX (self->card.width - em (self, SKETCH + APART), 1);
  self->headline = make_headline (type, headline, beside);
  self->remarks = mb_block_new_pieces (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, MB_TONE_QUIET, remarks, beside,
                                       REMARK_LINES);
  height = mb_block_get_height (self->headline) + em (self, BELOW) + mb_block_get_height (self->remarks);
  height = MAX (height, em (self, SKETCH)) + em (self, 2 * PAD);
  mb_card_init (&self->card, width, height, self->n);
  mb_card_init (&self->card, width, 2 * height - (int) self->card.bounds.size.height, self->n);
  return self;
}

void
mb_scale_card_free (MbScaleCard *self)
{
  mb_block_free (self->headline);
  mb_block_free (self->remarks);
  g_free (self);
}

int
mb_scale_card_get_height (const MbScaleCard *self)
{
  return (int) (self->card.bounds.size.height + 2 * self->card.bounds.origin.y);
}

void
mb_scale_card_draw (MbScaleCard *self, GtkSnapshot *snapshot, int y)
{
  int size = em (self, SKETCH), height = mb_scale_card_get_height (self), x = self->card.x + size + em (self, APART);
  int words = mb_block_get_height (self->headline) + em (self, BELOW) + mb_block_get_height (self->remarks);
  int top = (height - words) / 2;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, y));
  mb_card_draw (&self->card, snapshot, MB_TONE_CARD, self->n);
  mb_sketch_draw (MB_SKETCH_SCALE, snapshot, self->card.x, (height - size) / 2, size);
  mb_block_draw (self->headline, snapshot, x, top, 1);
  top += mb_block_get_height (self->headline) + em (self, BELOW);
  mb_block_draw (self->remarks, snapshot, x, top, 1);
  gtk_snapshot_restore (snapshot);
}

static void
add_lines (GString *words, const MbBlock *block)
{
  for (guint i = 0; i < mb_block_get_n_lines (block); i++)
    g_string_append_printf (words, "%s%s", words->len > 0 ? "|" : "", mb_block_get_line (block, i));
}

char *
mb_scale_card_dup_words (const MbScaleCard *self)
{
  GString *words = g_string_new (NULL);

  add_lines (words, self->headline);
  add_lines (words, self->remarks);
  return g_string_free (words, FALSE);
}
