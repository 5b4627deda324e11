/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-board.h"
#include "core/model/show/mb-promotion.h"
#include "widgets/words/mb-catalogue.h"

G_BEGIN_DECLS

/** MbPromotionText: the words of one offer, ready to be drawn; empty is NULL. */
typedef struct
{
  char *about;  /* whose it is and of what goods */
  char *offer;  /* "满30减5" */
  char *detail;
  char **terms; /* condition, end, what is left, the price before: each stands whole */
  char *call;   /* beside its code: to step up, and what for */
} MbPromotionText;

/** MbPromotionTime: @now_us: MB_UNSET when nobody knows it; @end_us: when it ends, G_MAXINT64: it does not */
typedef struct
{
  gint64 now_us, end_us;
  GTimeZone *zone;
} MbPromotionTime;

/** mb_promotion_text_init: @board: where its stall and goods stand */
void mb_promotion_text_init (MbPromotionText *self, MbPromotion *promotion, MbBoard *board,
                             const MbCatalogue *catalogue, const MbPromotionTime *time);
void mb_promotion_text_clear (MbPromotionText *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MbPromotionText, mb_promotion_text_clear)

/** mb_format_offers_title: "今日优惠". */
const char *mb_format_offers_title (const MbCatalogue *catalogue);

/** mb_format_no_offers: what stands where no offer stands: when the next one begins.
 * @next_us: G_MAXINT64 when none is known */
char *mb_format_no_offers (const MbCatalogue *catalogue, gint64 next_us, gint64 now_us, GTimeZone *zone);

G_END_DECLS
