/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/mb-renderer.h"

#include <unistd.h>

/* Asking GL itself would mean to start it. A real GPU shows as a render node that this user may open,
 * with a kernel driver behind it that is not for display or tests alone; a virtual machine's may or
 * may not draw, and cairo always does. */

static const char *const no_gpus[] = { "vgem", "vkms", "virtio_gpu", "virtio-pci", "vmwgfx", NULL };

static gboolean
draws (const char *node, const char *dev_dri, const char *sys_drm)
{
  g_autofree char *device = g_build_filename (dev_dri, node, NULL);
  g_autofree char *link = g_build_filename (sys_drm, node, "device", "driver", NULL);
  g_autofree char *target = g_file_read_link (link, NULL);
  g_autofree char *driver = target != NULL ? g_path_get_basename (target) : NULL;

  return driver != NULL && !g_strv_contains (no_gpus, driver) && access (device, R_OK | W_OK) == 0;
}

gboolean
mb_renderer_has_gpu (const char *dev_dri, const char *sys_drm)
{
  g_autoptr(GDir) dir = g_dir_open (dev_dri, 0, NULL);
  const char *node;

  if (dir == NULL)
    return FALSE;

  while ((node = g_dir_read_name (dir)) != NULL)
    {
      if (g_str_has_prefix (node, "renderD") && draws (node, dev_dri, sys_drm))
        return TRUE;
    }
  return FALSE;
}

void
mb_renderer_choose (void)
{
  if (!mb_renderer_has_gpu ("/dev/dri", "/sys/class/drm"))
    g_setenv ("GSK_RENDERER", "cairo", FALSE);

  /* GDK would load the software GL all the same, compiler and all, and never use it. */
  if (g_strcmp0 (g_getenv ("GSK_RENDERER"), "cairo") == 0)
    g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
}
