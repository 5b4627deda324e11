/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/goods/mb-quote.h"

#include "core/model/mb-schema-private.h"

#define COUNT MB_RANGE (0, 1000000000)

static const MbField fields[] = {
  MB_FIELD (MbQuote, low_fen, INT, MB_AMOUNT),
  MB_FIELD (MbQuote, average_fen, INT, MB_AMOUNT),
  MB_FIELD (MbQuote, high_fen, INT, MB_AMOUNT),
  MB_FIELD (MbQuote, samples, INT, MB_REQUIRED, COUNT),
  MB_FIELD (MbQuote, stalls, INT, MB_REQUIRED, COUNT),
  MB_FIELD (MbQuote, per, ENUM, MB_REQUIRED, MB_NAMES (mb_per_names)),
  MB_FIELD (MbQuote, day, DATE, MB_REQUIRED),
  MB_FIELD (MbQuote, observed_at, TIME, MB_REQUIRED),
  MB_FIELD (MbQuote, yesterday_fen, INT, MB_DERIVED, MB_AMOUNT),
  MB_FIELD (MbQuote, lowest_7d_fen, INT, MB_DERIVED, MB_AMOUNT),
  MB_FIELD (MbQuote, changed_at, TIME, MB_DERIVED),
};

static gboolean
check (gconstpointer structure, GError **error)
{
  const MbQuote *self = structure;

  return mb_check_order (self->low_fen, self->high_fen, "/high_fen", "the lowest", error)
         && mb_check_order (self->low_fen, self->average_fen, "/average_fen", "the lowest", error)
         && mb_check_order (self->average_fen, self->high_fen, "/high_fen", "the average", error);
}

MB_DEFINE_KIND (MbQuote, mb_quote, MB_KIND_QUOTE, fields, check)
