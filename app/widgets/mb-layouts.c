/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/mb-layouts.h"

#include "core/wire/mb-change-codec.h"
#include "core/wire/mb-record-codec.h"

#include <math.h>
#include <mb-widgets-resources.h>

/* The layouts that come with the program are written as they would be sent to a hub, which is what a
 * new market's begins with. */
#define SHIPPED "/org/marketboard/layouts.json"
#define FIRST "entrance"

#define ALARM_PART 8    /* of the glass's height */
#define ALARM_LEAST 1.6 /* in N, as high as a ticker */

/* Part of the program: what cannot be read is a mistake of ours. */
static GHashTable *
read_shipped (void)
{
  g_autoptr (GBytes) body =
      g_resource_lookup_data (mb_widgets_get_resource (), SHIPPED, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (MbChangeSet) set = NULL;
  GHashTable *layouts = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert (body != NULL);
  set = mb_change_set_read (body, NULL);
  g_assert (set != NULL);
  for (guint i = 0; i < set->proposals->len; i++)
    {
      const MbProposal *proposal = set->proposals->pdata[i];
      MbRecord *record;

      if (proposal->kind != MB_KIND_LAYOUT)
        continue;
      record = mb_record_decode_bytes (MB_KIND_LAYOUT, proposal->id, proposal->value, NULL, NULL);
      g_assert (record != NULL);
      g_hash_table_insert (layouts, (char *) mb_record_get_id (record), record);
    }

  return layouts;
}

static MbLayout *
find_shipped (const char *id)
{
  static GHashTable *layouts;

  if (layouts == NULL)
    layouts = read_shipped ();
  return id != NULL ? g_hash_table_lookup (layouts, id) : NULL;
}

MbLayout *
mb_layouts_find (MbBoard *board, const char *id)
{
  MbRecord *record = board != NULL && id != NULL ? mb_board_get (board, MB_KIND_LAYOUT, id) : NULL;
  MbLayout *layout = record != NULL ? MB_LAYOUT (record) : find_shipped (id);

  return layout != NULL ? layout : find_shipped (FIRST);
}

static const MbZone *
find_zone (MbLayout *layout, MbShow show)
{
  for (guint i = 0; i < layout->zones->len; i++)
    if (((MbZone *) layout->zones->pdata[i])->show == (int) show)
      return layout->zones->pdata[i];

  return NULL;
}

gboolean
mb_layouts_has (MbLayout *layout, MbShow show)
{
  g_return_val_if_fail (MB_IS_LAYOUT (layout), FALSE);

  return find_zone (layout, show) != NULL;
}

guint
mb_layouts_get_n_lines (MbLayout *layout)
{
  g_return_val_if_fail (MB_IS_LAYOUT (layout), 0);

  if (layout->bands != 0)
    return 0;

  for (guint i = 0; i < layout->zones->len; i++)
    {
      const MbZone *zone = layout->zones->pdata[i];

      if (zone->at[3] != 1 || (zone->show != MB_SHOW_PRICES && zone->show != MB_SHOW_TICKER))
        return 0;
    }

  return (guint) layout->rows;
}

/* What the bar says is about the list under it. */
static void
lower_bar (MbLayout *layout, MbFrame *frame)
{
  const MbZone *prices = find_zone (layout, MB_SHOW_PRICES);

  if (frame->bar.height == 0 || prices == NULL || prices->at[1] == 0 || prices->at[2] < layout->columns)
    return;

  frame->bar_room = frame->bar.height + frame->n / 4;
  frame->zones.y -= frame->bar.height;
  frame->zones.height -= frame->n / 4;
  frame->bar.y = frame->zones.y + prices->at[1] * frame->zones.height / (int) layout->rows + frame->n / 4;
}

static void
raise_alarm (const MbPanel *panel, MbFrame *frame)
{
  int height = MAX (panel->height_px / ALARM_PART, (int) ceil (ALARM_LEAST * frame->n));
  int zones_end = frame->zones.y + frame->zones.height;

  frame->ticker = (MbBandRect){ panel->height_px - height, height };
  frame->zones.height = MAX (MIN (zones_end, frame->ticker.y) - frame->zones.y, 0);
}

void
mb_layouts_frame (MbLayout *layout, const MbPanel *panel, gboolean alarm, MbFrame *frame)
{
  const MbZone *ticker;

  g_return_if_fail (MB_IS_LAYOUT (layout) && panel != NULL && frame != NULL);

  mb_frame_init (frame, panel, layout->bands);
  if (mb_layouts_get_n_lines (layout) > 0)
    {
      frame->zones = (MbBandRect){ 0, panel->height_px };
      frame->margin = frame->n / 4;
    }
  ticker = find_zone (layout, MB_SHOW_TICKER);
  if (frame->ticker.height == 0 && ticker != NULL)
    {
      int rows = (int) layout->rows, height = frame->zones.height;
      int top = ticker->at[1] * height / rows, bottom = (ticker->at[1] + ticker->at[3]) * height / rows;

      frame->ticker = (MbBandRect){ frame->zones.y + top, bottom - top };
    }
  if (alarm && frame->ticker.height == 0)
    raise_alarm (panel, frame);
  lower_bar (layout, frame);
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
