/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-command.h"

#include <locale.h>

/* marketboard-hub: the first word that is no option names the command; without one the hub serves. */

int
main (int argc, char **argv)
{
  const MbCommand *command;

  setlocale (LC_ALL, "");
  g_set_prgname ("marketboard-hub");

  if (argc > 1 && g_str_equal (argv[1], "--help"))
    {
      mb_command_print_help ();
      return 0;
    }
  if (argc > 1 && g_str_equal (argv[1], "--version"))
    {
      g_print ("marketboard-hub %s\n", MB_VERSION);
      return 0;
    }
  if (argc < 2 || argv[1][0] == '-')
    return mb_command_serve.run (argc, argv);

  command = mb_command_find (argv[1]);
  if (command == NULL)
    {
      g_printerr ("marketboard-hub: there is no command \"%s\"; --help lists them\n", argv[1]);
      return 2;
    }

  return command->run (argc - 1, argv + 1);
}
