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

static void
section_free (MbPageSection *self)
{
  g_ptr_array_unref (self->rows);
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
add_section (MbPage *page, MbPriceTable *table, int trade, guint first, guint n)
{
  MbPageSection *section = g_new0 (MbPageSection, 1);

  section->trade = trade;
  section->number = 1;
  section->n_pages = 1;
  section->rows = g_ptr_array_new_full (n, g_object_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (section->rows, g_object_ref (mb_price_table_get_row (table, first + i)));
  g_ptr_array_add (page->sections, section);

  return section;
}

static guint
divide_up (guint n, guint by)
{
  return (n + by - 1) / by;
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

/* Whether two whole trades, each under a sub-heading, fit on a page. */
static gboolean
fit_together (const Run *a, const Run *b, const MbPageShape *shape)
{
  if (shape->columns == 1)
    return a->n + b->n + 2 <= shape->rows;

  return divide_up (a->n + 1, shape->rows) + divide_up (b->n + 1, shape->rows) <= shape->columns;
}

static void
add_shared_page (GPtrArray *pages, MbPriceTable *table, const Run *a, const Run *b,
                 const MbPageShape *shape)
{
  MbPage *page = page_new ();
  MbPageSection *first = add_section (page, table, a->trade, a->first, a->n);
  MbPageSection *second = add_section (page, table, b->trade, b->first, b->n);

  first->heading = second->heading = TRUE;
  if (shape->columns > 1)
    second->column = divide_up (a->n + 1, shape->rows);
  g_ptr_array_add (pages, page);
}

static void
add_pages (GPtrArray *pages, MbPriceTable *table, const Run *run, const MbPageShape *shape)
{
  guint size = shape->rows * shape->columns;
  guint n_pages = divide_up (run->n, size);

  for (guint i = 0; i < n_pages; i++)
    {
      MbPage *page = page_new ();
      MbPageSection *section = add_section (page, table, run->trade, run->first + i * size,
                                            MIN (size, run->n - i * size));

      section->number = i + 1;
      section->n_pages = n_pages;
      g_ptr_array_add (pages, page);
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

      if (i + 1 < runs->len && fit_together (run, run + 1, shape))
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
