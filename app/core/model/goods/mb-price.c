/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/goods/mb-price.h"

#include "core/model/mb-schema-private.h"

const char *const mb_basis_names[] = { "deal", "stall", "average", "reference", "guide", NULL };

static const MbField fields[] = {
  MB_FIELD (MbPrice, product, REF, MB_REQUIRED, MB_TO (PRODUCT)),
  MB_FIELD (MbPrice, grade, TEXTS),
  MB_FIELD (MbPrice, stall, REF, MB_TO (STALL)),
  MB_FIELD (MbPrice, basis, ENUM, MB_REQUIRED, MB_NAMES (mb_basis_names)),
  MB_FIELD (MbPrice, fen, INT, MB_AMOUNT),
  MB_FIELD (MbPrice, low_fen, INT, MB_AMOUNT),
  MB_FIELD (MbPrice, high_fen, INT, MB_AMOUNT),
  MB_FIELD (MbPrice, per, ENUM, MB_REQUIRED, MB_NAMES (mb_per_names)),
  MB_FIELD (MbPrice, samples, INT, MB_RANGE (1, 1000000000)),
  MB_FIELD (MbPrice, observed_at, TIME, MB_REQUIRED),
  MB_FIELD (MbPrice, source, STRING, MB_REQUIRED),
  MB_FIELD (MbPrice, yesterday_fen, INT, MB_DERIVED, MB_AMOUNT),
  MB_FIELD (MbPrice, lowest_7d_fen, INT, MB_DERIVED, MB_AMOUNT),
  MB_FIELD (MbPrice, changed_at, TIME, MB_DERIVED),
};

/* The id says product, basis and stall once more; whoever looks a price up by id relies on it. */
static gboolean
check_id (const MbPrice *self, GError **error)
{
  char **parts = g_strsplit (mb_record_get_id (MB_RECORD ((gpointer) self)), "@", 3);
  const char *pointer = NULL;

  if (g_strcmp0 (parts[0], self->product) != 0)
    pointer = "/product";
  else if (g_strcmp0 (parts[1], mb_basis_names[self->basis]) != 0)
    pointer = "/basis";
  else if (g_strcmp0 (parts[2], self->stall) != 0)
    pointer = "/stall";
  g_strfreev (parts);

  return pointer == NULL || mb_refuse (error, pointer, "Is not what the id says");
}

static gboolean
check (gconstpointer structure, GError **error)
{
  const MbPrice *self = structure;

  if (!check_id (self, error))
    return FALSE;

  if (self->basis == MB_BASIS_STALL && self->stall == NULL)
    return mb_refuse (error, "/stall", "A stall's price names its stall");

  if (self->fen == MB_UNSET && self->low_fen == MB_UNSET && self->high_fen == MB_UNSET)
    return mb_refuse (error, "/fen", "A price has at least one of fen, low_fen and high_fen");

  return mb_check_order (self->low_fen, self->high_fen, "/high_fen", "the lowest", error)
         && mb_check_order (self->low_fen, self->fen, "/fen", "the lowest", error)
         && mb_check_order (self->fen, self->high_fen, "/high_fen", "the price", error);
}

MB_DEFINE_KIND (MbPrice, mb_price, MB_KIND_PRICE, fields, check)
