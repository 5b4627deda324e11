/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "mb-test-hub.h"
#include "mb-test-stream.h"
#include "mb-test-wait.h"

#include <libsoup/soup.h>
#include <string.h>

/* Many who write at once. */

typedef struct
{
  MbTestHub *hub;
  SoupSession *session;
  guint under_way;
  guint statuses[600]; /* how often each was answered */
  gboolean ending;     /* the hub may go away under a request */
  guint lost;
} Crowd;

static void
crowd_init (Crowd *self)
{
  memset (self, 0, sizeof *self);
  self->hub = mb_test_hub_new (NULL);
  self->session = soup_session_new_with_options ("max-conns", 64, "max-conns-per-host", 64, NULL);
}

static void
crowd_clear (Crowd *self)
{
  g_clear_object (&self->session);
  g_clear_pointer (&self->hub, mb_test_hub_free);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  Crowd *self = data;
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (source), result);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);

  if (self->ending && error != NULL)
    self->lost++;
  else
    {
      g_assert_no_error (error);
      self->statuses[soup_message_get_status (message)]++;
    }
  self->under_way--;
}

static void
crowd_send (Crowd *self, const char *method, const char *path, const char *body, const char *if_match)
{
  g_autofree char *uri = g_strconcat (mb_test_hub_get_url (self->hub), "/v1/markets/m1/", path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  if (if_match != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "If-Match", if_match);
  self->under_way++;
  soup_session_send_and_read_async (self->session, message, G_PRIORITY_DEFAULT, NULL, on_sent, self);
}

/* However they are mixed, one of those who saw the same revision wins, and the others are told. */
static void
test_race (void)
{
  Crowd crowd;

  crowd_init (&crowd);
  g_free (mb_test_hub_send (crowd.hub, "PUT", "records/product/eggs",
                            "{\"name\":{\"en\":\"0\"},\"order\":0,\"trade\":\"fruit\",\"sold_by\":\"weight\"}", NULL,
                            NULL));
  for (guint round = 1; round <= 10; round++)
    {
      g_autofree char *etag = g_strdup (mb_test_hub_get_header (crowd.hub, "ETag"));

      for (guint i = 1; i <= 20; i++)
        {
          g_autofree char *body = g_strdup_printf (
              "{\"name\":{\"en\":\"%u\"},\"order\":%u,\"trade\":\"fruit\",\"sold_by\":\"weight\"}", i, round * 100 + i);

          crowd_send (&crowd, "PUT", "records/product/eggs", body, etag);
        }
      mb_test_wait (crowd.under_way == 0);
      g_assert_cmpuint (crowd.statuses[200], ==, round);
      g_assert_cmpuint (crowd.statuses[412], ==, round * 19);
      g_free (mb_test_hub_send (crowd.hub, "GET", "records/product/eggs", NULL, NULL, NULL));
    }
  crowd_clear (&crowd);
}

/* Transactions stay together, numbers have no gap, and the stream tells both. */
static void
test_publishers (void)
{
  const guint publishers = 16, rounds = 25;
  g_autoptr (MbTestStream) stream = NULL;
  g_autofree char *checked = NULL, *last = NULL, *suffix = NULL;
  Crowd crowd;

  crowd_init (&crowd);
  stream = mb_test_stream_open (mb_test_hub_get_port (crowd.hub), "/v1/markets/m1/stream", NULL);
  mb_test_wait (mb_test_stream_count (stream, "event: live") == 1);
  mb_test_stream_clear (stream);

  for (guint i = 0; i < rounds; i++)
    for (guint j = 0; j < publishers; j++)
      {
        g_autofree char *body = g_strdup_printf (
            "{\"changes\":[{\"kind\":\"product\",\"id\":\"p%u\",\"value\":{\"name\":{\"en\":\"x\"},\"order\":%u,"
            "\"trade\":\"fruit\",\"sold_by\":\"weight\"}},{\"kind\":\"product\",\"id\":\"q%u\",\"value\":{\"name\":"
            "{\"en\":\"x\"},\"order\":%u,\"trade\":\"fruit\",\"sold_by\":\"weight\"}}]}", j, i, j, i);

        crowd_send (&crowd, "POST", "changes", body, NULL);
      }
  mb_test_wait (crowd.under_way == 0);
  g_assert_cmpuint (crowd.statuses[200], ==, publishers * rounds);

  suffix = g_strdup_printf (".%u\n", 1 + publishers * rounds * 2);
  mb_test_wait (strstr (stream->text->str, suffix) != NULL && g_str_has_suffix (stream->text->str, "\n\n"));
  g_assert_cmpuint (mb_test_stream_count (stream, "event: live"), ==, publishers * rounds);
  g_assert_cmpuint (mb_test_stream_count (stream, "event: put"), ==, publishers * rounds * 2);
  for (guint rev = 2; rev < 2 + publishers * rounds * 2; rev += 2)
    {
      g_autofree char *first = g_strdup_printf ("\"rev\":%u,", rev), *second = g_strdup_printf ("\"rev\":%u,", rev + 1);
      g_autofree char *end = g_strdup_printf (".%u\n", rev + 1);
      const char *one = strstr (stream->text->str, first), *two = strstr (one, second), *live = strstr (two, end);

      g_assert_true (one != NULL && two != NULL && live != NULL && live - one < 600);
    }

  checked = mb_test_hub_command (crowd.hub, (const char *[]){ "check", NULL }, NULL);
  g_assert_nonnull (strstr (checked, ".801\n"));
  crowd_clear (&crowd);
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == '\n';

  return n;
}

/* SIGTERM in the middle of it: what was answered is written, and nobody hears of half a thing. */
static void
test_end (void)
{
  g_autofree char *journal = NULL;
  guint known;
  Crowd crowd;

  crowd_init (&crowd);
  crowd.ending = TRUE;
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *path = g_strdup_printf ("records/product/p%u", i);

      crowd_send (&crowd, "PUT", path, "{\"name\":{\"en\":\"x\"},\"order\":1,\"trade\":\"fruit\",\"sold_by\":\"weight\"}",
                  NULL);
    }
  mb_test_wait (crowd.statuses[201] > 20);
  mb_test_hub_stop (crowd.hub);
  mb_test_wait (crowd.under_way == 0);
  g_test_message ("%u done, %u refused, %u lost", crowd.statuses[201], crowd.statuses[503], crowd.lost);
  g_assert_cmpuint (crowd.statuses[201] + crowd.statuses[503] + crowd.lost, ==, 300);

  mb_test_hub_start (crowd.hub, NULL);
  journal = mb_test_hub_send (crowd.hub, "GET", "journal", NULL, NULL, NULL);
  known = count_lines (journal) - 1;
  g_assert_cmpuint (known, >=, crowd.statuses[201]);
  g_assert_cmpuint (known, <=, crowd.statuses[201] + crowd.lost);
  crowd_clear (&crowd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/concurrency/race", test_race);
  g_test_add_func ("/concurrency/publishers", test_publishers);
  g_test_add_func ("/concurrency/end", test_end);

  return g_test_run ();
}
