/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** MbBoxHealth: how the box is that the screen runs on; %G_MININT64 for what nobody knows. */
typedef struct
{
  gint64 memory_kib;    /* this process's proportional share of what is resident */
  gint64 temperature_c; /* the warmest of the kernel's thermal zones */
} MbBoxHealth;

/** mb_box_health_read: reads files, so never on the main loop.
 * @root: "/", or a folder that stands for it (tests) */
void mb_box_health_read (const char *root, MbBoxHealth *health);

G_END_DECLS
