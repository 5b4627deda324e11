/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/mb-fact-sender.h"

#include "mb-test-files.h"
#include "mb-test-hub.h"
#include "mb-test-peer.h"
#include "mb-test-wait.h"

#include <string.h>

/* Facts on their way from an outbox to a hub, which is there, or not, or says odd things. */

typedef struct
{
  char *folder, *path;
  MbOutbox *outbox;
  MbFactSender *sender;
  guint n_added;
} Device;

static void
set_up (Device *device, gconstpointer data)
{
  device->folder = mb_test_folder_new ();
  device->path = g_build_filename (device->folder, "e-1.outbox", NULL);
  device->outbox = mb_outbox_new (device->path, "e-1", MB_OUTBOX_BYTES);
}

static void
start (Device *device, const char *url)
{
  device->sender = mb_fact_sender_new (device->outbox, url, "m1", 7);
  mb_fact_sender_set_patience (device->sender, 10, 50);
  mb_fact_sender_start (device->sender);
}

static void
stop (Device *device)
{
  g_assert_finalize_object (g_steal_pointer (&device->sender));
}

static void
tear_down (Device *device, gconstpointer data)
{
  if (device->sender != NULL)
    stop (device);
  g_assert_finalize_object (device->outbox);
  mb_test_folder_free (device->folder);
  g_free (device->path);
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer data)
{
  Device *device = data;

  g_assert_true (mb_outbox_add_finish (device->outbox, result, NULL, NULL));
  device->n_added++;
}

/* @stars: 1 to 5 */
static void
add (Device *device, guint n, gint64 stars)
{
  guint before = device->n_added;

  for (guint i = 0; i < n; i++)
    {
      MbRating *rating = (MbRating *) mb_fact_new (MB_FACT_RATING);

      rating->head.at = (MbTime){ 1795388400 * G_TIME_SPAN_SECOND, 28800 };
      rating->code = g_strdup ("0123456789ab");
      rating->stars = stars;
      mb_outbox_add_async (device->outbox, (MbFact *) rating, on_added, device);
    }
  mb_test_wait (device->n_added == before + n);
}

static gboolean
has (Device *device, guint waiting, guint aside)
{
  g_auto (MbOutboxState) state = { 0 };

  mb_outbox_get_state (device->outbox, &state);
  return state.waiting == waiting && state.aside == aside;
}

static guint
count_lines (MbTestHub *hub)
{
  g_autofree char *text = mb_test_hub_send (hub, "GET", "facts?type=rating", NULL, NULL, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strv_length (lines) - 1;
}

static void
test_hub (Device *device, gconstpointer data)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);

  add (device, 3, 5);
  start (device, mb_test_hub_get_url (hub));
  mb_test_wait (has (device, 0, 0));
  g_assert_cmpuint (count_lines (hub), ==, 3);

  /* What comes while the hub is away waits for it. */
  mb_test_hub_kill (hub);
  add (device, 4, 5);
  g_assert_true (has (device, 4, 0));
  mb_test_hub_start (hub, NULL);
  mb_test_wait (has (device, 0, 0));
  g_assert_cmpuint (count_lines (hub), ==, 7);
}

static void
test_nothing_of_it_lost (Device *device, gconstpointer data)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);

  /* More than one batch, and a sender that goes and comes. */
  add (device, 2500, 5);
  for (guint i = 0; i < 5; i++)
    {
      start (device, mb_test_hub_get_url (hub));
      mb_test_spin ();
      stop (device);
    }
  start (device, mb_test_hub_get_url (hub));
  mb_test_wait (has (device, 0, 0));
  {
    g_autofree char *last = mb_test_hub_send (hub, "GET", "facts?after=2499", NULL, NULL, NULL);
    g_autofree char *none = mb_test_hub_send (hub, "GET", "facts?after=2500", NULL, NULL, NULL);

    g_assert_nonnull (strstr (last, "\"n\":2500,"));
    g_assert_cmpstr (none, ==, "");
  }
}

static void
assert_body (MbTestRequest *request, guint n_lines, const char *first)
{
  guint n = 0;

  for (guint i = 0; i < request->body->len; i++)
    n += request->body->data[i] == '\n';
  g_assert_cmpuint (n, ==, n_lines);
  g_assert_nonnull (g_strstr_len ((char *) request->body->data, request->body->len, first));
  g_assert_nonnull (strstr (request->head, "Content-Type: application/x-ndjson"));
}

/* An answer that does not add up takes nothing out. */
static void
test_odd_answers (Device *device, gconstpointer data)
{
  static const char *const odd[] = {
    "", "{}", "[]", "{\"accepted\":2,\"duplicates\":2}", "{\"accepted\":1,\"duplicates\":0}",
    "{\"accepted\":3,\"duplicates\":0,\"conflicts\":[7]}", "{\"accepted\":-1,\"duplicates\":4}",
    "{\"accepted\":2,\"duplicates\":0,\"conflicts\":[{\"source\":\"x\",\"n\":\"1\"}]}",
  };
  g_autoptr (MbTestPeer) peer = mb_test_peer_new ();
  guint at = 0;

  add (device, 3, 5);
  start (device, mb_test_peer_get_url (peer));
  for (; at < G_N_ELEMENTS (odd); at++)
    {
      MbTestRequest *request = mb_test_peer_wait (peer, at);

      assert_body (request, 3, "\"n\":1,");
      g_assert_true (has (device, 3, 0));
      mb_test_request_answer (request, 200, "application/json", odd[at]);
    }
  mb_test_request_answer (mb_test_peer_wait (peer, at++), 507, "application/problem+json", "{}");
  mb_test_request_close (mb_test_peer_wait (peer, at++));
  mb_test_request_reset (mb_test_peer_wait (peer, at++));
  g_assert_true (has (device, 3, 0));

  /* And one that does, does. */
  mb_test_request_answer (mb_test_peer_wait (peer, at), 200, "application/json",
                          "{\"accepted\":1,\"duplicates\":1,\"conflicts\":[{\"source\":\"x\",\"n\":2}]}");
  mb_test_wait (has (device, 0, 1));
}

/* One that is refused by itself is looked for, and set aside; the rest goes on. */
static void
test_refused (Device *device, gconstpointer data)
{
  g_autoptr (MbTestPeer) peer = mb_test_peer_new ();
  static const char *const refused = "{\"title\":\"no\",\"detail\":\"The fact on line 2\",\"pointer\":\"/stars\"}";
  static const char *const one = "{\"accepted\":1,\"duplicates\":0}", *const two = "{\"accepted\":2,\"duplicates\":0}";
  MbTestRequest *request;

  add (device, 4, 5);
  start (device, mb_test_peer_get_url (peer));
  assert_body (mb_test_peer_wait (peer, 0), 4, "\"n\":1,");
  mb_test_request_answer (mb_test_peer_wait (peer, 0), 422, "application/problem+json", refused);
  assert_body (mb_test_peer_wait (peer, 1), 2, "\"n\":1,");
  mb_test_request_answer (mb_test_peer_wait (peer, 1), 422, "application/problem+json", refused);
  assert_body (mb_test_peer_wait (peer, 2), 1, "\"n\":1,");
  mb_test_request_answer (mb_test_peer_wait (peer, 2), 200, "application/json", one);
  assert_body (mb_test_peer_wait (peer, 3), 2, "\"n\":2,");
  mb_test_request_answer (mb_test_peer_wait (peer, 3), 422, "application/problem+json", refused);
  request = mb_test_peer_wait (peer, 4);
  assert_body (request, 1, "\"n\":2,");
  mb_test_request_answer (request, 422, "application/problem+json", refused);
  assert_body (mb_test_peer_wait (peer, 5), 2, "\"n\":3,");
  mb_test_request_answer (mb_test_peer_wait (peer, 5), 200, "application/json", two);
  mb_test_wait (has (device, 0, 1));
}

/* The same numbers under one source twice: a box whose disk was put back. */
static void
test_conflict (Device *device, gconstpointer data)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  g_autofree char *saved = g_strconcat (device->path, ".saved", NULL);
  g_autofree char *copy = g_strdup_printf ("cp '%s' '%s'", device->path, saved);
  g_autofree char *back = g_strdup_printf ("cp '%s' '%s'", saved, device->path);

  add (device, 1, 5);
  g_assert_finalize_object (device->outbox);
  g_assert_true (g_spawn_command_line_sync (copy, NULL, NULL, NULL, NULL));
  device->outbox = mb_outbox_new (device->path, "e-1", MB_OUTBOX_BYTES);
  add (device, 1, 4);
  start (device, mb_test_hub_get_url (hub));
  mb_test_wait (has (device, 0, 0));
  stop (device);

  g_assert_finalize_object (device->outbox);
  g_assert_true (g_spawn_command_line_sync (back, NULL, NULL, NULL, NULL));
  device->outbox = mb_outbox_new (device->path, "e-1", MB_OUTBOX_BYTES);
  add (device, 2, 1);
  start (device, mb_test_hub_get_url (hub));
  mb_test_wait (has (device, 0, 1));
  g_assert_cmpuint (count_lines (hub), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/fact-sender/hub", Device, NULL, set_up, test_hub, tear_down);
  g_test_add ("/fact-sender/nothing-lost", Device, NULL, set_up, test_nothing_of_it_lost, tear_down);
  g_test_add ("/fact-sender/odd-answers", Device, NULL, set_up, test_odd_answers, tear_down);
  g_test_add ("/fact-sender/refused", Device, NULL, set_up, test_refused, tear_down);
  g_test_add ("/fact-sender/conflict", Device, NULL, set_up, test_conflict, tear_down);

  return g_test_run ();
}
