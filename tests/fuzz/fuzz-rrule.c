/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/model/time/mb-rrule.h"

/* Whatever a rule says, it is refused or its days come in order, and neither takes long. */

const char *const fuzz_seeds[] = {
  "FREQ=MONTHLY;BYMONTHDAY=8,18,28",
  "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=1000",
  "FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=-1;WKST=SU;UNTIL=20271231T160000Z",
  "FREQ=YEARLY;BYDAY=-53SU,1MO",
  NULL,
};

const char *const fuzz_words[] = {
  "FREQ=", "DAILY", "WEEKLY", "MONTHLY", "YEARLY", ";INTERVAL=", ";COUNT=", ";UNTIL=", ";BYMONTH=", ";BYMONTHDAY=",
  ";BYDAY=", ";BYSETPOS=", ";WKST=", "MO", "SU", "-1", "31", "366", "1000", ",", "20270229", NULL,
};

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *rule = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  MbDate after = 20261123;

  mb_rrule_check (rule, TRUE, NULL);
  for (guint i = 0; i < 10; i++)
    {
      MbDate day = mb_rrule_next (rule, 20240229, after, zone);
      g_autofree char *text = day != 0 ? mb_date_format (day) : NULL;
      MbDate same;

      if (day == 0)
        break;
      g_assert_true (day >= after);
      g_assert_true (mb_date_parse (text, -1, &same, NULL) && same == day);
      g_assert_cmpuint (mb_rrule_next (rule, 20240229, day, zone), ==, day);
      after = mb_date_add (day, 1);
    }

  return 0;
}
