/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/cover/mb-identity-cover.h"

#include "widgets/type/mb-block.h"
#include "widgets/type/mb-card.h"

#include <math.h>

/* In N. */
#define MARGIN 0.9
#define APART 0.55
#define PAD_X 0.7
#define PAD_Y 0.22
#define EDGE 0.14

struct _MbIdentityCover
{
  MbCover parent_instance;

  int n;
  MbBlock *name, *place, *id; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (MbIdentityCover, mb_identity_cover, MB_TYPE_COVER)

static int
em (MbIdentityCover *self, double size)
{
  return (int) round (size * self->n);
}

static int
mb_identity_cover_get_n (MbCover *cover, const MbPanel *panel)
{
  return mb_panel_get_n (panel);
}

/* The largest step in which it stands whole. */
static MbBlock *
fit (MbType *type, PangoWeight weight, MbTone tone, const char *text, int width, int height, MbStep step)
{
  MbBlock *block = mb_block_new (type, step, weight, tone, text, width, 2);

  while (step > MB_STEP_QUIET && !(mb_block_is_whole (block) && mb_block_get_height (block) <= height))
    {
      mb_block_free (block);
      block = mb_block_new (type, --step, weight, tone, text, width, 2);
    }
  return block;
}

static void
mb_identity_cover_forget (MbCover *cover)
{
  MbIdentityCover *self = MB_IDENTITY_COVER (cover);

  g_clear_pointer (&self->name, mb_block_free);
  g_clear_pointer (&self->place, mb_block_free);
  g_clear_pointer (&self->id, mb_block_free);
}

static void
mb_identity_cover_write (MbCover *cover, const MbSetting *setting, MbType *type, int width, int height)
{
  MbIdentityCover *self = MB_IDENTITY_COVER (cover);
  MbScreen *screen = setting->screen;
  const char *id = mb_cover_get_screen_id (cover);
  const char *name = screen != NULL && screen->name != NULL ? screen->name : id;
  int room;

  self->n = mb_type_get_n (type);
  room = width - 2 * em (self, MARGIN);
  self->name = fit (type, PANGO_WEIGHT_BOLD, MB_TONE_TEXT, name != NULL ? name : "", room, height * 45 / 100,
                    MB_STEP_EMERGENCY);
  if (screen != NULL && screen->place != NULL && height >= 6 * self->n)
    self->place = fit (type, PANGO_WEIGHT_NORMAL, MB_TONE_QUIET, screen->place, room, height / 4, MB_STEP_HEADLINE);
  if (id != NULL && name != id)
    self->id = fit (type, PANGO_WEIGHT_BOLD, MB_TONE_SKY, id, room - 2 * em (self, PAD_X), height / 4,
                    MB_STEP_CLOCK);
}

static int
get_height (MbIdentityCover *self)
{
  int height = mb_block_get_height (self->name);

  if (self->place != NULL)
    height += em (self, APART) + mb_block_get_height (self->place);
  if (self->id != NULL)
    height += 2 * em (self, APART) + mb_block_get_height (self->id) + 2 * em (self, PAD_Y);
  return height;
}

static void
draw_id (MbIdentityCover *self, GtkSnapshot *snapshot, int width, int y)
{
  int pad_x = em (self, PAD_X), pad_y = em (self, PAD_Y), inner = mb_block_get_width (self->id);

  mb_card_draw_block (snapshot,
                      &GRAPHENE_RECT_INIT ((width - inner) / 2 - pad_x, y, inner + 2 * pad_x,
                                           mb_block_get_height (self->id) + 2 * pad_y),
                      MB_TONE_CARD, 0, self->n);
  mb_block_draw_centred (self->id, snapshot, 0, y + pad_y, width);
}

/* An edge all around says which of two neighbours is meant. */
static void
draw_edge (MbIdentityCover *self, GtkSnapshot *snapshot, int width, int height)
{
  float edge = MAX (em (self, EDGE), 3);
  GdkRGBA sky = mb_tone (MB_TONE_SKY);
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (0, 0, width, height), 0);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ edge, edge, edge, edge },
                              (GdkRGBA[4]){ sky, sky, sky, sky });
}

static void
mb_identity_cover_draw (MbCover *cover, GtkSnapshot *snapshot, int width, int height)
{
  MbIdentityCover *self = MB_IDENTITY_COVER (cover);
  int y = (height - get_height (self)) / 2;

  draw_edge (self, snapshot, width, height);
  mb_block_draw_centred (self->name, snapshot, 0, y, width);
  y += mb_block_get_height (self->name);
  if (self->place != NULL)
    {
      mb_block_draw_centred (self->place, snapshot, 0, y + em (self, APART), width);
      y += em (self, APART) + mb_block_get_height (self->place);
    }
  if (self->id != NULL)
    draw_id (self, snapshot, width, y + 2 * em (self, APART));
}

static void
mb_identity_cover_class_init (MbIdentityCoverClass *klass)
{
  MB_COVER_CLASS (klass)->get_n = mb_identity_cover_get_n;
  MB_COVER_CLASS (klass)->write = mb_identity_cover_write;
  MB_COVER_CLASS (klass)->forget = mb_identity_cover_forget;
  MB_COVER_CLASS (klass)->draw = mb_identity_cover_draw;
}

static void
mb_identity_cover_init (MbIdentityCover *self)
{
}

GtkWidget *
mb_identity_cover_new (void)
{
  return g_object_new (MB_TYPE_IDENTITY_COVER, NULL);
}
