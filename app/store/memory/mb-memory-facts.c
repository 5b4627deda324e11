/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/memory/mb-memory-facts.h"

#include <string.h>

/* Fact n stands at n - 1. Everything is looked for from one end to the other. What a stall was found for stays so
 * after a rollback: it was true. */

struct _MbMemoryFacts
{
  MbFactStorage parent_instance;

  GPtrArray *rows;   /* MbFactRow */
  GHashTable *known; /* those, by source and n */
  guint committed;
};

G_DEFINE_FINAL_TYPE (MbMemoryFacts, mb_memory_facts, MB_TYPE_FACT_STORAGE)

static guint
row_hash (gconstpointer data)
{
  const MbFactRow *row = data;

  return g_str_hash (row->source) * 33 + (guint) row->n;
}

static gboolean
row_equal (gconstpointer a, gconstpointer b)
{
  const MbFactRow *left = a, *right = b;

  return left->n == right->n && strcmp (left->source, right->source) == 0;
}

/* A row of its own: what is kept is not the one whose verdict is read. */
static MbFactRow *
copy (const MbFactRow *row)
{
  MbFactRow *kept = mb_fact_row_new (row->type, row->source, row->n, row->at_us, row->text);

  kept->number = row->number;
  kept->stall = g_strdup (row->stall);
  kept->code = g_strdup (row->code);
  kept->derived = row->derived != NULL ? g_bytes_ref (row->derived) : NULL;
  kept->subject = g_strdup (row->subject);
  kept->place = g_strdup (row->place);
  kept->outcome = row->outcome;
  kept->counted_us = row->counted_us;
  kept->amount = row->amount;
  return kept;
}

static void
find_stall (MbMemoryFacts *self, MbFactRow *row)
{
  for (guint i = 0; row->stall == NULL && row->code != NULL && i < self->rows->len; i++)
    {
      const MbFactRow *other = self->rows->pdata[i];

      if (other->stall != NULL && g_strcmp0 (other->code, row->code) == 0)
        row->stall = g_strdup (other->stall);
    }
}

static void
settle (MbMemoryFacts *self, const MbFactRow *row, GPtrArray *settled)
{
  for (guint i = 0; row->stall != NULL && row->code != NULL && i < self->rows->len; i++)
    {
      MbFactRow *other = self->rows->pdata[i];

      if (other->stall == NULL && g_strcmp0 (other->code, row->code) == 0)
        {
          other->stall = g_strdup (row->stall);
          g_ptr_array_add (settled, copy (other));
          ((MbFactRow *) settled->pdata[settled->len - 1])->verdict = MB_FACT_ROW_KNOWN;
        }
    }
}

static void
put_row (MbMemoryFacts *self, MbFactRow *row, GPtrArray *settled)
{
  const MbFactRow *kept = g_hash_table_lookup (self->known, row);
  MbFactRow *own;

  row->number = 0;
  if (kept != NULL)
    {
      row->verdict = g_bytes_equal (kept->text, row->text) ? MB_FACT_ROW_KNOWN : MB_FACT_ROW_CONFLICT;
      return;
    }

  row->verdict = MB_FACT_ROW_NEW;
  row->number = self->rows->len + 1;
  find_stall (self, row);
  settle (self, row, settled);
  own = copy (row);
  g_ptr_array_add (self->rows, own);
  g_hash_table_add (self->known, own);
}

static gboolean
mb_memory_facts_put (MbFactStorage *storage, GPtrArray *rows, GPtrArray *settled, GError **error)
{
  for (guint i = 0; i < rows->len; i++)
    put_row (MB_MEMORY_FACTS (storage), rows->pdata[i], settled);
  return TRUE;
}

static GPtrArray *
mb_memory_facts_page (MbFactStorage *storage, const char *type, guint64 after, guint limit, GError **error)
{
  MbMemoryFacts *self = MB_MEMORY_FACTS (storage);
  GPtrArray *page = mb_fact_rows_new ();
  gsize size = 0;

  for (guint64 i = after; i < self->rows->len && page->len < limit && size < MB_FACT_PAGE_BYTES; i++)
    {
      MbFactRow *row = self->rows->pdata[i];

      if (type == NULL || strcmp (row->type, type) == 0)
        {
          size += g_bytes_get_size (row->text);
          g_ptr_array_add (page, copy (row));
        }
    }
  return page;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const MbFactRow *left = *(MbFactRow *const *) a, *right = *(MbFactRow *const *) b;

  if (left->at_us != right->at_us)
    return left->at_us < right->at_us ? -1 : 1;
  return left->number < right->number ? -1 : 1;
}

static GPtrArray *
mb_memory_facts_recent (MbFactStorage *storage, const char *type, const char *stall, gint64 since_us, guint limit,
                        GError **error)
{
  MbMemoryFacts *self = MB_MEMORY_FACTS (storage);
  GPtrArray *recent = mb_fact_rows_new ();

  for (guint i = 0; i < self->rows->len; i++)
    {
      MbFactRow *row = self->rows->pdata[i];

      if (strcmp (row->type, type) == 0 && row->at_us >= since_us && (stall == NULL || g_strcmp0 (row->stall, stall) == 0))
        g_ptr_array_add (recent, copy (row));
    }
  g_ptr_array_sort (recent, compare_times);
  if (recent->len > limit)
    g_ptr_array_remove_range (recent, 0, recent->len - limit);
  return recent;
}

static int
compare_sums (gconstpointer a, gconstpointer b)
{
  const MbFactSum *left = *(MbFactSum *const *) a, *right = *(MbFactSum *const *) b;
  int by_subject = strcmp (left->subject, right->subject), by_place = strcmp (left->place, right->place);

  if (left->from_us != right->from_us)
    return left->from_us < right->from_us ? -1 : 1;
  if (by_subject != 0)
    return by_subject;
  return by_place != 0 ? by_place : strcmp (left->outcome, right->outcome);
}

static MbFactSum *
find_sum (GPtrArray *sums, gint64 from_us, const MbFactRow *row)
{
  for (guint i = 0; i < sums->len; i++)
    {
      MbFactSum *sum = sums->pdata[i];

      if (sum->from_us == from_us && strcmp (sum->subject, row->subject) == 0 && strcmp (sum->place, row->place) == 0
          && strcmp (sum->outcome, row->outcome) == 0)
        return sum;
    }

  g_ptr_array_add (sums, mb_fact_sum_new (from_us, row->subject, row->place, row->outcome));
  return sums->pdata[sums->len - 1];
}

static GPtrArray *
mb_memory_facts_sum (MbFactStorage *storage, const char *type, gint64 from_us, gint64 to_us, GError **error)
{
  MbMemoryFacts *self = MB_MEMORY_FACTS (storage);
  GPtrArray *sums = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_fact_sum_free);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const MbFactRow *row = self->rows->pdata[i];
      gint64 quarter_us = mb_fact_quarter (row->counted_us) * MB_FACT_QUARTER_US;
      MbFactSum *sum;

      if (row->subject == NULL || strcmp (row->type, type) != 0 || quarter_us < from_us || quarter_us >= to_us)
        continue;
      sum = find_sum (sums, quarter_us, row);
      sum->count++;
      sum->amount += row->amount;
    }
  g_ptr_array_sort (sums, compare_sums);
  return sums;
}

static void
mb_memory_facts_finalize (GObject *object)
{
  MbMemoryFacts *self = MB_MEMORY_FACTS (object);

  g_hash_table_unref (self->known);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (mb_memory_facts_parent_class)->finalize (object);
}

static void
mb_memory_facts_class_init (MbMemoryFactsClass *klass)
{
  MbFactStorageClass *storage_class = MB_FACT_STORAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mb_memory_facts_finalize;

  storage_class->put = mb_memory_facts_put;
  storage_class->page = mb_memory_facts_page;
  storage_class->recent = mb_memory_facts_recent;
  storage_class->sum = mb_memory_facts_sum;
}

static void
mb_memory_facts_init (MbMemoryFacts *self)
{
  self->rows = mb_fact_rows_new ();
  self->known = g_hash_table_new (row_hash, row_equal);
}

MbFactStorage *
mb_memory_facts_new (void)
{
  return g_object_new (MB_TYPE_MEMORY_FACTS, NULL);
}

void
mb_memory_facts_commit (MbMemoryFacts *self)
{
  self->committed = self->rows->len;
}

void
mb_memory_facts_roll_back (MbMemoryFacts *self)
{
  for (guint i = self->committed; i < self->rows->len; i++)
    g_hash_table_remove (self->known, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, (int) self->committed);
}
