/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-demo"

#include "demo/mb-demo-day.h"

#include "core/lists/mb-list-source.h"
#include "core/model/goods/mb-price.h"
#include "core/model/place/mb-product.h"
#include "core/wire/mb-record-codec.h"
#include "demo/mb-demo.h"
#include "mb-demo-resources.h"

#define SAMPLE "/org/marketboard/sample/"
#define EVE (17 * 60 + 40)      /* minutes after midnight at which the evening's prices were noted */
#define EVENING (16 * 60 + 30)  /* from here on greens get cheaper */
#define LAST_MOVE (MB_DEMO_CLOSING - 10)

/* How far a price may go from where it began, in percent. */
#define REACH 10

typedef struct
{
  MbRecord *record;
  GBytes *value;
} Sample;

typedef struct
{
  gint64 us;
  guint price;   /* of prices */
  gint64 change; /* fen, against the sample's own price */
} Move;

struct _MbDemoDay
{
  MbDate date;
  GTimeZone *zone;
  GPtrArray *market; /* Sample: all but prices */
  GPtrArray *prices; /* Sample */
  GArray *moves;     /* Move, in order of time */
};

static void
sample_free (gpointer data)
{
  Sample *sample = data;

  g_object_unref (sample->record);
  g_bytes_unref (sample->value);
  g_free (sample);
}

/* The sample is part of the program: one that cannot be read is a mistake of ours. */
static void
load_sample (const char *name, GPtrArray *samples)
{
  g_autofree char *path = g_strconcat (SAMPLE, name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (mb_demo_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (MbListSource) lines = bytes != NULL ? mb_list_lines_new (bytes) : NULL;
  MbListRow row;

  g_assert (lines != NULL);
  while (mb_list_source_next (lines, &row))
    {
      g_autoptr (GError) error = NULL;
      Sample *sample = g_new (Sample, 1);

      g_assert (row.fault == NULL && row.value != NULL);
      sample->value = g_bytes_ref (row.value);
      sample->record = mb_record_decode_bytes (mb_kind_from_name (row.kind), row.id, row.value, NULL, &error);
      g_assert_no_error (error);
      g_ptr_array_add (samples, sample);
    }
}

static MbPrice *
price_of (MbDemoDay *self, guint i)
{
  return MB_PRICE (((Sample *) self->prices->pdata[i])->record);
}

static int
trade_of (MbDemoDay *self, guint price)
{
  for (guint i = 0; i < self->market->len; i++)
    {
      MbRecord *record = ((Sample *) self->market->pdata[i])->record;

      if (MB_IS_PRODUCT (record) && g_str_equal (mb_record_get_id (record), price_of (self, price)->product))
        return MB_PRODUCT (record)->trade;
    }

  return -1;
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
add_move (MbDemoDay *self, int second, guint price, gint64 *changes, gint64 step)
{
  gint64 fen = price_of (self, price)->fen;
  gint64 reach = round_down (fen * REACH / 100, grain_of (fen));

  changes[price] = CLAMP (changes[price] + step, -reach, reach);
  g_array_append_val (self->moves, ((Move){ mb_date_at (self->date, second / 60, self->zone) +
                                              second % 60 * G_USEC_PER_SEC,
                                            price, changes[price] }));
}

/* A step of one to three hundredths of the price, never none. */
static gint64
draw_step (MbDemoDay *self, GRand *random, guint price, gboolean falling)
{
  gint64 fen = price_of (self, price)->fen;
  gint64 size = round_down (fen * g_rand_int_range (random, 1, 4) / 100, grain_of (fen));

  return falling || g_rand_boolean (random) ? -size : size;
}

/* At opening everything is noted, and about half of it differs from the evening before. */
static void
plan_opening (MbDemoDay *self, GRand *random, gint64 *changes)
{
  for (guint i = 0; i < self->prices->len; i++)
    add_move (self, MB_DEMO_OPENING * 60, i, changes,
              g_rand_boolean (random) ? draw_step (self, random, i, FALSE) : 0);
}

static void
plan_moves (MbDemoDay *self, GRand *random, gint64 *changes)
{
  int second = MB_DEMO_OPENING * 60 + g_rand_int_range (random, 240, 480);

  for (; second < LAST_MOVE * 60; second += g_rand_int_range (random, 100, 480))
    for (gint32 n = g_rand_int_range (random, 1, 5); n > 0; n--)
      {
        guint price = (guint) g_rand_int_range (random, 0, (gint32) self->prices->len);
        gboolean falling = second > EVENING * 60 && trade_of (self, price) == MB_TRADE_VEGETABLES;

        add_move (self, second, price, changes, draw_step (self, random, price, falling));
      }
}

MbDemoDay *
mb_demo_day_new (MbDate date, GTimeZone *zone, guint32 seed)
{
  MbDemoDay *self = g_new0 (MbDemoDay, 1);
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autofree gint64 *changes = NULL;

  self->date = date;
  self->zone = g_time_zone_ref (zone);
  self->market = g_ptr_array_new_with_free_func (sample_free);
  self->prices = g_ptr_array_new_with_free_func (sample_free);
  self->moves = g_array_new (FALSE, FALSE, sizeof (Move));
  load_sample ("market.ndjson", self->market);
  load_sample ("products.ndjson", self->market);
  load_sample ("prices.ndjson", self->prices);

  changes = g_new0 (gint64, self->prices->len);
  plan_opening (self, random, changes);
  plan_moves (self, random, changes);

  return self;
}

void
mb_demo_day_free (MbDemoDay *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->moves, g_array_unref);
  g_clear_pointer (&self->prices, g_ptr_array_unref);
  g_clear_pointer (&self->market, g_ptr_array_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_free (self);
}

MbChangeSet *
mb_demo_day_build_market (MbDemoDay *self)
{
  MbChangeSet *set = mb_change_set_new ();

  g_return_val_if_fail (self != NULL, set);

  for (guint i = 0; i < self->market->len; i++)
    {
      const Sample *sample = self->market->pdata[i];

      mb_change_set_add (set, mb_record_get_kind (sample->record), mb_record_get_id (sample->record), sample->value);
    }

  return set;
}

/* The range moves with the price. */
static void
add_price (MbDemoDay *self, MbChangeSet *set, guint price, gint64 change, gint64 us)
{
  MbPrice *sample = price_of (self, price);
  g_autoptr (MbPrice) record = MB_PRICE (mb_record_new (MB_KIND_PRICE, mb_record_get_id (MB_RECORD (sample))));
  g_autoptr (GBytes) value = NULL;

  record->product = g_strdup (sample->product);
  record->grade = sample->grade != NULL ? mb_texts_ref (sample->grade) : NULL;
  record->basis = sample->basis;
  record->fen = sample->fen + change;
  record->low_fen = sample->low_fen + change;
  record->high_fen = sample->high_fen + change;
  record->per = sample->per;
  record->observed_at = mb_time_in_zone (us, self->zone);
  record->source = g_strdup (sample->source);
  value = mb_record_encode_value (MB_RECORD (record));
  mb_change_set_add (set, MB_KIND_PRICE, mb_record_get_id (MB_RECORD (record)), value);
}

MbChangeSet *
mb_demo_day_build_eve (MbDemoDay *self)
{
  MbChangeSet *set = mb_change_set_new ();

  g_return_val_if_fail (self != NULL, set);

  for (guint i = 0; i < self->prices->len; i++)
    add_price (self, set, i, 0, mb_date_at (mb_date_add (self->date, -1), EVE, self->zone));

  return set;
}

guint
mb_demo_day_count_until (MbDemoDay *self, gint64 us)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  while (n < self->moves->len && g_array_index (self->moves, Move, n).us <= us)
    n++;

  return n;
}

gint64
mb_demo_day_get_time (MbDemoDay *self, guint done)
{
  g_return_val_if_fail (self != NULL, MB_UNSET);

  return done < self->moves->len ? g_array_index (self->moves, Move, done).us : MB_UNSET;
}

MbChangeSet *
mb_demo_day_build_moves (MbDemoDay *self, guint done, guint until)
{
  MbChangeSet *set = mb_change_set_new ();

  g_return_val_if_fail (self != NULL && done <= until && until <= self->moves->len, set);

  for (guint price = 0; price < self->prices->len; price++)
    for (guint i = until; i-- > done;)
      {
        const Move *move = &g_array_index (self->moves, Move, i);

        if (move->price == price)
          {
            add_price (self, set, price, move->change, move->us);
            break;
          }
      }

  return set;
}
