/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/goods/mb-per.h"
#include "core/model/mb-record.h"
#include "core/model/mb-texts.h"

G_BEGIN_DECLS

typedef enum
{
  MB_DAY_MO,
  MB_DAY_TU,
  MB_DAY_WE,
  MB_DAY_TH,
  MB_DAY_FR,
  MB_DAY_SA,
  MB_DAY_SU
} MbDay;

/** MbOpening: hours of some days of the week. */
typedef struct
{
  guint32 days;    /* bit 1 << MbDay */
  gint32 from, to; /* minutes after midnight; to before from runs past midnight */
  char *extra;
} MbOpening;

/** MbFoodSafetyManager: somebody whom the law wants named on the board. */
typedef struct
{
  char *name;
  char *phone;
  char *extra;
} MbFoodSafetyManager;

/** MbFairScale: the scale on which shoppers weigh again. */
typedef struct
{
  MbTexts *place;
  gint64 max_error_g; /* its own error, grams */
  char *extra;
} MbFairScale;

/** MbKeep: days that ended records stay on the board; MB_UNSET: the usual (7, batches 30). */
typedef struct
{
  gint64 test, batch, promotion, notice;
  char *extra;
} MbKeep;

/** MbFreshnessRules: how long figures count as fresh; nothing said: the usual. */
typedef struct
{
  MbFreshness price, quote, test, weight;
  char *extra;
} MbFreshnessRules;

/** MbMarket: the market itself; the only one of its kind, with the id "market". */
#define MB_TYPE_MARKET (mb_market_get_type ())
G_DECLARE_FINAL_TYPE (MbMarket, mb_market, MB, MARKET, MbRecord)

struct _MbMarket
{
  MbRecord parent_instance;
  MbTexts *name;
  MbTexts *address;
  char *time_zone; /* IANA */
  int price_unit;  /* MB_PER_KG or MB_PER_500G: what its boards print */
  GPtrArray *opening; /* MbOpening */
  char *complaint_phone;
  GPtrArray *food_safety_managers; /* MbFoodSafetyManager */
  MbTexts *food_safety_rules;
  MbFairScale *fair_scale;
  char *origin_url;   /* public base of the QR links */
  char *in_store_code; /* of the scales: F flag, P product, W grams, E fen, C check digit */
  gint64 price_jump_percent; /* beyond it a new price is doubtful; MB_UNSET: 50 */
  MbKeep *keep;
  MbFreshnessRules *freshness;
  char *gs1_prefix; /* the operator's GS1 company prefix */
  char *extra;
};

G_END_DECLS
