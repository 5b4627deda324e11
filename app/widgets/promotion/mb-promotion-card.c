/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/promotion/mb-promotion-card.h"

#include "widgets/type/mb-block.h"
#include "widgets/type/mb-card.h"

#include <math.h>

/* In N. */
#define GAP 0.3
#define NOTCH 0.22
#define BESIDE_FROM 4.5 /* the least that the words need beside a code */

#define LEAST_MODULE 3    /* pixels: below it no phone tells them apart */
#define CODE_PART 0.6     /* of a large card's height, or of half its width */
#define OFFER_CHARACTERS 6
#define MANY_LINES 8

typedef enum
{
  PART_ABOUT,
  PART_OFFER,
  PART_DETAIL,
  PART_TERMS,
  PART_CALL,
  N_PARTS
} Part;

struct _MbPromotionCard
{
  int n;
  MbTone ground; /* what shows through the notches */
  MbCard card;
  int width, height; /* of the card */
  MbBlock *parts[N_PARTS]; /* (owned) (nullable) */
  int tops[N_PARTS];
  MbQr *qr; /* (owned) (nullable) */
  int side; /* of the code with its quiet zone */
};

static int
em (const MbPromotionCard *self, double size)
{
  return (int) round (size * self->n);
}

static MbPromotionCard *
make (MbType *type, const MbPanel *panel, int width, int height)
{
  MbPromotionCard *self = g_new0 (MbPromotionCard, 1);

  self->n = mb_type_get_n (type);
  self->ground = panel->led ? MB_TONE_LED_GROUND : MB_TONE_GROUND;
  mb_card_init (&self->card, width, height, self->n);
  self->width = (int) self->card.bounds.size.width;
  self->height = (int) self->card.bounds.size.height;
  return self;
}

void
mb_promotion_card_free (MbPromotionCard *self)
{
  for (guint i = 0; i < N_PARTS; i++)
    g_clear_pointer (&self->parts[i], mb_block_free);
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

static int
part_height (const MbPromotionCard *self, Part part)
{
  return self->parts[part] != NULL ? mb_block_get_height (self->parts[part]) : 0;
}

/* As large as a code has to be without its quiet zone, and that around it. */
static int
get_least_side (const MbQr *qr, const MbPanel *panel)
{
  int modules = mb_qr_get_modules (qr), inner = modules - 2 * MB_QR_QUIET;
  int module = (mb_panel_get_px (panel, mb_panel_get_code_mm (panel)) + inner - 1) / inner;

  return MAX (module, LEAST_MODULE) * modules;
}

/* The code is as large as it has to be, and larger on a large card. */
static void
fit_code (MbPromotionCard *self, const MbPanel *panel, const char *link)
{
  g_autoptr (MbQr) qr = link != NULL && *link != '\0' ? mb_qr_new (link) : NULL;
  int least;

  if (qr == NULL)
    return;

  least = get_least_side (qr, panel);
  if (least > self->height || self->width - least - get_pad (self) - em (self, GAP) < em (self, BESIDE_FROM))
    return;

  self->side = MAX (least, MIN ((int) (CODE_PART * self->height), (int) (CODE_PART * self->width) / 2));
  self->qr = g_steal_pointer (&qr);
}

/* What the code is for stands below it, and the code gives way as far as it can be scanned. */
static void
fit_call (MbPromotionCard *self, MbType *type, const MbPanel *panel, const char *call)
{
  int least = get_least_side (self->qr, panel);
  g_autoptr (MbBlock) block =
      mb_block_new (type, MB_STEP_QUIET, PANGO_WEIGHT_BOLD, MB_TONE_GROUND, call, least - em (self, GAP), 2);
  int room = self->height - mb_block_get_height (block);

  if (!mb_block_is_whole (block) || room < least)
    return;

  self->side = MIN (self->side, room);
  self->parts[PART_CALL] = g_steal_pointer (&block);
}

/* An offer of 2 N in two lines; larger on one line where the card has much room, smaller before it loses
 * a word. What is too long for that is a sentence, and stands as one. */
static MbBlock *
fit_offer (MbType *type, const char *offer, int width, int room)
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
      int most = MIN (width, OFFER_CHARACTERS * mb_step_get_px (sizes[i].step, n));
      g_autoptr (MbBlock) block = mb_block_new (type, sizes[i].step, PANGO_WEIGHT_BOLD, MB_TONE_TEXT, offer, most,
                                                sizes[i].lines);

      if (mb_block_is_whole (block) && mb_block_get_height (block) <= sizes[i].part * room)
        return g_steal_pointer (&block);
    }

  return mb_block_new (type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, MB_TONE_TEXT, offer, width,
                       (guint) CLAMP (room / mb_block_get_line_height (type, MB_STEP_NAME), 1, MANY_LINES));
}

static MbBlock *
make_quiet (MbType *type, const char *text, int width, guint lines)
{
  return text != NULL ? mb_block_new (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, MB_TONE_QUIET, text, width, lines)
                      : NULL;
}

/* Offer and terms come first; what is left belongs to whose it is, then to the detail.
 * Returns: whether offer and terms have room */
static gboolean
fit_words (MbPromotionCard *self, MbType *type, const MbPromotionText *text)
{
  int width = self->width - get_pad (self) - (self->side > 0 ? self->side + em (self, GAP) : get_pad (self));
  int room = self->height - 2 * get_pad_above (self);
  int n_terms = (room - mb_block_get_line_height (type, MB_STEP_NAME)) / mb_block_get_line_height (type, MB_STEP_QUIET);

  self->parts[PART_TERMS] =
      mb_block_new_pieces (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, MB_TONE_QUIET,
                           (const char *const *) text->terms, width, (guint) CLAMP (n_terms, 1, MANY_LINES));
  room -= part_height (self, PART_TERMS);
  self->parts[PART_OFFER] = fit_offer (type, text->offer, width, room);
  room -= part_height (self, PART_OFFER);
  if (room < 0 || !mb_block_is_whole (self->parts[PART_TERMS]))
    return FALSE;

  for (Part part = PART_ABOUT; part <= PART_DETAIL; part += PART_DETAIL - PART_ABOUT)
    {
      self->parts[part] = make_quiet (type, part == PART_ABOUT ? text->about : text->detail, width,
                                      part == PART_ABOUT ? 1 : 2);
      if (part_height (self, part) > room)
        g_clear_pointer (&self->parts[part], mb_block_free);
      room -= part_height (self, part);
    }

  return TRUE;
}

/* The code gives way to the words, since nobody scans what he cannot read. */
static void
drop_code (MbPromotionCard *self)
{
  for (guint i = 0; i < N_PARTS; i++)
    g_clear_pointer (&self->parts[i], mb_block_free);
  g_clear_pointer (&self->qr, mb_qr_free);
  self->side = 0;
}

/* Whose it is at the top, the terms at the bottom, the offer and its detail in the middle of what is
 * between. */
static void
place_words (MbPromotionCard *self)
{
  int top = get_pad_above (self), bottom = self->height - get_pad_above (self);
  int middle = part_height (self, PART_OFFER) + part_height (self, PART_DETAIL);

  self->tops[PART_ABOUT] = top;
  self->tops[PART_TERMS] = bottom - part_height (self, PART_TERMS);
  top += part_height (self, PART_ABOUT);
  self->tops[PART_OFFER] = top + MAX (self->tops[PART_TERMS] - top - middle, 0) / 2;
  self->tops[PART_DETAIL] = self->tops[PART_OFFER] + part_height (self, PART_OFFER);
}

MbPromotionCard *
mb_promotion_card_new (MbType *type, const MbPanel *panel, const MbPromotionText *text, const char *link, int width,
                       int height)
{
  MbPromotionCard *self;

  g_return_val_if_fail (type != NULL && panel != NULL && text != NULL, NULL);

  self = make (type, panel, width, height);
  fit_code (self, panel, link);
  if (self->qr != NULL)
    fit_call (self, type, panel, text->call);
  if (!fit_words (self, type, text) && self->qr != NULL)
    {
      drop_code (self);
      fit_words (self, type, text);
    }
  place_words (self);
  return self;
}

static void
draw_disc (MbPromotionCard *self, GtkSnapshot *snapshot, int x, int y)
{
  GdkRGBA colour = mb_tone (self->ground);
  int radius = em (self, NOTCH);
  GskRoundedRect disc;

  gsk_rounded_rect_init_from_rect (
      &disc, &GRAPHENE_RECT_INIT (x - radius, y - radius, 2 * radius, 2 * radius), radius);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, &colour, &disc.bounds);
  gtk_snapshot_pop (snapshot);
}

/* As a coupon is torn off: the code's half is white, and notched where it hangs on. */
static void
draw_code (MbPromotionCard *self, GtkSnapshot *snapshot)
{
  int x = self->width - self->side;
  int call = part_height (self, PART_CALL);
  int y = (self->height - self->side - call) / 2;

  mb_card_draw_block (snapshot, &GRAPHENE_RECT_INIT (x, 0, self->side, self->height), MB_TONE_WHITE, 0, self->n);
  mb_qr_draw (self->qr, snapshot, x, y, self->side);
  if (self->parts[PART_CALL] != NULL)
    mb_block_draw_centred (self->parts[PART_CALL], snapshot, x, y + self->side - em (self, 0.1), self->side);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, self->width, self->height));
  draw_disc (self, snapshot, x, 0);
  draw_disc (self, snapshot, x, self->height);
  gtk_snapshot_pop (snapshot);
}

void
mb_promotion_card_draw (MbPromotionCard *self, GtkSnapshot *snapshot)
{
  g_return_if_fail (self != NULL);

  if (self->width <= 0 || self->height <= 0)
    return;

  mb_card_draw (&self->card, snapshot, MB_TONE_CARD, self->n);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &self->card.bounds.origin);
  if (self->qr != NULL)
    draw_code (self, snapshot);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, self->width, self->height));
  for (Part part = 0; part < PART_CALL; part++)
    if (self->parts[part] != NULL)
      mb_block_draw (self->parts[part], snapshot, get_pad (self), self->tops[part], 1);
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

  for (Part part = 0; part < N_PARTS; part++)
    for (guint i = 0; self->parts[part] != NULL && i < mb_block_get_n_lines (self->parts[part]); i++)
      g_string_append_printf (words, "%s%s", words->len > 0 ? "|" : "", mb_block_get_line (self->parts[part], i));

  return g_string_free (words, FALSE);
}
