/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/show/mb-promotion.h"

#include "core/model/mb-schema-private.h"

static const MbField coupon_fields[] = {
  MB_FIELD (MbCoupon, fen, INT, MB_REQUIRED, MB_AMOUNT),
  MB_FIELD (MbCoupon, minimum_fen, INT, MB_AMOUNT),
  MB_FIELD (MbCoupon, left, INT, MB_RANGE (0, 1000000000)),
};
static const MbSchema coupon_schema = MB_SCHEMA (MbCoupon, coupon_fields, NULL);

static const MbField fields[] = {
  MB_FIELD (MbPromotion, title, TEXTS, MB_REQUIRED),
  MB_FIELD (MbPromotion, text, TEXTS),
  MB_FIELD (MbPromotion, product, REF, MB_TO (PRODUCT)),
  MB_FIELD (MbPromotion, stall, REF, MB_TO (STALL)),
  MB_FIELD (MbPromotion, place, TEXTS),
  MB_FIELD (MbPromotion, coupon, STRUCT, MB_OF (coupon_schema)),
  MB_FIELD (MbPromotion, conditions, TEXTS),
  MB_FIELD (MbPromotion, steps, TEXTS),
  MB_FIELD (MbPromotion, link, STRING, MB_BYTES (2048)),
  MB_FIELD (MbPromotion, picture, REF, MB_TO (MEDIA)),
  MB_FIELD (MbPromotion, when, STRUCT, MB_OF (mb_when_schema)),
  MB_FIELD (MbPromotion, priority, INT, MB_PRIORITY),
  MB_FIELD (MbPromotion, was_fen, INT, MB_DERIVED, MB_AMOUNT),
  MB_FIELD (MbPromotion, was_per, ENUM, MB_DERIVED, MB_NAMES (mb_per_names)),
  MB_FIELD (MbPromotion, began_at, TIME, MB_DERIVED),
};

MB_DEFINE_KIND (MbPromotion, mb_promotion, MB_KIND_PROMOTION, fields, NULL)
