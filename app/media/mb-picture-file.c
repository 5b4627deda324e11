/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-picture-file.h"

#include "core/base/mb-error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE (1 << 20)

static gboolean
complain (GError **error, MbError code, const char *what, int number)
{
  mb_error_set (error, code, NULL, "The picture's file %s: %s", what, g_strerror (number));
  return FALSE;
}

static gboolean
check (int fd, gsize *size, GError **error)
{
  struct stat status;

  if (fstat (fd, &status) != 0)
    return complain (error, MB_ERROR_FAILED, "cannot be looked at", errno);
  if (!S_ISREG (status.st_mode))
    {
      mb_error_set (error, MB_ERROR_UNSUPPORTED, NULL, "The picture is no file");
      return FALSE;
    }
  if (status.st_size > MB_PICTURE_MAX_BYTES)
    {
      mb_error_set (error, MB_ERROR_TOO_LARGE, NULL, "The picture's file is larger than %d MiB",
                    MB_PICTURE_MAX_BYTES >> 20);
      return FALSE;
    }

  *size = (gsize) status.st_size;
  return TRUE;
}

/* It may have become shorter meanwhile, or longer: what it was is what is read. */
static gboolean
read_all (int fd, guint8 *buffer, gsize *size, GCancellable *cancellable, GError **error)
{
  gsize have = 0;

  while (have < *size)
    {
      gssize n;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      n = read (fd, buffer + have, MIN (*size - have, PIECE));
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return complain (error, MB_ERROR_FAILED, "cannot be read", errno);
      if (n == 0)
        break;
      have += (gsize) n;
    }

  *size = have;
  return TRUE;
}

GBytes *
mb_picture_file_read (const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *buffer = NULL;
  gsize size = 0;
  gboolean whole;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (fd < 0)
    {
      complain (error, errno == ENOENT ? MB_ERROR_NOT_FOUND : MB_ERROR_FAILED, "cannot be opened", errno);
      return NULL;
    }

  whole = check (fd, &size, error);
  if (whole)
    {
      buffer = g_malloc (MAX (size, 1));
      whole = read_all (fd, buffer, &size, cancellable, error);
    }
  close (fd);
  return whole ? g_bytes_new_take (g_steal_pointer (&buffer), size) : NULL;
}
