/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"
#include "core/model/mb-texts.h"
#include "core/model/place/mb-trade.h"

G_BEGIN_DECLS

typedef enum
{
  MB_SHOW_HEADER,
  MB_SHOW_PRICES,
  MB_SHOW_TESTS,
  MB_SHOW_PROMOTION,
  MB_SHOW_VIDEO,
  MB_SHOW_TICKER,
  MB_SHOW_STALLS,
  MB_SHOW_DUTIES,
  MB_SHOW_SCALE,
  MB_SHOW_ORIGIN,
  MB_SHOW_TEXT,
  MB_SHOW_PICTURE
} MbShow;

typedef enum
{
  MB_BAND_HEADER = 1 << 0,
  MB_BAND_BAR = 1 << 1,
  MB_BAND_TICKER = 1 << 2
} MbBands;

typedef enum
{
  MB_ORIENTATION_LANDSCAPE,
  MB_ORIENTATION_PORTRAIT
} MbOrientation;

/** MbZone: a part of the glass, in cells of its layout's grid. */
typedef struct
{
  int show;        /* MbShow */
  gint32 at[4];    /* x, y, width, height */
  gboolean staple; /* prices: the basket */
  guint32 trades;  /* prices, tests, promotion, stalls: bit 1 << MbTrade; 0: all */
  gint64 columns;  /* prices: side by side; MB_UNSET: one */
  char *stall;     /* stall: tests, promotion, stalls */
  char *playlist;  /* playlist: video */
  char *media;     /* media: picture */
  MbTexts *text;   /* text */
  char *scale;     /* scale: scale */
  char *extra;
} MbZone;

/** MbLayout: how a screen's glass is divided. Proportions, never pixels. */
#define MB_TYPE_LAYOUT (mb_layout_get_type ())
G_DECLARE_FINAL_TYPE (MbLayout, mb_layout, MB, LAYOUT, MbRecord)

struct _MbLayout
{
  MbRecord parent_instance;
  char *name;
  gint64 columns, rows; /* of the grid between the bands */
  int orientation;      /* MbOrientation */
  double distance_m;    /* from which it is meant to be read */
  guint32 bands;        /* MbBands; full width */
  GPtrArray *zones;     /* MbZone */
  char *extra;
};

G_END_DECLS
