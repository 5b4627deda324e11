/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-board.h"
#include "core/model/page/mb-test-day.h"
#include "widgets/words/mb-catalogue.h"

G_BEGIN_DECLS

/** MbSheetRow: one row of a sheet: what it is about, and pieces that each stand whole. */
typedef struct
{
  MbKind kind; /* the record that it is about */
  char *id;
  char *section; /* (nullable): the heading under which it stands */
  char *head;
  char *aside;   /* (nullable): at the end of the head's line */
  char **pieces;
} MbSheetRow;

void mb_sheet_row_free (MbSheetRow *self);

/** MbSheetSource: what a sheet is made from. */
typedef struct
{
  MbBoard *board;
  const MbCatalogue *catalogue;
  MbMarketTime *time;
  gint64 judged_us; /* MB_UNSET when nobody knows the time */
  guint32 trades;   /* stalls: 0: all */
  const char *stall, *area; /* stalls: (nullable) */
} MbSheetSource;

/** mb_sheet_of_stall: one stall: who trades there, and what allows it. (transfer full) */
MbSheetRow *mb_sheet_of_stall (const MbSheetSource *source, MbStall *stall);

char *mb_format_stall (const MbCatalogue *catalogue, MbStall *stall);  /* "A区26号　李记蛋行" */
char *mb_format_rating (const MbCatalogue *catalogue, MbStall *stall); /* "诚信4.5"; NULL: nobody has rated it */

/** mb_sheet_of_stalls: who trades where, by area and number: merchant, trade, rating, and until when its
 * licences hold. What nobody entered is said. (transfer full) (element-type MbSheetRow) */
GPtrArray *mb_sheet_of_stalls (const MbSheetSource *source);

/** mb_sheet_of_duties: what a market must make known, under the six headings of the law, each with a name,
 * a telephone and a day. (transfer full) (element-type MbSheetRow) */
GPtrArray *mb_sheet_of_duties (const MbSheetSource *source);

/** mb_format_sheet_empty: what stands where there is no row. */
const char *mb_format_sheet_empty (const MbCatalogue *catalogue);

G_END_DECLS
