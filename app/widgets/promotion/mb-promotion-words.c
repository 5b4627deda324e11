/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/promotion/mb-promotion-words.h"

#include "widgets/type/mb-block.h"

#define OFFER_CHARACTERS 6
#define MANY_LINES 8
#define DETAIL_LINES 4
#define APART "　" /* what stands between the pieces of whose it is */
#define BELOW_OFFER 0.12 /* of its size: where letters hang below the line */
#define CHARACTER 0.92   /* of its size */

typedef enum
{
  PART_ABOUT,
  PART_OFFER,
  PART_DETAIL,
  PART_TERMS,
  N_PARTS
} Part;

struct _MbPromotionWords
{
  int width, height;
  MbBlock *parts[N_PARTS]; /* (owned) (nullable) */
  int tops[N_PARTS];
  MbStep step;             /* of the offer */
  int below_offer;         /* pixels, to the detail */
  int above, below;        /* pixels, that the first and the last line reach out of the rectangle */
  gboolean fit;
};

void
mb_promotion_words_free (MbPromotionWords *self)
{
  for (Part part = 0; part < N_PARTS; part++)
    g_clear_pointer (&self->parts[part], mb_block_free);
  g_free (self);
}

static int
part_height (const MbPromotionWords *self, Part part)
{
  return self->parts[part] != NULL ? mb_block_get_height (self->parts[part]) : 0;
}

/* What of a line's height is above and below what is written in it: at the edges that may be outside. */
static int
get_lead (MbType *type, MbStep step)
{
  return (int) (mb_block_get_line_height (type, step) - CHARACTER * mb_step_get_px (step, mb_type_get_n (type))) / 2;
}

/* An offer of 2 N in two lines; larger on one line where there is much room, smaller before it loses a word.
 * What is too long for that is a sentence, and stands as one. */
static void
fit_offer (MbPromotionWords *self, MbType *type, const char *offer, int room)
{
  static const struct
  {
    MbStep step;
    guint lines;
    double part; /* of the room, at most */
  } sizes[] = { { MB_STEP_EMERGENCY, 1, 0.4 },
                { MB_STEP_AMOUNT, 1, 0.4 },
                { MB_STEP_HEADLINE, 2, 1 },
                { MB_STEP_CLOCK, 2, 1 } };
  int n = mb_type_get_n (type);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      int most = MIN (self->width, OFFER_CHARACTERS * mb_step_get_px (sizes[i].step, n));
      g_autoptr (MbBlock) block = mb_block_new (type, sizes[i].step, PANGO_WEIGHT_BOLD, MB_TONE_TEXT, offer, most,
                                                sizes[i].lines);

      if (!mb_block_is_whole (block) || mb_block_get_height (block) > sizes[i].part * room + get_lead (type, sizes[i].step))
        continue;
      self->step = sizes[i].step;
      self->parts[PART_OFFER] = g_steal_pointer (&block);
      return;
    }

  self->step = MB_STEP_NAME;
  self->parts[PART_OFFER] =
      mb_block_new (type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, MB_TONE_TEXT, offer, self->width,
                    (guint) CLAMP (room / mb_block_get_line_height (type, MB_STEP_NAME), 1, MANY_LINES));
}

/* On one line: of stall, merchant and goods the last ones go before a name is cut. */
static int
fit_about (MbPromotionWords *self, MbType *type, const char *about, int room)
{
  g_auto (GStrv) pieces = about != NULL ? g_strsplit (about, APART, -1) : NULL;

  if (pieces == NULL)
    return room;

  self->parts[PART_ABOUT] =
      mb_block_new_pieces (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, MB_TONE_QUIET,
                           (const char *const *) pieces, self->width, 1);
  if (part_height (self, PART_ABOUT) > room)
    g_clear_pointer (&self->parts[PART_ABOUT], mb_block_free);
  else
    self->above = get_lead (type, MB_STEP_QUIET);
  return room - part_height (self, PART_ABOUT);
}

/* All of it or nothing: half a sentence says what nobody meant. */
static void
fit_detail (MbPromotionWords *self, MbType *type, const char *text, int room)
{
  if (text == NULL)
    return;

  self->parts[PART_DETAIL] = mb_block_new (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, MB_TONE_QUIET, text, self->width,
                                           DETAIL_LINES);
  if (part_height (self, PART_DETAIL) > room || !mb_block_is_whole (self->parts[PART_DETAIL]))
    g_clear_pointer (&self->parts[PART_DETAIL], mb_block_free);
}

/* Offer and terms come first; what is left belongs to whose it is, then to the detail. */
static void
fit (MbPromotionWords *self, MbType *type, const MbPromotionText *text)
{
  int room = self->height + self->below;
  int n_terms = (room - mb_block_get_line_height (type, MB_STEP_NAME)) / mb_block_get_line_height (type, MB_STEP_QUIET);

  self->parts[PART_TERMS] =
      mb_block_new_pieces (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, MB_TONE_QUIET,
                           (const char *const *) text->terms, self->width, (guint) CLAMP (n_terms, 1, MANY_LINES));
  room -= part_height (self, PART_TERMS);
  fit_offer (self, type, text->offer, room);
  self->above = get_lead (type, self->step);
  room -= part_height (self, PART_OFFER);
  self->fit = room + self->above >= 0 && mb_block_is_whole (self->parts[PART_TERMS]);
  if (!self->fit)
    return;

  room = fit_about (self, type, text->about, room + get_lead (type, MB_STEP_QUIET));
  self->below_offer = (int) (BELOW_OFFER * mb_step_get_px (self->step, mb_type_get_n (type)));
  fit_detail (self, type, text->detail, room - self->below_offer);
}

static void
place (MbPromotionWords *self)
{
  int below_offer = self->parts[PART_DETAIL] != NULL ? self->below_offer : 0;
  int middle = part_height (self, PART_OFFER) + below_offer + part_height (self, PART_DETAIL);
  int top = part_height (self, PART_ABOUT) - self->above, spare;
  gboolean alone = part_height (self, PART_ABOUT) + part_height (self, PART_DETAIL) + part_height (self, PART_TERMS) == 0;

  self->tops[PART_ABOUT] = -self->above;
  self->tops[PART_TERMS] = self->height + self->below - part_height (self, PART_TERMS);
  spare = self->tops[PART_TERMS] - top - middle;
  self->tops[PART_OFFER] = top + (alone ? spare : MAX (spare, 0)) / 2; /* alone in too little room it needs both margins */
  self->tops[PART_DETAIL] = self->tops[PART_OFFER] + part_height (self, PART_OFFER) + below_offer;
}

MbPromotionWords *
mb_promotion_words_new (MbType *type, const MbPromotionText *text, int width, int height)
{
  MbPromotionWords *self;

  g_return_val_if_fail (type != NULL && text != NULL, NULL);

  self = g_new0 (MbPromotionWords, 1);
  self->width = MAX (width, 1);
  self->height = height;
  self->below = get_lead (type, MB_STEP_QUIET);
  fit (self, type, text);
  place (self);
  return self;
}

static gboolean
is_whole (const MbPromotionWords *self, Part part)
{
  return self->parts[part] != NULL && mb_block_is_whole (self->parts[part]);
}

gboolean
mb_promotion_words_fit (const MbPromotionWords *self)
{
  return self->fit;
}

gboolean
mb_promotion_words_are_as_good (const MbPromotionWords *self, const MbPromotionWords *other, gboolean broken)
{
  for (Part part = 0; part < N_PARTS; part++)
    if (is_whole (other, part) && !is_whole (self, part))
      return FALSE;

  return self->fit && self->step >= MIN (other->step, MB_STEP_HEADLINE) &&
         (broken || mb_block_get_n_lines (self->parts[PART_OFFER]) <= mb_block_get_n_lines (other->parts[PART_OFFER]));
}

void
mb_promotion_words_draw (MbPromotionWords *self, GtkSnapshot *snapshot, int x, int y)
{
  for (Part part = 0; part < N_PARTS; part++)
    if (self->parts[part] != NULL)
      mb_block_draw (self->parts[part], snapshot, x, y + self->tops[part], 1);
}

void
mb_promotion_words_append (const MbPromotionWords *self, GString *words)
{
  for (Part part = 0; part < N_PARTS; part++)
    for (guint i = 0; self->parts[part] != NULL && i < mb_block_get_n_lines (self->parts[part]); i++)
      g_string_append_printf (words, "%s%s", words->len > 0 ? "|" : "", mb_block_get_line (self->parts[part], i));
}
