/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/play/mb-play-plan.h"

#include "core/model/play/mb-play-order.h"
#include "core/wire/mb-record-codec.h"

#include <string.h>
#include <time.h>

/* What a playlist shows, written down as "a@0 b@10 a+4@20!": media, how far into it, and seconds after the
 * beginning of the look; ! where it is cut short. */

#define DAY_US (24 * G_TIME_SPAN_HOUR)

typedef struct
{
  MbBoard *board;
  MbMarketTime *time;
  MbPlayPlan *plan;
  gint64 midnight_us;
  guint64 rev;
} Fixture;

/* @derived: (nullable): what the hub says beside it */
static void
put_with (Fixture *fixture, MbKind kind, const char *id, const char *value, const char *derived)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbJson) json = mb_json_read_text (value, -1, MB_JSON_STRICT, &error);
  g_autoptr (MbJson) beside = derived != NULL ? mb_json_read_text (derived, -1, MB_JSON_STRICT, &error) : NULL;
  MbDelta *delta = mb_delta_new ();
  MbRecord *record;

  g_assert_no_error (error);
  record = mb_record_decode (kind, id, json, 0, beside, beside != NULL ? 0 : MB_JSON_NONE, &error);
  g_assert_no_error (error);
  mb_record_set_stamp (record, ++fixture->rev, 0, "test");
  mb_delta_put (delta, record, NULL);
  delta->position = g_strdup_printf ("0123456789ab.%" G_GUINT64_FORMAT, fixture->rev);
  mb_board_apply (fixture->board, delta);
  mb_play_plan_forget (fixture->plan);
}

static void
put (Fixture *fixture, MbKind kind, const char *id, const char *value)
{
  put_with (fixture, kind, id, value, NULL);
}

static void
put_film (Fixture *fixture, const char *id, guint seconds)
{
  g_autofree char *digest = g_strnfill (64, 'a');
  g_autofree char *value = g_strdup_printf ("{\"type\":\"video\",\"sha256\":\"%s\",\"bytes\":1,\"duration_ms\":%u}",
                                            digest, seconds * 1000);

  put (fixture, MB_KIND_MEDIA, id, value);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->board = mb_board_new ();
  fixture->time = mb_market_time_new (NULL);
  fixture->midnight_us = mb_market_time_get_midnight (fixture->time, mb_market_time_get_date (fixture->time, 1794095880000000));
  fixture->plan = mb_play_plan_new (fixture->board, "hall");
  put_film (fixture, "a", 10);
  put_film (fixture, "b", 20);
  put_film (fixture, "c", 30);
  put (fixture, MB_KIND_MEDIA, "live", "{\"type\":\"live\",\"uri\":\"rtsp://camera/1\"}");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mb_play_plan_free (fixture->plan);
  mb_market_time_unref (fixture->time);
  g_object_unref (fixture->board);
}

static char *
tell (Fixture *fixture, gint64 at_s, gint64 for_s)
{
  GString *words = g_string_new (NULL);
  gint64 us = fixture->midnight_us + at_s * G_TIME_SPAN_SECOND, end_us = us + for_s * G_TIME_SPAN_SECOND;
  gint64 begin_us = us;

  while (us < end_us)
    {
      MbPlayTurn play = mb_play_plan_look (fixture->plan, us, fixture->time);

      g_assert_cmpint (play.begin_us, <=, us);
      g_assert_cmpint (play.until_us, >, us);
      g_string_append (words, words->len > 0 ? " " : "");
      g_string_append (words, play.media != NULL ? mb_record_get_id (MB_RECORD (play.media)) : "-");
      if (play.offset_us > 0)
        g_string_append_printf (words, "+%d", (int) (play.offset_us / G_TIME_SPAN_SECOND));
      g_string_append_printf (words, "@%d%s", (int) ((play.begin_us - begin_us) / G_TIME_SPAN_SECOND),
                              play.media != NULL && !play.is_whole ? "!" : "");
      us = play.until_us;
    }
  return g_string_free (words, FALSE);
}

static void
assert_plays (Fixture *fixture, gint64 at_s, gint64 for_s, const char *expected)
{
  g_autofree char *words = tell (fixture, at_s, for_s);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_in_turn (Fixture *fixture, gconstpointer data)
{
  put (fixture, MB_KIND_PLAYLIST, "hall",
       "{\"items\":[{\"media\":\"a\"},{\"media\":\"b\"},{\"media\":\"c\",\"seconds\":5}]}");
  assert_plays (fixture, 0, 50, "a@0 b@10 c@30 a@35 b@45");
  /* The day is 2468 rounds of 35 s and 20 s. */
  assert_plays (fixture, 35 * 2000 + 12, 30, "b@-2 c@18 a@23");
  assert_plays (fixture, 86400 - 25, 35, "c@0 a@5 b@15! a@25");
}

static gint64
find_length (const MbMedia *media, gpointer data)
{
  return g_str_equal (mb_record_get_id (MB_RECORD ((MbMedia *) media)), "known") ? *(gint64 *) data : MB_UNSET;
}

/* A record goes before a file, its file before the minute that stands for what nobody knows. */
static void
test_lengths (Fixture *fixture, gconstpointer data)
{
  g_autofree char *digest = g_strnfill (64, 'b');
  g_autofree char *value = g_strdup_printf ("{\"type\":\"video\",\"sha256\":\"%s\",\"bytes\":1}", digest);
  gint64 length_ms = 7000;

  put (fixture, MB_KIND_MEDIA, "known", value);
  put (fixture, MB_KIND_MEDIA, "other", value);
  put (fixture, MB_KIND_PLAYLIST, "hall",
       "{\"items\":[{\"media\":\"a\"},{\"media\":\"known\"},{\"media\":\"other\"},{\"media\":\"known\",\"seconds\":3}]}");
  assert_plays (fixture, 0, 140, "a@0 known@10 other@70 known@130 a@133");
  mb_play_plan_set_length (fixture->plan, find_length, &length_ms);
  assert_plays (fixture, 0, 85, "a@0 known@10 other@17 known@77 a@80");
}

/* It does not matter whether somebody has watched since midnight, or looks for the first time. */
static void
test_pure (Fixture *fixture, gconstpointer data)
{
  put (fixture, MB_KIND_PLAYLIST, "hall",
       "{\"shuffle\":true,\"items\":[{\"media\":\"a\"},{\"media\":\"b\",\"when\":{\"daily\":[[\"09:00\",\"11:30\"]]}},"
       "{\"media\":\"c\"},{\"media\":\"live\",\"seconds\":7,\"priority\":3,\"when\":{\"daily\":[[\"10:00\",\"10:01\"]]}}]}");
  for (gint64 s = 8 * 3600; s < 12 * 3600; s += 61)
    {
      gint64 us = fixture->midnight_us + s * G_TIME_SPAN_SECOND;
      MbPlayTurn watched = mb_play_plan_look (fixture->plan, us, fixture->time), fresh;

      mb_play_plan_forget (fixture->plan);
      fresh = mb_play_plan_look (fixture->plan, us, fixture->time);
      g_assert_true (watched.media == fresh.media);
      g_assert_cmpint (watched.begin_us, ==, fresh.begin_us);
      g_assert_cmpint (watched.until_us, ==, fresh.until_us);
      mb_play_plan_look (fixture->plan, us - 3 * G_TIME_SPAN_HOUR, fixture->time); /* and back */
    }
}

/* What plays when a window opens plays to its end; what is in a window that closes does not. */
static void
test_windows (Fixture *fixture, gconstpointer data)
{
  put (fixture, MB_KIND_PLAYLIST, "hall",
       "{\"items\":[{\"media\":\"c\"},{\"media\":\"a\",\"when\":{\"daily\":[[\"09:00\",\"09:01\"]]}}]}");
  assert_plays (fixture, 9 * 3600 - 30, 150, "c@0 c@30 a@60 c@70 c@100 c@130");
  put (fixture, MB_KIND_PLAYLIST, "hall",
       "{\"items\":[{\"media\":\"b\",\"when\":{\"daily\":[[\"09:00\",\"09:01\"]]}},{\"media\":\"c\"}]}");
  assert_plays (fixture, 9 * 3600, 90, "b@0 c@20 b@50! c@60");
}

static void
test_interrupt (Fixture *fixture, gconstpointer data)
{
  put (fixture, MB_KIND_PLAYLIST, "hall",
       "{\"items\":[{\"media\":\"c\"},{\"media\":\"b\"},"
       "{\"media\":\"a\",\"priority\":5,\"when\":{\"from\":\"2026-11-08T09:00:05+08:00\",\"to\":\"2026-11-08T09:00:17+08:00\"}}]}");
  assert_plays (fixture, 9 * 3600, 80, "c@0! a@5 a@15! c+5@17 b@42 c@62");
}

/* Each gives back to what it took over from: the middle one to its own place, and in the end the list to its. */
static void
test_nested (Fixture *fixture, gconstpointer data)
{
  put_film (fixture, "d", 40);
  put (fixture, MB_KIND_PLAYLIST, "hall",
       "{\"items\":[{\"media\":\"b\"},{\"media\":\"c\"},"
       "{\"media\":\"d\",\"priority\":1,\"when\":{\"from\":\"2026-11-08T09:00:25+08:00\",\"to\":\"2026-11-08T09:02:00+08:00\"}},"
       "{\"media\":\"a\",\"priority\":1,\"when\":{\"from\":\"2026-11-08T09:00:25+08:00\",\"to\":\"2026-11-08T09:02:00+08:00\"}},"
       "{\"media\":\"live\",\"priority\":2,\"when\":{\"from\":\"2026-11-08T09:00:50+08:00\",\"to\":\"2026-11-08T09:01:10+08:00\"}},"
       "{\"media\":\"a\",\"priority\":3,\"when\":{\"from\":\"2026-11-08T09:01:00+08:00\",\"to\":\"2026-11-08T09:01:04+08:00\"}}]}");
  assert_plays (fixture, 9 * 3600, 160,
                "b@0 c@20! d@25! live@50 a@60! live@64 d+25@70 a@85 d@95! c+5@120 b@145");

  /* What is over meanwhile is not come back to. */
  put (fixture, MB_KIND_PLAYLIST, "hall",
       "{\"items\":[{\"media\":\"b\"},{\"media\":\"c\"},"
       "{\"media\":\"d\",\"priority\":1,\"when\":{\"from\":\"2026-11-08T09:00:25+08:00\",\"to\":\"2026-11-08T09:00:40+08:00\"}},"
       "{\"media\":\"a\",\"priority\":2,\"when\":{\"from\":\"2026-11-08T09:00:30+08:00\",\"to\":\"2026-11-08T09:00:50+08:00\"}}]}");
  assert_plays (fixture, 9 * 3600, 90, "b@0 c@20! d@25! a@30 a@40 c+5@50 b@75");
}

/* An interrupt between two films cuts none short, and the second comes after it all the same. */
static void
test_between (Fixture *fixture, gconstpointer data)
{
  put (fixture, MB_KIND_PLAYLIST, "hall",
       "{\"items\":[{\"media\":\"b\"},{\"media\":\"c\"},{\"media\":\"live\",\"seconds\":10},"
       "{\"media\":\"a\",\"priority\":1,\"when\":{\"from\":\"2026-11-08T09:00:20+08:00\",\"to\":\"2026-11-08T09:00:30+08:00\"}}]}");
  assert_plays (fixture, 9 * 3600, 80, "b@0 a@20 c@30 live@60 b@70");
}

/* An interrupt in every interrupt, more of them than are remembered: the innermost ones still give back. */
static void
test_deep (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) list = g_string_new ("{\"items\":[{\"media\":\"c\"}");
  g_autofree char *words = NULL;

  put_film (fixture, "d", 4000);
  for (int i = 1; i <= 20; i++)
    g_string_append_printf (list, ",{\"media\":\"d\",\"priority\":%d,\"when\":{\"from\":\"2026-11-08T09:00:%02d+08:00\",\"to\":\"2026-11-08T09:01:%02d+08:00\"}}",
                            i, i, 50 - i);
  g_string_append (list, "]}");
  put (fixture, MB_KIND_PLAYLIST, "hall", list->str);
  words = tell (fixture, 9 * 3600, 110);
  g_assert_nonnull (strstr (words, "d@20! d+1@90! d+1@91!"));
  g_assert_nonnull (strstr (words, "d+1@104! d@105! d@106! d@107! d@108! c@109"));
}

/* Another list, over this one for as long as it says. */
static void
test_interrupting_list (Fixture *fixture, gconstpointer data)
{
  put (fixture, MB_KIND_PLAYLIST, "hall", "{\"items\":[{\"media\":\"c\"}],\"priority\":1}");
  put (fixture, MB_KIND_PLAYLIST, "drill",
       "{\"items\":[{\"media\":\"a\"}],\"priority\":2,\"when\":{\"from\":\"2026-11-08T09:00:10+08:00\",\"to\":\"2026-11-08T09:00:20+08:00\"}}");
  put (fixture, MB_KIND_PLAYLIST, "always", "{\"items\":[{\"media\":\"b\"}],\"priority\":9}");
  put (fixture, MB_KIND_PLAYLIST, "lower", "{\"items\":[{\"media\":\"b\"}],\"when\":{\"daily\":[[\"00:00\",\"24:00\"]]}}");
  assert_plays (fixture, 9 * 3600, 40, "c@0! a@10 c+10@20");
}

#define CHANGED "{\"changed_at\":\"2026-11-08T09:00:15+08:00\""
#define PLAYING(id, since, more) CHANGED ",\"playing\":\"" id "\",\"playing_since\":\"2026-11-08T" since "+08:00\"" more "}"

/* A change in the middle of the day: what plays goes on to its end, what follows it in the list comes next. */
static void
test_changed (Fixture *fixture, gconstpointer data)
{
  const char *list = "{\"items\":[{\"media\":\"a\"},{\"media\":\"b\"},{\"media\":\"d\"},{\"media\":\"c\"},"
                     "{\"media\":\"e\",\"priority\":1,\"when\":{\"from\":\"2026-11-08T09:00:20+08:00\",\"to\":\"2026-11-08T09:00:25+08:00\"}}]}";

  put_film (fixture, "d", 40);
  put (fixture, MB_KIND_PLAYLIST, "hall", "{\"items\":[{\"media\":\"a\"},{\"media\":\"b\"},{\"media\":\"c\"}]}");
  assert_plays (fixture, 9 * 3600, 60, "a@0 b@10 c@30");
  put_with (fixture, MB_KIND_PLAYLIST, "hall", list, PLAYING ("b", "09:00:10", ""));
  assert_plays (fixture, 9 * 3600 + 15, 90, "b@-5 d@15 c@55 a@85");
  assert_plays (fixture, 9 * 3600 + 35, 10, "d@-5"); /* and whoever comes later sees the same */

  /* Even on a clock that is a little behind the hub's. */
  assert_plays (fixture, 9 * 3600 + 14, 2, "b@-4");

  /* It may have been come back to, or be cut. */
  put_with (fixture, MB_KIND_PLAYLIST, "hall", list, PLAYING ("b", "09:00:10", ",\"playing_from_ms\":7000"));
  assert_plays (fixture, 9 * 3600 + 15, 60, "b+7@-5 d@8 c@48");
  put_film (fixture, "e", 3);
  assert_plays (fixture, 9 * 3600 + 15, 60, "b+7@-5! e@5 e@8! b+17@10 d@13 c@53");

  /* What went out of the list, or is the last of it. */
  put_with (fixture, MB_KIND_PLAYLIST, "hall", "{\"items\":[{\"media\":\"a\"},{\"media\":\"c\"}]}",
            PLAYING ("b", "09:00:10", ""));
  assert_plays (fixture, 9 * 3600 + 15, 45, "a@0 c@10 a@40");
  put_with (fixture, MB_KIND_PLAYLIST, "hall", "{\"items\":[{\"media\":\"a\"},{\"media\":\"b\"}]}",
            PLAYING ("b", "09:00:10", ""));
  assert_plays (fixture, 9 * 3600 + 15, 45, "b@-5 a@15 b@25");
  put_with (fixture, MB_KIND_PLAYLIST, "hall", "{\"shuffle\":true,\"items\":[{\"media\":\"a\"},{\"media\":\"b\"}]}",
            PLAYING ("b", "09:00:10", ""));
  assert_plays (fixture, 9 * 3600 + 15, 45, "b@-5 a@15 b@25");

  /* Who looks at what was before it sees the list of now in the place of the other; the day after begins as days do. */
  put_with (fixture, MB_KIND_PLAYLIST, "hall", "{\"items\":[{\"media\":\"a\"},{\"media\":\"c\"}]}", CHANGED "}");
  assert_plays (fixture, 9 * 3600, 30, "a@0 c@10! a@15 c@25");
  assert_plays (fixture, DAY_US / G_TIME_SPAN_SECOND, 20, "a@0 c@10");
}

static void
test_live (Fixture *fixture, gconstpointer data)
{
  put (fixture, MB_KIND_PLAYLIST, "hall",
       "{\"items\":[{\"media\":\"live\",\"priority\":1,\"when\":{\"daily\":[[\"10:00\",\"11:00\"]]}},{\"media\":\"c\"}],\"fallback\":\"a\"}");
  assert_plays (fixture, 10 * 3600 - 60, 3700, "c@0 c@30 live@60 c@3660 c@3690");
  g_assert_cmpstr (mb_record_get_id (MB_RECORD (mb_play_plan_get_fallback (fixture->plan))), ==, "a");
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  MbPlayTurn play = mb_play_plan_look (fixture->plan, fixture->midnight_us, fixture->time);

  g_assert_null (play.media); /* there is no such list */
  put (fixture, MB_KIND_PLAYLIST, "hall", "{\"items\":[]}");
  assert_plays (fixture, 0, 1, "-@0");
  put (fixture, MB_KIND_PLAYLIST, "hall", "{\"items\":[{\"media\":\"gone\"}]}");
  assert_plays (fixture, 0, 1, "-@0");
  put (fixture, MB_KIND_PLAYLIST, "hall",
       "{\"items\":[{\"media\":\"b\",\"when\":{\"daily\":[[\"09:00\",\"09:01\"]]}}],\"fallback\":\"a\"}");
  assert_plays (fixture, 9 * 3600 - 20, 100, "a@0 a@10 b@20 b@40 b@60 a@80 a@90");
  put (fixture, MB_KIND_PLAYLIST, "hall",
       "{\"items\":[{\"media\":\"b\"}],\"when\":{\"daily\":[[\"09:00\",\"09:01\"]]},\"fallback\":\"a\"}");
  assert_plays (fixture, 9 * 3600 - 20, 100, "-@-32380 b@20 b@40 b@60 -@80");
}

/* Every thing once a round, each round otherwise, and never again before half of the others. */
static void
test_shuffle (void)
{
  guint other = 0;

  for (guint n = 4; n <= 30; n++)
    {
      g_autofree guint *order = g_new (guint, n), *last = g_new (guint, n), *seen = g_new0 (guint, n);
      g_autofree guint *before = g_new0 (guint, n);

      for (guint round = 0; round < 40; round++)
        {
          mb_play_order_shuffle (7, round, n, order);
          for (guint i = 0; i < n; i++)
            {
              guint place = round * n + i;

              g_assert_cmpuint (order[i], <, n);
              g_assert_cmpuint (seen[order[i]]++, ==, round);
              g_assert_true (round == 0 || place - last[order[i]] > n / 2);
              last[order[i]] = place;
              other += round > 0 && order[i] != before[i];
              before[i] = order[i];
            }
        }
    }
  g_assert_cmpuint (other, >, 27 * 39);
}

/* A list as large as a record may be, with windows everywhere, does not hold a board up. */
static void
test_large (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) items = g_string_new (NULL);
  g_autofree char *value = NULL;
  clock_t began;

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (items, "%s{\"media\":\"%c\",\"seconds\":1,\"when\":{\"daily\":[[\"%02u:%02u\",\"%02u:%02u\"]]}}",
                            i > 0 ? "," : "", "abc"[i % 3], i / 60, i % 60, 12 + i / 60, i % 60);
  value = g_strdup_printf ("{\"shuffle\":true,\"items\":[%s]}", items->str);
  put (fixture, MB_KIND_PLAYLIST, "hall", value);
  began = clock ();
  g_assert_nonnull (mb_play_plan_look (fixture->plan, fixture->midnight_us + 15 * G_TIME_SPAN_HOUR, fixture->time).media);
  began = clock () - began;
  g_test_message ("%.1f ms", (double) began * 1000 / CLOCKS_PER_SEC);
  g_assert_cmpint (began, <, CLOCKS_PER_SEC / 2);
}

/* Three hundred things, each with two windows of its own: who has watched since midnight, who looks for the first time and
 * who has looked ahead see the same, and a whole day is no work. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) list = g_string_new ("{\"items\":[");
  gint64 began_us;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *id = g_strdup_printf ("film-%u", i);
      guint from = i * 4, other = 1439 - i;

      put_film (fixture, id, 5 + i % 20);
      g_string_append_printf (list, "%s{\"media\":\"%s\",\"when\":{\"daily\":[[\"%02u:%02u\",\"%02u:%02u\"],[\"%02u:%02u\",\"24:00\"]]}}",
                              i > 0 ? "," : "", id, from / 60, from % 60, (from + 90) / 60, (from + 90) % 60, other / 60,
                              other % 60);
    }
  g_string_append (list, "]}");
  put (fixture, MB_KIND_PLAYLIST, "hall", list->str);

  began_us = g_get_monotonic_time ();
  mb_play_plan_look (fixture->plan, fixture->midnight_us + DAY_US - 1, fixture->time);
  g_test_message ("%.1f ms for a day", (double) (g_get_monotonic_time () - began_us) / 1000);
  for (gint64 s = 3600; s < 86400; s += 7001)
    {
      gint64 us = fixture->midnight_us + s * G_TIME_SPAN_SECOND;
      MbPlayTurn watched = mb_play_plan_look (fixture->plan, us, fixture->time), back, fresh;

      mb_play_plan_look (fixture->plan, watched.until_us, fixture->time);
      back = mb_play_plan_look (fixture->plan, us, fixture->time);
      mb_play_plan_forget (fixture->plan);
      fresh = mb_play_plan_look (fixture->plan, us, fixture->time);
      g_assert_true (watched.media == fresh.media && back.media == fresh.media);
      g_assert_cmpint (watched.begin_us, ==, fresh.begin_us);
      g_assert_cmpint (back.begin_us, ==, fresh.begin_us);
      g_assert_cmpint (back.until_us, ==, fresh.until_us);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/play-plan/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("in-turn", test_in_turn);
  ADD ("lengths", test_lengths);
  ADD ("pure", test_pure);
  ADD ("windows", test_windows);
  ADD ("interrupt", test_interrupt);
  ADD ("nested", test_nested);
  ADD ("between", test_between);
  ADD ("deep", test_deep);
  ADD ("interrupting-list", test_interrupting_list);
  ADD ("changed", test_changed);
  ADD ("live", test_live);
  ADD ("nothing", test_nothing);
  ADD ("large", test_large);
  ADD ("many", test_many);
  g_test_add_func ("/play-plan/shuffle", test_shuffle);

  return g_test_run ();
}
