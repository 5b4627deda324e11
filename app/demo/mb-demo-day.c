/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-demo"

#include "demo/mb-demo-day.h"

#include "demo/mb-demo-prices.h"
#include "demo/mb-demo-sample.h"
#include "demo/mb-demo.h"

/* Every record that changes in the day has a number: prices have those of MbDemoPrices, the script's
 * others come after. What stands at a time is each number's newest event. */

typedef struct
{
  gint64 us;
  guint number;
  gint64 change;          /* of a price */
  const MbDemoLine *line; /* NULL: a price moves */
} Event;

struct _MbDemoDay
{
  int days; /* from the sample's own day */
  MbDemoPrices *prices;
  GPtrArray *script;   /* MbDemoLine */
  GArray *events;      /* Event, in order of time */
  guint n_numbers;
};

static GHashTable *
number_prices (MbDemoDay *self)
{
  GHashTable *numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  self->n_numbers = mb_demo_prices_get_n (self->prices);
  for (guint i = 0; i < self->n_numbers; i++)
    g_hash_table_insert (numbers, g_strconcat ("price/", mb_demo_prices_get_id (self->prices, i), NULL),
                         GUINT_TO_POINTER (i));

  return numbers;
}

/* A price that the script names is the script's alone. */
static void
add_script (MbDemoDay *self)
{
  g_autoptr (GHashTable) numbers = number_prices (self);
  guint n_prices = self->n_numbers;

  for (guint i = 0; i < self->script->len; i++)
    {
      const MbDemoLine *line = self->script->pdata[i];
      char *name = g_strconcat (mb_kind_to_name (line->kind), "/", line->id, NULL);
      gpointer number;

      if (!g_hash_table_lookup_extended (numbers, name, NULL, &number))
        number = GUINT_TO_POINTER (self->n_numbers++);
      else if (GPOINTER_TO_UINT (number) < n_prices)
        mb_demo_prices_leave (self->prices, GPOINTER_TO_UINT (number));
      g_hash_table_insert (numbers, name, number);
      g_array_append_val (self->events, ((Event){ line->us, GPOINTER_TO_UINT (number), 0, line }));
    }
}

static void
add_moves (MbDemoDay *self, guint32 seed)
{
  g_autoptr (GArray) moves = mb_demo_prices_plan (self->prices, seed);

  for (guint i = 0; i < moves->len; i++)
    {
      const MbDemoMove *move = &g_array_index (moves, MbDemoMove, i);

      g_array_append_val (self->events, ((Event){ move->us, move->price, move->change, NULL }));
    }
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  gint64 first = ((const Event *) a)->us, second = ((const Event *) b)->us;

  return (first > second) - (first < second);
}

MbDemoDay *
mb_demo_day_new (MbDate date, GTimeZone *zone, guint32 seed)
{
  MbDemoDay *self = g_new0 (MbDemoDay, 1);

  self->days = mb_date_days_between (MB_DEMO_DAY, date);
  self->prices = mb_demo_prices_new (date, zone, self->days);
  self->script = mb_demo_sample_read ("day", self->days);
  self->events = g_array_new (FALSE, FALSE, sizeof (Event));
  add_script (self);
  add_moves (self, seed);
  g_array_sort (self->events, compare_events); /* stable: the script comes first */

  return self;
}

void
mb_demo_day_free (MbDemoDay *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->events, g_array_unref);
  g_clear_pointer (&self->script, g_ptr_array_unref);
  g_clear_pointer (&self->prices, mb_demo_prices_free);
  g_free (self);
}

/* Read when it is asked for, which is once: the hub keeps it, not the demo. */
MbChangeSet *
mb_demo_day_build_market (MbDemoDay *self)
{
  MbChangeSet *set = mb_change_set_new ();
  g_autoptr (GPtrArray) lines = NULL;

  g_return_val_if_fail (self != NULL, set);

  lines = mb_demo_sample_read ("hall", self->days);
  for (guint i = 0; i < lines->len; i++)
    {
      const MbDemoLine *line = lines->pdata[i];

      mb_change_set_add (set, line->kind, line->id, line->value);
    }

  return set;
}

MbChangeSet *
mb_demo_day_build_eve (MbDemoDay *self)
{
  MbChangeSet *set = mb_change_set_new ();

  g_return_val_if_fail (self != NULL, set);

  for (guint i = 0; i < mb_demo_prices_get_n (self->prices); i++)
    {
      g_autoptr (GBytes) value = mb_demo_prices_build_eve (self->prices, i);

      mb_change_set_add (set, MB_KIND_PRICE, mb_demo_prices_get_id (self->prices, i), value);
    }

  return set;
}

guint
mb_demo_day_count_until (MbDemoDay *self, gint64 us)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  while (n < self->events->len && g_array_index (self->events, Event, n).us <= us)
    n++;

  return n;
}

gint64
mb_demo_day_get_time (MbDemoDay *self, guint done)
{
  g_return_val_if_fail (self != NULL, MB_UNSET);

  return done < self->events->len ? g_array_index (self->events, Event, done).us : MB_UNSET;
}

static void
add_event (MbDemoDay *self, MbChangeSet *set, const Event *event)
{
  g_autoptr (GBytes) value = NULL;

  if (event->line != NULL)
    {
      mb_change_set_add (set, event->line->kind, event->line->id, event->line->value);
      return;
    }
  value = mb_demo_prices_build (self->prices, event->number, event->change, event->us);
  mb_change_set_add (set, MB_KIND_PRICE, mb_demo_prices_get_id (self->prices, event->number), value);
}

MbChangeSet *
mb_demo_day_build_events (MbDemoDay *self, guint done, guint until)
{
  MbChangeSet *set = mb_change_set_new ();
  g_autofree guint *newest = NULL;

  g_return_val_if_fail (self != NULL && done <= until && until <= self->events->len, set);

  newest = g_new0 (guint, self->n_numbers);
  for (guint i = done; i < until; i++)
    newest[g_array_index (self->events, Event, i).number] = i;
  for (guint i = done; i < until; i++)
    {
      const Event *event = &g_array_index (self->events, Event, i);

      if (newest[event->number] == i)
        add_event (self, set, event);
    }

  return set;
}
