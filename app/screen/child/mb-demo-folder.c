/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"
#define _GNU_SOURCE /* nftw(), O_DIRECTORY */

#include "screen/child/mb-demo-folder.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whoever has a folder holds a lock on it, which ends with the process, however that ends. Nothing is put in before
 * the lock is held, so an empty folder may be one that somebody is about to have. */

#define PREFIX "marketboard-demo-"

struct _MbDemoFolder
{
  char *path;
  int lock;
};

/* Of this user's, and nobody else's. Returns: -1: it is not to be had */
static int
take (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  struct stat about;

  if (fd < 0)
    return -1;
  if (fstat (fd, &about) == 0 && about.st_uid == getuid () && flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;

  close (fd);
  return -1;
}

static int
remove_entry (const char *path, const struct stat *info, int type, struct FTW *place)
{
  return remove (path);
}

static gboolean
is_empty (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  return dir == NULL || g_dir_read_name (dir) == NULL;
}

static void
remove_if_left (const char *path)
{
  int lock = take (path);

  if (lock < 0)
    return;

  if (!is_empty (path))
    nftw (path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
  close (lock);
}

static void
remove_left (void)
{
  g_autoptr (GDir) dir = g_dir_open (g_get_tmp_dir (), 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);

      if (g_str_has_prefix (name, PREFIX))
        remove_if_left (path);
    }
}

MbDemoFolder *
mb_demo_folder_new (GError **error)
{
  g_autofree char *path = NULL;
  MbDemoFolder *self;

  remove_left ();
  path = g_dir_make_tmp (PREFIX "XXXXXX", error);
  if (path == NULL)
    return NULL;

  self = g_new0 (MbDemoFolder, 1);
  self->lock = take (path);
  self->path = g_steal_pointer (&path);
  return self;
}

void
mb_demo_folder_free (MbDemoFolder *self)
{
  nftw (self->path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->path);
  g_free (self);
}

const char *
mb_demo_folder_get_path (MbDemoFolder *self)
{
  return self->path;
}
