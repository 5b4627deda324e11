/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#include "hub/mb-hub-private.h"

#include <string.h>
#include <unistd.h>

/* Prometheus' text format, version 0.0.4. Ids need no escapes: they are a-z 0-9 . _ - */

#define TYPE "text/plain; version=0.0.4; charset=utf-8"

typedef struct
{
  const char *id;
  MbHubMarket *market;
  MbFanoutFigures figures;
  MbHead head;
} Watched;

typedef double (*ReadMetric) (const Watched *watched);

static double
read_streams (const Watched *watched)
{
  return watched->figures.streams;
}

static double
read_waiting (const Watched *watched)
{
  return watched->figures.waiting;
}

static double
read_lateness (const Watched *watched)
{
  return (double) watched->figures.lateness_us / G_USEC_PER_SEC;
}

static double
read_changes (const Watched *watched)
{
  return (double) watched->figures.changes;
}

static double
read_facts (const Watched *watched)
{
  return (double) watched->figures.facts;
}

static double
read_head (const Watched *watched)
{
  return (double) watched->head.number;
}

static double
read_pulses (const Watched *watched)
{
  return (double) watched->figures.pulses;
}

static double
read_commands (const Watched *watched)
{
  return (double) watched->figures.commands;
}

static double
read_writable (const Watched *watched)
{
  return mb_ledger_is_writable (mb_hub_market_get_ledger (watched->market));
}

/* One value for each market. */
static const struct
{
  const char *name, *type, *help;
  ReadMetric read;
} market_metrics[] = {
  { "marketboard_streams", "gauge", "Streams that are open.", read_streams },
  { "marketboard_streams_waiting", "gauge", "Streams whose client takes nothing at this moment.", read_waiting },
  { "marketboard_stream_lateness_seconds", "gauge", "For how long the slowest client has taken nothing.",
    read_lateness },
  { "marketboard_changes_total", "counter", "Changes committed since the hub began.", read_changes },
  { "marketboard_facts_total", "counter", "Facts appended since the hub began.", read_facts },
  { "marketboard_journal_head", "gauge", "The number of the newest change.", read_head },
  { "marketboard_pulses_total", "counter", "Pulses passed on since the hub began.", read_pulses },
  { "marketboard_commands_total", "counter", "Commands to screens since the hub began.", read_commands },
  { "marketboard_writable", "gauge", "Whether the store takes writes: 1 or 0.", read_writable },
};

static void
write_head (GString *out, const char *name, const char *type, const char *help)
{
  g_string_append_printf (out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
write_value (GString *out, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (out, " %s\n", g_ascii_dtostr (text, sizeof text, value));
}

static void
write_markets (GString *out, const Watched *watched, guint n)
{
  for (gsize i = 0; i < G_N_ELEMENTS (market_metrics); i++)
    {
      write_head (out, market_metrics[i].name, market_metrics[i].type, market_metrics[i].help);
      for (guint m = 0; m < n; m++)
        {
          g_string_append_printf (out, "%s{market=\"%s\"}", market_metrics[i].name, watched[m].id);
          write_value (out, market_metrics[i].read (&watched[m]));
        }
    }
}

static void
write_screens (GString *out, const Watched *watched, guint n, gint64 now)
{
  const char *name = "marketboard_screen_silent_seconds";

  write_head (out, name, "gauge", "How long ago a screen's heartbeat came.");
  for (guint m = 0; m < n; m++)
    {
      MbPulses *pulses = mb_fanout_get_pulses (mb_hub_market_get_fanout (watched[m].market));
      g_autoptr (GPtrArray) statuses = mb_pulses_list (pulses, "status");

      for (guint i = 0; i < statuses->len; i++)
        {
          const MbPulse *status = statuses->pdata[i];

          g_string_append_printf (out, "%s{market=\"%s\",screen=\"%s\"}", name, watched[m].id, status->id);
          write_value (out, (double) (now - status->came_us) / G_USEC_PER_SEC);
        }
    }
}

/* In the kernel's words: pages of the address space, pages that are in memory. */
static void
write_memory (GString *out)
{
  g_autofree char *text = NULL;
  guint64 total = 0, resident = 0;
  char *rest;

  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    {
      total = g_ascii_strtoull (text, &rest, 10);
      resident = g_ascii_strtoull (rest, NULL, 10);
    }
  write_head (out, "process_resident_memory_bytes", "gauge", "Memory that is resident.");
  g_string_append (out, "process_resident_memory_bytes");
  write_value (out, (double) resident * (double) sysconf (_SC_PAGESIZE));
  write_head (out, "process_virtual_memory_bytes", "gauge", "The size of the address space.");
  g_string_append (out, "process_virtual_memory_bytes");
  write_value (out, (double) total * (double) sysconf (_SC_PAGESIZE));
}

void
mb_metrics_get (MbExchange *exchange)
{
  GPtrArray *markets = mb_hub_get_markets (mb_exchange_get_hub (exchange));
  g_autofree Watched *watched = g_new0 (Watched, markets->len + 1);
  gint64 now = g_get_monotonic_time ();
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < markets->len; i++)
    {
      watched[i].market = markets->pdata[i];
      watched[i].id = mb_hub_market_get_id (watched[i].market);
      mb_fanout_get_figures (mb_hub_market_get_fanout (watched[i].market), now, &watched[i].figures);
      mb_journal_get_head (mb_hub_market_get_journal (watched[i].market), &watched[i].head);
    }
  write_markets (out, watched, markets->len);
  write_screens (out, watched, markets->len, now);
  write_memory (out);
  mb_exchange_answer_text (exchange, 200, TYPE, out);
}
