/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/mb-cache-keeper.h"

#include "core/base/mb-error.h"

/* A delta on top of anything but the board that it follows would be a torn board. So after every doubt
 * (nothing there, another's, damaged, opened again later) there is no position, and without a position
 * only a reset is taken. */

void
mb_cache_keeper_init (MbCacheKeeper *self, MbCacheStorage *storage, const char *owner, const char *scope)
{
  *self = (MbCacheKeeper){ .storage = storage };
  self->label.owner = g_strdup (owner);
  self->label.scope = g_strdup (scope);
}

void
mb_cache_keeper_clear (MbCacheKeeper *self)
{
  if (self->storage != NULL)
    MB_CACHE_STORAGE_GET_CLASS (self->storage)->close (self->storage);
  g_clear_object (&self->storage);
  mb_cache_label_clear (&self->label);
  g_clear_pointer (&self->position, g_free);
  g_clear_pointer (&self->aside, g_free);
  g_clear_pointer (&self->trouble, g_free);
}

const char *
mb_cache_keeper_get_problem (const MbCacheKeeper *self)
{
  return self->trouble != NULL ? self->trouble : self->aside;
}

static void
set_trouble (MbCacheKeeper *self, const GError *error)
{
  g_free (self->trouble);
  self->trouble = error != NULL ? g_strdup (error->message) : NULL;
}

static void
set_position (MbCacheKeeper *self, const char *position)
{
  g_free (self->position);
  self->position = g_strdup (position);
}

/* Whether what is there will never be of use to this program. */
static gboolean
is_useless (const GError *error)
{
  return g_error_matches (error, MB_ERROR, MB_ERROR_CORRUPT) || g_error_matches (error, MB_ERROR, MB_ERROR_UNSUPPORTED);
}

/* Makes room for a new start. */
static gboolean
set_aside (MbCacheKeeper *self, const GError *why, GError **error)
{
  MbCacheStorageClass *klass = MB_CACHE_STORAGE_GET_CLASS (self->storage);
  g_autofree char *where = NULL;

  self->writable = FALSE;
  set_position (self, NULL);
  where = klass->set_aside (self->storage, error);
  if (where == NULL)
    return FALSE;

  g_free (self->aside);
  self->aside = g_strdup_printf ("The stored board was of no use and is now %s: %s", where, why->message);
  self->writable = klass->open (self->storage, TRUE, error);
  return self->writable;
}

static MbCacheDelta *
read_ours (MbCacheKeeper *self, GError **error)
{
  g_auto (MbCacheLabel) label = { 0 };
  g_autoptr (MbCacheDelta) board = MB_CACHE_STORAGE_GET_CLASS (self->storage)->load (self->storage, &label, error);

  if (board == NULL || g_strcmp0 (label.owner, self->label.owner) != 0)
    return NULL;

  if (g_strcmp0 (label.scope, self->label.scope) != 0)
    g_clear_pointer (&board->position, g_free);
  return g_steal_pointer (&board);
}

/* What was opened: a board of ours, or nothing; what is of no use is out of the way afterwards. */
static MbCacheDelta *
take_hold (MbCacheKeeper *self, gboolean writable, GError **error)
{
  MbCacheStorageClass *klass = MB_CACHE_STORAGE_GET_CLASS (self->storage);
  g_autoptr (MbCacheDelta) board = NULL;
  g_autoptr (GError) failed = NULL;

  self->writable = klass->open (self->storage, writable, &failed) && writable;
  if (failed == NULL)
    board = read_ours (self, &failed);
  if (failed == NULL)
    return g_steal_pointer (&board);

  if (is_useless (failed) && writable)
    set_aside (self, failed, error);
  else
    g_propagate_error (error, g_steal_pointer (&failed));
  return NULL;
}

MbCacheDelta *
mb_cache_keeper_load (MbCacheKeeper *self)
{
  g_autoptr (GError) error = NULL;
  MbCacheDelta *board = take_hold (self, TRUE, &error);

  /* A disk that only lets itself be read still knows the board. */
  if (!self->writable)
    {
      set_trouble (self, error);
      board = take_hold (self, FALSE, NULL);
    }
  set_position (self, board != NULL ? board->position : NULL);
  return board;
}

/* It could not be written to so far; whatever is there by now. */
static gboolean
open_again (MbCacheKeeper *self, GError **error)
{
  g_autoptr (GError) failed = NULL;
  g_autoptr (MbCacheDelta) board = take_hold (self, TRUE, &failed);

  if (!self->writable)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }
  if (board == NULL || g_strcmp0 (board->position, self->position) != 0)
    set_position (self, NULL);
  return TRUE;
}

static gboolean
write_once (MbCacheKeeper *self, MbCacheDelta *delta, GError **error)
{
  if (!self->writable && !open_again (self, error))
    return FALSE;
  if (self->position == NULL && !delta->reset)
    return TRUE;
  if (!MB_CACHE_STORAGE_GET_CLASS (self->storage)->write (self->storage, &self->label, delta, error))
    return FALSE;

  if (delta->position != NULL)
    set_position (self, delta->position);
  return TRUE;
}

gboolean
mb_cache_keeper_write (MbCacheKeeper *self, MbCacheDelta *delta)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;
  gboolean written = write_once (self, delta, &error);

  if (!written && self->writable && is_useless (error))
    {
      written = set_aside (self, error, &again) && write_once (self, delta, &again);
      g_clear_error (&error);
      error = g_steal_pointer (&again);
    }
  set_trouble (self, error);
  return written;
}
