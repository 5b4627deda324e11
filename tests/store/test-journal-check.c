/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mb-error.h"
#include "store/mb-journal-check.h"

/* The walk over a journal whose every hash holds, and which is wrong all the same. */

#define TEST_TYPE_STORAGE (test_storage_get_type ())
G_DECLARE_FINAL_TYPE (TestStorage, test_storage, TEST, STORAGE, MbJournalStorage)

struct _TestStorage
{
  MbJournalStorage parent_instance;
  GPtrArray *changes; /* MbChange, chained */
};

G_DEFINE_FINAL_TYPE (TestStorage, test_storage, MB_TYPE_JOURNAL_STORAGE)

static gboolean
test_storage_begin (MbJournalStorage *storage, gboolean writing, GError **error)
{
  return TRUE;
}

static void
test_storage_rollback (MbJournalStorage *storage)
{
}

static gboolean
test_storage_find_stamp (MbJournalStorage *storage, guint64 number, MbStamp *stamp, GError **error)
{
  TestStorage *self = TEST_STORAGE (storage);
  const MbChange *newest = self->changes->len > 0 ? self->changes->pdata[self->changes->len - 1] : NULL;

  *stamp = (MbStamp){ .number = newest != NULL ? newest->number : 0 };
  return TRUE;
}

static GPtrArray *
test_storage_page (MbJournalStorage *storage, guint64 after, guint limit, GError **error)
{
  TestStorage *self = TEST_STORAGE (storage);
  GPtrArray *page = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_change_unref);

  for (guint i = 0; i < self->changes->len && page->len < limit; i++)
    if (((MbChange *) self->changes->pdata[i])->number > after)
      g_ptr_array_add (page, mb_change_ref (self->changes->pdata[i]));
  return page;
}

static void
test_storage_finalize (GObject *object)
{
  g_ptr_array_unref (TEST_STORAGE (object)->changes);
  G_OBJECT_CLASS (test_storage_parent_class)->finalize (object);
}

static void
test_storage_class_init (TestStorageClass *klass)
{
  MbJournalStorageClass *storage_class = MB_JOURNAL_STORAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = test_storage_finalize;
  storage_class->begin = test_storage_begin;
  storage_class->rollback = test_storage_rollback;
  storage_class->find_stamp = test_storage_find_stamp;
  storage_class->page = test_storage_page;
}

static void
test_storage_init (TestStorage *self)
{
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_change_unref);
}

static void
add (TestStorage *self, guint64 number, guint64 last)
{
  const MbChange *before = self->changes->len > 0 ? self->changes->pdata[self->changes->len - 1] : NULL;
  MbChange *change = mb_change_new ("price", "leek", NULL, NULL);

  change->number = number;
  change->last = last;
  change->at = g_strdup ("2026-11-23T07:00:00+08:00");
  change->by = g_strdup ("local");
  change->salt = mb_salt_new ();
  mb_change_chain (change, before != NULL ? before->hash : NULL);
  g_ptr_array_add (self->changes, change);
}

/* @numbers: pairs of number and last, ended by 0 */
static gboolean
check (const guint64 *numbers, guint64 *walked, GError **error)
{
  g_autoptr (MbJournalStorage) storage = g_object_new (TEST_TYPE_STORAGE, NULL);
  gboolean ok;
  MbHead head;

  for (guint i = 0; numbers[i] != 0; i += 2)
    add (TEST_STORAGE (storage), numbers[i], numbers[i + 1]);
  ok = mb_journal_check (storage, NULL, NULL, NULL, &head, error);
  *walked = head.number;
  return ok;
}

static void
test_sound (void)
{
  static const guint64 journals[][16] = { { 0 }, { 1, 1, 0 }, { 1, 3, 2, 3, 3, 3, 4, 4, 5, 6, 6, 6, 0 } };
  static const guint64 heads[] = { 0, 1, 6 };
  g_autoptr (GError) error = NULL;
  guint64 walked;

  for (guint i = 0; i < G_N_ELEMENTS (journals); i++)
    {
      g_assert_true (check (journals[i], &walked, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (walked, ==, heads[i]);
    }
}

static void
test_wrong (void)
{
  static const guint64 journals[][16] = {
    { 2, 2, 0 },                   /* begins late */
    { 1, 1, 3, 3, 0 },             /* a gap */
    { 1, 3, 2, 3, 0 },             /* ends within a transaction */
    { 1, 3, 2, 2, 3, 3, 0 },       /* parted */
    { 1, 2, 2, 3, 3, 3, 0 },       /* run together */
    { 1, 1, 2, 1, 0 },             /* ended before it began */
  };
  guint64 walked;

  for (guint i = 0; i < G_N_ELEMENTS (journals); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (check (journals[i], &walked, &error));
      g_assert_error (error, MB_ERROR, MB_ERROR_CORRUPT);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (MbJournalStorage) storage = g_object_new (TEST_TYPE_STORAGE, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  MbHead head;

  g_cancellable_cancel (cancellable);
  g_assert_false (mb_journal_check (storage, NULL, NULL, cancellable, &head, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal-check/sound", test_sound);
  g_test_add_func ("/journal-check/wrong", test_wrong);
  g_test_add_func ("/journal-check/cancelled", test_cancelled);
  return g_test_run ();
}
