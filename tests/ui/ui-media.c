/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui-media.h"

#include "mb-test-files.h"
#include "mb-test-wait.h"

void
ui_media_init (UiMedia *self)
{
  *self = (UiMedia){ .folder = mb_test_folder_new () };
}

void
ui_media_clear (UiMedia *self)
{
  if (self->cache != NULL)
    mb_test_assert_finalized (self->cache);
  mb_test_folder_free (self->folder);
}

void
ui_media_put (UiMedia *self, MbBoard *board, const char *id, GBytes *bytes, guint64 rev, gint64 at_us)
{
  gsize size = g_bytes_get_size (bytes);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *path = media_write (self->folder, sha256, bytes);
  g_autofree char *line =
      g_strdup_printf ("{\"kind\":\"media\",\"id\":\"%s\",\"value\":{\"name\":\"%s\",\"type\":\"image\","
                       "\"sha256\":\"%s\",\"bytes\":%" G_GSIZE_FORMAT "}}",
                       id, id, sha256, size);

  ui_board_put (board, line, "manager:li", rev, at_us);
}

MbMediaCache *
ui_media_begin (UiMedia *self)
{
  self->cache = mb_media_cache_new (self->folder, NULL);
  mb_test_wait (mb_media_cache_get_progress (self->cache)->settled);
  return self->cache;
}
