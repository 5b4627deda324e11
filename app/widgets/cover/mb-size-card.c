/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/cover/mb-size-card.h"

#include "widgets/type/mb-block.h"
#include "widgets/type/mb-card.h"
#include "widgets/words/mb-start-text.h"

#include <math.h>

/* In N of the page. */
#define PAD 0.8
#define LABEL 3.2 /* the distances' column */
#define APART 0.35
#define MARK 0.16

#define NEAR_ENOUGH 0.05 /* metres: it is that distance */

static const double distances[] = { 1, 2, 3, 5, 6, 8 };

typedef struct
{
  MbBlock *label, *sample;
  int y, height;
  gboolean own; /* the distance that this screen is set for */
} Line;

struct _MbSizeCard
{
  int n;
  int width, height;
  MbBlock *heading;
  GArray *lines; /* Line */
};

static void
clear_line (gpointer data)
{
  Line *line = data;

  g_clear_pointer (&line->label, mb_block_free);
  g_clear_pointer (&line->sample, mb_block_free);
}

static int
em (MbSizeCard *self, double size)
{
  return (int) round (size * self->n);
}

static int
get_line_n (const MbPanel *panel, double metres)
{
  MbPanel there = *panel;

  there.distance_m = metres;
  there.n_lines = 0;
  return mb_panel_get_n (&there);
}

/* Returns: whether it has its place */
static gboolean
add_line (MbSizeCard *self, GtkWidget *widget, MbType *type, const MbPanel *panel, double metres, int *y)
{
  const MbCatalogue *catalogue = mb_type_get_catalogue (type);
  gboolean own = fabs (metres - panel->distance_m) < NEAR_ENOUGH;
  g_autoptr (MbType) large = mb_type_new (widget, catalogue, get_line_n (panel, metres));
  g_autofree char *label = mb_start_metres (catalogue, metres);
  int room = self->width - 2 * em (self, PAD) - em (self, LABEL);
  Line line = { .own = own, .y = *y };

  line.label = mb_block_new (type, MB_STEP_NAME, own ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL,
                             own ? MB_TONE_SKY : MB_TONE_QUIET, label, em (self, LABEL), 1);
  line.sample = mb_block_new (large, MB_STEP_NAME, PANGO_WEIGHT_BOLD, MB_TONE_TEXT, mb_start_card_sample (catalogue),
                              MAX (room, 1), 1);
  line.height = MAX (mb_block_get_height (line.label), mb_block_get_height (line.sample));
  if (!mb_block_is_whole (line.sample) || *y + line.height + em (self, PAD) > self->height)
    {
      clear_line (&line);
      return FALSE;
    }

  *y += line.height + em (self, APART);
  g_array_append_val (self->lines, line);
  return TRUE;
}

/* The distances in order, with the screen's own among them. Type is never smaller than the panel's floor: of
 * distances that have the same only the farthest stands. */
static void
add_lines (MbSizeCard *self, GtkWidget *widget, MbType *type, const MbPanel *panel, int y)
{
  double all[G_N_ELEMENTS (distances) + 1];
  gsize n = 0, i = 0;

  for (; i < G_N_ELEMENTS (distances) && distances[i] < panel->distance_m - NEAR_ENOUGH; i++)
    all[n++] = distances[i];
  all[n++] = panel->distance_m;
  for (; i < G_N_ELEMENTS (distances); i++)
    if (distances[i] > panel->distance_m + NEAR_ENOUGH)
      all[n++] = distances[i];

  for (i = 0; i < n; i++)
    {
      gboolean own = fabs (all[i] - panel->distance_m) < NEAR_ENOUGH;

      if (!own && i + 1 < n && get_line_n (panel, all[i]) == get_line_n (panel, all[i + 1]))
        continue;
      if (!add_line (self, widget, type, panel, all[i], &y))
        return;
    }
}

MbSizeCard *
mb_size_card_new (GtkWidget *widget, MbType *type, const MbPanel *panel, int width, int height)
{
  MbSizeCard *self;
  Line *last;
  int y;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (type != NULL && panel != NULL, NULL);

  self = g_new0 (MbSizeCard, 1);
  self->n = mb_type_get_n (type);
  self->width = width;
  self->height = height;
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (self->lines, clear_line);
  self->heading = mb_block_new (type, MB_STEP_NAME, PANGO_WEIGHT_NORMAL, MB_TONE_QUIET,
                                mb_start_card_heading (mb_type_get_catalogue (type)),
                                MAX (width - 2 * em (self, PAD), 1), 2);
  y = em (self, PAD) + mb_block_get_height (self->heading) + em (self, PAD);
  add_lines (self, widget, type, panel, y);
  if (self->lines->len > 0)
    {
      last = &g_array_index (self->lines, Line, self->lines->len - 1);
      self->height = last->y + last->height + em (self, PAD);
    }
  return self;
}

void
mb_size_card_free (MbSizeCard *self)
{
  mb_block_free (self->heading);
  g_array_unref (self->lines);
  g_free (self);
}

guint
mb_size_card_get_n_lines (MbSizeCard *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->lines->len;
}

int
mb_size_card_get_height (MbSizeCard *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->height;
}

void
mb_size_card_draw (MbSizeCard *self, GtkSnapshot *snapshot, int x, int y)
{
  GdkRGBA sky = mb_tone (MB_TONE_SKY);

  g_return_if_fail (self != NULL);

  mb_card_draw_block (snapshot, &GRAPHENE_RECT_INIT (x, y, self->width, self->height), MB_TONE_CARD, 0, self->n);
  mb_block_draw (self->heading, snapshot, x + em (self, PAD), y + em (self, PAD), 1);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = &g_array_index (self->lines, Line, i);
      int left = x + em (self, PAD), top = y + line->y;

      if (line->own)
        gtk_snapshot_append_color (snapshot, &sky, &GRAPHENE_RECT_INIT (x, top, em (self, MARK), line->height));
      mb_block_draw (line->label, snapshot, left, top + (line->height - mb_block_get_height (line->label)) / 2, 1);
      mb_block_draw (line->sample, snapshot, left + em (self, LABEL),
                     top + (line->height - mb_block_get_height (line->sample)) / 2, 1);
    }
}
