/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbCommand: one verb of marketboard-hub ("import", "check" …), a file of its own in this folder.
 * @name: NULL for what the program does when no verb is given
 * @usage: what follows the name, for the help
 * @summary: one line, for the help
 * @run: gets the arguments after the verb with the verb itself as argv[0], prints to stdout what was
 *   asked for and to stderr what went wrong; returns the exit status (0 done, 1 refused or failed,
 *   2 wrong usage)
 */
typedef struct
{
  const char *name;
  const char *usage;
  const char *summary;
  int (*run) (int argc, char **argv);
} MbCommand;

extern const MbCommand mb_command_serve, mb_command_market, mb_command_import, mb_command_check, mb_command_export,
    mb_command_backup, mb_command_restore, mb_command_report, mb_command_media;

/** mb_command_find: the command of that name, NULL when there is none. */
const MbCommand *mb_command_find (const char *name);
/** mb_command_print_help: every command with its usage. */
void mb_command_print_help (void);

G_END_DECLS
