/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "mb-test-files.h"
#include "mb-test-hub.h"

#include <string.h>

/* What was shown, added up, beside a running hub and without one. */

#define CLOCK "2026-11-24T09:00:00+08:00,0"

static gint64 next_n;

static void
play (GString *body, const char *media, const char *screen, const char *started_at, int ms, const char *ended)
{
  g_string_append_printf (body,
                          "{\"type\":\"play\",\"source\":\"e~0123456789abcdef\",\"n\":%d,\"at\":\"%s\",\"screen\":\"%s\","
                          "\"zone\":\"video\",\"media\":\"%s\",\"started_at\":\"%s\",\"ms\":%d,\"ended\":\"%s\"}\n",
                          (int) ++next_n, started_at, screen, media, started_at, ms, ended);
}

static MbTestHub *
open_market (void)
{
  static const char *const lines[] = { "Content-Type", "application/x-ndjson", NULL };
  MbTestHub *hub = mb_test_hub_new (CLOCK);
  g_autoptr (GString) body = g_string_new (NULL);

  next_n = 0;
  play (body, "tea", "entrance", "2026-11-22T23:59:59.999+08:00", 15000, "whole"); /* the day before */
  play (body, "tea", "entrance", "2026-11-23T00:00:00+08:00", 15000, "whole");
  play (body, "tea", "entrance", "2026-11-23T08:00:00+08:00", 15000, "whole");
  play (body, "tea", "entrance", "2026-11-23T00:59:59Z", 14500, "whole"); /* 08:59:59 here */
  play (body, "tea", "entrance", "2026-11-23T08:30:00+08:00", 4000, "cut");
  play (body, "tea", "entrance", "2026-11-24T08:30:00+08:00", 15000, "whole"); /* another day, the same hour */
  play (body, "tea", "aisle", "2026-11-23T08:30:00+08:00", 0, "failed");
  play (body, "rice", "aisle", "2026-11-23T23:59:59+08:00", 3600000, "whole");
  play (body, "tea", "entrance", "2026-11-25T00:00:00+08:00", 15000, "whole"); /* the day after */
  g_free (mb_test_hub_send (hub, "POST", "facts", body->str, lines, NULL));
  g_free (mb_test_hub_send (hub, "PUT", "records/media/tea?dangling=true",
                            "{\"name\":\"=毛尖, \\\"new\\\"\",\"type\":\"live\",\"uri\":\"rtsp://127.0.0.1/tea\"}", NULL, NULL));
  g_free (mb_test_hub_send (hub, "PUT", "records/screen/entrance?dangling=true",
                            "{\"name\":\"大门\",\"layout\":\"x\"}", NULL, NULL));
  return hub;
}

static void
test_route (void)
{
  g_autoptr (MbTestHub) hub = open_market ();
  g_autofree char *two_days = NULL, *parts = NULL, *none = NULL;
  static const char *const bad[] = {
    "reports/plays", "reports/plays?from=2026-11-23", "reports/plays?from=2026-11-23&to=2026-11-22",
    "reports/plays?from=2026-11-23&to=2026-11-23&by=week", "reports/plays?from=2026-11-23&to=23.11.2026", "reports/plays?from=1990-01-01&to=2026-11-23",
  };

  two_days = mb_test_hub_send (hub, "GET", "reports/plays?from=2026-11-23&to=2026-11-24", NULL, NULL, NULL);
  g_assert_cmpstr (two_days, ==,
                   "{\"from\":\"2026-11-23\",\"to\":\"2026-11-24\",\"time_zone\":\"Asia/Shanghai\",\"plays\":["
                   "{\"media\":\"rice\",\"screen\":\"aisle\",\"hour\":23,\"whole\":1,\"cut\":0,\"failed\":0,\"ms\":3600000},"
                   "{\"media\":\"tea\",\"screen\":\"aisle\",\"hour\":8,\"whole\":0,\"cut\":0,\"failed\":1,\"ms\":0},"
                   "{\"media\":\"tea\",\"screen\":\"entrance\",\"hour\":0,\"whole\":1,\"cut\":0,\"failed\":0,\"ms\":15000},"
                   "{\"media\":\"tea\",\"screen\":\"entrance\",\"hour\":8,\"whole\":3,\"cut\":1,\"failed\":0,\"ms\":48500}]}");
  parts = mb_test_hub_send (hub, "GET", "reports/plays?from=2026-11-23&to=2026-11-24&by=part", NULL, NULL, NULL);
  g_assert_nonnull (strstr (parts, "{\"media\":\"tea\",\"screen\":\"entrance\",\"part\":\"morning\",\"from_hour\":6,\"to_hour\":11,"
                                   "\"whole\":3,\"cut\":1,\"failed\":0,\"ms\":48500}]}"));
  none = mb_test_hub_send (hub, "GET", "reports/plays?from=2026-12-01&to=2026-12-31", NULL, NULL, NULL);
  g_assert_nonnull (strstr (none, "\"plays\":[]"));

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      guint status;

      g_free (mb_test_hub_send (hub, "GET", bad[i], NULL, NULL, &status));
      g_assert_cmpuint (status, ==, 422);
    }
}

static void
check_command (MbTestHub *hub)
{
  static const char *const csv[] = { "report", "plays", "--from", "2026-11-23", "--to", "2026-11-24", "--csv", NULL };
  static const char *const table[] = { "report", "plays", "--from", "2026-11-23", "--to", "2026-11-24", NULL };
  static const char *const empty[] = { "report", "plays", "--from", "2020-01-01", "--to", "2020-01-31", NULL };
  g_autofree char *cells = mb_test_hub_command (hub, csv, NULL), *text = mb_test_hub_command (hub, table, NULL);
  g_autofree char *nothing = mb_test_hub_command (hub, empty, NULL);

  g_assert_cmpstr (cells, ==,
                   "from,to,film,film name,screen,screen name,part of day,whole,cut,failed,seconds\r\n"
                   "2026-11-23,2026-11-24,\"rice\",\"\",\"aisle\",\"\",23:00-24:00,1,0,0,3600.000\r\n"
                   "2026-11-23,2026-11-24,\"tea\",\"'=毛尖, \"\"new\"\"\",\"aisle\",\"\",08:00-09:00,0,0,1,0.000\r\n"
                   "2026-11-23,2026-11-24,\"tea\",\"'=毛尖, \"\"new\"\"\",\"entrance\",\"大门\",00:00-01:00,1,0,0,15.000\r\n"
                   "2026-11-23,2026-11-24,\"tea\",\"'=毛尖, \"\"new\"\"\",\"entrance\",\"大门\",08:00-09:00,3,1,0,48.500\r\n");
  g_test_message ("%s", text);
  g_assert_true (g_str_has_prefix (text, "2026-11-23 to 2026-11-24, Asia/Shanghai\n\nrice\n"));
  g_assert_nonnull (strstr (text, "\ntea: =毛尖, \"new\"\n"));
  g_assert_nonnull (strstr (text, "  大门 (entrance)                 08:00-09:00        3        1        0      0:00:48\n"));
  g_assert_nonnull (strstr (text, "  in all                                             4        1        1      0:01:03\n"));
  g_assert_nonnull (strstr (nothing, "Nothing was shown.\n"));
}

/* Every hour is in one of them, and what stands at the seam of two in the later one. */
static void
test_parts (void)
{
  static const char *const csv[] = { "report", "plays", "--by", "part", "--from", "2026-11-23", "--to", "2026-11-24", "--csv", NULL };
  static const char *const table[] = { "report", "plays", "--by", "part", "--from", "2026-11-23", "--to", "2026-11-24", NULL };
  static const char *const wrong[] = { "report", "plays", "--by", "week", "--from", "2026-11-23", "--to", "2026-11-24", NULL };
  static const char *const lines[] = { "Content-Type", "application/x-ndjson", NULL };
  g_autoptr (MbTestHub) hub = mb_test_hub_new (CLOCK);
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *cells = NULL, *text = NULL;
  int status;

  next_n = 0;
  for (int hour = 0; hour < 24; hour++)
    {
      g_autofree char *at = g_strdup_printf ("2026-11-23T%02d:00:00+08:00", hour);

      play (body, "tea", "entrance", at, 1000, "whole");
    }
  play (body, "tea", "entrance", "2026-11-24T10:59:59+08:00", 500, "cut");
  g_free (mb_test_hub_send (hub, "POST", "facts", body->str, lines, NULL));
  cells = mb_test_hub_command (hub, csv, NULL);
  g_assert_cmpstr (cells, ==,
                   "from,to,film,film name,screen,screen name,part of day,whole,cut,failed,seconds\r\n"
                   "2026-11-23,2026-11-24,\"tea\",\"\",\"entrance\",\"\",night 00:00-06:00,6,0,0,6.000\r\n"
                   "2026-11-23,2026-11-24,\"tea\",\"\",\"entrance\",\"\",morning 06:00-11:00,5,1,0,5.500\r\n"
                   "2026-11-23,2026-11-24,\"tea\",\"\",\"entrance\",\"\",noon 11:00-14:00,3,0,0,3.000\r\n"
                   "2026-11-23,2026-11-24,\"tea\",\"\",\"entrance\",\"\",afternoon 14:00-18:00,4,0,0,4.000\r\n"
                   "2026-11-23,2026-11-24,\"tea\",\"\",\"entrance\",\"\",evening 18:00-24:00,6,0,0,6.000\r\n");
  text = mb_test_hub_command (hub, table, NULL);
  g_assert_nonnull (strstr (text, "  screen                          part of day              whole      cut   failed     shown for\n"));
  g_assert_nonnull (strstr (text, "  entrance                        morning 06:00-11:00          5        1        0      0:00:05\n"));
  g_assert_nonnull (strstr (text, "  in all                                                      24        1        0      0:00:24\n"));
  g_free (mb_test_hub_command (hub, wrong, &status));
  g_assert_cmpint (status, ==, 2);
}

static void
test_command (void)
{
  g_autoptr (MbTestHub) hub = open_market ();
  static const char *const wrong[][8] = {
    { "report", NULL }, { "report", "plays", NULL }, { "report", "films", "--from", "2026-11-23", "--to", "2026-11-24", NULL },
    { "report", "plays", "--from", "2026-11-23", NULL }, { "report", "plays", "--from", "today", "--to", "2026-11-24", NULL },
  };

  check_command (hub);
  mb_test_hub_stop (hub);
  check_command (hub);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      int status;

      g_free (mb_test_hub_command (hub, wrong[i], &status));
      g_assert_cmpint (status, ==, 2);
    }
  mb_test_hub_start (hub, CLOCK);
}

/* Facts go where the journal goes: out by export, away and back by backup and restore. */
static void
test_carried_away (void)
{
  g_autoptr (MbTestHub) hub = open_market ();
  g_autofree char *folder = mb_test_folder_new ();
  g_autofree char *file = g_build_filename (folder, "m1.backup", NULL);
  const char *const export[] = { "export", "--facts", NULL }, *const back_up[] = { "backup", file, NULL };
  const char *const restore[] = { "restore", "--market", "m1", file, NULL }, *const check[] = { "check", NULL };
  const char *const both[] = { "export", "--facts", "--as-of", "2026-11-23T00:00:00Z", NULL };
  g_autofree char *before = mb_test_hub_command (hub, export, NULL), *after = NULL, *later = NULL;
  int status;

  g_assert_nonnull (strstr (before, "\"n\":9,"));
  g_free (mb_test_hub_command (hub, both, &status));
  g_assert_cmpint (status, ==, 2);
  g_free (mb_test_hub_command (hub, back_up, NULL));
  g_free (mb_test_hub_send (hub, "POST", "facts",
                            "[{\"type\":\"call\",\"source\":\"e~0123456789abcdef\",\"n\":10,"
                            "\"at\":\"2026-11-23T00:00:00Z\",\"stall\":\"a\"}]", NULL, NULL));
  later = mb_test_hub_command (hub, export, NULL);
  g_assert_cmpstr (later, !=, before);

  mb_test_hub_stop (hub);
  g_free (mb_test_hub_command (hub, restore, NULL));
  after = mb_test_hub_command (hub, export, NULL);
  g_assert_cmpstr (after, ==, before);
  g_free (mb_test_hub_command (hub, check, NULL));
  mb_test_hub_start (hub, CLOCK);
  mb_test_folder_free (g_steal_pointer (&folder));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/play-report/route", test_route);
  g_test_add_func ("/play-report/command", test_command);
  g_test_add_func ("/play-report/parts", test_parts);
  g_test_add_func ("/play-report/carried-away", test_carried_away);

  return g_test_run ();
}
