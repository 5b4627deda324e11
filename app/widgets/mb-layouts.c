/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/mb-layouts.h"

#include <string.h>

#define MAX_ZONES 3

/* What a layout record of this id would say. */
typedef struct
{
  const char *id;
  int columns, rows;
  struct
  {
    MbShow show;
    MbCells at;
    gboolean staple;
    int columns;
  } zones[MAX_ZONES];
  guint n_zones;
} Builtin;

static const Builtin builtins[] = {
  { "entrance",
    100,
    9,
    { { MB_SHOW_PRICES, { 0, 0, 62, 9 }, TRUE, 1 },
      { MB_SHOW_TESTS, { 62, 0, 38, 5 } },
      { MB_SHOW_PROMOTION, { 62, 5, 38, 4 } } },
    3 },
  { "aisle", 1, 1, { { MB_SHOW_PRICES, { 0, 0, 1, 1 }, FALSE, 2 } }, 1 },
};

/* A list's elements are made by the schema that the field names, as a decoder would. */
static MbZone *
add_zone (MbLayout *layout)
{
  const MbSchema *schema =
      mb_schema_find (mb_kind_get_schema (MB_KIND_LAYOUT), "zones", -1)->schema;
  MbZone *zone = mb_schema_new (schema);

  g_ptr_array_add (layout->zones, zone);
  return zone;
}

static MbLayout *
make_layout (const Builtin *builtin)
{
  MbLayout *layout = MB_LAYOUT (mb_record_new (MB_KIND_LAYOUT, builtin->id));

  layout->columns = builtin->columns;
  layout->rows = builtin->rows;
  layout->orientation = MB_ORIENTATION_LANDSCAPE;
  layout->distance_m = 5;
  layout->bands = MB_BAND_HEADER | MB_BAND_BAR | MB_BAND_TICKER;
  layout->zones = g_ptr_array_new ();
  for (guint i = 0; i < builtin->n_zones; i++)
    {
      MbZone *zone = add_zone (layout);

      zone->show = builtin->zones[i].show;
      zone->at[0] = builtin->zones[i].at.x;
      zone->at[1] = builtin->zones[i].at.y;
      zone->at[2] = builtin->zones[i].at.width;
      zone->at[3] = builtin->zones[i].at.height;
      zone->staple = builtin->zones[i].staple;
      if (builtin->zones[i].columns > 0)
        zone->columns = builtin->zones[i].columns;
    }

  return layout;
}

static MbLayout *
find_builtin (const char *id)
{
  static MbLayout *layouts[G_N_ELEMENTS (builtins)];

  for (gsize i = 0; i < G_N_ELEMENTS (builtins); i++)
    if (g_strcmp0 (builtins[i].id, id) == 0)
      {
        if (layouts[i] == NULL)
          layouts[i] = make_layout (&builtins[i]);
        return layouts[i];
      }

  return NULL;
}

MbLayout *
mb_layouts_find (MbBoard *board, const char *id)
{
  MbRecord *record = board != NULL && id != NULL ? mb_board_get (board, MB_KIND_LAYOUT, id) : NULL;
  MbLayout *layout = record != NULL ? MB_LAYOUT (record) : find_builtin (id);

  return layout != NULL ? layout : find_builtin (builtins[0].id);
}

static gboolean
overlap (const MbCells *a, const MbCells *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

static gboolean
is_free (MbLayout *layout, const MbCells *cells, guint self, const MbCells *wanted)
{
  if (wanted->x < 0 || wanted->y < 0 || wanted->x + wanted->width > layout->columns ||
      wanted->y + wanted->height > layout->rows)
    return FALSE;

  for (guint i = 0; i < layout->zones->len; i++)
    if (i != self && cells[i].width > 0 && overlap (&cells[i], wanted))
      return FALSE;

  return TRUE;
}

void
mb_layouts_spread (MbLayout *layout, const gboolean *can_show, MbCells *cells)
{
  static const MbCells steps[] = {
    { 0, 0, 1, 0 }, { 0, 0, 0, 1 }, { -1, 0, 1, 0 }, { 0, -1, 0, 1 }
  };

  g_return_if_fail (MB_IS_LAYOUT (layout));

  for (guint i = 0; i < layout->zones->len; i++)
    {
      const MbZone *zone = g_ptr_array_index (layout->zones, i);

      cells[i] = (MbCells){ zone->at[0], zone->at[1], can_show[zone->show] ? zone->at[2] : 0,
                            zone->at[3] };
    }

  for (guint i = 0; i < layout->zones->len; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (steps) && cells[i].width > 0; j++)
      for (;;)
        {
          MbCells wanted = { cells[i].x + steps[j].x, cells[i].y + steps[j].y,
                             cells[i].width + steps[j].width, cells[i].height + steps[j].height };

          if (!is_free (layout, cells, i, &wanted))
            break;
          cells[i] = wanted;
        }
}
