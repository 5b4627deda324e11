/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** mb_renderer_choose: sets GSK_RENDERER to cairo where GL would be drawn by the processor (five times
 * the work), unless somebody has set it already; with cairo, keeps GL out of the process (26 MB).
 * Before GTK starts. */
void mb_renderer_choose (void);

/**
 * mb_renderer_has_gpu: whether there is a GPU with a driver that draws.
 * @dev_dri: "/dev/dri"
 * @sys_drm: "/sys/class/drm"
 */
gboolean mb_renderer_has_gpu (const char *dev_dri, const char *sys_drm);

G_END_DECLS
