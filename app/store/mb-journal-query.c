/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/mb-journal-query.h"

#include "core/base/mb-error.h"
#include "core/base/mb-time.h"

#include <string.h>

/* The rules of reading that hold for every storage: what a position means, when a delta is a reset,
 * where a page ends. */

MbJournalQuery *
mb_journal_query_new (MbQueryVerb verb)
{
  MbJournalQuery *self = g_new0 (MbJournalQuery, 1);

  self->verb = verb;
  return self;
}

void
mb_journal_query_free (MbJournalQuery *self)
{
  g_free (self->kind);
  g_free (self->id);
  g_free (self->position);
  g_free (self->as_of);
  g_free (self);
}

void
mb_range_free (MbRange *self)
{
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_free (self->at);
  g_free (self);
}

static gboolean
set_upto (MbRange *range, const MbStamp *stamp)
{
  mb_head_set (&range->upto, stamp->number, stamp->hash);
  g_free (range->at);
  range->at = stamp->at[0] != '\0' ? g_strdup (stamp->at) : NULL;
  return TRUE;
}

/* A position is this journal's when it reads exactly as the journal itself would write it there.
 * @found says whether; no position at all is the beginning. */
static gboolean
find_position (MbJournalStorage *storage, const char *position, MbStamp *stamp, gboolean *found, GError **error)
{
  const char *dot = position != NULL ? strrchr (position, '.') : NULL;
  guint64 number = 0;
  MbHead head;

  *found = FALSE;
  if (position != NULL
      && (dot == NULL || !g_ascii_string_to_unsigned (dot + 1, 10, 0, G_MAXINT64, &number, NULL)))
    return TRUE;

  if (!MB_JOURNAL_STORAGE_GET_CLASS (storage)->find_stamp (storage, number, stamp, error))
    return FALSE;

  mb_head_set (&head, stamp->number, stamp->hash);
  *found = position == NULL || strcmp (position, head.position) == 0;
  return TRUE;
}

static gboolean
need_position (MbJournalStorage *storage, const char *position, MbStamp *stamp, GError **error)
{
  gboolean found;

  if (!find_position (storage, position, stamp, &found, error))
    return FALSE;
  if (!found)
    mb_error_set (error, MB_ERROR_NOT_FOUND, NULL, "“%.80s” is no position of this journal", position);
  return found;
}

static gboolean
run_delta (const MbJournalQuery *self, MbJournalStorage *storage, MbRange *range, GError **error)
{
  MbJournalStorageClass *klass = MB_JOURNAL_STORAGE_GET_CLASS (storage);
  guint n_changed, n_live;
  MbStamp after, head;

  if (!find_position (storage, self->position, &after, &range->reset, error)
      || !mb_journal_storage_find_head (storage, &head, error))
    return FALSE;

  range->reset = self->position == NULL || !range->reset;
  if (!range->reset)
    {
      if (!klass->count (storage, after.number, &n_changed, &n_live, error))
        return FALSE;
      range->reset = n_changed > n_live / 2.0;
    }

  range->changes = range->reset ? klass->fold (storage, NULL, head.number, error)
                                : klass->delta (storage, after.number, error);
  return range->changes != NULL && set_upto (range, &head);
}

static gboolean
find_moment (const MbJournalQuery *self, MbJournalStorage *storage, MbStamp *stamp, GError **error)
{
  MbJournalStorageClass *klass = MB_JOURNAL_STORAGE_GET_CLASS (storage);
  guint64 number;
  MbTime time;

  if (self->position != NULL)
    return need_position (storage, self->position, stamp, error);
  if (self->as_of == NULL)
    return mb_journal_storage_find_head (storage, stamp, error);

  return mb_time_parse (self->as_of, -1, &time, error)
         && klass->find_time (storage, time.us, &number, error)
         && klass->find_stamp (storage, number, stamp, error);
}

static gboolean
run_fold (const MbJournalQuery *self, MbJournalStorage *storage, MbRange *range, GError **error)
{
  MbStamp stamp;

  if (!find_moment (self, storage, &stamp, error))
    return FALSE;

  range->changes = MB_JOURNAL_STORAGE_GET_CLASS (storage)->fold (storage, self->kind, stamp.number, error);
  return range->changes != NULL && set_upto (range, &stamp);
}

static gboolean
run_history (const MbJournalQuery *self, MbJournalStorage *storage, MbRange *range, GError **error)
{
  MbJournalStorageClass *klass = MB_JOURNAL_STORAGE_GET_CLASS (storage);
  g_autoptr (GPtrArray) since = NULL;
  MbStamp stamp, head;

  if (!find_moment (self, storage, &stamp, error) || !mb_journal_storage_find_head (storage, &head, error))
    return FALSE;

  range->changes = klass->fold (storage, self->kind, stamp.number, error);
  since = range->changes != NULL ? klass->history (storage, self->kind, stamp.number, error) : NULL;
  if (since == NULL)
    return FALSE;

  for (guint i = 0; i < since->len; i++)
    g_ptr_array_add (range->changes, mb_change_ref (since->pdata[i]));
  return set_upto (range, &head);
}

static gboolean
run_page (const MbJournalQuery *self, MbJournalStorage *storage, MbRange *range, GError **error)
{
  MbStamp after, head;

  if (!need_position (storage, self->position, &after, error)
      || !mb_journal_storage_find_head (storage, &head, error))
    return FALSE;

  range->changes = MB_JOURNAL_STORAGE_GET_CLASS (storage)->page (storage, after.number, MAX (self->limit, 1), error);
  if (range->changes == NULL)
    return FALSE;

  set_upto (range, &after);
  if (range->changes->len > 0)
    {
      MbChange *last = range->changes->pdata[range->changes->len - 1];

      mb_head_set (&range->upto, last->number, last->hash);
      g_free (range->at);
      range->at = g_strdup (last->at);
      range->next = last->number < head.number ? last->number : 0;
    }
  return TRUE;
}

static gboolean
run_get (const MbJournalQuery *self, MbJournalStorage *storage, MbRange *range, GError **error)
{
  MbStamp head;

  range->changes = MB_JOURNAL_STORAGE_GET_CLASS (storage)->get (storage, self->kind, self->id, error);
  if (range->changes == NULL || !mb_journal_storage_find_head (storage, &head, error))
    return FALSE;
  if (range->changes->len == 0)
    {
      mb_error_set (error, MB_ERROR_NOT_FOUND, NULL, "There has never been a %s “%s”", self->kind, self->id);
      return FALSE;
    }
  return set_upto (range, &head);
}

MbRange *
mb_journal_query_run (const MbJournalQuery *self, MbJournalStorage *storage, GError **error)
{
  static gboolean (*const run[]) (const MbJournalQuery *, MbJournalStorage *, MbRange *, GError **) = {
    [MB_QUERY_DELTA] = run_delta,
    [MB_QUERY_FOLD] = run_fold,
    [MB_QUERY_HISTORY] = run_history,
    [MB_QUERY_PAGE] = run_page,
    [MB_QUERY_GET] = run_get,
  };
  g_autoptr (MbRange) range = g_new0 (MbRange, 1);
  gboolean ok;

  if (!MB_JOURNAL_STORAGE_GET_CLASS (storage)->begin (storage, FALSE, error))
    return NULL;

  ok = run[self->verb](self, storage, range, error);
  MB_JOURNAL_STORAGE_GET_CLASS (storage)->rollback (storage);
  return ok ? g_steal_pointer (&range) : NULL;
}
