/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-lists"

#include "core/lists/mb-list-check.h"

#include "core/model/money/mb-money.h"

#include <string.h>

/* A name longer than this is a sentence in the wrong column. */
#define NAME_MAX_CHARS 64

static const char *const amount_names[] = { [MB_LIST_LOW] = "lowest", [MB_LIST_PRICE] = "average", [MB_LIST_HIGH] = "highest" };

static MbHeldReason
hold (char **why, MbHeldReason reason, char *text)
{
  *why = text;

  return reason;
}

static MbHeldReason
hold_found (char **why, MbHeldReason reason, const char *begin, const char *found, const char *end)
{
  g_autofree char *shown = mb_list_shorten (found, 40);

  return hold (why, reason, g_strconcat (begin, "“", shown, "”", end, NULL));
}

static MbHeldReason
check_names (const MbListRow *row, char **why)
{
  const char *name = row->fields[MB_LIST_NAME], *grade = row->fields[MB_LIST_GRADE];

  if (name == NULL || *name == '\0')
    return hold (why, MB_HELD_NO_NAME, g_strdup ("no product's name stands in it"));
  if (g_utf8_strlen (name, -1) > NAME_MAX_CHARS || (grade != NULL && g_utf8_strlen (grade, -1) > NAME_MAX_CHARS))
    return hold (why, MB_HELD_UNREADABLE, g_strdup_printf ("its name or grade has more than %d signs", NAME_MAX_CHARS));

  return MB_HELD_NOT;
}

/* A column that the row leaves empty is no fault while another of its prices stands; a 0 is one
 * always, because it says that there was none. */
static MbHeldReason
check_amount (const MbListRow *row, MbListField field, gint64 *fen, char **why)
{
  const char *text = row->fields[field];
  g_autofree char *begin = NULL;
  MbAmount amount;

  *fen = MB_UNSET;
  amount = text != NULL ? mb_list_parse_fen (text, fen) : MB_AMOUNT_MISSING;
  if (amount == MB_AMOUNT_OK || amount == MB_AMOUNT_MISSING)
    return MB_HELD_NOT;

  begin = g_strdup_printf ("the %s price ", amount_names[field]);
  if (amount == MB_AMOUNT_ZERO)
    return hold_found (why, MB_HELD_NO_PRICE, begin, text, " is no price");
  if (amount == MB_AMOUNT_TOO_FINE)
    return hold_found (why, MB_HELD_TOO_FINE, begin, text, " is finer than a fen");

  return hold_found (why, MB_HELD_NOT_A_PRICE, begin, text, " is not an amount");
}

static gboolean
is_above (gint64 a, gint64 b)
{
  return a != MB_UNSET && b != MB_UNSET && a > b;
}

/* @what: "average", "below lowest" */
static MbHeldReason
hold_order (char **why, MbHeldReason reason, const char *const what[2], gint64 fen, gint64 bound_fen)
{
  g_autofree char *amount = mb_money_format (fen, 2);
  g_autofree char *bound = mb_money_format (bound_fen, 2);

  return hold (why, reason, g_strdup_printf ("%s %s is %s %s", what[0], amount, what[1], bound));
}

static MbHeldReason
check_order (const MbFigures *figures, char **why)
{
  static const char *const low_above[] = { "lowest", "above highest" };
  static const char *const below[] = { "average", "below lowest" };
  static const char *const above[] = { "average", "above highest" };
  gint64 low = figures->low_fen, average = figures->fen, high = figures->high_fen;

  if (is_above (low, high))
    return hold_order (why, MB_HELD_LOW_ABOVE_HIGH, low_above, low, high);
  if (is_above (low, average))
    return hold_order (why, MB_HELD_AVERAGE_OUTSIDE, below, average, low);
  if (is_above (average, high))
    return hold_order (why, MB_HELD_AVERAGE_OUTSIDE, above, average, high);

  return MB_HELD_NOT;
}

static MbHeldReason
check_amounts (const MbListRow *row, MbFigures *figures, char **why)
{
  MbHeldReason reason = check_amount (row, MB_LIST_LOW, &figures->low_fen, why);

  if (reason == MB_HELD_NOT)
    reason = check_amount (row, MB_LIST_PRICE, &figures->fen, why);
  if (reason == MB_HELD_NOT)
    reason = check_amount (row, MB_LIST_HIGH, &figures->high_fen, why);
  if (reason != MB_HELD_NOT)
    return reason;
  if (figures->low_fen == MB_UNSET && figures->fen == MB_UNSET && figures->high_fen == MB_UNSET)
    return hold (why, MB_HELD_NO_PRICE, g_strdup ("no price stands in it"));

  return check_order (figures, why);
}

static MbHeldReason
check_unit (const MbListRow *row, const MbListUnit *unit, MbListPrice *price, char **why)
{
  const char *text = row->fields[MB_LIST_UNIT];
  MbListUnit own = *unit;

  if (text != NULL && *text != '\0' && !mb_list_parse_unit (text, &own))
    return hold_found (why, MB_HELD_UNIT, "", text, " is no unit that prices are for");
  price->figures.per = own.per;
  price->piece = own.piece;
  price->catty = own.catty;

  return MB_HELD_NOT;
}

static MbHeldReason
check_date (const MbListRow *row, MbDate date, MbListPrice *price, char **why)
{
  const char *text = row->fields[MB_LIST_DATE];

  price->date = date;
  if (text != NULL && *text != '\0' && !mb_list_parse_date (text, &price->date))
    return hold_found (why, MB_HELD_DATE, "", text, " is no date");
  if (price->date == 0)
    return hold (why, MB_HELD_DATE, g_strdup ("it has no date"));

  return MB_HELD_NOT;
}

/* Programs write the date into every row, even those that say nothing else. */
static gboolean
says_nothing (const MbListRow *row)
{
  for (guint field = 0; field < MB_LIST_N_FIELDS; field++)
    if (field != MB_LIST_DATE && row->fields[field] != NULL && row->fields[field][0] != '\0')
      return FALSE;

  return TRUE;
}

MbHeldReason
mb_list_check_row (const MbListRow *row, const MbListUnit *unit, MbDate date, MbListPrice *price, char **why)
{
  MbHeldReason reason;

  g_return_val_if_fail (row != NULL, MB_HELD_UNREADABLE);
  g_return_val_if_fail (price != NULL, MB_HELD_UNREADABLE);

  *price = (MbListPrice){ { MB_UNSET, MB_UNSET, MB_UNSET, unit->per } };
  if (row->fault != NULL)
    return hold (why, MB_HELD_UNREADABLE, g_strdup (row->fault));
  if (row->empty || says_nothing (row))
    return hold (why, MB_HELD_EMPTY, g_strdup ("nothing stands in it"));

  reason = check_names (row, why);
  if (reason == MB_HELD_NOT)
    reason = check_amounts (row, &price->figures, why);
  if (reason == MB_HELD_NOT)
    reason = check_unit (row, unit, price, why);
  if (reason == MB_HELD_NOT)
    reason = check_date (row, date, price, why);

  return reason;
}
