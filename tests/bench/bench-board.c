/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/goods/mb-price.h"
#include "core/model/mb-board.h"

/* What a screen's main loop pays for a delta: the longest call of mb_board_fold(), which is the one
 * that shows it, and the whole, for snapshots and for single changes. */

#define STEPS 64

static MbDelta *
make_delta (gboolean reset, guint n, gint64 fen)
{
  MbDelta *delta = mb_delta_new ();

  delta->reset = reset;
  delta->position = g_strdup ("000000000000.1");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *product = g_strdup_printf ("product-%u", i * 7919 % n);
      g_autofree char *id = g_strconcat (product, "@average", NULL);
      MbPrice *price = MB_PRICE (mb_record_new (MB_KIND_PRICE, id));

      price->product = g_steal_pointer (&product);
      price->basis = MB_BASIS_AVERAGE;
      price->fen = fen + i;
      price->per = MB_PER_500G;
      price->observed_at = (MbTime){ 1000000, 28800 };
      price->source = g_strdup ("survey");
      mb_record_set_stamp (MB_RECORD (price), (guint64) fen, fen, "manager:li");
      mb_delta_put (delta, MB_RECORD (price), NULL);
    }

  return delta;
}

static void
fold (MbBoard *board, const char *what, MbDelta *delta)
{
  gint64 longest = 0, begun = g_get_monotonic_time (), before;
  gboolean done = FALSE;
  guint n = delta->items->len;

  mb_board_begin (board, delta);
  while (!done)
    {
      before = g_get_monotonic_time ();
      done = mb_board_fold (board, STEPS);
      longest = MAX (longest, g_get_monotonic_time () - before);
    }

  g_print ("%-10s %6u records: longest call %6.2f ms, whole %7.2f ms\n", what, n, longest / 1000.0,
           (g_get_monotonic_time () - begun) / 1000.0);
}

int
main (void)
{
  static const guint sizes[] = { 5000, 50000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (MbBoard) board = mb_board_new ();
      MbDelta *drops = mb_delta_new ();

      fold (board, "first", make_delta (TRUE, sizes[i], 100));
      fold (board, "same", make_delta (TRUE, sizes[i], 100));
      fold (board, "changed", make_delta (TRUE, sizes[i], 200));
      fold (board, "one", make_delta (FALSE, 1, 300));
      mb_delta_drop (drops, MB_KIND_PRICE, "product-77@average", 1);
      fold (board, "one drop", drops);
      fold (board, "emptied", make_delta (TRUE, 0, 0));
    }

  return 0;
}
