/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-command.h"

static int
run (int argc, char **argv)
{
  return 1;
}

const MbCommand mb_command_serve = {
  NULL,
  "--data DIR --listen ADDR:PORT [--insecure] [--clock TIME[,SPEED]]",
  "Serves the markets of DIR until it is told to end.",
  run,
};
