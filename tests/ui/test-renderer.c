/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen/mb-renderer.h"

#include <glib/gstdio.h>
#include <unistd.h>

/* Whether there is a GPU, asked of made-up machines: devices and, beside them, their drivers. */

typedef struct
{
  const char *path;
  const char *device; /* NULL: the folder is empty */
  const char *driver; /* NULL: nothing is known */
  gboolean expected;
} Machine;

static const Machine machines[] = {
  { "/renderer/none", NULL, NULL, FALSE },
  { "/renderer/amd", "renderD128", "amdgpu", TRUE },
  { "/renderer/intel", "renderD129", "i915", TRUE },
  { "/renderer/arm", "renderD128", "panfrost", TRUE },
  { "/renderer/display-only", "card0", "simpledrm", FALSE },
  { "/renderer/virtual", "renderD128", "virtio_gpu", FALSE },
  { "/renderer/test", "renderD128", "vgem", FALSE },
  { "/renderer/unknown", "renderD128", NULL, FALSE },
};

static void
test_machine (gconstpointer data)
{
  const Machine *machine = data;
  g_autofree char *top = g_dir_make_tmp ("renderer-XXXXXX", NULL);
  g_autofree char *dev = g_build_filename (top, "dev", NULL);
  g_autofree char *sys = g_build_filename (top, "sys", NULL);
  g_autofree char *node = g_build_filename (dev, machine->device, NULL);
  g_autofree char *card = g_build_filename (sys, machine->device, NULL);
  g_autofree char *device = g_build_filename (card, "device", NULL);
  g_autofree char *driver = g_build_filename (device, "driver", NULL);
  g_autofree char *target = g_build_filename ("../../bus/drivers", machine->driver, NULL);

  g_assert_cmpint (g_mkdir_with_parents (dev, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (device, 0700), ==, 0);
  if (machine->device != NULL)
    g_assert_true (g_file_set_contents (node, "", 0, NULL));
  if (machine->driver != NULL)
    g_assert_cmpint (symlink (target, driver), ==, 0);

  g_assert_true (mb_renderer_has_gpu (dev, sys) == machine->expected);

  g_remove (driver);
  g_rmdir (device);
  g_rmdir (card);
  g_rmdir (sys);
  g_remove (node);
  g_rmdir (dev);
  g_assert_cmpint (g_rmdir (top), ==, 0);
}

static void
test_no_folder (void)
{
  g_assert_false (mb_renderer_has_gpu ("/nonexistent", "/nonexistent"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (machines); i++)
    g_test_add_data_func (machines[i].path, &machines[i], test_machine);
  g_test_add_func ("/renderer/no-folder", test_no_folder);
  return g_test_run ();
}
