/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/cover/mb-start-cover.h"

#include "core/model/place/mb-market.h"
#include "widgets/cover/mb-size-card.h"
#include "widgets/mb-layouts.h"
#include "widgets/type/mb-block.h"
#include "widgets/type/mb-card.h"

#include <math.h>

/* Read by somebody who stands before it, not by the hall. */
#define NEAR_M 4.0
#define FLOOR_M 0.1 /* as small as type may be */
#define FEW_ROWS 6
#define HEIGHT 26.0 /* in N: everything has room in it; lower glasses have smaller type */
#define LOW 14.0    /* in N: below it words have one size */
#define ID_PART 3        /* of the height at most one third */

/* In N. */
#define MARGIN 1.6
#define BETWEEN 1.6 /* the two columns */
#define PAD_X 0.9
#define PAD_Y 0.35
#define MAX_LINE 26.0 /* longer ones are no pleasure to read */

#define CARD_PART 0.42 /* of the width, beside the words */
#define MMS_PER_INCH 25.4

/* What stands in the column of words, in this order; where there is no room, the least important goes first. */
typedef enum
{
  ITEM_MARKET,
  ITEM_HEADLINE,
  ITEM_ADVICE,
  ITEM_ID,
  ITEM_HUB,
  ITEM_BOX,
  ITEM_PANEL,
  N_ITEMS
} ItemName;

static const struct
{
  double gap; /* above it, in N */
  int importance;
} items[N_ITEMS] = {
  [ITEM_MARKET] = { 0, 1 }, [ITEM_HEADLINE] = { 0.35, 6 }, [ITEM_ADVICE] = { 0.6, 3 }, [ITEM_ID] = { 1.4, 7 },
  [ITEM_HUB] = { 1.4, 5 },  [ITEM_BOX] = { 0.35, 4 },      [ITEM_PANEL] = { 0.35, 2 },
};

struct _MbStartCover
{
  MbCover parent_instance;

  MbStartState state;
  char *names, *hub, *box, *address;

  int n;
  MbBlock *blocks[N_ITEMS]; /* (owned) (nullable) */
  MbSizeCard *card;         /* (owned) (nullable) */
  gboolean low;
  int words_x, words_y, card_x, card_y;
};

G_DEFINE_FINAL_TYPE (MbStartCover, mb_start_cover, MB_TYPE_COVER)

static int
em (MbStartCover *self, double size)
{
  return (int) round (size * self->n);
}

static int
mb_start_cover_get_n (MbCover *cover, const MbPanel *panel)
{
  MbPanel near = *panel;
  int n;

  near.distance_m = panel->distance_m > 0 ? MIN (panel->distance_m, NEAR_M) : NEAR_M;
  near.n_lines = 0;
  n = mb_panel_get_n (&near);
  near.distance_m = FLOOR_M;
  return MIN (n, MAX ((int) (panel->height_px / HEIGHT), mb_panel_get_n (&near)));
}

static void
mb_start_cover_forget (MbCover *cover)
{
  MbStartCover *self = MB_START_COVER (cover);

  for (guint i = 0; i < N_ITEMS; i++)
    g_clear_pointer (&self->blocks[i], mb_block_free);
  g_clear_pointer (&self->card, mb_size_card_free);
}

static int
get_item_height (MbStartCover *self, guint i)
{
  if (self->blocks[i] == NULL)
    return 0;

  return mb_block_get_height (self->blocks[i]) + (i == ITEM_ID && !self->low ? 2 * em (self, PAD_Y) : 0);
}

static int
get_gap (MbStartCover *self, guint i)
{
  return em (self, self->low ? 0 : items[i].gap);
}

static int
get_words_height (MbStartCover *self)
{
  int height = 0;

  for (guint i = 0; i < N_ITEMS; i++)
    if (self->blocks[i] != NULL)
      height += get_item_height (self, i) + (height > 0 ? get_gap (self, i) : 0);
  return height;
}

static void
make_room (MbStartCover *self, int height)
{
  while (get_words_height (self) > height)
    {
      guint least = N_ITEMS;

      for (guint i = 0; i < N_ITEMS; i++)
        if (self->blocks[i] != NULL && (least == N_ITEMS || items[i].importance < items[least].importance))
          least = i;
      if (least == ITEM_ID || least == N_ITEMS)
        return;
      g_clear_pointer (&self->blocks[least], mb_block_free);
    }
}

/* @text: (transfer full) (nullable) */
static void
say (MbStartCover *self, ItemName item, MbType *type, MbStep step, MbTone tone, char *text, int width, guint lines)
{
  g_autofree char *owned = text;
  gboolean bold = item == ITEM_HEADLINE || item == ITEM_ID;

  if (owned != NULL && *owned != '\0')
    self->blocks[item] = mb_block_new (type, step, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL, tone, owned, width,
                                       lines);
}

static int
count_rows (const MbSetting *setting)
{
  MbFrame frame;

  mb_layouts_frame (setting->layout, &setting->panel, FALSE, &frame);
  return mb_rows_in (frame.zones.height, frame.n);
}

static void
say_panel (MbStartCover *self, const MbSetting *setting, MbType *type, int width)
{
  const MbCatalogue *catalogue = mb_type_get_catalogue (type);
  const MbPanel *panel = &setting->panel;
  int inches = (int) round (hypot (panel->width_mm, panel->height_mm) / MMS_PER_INCH);
  int rows = count_rows (setting);
  gboolean few = rows < FEW_ROWS && panel->n_lines == 0;

  if (inches == 0)
    say (self, ITEM_PANEL, type, MB_STEP_NAME, MB_TONE_AMBER, g_strdup (mb_start_no_panel (catalogue)), width, 2);
  else if (panel->n_lines == 0)
    say (self, ITEM_PANEL, type, MB_STEP_NAME, few ? MB_TONE_AMBER : MB_TONE_QUIET,
         mb_start_panel (catalogue, inches, panel->distance_m, rows, few), width, 2);
}

/* A number is worth its size; a long one is not cut for it. */
static void
say_id (MbStartCover *self, MbType *type, int width, int height)
{
  static const MbStep steps[] = { MB_STEP_EMERGENCY, MB_STEP_AMOUNT, MB_STEP_HEADLINE, MB_STEP_CLOCK, MB_STEP_NAME };
  const char *id = mb_cover_get_screen_id (MB_COVER (self));

  for (gsize i = 0; i < G_N_ELEMENTS (steps) && id != NULL; i++)
    {
      g_clear_pointer (&self->blocks[ITEM_ID], mb_block_free);
      say (self, ITEM_ID, type, steps[i], MB_TONE_SKY, g_strdup (id), width - 2 * em (self, PAD_X), 1);
      if (mb_block_is_whole (self->blocks[ITEM_ID]) && get_item_height (self, ITEM_ID) <= height / ID_PART)
        return;
    }
}

static void
write_words (MbStartCover *self, const MbSetting *setting, MbType *type, int width, int height)
{
  const MbCatalogue *catalogue = mb_type_get_catalogue (type);
  MbBoard *board = mb_cover_get_board (MB_COVER (self));
  MbMarket *market = board != NULL ? (MbMarket *) mb_board_get (board, MB_KIND_MARKET, "market") : NULL;
  int line = MIN (width, em (self, MAX_LINE));

  if (market != NULL)
    say (self, ITEM_MARKET, type, MB_STEP_NAME, MB_TONE_QUIET,
         g_strdup (mb_texts_get (market->name, mb_catalogue_get_language (catalogue))), width, 1);
  say (self, ITEM_HEADLINE, type, self->low ? MB_STEP_NAME : MB_STEP_HEADLINE, MB_TONE_TEXT, g_strdup (mb_start_headline (catalogue, self->state)),
       width, 2);
  say (self, ITEM_ADVICE, type, MB_STEP_NAME, MB_TONE_QUIET, mb_start_advice (catalogue, self->state, self->names), line,
       5);
  say_id (self, type, width, height);
  if (self->hub != NULL)
    say (self, ITEM_HUB, type, MB_STEP_NAME, MB_TONE_TEXT, mb_start_hub (catalogue, self->hub), width, 2);
  if (self->box != NULL)
    say (self, ITEM_BOX, type, MB_STEP_NAME, MB_TONE_TEXT, mb_start_box (catalogue, self->box, self->address), width, 2);
  say_panel (self, setting, type, width);
}

static void
set_card (MbStartCover *self, MbSizeCard *card)
{
  if (mb_size_card_get_n_lines (card) > 1)
    self->card = card;
  else
    mb_size_card_free (card);
}

static void
place_below (MbStartCover *self, const MbSetting *setting, MbType *type, int width, int height, int margin)
{
  int words = get_words_height (self), room = height - 2 * margin - words - em (self, BETWEEN), rest;

  if (room > 0)
    set_card (self, mb_size_card_new (GTK_WIDGET (self), type, &setting->panel, width, room));
  rest = self->card != NULL ? room - mb_size_card_get_height (self->card) : height - 2 * margin - words;
  self->words_y = margin + MAX (rest, 0) / 2;
  self->card_y = self->words_y + words + em (self, BETWEEN);
}

/* Words at the left, the card at the right; where the glass is upright or low, one above the other, or words alone. */
static void
mb_start_cover_write (MbCover *cover, const MbSetting *setting, MbType *type, int width, int height)
{
  MbStartCover *self = MB_START_COVER (cover);
  gboolean beside = width > height;
  int margin, room_x, room_y, card_width, words_width;

  self->n = mb_type_get_n (type);
  self->low = height < LOW * self->n;
  margin = MIN (em (self, MARGIN), height / 12);
  room_x = width - 2 * margin;
  room_y = height - 2 * margin;
  card_width = beside ? (int) (CARD_PART * room_x) : room_x;
  if (beside && !self->low)
    set_card (self, mb_size_card_new (GTK_WIDGET (self), type, &setting->panel, card_width, room_y));
  words_width = beside && self->card != NULL ? room_x - card_width - em (self, BETWEEN) : room_x;
  write_words (self, setting, type, words_width, room_y);
  make_room (self, room_y);
  self->words_x = margin;
  self->words_y = (height - get_words_height (self)) / 2;
  self->card_x = beside ? width - margin - card_width : margin;
  if (!beside)
    place_below (self, setting, type, card_width, height, margin);
  else if (self->card != NULL)
    self->card_y = (height - mb_size_card_get_height (self->card)) / 2;
}

static void
draw_id (MbStartCover *self, GtkSnapshot *snapshot, int y)
{
  MbBlock *id = self->blocks[ITEM_ID];
  int pad_x = em (self, PAD_X);

  mb_card_draw_block (snapshot,
                      &GRAPHENE_RECT_INIT (self->words_x, y, mb_block_get_width (id) + 2 * pad_x,
                                           get_item_height (self, ITEM_ID)),
                      MB_TONE_CARD, 0, self->n);
  mb_block_draw (id, snapshot, self->words_x + pad_x, y + em (self, PAD_Y), 1);
}

static void
mb_start_cover_draw (MbCover *cover, GtkSnapshot *snapshot, int width, int height)
{
  MbStartCover *self = MB_START_COVER (cover);
  int y = self->words_y;

  for (guint i = 0; i < N_ITEMS; i++)
    {
      if (self->blocks[i] == NULL)
        continue;
      if (y > self->words_y)
        y += get_gap (self, i);
      if (i == ITEM_ID && !self->low)
        draw_id (self, snapshot, y);
      else
        mb_block_draw (self->blocks[i], snapshot, self->words_x, y, 1);
      y += get_item_height (self, i);
    }
  if (self->card != NULL)
    mb_size_card_draw (self->card, snapshot, self->card_x, self->card_y);
}

static void
mb_start_cover_finalize (GObject *object)
{
  MbStartCover *self = MB_START_COVER (object);

  g_free (self->names);
  g_free (self->hub);
  g_free (self->box);
  g_free (self->address);

  G_OBJECT_CLASS (mb_start_cover_parent_class)->finalize (object);
}

static void
mb_start_cover_class_init (MbStartCoverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mb_start_cover_finalize;
  MB_COVER_CLASS (klass)->get_n = mb_start_cover_get_n;
  MB_COVER_CLASS (klass)->write = mb_start_cover_write;
  MB_COVER_CLASS (klass)->forget = mb_start_cover_forget;
  MB_COVER_CLASS (klass)->draw = mb_start_cover_draw;
}

static void
mb_start_cover_init (MbStartCover *self)
{
}

GtkWidget *
mb_start_cover_new (void)
{
  return g_object_new (MB_TYPE_START_COVER, NULL);
}

static gboolean
set_text (char **text, const char *value)
{
  if (g_strcmp0 (*text, value) == 0)
    return FALSE;

  g_free (*text);
  *text = g_strdup (value);
  return TRUE;
}

void
mb_start_cover_tell (MbStartCover *self, const MbStartFacts *facts)
{
  gboolean changed;

  g_return_if_fail (MB_IS_START_COVER (self));
  g_return_if_fail (facts != NULL);

  changed = self->state != facts->state;
  self->state = facts->state;
  changed |= set_text (&self->names, facts->names);
  changed |= set_text (&self->hub, facts->hub);
  changed |= set_text (&self->box, facts->box);
  changed |= set_text (&self->address, facts->address);
  if (changed)
    mb_cover_rewrite (MB_COVER (self));
}

char *
mb_start_cover_dup_words (MbStartCover *self)
{
  GString *words = g_string_new (NULL);

  g_return_val_if_fail (MB_IS_START_COVER (self), NULL);

  for (guint i = 0; i < N_ITEMS; i++)
    for (guint line = 0; self->blocks[i] != NULL && line < mb_block_get_n_lines (self->blocks[i]); line++)
      g_string_append_printf (words, "%s%s", words->len > 0 ? "|" : "", mb_block_get_line (self->blocks[i], line));

  return g_string_free (words, FALSE);
}
