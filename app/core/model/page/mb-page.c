/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/page/mb-page.h"

/* A table, cut into pages: the basket in one run, else a page for one trade at a time. */

struct _MbPage
{
  gatomicrefcount ref_count;
  GPtrArray *sections;
};

/* Rows of one trade that stand together in the table. */
typedef struct
{
  int trade;
  guint first, n;
} Run;

/* The next free place of a page. */
typedef struct
{
  const MbPageShape *shape;
  guint column, place;
} Cursor;

static void
section_free (MbPageSection *self)
{
  g_ptr_array_unref (self->rows);
  g_array_unref (self->spots);
  g_free (self);
}

static MbPage *
page_new (void)
{
  MbPage *self = g_new0 (MbPage, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) section_free);

  return self;
}

static MbPageSection *
add_section (MbPage *page, int trade, const Cursor *cursor)
{
  MbPageSection *section = g_new0 (MbPageSection, 1);

  section->trade = trade;
  section->number = 1;
  section->n_pages = 1;
  section->column = cursor->column;
  section->place = cursor->place;
  section->rows = g_ptr_array_new_with_free_func (g_object_unref);
  section->spots = g_array_new (FALSE, FALSE, sizeof (MbPageSpot));
  g_ptr_array_add (page->sections, section);

  return section;
}

/* Takes @n_places below each other; a column that has fewer left stays as it is. */
static gboolean
take_places (Cursor *cursor, guint n_places, MbPageSpot *spot)
{
  n_places = CLAMP (n_places, 1, cursor->shape->rows);
  if (cursor->place + n_places > cursor->shape->rows)
    {
      cursor->column++;
      cursor->place = 0;
    }
  if (cursor->column >= cursor->shape->columns)
    return FALSE;

  *spot = (MbPageSpot){ cursor->column, cursor->place, n_places };
  cursor->place += n_places;

  return TRUE;
}

/* @section: (nullable): only to see whether it fits */
static gboolean
put_row (Cursor *cursor, MbPriceRow *row, MbPageSection *section)
{
  const MbPageShape *shape = cursor->shape;
  guint n_places = shape->get_places != NULL ? shape->get_places (row, shape->data) : 1;
  MbPageSpot spot;

  if (!take_places (cursor, n_places, &spot))
    return FALSE;

  if (section != NULL)
    {
      g_ptr_array_add (section->rows, g_object_ref (row));
      g_array_append_val (section->spots, spot);
    }

  return TRUE;
}

/* A whole trade under its sub-heading. */
static gboolean
put_run (Cursor *cursor, MbPriceTable *table, const Run *run, MbPageSection *section)
{
  MbPageSpot heading;

  if (!take_places (cursor, 1, &heading))
    return FALSE;

  if (section != NULL)
    {
      section->column = heading.column;
      section->place = heading.place;
    }
  for (guint i = 0; i < run->n; i++)
    if (!put_row (cursor, mb_price_table_get_row (table, run->first + i), section))
      return FALSE;

  return TRUE;
}

static GArray *
find_runs (MbPriceTable *table)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (Run));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (table));

  for (guint i = 0; i < n; i++)
    {
      gboolean basket = mb_price_table_get_scope (table)->staple;
      int trade = basket ? -1 : mb_price_table_get_row (table, i)->product->trade;
      Run *last = runs->len > 0 ? &g_array_index (runs, Run, runs->len - 1) : NULL;

      if (last != NULL && last->trade == trade)
        last->n++;
      else
        g_array_append_val (runs, ((Run){ trade, i, 1 }));
    }

  return runs;
}

/* Where there are columns, the second of two trades begins one of its own. */
static void
go_to_second (Cursor *cursor)
{
  if (cursor->shape->columns > 1)
    *cursor = (Cursor){ cursor->shape, cursor->column + 1, 0 };
}

/* Whether two whole trades, each under a sub-heading, fit on a page. */
static gboolean
fit_together (MbPriceTable *table, const Run *a, const Run *b, const MbPageShape *shape)
{
  Cursor cursor = { shape, 0, 0 };

  if (a->n + b->n + 2 > shape->rows * shape->columns || !put_run (&cursor, table, a, NULL))
    return FALSE;

  go_to_second (&cursor);

  return put_run (&cursor, table, b, NULL);
}

static void
add_shared_page (GPtrArray *pages, MbPriceTable *table, const Run *a, const Run *b,
                 const MbPageShape *shape)
{
  MbPage *page = page_new ();
  Cursor cursor = { shape, 0, 0 };
  MbPageSection *first, *second;

  first = add_section (page, a->trade, &cursor);
  put_run (&cursor, table, a, first);
  go_to_second (&cursor);
  second = add_section (page, b->trade, &cursor);
  put_run (&cursor, table, b, second);
  first->heading = second->heading = TRUE;
  g_ptr_array_add (pages, page);
}

static MbPageSection *
add_page (GPtrArray *pages, const Run *run, Cursor *cursor)
{
  MbPage *page = page_new ();

  *cursor = (Cursor){ cursor->shape, 0, 0 };
  g_ptr_array_add (pages, page);

  return add_section (page, run->trade, cursor);
}

static void
add_pages (GPtrArray *pages, MbPriceTable *table, const Run *run, const MbPageShape *shape)
{
  Cursor cursor = { shape, 0, 0 };
  guint first = pages->len;
  MbPageSection *section = add_page (pages, run, &cursor);

  for (guint i = 0; i < run->n; i++)
    {
      MbPriceRow *row = mb_price_table_get_row (table, run->first + i);

      if (!put_row (&cursor, row, section))
        {
          section = add_page (pages, run, &cursor);
          put_row (&cursor, row, section);
        }
    }

  for (guint i = first; i < pages->len; i++)
    {
      section = g_ptr_array_index (((MbPage *) pages->pdata[i])->sections, 0);
      section->number = i - first + 1;
      section->n_pages = pages->len - first;
    }
}

GPtrArray *
mb_pages_divide (MbPriceTable *table, const MbPageShape *shape)
{
  GPtrArray *pages;
  g_autoptr (GArray) runs = NULL;

  g_return_val_if_fail (MB_IS_PRICE_TABLE (table), NULL);
  g_return_val_if_fail (shape != NULL && shape->rows > 0 && shape->columns > 0, NULL);

  pages = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_page_unref);
  runs = find_runs (table);
  for (guint i = 0; i < runs->len; i++)
    {
      const Run *run = &g_array_index (runs, Run, i);

      if (i + 1 < runs->len && fit_together (table, run, run + 1, shape))
        {
          add_shared_page (pages, table, run, run + 1, shape);
          i++;
        }
      else
        add_pages (pages, table, run, shape);
    }

  return pages;
}

MbPage *
mb_page_ref (MbPage *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
mb_page_unref (MbPage *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->sections);
  g_free (self);
}

guint
mb_page_get_n_sections (const MbPage *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->sections->len;
}

const MbPageSection *
mb_page_get_section (const MbPage *self, guint i)
{
  g_return_val_if_fail (self != NULL && i < self->sections->len, NULL);

  return g_ptr_array_index (self->sections, i);
}

gboolean
mb_page_has_row (const MbPage *self, MbPriceRow *row)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->sections->len; i++)
    {
      const MbPageSection *section = g_ptr_array_index (self->sections, i);

      if (g_ptr_array_find (section->rows, row, NULL))
        return TRUE;
    }

  return FALSE;
}
