/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/show/mb-film-ogg.h"

#include "core/model/show/mb-film-bytes.h"

#include <string.h>

#define LOOK (2 << 20) /* bytes from each end */
#define PAGE_HEAD 27
#define PAGE_GRANULE 6
#define PAGE_SERIAL 14
#define PAGE_SEGMENTS 26
#define NO_GRANULE G_MAXUINT64

#define THEORA_HEAD 42
#define THEORA_RATE 22 /* pictures in so many seconds as stand behind it */
#define THEORA_SHIFT 40

typedef struct
{
  guint64 serial;
  guint shift; /* of the number of the last key picture; what follows counts from there */
  double picture_ms;
} Theora;

static gboolean
is_page (const guint8 *at, gsize n)
{
  return n >= PAGE_HEAD && memcmp (at, "OggS\0", 5) == 0 && n >= PAGE_HEAD + (gsize) at[PAGE_SEGMENTS];
}

static gsize
get_size (const guint8 *page)
{
  gsize size = PAGE_HEAD + (gsize) page[PAGE_SEGMENTS];

  for (guint i = 0; i < page[PAGE_SEGMENTS]; i++)
    size += page[PAGE_HEAD + i];
  return size;
}

static gboolean
read_theora (const guint8 *page, gsize n, Theora *theora)
{
  gsize head = PAGE_HEAD + (gsize) page[PAGE_SEGMENTS];
  const guint8 *data = page + head;
  guint64 rate, seconds;

  if (n < head + THEORA_HEAD || memcmp (data, "\x80theora", 7) != 0)
    return FALSE;

  rate = mb_film_read_be (data + THEORA_RATE, 4);
  seconds = mb_film_read_be (data + THEORA_RATE + 4, 4);
  theora->serial = mb_film_read_le (page + PAGE_SERIAL, 4);
  theora->shift = (guint) (mb_film_read_be (data + THEORA_SHIFT, 2) >> 5 & 0x1f);
  theora->picture_ms = rate > 0 ? (double) seconds * 1000 / (double) rate : 0;
  return theora->picture_ms > 0;
}

/* How many pictures there are up to the end of a page. Returns: 0: it does not say, or is another stream's */
static double
count (const Theora *theora, const guint8 *page)
{
  guint64 granule = mb_film_read_le (page + PAGE_GRANULE, 8);

  if (granule == NO_GRANULE || mb_film_read_le (page + PAGE_SERIAL, 4) != theora->serial)
    return 0;

  return (double) (granule >> theora->shift) + (double) (granule & ((G_GUINT64_CONSTANT (1) << theora->shift) - 1));
}

/* What ends on a page. */
static guint
count_packets (const guint8 *page)
{
  guint packets = 0;

  for (guint i = 0; i < page[PAGE_SEGMENTS]; i++)
    packets += page[PAGE_HEAD + i] < 255;
  return packets;
}

/* What was recorded in the middle of a stream does not begin at nought. */
static double
find_begin (const Theora *theora, const guint8 *bytes, gsize n)
{
  for (gsize at = 0; at < n && is_page (bytes + at, n - at); at += get_size (bytes + at))
    {
      double pictures = count (theora, bytes + at);

      if (pictures > 0)
        return MAX (pictures - count_packets (bytes + at), 0);
    }
  return 0;
}

static double
find_end (const Theora *theora, const guint8 *bytes, gsize n)
{
  gsize least = n > LOOK ? n - LOOK : 0;

  for (gsize at = n; at > least; at--)
    if (bytes[at - 1] == 'O' && is_page (bytes + at - 1, n - at + 1) && count (theora, bytes + at - 1) > 0)
      return count (theora, bytes + at - 1);

  return 0;
}

double
mb_film_ogg_find (const guint8 *bytes, gsize n)
{
  gsize look = MIN (n, LOOK);
  Theora theora;

  for (gsize at = 0; at < look && is_page (bytes + at, look - at); at += get_size (bytes + at))
    if (read_theora (bytes + at, look - at, &theora))
      return (find_end (&theora, bytes, n) - find_begin (&theora, bytes, look)) * theora.picture_ms;

  return 0;
}
