/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-lists"

#include "core/lists/mb-held-row.h"

static const char *const texts[] = {
  [MB_HELD_NOT] = "not held back",
  [MB_HELD_UNREADABLE] = "unreadable",
  [MB_HELD_EMPTY] = "empty row",
  [MB_HELD_NO_NAME] = "no product's name",
  [MB_HELD_NO_PRICE] = "no price",
  [MB_HELD_NOT_A_PRICE] = "not a price",
  [MB_HELD_TOO_FINE] = "finer than a fen",
  [MB_HELD_LOW_ABOVE_HIGH] = "lowest above highest",
  [MB_HELD_AVERAGE_OUTSIDE] = "average outside lowest and highest",
  [MB_HELD_UNIT] = "unknown unit",
  [MB_HELD_DATE] = "no date",
  [MB_HELD_FUTURE] = "dated in the future",
  [MB_HELD_PLACE] = "another market's",
  [MB_HELD_AMBIGUOUS] = "of several grades",
  [MB_HELD_DUPLICATE] = "said before",
  [MB_HELD_CONTRADICTION] = "contradicts another row",
  [MB_HELD_OLDER] = "older than what stands",
  [MB_HELD_DOUBTFUL] = "doubtful",
  [MB_HELD_RECORD] = "not a valid record",
  [MB_HELD_REFUSED] = "refused by the hub",
};

G_STATIC_ASSERT (G_N_ELEMENTS (texts) == MB_N_HELD_REASONS);

const char *
mb_held_reason_to_text (MbHeldReason reason)
{
  g_return_val_if_fail (reason < MB_N_HELD_REASONS, NULL);

  return texts[reason];
}
