/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/tests/mb-test-item.h"

#include "widgets/type/mb-block.h"
#include "widgets/type/mb-card.h"
#include "widgets/type/mb-face.h"

#include <math.h>
#include <string.h>

/* In N. */
#define FACE 0.92
#define STOP 1.3         /* a failure's face */
#define BESIDE 0.34      /* between a face and the words */
#define APART 0.4        /* between goods and sentence on one line */
#define LINE 1.5         /* a row of one line */
#define GOODS 1.08       /* the first line of a row */
#define SENTENCE 0.9     /* and the one below it */
#define RISE 0.38        /* from the middle of characters of size N down to their baseline */
#define QUIET_RISE 0.285
#define BLANK 0.19 /* between words of quiet type */
#define PAD 0.22 /* inside a failure's block */
#define GAP 0.18  /* below it */
#define CLOSE_PAD 0.16 /* left and right where its face stands in the first line, */
#define CLOSE_BESIDE 0.2 /* and between that and the goods */
#define EDGE 3   /* pixels */
#define MAX_LINES 3

/* Where a failure's face stands: the first that is low enough. */
typedef enum
{
  FORM_BESIDE,   /* large, beside all of its words */
  FORM_INLINE,   /* as others do, before the goods */
  FORM_FACELESS, /* it has none: all the room is for words */
} Form;

struct _MbTestItem
{
  MbType *type; /* (owned) */
  MbTest *test; /* (owned) */
  MbTestState state;
  MbTestText text;
  int width;
  gboolean one_line;
  Form form; /* of a failure */
  MbInk *goods, *sentence, *verdict; /* (owned) (nullable) where each has one line */
  int blank;                         /* pixels before the verdict */
  MbBlock *goods_block, *sentence_block; /* (owned) (nullable) where not */
};

static int
em (MbType *type, double size)
{
  return (int) round (size * mb_type_get_n (type));
}

static int
get_room (MbType *type, MbTestState state, int width)
{
  if (state == MB_TEST_FAILED)
    return width - em (type, 2 * PAD + STOP + BESIDE);

  return width - em (type, FACE + BESIDE);
}

/* No ink ends with a blank: where words are written apart, the room for one stands for it. */
static int
measure_blank (MbType *type, const char *before)
{
  return g_str_has_suffix (before, " ") ? em (type, BLANK) : 0;
}

/* With the verdict in Bold, which is a little wider than the sentence's own end. */
static int
measure_sentence (MbType *type, const MbTestText *text)
{
  gsize tail = text->verdict != NULL ? strlen (text->verdict) : 0;
  g_autofree char *before = g_strndup (text->sentence, strlen (text->sentence) - tail);
  int width = mb_type_measure (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, before);

  if (tail > 0)
    width += measure_blank (type, before) + mb_type_measure (type, MB_STEP_QUIET, PANGO_WEIGHT_BOLD, text->verdict);
  return width;
}

static int
measure_goods (MbType *type, const MbTestText *text)
{
  return mb_type_measure (type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, text->goods);
}

static gboolean
fits_one_line (MbType *type, MbTestState state, const MbTestText *text, int width)
{
  return state != MB_TEST_FAILED &&
         measure_goods (type, text) + em (type, APART) + measure_sentence (type, text) <=
             get_room (type, state, width);
}

static MbTone
get_tone (MbTestState state)
{
  switch (state)
    {
    case MB_TEST_FAILED:
      return MB_TONE_WHITE;
    case MB_TEST_SUSPECT:
      return MB_TONE_AMBER;
    case MB_TEST_CLOSED:
      return MB_TONE_QUIET;
    case MB_TEST_PASSED:
      break;
    }
  return MB_TONE_JADE;
}

static MbFace
get_face (MbTestState state)
{
  if (state == MB_TEST_PASSED)
    return MB_FACE_SMILE;

  return state == MB_TEST_SUSPECT ? MB_FACE_CLOCK : MB_FACE_STOP;
}

static MbInk *
make_ink (MbType *type, MbStep step, PangoWeight weight, MbTone tone, const char *text)
{
  MbInk *ink = mb_ink_new (type, step, weight, tone);

  mb_ink_set_text (ink, text);
  return ink;
}

/* Left and right of a failure's words and face. */
static int
get_pad (const MbTestItem *self)
{
  return em (self->type, self->form == FORM_INLINE ? CLOSE_PAD : PAD);
}

/* What the words of a failure have of the width: @first: those of its first line */
static int
get_form_room (const MbTestItem *self, gboolean first)
{
  int room = self->width - 2 * get_pad (self);

  if (self->state != MB_TEST_FAILED || self->form == FORM_BESIDE)
    return get_room (self->type, self->state, self->width);

  return first && self->form == FORM_INLINE ? room - em (self->type, FACE + CLOSE_BESIDE) : room;
}

/* What is written: where goods and stall have no room beside each other, the stall begins the sentence, before
 * either is broken. */
static MbTestText
get_written (const MbTestItem *self, int room)
{
  MbTestText text = self->text;

  if (text.placed == NULL || measure_goods (self->type, &text) <= room)
    return text;

  text.goods = text.name;
  text.sentence = text.placed;
  return text;
}

/* A sentence of one line is drawn in two pieces, so that its verdict stands out. */
static void
write_sentence (MbTestItem *self, const MbTestText *text, MbTone tone, int room)
{
  gsize tail = text->verdict != NULL ? strlen (text->verdict) : 0;
  g_autofree char *before = NULL;

  if (measure_sentence (self->type, text) > room)
    {
      self->sentence_block = mb_block_new (self->type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, tone,
                                           text->sentence, room, MAX_LINES);
      return;
    }

  before = g_strndup (text->sentence, strlen (text->sentence) - tail);
  self->sentence = make_ink (self->type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, tone, before);
  self->blank = measure_blank (self->type, before);
  if (tail > 0)
    self->verdict = make_ink (self->type, MB_STEP_QUIET, PANGO_WEIGHT_BOLD, MB_TONE_JADE,
                              text->verdict);
}

static void
forget_words (MbTestItem *self)
{
  g_clear_pointer (&self->goods, mb_ink_free);
  g_clear_pointer (&self->sentence, mb_ink_free);
  g_clear_pointer (&self->verdict, mb_ink_free);
  g_clear_pointer (&self->goods_block, mb_block_free);
  g_clear_pointer (&self->sentence_block, mb_block_free);
}

static void
write_words (MbTestItem *self)
{
  gboolean failed = self->state == MB_TEST_FAILED;
  int room = get_form_room (self, TRUE);
  MbTestText text = get_written (self, room);

  self->one_line = fits_one_line (self->type, self->state, &self->text, self->width);
  if (measure_goods (self->type, &text) <= room)
    self->goods = make_ink (self->type, MB_STEP_NAME, PANGO_WEIGHT_BOLD,
                            failed ? MB_TONE_WHITE : MB_TONE_TEXT, text.goods);
  else
    self->goods_block = mb_block_new (self->type, MB_STEP_NAME, PANGO_WEIGHT_BOLD,
                                      failed ? MB_TONE_WHITE : MB_TONE_TEXT, text.goods, room,
                                      MAX_LINES);
  write_sentence (self, &text, failed ? MB_TONE_WHITE : MB_TONE_QUIET, get_form_room (self, FALSE));
}

void
mb_test_item_free (MbTestItem *self)
{
  forget_words (self);
  mb_test_text_clear (&self->text);
  g_object_unref (self->test);
  mb_type_unref (self->type);
  g_free (self);
}

MbTest *
mb_test_item_get_test (const MbTestItem *self)
{
  return self->test;
}

static int
get_goods_height (const MbTestItem *self)
{
  return self->goods_block != NULL ? mb_block_get_height (self->goods_block)
                                   : em (self->type, GOODS);
}

static int
get_sentence_height (const MbTestItem *self)
{
  return self->sentence_block != NULL ? mb_block_get_height (self->sentence_block)
                                      : em (self->type, SENTENCE);
}

/* Above and below a failure's words. */
static int
get_pad_above (const MbTestItem *self)
{
  return em (self->type, self->form == FORM_BESIDE ? PAD : PAD / 2);
}

/* Without the gap below a block. */
static int
get_body_height (const MbTestItem *self)
{
  int words = get_goods_height (self) + get_sentence_height (self);

  if (self->one_line)
    return em (self->type, LINE);

  return self->state == MB_TEST_FAILED ? words + 2 * get_pad_above (self) : words;
}

int
mb_test_item_get_height (const MbTestItem *self)
{
  return get_body_height (self) + (self->state == MB_TEST_FAILED ? em (self->type, GAP) : 0);
}

MbTestItem *
mb_test_item_new (MbType *type, const MbTestRow *row, MbTestText *text, int width, int most)
{
  MbTestItem *self;

  g_return_val_if_fail (type != NULL && row != NULL && text != NULL, NULL);

  self = g_new0 (MbTestItem, 1);
  self->type = mb_type_ref (type);
  self->test = g_object_ref (row->test);
  self->state = row->state;
  self->text = *text;
  *text = (MbTestText){ 0 };
  self->width = width;
  write_words (self);
  while (self->state == MB_TEST_FAILED && get_body_height (self) > most && self->form < FORM_FACELESS)
    {
      self->form++;
      forget_words (self);
      write_words (self);
    }
  return self;
}

int
mb_test_item_get_gap (MbType *type)
{
  return em (type, GAP);
}

gboolean
mb_test_item_says (const MbTestItem *self, MbTestState state, const MbTestText *text)
{
  return self->state == state && mb_test_text_equal (&self->text, text);
}

int
mb_test_item_measure (MbType *type, const MbTestRow *row, const MbTestText *text, int width, int most)
{
  g_autoptr (MbTestItem) item = NULL;
  int room = get_room (type, row->state, width);
  MbTestText copy;

  if (fits_one_line (type, row->state, text, width))
    return em (type, LINE);
  if (row->state != MB_TEST_FAILED && measure_goods (type, text) <= room &&
      measure_sentence (type, text) <= room)
    return em (type, GOODS) + em (type, SENTENCE);

  copy = (MbTestText){ g_strdup (text->goods), g_strdup (text->sentence), g_strdup (text->verdict),
                       g_strdup (text->name), g_strdup (text->placed) };
  item = mb_test_item_new (type, row, &copy, width, most);
  return mb_test_item_get_height (item);
}

static void
draw_sentence (MbTestItem *self, GtkSnapshot *snapshot, int x, int baseline, float alpha)
{
  mb_ink_draw (self->sentence, snapshot, x, baseline, alpha);
  if (self->verdict != NULL)
    mb_ink_draw (self->verdict, snapshot, x + mb_ink_get_width (self->sentence) + self->blank, baseline, alpha);
}

static void
draw_words (MbTestItem *self, GtkSnapshot *snapshot, int x, int y, int indent, float alpha)
{
  int below = y + get_goods_height (self);
  int baseline = below + em (self->type, SENTENCE / 2 + QUIET_RISE);

  if (self->goods != NULL)
    mb_ink_draw (self->goods, snapshot, x + indent, y + em (self->type, GOODS / 2 + RISE), alpha);
  else
    mb_block_draw (self->goods_block, snapshot, x + indent, y, alpha);
  if (self->sentence_block != NULL)
    {
      mb_block_draw (self->sentence_block, snapshot, x, below, alpha);
      return;
    }

  draw_sentence (self, snapshot, x, baseline, alpha);
}

static void
draw_line (MbTestItem *self, GtkSnapshot *snapshot, int x, int y, float alpha)
{
  int baseline = y + em (self->type, LINE / 2 + RISE);

  mb_ink_draw (self->goods, snapshot, x, baseline, alpha);
  draw_sentence (self, snapshot, x + mb_ink_get_width (self->goods) + em (self->type, APART), baseline, alpha);
}

static void
draw_failure (MbTestItem *self, GtkSnapshot *snapshot, int x, int y, float alpha)
{
  int height = get_body_height (self), pad = get_pad (self), above = get_pad_above (self);
  gboolean large = self->form == FORM_BESIDE;
  int face = em (self->type, large ? STOP : FACE), beside = face + em (self->type, large ? BESIDE : CLOSE_BESIDE);

  if (self->form == FORM_FACELESS)
    y -= 2 * above; /* it needs the card's edge, too, and no more of that below than above */
  mb_card_draw_block (snapshot, &GRAPHENE_RECT_INIT (x, y, self->width, height), MB_TONE_FAILURE,
                      EDGE, mb_type_get_n (self->type));
  switch (self->form)
    {
    case FORM_BESIDE:
      mb_face_draw (snapshot, MB_FACE_STOP, x + pad, y + (height - face) / 2, face, MB_TONE_WHITE, alpha);
      draw_words (self, snapshot, x + pad + beside, y + above, 0, alpha);
      break;
    case FORM_INLINE:
      mb_face_draw (snapshot, MB_FACE_STOP, x + pad, y + above + (em (self->type, GOODS) - face) / 2, face,
                    MB_TONE_WHITE, alpha);
      draw_words (self, snapshot, x + pad, y + above, beside, alpha);
      break;
    case FORM_FACELESS:
      draw_words (self, snapshot, x + pad, y + above, 0, alpha);
      break;
    }
}

void
mb_test_item_draw (MbTestItem *self, GtkSnapshot *snapshot, int x, int y, float alpha)
{
  int face = em (self->type, FACE);
  int middle = em (self->type, self->one_line ? LINE / 2 : GOODS / 2);

  if (self->state == MB_TEST_FAILED)
    {
      draw_failure (self, snapshot, x, y, alpha);
      return;
    }

  mb_face_draw (snapshot, get_face (self->state), x, y + middle - face / 2, face,
                get_tone (self->state), alpha);
  x += face + em (self->type, BESIDE);
  if (self->one_line)
    draw_line (self, snapshot, x, y, alpha);
  else
    draw_words (self, snapshot, x, y, 0, alpha);
}
