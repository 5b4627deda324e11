/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/mb-screen-state.h"

#include <string.h>

char *
mb_screen_state_find (const char *screen)
{
  const char *given = g_getenv ("STATE_DIRECTORY"); /* one or several, with colons between */
  g_autofree char *folder = NULL;
  g_autofree char *name = g_strconcat (screen, ".board", NULL);

  if (given != NULL && *given != '\0')
    folder = g_strndup (given, strcspn (given, ":"));
  else
    folder = g_build_filename (g_get_user_state_dir (), "marketboard", NULL);

  return g_build_filename (folder, name, NULL);
}
