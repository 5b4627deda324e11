/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-store"

#include "store/media/mb-media-folder.h"

#include "core/base/mb-error.h"
#include "store/media/mb-media-sum.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/statvfs.h>

#define DIGITS 64
#define PART ".part"
#define BLOCK (256 * 1024)

gboolean
mb_media_is_digest (const char *text)
{
  return text != NULL && strspn (text, "0123456789abcdef") == DIGITS && text[DIGITS] == '\0';
}

char *
mb_media_folder_dup_path (const char *folder, const char *sha256)
{
  return g_build_filename (folder, sha256, NULL);
}

char *
mb_media_folder_dup_part_path (const char *folder, const char *sha256)
{
  g_autofree char *name = g_strconcat (sha256, PART, NULL);

  return g_build_filename (folder, name, NULL);
}

/* @name: SHA256 or SHA256.part */
static gboolean
look_at (const char *folder, const char *name, MbMediaFile *file)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  MbMediaFile found = { .whole = strlen (name) == DIGITS };
  GStatBuf about;

  if (g_lstat (path, &about) != 0 || !S_ISREG (about.st_mode))
    return FALSE;

  memcpy (found.sha256, name, DIGITS);
  found.bytes = (guint64) about.st_size;
  found.modified_ns = about.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) + about.st_mtim.tv_nsec;
  if (file != NULL)
    *file = found;
  return TRUE;
}

gboolean
mb_media_folder_find (const char *folder, const char *sha256, MbMediaFile *file)
{
  return look_at (folder, sha256, file);
}

gboolean
mb_media_folder_find_part (const char *folder, const char *sha256, MbMediaFile *file)
{
  g_autofree char *name = g_strconcat (sha256, PART, NULL);

  return look_at (folder, name, file);
}

GArray *
mb_media_folder_list (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GArray *files = g_array_new (FALSE, FALSE, sizeof (MbMediaFile));
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *digest = g_strndup (name, DIGITS);
      MbMediaFile file;

      if (mb_media_is_digest (digest) && (name[DIGITS] == '\0' || g_str_equal (name + DIGITS, PART))
          && look_at (folder, name, &file))
        g_array_append_val (files, file);
    }
  return files;
}

gboolean
mb_media_folder_check (const char *folder, const char *sha256, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = mb_media_folder_dup_path (folder, sha256);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) in = g_file_read (file, cancellable, error);
  g_autofree guint8 *block = g_malloc (BLOCK);
  char found[MB_MEDIA_SUM_SIZE];
  MbMediaSum sum;
  gssize n = -1;

  mb_media_sum_init (&sum);
  while (in != NULL && (n = g_input_stream_read (G_INPUT_STREAM (in), block, BLOCK, cancellable, error)) > 0)
    mb_media_sum_add (&sum, block, (gsize) n);
  if (n < 0)
    return FALSE;

  mb_media_sum_end (&sum, found);
  if (strcmp (found, sha256) == 0)
    return TRUE;

  mb_error_set (error, MB_ERROR_CORRUPT, NULL, "%s is not what its name says", path);
  return FALSE;
}

void
mb_media_folder_remove (const char *folder, const char *sha256)
{
  g_autofree char *path = mb_media_folder_dup_path (folder, sha256);

  g_unlink (path);
}

void
mb_media_folder_remove_part (const char *folder, const char *sha256)
{
  g_autofree char *path = mb_media_folder_dup_part_path (folder, sha256);

  g_unlink (path);
}

guint64
mb_media_folder_get_room (const char *folder)
{
  struct statvfs disk;

  return statvfs (folder, &disk) == 0 ? (guint64) disk.f_bavail * disk.f_frsize : 0;
}
