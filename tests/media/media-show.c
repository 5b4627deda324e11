/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "media-show.h"

#include "media-film.h"
#include "mb-test-files.h"
#include "mb-test-wait.h"

void
media_show_open (MediaShow *self, void (*make) (const char *path), double volume)
{
  g_autofree char *path = NULL, *uri = NULL;
  MbPlayerOptions options = { .box_width = 320, .box_height = 180, .volume = ABS (volume), .hushed = volume < 0 };

  self->folder = mb_test_folder_new ();
  path = g_build_filename (self->folder, "film", NULL);
  options.uri = uri = media_uri (path);
  make (path);
  self->player = mb_player_new (&options);
}

void
media_show_close (MediaShow *self)
{
  mb_test_assert_finalized (self->player);
  mb_test_folder_free (self->folder);
}

gboolean
media_show_is_over (MediaShow *self)
{
  g_assert_cmpint (mb_player_get_state (self->player), !=, MB_PLAYER_FAILED);
  return mb_player_get_state (self->player) == MB_PLAYER_ENDED;
}
