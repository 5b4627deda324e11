/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/page/mb-media-wants.h"

#include "core/wire/mb-record-codec.h"

/* Which files a board needs, written down as "a@0 b@3600": media by the first digit of their digest, and in how
 * many seconds. */

#define NOW_US G_GINT64_CONSTANT (1795395600000000) /* 2026-11-23T09:00:00+08:00 */

typedef struct
{
  MbBoard *board;
  MbMarketTime *time;
  guint64 rev;
} Fixture;

static void
put (Fixture *fixture, MbKind kind, const char *id, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbJson) json = mb_json_read_text (value, -1, MB_JSON_STRICT, &error);
  MbDelta *delta = mb_delta_new ();
  MbRecord *record;

  g_assert_no_error (error);
  record = mb_record_decode (kind, id, json, 0, NULL, MB_JSON_NONE, &error);
  g_assert_no_error (error);
  mb_record_set_stamp (record, ++fixture->rev, 0, "test");
  mb_delta_put (delta, record, NULL);
  delta->position = g_strdup_printf ("0123456789ab.%" G_GUINT64_FORMAT, fixture->rev);
  mb_board_apply (fixture->board, delta);
}

static void
put_media (Fixture *fixture, const char *type, char digit, const char *more)
{
  g_autofree char *digest = g_strnfill (64, digit);
  g_autofree char *value = g_strdup_printf ("{\"type\":\"%s\",\"sha256\":\"%s\",\"bytes\":%d%s}", type, digest, digit,
                                            more);
  char id[] = { digit, '\0' };

  put (fixture, MB_KIND_MEDIA, id, value);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->board = mb_board_new ();
  fixture->time = mb_market_time_new (NULL);
  for (char digit = 'a'; digit <= 'd'; digit++)
    put_media (fixture, "image", digit, "");
  put_media (fixture, "video", 'e', ",\"poster\":\"d\"");
  put_media (fixture, "video", 'f', "");
  put (fixture, MB_KIND_MEDIA, "live", "{\"type\":\"live\",\"uri\":\"rtsp://camera/1\",\"poster\":\"c\"}");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mb_market_time_unref (fixture->time);
  g_object_unref (fixture->board);
}

static char *
tell (Fixture *fixture, const char *zones)
{
  g_autofree char *layout = g_strdup_printf ("{\"columns\":2,\"rows\":2,\"distance_m\":4,\"zones\":[%s]}", zones);
  GString *text = g_string_new (NULL);
  g_autoptr (GArray) wants = NULL;

  put (fixture, MB_KIND_LAYOUT, "hall", layout);
  wants = mb_media_wants_list (fixture->board, (MbLayout *) mb_board_get (fixture->board, MB_KIND_LAYOUT, "hall"),
                               (MbScreen *) mb_board_get (fixture->board, MB_KIND_SCREEN, "s1"), NOW_US, fixture->time);
  for (guint i = 0; i < wants->len; i++)
    {
      const MbMediaWant *want = &g_array_index (wants, MbMediaWant, i);

      g_assert_cmpuint (want->bytes, ==, want->sha256[0]);
      g_string_append_printf (text, "%s%c@%" G_GINT64_FORMAT, i > 0 ? " " : "", want->sha256[0],
                              (want->at - NOW_US) / G_USEC_PER_SEC);
    }
  return g_string_free (text, FALSE);
}

#define AT "\"at\":[0,0,1,1]"
#define assert_wants(zones, text)                                                                                      \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *told = tell (fixture, zones);                                                                     \
    g_assert_cmpstr (told, ==, text);                                                                                  \
  }                                                                                                                    \
  G_STMT_END

static void
test_picture (Fixture *fixture, gconstpointer data)
{
  assert_wants ("", "");
  assert_wants ("{\"show\":\"prices\"," AT "}", "");
  assert_wants ("{\"show\":\"picture\",\"media\":\"b\"," AT "}", "b@0");
  assert_wants ("{\"show\":\"picture\",\"media\":\"gone\"," AT "}", "");
}

static void
test_playlist (Fixture *fixture, gconstpointer data)
{
  const char *zone = "{\"show\":\"video\",\"playlist\":\"p\"," AT "}";

  assert_wants (zone, "");
  put (fixture, MB_KIND_PLAYLIST, "p",
       "{\"items\":[{\"media\":\"e\"},{\"media\":\"live\"},{\"media\":\"f\",\"when\":{\"daily\":[[\"10:00\",\"11:00\"]]}}],"
       "\"fallback\":\"a\"}");
  assert_wants (zone, "a@0 c@0 d@0 e@0 f@3600");
  put (fixture, MB_KIND_PLAYLIST, "p",
       "{\"items\":[{\"media\":\"f\"}],\"when\":{\"from\":\"2026-11-23T12:00:00+08:00\"}}");
  assert_wants (zone, "f@10800");
  put (fixture, MB_KIND_PLAYLIST, "p",
       "{\"items\":[{\"media\":\"f\"}],\"when\":{\"to\":\"2026-11-23T09:00:00+08:00\"}}");
  assert_wants (zone, "");
}

static void
test_interrupt (Fixture *fixture, gconstpointer data)
{
  const char *zone = "{\"show\":\"video\",\"playlist\":\"p\"," AT "}";

  put (fixture, MB_KIND_PLAYLIST, "p", "{\"items\":[{\"media\":\"f\"}]}");
  put (fixture, MB_KIND_PLAYLIST, "other", "{\"items\":[{\"media\":\"a\"}],\"priority\":5}");
  put (fixture, MB_KIND_PLAYLIST, "low",
       "{\"items\":[{\"media\":\"b\"}],\"when\":{\"daily\":[[\"10:00\",\"11:00\"]]}}");
  put (fixture, MB_KIND_PLAYLIST, "high",
       "{\"items\":[{\"media\":\"c\"}],\"priority\":5,\"when\":{\"daily\":[[\"10:00\",\"11:00\"]]}}");
  assert_wants (zone, "f@0 c@3600");
}

static void
test_promotions (Fixture *fixture, gconstpointer data)
{
  const char *zone = "{\"show\":\"promotion\"," AT "}";

  put (fixture, MB_KIND_PROMOTION, "one", "{\"title\":{\"en\":\"x\"},\"picture\":\"b\"}");
  put (fixture, MB_KIND_PROMOTION, "two",
       "{\"title\":{\"en\":\"x\"},\"picture\":\"a\",\"when\":{\"from\":\"2026-11-24T09:00:00+08:00\"}}");
  put (fixture, MB_KIND_PROMOTION, "three",
       "{\"title\":{\"en\":\"x\"},\"picture\":\"c\",\"when\":{\"to\":\"2026-11-22T09:00:00+08:00\"}}");
  assert_wants (zone, "b@0 a@86400");
  assert_wants ("{\"show\":\"ticker\"," AT "}", "");
  /* The same file for two things: when the first of them needs it. */
  put (fixture, MB_KIND_PROMOTION, "four", "{\"title\":{\"en\":\"x\"},\"picture\":\"a\"}");
  assert_wants (zone, "a@0 b@0");
}

static void
test_stalls (Fixture *fixture, gconstpointer data)
{
  put (fixture, MB_KIND_STALL, "a1", "{\"number\":\"A1\",\"merchant\":{\"en\":\"x\"},\"trade\":\"pork\",\"picture\":\"a\"}");
  put (fixture, MB_KIND_STALL, "a2", "{\"number\":\"A2\",\"merchant\":{\"en\":\"x\"},\"trade\":\"pork\",\"picture\":\"b\"}");
  assert_wants ("{\"show\":\"stalls\"," AT "}", "a@0 b@0");
  assert_wants ("{\"show\":\"tests\",\"stall\":\"a2\"," AT "}", "b@0");
  put (fixture, MB_KIND_SCREEN, "s1", "{\"layout\":\"hall\",\"stall\":\"a1\"}");
  assert_wants ("{\"show\":\"prices\"," AT "}", "a@0");
}

#define ADD(name, test) g_test_add ("/media-wants/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("picture", test_picture);
  ADD ("playlist", test_playlist);
  ADD ("interrupt", test_interrupt);
  ADD ("promotions", test_promotions);
  ADD ("stalls", test_stalls);
  return g_test_run ();
}
