/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/sheets/mb-sheet-item.h"

#include "widgets/type/mb-block.h"

#include <math.h>
#include <string.h>

/* In N. */
#define APART 0.4
#define BELOW 0.42
#define SECTION 1.1
#define RISE 0.42        /* from the middle of a head's line down to the aside's baseline */
#define SECTION_RISE 0.285
#define MAX_HEAD 2
#define PIECE_MOST 36 /* lines: of one piece what is beyond is left out; of licences and certificates none is */

struct _MbSheetItem
{
  MbType *type;   /* (owned) */
  MbInk *section; /* (owned) (nullable) */
  MbBlock *head;  /* (owned) */
  MbInk *aside;   /* (owned) (nullable) */
  MbBlock *body;  /* (owned) */
  MbSheetPlace next; /* what it has no room for; all zero: it has */
  int width;
};

static int
em (const MbSheetItem *self, double size)
{
  return (int) round (size * mb_type_get_n (self->type));
}

static MbInk *
make_ink (MbType *type, PangoWeight weight, MbTone tone, const char *text)
{
  MbInk *ink = mb_ink_new (type, MB_STEP_QUIET, weight, tone);

  mb_ink_set_text (ink, text);
  return ink;
}

static int
get_section_height (const MbSheetItem *self)
{
  return self->section != NULL ? em (self, SECTION) : 0;
}

/* Above and below the pieces. */
static int
get_frame_height (const MbSheetItem *self)
{
  return get_section_height (self) + mb_block_get_height (self->head) + em (self, BELOW);
}

/* Where it is to be continued, when so many of the pieces stand here; none: of the first so many lines. */
static MbSheetPlace
get_place_after (MbSheetPlace from, guint n_pieces, guint n_lines)
{
  if (n_pieces > 0 || from.line + n_lines >= PIECE_MOST)
    return (MbSheetPlace){ from.piece + MAX (n_pieces, 1), 0 };

  return (MbSheetPlace){ from.piece, from.line + n_lines };
}

/* Of a row's pieces the ones that have room, which stay whole; of one that alone has more lines, some of them. No
 * more are shaped than could stand here. */
static void
take_pieces (MbSheetItem *self, const MbSheetRow *row, MbSheetPlace from, int height)
{
  guint total = g_strv_length (row->pieces);
  int room = (height - get_frame_height (self)) / mb_block_get_line_height (self->type, MB_STEP_QUIET);
  guint most = (guint) CLAMP (room, 1, PIECE_MOST), n, taken, n_lines;
  g_autofree char **pieces = NULL;
  g_autoptr (MbBlock) whole = NULL;

  from.piece = MIN (from.piece, total);
  n = taken = MIN (total - from.piece, 2 * most);
  pieces = g_new0 (char *, n + 1);
  memcpy (pieces, row->pieces + from.piece, n * sizeof *pieces);
  whole = mb_block_new_pieces (self->type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, MB_TONE_QUIET,
                               (const char *const *) pieces, self->width, from.line + most + 1 + n);
  while (taken > 0 && mb_block_get_line_of_piece (whole, taken) > from.line + most)
    taken--;

  n_lines = (taken > 0 ? mb_block_get_line_of_piece (whole, taken) : from.line + most) - from.line;
  if (n > 0)
    self->next = get_place_after (from, taken, n_lines);
  if (self->next.piece >= total)
    self->next = (MbSheetPlace){ 0 };
  if (n == 0 || (from.line == 0 && n_lines == mb_block_get_n_lines (whole)))
    self->body = g_steal_pointer (&whole);
  else
    self->body = mb_block_new_part (whole, from.line, n_lines);
}

MbSheetItem *
mb_sheet_item_new (MbType *type, const MbSheetRow *row, const char *section, int width, MbSheetPlace from, int height)
{
  MbSheetItem *self;
  int room = width;

  g_return_val_if_fail (type != NULL && row != NULL, NULL);

  self = g_new0 (MbSheetItem, 1);
  self->type = mb_type_ref (type);
  self->width = width;
  if (section != NULL)
    {
      g_autofree char *cut = mb_type_cut (type, MB_STEP_QUIET, PANGO_WEIGHT_BOLD, section, width);

      self->section = make_ink (type, PANGO_WEIGHT_BOLD, MB_TONE_SKY, cut);
    }
  if (row->aside != NULL)
    {
      self->aside = make_ink (type, PANGO_WEIGHT_NORMAL, MB_TONE_QUIET, row->aside);
      room -= mb_ink_get_width (self->aside) + em (self, APART);
    }
  self->head = mb_block_new (type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, MB_TONE_TEXT, row->head, room,
                             MAX_HEAD);
  take_pieces (self, row, from, height);
  return self;
}

void
mb_sheet_item_free (MbSheetItem *self)
{
  g_clear_pointer (&self->section, mb_ink_free);
  g_clear_pointer (&self->aside, mb_ink_free);
  mb_block_free (self->head);
  mb_block_free (self->body);
  mb_type_unref (self->type);
  g_free (self);
}

int
mb_sheet_item_get_height (const MbSheetItem *self)
{
  return get_frame_height (self) + mb_block_get_height (self->body);
}

gboolean
mb_sheet_item_get_next (const MbSheetItem *self, MbSheetPlace *next)
{
  *next = self->next;
  return next->piece > 0 || next->line > 0;
}

static gboolean
fits_two_lines (MbType *type, const MbSheetRow *row, int width)
{
  g_autofree char *body = g_strjoinv ("　", row->pieces);
  int room = width;

  if (row->aside != NULL)
    room -= mb_type_measure (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, row->aside) +
            (int) round (APART * mb_type_get_n (type));
  return *body != '\0' && mb_type_measure (type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, row->head) <= room &&
         mb_type_measure (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, body) <= width;
}

int
mb_sheet_item_measure (MbType *type, const MbSheetRow *row, const char *section, int width, int height)
{
  MbSheetPlace next;
  int n = mb_type_get_n (type);
  g_autoptr (MbSheetItem) item = NULL;

  if (fits_two_lines (type, row, width))
    return (section != NULL ? (int) round (SECTION * n) : 0) + (int) round (BELOW * n) +
           mb_block_get_line_height (type, MB_STEP_NAME) +
           mb_block_get_line_height (type, MB_STEP_QUIET);

  item = mb_sheet_item_new (type, row, section, width, (MbSheetPlace){ 0 }, height);
  return mb_sheet_item_get_next (item, &next) ? height + 1 : mb_sheet_item_get_height (item);
}

void
mb_sheet_item_draw (MbSheetItem *self, GtkSnapshot *snapshot, int x, int y, float alpha)
{
  GdkRGBA rule = mb_tone (MB_TONE_RULE);
  int bottom = y + mb_sheet_item_get_height (self);
  int head = y + get_section_height (self), first;

  if (self->section != NULL)
    mb_ink_draw (self->section, snapshot, x, y + em (self, SECTION / 2 + SECTION_RISE), alpha);
  first = mb_block_get_height (self->head) / (int) MAX (mb_block_get_n_lines (self->head), 1);
  mb_block_draw (self->head, snapshot, x, head, alpha);
  if (self->aside != NULL)
    mb_ink_draw_to (self->aside, snapshot, x + self->width,
                    head + first / 2 + em (self, RISE), alpha);
  mb_block_draw (self->body, snapshot, x, head + mb_block_get_height (self->head), alpha);
  rule.alpha = alpha;
  gtk_snapshot_append_color (
      snapshot, &rule, &GRAPHENE_RECT_INIT (x, bottom - em (self, BELOW / 2), self->width, 1));
}
