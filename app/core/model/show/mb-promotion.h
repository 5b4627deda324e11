/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/goods/mb-per.h"
#include "core/model/mb-record.h"
#include "core/model/mb-texts.h"
#include "core/model/show/mb-when.h"

G_BEGIN_DECLS

/** MbCoupon: so much off from such an amount on. */
typedef struct
{
  gint64 fen;
  gint64 minimum_fen;
  gint64 left; /* how many are left */
  char *extra;
} MbCoupon;

/** MbPromotion: an offer. */
#define MB_TYPE_PROMOTION (mb_promotion_get_type ())
G_DECLARE_FINAL_TYPE (MbPromotion, mb_promotion, MB, PROMOTION, MbRecord)

struct _MbPromotion
{
  MbRecord parent_instance;
  MbTexts *title;
  MbTexts *text;
  char *product; /* product: what is offered for less */
  char *stall;   /* stall: who offers it */
  MbTexts *place;
  MbCoupon *coupon;
  MbTexts *conditions;
  MbTexts *steps; /* how to get it */
  char *link;     /* drawn as a QR code */
  char *picture;  /* media */
  MbWhen *when;
  gint64 priority; /* the higher goes first; MB_UNSET: 0 */
  gint64 was_fen;  /* derived: the product's price at the stall before it began, fixed then */
  int was_per;     /* derived: MbPer */
  MbTime began_at; /* derived: the beginning that was_fen is about */
  char *extra;
};

G_END_DECLS
