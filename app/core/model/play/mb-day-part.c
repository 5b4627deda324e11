/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/play/mb-day-part.h"

const MbDayPart mb_day_parts[MB_DAY_PARTS] = {
  { "night", 0, 6 }, { "morning", 6, 11 }, { "noon", 11, 14 }, { "afternoon", 14, 18 }, { "evening", 18, 24 },
};

int
mb_day_part_of (int hour)
{
  int part = 0;

  while (part < MB_DAY_PARTS - 1 && hour >= mb_day_parts[part].to_hour)
    part++;
  return part;
}
