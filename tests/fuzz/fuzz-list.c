/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/base/mb-error.h"
#include "core/lists/mb-list-check.h"

/* Any bytes as a price list: refused with a reason, or rows that are good or held back with one. What a
 * good row says may stand on a board; what is shown of any row is text. */

const char *const fuzz_seeds[] = {
  "\xef\xbb\xbf品名,最低价,平均价,最高价,规格,单位,发布日期\r\n芋头,1.5,1.55,1.6,普通,斤,2013-06-10\r\n"
  "\"鸽\"\"子\n蛋\",2.7（个）,2.85,3,,个,2014/1/24\r\n",
  "name\tprice(元/kg)\nspinach\t2.2000000000000002\nleek\t休市\n",
  "\xc6\xb7\xc3\xfb;\xbe\xf9\xbc\xdb\n\xb2\xa4\xb2\xcb;3.5\n\xb4\xd0;0\n",
  "{\"RS\":\"OK\",\"Data\":[{\"TransDate\":\"115.04.28\",\"CropName\":\"黃秋葵\",\"MarketName\":\"甲\","
  "\"Upper_Price\":198.7,\"Lower_Price\":\"59.3\",\"Avg_Price\":117.2}]}",
  "{\"kind\":\"notice\",\"id\":\"a\",\"value\":{\"text\":{\"en\":\"x\"}}}\n\n{\"kind\":\"notice\",\"id\":\"b\"}\n",
  NULL,
};

const char *const fuzz_words[] = {
  "\"", "\"\"", ",", "\t", "\r", "\n", "\xef\xbb\xbf", "\xff", "\x81\x30\x81\x30", "品名", "均价", "元/斤", "0.0000001",
  "9999999999999", "2014-02-30", "1150428", "\\u0000", "[", "{}", "null", "（", "PK\x03\x04", NULL,
};

static void
try (MbListSource *source)
{
  const MbListUnit unit = { MB_PER_500G };
  MbListRow row;

  while (mb_list_source_next (source, &row))
    {
      g_autofree char *raw = mb_list_source_dup_raw (source), *why = NULL;
      MbListPrice price;

      g_assert (g_utf8_validate (raw, -1, NULL));
      g_assert (row.line > 0);
      if (source->records)
        g_assert (row.fault != NULL || row.empty || (row.kind != NULL && row.id != NULL));
      else if (mb_list_check_row (&row, &unit, 20260313, &price, &why) != MB_HELD_NOT)
        g_assert (why != NULL && g_utf8_validate (why, -1, NULL));
      else
        {
          gint64 low = price.figures.low_fen, fen = price.figures.fen, high = price.figures.high_fen;

          g_assert (low != MB_UNSET || fen != MB_UNSET || high != MB_UNSET);
          g_assert (low == MB_UNSET || high == MB_UNSET || low <= high);
          g_assert (low == MB_UNSET || low > 0);
          g_assert (fen == MB_UNSET || fen > 0);
          g_assert (price.date >= 19700101);
          g_assert (g_utf8_validate (row.fields[MB_LIST_NAME], -1, NULL));
        }
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (MbListSource) source = mb_list_source_new (bytes, NULL, &error);

  if (source != NULL)
    try (source);
  else
    g_assert (error->domain == MB_ERROR && *error->message != '\0');
  return 0;
}
