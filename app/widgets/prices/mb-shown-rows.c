/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/prices/mb-shown-rows.h"

/* A row says itself that it changed; its view is written anew when the zone comes to it. */

#define GLOW_US (4 * G_TIME_SPAN_SECOND)

struct _MbShownRows
{
  GPtrArray *rows; /* (owned) of Shown */
};

typedef struct
{
  MbPriceRow *row; /* (owned) */
  gboolean stale;  /* its record changed, its view has not */
  gint64 lit_us;   /* when its change came; MB_UNSET: it does not glow */
} Shown;

static void
on_row_changed (Shown *shown)
{
  shown->stale = TRUE;
}

static Shown *
shown_new (MbPriceRow *row)
{
  Shown *shown = g_new0 (Shown, 1);

  shown->row = g_object_ref (row);
  shown->lit_us = MB_UNSET;
  /* Disconnected when the page goes, before the row does. */
  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_row_changed), shown);
  return shown;
}

static void
shown_free (gpointer data)
{
  Shown *shown = data;

  g_signal_handlers_disconnect_by_data (shown->row, shown);
  g_object_unref (shown->row);
  g_free (shown);
}

static Shown *
get (const MbShownRows *self, guint i)
{
  return g_ptr_array_index (self->rows, i);
}

MbShownRows *
mb_shown_rows_new (void)
{
  MbShownRows *self = g_new0 (MbShownRows, 1);

  self->rows = g_ptr_array_new_with_free_func (shown_free);
  return self;
}

void
mb_shown_rows_free (MbShownRows *self)
{
  g_ptr_array_unref (self->rows);
  g_free (self);
}

void
mb_shown_rows_clear (MbShownRows *self)
{
  g_ptr_array_set_size (self->rows, 0);
}

void
mb_shown_rows_add (MbShownRows *self, MbPriceRow *row)
{
  g_return_if_fail (MB_IS_PRICE_ROW (row));

  g_ptr_array_add (self->rows, shown_new (row));
}

guint
mb_shown_rows_get_length (const MbShownRows *self)
{
  return self->rows->len;
}

MbPriceRow *
mb_shown_rows_get (const MbShownRows *self, guint i)
{
  g_return_val_if_fail (i < self->rows->len, NULL);

  return get (self, i)->row;
}

gboolean
mb_shown_rows_have (const MbShownRows *self, MbPriceRow *row)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (get (self, i)->row == row)
      return TRUE;

  return FALSE;
}

gboolean
mb_shown_rows_are_of (const MbShownRows *self, MbPage *page)
{
  guint n = 0;

  for (guint i = 0; page != NULL && i < mb_page_get_n_sections (page); i++)
    {
      const MbPageSection *section = mb_page_get_section (page, i);

      for (guint j = 0; j < section->rows->len; j++, n++)
        if (n >= self->rows->len || get (self, n)->row != section->rows->pdata[j])
          return FALSE;
    }

  return n == self->rows->len;
}

gboolean
mb_shown_rows_are_stale (const MbShownRows *self, guint i)
{
  g_return_val_if_fail (i < self->rows->len, FALSE);

  return get (self, i)->stale;
}

void
mb_shown_rows_set_written (MbShownRows *self, guint i)
{
  g_return_if_fail (i < self->rows->len);

  get (self, i)->stale = FALSE;
}

void
mb_shown_rows_light (MbShownRows *self, guint i, MbPricePageView *view, gint64 now_us)
{
  g_return_if_fail (i < self->rows->len);

  get (self, i)->lit_us = now_us;
  mb_price_page_view_set_glow (view, i, TRUE);
}

gint64
mb_shown_rows_end_glows (MbShownRows *self, MbPricePageView *view, gint64 now_us)
{
  gint64 next_us = G_MAXINT64;

  for (guint i = 0; i < self->rows->len; i++)
    {
      Shown *shown = get (self, i);

      if (shown->lit_us == MB_UNSET)
        continue;

      if (now_us >= shown->lit_us && now_us < shown->lit_us + GLOW_US)
        next_us = MIN (next_us, shown->lit_us + GLOW_US);
      else
        {
          shown->lit_us = MB_UNSET;
          mb_price_page_view_set_glow (view, i, FALSE);
        }
    }

  return next_us;
}

gboolean
mb_price_row_is_news (MbPriceRow *row)
{
  return row->record != NULL && row->figure != MB_FIGURE_GONE && mb_record_get_kind (row->record) == MB_KIND_PRICE &&
         g_strcmp0 (mb_record_get_by (row->record), "hub") != 0;
}

static void
count_row (MbPriceRow *row, gpointer data)
{
  guint *n = data;

  *n += mb_price_row_is_news (row) ? 1 : 0;
}

guint
mb_price_rows_count_news (MbPriceTable *table, GPtrArray *changes)
{
  guint n = 0;

  for (guint i = 0; i < changes->len; i++)
    {
      MbRecord *record = ((MbChangedRecord *) changes->pdata[i])->record;

      mb_price_table_foreach_row_of (table, mb_record_get_kind (record), mb_record_get_id (record), count_row, &n);
    }

  return n;
}
