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

#define LEAST_SKETCH 1.5 /* where the words need the whole width */
#define MANY_LINES 12

struct _MbScaleCard
{
  int n;
  int width;
  MbCard card;
  int sketch;        /* its size */
  gboolean beside;   /* all words stand beside the sketch, not the headline alone */
  int permit_height; /* of the highest page */
  MbBlock *headline, *remedies; /* (owned) */
  GPtrArray *permits;           /* of MbBlock: a page each */
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

static MbBlock *
make_remarks (MbType *type, const char *const *pieces, int width)
{
  return mb_block_new_pieces (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, MB_TONE_QUIET, pieces, width, MANY_LINES);
}

static gboolean
have_lines (MbType *type, const char *const *pieces, int width)
{
  for (; *pieces != NULL; pieces++)
    if (mb_type_measure (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, *pieces) > width)
      return FALSE;

  return TRUE;
}

/* Beside the sketch where each remark has a line there; where not, only the headline is. */
static void
fit_sketch (MbScaleCard *self, MbType *type, const char *const *remedies, const char *const *permits)
{
  int room = self->card.width - em (self, SKETCH + APART);

  self->beside = have_lines (type, remedies, room) && have_lines (type, permits, room);
  self->sketch = em (self, self->beside ? SKETCH : LEAST_SKETCH);
}

static int
get_headline_width (const MbScaleCard *self)
{
  return MAX (self->card.width - self->sketch - em (self, APART), 1);
}

static int
get_remark_width (const MbScaleCard *self)
{
  return self->beside ? get_headline_width (self) : self->card.width;
}

/* As many on a page as @n_lines hold, and at least one. */
static void
divide_permits (MbScaleCard *self, MbType *type, const char *const *permits, guint n_lines)
{
  int width = get_remark_width (self);
  g_autoptr (GPtrArray) page = g_ptr_array_new_null_terminated (4, NULL, TRUE);
  MbBlock *last = NULL;

  for (; *permits != NULL; permits++)
    {
      MbBlock *block;

      g_ptr_array_add (page, (gpointer) *permits);
      block = make_remarks (type, (const char *const *) page->pdata, width);
      if (last != NULL && mb_block_get_n_lines (block) > n_lines)
        {
          g_ptr_array_add (self->permits, g_steal_pointer (&last));
          g_ptr_array_set_size (page, 0);
          g_ptr_array_add (page, (gpointer) *permits);
          mb_block_free (block);
          block = make_remarks (type, (const char *const *) page->pdata, width);
        }
      g_clear_pointer (&last, mb_block_free);
      last = block;
    }
  g_ptr_array_add (self->permits, last != NULL ? last : mb_block_new (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL,
                                                                      MB_TONE_QUIET, NULL, width, 1));
  for (guint i = 0; i < self->permits->len; i++)
    self->permit_height = MAX (self->permit_height, mb_block_get_height (self->permits->pdata[i]));
}

/* Without the permits. */
static int
get_words_height (const MbScaleCard *self)
{
  int headline = mb_block_get_height (self->headline);

  return (self->beside ? headline : MAX (headline, self->sketch)) + em (self, BELOW) + mb_block_get_height (self->remedies);
}

MbScaleCard *
mb_scale_card_new (MbType *type, const char *headline, const char *const *remedies, const char *const *permits,
                   int width, int most)
{
  MbScaleCard *self;
  int height, edges;

  g_return_val_if_fail (type != NULL && headline != NULL && remedies != NULL && permits != NULL, NULL);

  self = g_new0 (MbScaleCard, 1);
  self->n = mb_type_get_n (type);
  self->width = width;
  self->permits = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_block_free);
  mb_card_init (&self->card, width, 1, self->n);
  edges = em (self, 2 * PAD) + 2 * (int) self->card.bounds.origin.y;
  fit_sketch (self, type, remedies, permits);
  self->headline = make_headline (type, headline, get_headline_width (self));
  self->remedies = make_remarks (type, remedies, get_remark_width (self));
  divide_permits (self, type, permits, (guint) MAX ((most - edges - get_words_height (self)) /
                                                         mb_block_get_line_height (type, MB_STEP_QUIET), 1));
  height = get_words_height (self) + self->permit_height;
  height = MAX (height, self->sketch) + em (self, 2 * PAD);
  mb_card_init (&self->card, width, height, self->n);
  mb_card_init (&self->card, width, 2 * height - (int) self->card.bounds.size.height, self->n);
  return self;
}

void
mb_scale_card_free (MbScaleCard *self)
{
  mb_block_free (self->headline);
  mb_block_free (self->remedies);
  g_ptr_array_unref (self->permits);
  g_free (self);
}

int
mb_scale_card_get_height (const MbScaleCard *self)
{
  return (int) (self->card.bounds.size.height + 2 * self->card.bounds.origin.y);
}

guint
mb_scale_card_get_n_pages (const MbScaleCard *self)
{
  return self->permits->len;
}

static void
draw_permits (MbScaleCard *self, GtkSnapshot *snapshot, int x, int y, guint page, float alpha)
{
  if (page < self->permits->len)
    mb_block_draw (self->permits->pdata[page], snapshot, x, y, alpha);
}

static void
draw_words (MbScaleCard *self, GtkSnapshot *snapshot, int top, guint page, guint leaving, float progress)
{
  int beside = self->card.x + self->sketch + em (self, APART), x = self->beside ? beside : self->card.x;
  int headline = mb_block_get_height (self->headline), row = self->beside ? headline : MAX (headline, self->sketch);

  mb_block_draw (self->headline, snapshot, beside, top + (row - headline) / 2, 1);
  top += row + em (self, BELOW);
  mb_block_draw (self->remedies, snapshot, x, top, 1);
  top += mb_block_get_height (self->remedies);
  if (progress < 1)
    draw_permits (self, snapshot, x, top, leaving, 1 - progress);
  draw_permits (self, snapshot, x, top, page, progress);
}

void
mb_scale_card_draw (MbScaleCard *self, GtkSnapshot *snapshot, int y, guint page, guint leaving, float progress)
{
  int height = mb_scale_card_get_height (self);
  int top = (height - get_words_height (self) - self->permit_height) / 2, headline = MAX (mb_block_get_height (self->headline), self->sketch);
  int middle = self->beside ? height / 2 : top + headline / 2;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, y));
  mb_card_draw (&self->card, snapshot, MB_TONE_CARD, self->n);
  mb_sketch_draw (MB_SKETCH_SCALE, snapshot, self->card.x, middle - self->sketch / 2, self->sketch);
  draw_words (self, snapshot, top, page, leaving, progress);
  gtk_snapshot_restore (snapshot);
}

static void
add_lines (GString *words, const MbBlock *block)
{
  for (guint i = 0; i < mb_block_get_n_lines (block); i++)
    g_string_append_printf (words, "%s%s", words->len > 0 ? "|" : "", mb_block_get_line (block, i));
}

char *
mb_scale_card_dup_words (const MbScaleCard *self, guint page)
{
  GString *words = g_string_new (NULL);

  add_lines (words, self->headline);
  add_lines (words, self->remedies);
  if (page < self->permits->len)
    add_lines (words, self->permits->pdata[page]);
  return g_string_free (words, FALSE);
}
