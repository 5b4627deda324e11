/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/mb-data-dir.h"

#include "core/base/mb-error.h"
#include "core/model/mb-record.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define SUFFIX ".db"

struct _MbDataDir
{
  char *path;
  int lock;
};

static gboolean
fail (GError **error, MbError code, const char *path, const char *what)
{
  mb_error_set (error, code, NULL, "%s: %s", path, what);

  return FALSE;
}

static gboolean
take_lock (MbDataDir *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->path, "lock", NULL);

  self->lock = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock < 0)
    return fail (error, MB_ERROR_FAILED, path, g_strerror (errno));
  if (flock (self->lock, LOCK_EX | LOCK_NB) == 0)
    return TRUE;

  return errno == EWOULDBLOCK ? fail (error, MB_ERROR_BUSY, self->path, "another hub works here")
                              : fail (error, MB_ERROR_FAILED, path, g_strerror (errno));
}

MbDataDir *
mb_data_dir_open (const char *path, GError **error)
{
  g_autoptr (MbDataDir) self = g_new0 (MbDataDir, 1);
  g_autofree char *markets = g_build_filename (path, "markets", NULL);
  g_autofree char *control = mb_data_dir_dup_control_path (path);

  self->lock = -1;
  self->path = g_strdup (path);
  if (path[0] == '\0')
    {
      mb_error_set (error, MB_ERROR_INVALID, NULL, "--data names no folder");
      return NULL;
    }
  if (strlen (control) >= sizeof ((struct sockaddr_un *) NULL)->sun_path)
    {
      fail (error, MB_ERROR_INVALID, path, "the path is too long for a socket in this folder");
      return NULL;
    }
  if (g_mkdir_with_parents (markets, 0700) != 0)
    {
      fail (error, MB_ERROR_FAILED, markets, g_strerror (errno));
      return NULL;
    }

  return take_lock (self, error) ? g_steal_pointer (&self) : NULL;
}

void
mb_data_dir_free (MbDataDir *self)
{
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->path);
  g_free (self);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
mb_data_dir_list_markets (MbDataDir *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->path, "markets", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, error);
  GPtrArray *ids;
  const char *name;

  if (dir == NULL)
    return NULL;

  ids = g_ptr_array_new ();
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *id = g_str_has_suffix (name, SUFFIX) ? g_strndup (name, strlen (name) - strlen (SUFFIX)) : NULL;

      if (id != NULL && mb_id_is_plain (id))
        g_ptr_array_add (ids, g_steal_pointer (&id));
    }
  g_ptr_array_sort (ids, compare_names);
  g_ptr_array_add (ids, NULL);

  return (char **) g_ptr_array_free (ids, FALSE);
}

char *
mb_data_dir_dup_market_path (MbDataDir *self, const char *id)
{
  g_autofree char *name = g_strconcat (id, SUFFIX, NULL);

  return g_build_filename (self->path, "markets", name, NULL);
}

char *
mb_data_dir_dup_media_path (const char *path, const char *id)
{
  g_autofree char *name = g_strconcat (id, ".media", NULL);

  return g_build_filename (path, "markets", name, NULL);
}

char *
mb_data_dir_dup_control_path (const char *path)
{
  return g_build_filename (path, "control.sock", NULL);
}
