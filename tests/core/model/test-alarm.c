/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/page/mb-alarm.h"

#define NOW G_GINT64_CONSTANT (1794095880000000) /* 2026-11-08T07:58+08:00 */
#define MINUTE (60 * G_TIME_SPAN_SECOND)

static MbNotice *
make_notice (MbLevel level, gint64 from_us, gint64 to_us)
{
  const MbSchema *schema = mb_schema_find (mb_kind_get_schema (MB_KIND_NOTICE), "when", -1)->schema;
  MbNotice *notice = MB_NOTICE (mb_record_new (MB_KIND_NOTICE, "drill"));

  notice->level = level;
  notice->when = mb_schema_new (schema);
  notice->when->from.us = from_us;
  notice->when->to.us = to_us;
  return notice;
}

static void
assert_alarm_since (MbAlarm *alarm, MbNotice *standing, gint64 ended_us, gint64 now_us, MbAlarmState expected,
                    gint64 next_us)
{
  g_autoptr (MbMarketTime) time = mb_market_time_new (NULL);
  g_autoptr (GPtrArray) notices = g_ptr_array_new ();
  gint64 next;

  if (standing != NULL)
    g_ptr_array_add (notices, standing);
  g_assert_cmpint (mb_alarm_look (alarm, notices, ended_us, now_us, time, &next), ==, expected);
  g_assert_cmpint (next, ==, next_us);
}

static void
assert_alarm (MbAlarm *alarm, MbNotice *standing, gint64 now_us, MbAlarmState expected, gint64 next_us)
{
  assert_alarm_since (alarm, standing, MB_UNSET, now_us, expected, next_us);
}

/* Who was not there to see it is told all the same, for the rest of the minute. */
static void
test_begun_after (void)
{
  MbAlarm alarm;

  mb_alarm_init (&alarm);
  assert_alarm_since (&alarm, NULL, NOW, NOW + MINUTE / 2, MB_ALARM_CLEAR, NOW + MINUTE);
  assert_alarm_since (&alarm, NULL, NOW, NOW + MINUTE, MB_ALARM_NONE, G_MAXINT64);
  assert_alarm_since (&alarm, NULL, NOW, NOW - 1, MB_ALARM_NONE, G_MAXINT64);
  mb_alarm_clear (&alarm);
}

/* It ends by the clock, and then says so for a minute, also where nobody looked at the very moment. */
static void
test_end (void)
{
  g_autoptr (MbNotice) notice = make_notice (MB_LEVEL_EMERGENCY, NOW, NOW + 3 * MINUTE);
  MbAlarm alarm;

  mb_alarm_init (&alarm);
  assert_alarm (&alarm, NULL, NOW - 1, MB_ALARM_NONE, G_MAXINT64);
  assert_alarm (&alarm, notice, NOW, MB_ALARM_EMERGENCY, G_MAXINT64);
  assert_alarm (&alarm, NULL, NOW + 3 * MINUTE + 5, MB_ALARM_CLEAR, NOW + 4 * MINUTE);
  assert_alarm (&alarm, NULL, NOW + 4 * MINUTE - 1, MB_ALARM_CLEAR, NOW + 4 * MINUTE);
  assert_alarm (&alarm, NULL, NOW + 4 * MINUTE, MB_ALARM_NONE, G_MAXINT64);

  assert_alarm (&alarm, notice, NOW, MB_ALARM_EMERGENCY, G_MAXINT64);
  assert_alarm (&alarm, NULL, NOW + 60 * MINUTE, MB_ALARM_NONE, G_MAXINT64); /* it slept through the end */
  mb_alarm_clear (&alarm);
}

/* One that is taken back is over then; a clock that is set back says nothing. */
static void
test_taken_back (void)
{
  g_autoptr (MbNotice) notice = make_notice (MB_LEVEL_EMERGENCY, NOW, NOW + 60 * MINUTE);
  MbAlarm alarm;

  mb_alarm_init (&alarm);
  assert_alarm (&alarm, notice, NOW, MB_ALARM_EMERGENCY, G_MAXINT64);
  assert_alarm (&alarm, NULL, NOW + MINUTE, MB_ALARM_CLEAR, NOW + 2 * MINUTE);
  assert_alarm (&alarm, NULL, NOW, MB_ALARM_NONE, G_MAXINT64);
  mb_alarm_clear (&alarm);
}

/* What came before its delta stands for as long as it says, and no other notice is an alarm. */
static void
test_early (void)
{
  g_autoptr (MbNotice) early = make_notice (MB_LEVEL_EMERGENCY, NOW, NOW + 3 * MINUTE);
  g_autoptr (MbNotice) other = make_notice (MB_LEVEL_WARNING, NOW, NOW + 60 * MINUTE);
  MbAlarm alarm;

  mb_alarm_init (&alarm);
  assert_alarm (&alarm, other, NOW, MB_ALARM_NONE, G_MAXINT64);
  mb_alarm_set_early (&alarm, early);
  assert_alarm (&alarm, other, NOW, MB_ALARM_EMERGENCY, NOW + 3 * MINUTE);
  assert_alarm (&alarm, other, NOW + 3 * MINUTE, MB_ALARM_CLEAR, NOW + 4 * MINUTE);
  mb_alarm_clear (&alarm);
}

static void
test_arrow (void)
{
  g_assert_cmpint (mb_arrow_find (NULL), ==, -1);
  g_assert_cmpint (mb_arrow_find ("东门入口"), ==, -1);
  g_assert_cmpint (mb_arrow_find ("东门入口 →"), ==, 90);
  g_assert_cmpint (mb_arrow_find ("↖ 南门"), ==, 315);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alarm/end", test_end);
  g_test_add_func ("/alarm/begun-after", test_begun_after);
  g_test_add_func ("/alarm/taken-back", test_taken_back);
  g_test_add_func ("/alarm/early", test_early);
  g_test_add_func ("/alarm/arrow", test_arrow);
  return g_test_run ();
}
