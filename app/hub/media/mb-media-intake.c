/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/media/mb-media-intake.h"

#include "core/base/mb-error.h"
#include "hub/media/mb-media-range.h"
#include "store/media/mb-media-folder.h"

#include <fcntl.h>
#include <sys/stat.h>

#define MAX_UPLOADS 8
#define LATER "Retry-After: 5\r\n"

struct _MbMediaIntake
{
  char *folder;
  GHashTable *uploads; /* sha256: MbMediaUpload */
  MbMediaDone done;
  gpointer data;
};

/* Where in the file a body belongs. */
typedef struct
{
  guint64 first, last, total;
} Span;

static void
on_done (gpointer data, MbMediaVisit *visit)
{
  MbMediaIntake *self = data;

  g_hash_table_remove (self->uploads, visit->sha256);
  self->done (self->data, visit);
}

static gboolean
read_span (MbMediaVisit *visit, Span *span)
{
  *span = (Span){ 0, visit->length - 1, visit->length };
  if (visit->content_range != NULL
      && (!mb_media_content_range_parse (visit->content_range, &span->first, &span->last, &span->total)
          || span->last - span->first + 1 != visit->length))
    mb_media_visit_refuse (visit, 400, NULL, "Content-Range is bytes FIRST-LAST/SIZE, and as long as the body");
  else if (visit->length == 0)
    mb_media_visit_refuse (visit, 422, NULL, "A file has at least one byte");
  else if (span->total > MB_MEDIA_MAX_FILE)
    mb_media_visit_refuse (visit, 413, NULL, "A file has at most 2 GiB");
  else
    return TRUE;

  return FALSE;
}

/* Whoever brings the same file already goes first, unless nothing comes from there. */
static gboolean
make_way (MbMediaIntake *self, MbMediaVisit *visit)
{
  MbMediaUpload *other = g_hash_table_lookup (self->uploads, visit->sha256);

  if (other != NULL && mb_media_upload_is_alive (other))
    mb_media_visit_refuse (visit, 503, LATER, "Somebody is sending this file");
  else if (other == NULL && g_hash_table_size (self->uploads) >= MAX_UPLOADS)
    mb_media_visit_refuse (visit, 503, LATER, "Others are sending files: try again in a moment");
  else
    {
      if (other != NULL)
        {
          MbMediaVisit *silent = mb_media_upload_get_visit (other);

          g_hash_table_remove (self->uploads, visit->sha256);
          self->done (self->data, silent);
        }
      return TRUE;
    }

  return FALSE;
}

static MbMediaPart *
open_part (MbMediaIntake *self, MbMediaVisit *visit, const Span *span)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbMediaPart) part = mb_media_part_open (self->folder, visit->sha256, &error);
  guint64 size = part != NULL ? mb_media_part_get_size (part) : 0;
  guint64 room = mb_media_folder_get_room (self->folder);

  if (part != NULL && span->first > size)
    {
      g_autofree char *field = g_strdup_printf ("Upload-Offset: %" G_GUINT64_FORMAT "\r\n", size);

      mb_media_visit_refuse (visit, 409, field, "There are %" G_GUINT64_FORMAT " bytes of it", size);
    }
  else if (part != NULL && span->total - MIN (size, span->total) + MB_MEDIA_RESERVE > room)
    {
      if (size == 0)
        mb_media_part_drop (part);
      mb_media_visit_refuse (visit, 507, NULL, "The hub's disk has no room for this file");
    }
  else if (part != NULL && mb_media_part_cut (part, span->first, &error))
    return g_steal_pointer (&part);
  else
    mb_media_visit_fail (visit, error);

  return NULL;
}

static void
begin (MbMediaIntake *self, MbMediaVisit *visit, MbMediaPart *part, guint64 total)
{
  g_hash_table_insert (self->uploads, g_strdup (visit->sha256),
                       mb_media_upload_new (self->folder, visit, part, total, on_done, self));
}

/* Brought again it is as new: its record may be on its way. */
static void
renew (MbMediaIntake *self, const char *sha256)
{
  g_autofree char *path = mb_media_folder_dup_path (self->folder, sha256);

  utimensat (AT_FDCWD, path, NULL, 0);
}

/* It is there. Who has not been told to wait sends all of it before reading an answer. */
static void
pass_over (MbMediaIntake *self, MbMediaVisit *visit, guint64 said, guint64 bytes)
{
  if (said != bytes)
    mb_media_visit_refuse (visit, 422, NULL, "The file with this digest has %" G_GUINT64_FORMAT " bytes", bytes);
  else
    {
      renew (self, visit->sha256);
      mb_media_visit_answer_file (visit, 200, self->folder);
    }
  if (visit->expects || g_hash_table_contains (self->uploads, visit->sha256)
      || !mb_media_visit_say (visit, visit->answer))
    {
      self->done (self->data, visit);
      return;
    }

  g_clear_pointer (&visit->answer, g_bytes_unref);
  begin (self, visit, NULL, 0);
}

void
mb_media_intake_take (MbMediaIntake *self, MbMediaVisit *visit)
{
  MbMediaPart *part = NULL;
  MbMediaFile file;
  Span span;

  if (!read_span (visit, &span))
    ;
  else if (mb_media_folder_find (self->folder, visit->sha256, &file))
    {
      pass_over (self, visit, span.total, file.bytes);
      return;
    }
  else if (make_way (self, visit))
    part = open_part (self, visit, &span);

  if (part != NULL)
    begin (self, visit, part, span.total);
  else
    self->done (self->data, visit);
}

gboolean
mb_media_intake_is_busy (MbMediaIntake *self, const char *sha256)
{
  return g_hash_table_contains (self->uploads, sha256);
}

MbMediaIntake *
mb_media_intake_new (const char *folder, MbMediaDone done, gpointer data)
{
  MbMediaIntake *self = g_new0 (MbMediaIntake, 1);

  self->folder = g_strdup (folder);
  self->uploads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) mb_media_upload_free);
  self->done = done;
  self->data = data;
  return self;
}

void
mb_media_intake_free (MbMediaIntake *self)
{
  GHashTableIter iter;
  gpointer upload;

  g_hash_table_iter_init (&iter, self->uploads);
  while (g_hash_table_iter_next (&iter, NULL, &upload))
    self->done (self->data, mb_media_upload_get_visit (upload));
  g_hash_table_unref (self->uploads);
  g_free (self->folder);
  g_free (self);
}
