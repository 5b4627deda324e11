/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "hub/clerk/mb-clerk.h"
#include "hub/fanout/mb-fanout.h"
#include "mb-test-wait.h"
#include "store/memory/mb-memory-journal.h"

#include <string.h>

/* The streams with a time that the test says: when one ends whose client takes nothing. */

#define LONG (8 * 1024 * 1024) /* more than the sockets between hold */
#define SECOND ((gint64) G_USEC_PER_SEC)

typedef struct
{
  MbClock *clock;
  MbClerk *clerk;
  MbJournal *journal;
  MbFacts *facts;
  MbFanout *fanout;
  GSocketConnection *client;
  GString *received;
  gint64 begun_us; /* no later than the stream */
  gboolean ended;
  gboolean closed; /* the journal */
} Hall;

static GSocketConnection *
accept_client (Hall *self)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_enable_proxy (client, FALSE);
  self->client = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
  g_assert_nonnull (self->client);

  return g_socket_listener_accept (listener, NULL, NULL, NULL);
}

static void
set_up (Hall *self, gconstpointer data)
{
  static const MbDoorPatience patience = { 10000, 10000, 10000 };
  g_autoptr (GSocketConnection) connection = accept_client (self);
  g_autoptr (GBytes) head = g_bytes_new_take (g_strnfill (LONG, ' '), LONG);

  self->clock = mb_clock_new_at (0, 0);
  self->clerk = mb_clerk_new ();
  self->journal = mb_memory_journal_new (self->clock, &mb_clerk_funcs, self->clerk);
  self->facts = mb_facts_new (self->journal);
  self->fanout = mb_fanout_new (self->journal, self->facts, self->clock);
  self->begun_us = g_get_monotonic_time ();
  mb_fanout_add (self->fanout, MB_DOOR_STREAM (mb_door_stream_new (connection, &patience)), head, NULL,
                 &(MbStreamWish){ .kinds = MB_ALL_KINDS });
  self->received = g_string_new (NULL);
  g_socket_set_blocking (g_socket_connection_get_socket (self->client), FALSE);
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_assert_true (mb_journal_close_finish (MB_JOURNAL (source), result, NULL));
  ((Hall *) data)->closed = TRUE;
}

static void
tear_down (Hall *self, gconstpointer data)
{
  mb_test_assert_finalized (self->fanout);
  mb_journal_close_async (self->journal, NULL, on_closed, self);
  mb_test_wait (self->closed);
  g_object_unref (self->facts);
  g_object_unref (self->journal);
  mb_clerk_free (self->clerk);
  g_object_unref (self->clock);
  g_object_unref (self->client);
  g_string_free (self->received, TRUE);
}

/* Takes some of what has come. Returns: how much came so far */
static gsize
take (Hall *self)
{
  static char buffer[64 * 1024];
  gssize n = g_socket_receive (g_socket_connection_get_socket (self->client), buffer, sizeof buffer, NULL, NULL);

  self->ended = n == 0;
  g_string_append_len (self->received, buffer, MAX (n, 0));

  return self->received->len;
}

/* A client that is slow, but takes something now and then, stays; so does one for whom nothing waits. */
static void
test_slow (Hall *self, gconstpointer data)
{
  gint64 taken_us = 0;

  mb_fanout_beat (self->fanout, self->begun_us + 29 * SECOND);
  mb_test_wait ((taken_us = g_get_monotonic_time (), take (self) > LONG / 2));
  mb_fanout_beat (self->fanout, taken_us + 29 * SECOND);
  mb_test_wait (take (self) > LONG && strstr (self->received->str, "event: live") != NULL);

  mb_fanout_beat (self->fanout, self->begun_us + 3600 * SECOND);
  mb_fanout_beat (self->fanout, self->begun_us + 3600 * SECOND);
  mb_test_wait ((take (self), g_str_has_suffix (self->received->str, ": beat\n\n: beat\n\n")));
  g_assert_false (self->ended);
}

static void
test_stuck (Hall *self, gconstpointer data)
{
  mb_fanout_beat (self->fanout, g_get_monotonic_time () + 31 * SECOND);
  mb_test_wait ((take (self), self->ended));
  g_assert_cmpuint (self->received->len, <, LONG);
}

/* A screen comes after 9 s and after 11 s: what it was told meanwhile it hears, or not any more. */
static void
test_command_expires (Hall *self, gconstpointer data)
{
  static const MbDoorPatience patience = { 10000, 10000, 10000 };
  g_autoptr (GBytes) head = g_bytes_new_static ("", 0);
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GSocketConnection) connection = NULL;

  g_assert_cmpuint (mb_fanout_command (self->fanout, "e1", "{\"do\":\"restart\"}"), ==, 0);
  mb_fanout_beat (self->fanout, now + GPOINTER_TO_INT (data) * SECOND);

  g_clear_object (&self->client);
  connection = accept_client (self);
  g_socket_set_blocking (g_socket_connection_get_socket (self->client), FALSE);
  mb_fanout_add (self->fanout, MB_DOOR_STREAM (mb_door_stream_new (connection, &patience)), head, NULL,
                 &(MbStreamWish){ .kinds = MB_ALL_KINDS, .screen = "e1" });
  mb_fanout_beat (self->fanout, now);
  mb_test_wait ((take (self), strstr (self->received->str, ": beat\n\n") != NULL &&
                                  strstr (self->received->str, "event: live") != NULL));
  mb_test_spin ();
  take (self);
  g_assert_cmpint (strstr (self->received->str, "event: command") != NULL, ==, GPOINTER_TO_INT (data) < 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/fanout/slow", Hall, NULL, set_up, test_slow, tear_down);
  g_test_add ("/fanout/command-waits", Hall, GINT_TO_POINTER (9), set_up, test_command_expires, tear_down);
  g_test_add ("/fanout/command-expires", Hall, GINT_TO_POINTER (11), set_up, test_command_expires, tear_down);
  g_test_add ("/fanout/stuck", Hall, NULL, set_up, test_stuck, tear_down);

  return g_test_run ();
}
