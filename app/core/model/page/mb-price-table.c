/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/page/mb-price-table.h"

#include "core/model/money/mb-money.h"
#include "core/model/page/mb-product-rows.h"

#include <string.h>

/* Rows are kept by product, so that a delta finds those it touches; the printed list is sorted out
 * of them only when a row comes, goes or moves. */

#define BASKET_SIZE 27

enum
{
  SIGNAL_UPDATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

struct _MbPriceTable
{
  GObject parent_instance;

  MbBoard *board;
  MbPriceScope scope; /* its stall (owned) */
  gboolean has_basket; /* somebody chose what is staple */
  MbRowContext context;
  GHashTable *by_product; /* product id -> GPtrArray of MbPriceRow */
  GPtrArray *rows;        /* as printed */
  guint serial;
  gboolean stale;  /* rows changed since summarize() */
  gboolean resort; /* the list no longer follows from the rows */

  guint decimals;
  guint32 trades;
  MbRowBasis basis;
  gint64 n_deals;
  gint64 next_change_us;
};

static void mb_price_table_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MbPriceTable, mb_price_table, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      mb_price_table_list_model_init))

static gboolean
is_in_scope (MbPriceTable *self, MbProduct *product)
{
  /* Until somebody fills the basket, the market's first goods stand in it: never an empty board. */
  if (self->scope.staple)
    return product->staple || !self->has_basket;

  return self->scope.trades == 0 ||
         (product->trade >= 0 && (self->scope.trades >> product->trade & 1) != 0);
}

static void
update_product (MbPriceTable *self, const char *id)
{
  MbProduct *product = (MbProduct *) mb_board_get (self->board, MB_KIND_PRODUCT, id);
  GPtrArray *rows = g_hash_table_lookup (self->by_product, id);
  MbRowsChange change;

  if (product != NULL && !is_in_scope (self, product))
    product = NULL;
  if (rows == NULL && product == NULL)
    return;

  if (rows == NULL)
    {
      rows = g_ptr_array_new_with_free_func (g_object_unref);
      g_hash_table_insert (self->by_product, g_strdup (id), rows);
    }
  /* A shopper looks for the basket's goods even on a day without a price. */
  change = mb_product_rows_update (rows, product, self->board, self->scope.staple && self->has_basket,
                                   &self->context);
  self->stale = self->stale || change != MB_ROWS_SAME;
  self->resort = self->resort || change == MB_ROWS_OTHERS;
  self->serial += change >= MB_ROWS_TOUCHED;
  if (rows->len == 0)
    g_hash_table_remove (self->by_product, id);
}

static GPtrArray *
sort_rows (MbPriceTable *self)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_product);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    for (guint i = 0; i < ((GPtrArray *) value)->len; i++)
      g_ptr_array_add (rows, g_object_ref (g_ptr_array_index ((GPtrArray *) value, i)));
  g_ptr_array_sort (rows, self->scope.staple ? mb_price_row_compare : mb_price_row_compare_by_trade);
  if (self->scope.staple && rows->len > BASKET_SIZE)
    g_ptr_array_set_size (rows, BASKET_SIZE);

  return rows;
}

/* Puts the list in order, by one splice between what stays at its head and at its tail. */
static void
resort (MbPriceTable *self)
{
  g_autoptr (GPtrArray) old = self->rows;
  GPtrArray *rows = sort_rows (self);
  guint head = 0, tail = 0;
  guint shorter = MIN (old->len, rows->len);

  while (head < shorter && old->pdata[head] == rows->pdata[head])
    head++;
  while (tail < shorter - head &&
         old->pdata[old->len - 1 - tail] == rows->pdata[rows->len - 1 - tail])
    tail++;

  self->resort = FALSE;
  self->rows = rows;
  if (head + tail == old->len && old->len == rows->len)
    return;
  self->serial++;
  g_list_model_items_changed (G_LIST_MODEL (self), head, old->len - head - tail,
                              rows->len - head - tail);
}

static gboolean
is_whole_jiao (MbPriceRow *row)
{
  return mb_money_is_whole_jiao (row->fen) && mb_money_is_whole_jiao (row->low_fen) &&
         mb_money_is_whole_jiao (row->high_fen) && mb_money_is_whole_jiao (row->movement_fen);
}

static void
summarize (MbPriceTable *self)
{
  guint n_of[MB_N_ROW_BASES] = { 0 };

  self->decimals = 1;
  self->trades = 0;
  self->n_deals = 0;
  self->basis = MB_ROW_BASIS_NONE;
  self->next_change_us = G_MAXINT64;
  for (guint i = 0; i < self->rows->len; i++)
    {
      MbPriceRow *row = g_ptr_array_index (self->rows, i);

      if (!is_whole_jiao (row))
        self->decimals = 2;
      if (row->product->trade >= 0)
        self->trades |= 1u << row->product->trade;
      if (row->basis != MB_ROW_BASIS_NONE)
        n_of[row->basis]++;
      self->n_deals += row->n_deals;
      self->next_change_us = MIN (self->next_change_us, row->until_us);
    }
  for (guint i = 0; i < G_N_ELEMENTS (n_of); i++)
    if (n_of[i] > 0 && (self->basis == MB_ROW_BASIS_NONE || n_of[i] > n_of[self->basis]))
      self->basis = (MbRowBasis) i;
}

static void
finish_update (MbPriceTable *self)
{
  if (self->resort)
    resort (self);
  summarize (self);
  self->stale = FALSE;
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

static void
read_market (MbPriceTable *self)
{
  MbMarket *market = (MbMarket *) mb_board_get (self->board, MB_KIND_MARKET, "market");

  g_clear_pointer (&self->context.time, mb_market_time_unref);
  self->context.time = mb_market_time_new (market);
  self->context.price_rule = mb_freshness_for (market, MB_KIND_PRICE);
  self->context.quote_rule = mb_freshness_for (market, MB_KIND_QUOTE);
  self->context.unit =
      market != NULL && market->price_unit == MB_PER_KG ? MB_PER_KG : MB_PER_500G;
}

static void
update_all (MbPriceTable *self)
{
  GListModel *products = mb_board_get_list (self->board, MB_KIND_PRODUCT);
  g_autoptr (GPtrArray) old = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->by_product);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_ptr_array_add (old, g_strdup (id));
  for (guint i = 0; i < old->len; i++)
    update_product (self, g_ptr_array_index (old, i));

  for (guint i = 0; i < g_list_model_get_n_items (products); i++)
    {
      g_autoptr (MbRecord) product = g_list_model_get_item (products, i);

      if (!g_hash_table_contains (self->by_product, mb_record_get_id (product)))
        update_product (self, mb_record_get_id (product));
    }
}

static gboolean
find_basket (MbBoard *board)
{
  GListModel *products = mb_board_get_list (board, MB_KIND_PRODUCT);

  for (guint i = 0; i < g_list_model_get_n_items (products); i++)
    {
      g_autoptr (MbProduct) product = g_list_model_get_item (products, i);

      if (product->staple)
        return TRUE;
    }

  return FALSE;
}

/* The product that a record says something of; NULL for those that no row is made of. */
static char *
get_product_id (MbKind kind, const char *id)
{
  switch (kind)
    {
    case MB_KIND_PRODUCT:
    case MB_KIND_QUOTE:
      return g_strdup (id);
    case MB_KIND_PRICE:
      return g_strndup (id, strcspn (id, "@"));
    default:
      return NULL;
    }
}

static void
on_folded (MbPriceTable *self, GPtrArray *changes, gboolean reset)
{
  gboolean other_market = FALSE, other_products = FALSE, had_basket = self->has_basket;

  for (guint i = 0; i < changes->len; i++)
    {
      const MbChangedRecord *change = g_ptr_array_index (changes, i);
      MbKind kind = mb_record_get_kind (change->record);
      g_autofree char *id = get_product_id (kind, mb_record_get_id (change->record));

      other_market = other_market || kind == MB_KIND_MARKET;
      other_products = other_products || kind == MB_KIND_PRODUCT;
      if (id == NULL)
        continue;
      update_product (self, id);
      /* A product may have moved with its rows. */
      if (kind == MB_KIND_PRODUCT && g_hash_table_contains (self->by_product, id))
        self->resort = TRUE;
    }
  if (other_products)
    self->has_basket = find_basket (self->board);
  if (other_market)
    read_market (self);
  if (other_market || self->has_basket != had_basket)
    {
      self->resort = TRUE;
      update_all (self);
    }
  if (other_market || self->resort || self->stale)
    finish_update (self);
}

static GType
mb_price_table_get_item_type (GListModel *model)
{
  return MB_TYPE_PRICE_ROW;
}

static guint
mb_price_table_get_n_items (GListModel *model)
{
  return MB_PRICE_TABLE (model)->rows->len;
}

static gpointer
mb_price_table_get_item (GListModel *model, guint i)
{
  MbPriceTable *self = MB_PRICE_TABLE (model);

  return i < self->rows->len ? g_object_ref (g_ptr_array_index (self->rows, i)) : NULL;
}

static void
mb_price_table_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = mb_price_table_get_item_type;
  iface->get_n_items = mb_price_table_get_n_items;
  iface->get_item = mb_price_table_get_item;
}

static void
mb_price_table_finalize (GObject *object)
{
  MbPriceTable *self = MB_PRICE_TABLE (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->by_product, g_hash_table_unref);
  g_clear_pointer (&self->context.time, mb_market_time_unref);
  g_clear_object (&self->board);
  g_free ((char *) self->scope.stall);

  G_OBJECT_CLASS (mb_price_table_parent_class)->finalize (object);
}

static void
mb_price_table_class_init (MbPriceTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = mb_price_table_finalize;

  signals[SIGNAL_UPDATED] =
      g_signal_new ("updated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);
}

static void
mb_price_table_init (MbPriceTable *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_product =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}

static void
take_scope (MbPriceTable *self, const MbPriceScope *scope)
{
  char *stall = g_strdup (scope->stall);

  g_free ((char *) self->scope.stall);
  self->scope = *scope;
  self->scope.stall = stall;
  self->context.stall = stall;
}

MbPriceTable *
mb_price_table_new (MbBoard *board, const MbPriceScope *scope, gint64 now_us)
{
  MbPriceTable *self;

  g_return_val_if_fail (MB_IS_BOARD (board), NULL);
  g_return_val_if_fail (scope != NULL, NULL);

  self = g_object_new (MB_TYPE_PRICE_TABLE, NULL);
  self->board = g_object_ref (board);
  take_scope (self, scope);
  self->context.now_us = now_us;
  self->has_basket = find_basket (board);
  read_market (self);
  update_all (self);
  finish_update (self);
  g_signal_connect_object (board, "folded", G_CALLBACK (on_folded), self, G_CONNECT_SWAPPED);

  return self;
}

void
mb_price_table_set_scope (MbPriceTable *self, const MbPriceScope *scope)
{
  g_return_if_fail (MB_IS_PRICE_TABLE (self));
  g_return_if_fail (scope != NULL);

  if (self->scope.staple == scope->staple && self->scope.trades == scope->trades &&
      g_strcmp0 (self->scope.stall, scope->stall) == 0)
    return;

  take_scope (self, scope);
  self->resort = TRUE;
  update_all (self);
  finish_update (self);
}

const MbPriceScope *
mb_price_table_get_scope (MbPriceTable *self)
{
  g_return_val_if_fail (MB_IS_PRICE_TABLE (self), NULL);

  return &self->scope;
}

void
mb_price_table_update (MbPriceTable *self, gint64 now_us)
{
  gint64 before_us;

  g_return_if_fail (MB_IS_PRICE_TABLE (self));

  before_us = self->context.now_us;
  self->context.now_us = now_us;
  /* Unset is less than every time: whoever loses the time goes back. */
  if (before_us != MB_UNSET && now_us >= before_us && now_us < self->next_change_us)
    return;
  if (before_us == now_us)
    return;

  update_all (self);
  finish_update (self);
}

gint64
mb_price_table_get_next_change (MbPriceTable *self)
{
  g_return_val_if_fail (MB_IS_PRICE_TABLE (self), G_MAXINT64);

  return self->next_change_us;
}

MbMarketTime *
mb_price_table_get_time (MbPriceTable *self)
{
  g_return_val_if_fail (MB_IS_PRICE_TABLE (self), NULL);

  return self->context.time;
}

MbPriceRow *
mb_price_table_get_row (MbPriceTable *self, guint i)
{
  g_return_val_if_fail (MB_IS_PRICE_TABLE (self), NULL);
  g_return_val_if_fail (i < self->rows->len, NULL);

  return g_ptr_array_index (self->rows, i);
}

void
mb_price_table_foreach_row_of (MbPriceTable *self, MbKind kind, const char *id, MbPriceRowFunc func,
                               gpointer data)
{
  g_autofree char *product_id = NULL;
  GPtrArray *rows;

  g_return_if_fail (MB_IS_PRICE_TABLE (self));
  g_return_if_fail (id != NULL);
  g_return_if_fail (func != NULL);

  product_id = get_product_id (kind, id);
  rows = product_id != NULL ? g_hash_table_lookup (self->by_product, product_id) : NULL;
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      MbPriceRow *row = g_ptr_array_index (rows, i);
      gboolean is_of_record = row->record != NULL && mb_record_get_kind (row->record) == kind &&
                              g_str_equal (mb_record_get_id (row->record), id);

      if ((kind == MB_KIND_PRODUCT || is_of_record) && g_ptr_array_find (self->rows, row, NULL))
        func (row, data);
    }
}

guint
mb_price_table_get_decimals (MbPriceTable *self)
{
  g_return_val_if_fail (MB_IS_PRICE_TABLE (self), 2);

  return self->decimals;
}

MbRowBasis
mb_price_table_get_basis (MbPriceTable *self)
{
  g_return_val_if_fail (MB_IS_PRICE_TABLE (self), MB_ROW_BASIS_NONE);

  return self->basis;
}

MbPer
mb_price_table_get_unit (MbPriceTable *self)
{
  g_return_val_if_fail (MB_IS_PRICE_TABLE (self), MB_PER_500G);

  return self->context.unit;
}

guint32
mb_price_table_get_trades (MbPriceTable *self)
{
  g_return_val_if_fail (MB_IS_PRICE_TABLE (self), 0);

  return self->trades;
}

guint
mb_price_table_get_serial (MbPriceTable *self)
{
  g_return_val_if_fail (MB_IS_PRICE_TABLE (self), 0);

  return self->serial;
}

gint64
mb_price_table_get_n_deals (MbPriceTable *self)
{
  g_return_val_if_fail (MB_IS_PRICE_TABLE (self), 0);

  return self->n_deals;
}
