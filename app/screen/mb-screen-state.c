/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/mb-screen-state.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static char *
find (const char *screen, const char *what)
{
  const char *given = g_getenv ("STATE_DIRECTORY"); /* one or several, with colons between */
  g_autofree char *folder = NULL;
  g_autofree char *name = g_strconcat (screen, what, NULL);

  if (given != NULL && *given != '\0')
    folder = g_strndup (given, strcspn (given, ":"));
  else
    folder = g_build_filename (g_get_user_state_dir (), "marketboard", NULL);

  return g_build_filename (folder, name, NULL);
}

char *
mb_screen_state_find (const char *screen)
{
  return find (screen, ".board");
}

char *
mb_screen_state_find_media (const char *screen)
{
  return find (screen, ".media");
}

char *
mb_screen_state_find_outbox (const char *screen)
{
  return find (screen, ".outbox");
}

char *
mb_screen_state_find_passing (void)
{
  g_autofree char *name = g_strdup_printf ("passing-%d.media", (int) getpid ());

  return g_build_filename (g_get_user_cache_dir (), "marketboard", name, NULL);
}

void
mb_screen_state_drop_passing (char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
}
