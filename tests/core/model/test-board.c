/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/goods/mb-price.h"
#include "core/model/mb-board.h"
#include "core/model/place/mb-product.h"

#define AT G_GINT64_CONSTANT (1700000000000000)

/* What a board said, in order. */
typedef struct
{
  MbBoard *board;
  GString *heard;
} Ear;

static MbRecord *
make_product (const char *id, double order, guint64 rev)
{
  MbProduct *product = MB_PRODUCT (mb_record_new (MB_KIND_PRODUCT, id));

  product->name = mb_texts_new_single ("en", id);
  product->order = order;
  mb_record_set_stamp (MB_RECORD (product), rev, AT + (gint64) rev, "manager:li");

  return MB_RECORD (product);
}

static MbDelta *
make_delta (gboolean reset, const char *position)
{
  MbDelta *delta = mb_delta_new ();

  delta->reset = reset;
  delta->position = g_strdup (position);

  return delta;
}

static void
on_items_changed (GListModel *list, guint at, guint gone, guint come, Ear *ear)
{
  g_string_append_printf (ear->heard, "items %u -%u +%u;", at, gone, come);
  for (guint i = at; i < at + come; i++)
    {
      g_autoptr (MbRecord) record = g_list_model_get_item (list, i);

      g_string_append_printf (ear->heard, "%s;", mb_record_get_id (record));
    }
}

static void
on_folded (MbBoard *board, GPtrArray *changes, gboolean reset, Ear *ear)
{
  g_string_append (ear->heard, reset ? "reset" : "folded");
  for (guint i = 0; i < changes->len; i++)
    {
      const MbChangedRecord *change = g_ptr_array_index (changes, i);

      g_assert_true (change->dropped
                     || mb_board_get (board, mb_record_get_kind (change->record),
                                      mb_record_get_id (change->record))
                            == change->record);
      g_string_append_printf (ear->heard, " %s%s",
                              change->dropped ? "-"
                              : change->added ? "+"
                                              : "",
                              mb_record_get_id (change->record));
    }
}

static void
ear_open (Ear *ear)
{
  ear->board = mb_board_new ();
  ear->heard = g_string_new (NULL);
  g_signal_connect (ear->board, "folded", G_CALLBACK (on_folded), ear);
  g_signal_connect (mb_board_get_list (ear->board, MB_KIND_PRODUCT), "items-changed",
                    G_CALLBACK (on_items_changed), ear);
}

static void
ear_close (Ear *ear)
{
  g_assert_finalize_object (ear->board);
  g_string_free (ear->heard, TRUE);
}

static void
assert_heard (Ear *ear, const char *expected)
{
  g_assert_cmpstr (ear->heard->str, ==, expected);
  g_string_truncate (ear->heard, 0);
}

/* "a:1 b:2 -c" puts a with the order 1, b with 2, and drops c; the order is the revision too. */
static MbDelta *
delta_of (gboolean reset, const char *text)
{
  MbDelta *delta = make_delta (reset, text);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL && words[i][0] != '\0'; i++)
    if (words[i][0] == '-')
      {
        mb_delta_drop (delta, MB_KIND_PRODUCT, words[i] + 1, 1);
      }
    else
      {
        g_auto (GStrv) parts = g_strsplit (words[i], ":", 2);
        guint64 rev = g_ascii_strtoull (parts[1], NULL, 10);

        mb_delta_put (delta, make_product (parts[0], (double) rev, rev), NULL);
      }

  return delta;
}

static void
apply (Ear *ear, const char *text)
{
  mb_board_apply (ear->board, delta_of (FALSE, text));
}

static void
assert_stands (Ear *ear, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);
  GListModel *list = mb_board_get_list (ear->board, MB_KIND_PRODUCT);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (MbProduct) product = g_list_model_get_item (list, i);

      g_string_append_printf (found, "%s%s:%d", i > 0 ? " " : "",
                              mb_record_get_id (MB_RECORD (product)), (int) product->order);
    }
  g_assert_cmpstr (found->str, ==, expected);
  g_assert_cmpuint (mb_board_get_n_records (ear->board), ==, g_list_model_get_n_items (list));
  g_assert_null (g_list_model_get_item (list, g_list_model_get_n_items (list)));
}

static MbRecord *
make_stamped (const char *id, guint64 rev, gint64 at_us)
{
  MbRecord *record = mb_record_new (MB_KIND_PRODUCT, id);

  mb_record_set_stamp (record, rev, at_us, "local");
  return record;
}

static void
test_clock_set_back (void)
{
  g_autoptr (MbBoard) board = mb_board_new ();
  MbDelta *delta = mb_delta_new ();

  mb_delta_put (delta, make_stamped ("new", 8, AT), NULL);
  mb_delta_put (delta, make_stamped ("old", 7, AT + 100), NULL);
  mb_board_apply (board, delta);
  g_assert_cmpint (mb_board_get_updated_at (board), ==, AT);
  delta = mb_delta_new ();
  mb_delta_put (delta, make_stamped ("newest", 9, AT - 5), NULL);
  mb_board_apply (board, delta);
  g_assert_cmpint (mb_board_get_updated_at (board), ==, AT - 5);
}

static MbRecord *
make_price (const char *by, guint64 rev, gint64 at_us, gint64 changed_us)
{
  MbRecord *record = mb_record_new (MB_KIND_PRICE, "a@average");

  MB_PRICE (record)->changed_at.us = changed_us;
  mb_record_set_stamp (record, rev, at_us, by);
  return record;
}

/* At midnight the hub says anew what was yesterday's: the board is no newer for it. */
static void
test_renewal (void)
{
  g_autoptr (MbBoard) board = mb_board_new ();
  MbDelta *delta = mb_delta_new ();

  mb_delta_put (delta, make_price ("manager:li", 7, AT, AT), NULL);
  mb_board_apply (board, delta);
  delta = mb_delta_new ();
  mb_delta_put (delta, make_price ("hub", 8, AT + 100, AT), NULL);
  mb_board_apply (board, delta);
  g_assert_cmpint (mb_board_get_updated_at (board), ==, AT);

  /* Whoever comes later sees the same. */
  delta = make_delta (TRUE, "p");
  mb_delta_put (delta, make_stamped ("old", 3, AT - 100), NULL);
  mb_delta_put (delta, make_price ("hub", 8, AT + 100, AT), NULL);
  mb_board_apply (board, delta);
  g_assert_cmpint (mb_board_get_updated_at (board), ==, AT);
}

static void
test_fold (void)
{
  Ear ear;

  ear_open (&ear);
  g_assert_null (mb_board_get_position (ear.board));
  g_assert_cmpint (mb_board_get_updated_at (ear.board), ==, MB_UNSET);
  g_assert_true (g_list_model_get_item_type (mb_board_get_list (ear.board, MB_KIND_PRODUCT))
                 == MB_TYPE_PRODUCT);

  apply (&ear, "d:1 b:1 f:1");
  assert_heard (&ear, "items 0 -0 +3;b;d;f;folded +d +b +f");
  assert_stands (&ear, "b:1 d:1 f:1");
  g_assert_cmpstr (mb_board_get_position (ear.board), ==, "d:1 b:1 f:1");
  g_assert_cmpint (mb_board_get_updated_at (ear.board), ==, AT + 1);

  apply (&ear, "d:2");
  assert_heard (&ear, "folded d");
  apply (&ear, "-d");
  assert_heard (&ear, "items 1 -1 +0;folded -d");
  g_assert_null (mb_board_get (ear.board, MB_KIND_PRODUCT, "d"));
  g_assert_cmpint (mb_board_get_updated_at (ear.board), ==, AT + 2);
  apply (&ear, "-d -never");
  assert_heard (&ear, "folded");
  apply (&ear, "");
  assert_heard (&ear, "folded");
  assert_stands (&ear, "b:1 f:1");

  ear_close (&ear);
}

static void
test_splices (void)
{
  Ear ear;

  ear_open (&ear);
  apply (&ear, "b:1 d:1 f:1 h:1");
  g_string_truncate (ear.heard, 0);

  /* apart: one each */
  apply (&ear, "a:1 e:1 i:1");
  assert_heard (&ear, "items 0 -0 +1;a;items 3 -0 +1;e;items 6 -0 +1;i;folded +a +e +i");
  /* side by side: one */
  apply (&ear, "-d -e -f c:1");
  assert_heard (&ear, "items 2 -3 +1;c;folded -d -e -f +c");
  /* one goes where another comes */
  apply (&ear, "-h g:1");
  assert_heard (&ear, "items 3 -1 +1;g;folded -h +g");
  /* a change alone moves nothing */
  apply (&ear, "a:2 i:2");
  assert_heard (&ear, "folded a i");
  assert_stands (&ear, "a:2 b:1 c:1 g:1 i:2");

  ear_close (&ear);
}

static void
test_duplicates (void)
{
  Ear ear;

  ear_open (&ear);
  apply (&ear, "b:1 b:2");
  assert_heard (&ear, "items 0 -0 +1;b;folded +b");
  assert_stands (&ear, "b:2");
  /* put, then dropped; dropped, then put */
  apply (&ear, "c:1 -c -b b:3");
  assert_heard (&ear, "folded b");
  assert_stands (&ear, "b:3");
  apply (&ear, "-b b:4 -b a:1 -a a:2");
  assert_heard (&ear, "items 0 -1 +1;a;folded -b +a");
  /* there and back again */
  apply (&ear, "a:9 a:2");
  assert_heard (&ear, "folded");
  assert_stands (&ear, "a:2");

  ear_close (&ear);
}

static void
test_reset (void)
{
  Ear ear;
  MbRecord *b;

  ear_open (&ear);
  apply (&ear, "a:1 b:1 c:1 d:9");
  b = mb_board_get (ear.board, MB_KIND_PRODUCT, "b");
  g_string_truncate (ear.heard, 0);

  mb_board_apply (ear.board, delta_of (TRUE, "e:1 b:1 c:2 -zz"));
  assert_heard (&ear, "items 0 -1 +0;items 2 -1 +1;e;reset +e c -a -d");
  assert_stands (&ear, "b:1 c:2 e:1");
  g_assert_true (mb_board_get (ear.board, MB_KIND_PRODUCT, "b") == b);
  /* another journal may be younger */
  g_assert_cmpint (mb_board_get_updated_at (ear.board), ==, AT + 2);

  mb_board_apply (ear.board, delta_of (TRUE, ""));
  assert_heard (&ear, "items 0 -3 +0;reset -b -c -e");
  assert_stands (&ear, "");
  g_assert_cmpint (mb_board_get_updated_at (ear.board), ==, MB_UNSET);

  ear_close (&ear);
}

static void
on_notify (GObject *object, GParamSpec *pspec, Ear *ear)
{
  MbProduct *other = MB_PRODUCT (mb_board_get (ear->board, MB_KIND_PRODUCT, "b"));

  g_string_append_printf (ear->heard, "%s:%s(b is %d);", mb_record_get_id (MB_RECORD (object)),
                          pspec->name, (int) other->order);
}

static void
test_identity (void)
{
  Ear ear;
  MbProduct *a;

  ear_open (&ear);
  apply (&ear, "a:1 b:1");
  a = MB_PRODUCT (mb_board_get (ear.board, MB_KIND_PRODUCT, "a"));
  g_signal_connect (a, "notify", G_CALLBACK (on_notify), &ear);
  g_string_truncate (ear.heard, 0);

  /* whoever is told of one record finds all others as they will be */
  apply (&ear, "a:2 b:2");
  assert_heard (&ear, "a:order(b is 2);a:rev(b is 2);a:at(b is 2);folded a b");
  g_assert_true ((gpointer) a == mb_board_get (ear.board, MB_KIND_PRODUCT, "a"));
  apply (&ear, "a:2");
  assert_heard (&ear, "folded");

  /* dropped and put again is a new record */
  g_object_ref (a);
  apply (&ear, "-a");
  g_assert_cmpint ((int) a->order, ==, 2);
  apply (&ear, "a:2");
  g_assert_true ((gpointer) a != mb_board_get (ear.board, MB_KIND_PRODUCT, "a"));
  g_assert_finalize_object (a);

  ear_close (&ear);
}

static void
test_slices (void)
{
  Ear ear;
  guint steps = 0;

  ear_open (&ear);
  apply (&ear, "a:1 b:1 c:1");
  g_string_truncate (ear.heard, 0);
  g_assert_true (mb_board_fold (ear.board, 1));

  mb_board_begin (ear.board, delta_of (TRUE, "b:2 d:1 a:2"));
  g_assert_true (mb_board_is_folding (ear.board));
  g_assert_false (mb_board_fold (ear.board, 0));
  while (ear.heard->len == 0)
    {
      assert_stands (&ear, "a:1 b:1 c:1");
      g_assert_null (mb_board_get (ear.board, MB_KIND_PRODUCT, "d"));
      g_assert_cmpstr (mb_board_get_position (ear.board), ==, "a:1 b:1 c:1");
      g_assert_false (mb_board_fold (ear.board, 1));
      steps++;
    }
  assert_heard (&ear, "items 2 -1 +1;d;reset b +d a -c");
  assert_stands (&ear, "a:2 b:2 d:1");
  g_assert_cmpuint (steps, >, 6);

  /* what is under way is finished first */
  g_assert_true (mb_board_is_folding (ear.board));
  apply (&ear, "d:2");
  g_assert_false (mb_board_is_folding (ear.board));
  assert_stands (&ear, "a:2 b:2 d:2");

  ear_close (&ear);
}

/* A board may go at any moment, whoever holds its lists and records. */
static void
test_let_go (void)
{
  for (guint steps = 0; steps < 30; steps++)
    {
      Ear ear;
      g_autoptr (GListModel) list = NULL;
      MbRecord *a;

      ear_open (&ear);
      apply (&ear, "a:1 b:1 c:1");
      list = g_object_ref (mb_board_get_list (ear.board, MB_KIND_PRODUCT));
      a = g_object_ref (mb_board_get (ear.board, MB_KIND_PRODUCT, "a"));

      mb_board_begin (ear.board, delta_of (TRUE, "a:2 d:1 b:2 d:3 -d"));
      mb_board_fold (ear.board, steps);
      g_signal_handlers_disconnect_by_func (list, on_items_changed, &ear);
      ear_close (&ear);

      g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
      g_assert_cmpstr (mb_record_get_id (a), ==, "a");
      g_assert_finalize_object (a);
    }
}

static void
test_kinds_apart (void)
{
  Ear ear;
  MbDelta *delta = make_delta (FALSE, "1");

  ear_open (&ear);
  for (int kind = 0; kind < MB_N_KINDS; kind++)
    mb_delta_put (delta, mb_record_new (kind, "same"), NULL);
  mb_board_apply (ear.board, delta);

  g_assert_cmpuint (mb_board_get_n_records (ear.board), ==, MB_N_KINDS);
  for (int kind = 0; kind < MB_N_KINDS; kind++)
    {
      GListModel *list = mb_board_get_list (ear.board, kind);
      g_autoptr (MbRecord) record = g_list_model_get_item (list, 0);

      g_assert_true (G_OBJECT_TYPE (record) == g_list_model_get_item_type (list));
      g_assert_true (record == mb_board_get (ear.board, kind, "same"));
    }

  delta = make_delta (FALSE, "2");
  mb_delta_drop (delta, MB_KIND_PRICE, "same", 2);
  mb_board_apply (ear.board, delta);
  g_assert_null (mb_board_get (ear.board, MB_KIND_PRICE, "same"));
  g_assert_nonnull (mb_board_get (ear.board, MB_KIND_QUOTE, "same"));

  ear_close (&ear);
}

/* A list model that only believes in splices must end up the same. */
static void
on_mirror (GListModel *list, guint at, guint gone, guint come, GPtrArray *mirror)
{
  if (gone > 0)
    g_ptr_array_remove_range (mirror, at, gone);
  for (guint i = 0; i < come; i++)
    g_ptr_array_insert (mirror, (int) (at + i), g_list_model_get_item (list, at + i));

  g_assert_cmpuint (mirror->len, ==, g_list_model_get_n_items (list));
  for (guint i = 0; i < mirror->len; i++)
    {
      g_autoptr (MbRecord) record = g_list_model_get_item (list, i);

      g_assert_true (record == g_ptr_array_index (mirror, i));
    }
}

static void
test_random (void)
{
  Ear ear;
  g_autoptr (GPtrArray) mirror = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *list;
  guint64 rev = 0;

  ear_open (&ear);
  list = mb_board_get_list (ear.board, MB_KIND_PRODUCT);
  g_signal_connect (list, "items-changed", G_CALLBACK (on_mirror), mirror);

  for (int round = 0; round < 300; round++)
    {
      MbDelta *delta = make_delta (g_test_rand_int_range (0, 10) == 0, "p");
      int n = g_test_rand_int_range (0, 30);

      for (int i = 0; i < n; i++)
        {
          g_autofree char *id = g_strdup_printf ("p%d", g_test_rand_int_range (0, 40));

          if (g_test_rand_int_range (0, 3) == 0)
            mb_delta_drop (delta, MB_KIND_PRODUCT, id, ++rev);
          else
            mb_delta_put (delta, make_product (id, round, ++rev), NULL);
        }
      mb_board_begin (ear.board, delta);
      while (!mb_board_fold (ear.board, (guint) g_test_rand_int_range (1, 9)))
        ;
      g_assert_cmpuint (mirror->len, ==, mb_board_get_n_records (ear.board));
      for (guint i = 1; i < mirror->len; i++)
        g_assert_cmpstr (mb_record_get_id (g_ptr_array_index (mirror, i - 1)), <,
                         mb_record_get_id (g_ptr_array_index (mirror, i)));
    }

  ear_close (&ear);
}

/* Ten times the records cost ten times the steps, and one change the same few on any board. */
static guint
count_steps (MbBoard *board, MbDelta *delta)
{
  guint n = 1;

  mb_board_begin (board, delta);
  while (!mb_board_fold (board, 1))
    n++;

  return n;
}

static MbDelta *
many (guint n, guint64 rev)
{
  MbDelta *delta = make_delta (TRUE, "many");

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("p%u", i);

      mb_delta_put (delta, make_product (id, i, rev), NULL);
    }

  return delta;
}

static void
test_proportion (void)
{
  static const guint sizes[] = { 5000, 50000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (MbBoard) board = mb_board_new ();
      MbDelta *one;

      g_assert_cmpuint (count_steps (board, many (sizes[i], 1)), <, 5 * sizes[i]);
      g_assert_cmpuint (mb_board_get_n_records (board), ==, sizes[i]);
      g_assert_cmpuint (count_steps (board, many (sizes[i], 2)), <, 5 * sizes[i]);

      one = make_delta (FALSE, "one");
      mb_delta_put (one, make_product ("p77", 0, 3), NULL);
      g_assert_cmpuint (count_steps (board, one), <, 50);

      one = make_delta (FALSE, "added");
      mb_delta_put (one, make_product ("p77-new", 0, 4), NULL);
      g_assert_cmpuint (count_steps (board, one), <, 50);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/board/clock-set-back", test_clock_set_back);
  g_test_add_func ("/board/renewal", test_renewal);
  g_test_add_func ("/board/fold", test_fold);
  g_test_add_func ("/board/splices", test_splices);
  g_test_add_func ("/board/duplicates", test_duplicates);
  g_test_add_func ("/board/reset", test_reset);
  g_test_add_func ("/board/identity", test_identity);
  g_test_add_func ("/board/slices", test_slices);
  g_test_add_func ("/board/let-go", test_let_go);
  g_test_add_func ("/board/kinds-apart", test_kinds_apart);
  g_test_add_func ("/board/random", test_random);
  g_test_add_func ("/board/proportion", test_proportion);

  return g_test_run ();
}
