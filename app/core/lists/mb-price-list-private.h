/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lists/mb-list-check.h"
#include "core/lists/mb-list-products.h"
#include "core/lists/mb-price-list.h"
#include "core/model/time/mb-market-time.h"

G_BEGIN_DECLS

/* What the reading, the planning and the sending half of a price list share. */

typedef struct
{
  char *name;
  const char *source;  /* its last part */
  GPtrArray *places;   /* (owned) of the rows, in order of appearance; the one taken first */
} MbListFile;

typedef enum
{
  MB_ROW_WAITING,   /* not planned yet, or on its way */
  MB_ROW_UNCHANGED,
  MB_ROW_PASSED,    /* an older one of its file */
  MB_ROW_HELD
} MbRowState;

/* A row that is good by itself: a price, or a whole record. */
typedef struct
{
  guint file, line;
  MbRowState state;
  const char *raw;
  MbListProduct *product; /* NULL: a record */
  MbListPrice price;
  gint64 observed_us;
  MbFigures former; /* what stood before it, by the plan */
  gboolean has_former;
  MbKind kind; /* of a record, as the next two */
  const char *id;
  GBytes *value;
} MbListEntry;

struct _MbPriceList
{
  MbListOptions options;
  MbBoard *board; /* (owned) */
  MbMarketTime *time;
  gint64 jump_percent;
  MbListUnit unit;
  MbListWords *words;
  MbListProducts *products;
  GStringChunk *texts; /* raw rows and names */
  GPtrArray *files;    /* MbListFile */
  GPtrArray *entries;  /* MbListEntry, in the order found */
  GPtrArray *held;     /* MbHeldRow */
  guint n_rows;

  GPtrArray *order; /* MbListEntry, (not owned), as they go */
  GArray *steps;    /* MbListStep */
  guint built;      /* the step built last, as the next */
  GPtrArray *sent;  /* per proposal its MbListEntry */
};

void mb_price_list_hold_row (MbPriceList *self, guint file, guint line, MbHeldReason reason, char *text, const char *raw);
void mb_price_list_hold_entry (MbPriceList *self, MbListEntry *entry, MbHeldReason reason, char *text);

G_END_DECLS
