/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-command.h"

static const MbCommand *const commands[] = {
  &mb_command_serve,
  &mb_command_market,
  &mb_command_check,
  &mb_command_export,
  &mb_command_backup,
  &mb_command_restore,
  &mb_command_report,
  &mb_command_import,
  &mb_command_media,
};

const MbCommand *
mb_command_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 (commands[i]->name, name) == 0)
      return commands[i];

  return NULL;
}

void
mb_command_print_help (void)
{
  g_print ("Usage:\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const MbCommand *command = commands[i];

      g_print ("  marketboard-hub %s%s%s\n      %s\n", command->name ? command->name : "",
               command->name ? " " : "", command->usage, command->summary);
    }
}
