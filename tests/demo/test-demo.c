/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/mb-demo.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-change-codec.h"
#include "demo-state.h"
#include "demo/mb-demo-sample.h"
#include "mb-test-files.h"
#include "mb-test-peer.h"
#include "mb-test-wait.h"

typedef struct
{
  guint ready, moved;
  GError *failure;
} Seen;

static void
on_ready (MbDemo *demo, Seen *seen)
{
  seen->ready++;
}

static void
on_moved (MbDemo *demo, guint n, Seen *seen)
{
  seen->moved += n;
}

static void
on_failed (MbDemo *demo, GError *error, Seen *seen)
{
  g_assert_null (seen->failure);
  seen->failure = g_error_copy (error);
}

static MbDemo *
demo_new (MbTestPeer *hub, MbClock *clock, Seen *seen)
{
  MbDemo *demo = mb_demo_new (mb_test_peer_get_url (hub), MB_DEMO_MARKET, clock, MB_DEMO_SEED);

  g_signal_connect (demo, "ready", G_CALLBACK (on_ready), seen);
  g_signal_connect (demo, "moved", G_CALLBACK (on_moved), seen);
  g_signal_connect (demo, "failed", G_CALLBACK (on_failed), seen);
  mb_demo_start (demo);

  return demo;
}

static MbChangeSet *
take_request (MbTestPeer *hub, guint i, guint status, const char *answer)
{
  MbTestRequest *request = mb_test_peer_wait (hub, i);
  g_autoptr (GBytes) body = g_bytes_new (request->body->data, request->body->len);
  g_autofree char *by = mb_test_request_dup_header (request, "Marketboard-By");
  g_autoptr (GError) error = NULL;
  MbChangeSet *set = mb_change_set_read (body, &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (request->head, "POST /v1/markets/guihua/changes "));
  g_assert_cmpstr (by, ==, "demo");
  mb_test_request_answer (request, status, "application/json", answer);

  return set;
}

/* Files come one by one, each under the digest of what it holds.
 * Returns: the number of the request after them */
static guint
take_files (MbTestPeer *hub, guint i, gboolean shown)
{
  g_autoptr (GPtrArray) files = mb_demo_sample_read_files ();

  for (guint file = 0; file < files->len; file++)
    {
      MbTestRequest *request;
      g_autofree char *digest = NULL;
      g_autofree char *line = NULL;

      if (((MbDemoFile *) files->pdata[file])->shown != shown)
        continue;
      request = mb_test_peer_wait (hub, i++);
      digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, request->body->data, request->body->len);
      line = g_strdup_printf ("PUT /v1/markets/guihua/media/%s ", digest);
      g_assert_true (g_str_has_prefix (request->head, line));
      mb_test_request_answer (request, 201, "application/json", "{}");
    }

  return i;
}

static void
test_against_a_hub (void)
{
  g_autoptr (MbTestPeer) hub = mb_test_peer_new ();
  MbClock *clock = mb_clock_new_at (demo_at ("07:58"), 0);
  Seen seen = { 0 };
  MbDemo *demo = demo_new (hub, clock, &seen);
  guint i = take_files (hub, 0, TRUE);
  g_autoptr (MbChangeSet) market = take_request (hub, i++, 200, "{}");
  g_autoptr (MbChangeSet) eve = take_request (hub, i++, 200, "{}");
  g_autoptr (MbChangeSet) today = NULL, later = NULL;

  g_assert_false (mb_demo_is_ready (demo));
  today = take_request (hub, i++, 200, "{}");
  g_assert_cmpuint (today->proposals->len, >, 1500);
  mb_test_wait (seen.ready == 1);
  g_assert_cmpuint (seen.moved, ==, 0);

  i = take_files (hub, i, FALSE);
  mb_clock_set (clock, demo_at ("08:30"), 0);
  later = take_request (hub, i++, 200, "{}");
  mb_test_wait (seen.moved == later->proposals->len);
  g_assert_cmpuint (later->proposals->len, >, 0);

  mb_clock_set (clock, demo_at ("23:00"), 0);
  mb_test_peer_wait (hub, i);
  mb_demo_stop (demo);
  mb_test_spin ();
  g_assert_cmpuint (seen.ready, ==, 1);
  g_assert_null (seen.failure);
  mb_test_assert_finalized (demo);
  mb_test_assert_finalized (clock);
}

/* Films come before what names them, and are in the playlist from the beginning; what is no film stays where it is. */
static void
test_films (void)
{
  g_autoptr (MbTestPeer) hub = mb_test_peer_new ();
  g_autoptr (MbClock) clock = mb_clock_new_at (demo_at ("05:00"), 0);
  g_autofree char *folder = mb_test_folder_new ();
  g_autofree char *film = g_build_filename (folder, "The Lane.webm", NULL);
  g_autofree char *other = g_build_filename (folder, "notes.txt", NULL);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "moving pictures", -1);
  g_autofree char *line = g_strdup_printf ("PUT /v1/markets/guihua/media/%s ", digest);
  g_autoptr (MbChangeSet) market = NULL, eve = NULL, shown = NULL;
  Seen seen = { 0 };
  MbDemo *demo;
  guint i;

  g_assert_true (g_file_set_contents (film, "moving pictures", -1, NULL));
  g_assert_true (g_file_set_contents (other, "words", -1, NULL));
  demo = mb_demo_new (mb_test_peer_get_url (hub), MB_DEMO_MARKET, clock, MB_DEMO_SEED);
  g_signal_connect (demo, "ready", G_CALLBACK (on_ready), &seen);
  mb_demo_set_films (demo, folder);
  mb_demo_start (demo);
  i = take_files (hub, 0, TRUE);
  g_assert_true (g_str_has_prefix (mb_test_peer_wait (hub, i)->head, line));
  mb_test_request_answer (mb_test_peer_wait (hub, i++), 201, "application/json", "{}");
  market = take_request (hub, i++, 200, "{}");
  shown = take_request (hub, i++, 200, "{}");
  eve = take_request (hub, i++, 200, "{}");
  mb_test_wait (seen.ready == 1);
  g_assert_cmpuint (shown->proposals->len, ==, 2);
  g_assert_cmpstr (((MbProposal *) shown->proposals->pdata[0])->id, ==, "film-the-lane");
  g_assert_cmpstr (((MbProposal *) shown->proposals->pdata[1])->id, ==, "hall-film");
  mb_demo_stop (demo);
  mb_test_assert_finalized (demo);
  mb_test_folder_free (g_steal_pointer (&folder));
}

static void
test_before_opening (void)
{
  g_autoptr (MbTestPeer) hub = mb_test_peer_new ();
  g_autoptr (MbClock) clock = mb_clock_new_at (demo_at ("05:00"), 0);
  Seen seen = { 0 };
  MbDemo *demo = demo_new (hub, clock, &seen);
  guint i = take_files (hub, 0, TRUE);
  g_autoptr (MbChangeSet) market = take_request (hub, i++, 200, "{}");
  g_autoptr (MbChangeSet) eve = take_request (hub, i++, 200, "{}");

  mb_test_wait (seen.ready == 1);
  i = take_files (hub, i, FALSE);
  g_assert_cmpuint (mb_test_peer_get_n_requests (hub), ==, i);
  mb_test_assert_finalized (demo);
}

static void
test_refused (void)
{
  g_autoptr (MbTestPeer) hub = mb_test_peer_new ();
  g_autoptr (MbClock) clock = mb_clock_new_at (demo_at ("07:58"), 60);
  Seen seen = { 0 };
  MbDemo *demo = demo_new (hub, clock, &seen);
  guint i = take_files (hub, 0, TRUE);
  g_autoptr (MbChangeSet) market = take_request (hub, i, 404, "{\"title\":\"No such market\"}");

  mb_test_wait (seen.failure != NULL);
  g_assert_error (seen.failure, MB_ERROR, MB_ERROR_NOT_FOUND);
  g_assert_false (mb_demo_is_ready (demo));
  mb_test_assert_finalized (demo);
  g_error_free (seen.failure);
}

static void
test_times (void)
{
  static const char *const bad[] = { "", "7:58", "25:00", "07:60", "noon", "07:58:30:1", "2026-11-08" };

  g_assert_cmpint (demo_at ("07:58"), ==, demo_at ("2026-11-08T07:58:00+08:00"));
  g_assert_cmpint (demo_at ("07:58:30"), ==, demo_at ("2026-11-07T23:58:30Z"));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 us;

      g_assert_false (mb_demo_parse_time (bad[i], &us, &error));
      g_assert_error (error, MB_ERROR, MB_ERROR_SYNTAX);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/against-a-hub", test_against_a_hub);
  g_test_add_func ("/demo/films", test_films);
  g_test_add_func ("/demo/before-opening", test_before_opening);
  g_test_add_func ("/demo/refused", test_refused);
  g_test_add_func ("/demo/times", test_times);

  return g_test_run ();
}
