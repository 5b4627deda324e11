/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/media/mb-media-collector.h"

#include "store/media/mb-media-folder.h"

#include <glib/gstdio.h>

/* A file whose time says when the last collection was, by the clock that writes the others' times, too. */
#define MARK "collected"
#define DAY_NS (G_GINT64_CONSTANT (20) * 60 * 60 * 1000000000) /* midnights are not always as far apart */

static gboolean
read_time (const char *path, gint64 *ns)
{
  GStatBuf about;

  if (g_stat (path, &about) != 0)
    return FALSE;

  *ns = about.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) + about.st_mtim.tv_nsec;
  return TRUE;
}

/* Whether it is time; then @last_ns is when it was before. */
static gboolean
is_due (const char *mark, const char *new_mark, gint64 *last_ns)
{
  gint64 now_ns;

  if (!g_file_set_contents (new_mark, "", 0, NULL) || !read_time (new_mark, &now_ns))
    return FALSE;
  if (!read_time (mark, last_ns))
    {
      g_rename (new_mark, mark);
      return FALSE;
    }
  if (now_ns - *last_ns < DAY_NS)
    {
      g_unlink (new_mark);
      return FALSE;
    }

  g_rename (new_mark, mark);
  return TRUE;
}

static gboolean
is_needed (const MbMediaFile *file, GHashTable *named, MbMediaIntake *intake, gint64 last_ns)
{
  return file->modified_ns >= last_ns || mb_media_intake_is_busy (intake, file->sha256)
         || (file->whole && g_hash_table_contains (named, file->sha256));
}

guint
mb_media_collect (const char *folder, GHashTable *named, MbMediaIntake *intake)
{
  g_autofree char *mark = g_build_filename (folder, MARK, NULL);
  g_autofree char *new_mark = g_strconcat (mark, ".new", NULL);
  g_autoptr (GArray) files = NULL;
  gint64 last_ns;
  guint gone = 0;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR) || !is_due (mark, new_mark, &last_ns))
    return 0;

  files = mb_media_folder_list (folder);
  for (guint i = 0; i < files->len; i++)
    {
      const MbMediaFile *file = &g_array_index (files, MbMediaFile, i);

      if (is_needed (file, named, intake, last_ns))
        continue;
      if (file->whole)
        mb_media_folder_remove (folder, file->sha256);
      else
        mb_media_folder_remove_part (folder, file->sha256);
      gone++;
    }
  return gone;
}
