/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-media"

#include "media/mb-picture-blur.h"

#define PASSES 3
#define CHANNELS 4

/* One line of pixels, one colour of them; the line goes on beyond its ends as it ends. */
static void
blur_line (guint8 *line, int length, int step, int radius, guint8 *copy)
{
  int width = 2 * radius + 1, sum = 0;

  for (int i = 0; i < length; i++)
    copy[i] = line[i * step];
  for (int i = -radius; i <= radius; i++)
    sum += copy[CLAMP (i, 0, length - 1)];
  for (int i = 0; i < length; i++)
    {
      line[i * step] = (guint8) ((sum + width / 2) / width);
      sum += copy[MIN (i + radius + 1, length - 1)] - copy[MAX (i - radius, 0)];
    }
}

void
mb_picture_blur (guint8 *pixels, int width, int height, int stride, int radius)
{
  g_autofree guint8 *copy = NULL;

  g_return_if_fail (pixels != NULL && width > 0 && height > 0);
  g_return_if_fail (radius >= 0);

  copy = g_malloc ((gsize) MAX (width, height));
  for (int pass = 0; pass < PASSES; pass++)
    for (int channel = 0; channel < CHANNELS; channel++)
      {
        for (int y = 0; y < height; y++)
          blur_line (pixels + y * stride + channel, width, CHANNELS, radius, copy);
        for (int x = 0; x < width; x++)
          blur_line (pixels + x * CHANNELS + channel, height, stride, radius, copy);
      }
}
