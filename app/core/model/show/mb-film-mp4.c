/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/show/mb-film-mp4.h"

#include "core/model/show/mb-film-bytes.h"

#include <string.h>

#define MOST_BOXES 200000 /* on one level: a day in fragments of a second */
#define MOST_TRACKS 64

#define TFHD_BASE_OFFSET 0x01
#define TFHD_DESCRIPTION 0x02
#define TFHD_DURATION 0x08
#define TRUN_OFFSET 0x001
#define TRUN_FIRST_FLAGS 0x004
#define TRUN_DURATION 0x100
#define TRUN_FIELDS 0xf00 /* of each sample, four bytes each */

/* What is left of a level; then one of its boxes. */
typedef struct
{
  const guint8 *at;
  gsize n;
} Boxes;

typedef struct
{
  const guint8 *name;
  Boxes data;
} Box;

/* The pictures' track. Times are in its scale. */
typedef struct
{
  guint64 id, scale;
  guint64 default_duration;
  double begin, end; /* of fragments so far; begin -1: none */
} Track;

/* A box's length and name, then what is in it. */
static gboolean
next_box (Boxes *self, Box *box)
{
  guint64 size;
  gsize head = 8;

  if (self->n < 8)
    return FALSE;

  size = mb_film_read_be (self->at, 4);
  if (size == 1 && self->n >= 16)
    {
      size = mb_film_read_be (self->at + 8, 8);
      head = 16;
    }
  else if (size == 0)
    size = self->n;
  if (size < head || size > self->n)
    return FALSE;

  *box = (Box){ self->at + 4, { self->at + head, (gsize) size - head } };
  self->at += size;
  self->n -= (gsize) size;
  return TRUE;
}

static gboolean
is_called (const Box *box, const char *name)
{
  return memcmp (box->name, name, 4) == 0;
}

/* Returns: one that is empty where there is none */
static Boxes
find (Boxes level, const char *name)
{
  Box box;

  for (guint i = 0; i < MOST_BOXES && next_box (&level, &box); i++)
    if (is_called (&box, name))
      return box.data;

  return (Boxes){ NULL, 0 };
}

/* A number behind version and flags: it, and what stands before it, is longer in version 1. Returns: 0: it is not there */
static guint64
read_sized (Boxes box, gsize at, gsize at_long)
{
  if (box.n >= at_long + 8 && box.at[0] == 1)
    return mb_film_read_be (box.at + at_long, 8);

  return box.n >= at + 4 && box.at[0] == 0 ? mb_film_read_be (box.at + at, 4) : 0;
}

static guint64
read_scale (Boxes header)
{
  gsize at = header.n > 0 && header.at[0] == 1 ? 20 : 12;

  return header.n >= at + 4 ? mb_film_read_be (header.at + at, 4) : 0;
}

static gboolean
read_track (Boxes trak, Track *track)
{
  Boxes mdia = find (trak, "mdia"), handler = find (mdia, "hdlr"), head = find (trak, "tkhd");
  gsize at = head.n > 0 && head.at[0] == 1 ? 20 : 12;

  if (handler.n < 12 || memcmp (handler.at + 8, "vide", 4) != 0 || head.n < at + 4)
    return FALSE;

  *track = (Track){ mb_film_read_be (head.at + at, 4), read_scale (find (mdia, "mdhd")), 0, -1, 0 };
  return track->scale > 0;
}

static gboolean
find_track (Boxes moov, Track *track)
{
  Boxes extends = find (moov, "mvex");
  gboolean found = FALSE;
  Box box;

  for (guint i = 0; i < MOST_TRACKS && !found && next_box (&moov, &box); i++)
    found = is_called (&box, "trak") && read_track (box.data, track);
  for (guint i = 0; i < MOST_TRACKS && found && next_box (&extends, &box); i++)
    if (is_called (&box, "trex") && box.data.n >= 16 && mb_film_read_be (box.data.at + 4, 4) == track->id)
      track->default_duration = mb_film_read_be (box.data.at + 12, 4);
  return found;
}

/* How long the samples of a `trun` last together. */
static double
read_run (Boxes run, guint64 default_duration)
{
  guint64 flags = run.n >= 8 ? mb_film_read_be (run.at + 1, 3) : 0;
  guint64 count = run.n >= 8 ? mb_film_read_be (run.at + 4, 4) : 0;
  gsize at = 8 + ((flags & TRUN_OFFSET) != 0 ? 4u : 0u) + ((flags & TRUN_FIRST_FLAGS) != 0 ? 4u : 0u), stride = 0;
  double sum = 0;

  if ((flags & TRUN_DURATION) == 0)
    return (double) count * (double) default_duration;

  for (guint64 bit = 0x100; bit <= TRUN_FIELDS; bit <<= 1)
    stride += (flags & bit) != 0 ? 4 : 0;
  for (guint64 i = 0; i < count && at + stride <= run.n; i++, at += stride)
    sum += (double) mb_film_read_be (run.at + at, 4);
  return sum;
}

static void
add_fragment (Boxes traf, Track *track)
{
  Boxes head = find (traf, "tfhd"), time = find (traf, "tfdt");
  guint64 flags = head.n >= 8 ? mb_film_read_be (head.at + 1, 3) : 0, duration = track->default_duration;
  gsize at = 8 + ((flags & TFHD_BASE_OFFSET) != 0 ? 8u : 0u) + ((flags & TFHD_DESCRIPTION) != 0 ? 4u : 0u);
  double begin = time.n > 0 ? (double) read_sized (time, 4, 4) : track->end, sum = 0;
  Box box;

  if (head.n < 8 || mb_film_read_be (head.at + 4, 4) != track->id)
    return;
  if ((flags & TFHD_DURATION) != 0 && head.n >= at + 4)
    duration = mb_film_read_be (head.at + at, 4);

  for (guint i = 0; i < MOST_BOXES && next_box (&traf, &box); i++)
    if (is_called (&box, "trun"))
      sum += read_run (box.data, duration);
  if (track->begin < 0)
    track->begin = begin;
  track->end = MAX (track->end, begin + sum);
}

static double
add_fragments (Boxes file, Boxes moov)
{
  Track track = { 0 };
  Box box, inner;

  if (!find_track (moov, &track))
    return 0;

  for (guint i = 0; i < MOST_BOXES && next_box (&file, &box); i++)
    for (guint j = 0; j < MOST_TRACKS && is_called (&box, "moof") && next_box (&box.data, &inner); j++)
      if (is_called (&inner, "traf"))
        add_fragment (inner.data, &track);
  return track.begin >= 0 ? (track.end - track.begin) * 1000 / (double) track.scale : 0;
}

double
mb_film_mp4_find (const guint8 *bytes, gsize n)
{
  Boxes file = { bytes, n }, moov = find (file, "moov"), header = find (moov, "mvhd"), extends = find (moov, "mvex");
  guint64 scale = read_scale (header), duration = read_sized (header, 16, 24);

  if (duration == G_MAXUINT32 || duration == G_MAXUINT64) /* not known */
    duration = 0;
  if (extends.n > 0)
    duration = MAX (duration, read_sized (find (extends, "mehd"), 4, 4));
  if (scale > 0 && duration > 0)
    return (double) duration * 1000 / (double) scale;

  return extends.n > 0 ? add_fragments (file, moov) : 0;
}
