/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-lists"

#include "core/lists/mb-price-list-private.h"

#include "core/model/money/mb-money.h"
#include "core/model/money/mb-unit.h"

/* The planning half: which of the good rows go, in what order, against a board that moves as they
 * do. What stands is carried in the products themselves. */

typedef struct
{
  MbListProduct *product;
  MbDate date;
} ProductDay;

static guint
product_day_hash (gconstpointer key)
{
  const ProductDay *day = key;

  return g_direct_hash (day->product) * 31 + day->date;
}

static gboolean
product_day_equal (gconstpointer a, gconstpointer b)
{
  const ProductDay *left = a, *right = b;

  return left->product == right->product && left->date == right->date;
}

static gboolean
figures_equal (const MbFigures *a, const MbFigures *b)
{
  return a->fen == b->fen && a->low_fen == b->low_fen && a->high_fen == b->high_fen && a->per == b->per;
}

/* One product has one price a day; a second row says the same, or nobody knows which is right. */
static void
hold_repeated (MbPriceList *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (product_day_hash, product_day_equal, g_free, NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      MbListEntry *entry = self->entries->pdata[i], *first;
      ProductDay day = { entry->product, entry->price.date };
      const char *file;

      if (entry->product == NULL || entry->state != MB_ROW_WAITING)
        continue;
      first = g_hash_table_lookup (seen, &day);
      if (first == NULL)
        {
          g_hash_table_insert (seen, g_memdup2 (&day, sizeof day), entry);
          continue;
        }
      file = first->file == entry->file ? "" : ((MbListFile *) self->files->pdata[first->file])->name;
      if (figures_equal (&first->price.figures, &entry->price.figures))
        mb_price_list_hold_entry (self, entry, MB_HELD_DUPLICATE,
                                  g_strdup_printf ("line %u%s%s says the same", first->line, *file ? " of " : "", file));
      else
        mb_price_list_hold_entry (self, entry, MB_HELD_CONTRADICTION,
                                  g_strdup_printf ("line %u%s%s gives another price for it on that day", first->line,
                                                   *file ? " of " : "", file));
    }
}

static void
hold_future (MbPriceList *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      MbListEntry *entry = self->entries->pdata[i];

      if (entry->product == NULL || entry->state != MB_ROW_WAITING || entry->price.date <= self->options.today)
        continue;
      mb_price_list_hold_entry (self, entry, MB_HELD_FUTURE, g_strdup ("that day has not come yet"));
    }
}

/* Without history only the newest row of a file counts for each price. */
static void
pass_over_history (MbPriceList *self)
{
  g_autoptr (GHashTable) newest = g_hash_table_new (g_direct_hash, g_direct_equal);
  guint file = 0;

  for (guint i = 0; i < self->entries->len; i++)
    {
      MbListEntry *entry = self->entries->pdata[i], *other;

      if (entry->product == NULL || entry->state != MB_ROW_WAITING)
        continue;
      if (entry->file != file)
        g_hash_table_remove_all (newest);
      file = entry->file;
      other = g_hash_table_lookup (newest, entry->product);
      if (other == NULL || other->price.date < entry->price.date)
        {
          g_hash_table_insert (newest, entry->product, entry);
          if (other != NULL)
            other->state = MB_ROW_PASSED;
        }
      else
        entry->state = MB_ROW_PASSED;
    }
}

/* A list's day begins for shoppers when the market opens. */
static gint64
find_observed (MbPriceList *self, MbDate date)
{
  gint64 opening = mb_market_time_get_opening (self->time, date);

  return opening != MB_UNSET ? opening : mb_market_time_get_midnight (self->time, date);
}

static char *
describe (const MbFigures *figures, gint64 fen)
{
  g_autofree char *amount = mb_money_format (fen, 2);

  return g_strdup_printf ("%s per %s", amount, mb_per_names[figures->per]);
}

static char *
describe_doubt (const MbFigures *former, const MbFigures *news)
{
  gint64 old_fen, new_fen;
  g_autofree char *was = NULL, *is = NULL, *factor = NULL;
  int slip;

  mb_doubt_get_amounts (former, news, &old_fen, &new_fen);
  was = describe (former, old_fen);
  is = describe (news, new_fen);
  slip = former->per == news->per ? mb_doubt_find_slip (old_fen, new_fen) : 0;
  factor = slip > 0 ? g_strdup_printf (", about %d times", slip) : g_strdup_printf (", about a %dth", -slip);

  return g_strconcat (is, " after ", was, slip != 0 ? factor : NULL, NULL);
}

/* By day: a list of today is not older than what was typed this morning. */
static gboolean
is_older (MbPriceList *self, const MbListEntry *entry)
{
  const MbListProduct *product = entry->product;

  return product->priced && entry->price.date < mb_market_time_get_date (self->time, product->standing_us);
}

static void
plan_price (MbPriceList *self, MbListEntry *entry)
{
  MbListProduct *product = entry->product;
  const MbFigures *news = &entry->price.figures;

  entry->observed_us = find_observed (self, entry->price.date);
  entry->has_former = product->priced;
  entry->former = product->standing;
  if (is_older (self, entry))
    {
      g_autofree char *date = mb_date_format (mb_market_time_get_date (self->time, product->standing_us));

      mb_price_list_hold_entry (self, entry, MB_HELD_OLDER, g_strdup_printf ("a price of %s stands", date));
    }
  else if (product->priced && !self->options.sure && mb_doubt (&product->standing, news, self->jump_percent))
    mb_price_list_hold_entry (self, entry, MB_HELD_DOUBTFUL, describe_doubt (&product->standing, news));
  else if (product->priced && figures_equal (&product->standing, news) && product->standing_us == entry->observed_us)
    entry->state = MB_ROW_UNCHANGED;
  else
    {
      product->priced = TRUE;
      product->standing = *news;
      product->standing_us = entry->observed_us;
      g_ptr_array_add (self->order, entry);
    }
}

static int
compare_dates (gconstpointer a, gconstpointer b)
{
  const MbListEntry *left = *(MbListEntry *const *) a, *right = *(MbListEntry *const *) b;

  if (left->price.date != right->price.date)
    return left->price.date < right->price.date ? -1 : 1;
  if (left->file != right->file)
    return left->file < right->file ? -1 : 1;

  return left->line < right->line ? -1 : left->line > right->line;
}

static void
plan_prices (MbPriceList *self)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();

  for (guint i = 0; i < self->entries->len; i++)
    {
      MbListEntry *entry = self->entries->pdata[i];

      if (entry->product != NULL && entry->state == MB_ROW_WAITING)
        g_ptr_array_add (waiting, entry);
    }
  g_ptr_array_sort (waiting, compare_dates);
  for (guint i = 0; i < waiting->len; i++)
    plan_price (self, waiting->pdata[i]);
}

/* Records keep their own order. */
static void
plan_records (MbPriceList *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (((MbListEntry *) self->entries->pdata[i])->product == NULL &&
        ((MbListEntry *) self->entries->pdata[i])->state == MB_ROW_WAITING)
      g_ptr_array_add (self->order, self->entries->pdata[i]);
}

/* What one more entry adds to a transaction, at most: a product to be made and its price. */
static gsize
measure (const MbListEntry *entry)
{
  return entry->product != NULL ? 2048 : (entry->value != NULL ? g_bytes_get_size (entry->value) : 0) + 512;
}

/* A record twice in one transaction is refused, so the second begins another. */
static gboolean
is_repeated (GHashTable *records, MbListEntry *entry)
{
  g_autofree char *key = NULL;

  if (entry->product != NULL)
    return FALSE;
  key = g_strdup_printf ("%d %s", entry->kind, entry->id);

  return !g_hash_table_add (records, g_steal_pointer (&key));
}

static void
cut_steps (MbPriceList *self)
{
  g_autoptr (GHashTable) records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  MbListStep *step = NULL;
  guint changes = 0;
  gsize bytes = 0;

  for (guint i = 0; i < self->order->len; i++)
    {
      MbListEntry *entry = self->order->pdata[i];
      guint cost = entry->product != NULL && entry->product->made ? 2 : 1;
      gboolean repeated = is_repeated (records, entry);

      if (step == NULL || repeated || step->date != entry->price.date || changes + cost > MB_CHANGES_MAX ||
          bytes + measure (entry) > MB_CHANGES_MAX_BYTES)
        {
          g_array_append_val (self->steps, ((MbListStep){ entry->price.date, i, 0 }));
          step = &g_array_index (self->steps, MbListStep, self->steps->len - 1);
          g_hash_table_remove_all (records);
          is_repeated (records, entry);
          changes = 0;
          bytes = 0;
        }
      step->n_rows++;
      changes += cost;
      bytes += measure (entry);
    }
}

void
mb_price_list_plan (MbPriceList *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->steps->len == 0);

  hold_repeated (self);
  if (self->options.today != 0)
    hold_future (self);
  if (!self->options.history)
    pass_over_history (self);
  plan_records (self);
  plan_prices (self);
  cut_steps (self);
}

guint
mb_price_list_get_n_steps (MbPriceList *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->steps->len;
}

const MbListStep *
mb_price_list_get_step (MbPriceList *self, guint step)
{
  g_return_val_if_fail (self != NULL && step < self->steps->len, NULL);

  return &g_array_index (self->steps, MbListStep, step);
}
