/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-stream.h"

#include "core/wire/mb-event-codec.h"
#include "core/wire/mb-sse-writer.h"

#include <time.h>

#define TIME "2026-11-23T06:58:12.204+08:00"

static const struct
{
  const char *id, *hans, *hant, *english;
} goods[] = {
  { "shanghai-pak-choi", "上海青", "上海青", "Shanghai pak choi" },
  { "water-spinach", "空心菜", "空心菜", "Water spinach" },
  { "pork-belly", "五花肉", "五花肉", "Pork belly" },
  { "grass-carp", "草鱼（活）", "草魚（活）", "Grass carp, live" },
  { "free-range-eggs", "土鸡蛋", "土雞蛋", "Free-range eggs" },
  { "dried-shiitake", "干香菇", "乾香菇", "Dried shiitake" },
};

static char *
make_price (GRand *random, guint good)
{
  int fen = g_rand_int_range (random, 150, 5000);

  return g_strdup_printf ("{\"product\":\"%s\",\"grade\":{\"zh-Hans\":\"一级\",\"zh-Hant\":\"一級\"},\"basis\":\"average\","
                          "\"fen\":%d,\"low_fen\":%d,\"high_fen\":%d,\"per\":\"500g\",\"samples\":%d,"
                          "\"observed_at\":\"" TIME "\",\"source\":\"市场采价员 三号点\"}",
                          goods[good].id, fen, fen - 40, fen + 60, g_rand_int_range (random, 3, 30));
}

static char *
make_product (GRand *random, guint good)
{
  return g_strdup_printf ("{\"name\":{\"zh-Hans\":\"%s\",\"zh-Hant\":\"%s\",\"en\":\"%s\"},\"order\":%d,"
                          "\"trade\":\"vegetables\",\"plu\":%d,\"sold_by\":\"weight\",\"staple\":true,"
                          "\"shortage_class\":1,\"aliases\":[\"%s（本地）\",\"%s\"],\"picture\":\"%s-photo\"}",
                          goods[good].hans, goods[good].hant, goods[good].english, g_rand_int_range (random, 1, 400),
                          g_rand_int_range (random, 1, 9999), goods[good].hans, goods[good].hant, goods[good].id);
}

static char *
make_test (GRand *random, guint good)
{
  return g_strdup_printf ("{\"kind\":\"quick\",\"product\":\"%s\",\"stall\":\"a-%03d\",\"item\":{\"zh-Hans\":\"农药残留\","
                          "\"zh-Hant\":\"農藥殘留\",\"en\":\"Pesticide residue\"},\"method\":{\"zh-Hans\":\"酶抑制率法\"},"
                          "\"value\":\"%d.%d\",\"unit\":\"%%\",\"limit\":{\"op\":\">=\",\"value\":\"50\"},"
                          "\"conclusion\":\"pass\",\"sampled_at\":\"" TIME "\",\"tested_at\":\"" TIME "\","
                          "\"tester\":\"检测室\",\"report\":{\"number\":\"KJ-20261123-%04d\",\"media\":\"r-%d\"}}",
                          goods[good].id, g_rand_int_range (random, 1, 650), g_rand_int_range (random, 0, 40),
                          g_rand_int_range (random, 0, 9), g_rand_int_range (random, 0, 9999),
                          g_rand_int_range (random, 0, 9999));
}

GPtrArray *
bench_events_new (guint n, guint32 seed)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  for (guint i = 0; i < n; i++)
    {
      guint good = (guint) g_rand_int_range (random, 0, G_N_ELEMENTS (goods));
      const char *kind = i % 4 == 0 ? "product" : i % 4 == 1 ? "test" : "price";
      g_autofree char *id = i % 4 < 2 ? g_strdup_printf ("%s-%u", goods[good].id, i)
                                      : g_strdup_printf ("%s@average", goods[good].id);
      g_autofree char *text = i % 4 == 0   ? make_product (random, good)
                              : i % 4 == 1 ? make_test (random, good)
                                           : make_price (random, good);
      g_autoptr (GBytes) value = g_bytes_new (text, strlen (text));
      GString *data = g_string_new (NULL);

      mb_event_write_put (data, kind, id, 1000000 + i, TIME, "import", value, NULL);
      g_ptr_array_add (events, g_string_free_to_bytes (data));
    }
  return events;
}

GBytes *
bench_stream_new (GPtrArray *events)
{
  GString *stream = g_string_new (NULL);

  mb_sse_write_retry (stream, 2000);
  mb_sse_write_event (stream, "reset", NULL, "{\"records\":0}", -1);
  for (guint i = 0; i < events->len; i++)
    {
      gsize length;
      const char *data = g_bytes_get_data (g_ptr_array_index (events, i), &length);

      mb_sse_write_event (stream, "put", NULL, data, (gssize) length);
    }
  mb_sse_write_event (stream, "live", "9f3ac01b22de.9999999", "{\"at\":\"" TIME "\"}", -1);
  return g_string_free_to_bytes (stream);
}

static double
processor_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

gboolean
bench_throughput (const char *name, void (*work) (gpointer data), gpointer data, gsize bytes, double target)
{
  double best = 0;

  for (guint round = 0; round < 10; round++)
    {
      double start = processor_seconds (), passed;
      guint n = 0;

      do
        {
          work (data);
          n++;
          passed = processor_seconds () - start;
        }
      while (passed < 0.1);
      best = MAX (best, (double) bytes * n / passed / 1e6);
    }

  if (target > 0)
    g_print ("%-44s %7.0f MB/s (target %.0f)\n", name, best, target);
  else
    g_print ("%-44s %7.0f MB/s\n", name, best);
  return best >= target;
}
