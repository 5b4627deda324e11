/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/page/mb-alarm.h"
#include "core/model/place/mb-screen.h"
#include "net/mb-feed.h"
#include "widgets/mb-zones.h"

G_BEGIN_DECLS

/**
 * MbBoardBands: what stands around the zones of a board, and over them: header, bar, ticker, honesty
 * corner and the emergency, as children of one widget, and what they have to tell now.
 */
typedef struct _MbBoardBands MbBoardBands;

/** MbTelling: what they tell it from. */
typedef struct
{
  MbBoard *board;
  MbScreen *screen; /* (nullable) */
  MbLayout *layout;
  MbZones *zones;   /* (nullable) */
  gboolean unheard; /* the hub is */
  MbMarketTime *time;
  gint64 now_us;
  gint64 judged_us;         /* MB_UNSET when nobody knows the time */
  gboolean tests_elsewhere; /* no zone shows the open failures */
} MbTelling;

MbBoardBands *mb_board_bands_new (GtkWidget *parent);
void mb_board_bands_free (MbBoardBands *self); /* takes the widgets out of their parent */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbBoardBands, mb_board_bands_free)

GtkWidget *mb_board_bands_get_lowest (MbBoardBands *self); /* (transfer none) below which zones stand */
MbAlarmState mb_board_bands_get_alarm (MbBoardBands *self);
const char *mb_board_bands_get_emergency (MbBoardBands *self); /* (nullable): the sentence of one that stands */
void mb_board_bands_snapshot_alarm (MbBoardBands *self, GtkWidget *parent, GtkSnapshot *snapshot);

/** mb_board_bands_set_type: forgets the words, but for the ticker's, which has the panel's languages. */
void mb_board_bands_set_type (MbBoardBands *self, MbType *type, const MbPanel *panel, int margin);
void mb_board_bands_set_link (MbBoardBands *self, MbLink link);
void mb_board_bands_set_ticker_paused (MbBoardBands *self, gboolean paused);

/** mb_board_bands_set_early: an emergency that has come before its delta. */
void mb_board_bands_set_early (MbBoardBands *self, MbNotice *notice);

/** mb_board_bands_set_news: that many rows are new at once, for 8 s. */
void mb_board_bands_set_news (MbBoardBands *self, guint n, MbMarketTime *time, gint64 now_us);

/** mb_board_bands_look: to look at the notices the next time, whatever the time is. */
void mb_board_bands_look (MbBoardBands *self);
void mb_board_bands_forget_notices (MbBoardBands *self); /* the days they were worked out for are others */
void mb_board_bands_take_change (MbBoardBands *self, const MbChangedRecord *change);
void mb_board_bands_take_reset (MbBoardBands *self);

/** mb_board_bands_place: @turn: (nullable): how the whole glass is turned */
void mb_board_bands_place (MbBoardBands *self, const MbFrame *frame, int width, int height, GskTransform *turn);

/** mb_board_bands_tell: brings their words to the present, of zones that have been. Needs a type.
 * @uncovered: (out): what stood under an emergency shows again
 *
 * Returns: the next instant at which they may be otherwise */
gint64 mb_board_bands_tell (MbBoardBands *self, const MbTelling *telling, gboolean *uncovered);

/** mb_board_bands_shows: whether a notice or a test stands in one of them. */
gboolean mb_board_bands_shows (MbBoardBands *self, const char *id);
gboolean mb_board_bands_is_alarm (MbBoardBands *self, MbKind kind, const char *id); /* it is that emergency */

G_END_DECLS
