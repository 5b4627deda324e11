/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-board.h"
#include "core/model/show/mb-promotion.h"
#include "core/model/time/mb-market-time.h"

G_BEGIN_DECLS

/** MbOfferScope: which promotions a zone shows; one that names neither stall nor goods is everybody's. */
typedef struct
{
  const char *stall; /* (nullable): its own and everybody's */
  guint32 trades;    /* bit 1 << MbTrade; 0: all */
} MbOfferScope;

/** MbOffer: what stands at an instant. */
typedef struct
{
  MbPromotion *promotion; /* (not owned) (nullable): none is on */
  MbPromotion *next;      /* (not owned) (nullable): has the turn after it; NULL where it is alone */
  guint n_on;             /* how many take turns */
  gint64 end_us;          /* when it ends; G_MAXINT64: it does not */
  gint64 begin_us;        /* none is on: when the next begins; G_MAXINT64: none is known */
  gint64 until_us;        /* when another may stand by time alone */
} MbOffer;

/**
 * MbOffers: which of a board's promotions stands now. All that are on take turns by the slots of the
 * market day, by priority, then by id: a function of board and time, so that neighbours agree. Their rules
 * are worked out once a market day.
 */
typedef struct _MbOffers MbOffers;

MbOffers *mb_offers_new (void);
void mb_offers_free (MbOffers *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbOffers, mb_offers_free)

void mb_offers_forget (MbOffers *self, const char *id); /* (nullable): all; it has changed, or the market's time */

/** mb_offers_look: @slot_us: how long one stands */
MbOffer mb_offers_look (MbOffers *self, MbBoard *board, const MbOfferScope *scope, gint64 now_us, gint64 slot_us,
                        MbMarketTime *time);

/** mb_offers_get_shown_by: by when, after the newest look, a promotion has its turn; MB_UNSET: it has none. */
gint64 mb_offers_get_shown_by (const MbOffers *self, const char *id);

G_END_DECLS
