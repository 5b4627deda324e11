/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-room.h"

#include "core/base/mb-error.h"
#include "core/base/mb-time.h"

/* What every journal promises about what stands and what has changed, asked of each back-end. */

#define ROUNDS 400

/* A board as a client folds it: kind/id to the newest change. */
static void
apply (GHashTable *board, const MbRange *range)
{
  if (range->reset)
    g_hash_table_remove_all (board);
  for (guint i = 0; i < range->changes->len; i++)
    {
      MbChange *change = range->changes->pdata[i];
      char *key = g_strconcat (change->kind, "/", change->id, NULL);

      g_assert_true (i == 0 || change->number > ((MbChange *) range->changes->pdata[i - 1])->number);
      if (change->value != NULL)
        g_hash_table_replace (board, key, mb_change_ref (change));
      else
        {
          g_hash_table_remove (board, key);
          g_free (key);
        }
    }
}

static char *
board_text (GHashTable *board)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer change;

  g_hash_table_iter_init (&iter, board);
  while (g_hash_table_iter_next (&iter, NULL, &change))
    g_ptr_array_add (changes, change);
  return test_text (changes);
}

static GHashTable *
board_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) mb_change_unref);
}

/* fold (0, P] + delta (P, Q] = fold (0, Q], whatever happened, and for each of the two kinds of
 * client: one that follows closely and one that comes back after a while. */
static void
test_delta_identity (gconstpointer sqlite)
{
  TestRoom *room = test_room_new (sqlite != NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261123);
  g_autoptr (GHashTable) close_board = board_new ();
  g_autoptr (GPtrArray) positions = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  guint n_deltas = 0;

  g_ptr_array_add (positions, g_strdup (room->told.position[0] != '\0' ? room->told.position : NULL));
  g_ptr_array_add (texts, g_strdup (""));
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (MbRange) delta = NULL, late = NULL, past = NULL, now = NULL;
      g_autoptr (GHashTable) late_board = board_new ();
      g_autofree char *followed = NULL, *returned = NULL, *standing = NULL, *then = NULL;
      guint back;

      test_change_something (room, rand);
      delta = test_delta (room, positions->pdata[positions->len - 1]);
      apply (close_board, delta);
      followed = board_text (close_board);

      now = test_fold (room, NULL, NULL, NULL, NULL);
      standing = test_text (now->changes);
      g_assert_cmpstr (followed, ==, standing);
      g_assert_cmpstr (delta->upto.position, ==, now->upto.position);

      back = (guint) g_rand_int_range (rand, 0, (gint32) positions->len);
      if (positions->pdata[back] != NULL)
        {
          past = test_fold (room, NULL, positions->pdata[back], NULL, NULL);
          g_assert_cmpstr (past->upto.position, ==, positions->pdata[back]);
          then = test_text (past->changes);
          g_assert_cmpstr (then, ==, texts->pdata[back]);
          apply (late_board, past);
        }
      late = test_delta (room, positions->pdata[back]);
      n_deltas += !late->reset;
      apply (late_board, late);
      returned = board_text (late_board);
      g_assert_cmpstr (returned, ==, standing);

      g_ptr_array_add (positions, g_strdup (now->upto.position));
      g_ptr_array_add (texts, g_steal_pointer (&standing));
    }
  g_assert_cmpuint (n_deltas, >, 10);

  test_room_free (room);
}

static void
test_fold_of_a_kind (gconstpointer sqlite)
{
  TestRoom *room = test_room_new (sqlite != NULL);
  g_autoptr (MbRange) early = NULL, prices = NULL, past = NULL, none = NULL;
  g_autofree char *now = NULL, *then = NULL;

  test_set (room, "price", "leek", "1");
  test_set (room, "test", "t1", "2");
  early = test_fold (room, NULL, NULL, NULL, NULL);
  test_set (room, "price", "leek", "3");
  test_set (room, "price", "garlic", "4");

  prices = test_fold (room, "price", NULL, NULL, NULL);
  now = test_text (prices->changes);
  g_assert_cmpstr (now, ==, "price/garlic 4 4\nprice/leek 3 3");
  past = test_fold (room, "price", early->upto.position, NULL, NULL);
  then = test_text (past->changes);
  g_assert_cmpstr (then, ==, "price/leek 1 1");
  none = test_fold (room, "stall", NULL, NULL, NULL);
  g_assert_cmpuint (none->changes->len, ==, 0);

  test_room_free (room);
}

static void
test_reset (gconstpointer sqlite)
{
  static const char *const foreign[] = { "000000000000.3", "nonsense", "", ".", ".5", "9f3ac01b22de.", "x.-1",
                                         "9f3ac01b22de.99999999999999999999999", "9f3ac01b22de.4000000000" };
  TestRoom *room = test_room_new (sqlite != NULL);
  g_autofree char *old = NULL;
  MbHead head;

  for (int i = 0; i < 10; i++)
    {
      g_autofree char *id = g_strdup_printf ("p%d", i);

      test_set (room, "price", id, "1");
    }
  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    {
      g_autoptr (MbRange) range = test_delta (room, foreign[i]);

      g_assert_true (range->reset);
      g_assert_cmpuint (range->changes->len, ==, 10);
    }

  /* Half of what stands is a delta, more than half the whole. */
  mb_journal_get_head (room->journal, &head);
  old = g_strdup (head.position);
  for (int i = 0; i < 6; i++)
    {
      g_autofree char *id = g_strdup_printf ("p%d", i);
      g_autoptr (MbRange) range = NULL;

      test_set (room, "price", id, "2");
      range = test_delta (room, old);
      g_assert_true (range->reset == (i + 1 > 5));
      g_assert_cmpuint (range->changes->len, ==, range->reset ? 10 : i + 1);
    }

  /* The same number with another's check, upper case, or a zero before it, is another's. */
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *position = NULL;
      g_autoptr (MbRange) range = NULL;

      mb_journal_get_head (room->journal, &head);
      if (i == 0)
        head.position[0] = head.position[0] == '0' ? '1' : '0';
      position = i == 1 ? g_strdup_printf ("%.12s.0%" G_GUINT64_FORMAT, head.position, head.number)
                        : g_strdup_printf ("%s%s", head.position, i == 2 ? " " : "");
      range = test_delta (room, position);
      g_assert_true (range->reset);
    }

  test_room_free (room);
}

static void
test_drops (gconstpointer sqlite)
{
  TestRoom *room = test_room_new (sqlite != NULL);
  g_autoptr (MbRange) delta = NULL, fold = NULL, gone = NULL, back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  MbHead head;

  for (int i = 0; i < 4; i++)
    {
      g_autofree char *id = g_strdup_printf ("p%d", i);

      test_set (room, "promotion", id, "1");
    }
  mb_journal_get_head (room->journal, &head);
  test_set (room, "promotion", "p2", NULL);
  test_set (room, "promotion", "p9", NULL);

  delta = test_delta (room, head.position);
  g_assert_false (delta->reset);
  text = test_text (delta->changes);
  g_assert_cmpstr (text, ==, "promotion/p2 5 -");
  fold = test_fold (room, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (fold->changes->len, ==, 3);

  gone = test_get (room, "promotion", "p2", &error);
  g_assert_null (((MbChange *) gone->changes->pdata[0])->value);
  g_assert_cmpuint (((MbChange *) gone->changes->pdata[0])->number, ==, 5);
  g_assert_null (test_get (room, "promotion", "p9", &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_NOT_FOUND);

  test_set (room, "promotion", "p2", "again");
  back = test_get (room, "promotion", "p2", NULL);
  g_assert_cmpuint (((MbChange *) back->changes->pdata[0])->number, ==, 6);
  g_assert_cmpuint (back->upto.number, ==, 6);

  test_room_free (room);
}

/* The clock jumps about; as-of is the greatest position at or before the time, a whole prefix. */
static void
test_as_of (gconstpointer sqlite)
{
  enum { N = 120 };
  TestRoom *room = test_room_new (sqlite != NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  gint64 start = mb_clock_now (room->clock), now = start, times[N];
  g_autoptr (GError) error = NULL;
  MbHead heads[N];

  for (guint i = 0; i < N; i++)
    {
      now += g_rand_int_range (rand, 0, 10) == 0 ? -g_rand_int_range (rand, 0, 40) * G_USEC_PER_SEC
                                                  : g_rand_int_range (rand, 0, 4) * G_USEC_PER_SEC;
      mb_clock_set (room->clock, now, 0);
      times[i] = now;
      do
        test_change_something (room, rand);
      while (room->told.number == (i > 0 ? heads[i - 1].number : 0));
      heads[i] = room->told;
    }

  for (int step = -3; step < 300; step++)
    {
      gint64 asked = start + step * G_USEC_PER_SEC;
      g_autofree char *text = mb_time_format ((MbTime){ asked, 8 * 3600 });
      g_autoptr (MbRange) found = test_fold (room, NULL, NULL, text, &error);
      guint64 expected = 0;

      g_assert_no_error (error);
      for (guint i = 0; i < N; i++)
        if (times[i] <= asked)
          expected = heads[i].number;
      g_assert_cmpuint (found->upto.number, ==, expected);
      if (expected > 0)
        {
          g_autoptr (MbRange) same = test_fold (room, NULL, found->upto.position, NULL, &error);
          g_autofree char *a = test_text (found->changes), *b = test_text (same->changes);

          g_assert_no_error (error);
          g_assert_cmpstr (a, ==, b);
          g_assert_cmpstr (found->at, ==, same->at);
        }
    }

  g_assert_null (test_fold (room, NULL, NULL, "yesterday", &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_SYNTAX);
  g_clear_error (&error);
  g_assert_null (test_fold (room, NULL, "0123456789ab.4", NULL, &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_NOT_FOUND);

  test_room_free (room);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  test_room_add ("delta-identity", test_delta_identity);
  test_room_add ("fold-of-a-kind", test_fold_of_a_kind);
  test_room_add ("reset", test_reset);
  test_room_add ("drops", test_drops);
  test_room_add ("as-of", test_as_of);

  return g_test_run ();
}
