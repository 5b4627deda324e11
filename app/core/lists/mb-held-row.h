/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** MbHeldReason: why a row of a list does not reach the board. */
typedef enum
{
  MB_HELD_NOT,
  MB_HELD_UNREADABLE,
  MB_HELD_EMPTY,
  MB_HELD_NO_NAME,
  MB_HELD_NO_PRICE,        /* nothing, or a closed market's word or 0 */
  MB_HELD_NOT_A_PRICE,     /* 2.7（个） */
  MB_HELD_TOO_FINE,        /* finer than a fen */
  MB_HELD_LOW_ABOVE_HIGH,
  MB_HELD_AVERAGE_OUTSIDE, /* of lowest and highest */
  MB_HELD_UNIT,
  MB_HELD_DATE,
  MB_HELD_FUTURE,
  MB_HELD_PLACE,           /* another market's */
  MB_HELD_AMBIGUOUS,       /* which of several grades? */
  MB_HELD_DUPLICATE,
  MB_HELD_CONTRADICTION,   /* two prices for one product and day */
  MB_HELD_OLDER,           /* than what stands */
  MB_HELD_DOUBTFUL,
  MB_HELD_RECORD,          /* not a valid record */
  MB_HELD_REFUSED,         /* by the hub */
  MB_N_HELD_REASONS
} MbHeldReason;

/** MbHeldRow: one row held back, for the person who will look at it. */
typedef struct
{
  const char *file; /* as it was given; the list's */
  guint line;
  MbHeldReason reason;
  char *text;       /* one sentence without a full stop: "lowest 7.00 is above highest 5.00" */
  const char *raw;  /* the row as it stands; the list's */
} MbHeldRow;

/** mb_held_reason_to_text: a few words for all rows of a reason: "no price". */
const char *mb_held_reason_to_text (MbHeldReason reason);

G_END_DECLS
