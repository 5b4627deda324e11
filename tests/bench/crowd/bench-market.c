/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-market.h"

#include "mb-test-files.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* A change's number is the number of samples that its price says it was made from. */

#define SEQUENCE "\"samples\":"
#define POSITION "\"position\":\""
#define AT "2026-11-23T06:58:12.204+08:00"
/* The hub's house-keeping would drop what is older than a few days. */
#define CLOCK "2026-11-23T07:00:00+08:00"

BenchHub *
bench_hub_new (const char *program)
{
  BenchHub *self = g_new0 (BenchHub, 1);

  self->program = program;
  self->folder = mb_test_folder_new ();
  bench_run ((const char *[]){ program, "market", "add", "guihua", "--data", self->folder, NULL });

  return self;
}

void
bench_hub_free (BenchHub *self)
{
  if (self->process != NULL)
    bench_hub_stop (self, SIGKILL);
  mb_test_folder_free (self->folder);
  g_free (self);
}

void
bench_hub_start (BenchHub *self)
{
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%u", self->port);
  g_autofree char *line = NULL;

  self->process = bench_process_start (
      (const char *[]){ self->program, "--data", self->folder, "--listen", listen, "--clock", CLOCK, NULL });
  line = bench_process_read_line (self->process);
  self->port = (guint) strtoul (strrchr (line, ':') + 1, NULL, 10);
}

void
bench_hub_stop (BenchHub *self, int signal)
{
  bench_process_end (g_steal_pointer (&self->process), signal);
}

static void
append_change (GString *out, const char *kind, const char *id, const char *value)
{
  g_string_append_printf (out, "%s{\"kind\":\"%s\",\"id\":\"%s\",\"value\":%s}", out->str[out->len - 1] == '[' ? "" : ",",
                          kind, id, value);
}

void
bench_market_fill (BenchHub *hub)
{
  BenchHttp *http = bench_http_new (hub->port);
  g_autoptr (GString) body = g_string_new ("{\"changes\":[");

  for (guint i = 0; i < BENCH_PRODUCTS; i++)
    {
      g_autofree char *product = g_strdup_printf ("good-%u", i), *price = g_strdup_printf ("good-%u@average", i);
      g_autofree char *name = g_strdup_printf ("{\"name\":{\"zh-Hans\":\"上海青%u\",\"zh-Hant\":\"上海青%u\",\"en\":"
                                               "\"Shanghai pak choi %u\"},\"order\":%u,\"trade\":\"vegetables\","
                                               "\"plu\":%u,\"sold_by\":\"weight\",\"staple\":true}",
                                               i, i, i, i, i + 1);
      g_autofree char *value = bench_market_get_price (BENCH_PRODUCTS + i);

      append_change (body, "product", product, name);
      append_change (body, "price", price, value);
    }
  g_string_append (body, "]}");
  bench_http_ask (http, "POST", BENCH_MARKET_PATH "/changes", body->str);
  bench_http_free (http);
}

char *
bench_market_get_path (guint sequence)
{
  return g_strdup_printf (BENCH_MARKET_PATH "/records/price/good-%u@average", sequence % BENCH_PRODUCTS);
}

char *
bench_market_get_price (guint sequence)
{
  return g_strdup_printf ("{" SEQUENCE "%u,\"product\":\"good-%u\",\"grade\":{\"zh-Hans\":\"一级\",\"zh-Hant\":\"一級\"},"
                          "\"basis\":\"average\",\"fen\":1180,\"low_fen\":1100,\"high_fen\":1260,\"per\":\"500g\","
                          "\"observed_at\":\"" AT "\",\"source\":\"市场采价员 三号点\"}",
                          sequence, sequence % BENCH_PRODUCTS);
}

char *
bench_market_get_event (guint sequence)
{
  g_autofree char *value = bench_market_get_price (sequence);

  return g_strdup_printf ("{\"kind\":\"price\",\"id\":\"good-%u@average\",\"rev\":%u,\"at\":\"" AT "\",\"by\":\"local\","
                          "\"value\":%s,\"derived\":{\"changed_at\":\"" AT "\"}}",
                          sequence % BENCH_PRODUCTS, 1000000 + sequence, value);
}

char *
bench_market_get_test (guint i, guint value)
{
  return g_strdup_printf ("{\"kind\":\"quick\",\"product\":\"good-%u\",\"item\":{\"zh-Hans\":\"农药残留\",\"zh-Hant\":"
                          "\"農藥殘留\",\"en\":\"Pesticide residue\"},\"method\":{\"zh-Hans\":\"酶抑制率法\"},"
                          "\"value\":\"%u.%u\",\"unit\":\"%%\",\"limit\":{\"op\":\">=\",\"value\":\"50\"},"
                          "\"conclusion\":\"pass\",\"sampled_at\":\"" AT "\",\"tested_at\":\"" AT "\","
                          "\"tester\":\"检测室\"}",
                          i % BENCH_PRODUCTS, value, i % 10);
}

void
bench_market_put_tests (BenchHttp *http, guint batch, guint n)
{
  g_autoptr (GString) body = g_string_new ("{\"changes\":[");

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("t-%u-%u", batch, i), *value = bench_market_get_test (i, 10);

      append_change (body, "test", id, value);
    }
  for (guint i = 0; batch >= 2 && i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("t-%u-%u", batch - 2, i);

      append_change (body, "test", id, "null");
    }
  g_string_append (body, "]}");
  bench_http_ask (http, "POST", BENCH_MARKET_PATH "/changes", body->str);
}

char *
bench_market_dup_position (const char *answer)
{
  const char *position = strstr (answer, POSITION);

  if (position == NULL)
    g_error ("an answer without position: %.200s", answer);
  position += strlen (POSITION);

  return g_strndup (position, strcspn (position, "\""));
}

guint
bench_market_find_sequence (const char *text, gsize length)
{
  const char *found = memmem (text, length, SEQUENCE, strlen (SEQUENCE));

  return found != NULL ? (guint) strtoul (found + strlen (SEQUENCE), NULL, 10) : 0;
}
