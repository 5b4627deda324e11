/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-time.h"

/* A rule, read. Private to this folder. */

typedef enum
{
  MB_FREQ_DAILY,
  MB_FREQ_WEEKLY,
  MB_FREQ_MONTHLY,
  MB_FREQ_YEARLY
} MbFreq;

#define MB_RULE_MAX_POSITIONS 16

typedef struct
{
  int freq; /* MbFreq; -1 before it was read */
  int interval;
  int count;        /* 0: without end */
  MbDate until;     /* the last day; 0: without end */
  gint64 until_us;  /* an instant on the last day; MB_UNSET */
  int week_start;   /* 1 = Monday … 7 = Sunday */
  guint32 months;   /* bit n: month n; 0: any */
  guint32 days;     /* bit n: day n of the month */
  guint32 days_back; /* bit n: the nth from its end */
  guint32 weekdays; /* bit n: every such day, 1 = Monday */
  guint64 weekday_nth[8];  /* bit n of a weekday: the nth in its month or year */
  guint64 weekday_back[8]; /* the nth from its end */
  gint16 positions[MB_RULE_MAX_POSITIONS];
  guint n_positions;
  gboolean has_ordinals; /* of a weekday */
} MbRule;

gboolean mb_rule_parse (MbRule *rule, const char *text, GError **error);

/* The first day at @after or later; as mb_rrule_next(). */
MbDate mb_rule_next (const MbRule *rule, MbDate start, MbDate after, GTimeZone *zone);
