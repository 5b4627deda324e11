/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/device/mb-box-health.h"

#include <string.h>

#define ROLLUP "proc/self/smaps_rollup"
#define ZONES "sys/class/thermal"
/* What no box that runs has; a sensor that is not wired says such things. */
#define COLDEST (-40)
#define WARMEST 150

static gint64
read_memory (const char *root)
{
  g_autofree char *path = g_build_filename (root, ROLLUP, NULL);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return G_MININT64;

  line = strstr (text, "\nPss:");
  return line != NULL ? g_ascii_strtoll (line + strlen ("\nPss:"), NULL, 10) : G_MININT64;
}

/* In thousandths of a degree. */
static gint64
read_zone (const char *zones, const char *name)
{
  g_autofree char *path = g_build_filename (zones, name, "temp", NULL);
  g_autofree char *text = NULL;
  char *end;
  gint64 degrees;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return G_MININT64;

  degrees = g_ascii_strtoll (text, &end, 10) / 1000;
  return end != text && degrees >= COLDEST && degrees <= WARMEST ? degrees : G_MININT64;
}

static gint64
read_temperature (const char *root)
{
  g_autofree char *zones = g_build_filename (root, ZONES, NULL);
  g_autoptr(GDir) dir = g_dir_open (zones, 0, NULL);
  gint64 warmest = G_MININT64;
  const char *name;

  if (dir == NULL)
    return warmest;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      if (g_str_has_prefix (name, "thermal_zone"))
        warmest = MAX (warmest, read_zone (zones, name));
    }
  return warmest;
}

void
mb_box_health_read (const char *root, MbBoxHealth *health)
{
  g_return_if_fail (root != NULL && health != NULL);

  health->memory_kib = read_memory (root);
  health->temperature_c = read_temperature (root);
}
