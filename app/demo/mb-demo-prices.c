/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-demo"

#include "demo/mb-demo-prices.h"

#include "core/model/goods/mb-price.h"
#include "core/model/place/mb-product.h"
#include "core/wire/mb-record-codec.h"
#include "demo/mb-demo-sample.h"
#include "demo/mb-demo.h"

/* Seconds after midnight. */
#define HOUR 3600
#define OPENING (MB_DEMO_OPENING * 60)
#define MARKED (7 * HOUR)             /* every stall has marked its prices, with ten minutes to spare */
#define NOTING (6 * HOUR + 35 * 60)   /* the office begins with the first trade */
#define NOTED (8 * HOUR)              /* it is through with the last */
#define EVENING (16 * HOUR + 30 * 60) /* from here on greens get cheaper */
#define LAST_MOVE (MB_DEMO_CLOSING * 60 - 10 * 60)

#define STALLS_OPEN_FOR (80 * 60)
#define NOTING_A_TRADE (9 * 60)

/* In percent of a price: how far it may go from where it began, and the largest steps over night and by day. */
#define REACH 10
#define NIGHT_STEP 7
#define DAY_STEP 3

typedef struct
{
  MbPrice *record;
  gint64 fen, low_fen, high_fen; /* the sample's own */
  MbTime observed_at;
  MbTrade trade;
  gboolean left; /* to others */
  gint64 change; /* while the day is planned */
} Price;

struct _MbDemoPrices
{
  MbDate date;
  GTimeZone *zone;
  Price *prices; /* first the market's averages, the basket's before all, then stall by stall */
  guint n_prices, n_averages, n_staples;
};

/* What a move needs to be drawn. */
typedef struct
{
  MbDemoPrices *self;
  GRand *random;
  GArray *moves; /* MbDemoMove */
} Plan;

static MbRecord *
decode (const MbDemoLine *line)
{
  g_autoptr (GError) error = NULL;
  MbRecord *record = mb_record_decode_bytes (line->kind, line->id, line->value, NULL, &error);

  g_assert_no_error (error);

  return record;
}

/* The products by id; how many are in the basket. */
static GHashTable *
read_products (guint *n_staples)
{
  g_autoptr (GPtrArray) lines = mb_demo_sample_read ("hall", 0);
  GHashTable *products = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);

  for (guint i = 0; i < lines->len; i++)
    {
      const MbDemoLine *line = lines->pdata[i];
      MbRecord *record = line->kind == MB_KIND_PRODUCT ? decode (line) : NULL;

      if (record == NULL)
        continue;
      *n_staples += MB_PRODUCT (record)->staple;
      g_hash_table_insert (products, (gpointer) mb_record_get_id (record), record);
    }

  return products;
}

MbDemoPrices *
mb_demo_prices_new (MbDate date, GTimeZone *zone, int days)
{
  MbDemoPrices *self = g_new0 (MbDemoPrices, 1);
  g_autoptr (GHashTable) products = read_products (&self->n_staples);
  g_autoptr (GPtrArray) lines = mb_demo_sample_read ("prices", days);

  self->date = date;
  self->zone = g_time_zone_ref (zone);
  self->n_prices = lines->len;
  self->prices = g_new0 (Price, lines->len);
  for (guint i = 0; i < lines->len; i++)
    {
      Price *price = &self->prices[i];

      price->record = MB_PRICE (decode (lines->pdata[i]));
      price->fen = price->record->fen;
      price->low_fen = price->record->low_fen;
      price->high_fen = price->record->high_fen;
      price->observed_at = price->record->observed_at;
      price->trade = MB_PRODUCT (g_hash_table_lookup (products, price->record->product))->trade;
      self->n_averages += price->record->stall == NULL;
    }

  return self;
}

void
mb_demo_prices_free (MbDemoPrices *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n_prices; i++)
    g_object_unref (self->prices[i].record);
  g_free (self->prices);
  g_time_zone_unref (self->zone);
  g_free (self);
}

guint
mb_demo_prices_get_n (MbDemoPrices *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_prices;
}

const char *
mb_demo_prices_get_id (MbDemoPrices *self, guint price)
{
  g_return_val_if_fail (self != NULL && price < self->n_prices, NULL);

  return mb_record_get_id (MB_RECORD (self->prices[price].record));
}

void
mb_demo_prices_leave (MbDemoPrices *self, guint price)
{
  g_return_if_fail (self != NULL && price < self->n_prices);

  self->prices[price].left = TRUE;
}

/* Hands move a price by 角; a dear one by half a yuan. */
static gint64
grain_of (gint64 fen)
{
  return fen < 2000 ? 10 : 50;
}

static gint64
round_down (gint64 amount, gint64 grain)
{
  return MAX (grain, amount / grain * grain);
}

static void
add_move (Plan *plan, int second, guint i, gint64 step)
{
  Price *price = &plan->self->prices[i];
  gint64 reach = round_down (price->fen * REACH / 100, grain_of (price->fen));
  gint64 us = mb_date_at (plan->self->date, second / 60, plan->self->zone) + second % 60 * G_USEC_PER_SEC;

  if (price->left)
    return;

  price->change = CLAMP (price->change + step, -reach, reach);
  g_array_append_val (plan->moves, ((MbDemoMove){ us, i, price->change }));
}

/* A step of at most so many hundredths of the price, never none. */
static gint64
draw_step (Plan *plan, guint i, gint32 percent, gboolean falling)
{
  gint64 fen = plan->self->prices[i].fen;
  gint64 size = round_down (fen * g_rand_int_range (plan->random, 1, percent + 1) / 100, grain_of (fen));

  return falling || g_rand_boolean (plan->random) ? -size : size;
}

/* The first price of the day: about half of them differ from the evening before. */
static void
note_first (Plan *plan, int second, guint i)
{
  add_move (plan, second, i, g_rand_boolean (plan->random) ? draw_step (plan, i, NIGHT_STEP, FALSE) : 0);
}

static void
plan_openings (Plan *plan)
{
  MbDemoPrices *self = plan->self;
  const char *stall = "";
  int second = 0;

  for (MbTrade trade = 0; trade < MB_N_TRADES; trade++)
    {
      second = NOTING + (int) trade * NOTING_A_TRADE + g_rand_int_range (plan->random, 0, NOTING_A_TRADE - 60);
      for (guint i = 0; i < self->n_averages; i++)
        if (self->prices[i].trade == trade)
          note_first (plan, second, i);
    }

  for (guint i = self->n_averages; i < self->n_prices; i++)
    {
      if (!g_str_equal (self->prices[i].record->stall, stall))
        second = OPENING + g_rand_int_range (plan->random, 0, STALLS_OPEN_FOR);
      stall = self->prices[i].record->stall;
      note_first (plan, second, i);
    }
}

static void
plan_move (Plan *plan, int second, guint from, guint to)
{
  guint i = (guint) g_rand_int_range (plan->random, (gint32) from, (gint32) to);
  gboolean falling = second > EVENING && plan->self->prices[i].trade == MB_TRADE_VEGETABLES;

  add_move (plan, second, i, draw_step (plan, i, DAY_STEP, falling));
}

static void
plan_moves (Plan *plan)
{
  MbDemoPrices *self = plan->self;

  for (int second = NOTED; second < LAST_MOVE; second += g_rand_int_range (plan->random, 60, 300))
    for (gint32 n = g_rand_int_range (plan->random, 1, 5); n > 0; n--)
      plan_move (plan, second, 0, g_rand_boolean (plan->random) ? self->n_staples : self->n_averages);

  for (int second = MARKED; second < LAST_MOVE; second += g_rand_int_range (plan->random, 30, 180))
    for (gint32 n = g_rand_int_range (plan->random, 1, 4); n > 0; n--)
      plan_move (plan, second, self->n_averages, self->n_prices);
}

static int
compare_moves (gconstpointer a, gconstpointer b)
{
  gint64 first = ((const MbDemoMove *) a)->us, second = ((const MbDemoMove *) b)->us;

  return (first > second) - (first < second);
}

GArray *
mb_demo_prices_plan (MbDemoPrices *self, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  Plan plan = { self, random, g_array_new (FALSE, FALSE, sizeof (MbDemoMove)) };

  g_return_val_if_fail (self != NULL, plan.moves);

  plan_openings (&plan);
  plan_moves (&plan);
  g_array_sort (plan.moves, compare_moves);

  return plan.moves;
}

static GBytes *
build (const Price *price, gint64 change, MbTime observed_at)
{
  MbPrice *record = price->record;

  record->fen = price->fen + change;
  if (price->low_fen != MB_UNSET)
    record->low_fen = price->low_fen + change; /* the range moves with the price */
  if (price->high_fen != MB_UNSET)
    record->high_fen = price->high_fen + change;
  record->observed_at = observed_at;

  return mb_record_encode_value (MB_RECORD (record));
}

GBytes *
mb_demo_prices_build (MbDemoPrices *self, guint price, gint64 change, gint64 us)
{
  g_return_val_if_fail (self != NULL && price < self->n_prices, NULL);

  return build (&self->prices[price], change, mb_time_in_zone (us, self->zone));
}

GBytes *
mb_demo_prices_build_eve (MbDemoPrices *self, guint price)
{
  g_return_val_if_fail (self != NULL && price < self->n_prices, NULL);

  return build (&self->prices[price], 0, self->prices[price].observed_at);
}
