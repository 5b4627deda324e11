/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** MbBoxNames: what this machine is called, and where it is in the network. */
typedef struct
{
  char *name;
  char *address; /* those that others could reach, with blanks between; "": none */
} MbBoxNames;

void mb_box_names_free (MbBoxNames *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbBoxNames, mb_box_names_free)

/** mb_box_names_read_async: asks the kernel, in a thread. */
void mb_box_names_read_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
MbBoxNames *mb_box_names_read_finish (GAsyncResult *result, GError **error); /* (transfer full) */

/** mb_box_make_screen_id: the id of a screen that is called as its box is: the host's own name, in small letters,
 * a dash for what an id cannot have. */
char *mb_box_make_screen_id (const char *host);

G_END_DECLS
