/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** MB_UNSET: an integer, a time or an amount that nobody gave. */
#define MB_UNSET G_MININT64

/**
 * MbTime: an instant as somebody wrote it: what moment, and in which offset it was said.
 * @us: microseconds since 1970-01-01T00:00:00Z, %MB_UNSET when nobody gave one
 * @offset_s: seconds east of Greenwich of the text that it came from
 */
typedef struct
{
  gint64 us;
  gint32 offset_s;
} MbTime;

#define MB_TIME_UNSET ((MbTime){ MB_UNSET, 0 })

/**
 * mb_time_parse: reads RFC 3339 (section 5.6), years 1970 to 9999; a leap second is the second
 * before it, digits beyond microseconds are cut.
 */
gboolean mb_time_parse (const char *text, gssize length, MbTime *time, GError **error);

/**
 * mb_time_format: RFC 3339 in the time's own offset, milliseconds where they are not zero, else
 * none (microseconds where those are not zero).
 *
 * Returns: (transfer full): "2026-11-23T06:58:12.204+08:00"
 */
char *mb_time_format (MbTime time);

/**
 * mb_time_in_zone: the same instant, said in the offset that @zone has then.
 */
MbTime mb_time_in_zone (gint64 us, GTimeZone *zone);

/**
 * MbDate: a calendar day as the number YYYYMMDD (20261123); 0 when nobody gave one.
 */
typedef guint32 MbDate;

gboolean mb_date_parse (const char *text, gssize length, MbDate *date, GError **error); /* "2026-11-23" */
char *mb_date_format (MbDate date);
MbDate mb_date_of (gint64 us, GTimeZone *zone);
MbDate mb_date_add (MbDate date, int days);
int mb_date_days_between (MbDate from, MbDate to);
int mb_date_weekday (MbDate date); /* 1 = Monday … 7 = Sunday */

/**
 * mb_date_at: the instant of a wall-clock minute on a day.
 * @minute: minutes after midnight; beyond 1440 runs into the next days
 *
 * A minute that a change of the clocks skips is the first instant after the gap; one that it
 * repeats is the first of the two.
 */
gint64 mb_date_at (MbDate date, int minute, GTimeZone *zone);

G_END_DECLS
