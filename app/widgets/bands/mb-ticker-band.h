/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/type/mb-type.h"

G_BEGIN_DECLS

/**
 * MbTickerBand: the notices, one line. One that fits stands 8 s, or for good where it is alone; a
 * longer one runs at 2.5 characters a second with the next behind it. News never makes it start again.
 */
#define MB_TYPE_TICKER_BAND (mb_ticker_band_get_type ())
G_DECLARE_FINAL_TYPE (MbTickerBand, mb_ticker_band, MB, TICKER_BAND, GtkWidget)

/** MbTickerLine: one line; @key tells it from the others whatever it says. */
typedef struct
{
  const char *key;
  guint language; /* in which type it is set: of those that the band was given */
  const char *text;
  gboolean alarm; /* on a filled block: it must not be missed */
} MbTickerLine;

/** mb_ticker_band_set_types: one of each language, all of one N; forgets the lines. A line is read to its end
 * in its language, whoever's turn it is elsewhere. */
void mb_ticker_band_set_types (MbTickerBand *self, MbType *const *types, guint n_types, int margin);
void mb_ticker_band_set_ground (MbTickerBand *self, MbTone ground); /* %MB_TONE_CARD, unless set */

/** mb_ticker_band_set_shift: of what stands in the band; not of its ground, but of a failure's block.
 * @room: that a block leaves free for it */
void mb_ticker_band_set_shift (MbTickerBand *self, int x, int y, int room);
void mb_ticker_band_set_lines (MbTickerBand *self, const MbTickerLine *lines, guint n_lines);

gboolean mb_ticker_band_has_line (MbTickerBand *self, const char *key);

/** mb_ticker_band_set_end: the room at the right that belongs to the honesty corner. */
void mb_ticker_band_set_end (MbTickerBand *self, int width);
void mb_ticker_band_set_paused (MbTickerBand *self, gboolean paused);
gboolean mb_ticker_band_is_running (MbTickerBand *self); /* a line moves, or would but for the pause */

G_END_DECLS
