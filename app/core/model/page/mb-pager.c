/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/page/mb-pager.h"

#include "core/model/page/mb-page-queue.h"

/* The pages of a table, and the slots of a day, brought together. What a running pager remembers is
 * which rows wait for their page and which changes it has counted; the rest follows from the table. */

struct _MbPager
{
  GObject parent_instance;

  MbPriceTable *table;
  MbPageShape shape;
  gboolean begun; /* a slot was chosen */
  MbSlot slot;
  GPtrArray *pages; /* as of the slot's beginning */
  guint number;
  GHashTable *waiting; /* MbPriceRow: a person changed it, and its page did not begin since */
  GHashTable *counted; /* MbPriceRow -> its changed_us that was counted */

  /* When each row begins next; worked out when somebody asks. */
  GHashTable *shown_by; /* MbPriceRow -> gint64 */
  guint shown_by_serial;
};

G_DEFINE_FINAL_TYPE (MbPager, mb_pager, G_TYPE_OBJECT)

static gint64
get_length (MbPager *self)
{
  gint64 slot_us = mb_slot_get_length (self->shape.rows * self->shape.columns, self->shape.elder);

  return slot_us * MAX (self->shape.languages, 1);
}

/* The number of a row's page, from 1; the rows of all pages. */
static GHashTable *
index_pages (GPtrArray *pages)
{
  GHashTable *page_of = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < pages->len; i++)
    for (guint j = 0; j < mb_page_get_n_sections (pages->pdata[i]); j++)
      {
        GPtrArray *rows = mb_page_get_section (pages->pdata[i], j)->rows;

        for (guint k = 0; k < rows->len; k++)
          g_hash_table_insert (page_of, rows->pdata[k], GUINT_TO_POINTER (i + 1));
      }

  return page_of;
}

static gint64
get_counted (MbPager *self, MbPriceRow *row)
{
  gint64 *counted = g_hash_table_lookup (self->counted, row);

  return counted != NULL ? *counted : MB_UNSET;
}

static gboolean
is_to_count (MbPager *self, MbPriceRow *row, gint64 before_us)
{
  return row->changed_us != MB_UNSET && row->changed_us < before_us &&
         row->changed_us != get_counted (self, row);
}

static void
count (MbPager *self, MbPriceRow *row)
{
  g_hash_table_insert (self->counted, g_object_ref (row),
                       g_memdup2 (&row->changed_us, sizeof row->changed_us));
  g_hash_table_add (self->waiting, g_object_ref (row));
}

static int
compare_changes (gconstpointer a, gconstpointer b)
{
  const MbPageChange *change_a = a, *change_b = b;

  return (change_a->slot > change_b->slot) - (change_a->slot < change_b->slot);
}

/* Counts what people changed before @slot, each in its slot. What came late over the network stands
 * before all that is played, and so counts as made in the slot that stands last. */
static GArray *
count_changes (MbPager *self, GHashTable *page_of, const MbSlot *slot)
{
  MbMarketTime *time = mb_price_table_get_time (self->table);
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (MbPageChange));
  gint64 length_us = get_length (self);
  gint64 midnight = slot->begin_us - slot->number * length_us;
  gint64 last_before = mb_slot_at (midnight - 1, length_us, time).begin_us;
  GHashTableIter iter;
  gpointer row, page;

  g_hash_table_iter_init (&iter, page_of);
  while (g_hash_table_iter_next (&iter, &row, &page))
    {
      gint64 changed_us = MB_PRICE_ROW (row)->changed_us;
      MbPageChange change = { -1, GPOINTER_TO_UINT (page) - 1 };

      if (!is_to_count (self, row, slot->begin_us) || (!self->begun && changed_us < last_before))
        continue;
      if (changed_us >= midnight)
        change.slot = (changed_us - midnight) / length_us;
      count (self, row);
      g_array_append_val (changes, change);
    }
  g_array_sort (changes, compare_changes);

  return changes;
}

static void
queue_waiting (MbPager *self, MbPageQueue *queue, GHashTable *page_of)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    {
      guint page = GPOINTER_TO_UINT (g_hash_table_lookup (page_of, row));

      if (page > 0)
        mb_page_queue_add (queue, page - 1);
    }
}

/* Forgets the rows that wait no longer, and those that are on no page any more. */
static void
keep_waiting (MbPager *self, const MbPageQueue *queue, GHashTable *page_of)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    {
      guint page = GPOINTER_TO_UINT (g_hash_table_lookup (page_of, row));

      if (page == 0 || !queue->waits[page - 1])
        g_hash_table_iter_remove (&iter);
    }
  g_hash_table_iter_init (&iter, self->counted);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    if (!g_hash_table_contains (page_of, row))
      g_hash_table_iter_remove (&iter);
}

/* The slot, counted in the day of @slot, up to which this pager has already played: -1 when midnight
 * lies between, and when it begins only now. */
static gint64
get_last_played (MbPager *self, const MbSlot *slot)
{
  MbMarketTime *time = mb_price_table_get_time (self->table);

  if (self->begun && self->slot.end_us <= slot->begin_us)
    {
      if (self->slot.day == slot->day)
        return mb_slot_at (self->slot.begin_us, get_length (self), time).number;
      if (mb_date_add (self->slot.day, 1) == slot->day)
        return -1;
    }

  /* The clock went back, or a day was slept through: as if it began now. */
  self->begun = FALSE;
  g_hash_table_remove_all (self->waiting);
  g_hash_table_remove_all (self->counted);

  return -1;
}

static void
choose (MbPager *self, const MbSlot *slot)
{
  GPtrArray *pages = mb_pages_divide (self->table, &self->shape);
  g_autoptr (GHashTable) page_of = index_pages (pages);
  g_auto (MbPageQueue) queue = { NULL };
  gint64 from = get_last_played (self, slot);
  g_autoptr (GArray) changes = NULL;

  mb_page_queue_init (&queue, pages->len);
  queue_waiting (self, &queue, page_of);
  changes = count_changes (self, page_of, slot);
  self->number = 0;
  if (pages->len > 0)
    self->number = mb_page_queue_play (&queue, changes, from, slot->number);
  keep_waiting (self, &queue, page_of);

  g_clear_pointer (&self->pages, g_ptr_array_unref);
  self->pages = pages;
  self->slot = *slot;
  self->begun = TRUE;
  g_clear_pointer (&self->shown_by, g_hash_table_unref);
}

static void
add_shown_by (GHashTable *shown_by, MbPage *page, gint64 us)
{
  for (guint i = 0; i < mb_page_get_n_sections (page); i++)
    {
      GPtrArray *rows = mb_page_get_section (page, i)->rows;

      for (guint j = 0; j < rows->len; j++)
        if (!g_hash_table_contains (shown_by, rows->pdata[j]))
          g_hash_table_insert (shown_by, rows->pdata[j], g_memdup2 (&us, sizeof us));
    }
}

/* Plays the slots to come, from the table as it stands now, until every page was there. */
static GHashTable *
look_ahead (MbPager *self)
{
  MbMarketTime *time = mb_price_table_get_time (self->table);
  g_autoptr (GPtrArray) pages = mb_pages_divide (self->table, &self->shape);
  g_autoptr (GHashTable) page_of = index_pages (pages);
  GHashTable *shown_by = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_auto (MbPageQueue) queue = { NULL };
  MbSlot slot = self->slot;
  GHashTableIter iter;
  gpointer row, page;

  mb_page_queue_init (&queue, pages->len);
  queue_waiting (self, &queue, page_of);
  g_hash_table_iter_init (&iter, page_of);
  while (g_hash_table_iter_next (&iter, &row, &page))
    if (is_to_count (self, row, G_MAXINT64))
      mb_page_queue_add (&queue, GPOINTER_TO_UINT (page) - 1);

  if (self->pages->len > 0)
    add_shown_by (shown_by, self->pages->pdata[self->number], slot.begin_us);
  /* Those that wait, then all in turn, and once more where midnight begins the count anew. */
  for (guint i = 0; i < 3 * pages->len; i++)
    {
      slot = mb_slot_at (slot.end_us, get_length (self), time);
      add_shown_by (shown_by, pages->pdata[mb_page_queue_take (&queue, slot.number)], slot.begin_us);
    }

  return shown_by;
}

static void
mb_pager_finalize (GObject *object)
{
  MbPager *self = MB_PAGER (object);

  g_clear_pointer (&self->pages, g_ptr_array_unref);
  g_clear_pointer (&self->waiting, g_hash_table_unref);
  g_clear_pointer (&self->counted, g_hash_table_unref);
  g_clear_pointer (&self->shown_by, g_hash_table_unref);
  g_clear_object (&self->table);

  G_OBJECT_CLASS (mb_pager_parent_class)->finalize (object);
}

static void
mb_pager_class_init (MbPagerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = mb_pager_finalize;
}

static void
mb_pager_init (MbPager *self)
{
  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_page_unref);
  self->waiting = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->counted = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);
}

MbPager *
mb_pager_new (MbPriceTable *table, const MbPageShape *shape)
{
  MbPager *self;

  g_return_val_if_fail (MB_IS_PRICE_TABLE (table), NULL);
  g_return_val_if_fail (shape != NULL && shape->rows > 0 && shape->columns > 0, NULL);

  self = g_object_new (MB_TYPE_PAGER, NULL);
  self->table = g_object_ref (table);
  self->shape = *shape;

  return self;
}

void
mb_pager_set_shape (MbPager *self, const MbPageShape *shape)
{
  g_return_if_fail (MB_IS_PAGER (self));
  g_return_if_fail (shape != NULL && shape->rows > 0 && shape->columns > 0);

  if (self->shape.rows == shape->rows && self->shape.columns == shape->columns &&
      self->shape.elder == shape->elder && self->shape.languages == shape->languages &&
      self->shape.get_places == shape->get_places &&
      self->shape.data == shape->data)
    return;

  self->shape = *shape;
  self->begun = FALSE;
}

gboolean
mb_pager_turn (MbPager *self, gint64 now_us)
{
  gboolean is_empty;
  MbSlot slot;

  g_return_val_if_fail (MB_IS_PAGER (self), FALSE);
  g_return_val_if_fail (now_us != MB_UNSET, FALSE);

  slot = mb_slot_at (now_us, get_length (self), mb_price_table_get_time (self->table));
  is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->table)) == 0;
  if (self->begun && slot.begin_us == self->slot.begin_us && slot.end_us == self->slot.end_us &&
      (self->pages->len > 0 || is_empty))
    return FALSE;

  choose (self, &slot);

  return TRUE;
}

const MbSlot *
mb_pager_get_slot (MbPager *self)
{
  g_return_val_if_fail (MB_IS_PAGER (self), NULL);

  return &self->slot;
}

MbPage *
mb_pager_get_page (MbPager *self)
{
  g_return_val_if_fail (MB_IS_PAGER (self), NULL);

  return self->pages->len > 0 ? g_ptr_array_index (self->pages, self->number) : NULL;
}

guint
mb_pager_get_page_number (MbPager *self)
{
  g_return_val_if_fail (MB_IS_PAGER (self), 0);

  return self->number;
}

guint
mb_pager_get_n_pages (MbPager *self)
{
  g_return_val_if_fail (MB_IS_PAGER (self), 0);

  return self->pages->len;
}

MbPage *
mb_pager_get_nth_page (MbPager *self, guint i)
{
  g_return_val_if_fail (MB_IS_PAGER (self), NULL);
  g_return_val_if_fail (i < self->pages->len, NULL);

  return g_ptr_array_index (self->pages, i);
}

gint64
mb_pager_get_shown_by (MbPager *self, MbPriceRow *row)
{
  guint serial;
  gint64 *shown_by;

  g_return_val_if_fail (MB_IS_PAGER (self), MB_UNSET);
  g_return_val_if_fail (MB_IS_PRICE_ROW (row), MB_UNSET);

  if (!self->begun)
    return MB_UNSET;

  serial = mb_price_table_get_serial (self->table);
  if (self->shown_by == NULL || self->shown_by_serial != serial)
    {
      g_clear_pointer (&self->shown_by, g_hash_table_unref);
      self->shown_by = look_ahead (self);
      self->shown_by_serial = serial;
    }
  shown_by = g_hash_table_lookup (self->shown_by, row);

  return shown_by != NULL ? *shown_by : MB_UNSET;
}
