/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/show/mb-film-clock.h"

#include "core/base/mb-time.h"
#include "core/model/show/mb-film-bytes.h"

#include <string.h>

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

#define PACKET 188
#define CAMERA_PACKET 192 /* four bytes of time before each */
#define SYNC 0x47
#define PTS_HZ 90
#define PTS_WRAP (G_GINT64_CONSTANT (1) << 33)
#define LOOK (2 << 20) /* bytes from each end: some seconds of any film */

#define FLV_BEGIN 9 /* of the file */
#define FLV_HEAD 11 /* of a tag */
#define FLV_VIDEO 9
#define FLV_H264 7
#define FLV_PICTURES 32 /* looked at from the end */

/* Times of pictures, in their order in the file, which need not be the order in which they are shown. */
typedef struct
{
  gint64 first, least, most; /* after the first, whatever wraps; @first -1: none yet */
  guint n;
} Times;

/* What is nearer by way of the wrap is. */
static gint64
get_distance (gint64 from, gint64 to)
{
  gint64 way = (to - from) & (PTS_WRAP - 1);

  return way < PTS_WRAP / 2 ? way : way - PTS_WRAP;
}

static void
add (Times *self, gint64 pts)
{
  gint64 way;

  if (self->first < 0)
    self->first = pts;
  way = get_distance (self->first, pts);
  self->least = MIN (self->least, way);
  self->most = MAX (self->most, way);
  self->n++;
}

static gint64
to_length (const Times *head, const Times *tail)
{
  gint64 begin, end, picture, ms;

  if (head->n == 0 || tail->n < 2)
    return MB_UNSET;

  begin = head->first + head->least;
  end = tail->first + tail->most;
  picture = (tail->most - tail->least) / (tail->n - 1);
  ms = (((end - begin) & (PTS_WRAP - 1)) + picture + PTS_HZ / 2) / PTS_HZ;
  return ms >= 1 && ms <= DAY_MS ? ms : MB_UNSET;
}

/* A packet of a picture's stream that says when it is shown. Returns: 90 kHz; -1: it is none */
static gint64
read_pts (const guint8 *at, gsize n)
{
  if (n < 14 || at[0] != 0 || at[1] != 0 || at[2] != 1 || (at[3] & 0xf0) != 0xe0)
    return -1;
  if ((at[6] & 0xc0) != 0x80 || (at[7] & 0x80) == 0 || (at[9] & 0xe1) != 0x21 || (at[11] & 1) == 0 || (at[13] & 1) == 0)
    return -1;

  return (gint64) (at[9] & 0x0e) << 29 | (gint64) at[10] << 22 | (gint64) (at[11] & 0xfe) << 14 | (gint64) at[12] << 7 |
         at[13] >> 1;
}

/* Returns: where in a transport packet its load is, if something begins in it; 0: nothing does */
static gsize
find_load (const guint8 *packet)
{
  gsize at = 4;

  if (packet[0] != SYNC || (packet[1] & 0xc0) != 0x40 || (packet[3] & 0x10) == 0)
    return 0;
  if ((packet[3] & 0x20) != 0)
    at += (gsize) packet[4] + 1;
  return at < PACKET ? at : 0;
}

/* @pid: (inout): of the pictures; -1: the first that are found */
static void
read_packets (const guint8 *bytes, gsize n, gsize stride, int *pid, Times *times)
{
  for (gsize at = stride - PACKET; at + PACKET <= n; at += stride)
    {
      const guint8 *packet = bytes + at;
      gsize load = find_load (packet);
      gint64 pts = load > 0 ? read_pts (packet + load, PACKET - load) : -1;
      int its_pid = (packet[1] & 0x1f) << 8 | packet[2];

      if (pts < 0 || (*pid >= 0 && its_pid != *pid))
        continue;

      *pid = its_pid;
      add (times, pts);
    }
}

static gint64
find_in_transport (const guint8 *bytes, gsize n, gsize stride)
{
  gsize packets = n / stride, look = LOOK / stride, skip = packets > look ? packets - look : 0;
  Times head = { -1, 0, 0, 0 }, tail = { -1, 0, 0, 0 };
  int pid = -1;

  read_packets (bytes, MIN (packets, look) * stride, stride, &pid, &head);
  read_packets (bytes + skip * stride, (packets - skip) * stride, stride, &pid, &tail);
  return to_length (&head, &tail);
}

static void
read_program (const guint8 *bytes, gsize n, Times *times)
{
  const guint8 *end = bytes + n;

  for (const guint8 *at = bytes; (at = memchr (at, 1, (gsize) (end - at))) != NULL; at++)
    {
      gint64 pts = at - bytes >= 2 ? read_pts (at - 2, (gsize) (end - at) + 2) : -1;

      if (pts >= 0)
        add (times, pts);
    }
}

static gint64
find_in_program (const guint8 *bytes, gsize n)
{
  Times head = { -1, 0, 0, 0 }, tail = { -1, 0, 0, 0 };

  read_program (bytes, MIN (n, LOOK), &head);
  read_program (bytes + n - MIN (n, LOOK), MIN (n, LOOK), &tail);
  return to_length (&head, &tail);
}

/* When the picture of a tag is shown. Returns: -1: it has none */
static gint64
read_tag_ms (const guint8 *tag, gsize size)
{
  gint64 ms = (gint64) tag[7] << 24 | (gint64) mb_film_read_be (tag + 4, 3);
  gboolean is_h264 = size > FLV_HEAD + 5 && (tag[FLV_HEAD] & 0xf) == FLV_H264;

  if (tag[0] != FLV_VIDEO || size <= FLV_HEAD + 5 || (is_h264 && tag[FLV_HEAD + 1] != 1))
    return -1;

  return is_h264 ? ms + ((gint64) mb_film_read_be (tag + FLV_HEAD + 2, 3) & 0x7fffff) : ms;
}

/* Behind every tag stands how long it was: so the last of them are found. It begins at nought. */
static gint64
find_in_flv (const guint8 *bytes, gsize n)
{
  gint64 last_ms = -1, before_ms = -1;

  for (guint found = 0; found < FLV_PICTURES && n > FLV_BEGIN + 4 + FLV_HEAD;)
    {
      gsize size = (gsize) mb_film_read_be (bytes + n - 4, 4);
      gint64 ms;

      if (size < FLV_HEAD || size > n - 4 - FLV_BEGIN)
        break;
      n -= 4 + size;
      ms = read_tag_ms (bytes + n, size);
      found += ms >= 0;
      if (ms > last_ms)
        {
          before_ms = last_ms;
          last_ms = ms;
        }
      else
        before_ms = MAX (before_ms, ms);
    }
  if (before_ms < 0)
    return MB_UNSET;

  last_ms += last_ms - before_ms;
  return last_ms >= 1 && last_ms <= DAY_MS ? last_ms : MB_UNSET;
}

static gboolean
is_transport (const guint8 *bytes, gsize n, gsize stride)
{
  gsize at = stride - PACKET;

  return n >= 3 * stride && bytes[at] == SYNC && bytes[at + stride] == SYNC && bytes[at + 2 * stride] == SYNC;
}

gint64
mb_film_clock_find (const guint8 *bytes, gsize n)
{
  g_return_val_if_fail (bytes != NULL || n == 0, MB_UNSET);

  if (is_transport (bytes, n, PACKET))
    return find_in_transport (bytes, n, PACKET);
  if (is_transport (bytes, n, CAMERA_PACKET))
    return find_in_transport (bytes, n, CAMERA_PACKET);
  if (n >= 4 && memcmp (bytes, "\0\0\1\xba", 4) == 0)
    return find_in_program (bytes, n);
  if (n >= 4 && memcmp (bytes, "FLV\1", 4) == 0)
    return find_in_flv (bytes, n);

  return MB_UNSET;
}
