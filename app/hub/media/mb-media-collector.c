/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/media/mb-media-collector.h"

#include "core/base/mb-time.h"
#include "core/wire/mb-json-members.h"
#include "store/media/mb-media-folder.h"

#include <glib/gstdio.h>

/* A file in which stands when the last collection was, by the hub's clock. Its own time says which files have come
 * since: that is the file system's, as theirs. */
#define MARK "collected"
#define DAY_US (20 * G_TIME_SPAN_HOUR) /* midnights are not always as far apart */
/* A clock that has leapt further than this may be wrong: what it says counts when it still says so a day later. */
#define LEAP_US (7 * G_TIME_SPAN_DAY)

static gboolean
read_mark (const char *mark, gint64 *last_us, gint64 *written_ns)
{
  g_autofree char *text = NULL;
  GStatBuf about;
  MbTime last;

  if (g_stat (mark, &about) != 0 || !g_file_get_contents (mark, &text, NULL, NULL)
      || !mb_time_parse (g_strchomp (text), -1, &last, NULL))
    return FALSE;

  *last_us = last.us;
  *written_ns = about.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) + about.st_mtim.tv_nsec;
  return TRUE;
}

/* Whether it is time; then @last_ns is when it was before, by the clock of the files. */
static gboolean
is_due (const char *mark, gint64 now_us, gint64 *last_ns)
{
  gint64 last_us = 0, passed_us;
  gboolean known = read_mark (mark, &last_us, last_ns);
  g_autofree char *now = NULL;

  passed_us = now_us - last_us;
  if (known && passed_us >= 0 && passed_us < DAY_US)
    return FALSE;

  now = mb_time_format ((MbTime){ now_us, 0 });
  return g_file_set_contents (mark, now, -1, NULL) && known && passed_us > 0 && passed_us <= LEAP_US;
}

static gboolean
is_needed (const MbMediaFile *file, GHashTable *named, MbMediaIntake *intake, gint64 last_ns)
{
  return file->modified_ns >= last_ns || mb_media_intake_is_busy (intake, file->sha256)
         || (file->whole && g_hash_table_contains (named, file->sha256));
}

GHashTable *
mb_media_list_named (GPtrArray *changes)
{
  GHashTable *named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      const MbChange *change = changes->pdata[i];
      g_autoptr (MbJson) json = change->value != NULL ? mb_json_read (change->value, MB_JSON_CARRIER, NULL) : NULL;
      char *sha256 = NULL;

      if (json != NULL && mb_json_member_string (json, 0, "sha256", MB_JSON_OPTIONAL, &sha256, NULL) && sha256 != NULL)
        g_hash_table_add (named, sha256);
    }
  return named;
}

guint
mb_media_collect (const char *folder, GHashTable *named, MbMediaIntake *intake, gint64 now_us)
{
  g_autofree char *mark = g_build_filename (folder, MARK, NULL);
  g_autoptr (GArray) files = NULL;
  gint64 last_ns;
  guint gone = 0;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR) || !is_due (mark, now_us, &last_ns))
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
