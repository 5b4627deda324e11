/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/base/mb-time.h"
#include "core/model/money/mb-money.h"

/* Times, dates and amounts: what is read is written so that it is read as the same. */

const char *const fuzz_seeds[] = {
  "2026-11-23T06:58:12.204+08:00", "1970-01-01T00:00:00Z", "2016-12-31T23:59:60.999999Z", "2024-02-29", "12345.67", NULL,
};

const char *const fuzz_words[] = {
  "T", "Z", "+23:59", "-00:00", ".000001", "60", "00", "9999", "02-29", ".", "99999999999999", "-", ":", NULL,
};

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *bytes = size > 0 ? (const char *) data : "";
  MbTime time, again;
  MbDate date, same;
  gint64 fen, back;

  if (mb_time_parse (bytes, (gssize) size, &time, NULL))
    {
      g_autofree char *text = mb_time_format (time);

      g_assert_true (mb_time_parse (text, -1, &again, NULL));
      g_assert_true (again.us == time.us && again.offset_s == time.offset_s);
    }
  if (mb_date_parse (bytes, (gssize) size, &date, NULL))
    {
      g_autofree char *text = mb_date_format (date);

      g_assert_true (mb_date_parse (text, -1, &same, NULL) && same == date);
    }
  if (mb_money_parse (bytes, (gssize) size, MB_ROUNDING_HALF_UP, &fen, NULL))
    {
      g_autofree char *text = mb_money_format (fen, 2);
      g_auto (GStrv) thousands = g_strsplit (text, ",", -1);
      g_autofree char *plain = g_strjoinv ("", thousands);

      g_assert_true (mb_money_parse (plain, -1, MB_ROUNDING_REFUSED, &back, NULL) && back == fen);
    }

  return 0;
}
