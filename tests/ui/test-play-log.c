/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen/plays/mb-play-log.h"

#include "mb-test-files.h"
#include "mb-test-hub.h"
#include "mb-test-wait.h"

#include <glib/gstdio.h>
#include <string.h>

/* Proof of play, from the glass to the hub. */

#define NOON ((MbTime){ G_GINT64_CONSTANT (1795406400) * G_USEC_PER_SEC, 28800 }) /* 2026-11-23T12:00:00+08:00 */

typedef struct
{
  char *folder, *path;
  MbPlayLog *log;
} Room;

static void
set_up (Room *room, gconstpointer data)
{
  room->folder = mb_test_folder_new ();
  room->path = g_build_filename (room->folder, "state", "e-1.outbox", NULL);
  room->log = mb_play_log_new (room->path, "e-1");
}

static void
tear_down (Room *room, gconstpointer data)
{
  mb_test_assert_finalized (room->log);
  mb_test_folder_free (room->folder);
  g_free (room->path);
}

static gint64
describe (Room *room, char **trouble)
{
  g_auto(MbStatus) status = { 0 };

  mb_status_init (&status);
  mb_play_log_describe (room->log, &status);
  if (trouble != NULL)
    *trouble = status.trouble != NULL ? g_strjoinv ("; ", status.trouble) : NULL;
  return status.outbox;
}

static gboolean
has_trouble (Room *room, const char *part)
{
  g_autofree char *trouble = NULL;

  describe (room, &trouble);
  return trouble != NULL && strstr (trouble, part) != NULL;
}

static void
test_to_the_hub (Room *room, gconstpointer data)
{
  g_autoptr(MbTestHub) hub = mb_test_hub_new (NULL);
  g_autofree char *listed = NULL, *trouble = NULL;
  static const char *const one = "\"n\":1,\"at\":\"2026-11-23T12:00:15+08:00\",\"screen\":\"e-1\",\"zone\":\"video\","
                                 "\"media\":\"film\",\"started_at\":\"2026-11-23T12:00:00+08:00\",\"ms\":15000,"
                                 "\"ended\":\"whole\"}\n";

  mb_play_log_add (room->log, "video", "film", NOON, 15000, MB_PLAY_WHOLE);
  mb_play_log_add (room->log, "video", "rice", NOON, 4000, MB_PLAY_CUT);
  mb_play_log_add (room->log, "video", "none", NOON, 0, MB_PLAY_FAILED);
  g_assert_cmpint (describe (room, NULL), ==, 3);
  mb_test_wait (mb_play_log_get_n_written (room->log) == 3);
  g_assert_cmpint (describe (room, NULL), ==, 3);

  mb_play_log_send_to (room->log, mb_test_hub_get_url (hub), "m1");
  mb_test_wait (describe (room, &trouble) == 0);
  g_assert_null (trouble);
  listed = mb_test_hub_send (hub, "GET", "facts?type=play", NULL, NULL, NULL);
  g_assert_nonnull (strstr (listed, one));
  g_assert_nonnull (strstr (listed, "\"n\":2,"));
  g_assert_nonnull (strstr (listed, "\"n\":3,"));
}

/* A program that ends has written down what it was given; the next one sends it. */
static void
test_next_start (Room *room, gconstpointer data)
{
  g_autoptr(MbTestHub) hub = mb_test_hub_new (NULL);
  g_autofree char *listed = NULL;

  mb_play_log_add (room->log, "video", "film", NOON, 15000, MB_PLAY_WHOLE);
  mb_test_wait (mb_play_log_get_n_written (room->log) == 1);
  mb_test_assert_finalized (room->log);
  room->log = mb_play_log_new (room->path, "e-1");
  mb_play_log_send_to (room->log, mb_test_hub_get_url (hub), "m1");
  mb_play_log_add (room->log, "video", "film", NOON, 15000, MB_PLAY_WHOLE);
  mb_test_wait (mb_play_log_get_n_written (room->log) == 1 && describe (room, NULL) == 0);
  listed = mb_test_hub_send (hub, "GET", "facts?type=play", NULL, NULL, NULL);
  g_assert_nonnull (strstr (listed, "\"n\":2,"));
}

/* What ends with the program is written down before it ends, though nobody turns a main loop any more. */
static void
test_closed (Room *room, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    mb_play_log_add (room->log, "video", "film", NOON, 15000, MB_PLAY_CUT);
  mb_play_log_close (room->log);
  mb_play_log_add (room->log, "video", "film", NOON, 15000, MB_PLAY_WHOLE); /* too late */
  mb_test_assert_finalized (room->log);

  room->log = mb_play_log_new (room->path, "e-1");
  mb_play_log_add (room->log, "video", "film", NOON, 15000, MB_PLAY_WHOLE);
  mb_test_wait (mb_play_log_get_n_written (room->log) == 1);
  g_assert_cmpint (describe (room, NULL), ==, 4);
}

/* A disk that takes nothing is said, and tried again; so many wait for it, and the rest is counted. */
static void
test_no_disk (Room *room, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (room->path);
  g_autofree char *later = NULL;

  /* A file stands where the folder should be. */
  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
  mb_play_log_set_retry (room->log, 10);
  for (guint i = 0; i < 1010; i++)
    mb_play_log_add (room->log, "video", "film", NOON, 15000, MB_PLAY_WHOLE);
  mb_test_wait (has_trouble (room, "could not be made"));
  g_assert_true (has_trouble (room, "10 plays were not written down"));
  g_assert_cmpint (describe (room, NULL), ==, 1000);
  g_assert_cmpuint (mb_play_log_get_n_written (room->log), ==, 0);

  g_assert_cmpint (g_unlink (folder), ==, 0);
  mb_test_wait (mb_play_log_get_n_written (room->log) == 1000);
  g_assert_cmpint (describe (room, &later), ==, 1000);
  g_assert_cmpstr (later, ==, "10 plays were not written down");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/play-log/to-the-hub", Room, NULL, set_up, test_to_the_hub, tear_down);
  g_test_add ("/play-log/next-start", Room, NULL, set_up, test_next_start, tear_down);
  g_test_add ("/play-log/closed", Room, NULL, set_up, test_closed, tear_down);
  g_test_add ("/play-log/no-disk", Room, NULL, set_up, test_no_disk, tear_down);

  return g_test_run ();
}
