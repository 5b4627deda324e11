/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/show/mb-layout.h"
#include "widgets/words/mb-catalogue.h"

G_BEGIN_DECLS

/**
 * How large everything on a glass is. All follows from N, the size of a product's name, and N from
 * two facts: how wide the panel is and from how far it is read. Nothing shrinks to fit.
 */

#define MB_MOST_LANGUAGES 3

/** MbPanel: the glass and its readers. */
typedef struct
{
  int width_px, height_px;
  double width_mm, height_mm; /* either orientation; zeroes: a 55-inch panel */
  double distance_m;          /* zero: 5 m */
  gboolean led;
  gboolean elder;             /* for eyes over 60 */
  const MbCatalogue *catalogues[MB_MOST_LANGUAGES]; /* of the languages that take turns */
  guint n_catalogues;         /* at least one */
  guint n_lines;              /* it is filled by so many lines of type, however far away; 0: it is not */
} MbPanel;

/** mb_panel_get_n: N in pixels: distance / 150 (elder: / 110), at least 24 px, 32 on LED, below which
 * a Han character's strokes run together. A 4K panel shows what a full-HD one of its size shows. */
int mb_panel_get_n (const MbPanel *panel);

/** mb_panel_get_px: how many pixels a length on the glass has. */
int mb_panel_get_px (const MbPanel *panel, double mm);

/** mb_panel_get_code_mm: how large a code must be to be scanned: a tenth of the distance from which
 * people do. They step up to it: to three tenths of the reading distance, but never further away than
 * 1.5 m, nor nearer than 0.45 m. */
double mb_panel_get_code_mm (const MbPanel *panel);

/** mb_panel_get_shift: by how much what stands for hours stands aside of its place, so that it does not burn
 * into the panel: 4 px, another way every three minutes. An LED wall needs none.
 * @x, @y: (out): 0 or 4 */
void mb_panel_get_shift (const MbPanel *panel, gint64 now_us, int *x, int *y);

#define MB_SHIFT_PX 4

/** mb_panel_get_shift_room: what a ground that moves with it leaves free beside and below itself, so that it
 * never leaves its place: 4 px, 0 where nothing moves. */
int mb_panel_get_shift_room (const MbPanel *panel);

typedef enum
{
  MB_STEP_QUIET,    /* 0.75 N: distance / 200, the smallest that a shopper is asked to read */
  MB_STEP_NAME,     /* N */
  MB_STEP_PRICE,    /* 1.25 N */
  MB_STEP_CLOCK,    /* 1.5 N */
  MB_STEP_HEADLINE, /* 2 N */
  MB_STEP_AMOUNT,    /* 3 N: what is to be paid */
  MB_STEP_EMERGENCY, /* 4 N */
  MB_N_STEPS
} MbStep;

/** mb_step_get_px: the font size of a step, in whole pixels. */
int mb_step_get_px (MbStep step, int n);

/** MbBandRect: a band's place on the glass, full width; height 0 when the layout has none. */
typedef struct
{
  int y, height;
} MbBandRect;

/** MbFrame: the glass cut into bands: header 1.8 N, bar 1.1 N, ticker 1.6 N, gaps 0.5 N together;
 * the zones have what is between. */
typedef struct
{
  int n;
  int margin; /* left and right of everything */
  MbBandRect header, bar, zones, ticker;
  int bar_room; /* that a bar among the zones takes from them, with the gap above it */
  int shift_x, shift_y; /* of what stands in them for hours: mb_panel_get_shift() */
  int shift_room;       /* mb_panel_get_shift_room() */
} MbFrame;

void mb_frame_init (MbFrame *frame, const MbPanel *panel, MbBands bands);

/** mb_rows_in: how many price rows of 1.65 N a height holds, at least one. */
int mb_rows_in (int height_px, int n);

/**
 * MbWords: how wide, in pixels, the widest words of a board are in each column; 0: it has none.
 */
typedef struct
{
  int figure;
  int unit;
  int range;
  int change;
  int aside;  /* "yesterday 17:40", which stands in the place of range and change */
} MbWords;

/** MbColumns: where a row's parts stand, from the left edge of a column of rows. */
typedef struct
{
  int name_x, name_width;
  int figure_right;      /* figures end here, so that their decimal points are in one line */
  int figure_x;          /* where the widest begins */
  int unit_x;
  int range_right;       /* 0: no room for it, or none needed */
  int change_x;          /* 0: no room for it, or none needed */
  int aside_right;       /* a tag or a time ends here; 0: no room, it stands with the name */
  gboolean figure_below; /* the figure stands under the name, in a second line */
  guint max_lines;       /* that a name may have with its detail */
  gboolean flows;        /* the figure stands right behind its name, wherever that ends */
  MbStep figure_step;
} MbColumns;

/**
 * mb_columns_init: below 22 N the range goes, below 16 N the change, below 13 N, or where words leave
 * the name too little, the figure stands under the name.
 * @share_px: the part of the zone's width that one column of rows has
 * @left, @right: between which the words stand, in the row's own coordinates
 * @n_rows: of one line each, one below the other: a row takes no more than all of them, and of one, nothing
 *   stands under anything
 */
void mb_columns_init (MbColumns *columns, int share_px, int left, int right, int n, guint n_rows,
                      const MbWords *words);

/** mb_columns_init_terse: many columns side by side, or lines that fill the glass: name, figure, and one
 * word behind it, however narrow. */
void mb_columns_init_terse (MbColumns *columns, int left, int right, int n, guint n_rows, MbStep figure_step,
                            const MbWords *words);
gboolean mb_columns_have_aside (int share_px, int n); /* whether aside_right will not be 0 */

G_END_DECLS
