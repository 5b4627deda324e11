/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/page/mb-product-rows.h"

#include <math.h>

/* A product has at most one price record per basis that names no stall, and one quote: what could
 * stand in its rows is looked up by id, and whatever names a stall is never met. */

#define MAX_CANDIDATES 5

static const struct
{
  const char *name;
  MbRowBasis basis;
} price_bases[] = {
  { "deal", MB_ROW_BASIS_DEAL },
  { "average", MB_ROW_BASIS_AVERAGE },
  { "reference", MB_ROW_BASIS_REFERENCE },
  { "guide", MB_ROW_BASIS_GUIDE },
};

G_STATIC_ASSERT (G_N_ELEMENTS (price_bases) + 1 == MAX_CANDIDATES);

static guint
find_stall_price (MbBoard *board, const char *product_id, const char *stall, MbCandidate *candidate)
{
  g_autofree char *id = g_strjoin ("@", product_id, "stall", stall, NULL);

  *candidate = (MbCandidate){ mb_board_get (board, MB_KIND_PRICE, id), MB_ROW_BASIS_STALL };
  return candidate->record != NULL ? 1 : 0;
}

static guint
find_candidates (MbBoard *board, const char *product_id, const char *stall, MbCandidate *candidates)
{
  MbRecord *record = mb_board_get (board, MB_KIND_QUOTE, product_id);
  guint n = 0;

  if (stall != NULL)
    return find_stall_price (board, product_id, stall, candidates);

  if (record != NULL)
    candidates[n++] = (MbCandidate){ record, MB_ROW_BASIS_DEAL };
  for (guint i = 0; i < G_N_ELEMENTS (price_bases); i++)
    {
      g_autofree char *id = g_strconcat (product_id, "@", price_bases[i].name, NULL);

      record = mb_board_get (board, MB_KIND_PRICE, id);
      if (record != NULL)
        candidates[n++] = (MbCandidate){ record, price_bases[i].basis };
    }

  return n;
}

static MbTexts *
get_grade (const MbCandidate *candidate)
{
  return MB_IS_PRICE (candidate->record) ? MB_PRICE (candidate->record)->grade : NULL;
}

static gboolean
is_same_grade (MbTexts *a, MbTexts *b)
{
  return a == b || (a != NULL && b != NULL && mb_texts_equal (a, b));
}

/* The grades that prices name, each once. What names none (a quote never does) is of the only grade
 * there is, else a grade of its own. */
static guint
find_grades (const MbCandidate *candidates, guint n, MbTexts **grades)
{
  guint n_grades = 0;
  gboolean ungraded = FALSE;

  for (guint i = 0; i < n; i++)
    {
      MbTexts *grade = get_grade (&candidates[i]);
      gboolean known = FALSE;

      for (guint j = 0; j < n_grades; j++)
        known = known || is_same_grade (grades[j], grade);
      if (grade == NULL)
        ungraded = TRUE;
      else if (!known)
        grades[n_grades++] = grade;
    }
  if (ungraded && n_grades != 1)
    grades[n_grades++] = NULL;

  return n_grades;
}

static MbPriceRow *
steal_row (GPtrArray *rows, MbProduct *product, MbTexts *grade)
{
  for (guint i = 0; i < rows->len; i++)
    {
      MbPriceRow *row = g_ptr_array_index (rows, i);

      if (row->product == product && is_same_grade (row->grade, grade))
        return g_ptr_array_steal_index (rows, i);
    }

  return NULL;
}

/* Moves the rows of @product from @old to @rows, or makes them. */
static MbRowsChange
fill_rows (GPtrArray *rows, GPtrArray *old, MbProduct *product, MbBoard *board, gboolean unpriced,
           const MbRowContext *context)
{
  const char *id = mb_record_get_id (MB_RECORD (product));
  MbQuote *quote = context->stall == NULL ? (MbQuote *) mb_board_get (board, MB_KIND_QUOTE, id) : NULL;
  MbCandidate candidates[MAX_CANDIDATES];
  MbTexts *grades[MAX_CANDIDATES];
  guint n = find_candidates (board, id, context->stall, candidates);
  guint n_grades = find_grades (candidates, n, grades);
  MbRowsChange change = MB_ROWS_SAME;

  if (n == 0 && unpriced)
    grades[n_grades++] = NULL;

  for (guint i = 0; i < n_grades; i++)
    {
      MbPriceRow *row = steal_row (old, product, grades[i]);
      MbCandidate own[MAX_CANDIDATES];
      gint64 changed_us;
      guint n_own = 0;

      for (guint j = 0; j < n; j++)
        if (n_grades == 1 || is_same_grade (get_grade (&candidates[j]), grades[i]))
          own[n_own++] = candidates[j];

      if (row == NULL)
        {
          row = mb_price_row_new (product, grades[i]);
          change = MB_ROWS_OTHERS;
        }
      changed_us = row->changed_us;
      if (mb_price_row_update (row, own, n_own, i == 0 ? quote : NULL, context))
        change = MAX (change, row->changed_us != changed_us ? MB_ROWS_TOUCHED : MB_ROWS_CHANGED);
      g_ptr_array_add (rows, row);
    }

  return change;
}

MbRowsChange
mb_product_rows_update (GPtrArray *rows, MbProduct *product, MbBoard *board, gboolean unpriced,
                        const MbRowContext *context)
{
  g_autoptr (GPtrArray) old = g_ptr_array_new_with_free_func (g_object_unref);
  MbRowsChange change = MB_ROWS_SAME;

  while (rows->len > 0)
    g_ptr_array_add (old, g_ptr_array_steal_index (rows, 0));
  if (product != NULL)
    change = fill_rows (rows, old, product, board, unpriced, context);
  for (guint i = 0; i < old->len; i++)
    {
      mb_price_row_set_gone (g_ptr_array_index (old, i));
      change = MB_ROWS_OTHERS;
    }

  return change;
}

static int
compare_orders (double a, double b)
{
  /* Products without a place come last. */
  a = isnan (a) ? INFINITY : a;
  b = isnan (b) ? INFINITY : b;

  return (a > b) - (a < b);
}

static int
compare_grades (MbTexts *a, MbTexts *b)
{
  if (a == NULL || b == NULL)
    return (a != NULL) - (b != NULL);

  return g_strcmp0 (mb_texts_get (a, "zh-Hans"), mb_texts_get (b, "zh-Hans"));
}

int
mb_price_row_compare (gconstpointer a, gconstpointer b)
{
  MbPriceRow *row_a = *(MbPriceRow *const *) a;
  MbPriceRow *row_b = *(MbPriceRow *const *) b;
  int order = compare_orders (row_a->product->order, row_b->product->order);

  if (order == 0)
    order = g_strcmp0 (mb_record_get_id (MB_RECORD (row_a->product)),
                       mb_record_get_id (MB_RECORD (row_b->product)));

  return order != 0 ? order : compare_grades (row_a->grade, row_b->grade);
}

int
mb_price_row_compare_by_trade (gconstpointer a, gconstpointer b)
{
  MbPriceRow *row_a = *(MbPriceRow *const *) a;
  MbPriceRow *row_b = *(MbPriceRow *const *) b;
  guint trade_a = (guint) row_a->product->trade, trade_b = (guint) row_b->product->trade;

  /* An unset trade is the largest of all. */
  if (trade_a != trade_b)
    return trade_a < trade_b ? -1 : 1;

  return mb_price_row_compare (a, b);
}
