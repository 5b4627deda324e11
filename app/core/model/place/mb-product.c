/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/place/mb-product.h"

#include "core/model/mb-schema-private.h"

static const char *const sold_by_names[] = { "weight", "piece", NULL };

static const MbField fields[] = {
  MB_FIELD (MbProduct, name, TEXTS, MB_REQUIRED),
  MB_FIELD (MbProduct, order, NUMBER),
  MB_FIELD (MbProduct, trade, ENUM, MB_NAMES (mb_trade_names)),
  MB_FIELD (MbProduct, plu, INT, MB_RANGE (1, 999999)),
  MB_FIELD (MbProduct, gtin, STRING),
  MB_FIELD (MbProduct, sold_by, ENUM, MB_NAMES (sold_by_names)),
  MB_FIELD (MbProduct, piece_word, TEXTS),
  MB_FIELD (MbProduct, staple, BOOL),
  MB_FIELD (MbProduct, shortage_class, INT, MB_RANGE (1, 4)),
  MB_FIELD (MbProduct, aliases, STRINGS),
  MB_FIELD (MbProduct, picture, REF, MB_TO (MEDIA)),
  MB_FIELD (MbProduct, hint, BOOL),
};

/* GS1 General Specifications, 7.9.1: from the right, the digits before the check digit weigh 3, 1,
 * 3 … */
static gboolean
check_digit_holds (const char *gtin, gsize length)
{
  int sum = 0;

  for (gsize i = 0; i < length; i++)
    sum += (gtin[i] - '0') * ((length - i) % 2 == 0 ? 3 : 1);

  return sum % 10 == 0;
}

static gboolean
check (gconstpointer structure, GError **error)
{
  const MbProduct *self = structure;
  gsize length;

  if (self->gtin == NULL)
    return TRUE;

  if (!mb_check_text (self->gtin, G_CSET_DIGITS, 8, 14, "/gtin", error))
    return FALSE;

  length = strlen (self->gtin);
  if (length > 8 && length < 12)
    return mb_refuse (error, "/gtin", "Has %" G_GSIZE_FORMAT " digits, not 8, 12, 13 or 14",
                      length);

  if (!check_digit_holds (self->gtin, length))
    return mb_refuse (error, "/gtin", "The check digit does not hold");

  return TRUE;
}

MB_DEFINE_KIND (MbProduct, mb_product, MB_KIND_PRODUCT, fields, check)
