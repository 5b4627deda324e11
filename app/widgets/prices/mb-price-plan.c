/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/prices/mb-price-plan.h"

#include "widgets/prices/mb-row-fit.h"
#include "widgets/words/mb-format.h"

#define JIAO_FEN 10

struct _MbPricePlan
{
  MbPriceTable *table; /* (owned) */
  MbType *type;        /* (owned) */
  guint n_columns;
  MbListForm form;
  int width, height;
  MbWords words;
  MbPriceGrid grid;
  GHashTable *twins; /* products that stand in more than one row */
  gint64 now_us;
};

MbPricePlan *
mb_price_plan_new (MbPriceTable *table, MbType *type, guint n_columns, MbListForm form, int width,
                   int height)
{
  MbPricePlan *self = g_new0 (MbPricePlan, 1);

  self->table = g_object_ref (table);
  self->type = mb_type_ref (type);
  self->n_columns = n_columns;
  self->form = form;
  self->width = width;
  self->height = height;
  self->twins = g_hash_table_new (NULL, NULL);
  self->now_us = MB_UNSET;
  return self;
}

void
mb_price_plan_free (MbPricePlan *self)
{
  g_hash_table_unref (self->twins);
  mb_type_unref (self->type);
  g_object_unref (self->table);
  g_free (self);
}

static guint
get_n_rows (MbPricePlan *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->table));
}

static void
find_twins (MbPricePlan *self)
{
  g_autoptr (GHashTable) once = g_hash_table_new (NULL, NULL);

  g_hash_table_remove_all (self->twins);
  for (guint i = 0; i < get_n_rows (self); i++)
    {
      MbProduct *product = mb_price_table_get_row (self->table, i)->product;

      if (!g_hash_table_add (once, product))
        g_hash_table_add (self->twins, product);
    }
}

static void
widen (MbPricePlan *self, int *width, const char *text, MbStep step, PangoWeight weight)
{
  if (text != NULL)
    *width = MAX (*width, mb_type_measure (self->type, step, weight, text));
}

static void
widen_for_row (MbPricePlan *self, MbWords *words, MbPriceRow *row)
{
  g_auto (MbRowText) text = { 0 };

  mb_price_plan_init_text (self, row, &text);
  widen (self, &words->figure, text.figure, self->form == MB_LIST_LINES ? MB_STEP_NAME : MB_STEP_PRICE,
         PANGO_WEIGHT_BOLD);
  widen (self, &words->figure, text.instead, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL);
  widen (self, &words->unit, text.unit, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL);
  widen (self, &words->range, text.range, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL);
  widen (self, &words->change, text.change, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL);
  widen (self, &words->aside, text.aside, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL);
}

static void
lay_out (MbPricePlan *self)
{
  g_autofree char *up = mb_format_movement (mb_type_get_catalogue (self->type), JIAO_FEN,
                                            mb_price_table_get_decimals (self->table));

  self->words = (MbWords){ 0 };
  for (guint i = 0; i < get_n_rows (self); i++)
    widen_for_row (self, &self->words, mb_price_table_get_row (self->table, i));
  if (self->words.change > 0 && self->form == MB_LIST_FULL)
    widen (self, &self->words.change, up, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL);
  mb_price_grid_init (&self->grid, self->width, self->height, mb_type_get_n (self->type),
                      self->n_columns, self->form, mb_price_plan_get_unit_width (self), &self->words);
}

static gboolean
has_cut_row (MbPricePlan *self)
{
  for (guint i = 0; i < get_n_rows (self); i++)
    {
      g_auto (MbRowText) text = { 0 };

      mb_price_plan_init_text (self, mb_price_table_get_row (self->table, i), &text);
      if (!mb_row_text_is_whole (&text, self->type, &self->grid.columns))
        return TRUE;
    }

  return FALSE;
}

/* Columns in which a name has to be cut are too many. */
void
mb_price_plan_make (MbPricePlan *self, gint64 now_us)
{
  self->now_us = now_us;
  find_twins (self);
  lay_out (self);
  while (self->form != MB_LIST_LINES && self->n_columns > 1 && has_cut_row (self))
    {
      self->n_columns--;
      lay_out (self);
    }
}

int
mb_price_plan_get_unit_width (const MbPricePlan *self)
{
  g_autofree char *unit = NULL;

  if (self->form != MB_LIST_LINES)
    return 0;

  unit = mb_format_unit (mb_type_get_catalogue (self->type), mb_price_table_get_unit (self->table), NULL);
  return mb_type_measure (self->type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, unit) + mb_type_get_n (self->type) / 4;
}

const MbPriceGrid *
mb_price_plan_get_grid (const MbPricePlan *self)
{
  return &self->grid;
}

void
mb_price_plan_set_now (MbPricePlan *self, gint64 now_us)
{
  self->now_us = now_us;
}

static void
say (MbPricePlan *self, MbPriceRow *row, gboolean brief, MbRowText *text)
{
  MbWording wording = {
    .catalogue = mb_type_get_catalogue (self->type),
    .zone = mb_market_time_get_zone (mb_price_table_get_time (self->table)),
    .now_us = self->now_us,
    .decimals = mb_price_table_get_decimals (self->table),
    .basis = mb_price_table_get_basis (self->table),
    .terse = self->form != MB_LIST_FULL,
    .brief = brief,
    .said_unit = self->form != MB_LIST_FULL ? (int) mb_price_table_get_unit (self->table) : -1,
  };

  mb_row_text_init (text, row, &wording, g_hash_table_contains (self->twins, row->product));
  if (self->form == MB_LIST_LINES)
    g_clear_pointer (&text->change, g_free);
  if (self->form == MB_LIST_LINES ||
      (self->form == MB_LIST_FULL &&
       !mb_columns_have_aside (self->width / (int) self->n_columns, mb_type_get_n (self->type))))
    mb_row_text_put_aside_first (text);
}

/* A line to itself, and nothing that waits for its turn on it. */
static gboolean
fits_line (MbPricePlan *self, const MbRowText *text)
{
  return mb_row_text_is_one_line (text, self->type, mb_price_grid_get_columns (&self->grid, G_MAXUINT, text));
}

void
mb_price_plan_init_text (MbPricePlan *self, MbPriceRow *row, MbRowText *text)
{
  say (self, row, FALSE, text);
  if (!self->grid.lines || fits_line (self, text))
    return;

  mb_row_text_clear (text);
  say (self, row, TRUE, text);
}

static gboolean
fits (const MbPricePlan *self, int width, const char *text)
{
  return text == NULL || *text == '\0' ||
         mb_type_measure (self->type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, text) <= width;
}

gboolean
mb_price_plan_has_room (const MbPricePlan *self, const MbRowText *text)
{
  const MbWords *words = &self->words;

  if (self->grid.lines)
    return TRUE; /* a row has no columns there, and a name that outgrows its place is shown line by line */

  return fits (self, words->unit, text->unit) && fits (self, words->range, text->range) &&
         fits (self, words->change, text->change) && fits (self, words->aside, text->aside);
}

guint
mb_price_plan_get_places (MbPriceRow *row, gpointer plan)
{
  MbPricePlan *self = plan;
  g_auto (MbRowText) text = { 0 };

  mb_price_plan_init_text (self, row, &text);
  if (self->grid.lines)
    return mb_row_text_is_one_line (&text, self->type, &self->grid.columns) ? 1 : self->grid.n_columns;

  return mb_row_text_get_lines (&text, self->type, &self->grid.columns);
}
