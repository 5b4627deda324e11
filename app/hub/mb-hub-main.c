/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-command.h"

#include <locale.h>
#include <malloc.h>

/* Bytes from which on a piece of memory is large. */
#define LARGE (256 << 10)

/* marketboard-hub: the first word names the command, or the one after --data, which all of them take;
 * without one the hub serves. */

/* Moves the command's name, if there is one, to the front. */
static const char *
take_name (int argc, char **argv)
{
  int at = 1;
  char *name;

  if (argc > 1 && g_str_equal (argv[1], "--data"))
    at = 3;
  else if (argc > 1 && g_str_has_prefix (argv[1], "--data="))
    at = 2;
  if (at >= argc || argv[at][0] == '-')
    return NULL;

  name = argv[at];
  for (; at > 1; at--)
    argv[at] = argv[at - 1];
  argv[1] = name;

  return name;
}

/* A hub runs for months on a small box. Bodies of megabytes come and go, and whoever frees one teaches the C library to
 * take the next from its heaps, which small pieces then keep from shrinking: twice the memory within a minute. So what
 * is large is always the system's, and gives back what it took; and the few threads share two heaps. */
static void
save_memory (void)
{
  mallopt (M_MMAP_THRESHOLD, LARGE);
  mallopt (M_TRIM_THRESHOLD, LARGE);
  mallopt (M_ARENA_MAX, 2);
}

int
main (int argc, char **argv)
{
  g_autofree char *title = NULL;
  const MbCommand *command;
  const char *name;

  save_memory ();
  setlocale (LC_ALL, "");
  g_set_prgname ("marketboard-hub");

  if (argc > 1 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h")))
    {
      mb_command_print_help ();
      return 0;
    }
  if (argc > 1 && g_str_equal (argv[1], "--version"))
    {
      g_print ("marketboard-hub %s\n", MB_VERSION);
      return 0;
    }
  name = take_name (argc, argv);
  if (name == NULL)
    return mb_command_serve.run (argc, argv);

  command = mb_command_find (name);
  if (command == NULL)
    {
      g_printerr ("marketboard-hub: there is no command \"%s\"; --help lists them\n", name);
      return 2;
    }

  /* For the command's own help. */
  title = g_strdup_printf ("marketboard-hub %s", name);
  g_set_prgname (title);

  return command->run (argc - 1, argv + 1);
}
