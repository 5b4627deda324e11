/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** MbDayPart: a part of the market's day by which showing films is agreed and added up. Together they are the day, in
 * its order: night 00-06, morning 06-11, noon 11-14, afternoon 14-18, evening 18-24. */
typedef struct
{
  const char *name;
  int from_hour, to_hour; /* of the market's day; the last not included */
} MbDayPart;

#define MB_DAY_PARTS 5

extern const MbDayPart mb_day_parts[MB_DAY_PARTS];

/** mb_day_part_of: which of them an hour of the day (0 to 23) belongs to */
int mb_day_part_of (int hour);

G_END_DECLS
