/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbDemoFolder: where a demo's hub keeps its market, among what is temporary. It is gone with the demo; of one that
 * was killed, with the next demo. Waits for the disk. Any thread.
 */
typedef struct _MbDemoFolder MbDemoFolder;

/** mb_demo_folder_new: a new one; those that nobody has any more are removed. */
MbDemoFolder *mb_demo_folder_new (GError **error);

/** mb_demo_folder_free: removes it with all that is in it. */
void mb_demo_folder_free (MbDemoFolder *self);

const char *mb_demo_folder_get_path (MbDemoFolder *self);

G_END_DECLS
