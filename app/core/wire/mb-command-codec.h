/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** MbScreenCommand: what a screen can be told to do; passing, stored nowhere. */
typedef enum
{
  MB_COMMAND_IDENTIFY, /* show for a moment which screen it is */
  MB_COMMAND_PICTURE,  /* send a picture of what is on the glass */
  MB_COMMAND_RESTART,  /* end, and be started again */
  MB_COMMAND_RELOAD    /* take the board anew */
} MbScreenCommand;

/** mb_command_encode: `{"do":"picture"}` */
char *mb_command_encode (MbScreenCommand command);

/**
 * mb_command_decode: Errors: as mb_json_read(), and %MB_ERROR_INVALID with a pointer, also for what this
 * version cannot do.
 */
gboolean mb_command_decode (const char *json, gssize length, MbScreenCommand *command, GError **error);

G_END_DECLS
