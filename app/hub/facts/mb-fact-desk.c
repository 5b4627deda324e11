/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/facts/mb-fact-desk.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-fact-codec.h"

/* By what each type is found. A type whose facts add up says there how. */
static void
label (MbFactRow *row, const MbFact *fact)
{
  switch (fact->type)
    {
    case MB_FACT_WEIGHING:
      row->stall = g_strdup (((const MbWeighing *) fact)->stall);
      row->code = g_strdup (((const MbWeighing *) fact)->code);
      break;
    case MB_FACT_PAYMENT:
      row->code = g_strdup (((const MbPayment *) fact)->code);
      break;
    case MB_FACT_REWEIGH:
      row->code = g_strdup (((const MbReweigh *) fact)->code);
      break;
    case MB_FACT_COMPLAINT:
      row->code = g_strdup (((const MbComplaint *) fact)->code);
      break;
    case MB_FACT_RATING:
      row->code = g_strdup (((const MbRating *) fact)->code);
      break;
    case MB_FACT_CALL:
      row->stall = g_strdup (((const MbCall *) fact)->stall);
      break;
    case MB_FACT_PLAY:
      row->subject = g_strdup (((const MbPlay *) fact)->media);
      row->place = g_strdup (((const MbPlay *) fact)->screen);
      row->outcome = mb_play_end_names[((const MbPlay *) fact)->ended];
      row->counted_us = ((const MbPlay *) fact)->started_at.us;
      row->amount = ((const MbPlay *) fact)->ms;
      break;
    case MB_FACT_PAINTED:
    default:
      break;
    }
}

MbFactRow *
mb_fact_desk_make_row (MbFact *fact, GBytes *text)
{
  MbFactRow *row = mb_fact_row_new (mb_fact_type_to_name (fact->type), fact->source, fact->n, fact->at.us, text);

  label (row, fact);
  if (fact->type == MB_FACT_WEIGHING)
    ((MbWeighing *) fact)->amount_differs = mb_weighing_amount_differs ((const MbWeighing *) fact);
  row->derived = mb_fact_encode_derived (fact);
  return row;
}

static gboolean
on_fact (MbFact *fact, GBytes *text, guint line, gpointer rows, GError **error)
{
  g_autoptr (MbFact) owned = fact;

  if (owned->type == MB_FACT_PAINTED)
    {
      mb_error_set (error, MB_ERROR_INVALID, "/type", "Only the hub says this");
      return FALSE;
    }

  g_ptr_array_add (rows, mb_fact_desk_make_row (owned, text));
  return TRUE;
}

GPtrArray *
mb_fact_desk_read (GBytes *body, guint *line, GError **error)
{
  g_autoptr (GPtrArray) rows = mb_fact_rows_new ();

  return mb_facts_read (body, on_fact, rows, line, error) ? g_steal_pointer (&rows) : NULL;
}
