/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-lists"

#include "core/lists/mb-list-products.h"

#include "core/model/place/mb-product.h"

#include <math.h>
#include <string.h>

/* Two indices: names as people spell them to the products that bear them, and ids, so that none is
 * given twice. A product has no grade of its own; its prices have. */

#define ID_MAX 64

struct _MbListProducts
{
  MbBoard *board;      /* (not owned) */
  MbListWords *words;  /* (not owned) */
  MbBasis basis;
  GPtrArray *products; /* (owned) MbListProduct */
  GHashTable *by_name; /* folded name -> GPtrArray of MbListProduct */
  GHashTable *by_id;   /* id -> MbListProduct */
  double last_order;
};

static void
product_free (gpointer data)
{
  MbListProduct *product = data;

  g_free (product->id);
  g_free (product->word);
  g_free (product->title);
  g_free (product->fold);
  g_clear_pointer (&product->name, mb_texts_unref);
  g_clear_pointer (&product->grade, mb_texts_unref);
  g_free (product);
}

static void
add_name (MbListProducts *self, MbListProduct *product, const char *name)
{
  g_autofree char *folded = mb_list_words_fold (self->words, name);
  GPtrArray *bearers = g_hash_table_lookup (self->by_name, folded);

  if (bearers == NULL)
    {
      bearers = g_ptr_array_new ();
      g_hash_table_insert (self->by_name, g_steal_pointer (&folded), bearers);
    }
  if (!g_ptr_array_find (bearers, product, NULL))
    g_ptr_array_add (bearers, product);
}

static char *
fold_grade (MbListProducts *self, const MbTexts *grade)
{
  GString *folds = g_string_new ("\n");

  for (guint i = 0; i < mb_texts_get_n (grade); i++)
    {
      g_autofree char *folded = mb_list_words_fold (self->words, mb_texts_get_nth (grade, i));

      g_string_append_printf (folds, "%s\n", folded);
    }

  return g_string_free (folds, FALSE);
}

static void
set_grade (MbListProducts *self, MbListProduct *product, MbTexts *grade)
{
  g_clear_pointer (&product->grade, mb_texts_unref);
  g_clear_pointer (&product->fold, g_free);
  g_clear_pointer (&product->title, g_free);
  product->grade = mb_texts_ref (grade);
  product->fold = fold_grade (self, grade);
  product->title = g_strdup_printf ("%s %s", product->word, mb_texts_get (grade, "zh-Hans"));
}

static MbListProduct *
add_product (MbListProducts *self, char *id, const char *word)
{
  MbListProduct *product = g_new0 (MbListProduct, 1);

  product->id = id;
  product->word = g_strdup (word);
  product->title = g_strdup (word);
  product->trade = -1;
  g_ptr_array_add (self->products, product);
  g_hash_table_insert (self->by_id, product->id, product);

  return product;
}

static void
take_board_product (MbListProducts *self, MbProduct *record)
{
  const char *id = mb_record_get_id (MB_RECORD (record));
  MbListProduct *product = add_product (self, g_strdup (id), mb_texts_get (record->name, "zh-Hans"));

  for (guint i = 0; i < mb_texts_get_n (record->name); i++)
    add_name (self, product, mb_texts_get_nth (record->name, i));
  for (guint i = 0; record->aliases != NULL && record->aliases[i] != NULL; i++)
    add_name (self, product, record->aliases[i]);
  if (!isnan (record->order))
    self->last_order = MAX (self->last_order, record->order);
}

/* The price of this basis says what stands; any other of the market's tells the grade too. */
static void
take_board_price (MbListProducts *self, MbPrice *price)
{
  MbListProduct *product = g_hash_table_lookup (self->by_id, price->product);
  gboolean own = price->basis == (int) self->basis && price->stall == NULL;

  if (product == NULL || price->stall != NULL)
    return;
  if (price->grade != NULL && (own || product->grade == NULL))
    set_grade (self, product, price->grade);
  if (!own)
    return;
  product->priced = TRUE;
  product->standing = (MbFigures){ price->fen, price->low_fen, price->high_fen, (MbPer) price->per };
  product->standing_us = price->observed_at.us;
}

MbListProducts *
mb_list_products_new (MbBoard *board, MbBasis basis, MbListWords *words)
{
  MbListProducts *self = g_new0 (MbListProducts, 1);
  GListModel *products = mb_board_get_list (board, MB_KIND_PRODUCT);
  GListModel *prices = mb_board_get_list (board, MB_KIND_PRICE);

  self->board = board;
  self->words = words;
  self->basis = basis;
  self->products = g_ptr_array_new_with_free_func (product_free);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < g_list_model_get_n_items (products); i++)
    {
      g_autoptr (MbProduct) product = g_list_model_get_item (products, i);

      take_board_product (self, product);
    }
  for (guint i = 0; i < g_list_model_get_n_items (prices); i++)
    {
      g_autoptr (MbPrice) price = g_list_model_get_item (prices, i);

      take_board_price (self, price);
    }

  return self;
}

void
mb_list_products_free (MbListProducts *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->products, g_ptr_array_unref);
  g_free (self);
}

/* An id that says the name and the grade, and is nobody else's. */
static char *
make_id (MbListProducts *self, const MbListName *row)
{
  g_autofree char *name = mb_list_words_slug (self->words, row->name);
  g_autofree char *grade = mb_list_words_slug (self->words, row->grade);
  g_autofree char *stem = g_strconcat (*name ? name : "product", *grade ? "." : "", grade, NULL);
  char *id;

  /* Room for a number behind it. */
  if (strlen (stem) > ID_MAX - 6)
    stem[ID_MAX - 6] = '\0';
  id = g_strdup (stem);
  for (guint n = 2; g_hash_table_contains (self->by_id, id); n++)
    {
      g_free (id);
      id = g_strdup_printf ("%s-%u", stem, n);
    }

  return id;
}

static MbListProduct *
make_product (MbListProducts *self, const MbListName *row, int trade)
{
  MbListProduct *product = add_product (self, make_id (self, row), row->name);
  int category = row->category != NULL && *row->category ? mb_list_words_find_trade (self->words, row->category) : -1;

  product->made = TRUE;
  product->bare = *row->grade == '\0';
  product->name = mb_texts_new_single (row->language, row->name);
  product->piece = row->piece;
  product->order = ++self->last_order;
  product->trade = category >= 0 ? category : trade >= 0 ? trade : mb_list_words_guess_trade (self->words, row->name);
  if (product->trade < 0)
    product->trade = MB_TRADE_VEGETABLES;
  if (*row->grade)
    {
      g_autoptr (MbTexts) grade = mb_texts_new_single (row->language, row->grade);

      set_grade (self, product, grade);
    }
  add_name (self, product, row->name);

  return product;
}

static gboolean
has_grade (const MbListProduct *product, const char *folded)
{
  g_autofree char *line = g_strdup_printf ("\n%s\n", folded);

  return product->fold != NULL && strstr (product->fold, line) != NULL;
}

/* Among those of the name: the one without a grade, else, where there is just one, that. */
static MbListProduct *
find_bare (const GPtrArray *bearers)
{
  MbListProduct *found = bearers->len == 1 ? bearers->pdata[0] : NULL;

  for (guint i = 0; i < bearers->len && found == NULL; i++)
    if (((MbListProduct *) bearers->pdata[i])->grade == NULL)
      found = bearers->pdata[i];
  if (found != NULL)
    found->bare = TRUE;

  return found;
}

MbListProduct *
mb_list_products_find (MbListProducts *self, const MbListName *row, int trade)
{
  g_autofree char *name = mb_list_words_fold (self->words, row->name);
  g_autofree char *grade = mb_list_words_fold (self->words, row->grade);
  const GPtrArray *bearers = g_hash_table_lookup (self->by_name, name);
  MbListProduct *only;

  if (bearers == NULL)
    return make_product (self, row, trade);
  if (*grade == '\0')
    return find_bare (bearers);

  for (guint i = 0; i < bearers->len; i++)
    if (has_grade (bearers->pdata[i], grade))
      return bearers->pdata[i];
  only = bearers->len == 1 ? bearers->pdata[0] : NULL;
  if (only != NULL && only->grade == NULL && !only->bare)
    {
      g_autoptr (MbTexts) said = mb_texts_new_single (row->language, row->grade);

      set_grade (self, only, said);
      return only;
    }

  return make_product (self, row, trade);
}
