/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* sync_file_range */
#define G_LOG_DOMAIN "mb-store"

#include "store/media/mb-media-part.h"

#include "core/base/mb-error.h"
#include "store/media/mb-media-folder.h"
#include "store/media/mb-media-sum.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define BLOCK (256 * 1024)
/* Read before others get their turn. */
#define SLICE_BLOCKS 16
/* Written before the disk is told to begin: what is left to wait for in the end is short. */
#define FLUSH (8 * 1024 * 1024)

struct _MbMediaPart
{
  char *folder, *sha256, *path;
  int fd;
  guint64 size;    /* in the file */
  guint64 summed;  /* of those, in the digest */
  guint64 flushed; /* of those, on their way to the disk */
  MbMediaSum sum;
};

static gboolean
fail (MbMediaPart *self, const char *what, GError **error)
{
  int problem = errno;

  mb_error_set (error, problem == ENOSPC || problem == EDQUOT || problem == EFBIG ? MB_ERROR_FULL : MB_ERROR_FAILED,
                NULL, "%s %s: %s", what, self->path, g_strerror (problem));
  return FALSE;
}

static gboolean
open_file (MbMediaPart *self, GError **error)
{
  GStatBuf about;

  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    return fail (self, "make the folder of", error);
  self->fd = g_open (self->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->fd < 0 || fstat (self->fd, &about) != 0)
    return fail (self, "open", error);

  self->size = (guint64) about.st_size;
  return TRUE;
}

MbMediaPart *
mb_media_part_open (const char *folder, const char *sha256, GError **error)
{
  g_autoptr (MbMediaPart) self = g_new0 (MbMediaPart, 1);

  self->folder = g_strdup (folder);
  self->sha256 = g_strdup (sha256);
  self->path = mb_media_folder_dup_part_path (folder, sha256);
  mb_media_sum_init (&self->sum);
  return open_file (self, error) ? g_steal_pointer (&self) : NULL;
}

void
mb_media_part_close (MbMediaPart *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->folder);
  g_free (self->sha256);
  g_free (self->path);
  g_free (self);
}

guint64
mb_media_part_get_size (MbMediaPart *self)
{
  return self->size;
}

gboolean
mb_media_part_cut (MbMediaPart *self, guint64 size, GError **error)
{
  g_return_val_if_fail (self->summed == 0, FALSE);

  if (size >= self->size)
    return TRUE;
  if (ftruncate (self->fd, (off_t) size) != 0)
    return fail (self, "cut", error);

  self->size = size;
  return TRUE;
}

gboolean
mb_media_part_read_on (MbMediaPart *self, gboolean *done, GError **error)
{
  g_autofree guint8 *block = g_malloc (BLOCK);

  for (guint i = 0; i < SLICE_BLOCKS && self->summed < self->size; i++)
    {
      gssize n = pread (self->fd, block, (gsize) MIN (BLOCK, self->size - self->summed), (off_t) self->summed);

      if (n < 0 && errno == EINTR)
        continue;
      if (n == 0)
        errno = EIO; /* somebody made it shorter */
      if (n <= 0)
        return fail (self, "read", error);
      mb_media_sum_add (&self->sum, block, (gsize) n);
      self->summed += (guint64) n;
    }

  *done = self->summed == self->size;
  return TRUE;
}

/* The kernel would wait half a minute, and then have all of it to do at once. */
static void
begin_to_flush (MbMediaPart *self)
{
  guint64 n = self->size - self->flushed;

  if (n < FLUSH)
    return;

  sync_file_range (self->fd, (off_t) self->flushed, (off_t) n, SYNC_FILE_RANGE_WRITE);
  self->flushed = self->size;
}

gboolean
mb_media_part_add (MbMediaPart *self, const void *bytes, gsize n, GError **error)
{
  const guint8 *from = bytes;

  g_return_val_if_fail (self->summed == self->size, FALSE);

  mb_media_sum_add (&self->sum, bytes, n);
  while (n > 0)
    {
      gssize written = pwrite (self->fd, from, n, (off_t) self->size);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return fail (self, "write", error);
      from += written;
      n -= (gsize) written;
      self->size += (guint64) written;
    }
  self->summed = self->size;
  begin_to_flush (self);
  return TRUE;
}

static gboolean
flush_folder (MbMediaPart *self, GError **error)
{
  int folder = g_open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean ok = folder >= 0 && fsync (folder) == 0;

  if (!ok)
    fail (self, "keep the name of", error);
  if (folder >= 0)
    close (folder);
  return ok;
}

gboolean
mb_media_part_finish (MbMediaPart *self, GError **error)
{
  g_autofree char *path = mb_media_folder_dup_path (self->folder, self->sha256);
  char found[MB_MEDIA_SUM_SIZE];

  g_return_val_if_fail (self->summed == self->size, FALSE);

  mb_media_sum_end (&self->sum, found);
  if (strcmp (found, self->sha256) != 0)
    {
      mb_media_part_drop (self);
      mb_error_set (error, MB_ERROR_CORRUPT, NULL, "The digest of these %" G_GUINT64_FORMAT " bytes is %s",
                    self->size, found);
      return FALSE;
    }
  if (fsync (self->fd) != 0)
    return fail (self, "flush", error);
  if (g_rename (self->path, path) != 0)
    return fail (self, "rename", error);

  return flush_folder (self, error);
}

void
mb_media_part_drop (MbMediaPart *self)
{
  g_unlink (self->path);
}
