/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/promotion/mb-promotion-card.h"

#include "widgets/pictures/mb-picture-node.h"
#include "widgets/promotion/mb-promotion-words.h"
#include "widgets/type/mb-block.h"
#include "widgets/type/mb-card.h"

#include <math.h>

/* In N. */
#define GAP 0.3
#define BESIDE_FROM 4.5  /* the least that the words need beside a code */
#define PICTURE_FROM 3.6 /* the least that either side of a picture needs */

#define LEAST_MODULE 3  /* pixels: below it no phone tells them apart */
#define WHOLE_MODULE 6  /* pixels: below it one that is a pixel wider than another shows */
#define CODE_PART 0.6   /* of a large card's height, or of half its width */
#define CALL_MOST 1.1   /* of the least side: so much it grows for its words */
#define BELOW_PART 0.4 /* of the height of a card whose code stands below the words */
#define MOST_PICTURE 0.62
#define WIDEST (16.0 / 9)
#define STRIP 2.8
#define HALVINGS 5

/* A part of the card. */
typedef struct
{
  int x, y, width, height;
} Area;

struct _MbPromotionCard
{
  int n;
  MbCard card;
  int width, height; /* of the card */
  Area picture;      /* of no size: it has none */
  int top;           /* where words and code begin: below a picture above them */
  gboolean below;    /* the code stands below the words, not beside them */
  Area words_area;
  MbPromotionWords *words; /* (owned) */
  MbQr *qr;                /* (owned) (nullable) */
  int side;                /* of the code with its quiet zone */
  MbBlock *call;           /* (owned) (nullable): below it */
};

static int
em (const MbPromotionCard *self, double size)
{
  return (int) round (size * self->n);
}

static MbPromotionCard *
make (MbType *type, int width, int height)
{
  MbPromotionCard *self = g_new0 (MbPromotionCard, 1);

  self->n = mb_type_get_n (type);
  mb_card_init (&self->card, width, height, self->n);
  self->width = (int) self->card.bounds.size.width;
  self->height = (int) self->card.bounds.size.height;
  return self;
}

void
mb_promotion_card_free (MbPromotionCard *self)
{
  g_clear_pointer (&self->words, mb_promotion_words_free);
  g_clear_pointer (&self->call, mb_block_free);
  g_clear_pointer (&self->qr, mb_qr_free);
  g_free (self);
}

static int
get_pad (const MbPromotionCard *self)
{
  return self->card.x - (int) self->card.bounds.origin.x;
}

static int
get_pad_above (const MbPromotionCard *self)
{
  return self->card.y - (int) self->card.bounds.origin.y;
}

/* As large as a code has to be without its quiet zone, and that around it; where there is no room to spare, @exact. */
static int
get_least_side (const MbQr *qr, const MbPanel *panel, gboolean exact)
{
  int modules = mb_qr_get_modules (qr), inner = modules - 2 * MB_QR_QUIET;
  int px = mb_panel_get_px (panel, mb_panel_get_code_mm (panel));
  int module = MAX ((px + inner - 1) / inner, LEAST_MODULE);

  if (exact && module > LEAST_MODULE)
    return (px * modules + inner - 1) / inner;

  return module > WHOLE_MODULE ? (px * modules + inner - 1) / inner : module * modules;
}

/* A code grows a little, so that its words have a line. */
static int
make_room_for_call (const MbPromotionCard *self, MbType *type, int least, const char *call)
{
  int width = mb_type_measure (type, MB_STEP_QUIET, PANGO_WEIGHT_BOLD, call) + em (self, GAP);

  return width <= (int) (CALL_MOST * least) ? MAX (least, width) : least;
}

/* What the code is for stands below it, and the code gives way as far as it can be scanned. */
static void
fit_call (MbPromotionCard *self, MbType *type, int least, int room, const char *call)
{
  g_autoptr (MbBlock) block =
      mb_block_new (type, MB_STEP_QUIET, PANGO_WEIGHT_BOLD, MB_TONE_GROUND, call, least - em (self, GAP), 2);

  room -= mb_block_get_height (block);
  if (!mb_block_is_whole (block) || room < least)
    return;

  self->side = MIN (self->side, room);
  self->call = g_steal_pointer (&block);
}

/* The code gives way to the words, since nobody scans what he cannot read. */
static void
drop_code (MbPromotionCard *self)
{
  g_clear_pointer (&self->call, mb_block_free);
  g_clear_pointer (&self->qr, mb_qr_free);
  self->side = 0;
  self->below = FALSE;
}

/* The code with its words is as large as it has to be, and larger on a large card. */
static gboolean
fit_code (MbPromotionCard *self, MbType *type, const MbPanel *panel, const MbPromotionText *text, const char *link,
          gboolean below, gboolean exact)
{
  g_autoptr (MbQr) qr = link != NULL && *link != '\0' ? mb_qr_new (link) : NULL;
  int least, width, height = self->height - 2 * get_pad_above (self);

  drop_code (self);
  if (qr == NULL)
    return FALSE;

  least = make_room_for_call (self, type, get_least_side (qr, panel, exact), text->call);
  width = self->width - 2 * get_pad (self) - (below ? 0 : em (self, BESIDE_FROM));
  if (least > height || least > width)
    return FALSE;

  self->below = below;
  self->side = below ? (int) MIN (BELOW_PART * self->height, CODE_PART * self->width)
                     : (int) MIN (CODE_PART * self->height, CODE_PART * self->width / 2);
  self->side = MAX (self->side, least);
  self->qr = g_steal_pointer (&qr);
  fit_call (self, type, least, height, text->call);
  return TRUE;
}

/* Before a code loses its words its modules need not be whole pixels. */
static gboolean
fit_called_code (MbPromotionCard *self, MbType *type, const MbPanel *panel, const MbPromotionText *text,
                 const char *link, gboolean below)
{
  gboolean fits = fit_code (self, type, panel, text, link, below, FALSE);

  if ((fits && self->call != NULL) || text->call == NULL ||
      (fit_code (self, type, panel, text, link, below, TRUE) && self->call != NULL))
    return self->qr != NULL;

  return fit_code (self, type, panel, text, link, below, FALSE);
}

static int
get_code_height (const MbPromotionCard *self)
{
  return self->side + (self->call != NULL ? mb_block_get_height (self->call) : 0);
}

/* Where words stand beside and below a picture: as far as the code or the card's margin. */
static Area
get_words_area (const MbPromotionCard *self, int left, int top)
{
  int pad = get_pad (self), above = get_pad_above (self);
  int right = self->side > 0 && !self->below ? above + self->side + em (self, GAP) : pad;
  int bottom = self->below ? above + get_code_height (self) + em (self, GAP) : 0;

  return (Area){ left + pad, top + above, self->width - right - left - pad, self->height - bottom - top - 2 * above };
}

static void
set_words (MbPromotionCard *self, MbType *type, const MbPromotionText *text, const Area *area)
{
  g_clear_pointer (&self->words, mb_promotion_words_free);
  self->words_area = *area;
  self->words = mb_promotion_words_new (type, text, area->width, area->height);
}

static gboolean
fit_words (MbPromotionCard *self, MbType *type, const MbPromotionText *text)
{
  Area area = get_words_area (self, 0, 0);

  set_words (self, type, text, &area);
  return mb_promotion_words_fit (self->words);
}

/* A code stands at the right; below the words where the card is tall, or has no room for words beside it. */
static void
fit_code_and_words (MbPromotionCard *self, MbType *type, const MbPanel *panel, const MbPromotionText *text,
                    const char *link)
{
  gboolean tall = self->height > self->width;

  for (int i = 0; i < 2; i++)
    if (fit_called_code (self, type, panel, text, link, tall == (i == 0)) && fit_words (self, type, text))
      return;

  drop_code (self);
  fit_words (self, type, text);
}

/* A part of the card that a picture may have: beside the words, or above words and code; of a usual shape. */
static Area
get_share (const MbPromotionCard *self, double share, gboolean above)
{
  if (above)
    return (Area){ 0, 0, self->width, (int) MIN (share * self->height, self->width) };

  if (self->below)
    return (Area){ 0 };

  return (Area){ 0, 0, (int) MIN (share * (self->width - self->side), WIDEST * self->height), self->height };
}

static Area
get_words_area_for (const MbPromotionCard *self, const Area *picture, gboolean above)
{
  return above ? get_words_area (self, 0, picture->height) : get_words_area (self, picture->width, 0);
}

/* Whether a picture of that size costs the words nothing; or, if they are @broken, no more than a line of the
 * offer's own. */
static gboolean
is_free (const MbPromotionCard *self, MbType *type, const MbPromotionText *text, const Area *picture, gboolean above,
         gboolean broken)
{
  Area area = get_words_area_for (self, picture, above);
  g_autoptr (MbPromotionWords) words = NULL;

  if (above && self->height - picture->height < get_code_height (self) + 2 * get_pad_above (self))
    return FALSE;

  words = mb_promotion_words_new (type, text, area.width, area.height);
  return mb_promotion_words_are_as_good (words, self->words, broken);
}

/* As large a picture as can be had, found by halving. */
static Area
try_picture (const MbPromotionCard *self, MbType *type, const MbPromotionText *text, gboolean above, gboolean broken)
{
  int side = above ? self->height : self->width - self->side;
  double least = PICTURE_FROM * self->n / MAX (side, 1), most = MOST_PICTURE;
  Area best = get_share (self, least, above);

  if (least > most || self->height < PICTURE_FROM * self->n || !is_free (self, type, text, &best, above, broken))
    return (Area){ 0 };

  for (int i = 0; i < HALVINGS; i++)
    {
      double share = i == 0 ? most : (least + most) / 2;
      Area area = get_share (self, share, above);

      if (is_free (self, type, text, &area, above, broken))
        {
          best = area;
          least = share;
        }
      else
        most = share;
    }
  return best;
}

/* What of it a picture of a usual shape fills, from 3:4 to 16:9; in a mere strip one sees nothing. */
static double
get_worth (const Area *area)
{
  if (area->width > STRIP * area->height || area->height > STRIP * area->width)
    return 0;

  return MIN (area->width, area->height * WIDEST) * MIN (area->height, area->width * 4.0 / 3);
}

static gboolean
fit_picture (MbPromotionCard *self, MbType *type, const MbPromotionText *text, gboolean broken)
{
  Area beside = try_picture (self, type, text, FALSE, broken), above = try_picture (self, type, text, TRUE, broken);
  gboolean is_above = get_worth (&above) > get_worth (&beside);
  Area picture = is_above ? above : beside, words;

  if (get_worth (&picture) == 0)
    return FALSE;

  self->picture = picture;
  self->top = is_above ? above.height : 0;
  words = get_words_area_for (self, &picture, is_above);
  set_words (self, type, text, &words);
  return TRUE;
}

MbPromotionCard *
mb_promotion_card_new (MbType *type, const MbPanel *panel, const MbPromotionText *text, const char *link,
                       gboolean pictured, int width, int height)
{
  MbPromotionCard *self;

  g_return_val_if_fail (type != NULL && panel != NULL && text != NULL, NULL);

  self = make (type, width, height);
  fit_code_and_words (self, type, panel, text, link);
  if (pictured && !fit_picture (self, type, text, FALSE))
    fit_picture (self, type, text, TRUE);
  return self;
}

gboolean
mb_promotion_card_get_picture (const MbPromotionCard *self, MbPictureBox *box)
{
  g_return_val_if_fail (self != NULL && box != NULL, FALSE);

  *box = (MbPictureBox){ self->picture.width, self->picture.height, MB_PICTURE_CROP };
  return self->picture.width > 0;
}

/* A white square of its own, which its words stand on. */
static void
draw_code (MbPromotionCard *self, GtkSnapshot *snapshot)
{
  int above = get_pad_above (self), height = get_code_height (self);
  int x = self->below ? (self->width - self->side) / 2 : self->width - above - self->side;
  int y = self->below ? self->height - above - height : self->top + (self->height - self->top - height) / 2;

  mb_card_draw_block (snapshot, &GRAPHENE_RECT_INIT (x, y, self->side, height), MB_TONE_WHITE, 0, self->n);
  mb_qr_draw (self->qr, snapshot, x, y, self->side);
  if (self->call != NULL)
    mb_block_draw_centred (self->call, snapshot, x, y + self->side - em (self, 0.1), self->side);
}

/* As far as the card's edge, with the card's corners. */
static void
draw_picture (MbPromotionCard *self, GtkSnapshot *snapshot, GdkTexture *picture)
{
  const graphene_point_t *corner = &self->card.bounds.origin;

  mb_card_push (&self->card, snapshot, self->n);
  mb_picture_node_append (snapshot, picture,
                          &GRAPHENE_RECT_INIT (corner->x + self->picture.x, corner->y + self->picture.y,
                                               self->picture.width, self->picture.height));
  gtk_snapshot_pop (snapshot);
}

void
mb_promotion_card_draw (MbPromotionCard *self, GtkSnapshot *snapshot, GdkTexture *picture)
{
  g_return_if_fail (self != NULL);

  if (self->width <= 0 || self->height <= 0)
    return;

  mb_card_draw (&self->card, snapshot, MB_TONE_CARD, self->n);
  if (picture != NULL && self->picture.width > 0)
    draw_picture (self, snapshot, picture);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &self->card.bounds.origin);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, self->width, self->height));
  if (self->qr != NULL)
    draw_code (self, snapshot);
  mb_promotion_words_draw (self->words, snapshot, self->words_area.x, self->words_area.y);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_restore (snapshot);
}

int
mb_promotion_card_get_code_side (const MbPromotionCard *self)
{
  return self->side;
}

char *
mb_promotion_card_dup_words (const MbPromotionCard *self)
{
  GString *words = g_string_new (NULL);

  mb_promotion_words_append (self->words, words);
  for (guint i = 0; self->call != NULL && i < mb_block_get_n_lines (self->call); i++)
    g_string_append_printf (words, "|%s", mb_block_get_line (self->call, i));
  return g_string_free (words, FALSE);
}
