/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/place/mb-market.h"

#include "core/model/mb-schema-private.h"

/* Most digits of a GS1 company prefix; the fewest are 4. */
#define GS1_PREFIX_MAX 12

static const char *const unit_names[] = { "kg", "500g", NULL };
static const char *const day_names[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU", NULL };

static const MbField opening_fields[] = {
  MB_FIELD (MbOpening, days, FLAGS, MB_REQUIRED, MB_NAMES (day_names)),
  MB_FIELD (MbOpening, from, CLOCK, MB_REQUIRED),
  MB_FIELD (MbOpening, to, CLOCK, MB_REQUIRED),
};
static const MbSchema opening_schema = MB_SCHEMA (MbOpening, opening_fields, NULL);

static const MbField manager_fields[] = {
  MB_FIELD (MbFoodSafetyManager, name, STRING, MB_REQUIRED),
  MB_FIELD (MbFoodSafetyManager, phone, STRING),
};
static const MbSchema manager_schema = MB_SCHEMA (MbFoodSafetyManager, manager_fields, NULL);

static const MbField fair_scale_fields[] = {
  MB_FIELD (MbFairScale, place, TEXTS),
  MB_FIELD (MbFairScale, max_error_g, INT, MB_GRAMS),
};
static const MbSchema fair_scale_schema = MB_SCHEMA (MbFairScale, fair_scale_fields, NULL);

#define DAYS MB_RANGE (1, 3660)
static const MbField keep_fields[] = {
  MB_FIELD (MbKeep, test, INT, DAYS),
  MB_FIELD (MbKeep, batch, INT, DAYS),
  MB_FIELD (MbKeep, promotion, INT, DAYS),
  MB_FIELD (MbKeep, notice, INT, DAYS),
};
static const MbSchema keep_schema = MB_SCHEMA (MbKeep, keep_fields, NULL);

static const MbField freshness_fields[] = {
  MB_FIELD (MbFreshnessRules, price, FRESHNESS),
  MB_FIELD (MbFreshnessRules, quote, FRESHNESS),
  MB_FIELD (MbFreshnessRules, test, FRESHNESS),
  MB_FIELD (MbFreshnessRules, weight, FRESHNESS),
};
static const MbSchema freshness_schema = MB_SCHEMA (MbFreshnessRules, freshness_fields, NULL);

static const MbField fields[] = {
  MB_FIELD (MbMarket, name, TEXTS, MB_REQUIRED),
  MB_FIELD (MbMarket, address, TEXTS),
  MB_FIELD (MbMarket, time_zone, STRING, MB_REQUIRED, MB_BYTES (64)),
  MB_FIELD (MbMarket, price_unit, ENUM, MB_REQUIRED, MB_NAMES (unit_names)),
  MB_FIELD (MbMarket, opening, LIST, MB_OF (opening_schema)),
  MB_FIELD (MbMarket, complaint_phone, STRING),
  MB_FIELD (MbMarket, food_safety_managers, LIST, MB_OF (manager_schema)),
  MB_FIELD (MbMarket, food_safety_rules, TEXTS),
  MB_FIELD (MbMarket, fair_scale, STRUCT, MB_OF (fair_scale_schema)),
  MB_FIELD (MbMarket, origin_url, STRING, MB_BYTES (2048)),
  MB_FIELD (MbMarket, in_store_code, STRING),
  MB_FIELD (MbMarket, price_jump_percent, INT, MB_RANGE (1, 10000)),
  MB_FIELD (MbMarket, keep, STRUCT, MB_OF (keep_schema)),
  MB_FIELD (MbMarket, freshness, STRUCT, MB_OF (freshness_schema)),
  MB_FIELD (MbMarket, gs1_prefix, STRING),
};

/* The zone's name becomes a file's name inside GLib, and a file beside the zones that is none is a
 * warning there: so only what a zone's name can be reaches it. */
static gboolean
zone_exists (const char *name)
{
  g_autoptr (GTimeZone) zone = NULL;

  if (!g_ascii_isupper (name[0])
      || strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_+-/") != strlen (name))
    return FALSE;

  zone = g_time_zone_new_identifier (name);

  return zone != NULL;
}

static gboolean
check (gconstpointer structure, GError **error)
{
  const MbMarket *self = structure;

  if (!zone_exists (self->time_zone))
    return mb_refuse (error, "/time_zone", "No time zone has this name");

  if (self->origin_url != NULL && !g_str_has_prefix (self->origin_url, "https://")
      && !g_str_has_prefix (self->origin_url, "http://"))
    return mb_refuse (error, "/origin_url", "Must begin with https:// or http://");

  return mb_check_text (self->in_store_code, "FPWEC", 13, 18, "/in_store_code", error)
         && mb_check_text (self->gs1_prefix, G_CSET_DIGITS, 4, GS1_PREFIX_MAX, "/gs1_prefix",
                           error);
}

MB_DEFINE_KIND (MbMarket, mb_market, MB_KIND_MARKET, fields, check)
