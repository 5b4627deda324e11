/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/show/mb-film-length.h"

#include "core/base/mb-time.h"
#include "core/model/show/mb-film-bytes.h"
#include "core/model/show/mb-film-clock.h"
#include "core/model/show/mb-film-mp4.h"
#include "core/model/show/mb-film-ogg.h"

#include <math.h>
#include <string.h>

#define MOST_STEPS 4096 /* elements that are looked at */
#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

#define EBML_SEGMENT 0x18538067
#define EBML_CLUSTER 0x1f43b675
#define EBML_INFO 0x1549a966
#define EBML_SCALE 0x2ad7b1
#define EBML_DURATION 0x4489
#define EBML_TIME 0xe7
#define EBML_SIMPLE_BLOCK 0xa3
#define EBML_BLOCK_GROUP 0xa0
#define EBML_BLOCK 0xa1
#define EBML_MAX_SCALE G_GINT64_CONSTANT (1000000000)
#define CLUSTER_LOOK (8 << 20) /* bytes from the end in which the last cluster begins */

#define AVI_FRAME_US 32 /* little-endian, in the header that comes first */
#define AVI_FRAMES 48

static gint64
to_length (double ms)
{
  return ms >= 1 && ms <= DAY_MS ? (gint64) llround (ms) : MB_UNSET;
}

typedef struct
{
  const guint8 *at; /* what is left */
  gsize n;
} Ebml;

typedef struct
{
  guint32 id;
  Ebml data;
} Element;

/* Returns: how many bytes the number has, by the zeros before its first one; 0: it is none */
static guint
get_width (const Ebml *self, guint most)
{
  guint width = 1;

  if (self->n == 0)
    return 0;
  while (width <= most && (self->at[0] & 0x80 >> (width - 1)) == 0)
    width++;
  return width <= most && width <= self->n ? width : 0;
}

static gboolean
next_element (Ebml *self, Element *element)
{
  guint width = get_width (self, 4);
  guint64 size, unknown;

  if (width == 0)
    return FALSE;

  element->id = (guint32) mb_film_read_be (self->at, width);
  self->at += width;
  self->n -= width;
  width = get_width (self, 8);
  if (width == 0)
    return FALSE;

  unknown = (G_GUINT64_CONSTANT (1) << 7 * width) - 1;
  size = mb_film_read_be (self->at, width) & unknown;
  self->at += width;
  self->n -= width;
  if (size == unknown) /* as long as what it is in */
    size = self->n;
  element->data = (Ebml){ self->at, (gsize) MIN (size, self->n) };
  self->at += element->data.n;
  self->n -= element->data.n;
  return TRUE;
}

static double
read_float (const Ebml *data)
{
  if (data->n == 4)
    {
      guint32 bits = (guint32) mb_film_read_be (data->at, 4);
      float value;

      memcpy (&value, &bits, sizeof value);
      return (double) value;
    }
  if (data->n == 8)
    {
      guint64 bits = mb_film_read_be (data->at, 8);
      double value;

      memcpy (&value, &bits, sizeof value);
      return value;
    }
  return 0;
}

typedef struct
{
  double scale;    /* nanoseconds of a tick */
  double duration; /* ticks; 0: it does not say */
} Info;

static Info
read_info (Ebml data)
{
  Info info = { 1000000, 0 };
  Element element;

  for (guint i = 0; i < MOST_STEPS && next_element (&data, &element); i++)
    if (element.id == EBML_SCALE && element.data.n <= 8)
      info.scale = (double) mb_film_read_be (element.data.at, element.data.n);
    else if (element.id == EBML_DURATION)
      info.duration = read_float (&element.data);

  if (info.scale < 1 || info.scale > EBML_MAX_SCALE || !isfinite (info.duration))
    info = (Info){ 0, 0 };
  return info;
}

/* Of a block: its track, then how much later than its cluster it is. Returns: -1: it is none */
static gint64
read_block (const Element *element)
{
  Ebml data = element->data;
  Element inner;
  guint width;

  if (element->id == EBML_BLOCK_GROUP)
    return next_element (&data, &inner) && inner.id == EBML_BLOCK ? read_block (&inner) : -1;
  if (element->id != EBML_SIMPLE_BLOCK && element->id != EBML_BLOCK)
    return -1;

  width = get_width (&data, 4);
  return width > 0 && data.n >= width + 2 ? (gint64) mb_film_read_be (data.at + width, 2) & 0x7fff : -1;
}

/* What was written while it was recorded does not know its end: then the last pictures do. */
static gint64
find_last_tick (Ebml cluster)
{
  gint64 time = -1, last = 0, before = 0;
  Element element;

  for (guint i = 0; i < MOST_STEPS && next_element (&cluster, &element); i++)
    {
      gint64 block = read_block (&element);

      if (element.id == EBML_TIME && element.data.n <= 7)
        time = (gint64) mb_film_read_be (element.data.at, element.data.n);
      else if (block > last)
        {
          before = last;
          last = block;
        }
    }
  return time >= 0 ? time + last + (last - before) : MB_UNSET;
}

static gint64
find_in_clusters (const guint8 *bytes, gsize n, double scale)
{
  gsize least = n > CLUSTER_LOOK ? n - CLUSTER_LOOK : 0;

  for (gsize at = n >= 4 ? n - 4 : 0; at > least; at--)
    if (bytes[at] == EBML_CLUSTER >> 24 && mb_film_read_be (bytes + at, 4) == EBML_CLUSTER)
      {
        Ebml rest = { bytes + at, n - at };
        Element cluster;
        gint64 tick = next_element (&rest, &cluster) ? find_last_tick (cluster.data) : MB_UNSET;

        return tick != MB_UNSET ? to_length ((double) tick * scale / 1e6) : MB_UNSET;
      }
  return MB_UNSET;
}

static gint64
find_in_matroska (const guint8 *bytes, gsize n)
{
  Ebml file = { bytes, n };
  Element element;

  for (guint i = 0; i < MOST_STEPS && next_element (&file, &element); i++)
    {
      if (element.id == EBML_INFO)
        {
          Info info = read_info (element.data);

          return info.duration > 0 ? to_length (info.duration * info.scale / 1e6) : find_in_clusters (bytes, n, info.scale);
        }
      if (element.id == EBML_SEGMENT)
        file = element.data; /* go on inside of it */
      else if (element.id == EBML_CLUSTER)
        break; /* what says how long it is comes before it */
    }
  return MB_UNSET;
}

static gint64
find_in_avi (const guint8 *bytes, gsize n)
{
  guint32 frame_us, frames;

  if (n < AVI_FRAMES + sizeof frames || memcmp (bytes + 20, "hdrlavih", 8) != 0)
    return MB_UNSET;

  memcpy (&frame_us, bytes + AVI_FRAME_US, sizeof frame_us);
  memcpy (&frames, bytes + AVI_FRAMES, sizeof frames);
  return to_length ((double) GUINT32_FROM_LE (frame_us) * (double) GUINT32_FROM_LE (frames) / 1e3);
}

gint64
mb_film_length_find (const guint8 *bytes, gsize n)
{
  g_return_val_if_fail (bytes != NULL || n == 0, MB_UNSET);

  if (n >= 12 && memcmp (bytes + 4, "ftyp", 4) == 0)
    return to_length (mb_film_mp4_find (bytes, n));
  if (n >= 4 && memcmp (bytes, "OggS", 4) == 0)
    return to_length (mb_film_ogg_find (bytes, n));
  if (n >= 4 && memcmp (bytes, "\x1a\x45\xdf\xa3", 4) == 0)
    return find_in_matroska (bytes, n);
  if (n >= 12 && memcmp (bytes, "RIFF", 4) == 0 && memcmp (bytes + 8, "AVI ", 4) == 0)
    return find_in_avi (bytes, n);

  return mb_film_clock_find (bytes, n);
}
