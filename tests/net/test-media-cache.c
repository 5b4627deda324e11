/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/mb-media-cache.h"

#include <string.h>
#include <fcntl.h>
#include <sys/stat.h>


#include "mb-test-files.h"
#include "mb-test-hub.h"
#include "mb-test-peer.h"
#include "mb-test-wait.h"

/* Media on this machine's disk, and how they come there. */

#define NOW_US G_GINT64_CONSTANT (1795388292000000)
#define HOUR_US G_TIME_SPAN_HOUR

typedef struct
{
  char *folder;
  MbMediaCacheOptions options;
  MbMediaCache *cache;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = mb_test_folder_new ();
  fixture->options.market = "m1";
  fixture->options.clock = mb_clock_new_at (NOW_US, 0);
  fixture->options.patience_ms = 1;
}

static void
close_cache (Fixture *fixture)
{
  if (fixture->cache != NULL)
    mb_test_assert_finalized (g_steal_pointer (&fixture->cache));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close_cache (fixture);
  g_object_unref (fixture->options.clock);
  mb_test_folder_free (fixture->folder);
}

static const MbMediaProgress *
look (Fixture *fixture)
{
  return mb_media_cache_get_progress (fixture->cache);
}

static void
open_cache (Fixture *fixture, const char *hub)
{
  close_cache (fixture);
  fixture->options.hub = hub;
  fixture->cache = mb_media_cache_new (fixture->folder, &fixture->options);
}

static void
settle (Fixture *fixture)
{
  mb_test_wait (look (fixture)->settled);
}

static char *
digest_of (const char *text)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

static char *
path_of (Fixture *fixture, const char *text, const char *suffix)
{
  g_autofree char *sha256 = digest_of (text);
  g_autofree char *name = g_strconcat (sha256, suffix, NULL);

  return g_build_filename (fixture->folder, name, NULL);
}

static void
put_file (Fixture *fixture, const char *named, const char *suffix, const char *bytes)
{
  g_autofree char *path = path_of (fixture, named, suffix);

  g_assert_true (g_file_set_contents (path, bytes, -1, NULL));
}

static gboolean
has_file (Fixture *fixture, const char *text)
{
  g_autofree char *sha256 = digest_of (text);

  return mb_media_cache_get_path (fixture->cache, sha256) != NULL;
}

static void
assert_file (Fixture *fixture, const char *text)
{
  g_autofree char *sha256 = digest_of (text);
  g_autofree char *found = NULL;

  g_assert_true (g_file_get_contents (mb_media_cache_get_path (fixture->cache, sha256), &found, NULL, NULL));
  g_assert_cmpstr (found, ==, text);
}

/* Texts and in how many hours each is needed, NULL-terminated. */
static void
want (Fixture *fixture, ...)
{
  g_autoptr (GArray) wants = g_array_new (FALSE, FALSE, sizeof (MbMediaWant));
  g_autoptr (GPtrArray) digests = g_ptr_array_new_with_free_func (g_free);
  const char *text;
  va_list list;

  va_start (list, fixture);
  while ((text = va_arg (list, const char *)) != NULL)
    {
      int hours = va_arg (list, int);
      MbMediaWant one = { digest_of (text), strlen (text), NOW_US + hours * HOUR_US };

      g_ptr_array_add (digests, (char *) one.sha256);
      g_array_append_val (wants, one);
    }
  va_end (list);
  mb_media_cache_set_wanted (fixture->cache, (const MbMediaWant *) wants->data, wants->len);
}

static const char *
failure_of (Fixture *fixture, const char *text)
{
  g_autofree char *sha256 = digest_of (text);

  return mb_media_cache_get_failure (fixture->cache, sha256);
}

static void
upload (MbTestHub *hub, const char *text)
{
  g_autofree char *sha256 = digest_of (text);
  g_autofree char *path = g_strconcat ("media/", sha256, NULL);

  g_free (mb_test_hub_send (hub, "PUT", path, text, NULL, NULL));
}

static void
test_own_files (Fixture *fixture, gconstpointer data)
{
  put_file (fixture, "a film", "", "a film");
  put_file (fixture, "another", "", "anothe");
  fixture->cache = mb_media_cache_new (fixture->folder, NULL);
  g_assert_false (look (fixture)->settled);
  settle (fixture);
  assert_file (fixture, "a film");
  g_assert_false (has_file (fixture, "another"));
}

static void
test_fetched (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  g_autofree char *film = g_strnfill (3000000, 'f');

  upload (hub, "one");
  upload (hub, film);
  open_cache (fixture, mb_test_hub_get_url (hub));
  want (fixture, "one", 0, film, 5, "nowhere", 0, NULL);
  g_assert_false (look (fixture)->settled);
  settle (fixture);
  assert_file (fixture, "one");
  assert_file (fixture, film);
  g_assert_cmpuint (look (fixture)->wanted, ==, 3);
  g_assert_cmpuint (look (fixture)->present, ==, 2);
  g_assert_cmpuint (look (fixture)->bytes_left, ==, strlen ("nowhere"));
  g_assert_cmpuint (look (fixture)->failed, ==, 1);
  g_assert_cmpstr (failure_of (fixture, "nowhere"), ==, "The hub does not have this file");
  want (fixture, "one", 0, NULL);
  settle (fixture);
  g_assert_null (failure_of (fixture, "nowhere"));
}

/* A screen that starts without its hub has what it had. */
static void
test_hub_gone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  g_autofree char *url = g_strdup (mb_test_hub_get_url (hub));

  upload (hub, "one");
  upload (hub, "two");
  open_cache (fixture, url);
  want (fixture, "one", 0, NULL);
  settle (fixture);
  mb_test_hub_kill (hub);
  open_cache (fixture, url);
  want (fixture, "one", 0, "two", 0, NULL);
  settle (fixture);
  assert_file (fixture, "one");
  g_assert_nonnull (strstr (look (fixture)->problem, "cannot be reached"));
  mb_test_hub_start (hub, NULL);
  mb_test_wait (has_file (fixture, "two") && look (fixture)->problem == NULL);
}

static void
count (guint *n)
{
  (*n)++;
}

/* At start nothing is read that looks as it did; a player may know better. */
static void
test_distrusted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  g_autofree char *sha256 = digest_of ("a film");
  g_autofree char *path = path_of (fixture, "a film", "");
  struct timespec times[2];
  struct stat about;
  guint spoilt = 0;

  upload (hub, "a film");
  open_cache (fixture, mb_test_hub_get_url (hub));
  want (fixture, "a film", 0, NULL);
  settle (fixture);
  close_cache (fixture);

  g_assert_cmpint (stat (path, &about), ==, 0);
  times[0] = about.st_atim;
  times[1] = about.st_mtim;
  g_assert_true (g_file_set_contents_full (path, "a filn", -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
  open_cache (fixture, mb_test_hub_get_url (hub));
  settle (fixture);
  g_assert_true (has_file (fixture, "a film"));

  want (fixture, "a film", 0, NULL);
  g_signal_connect_swapped (fixture->cache, "spoilt", G_CALLBACK (count), &spoilt);
  mb_media_cache_distrust (fixture->cache, sha256);
  mb_test_wait (!has_file (fixture, "a film"));
  mb_test_wait (has_file (fixture, "a film"));
  assert_file (fixture, "a film");
  /* It is right: said to be wrong again, it stays. */
  mb_media_cache_distrust (fixture->cache, sha256);
  settle (fixture);
  assert_file (fixture, "a film");
  g_assert_cmpuint (spoilt, ==, 1);
}

/* Written otherwise than the list says: it is read before anybody sees it. */
static void
test_doubtful (Fixture *fixture, gconstpointer data)
{
  put_file (fixture, "a film", "", "a film");
  open_cache (fixture, NULL);
  settle (fixture);
  g_assert_true (has_file (fixture, "a film"));
  close_cache (fixture);
  put_file (fixture, "a film", "", "a filn");
  open_cache (fixture, NULL);
  settle (fixture);
  g_assert_false (has_file (fixture, "a film"));
}

static char *
make_answer (const char *head, const char *body)
{
  return g_strdup_printf ("HTTP/1.1 %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\nConnection: close\r\n\r\n%s", head,
                          strlen (body), body);
}

/* What another start left is not fetched again. */
static void
test_resumed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MbTestPeer) peer = mb_test_peer_new ();
  g_autofree char *answer = make_answer ("206 Partial Content\r\nContent-Range: bytes 4-9/10", "456789");
  g_autofree char *range = NULL;
  MbTestRequest *request;

  put_file (fixture, "0123456789", ".part", "0123");
  open_cache (fixture, mb_test_peer_get_url (peer));
  want (fixture, "0123456789", 0, NULL);
  request = mb_test_peer_wait (peer, 0);
  range = mb_test_request_dup_header (request, "Range");
  g_assert_cmpstr (range, ==, "bytes=4-");
  mb_test_request_send (request, answer);
  settle (fixture);
  assert_file (fixture, "0123456789");
}

/* A connection that ends in the middle: the next goes on there. */
static void
test_cut (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MbTestPeer) peer = mb_test_peer_new ();
  g_autofree char *range = NULL;
  MbTestRequest *request;

  open_cache (fixture, mb_test_peer_get_url (peer));
  want (fixture, "0123456789", 0, NULL);
  request = mb_test_peer_wait (peer, 0);
  mb_test_request_send (request, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234");
  mb_test_request_close (request);
  settle (fixture);
  g_assert_nonnull (look (fixture)->problem);
  request = mb_test_peer_wait (peer, 1);
  range = mb_test_request_dup_header (request, "Range");
  g_assert_cmpstr (range, ==, "bytes=5-");
  /* Another hub, which knows no ranges. */
  mb_test_request_send (request, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789");
  mb_test_wait (has_file (fixture, "0123456789"));
  assert_file (fixture, "0123456789");
}

static void
test_lies (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *head, *body, *reason;
  } lies[] = {
    { "200 OK", "012345678X", "digest" },
    { "200 OK", "0123456789A", "another size" },
    { "206 Partial Content\r\nContent-Range: bytes 2-11/12", "0123456789", "another part" },
    { "404 Not Found", "", "does not have" },
    { "403 Forbidden", "", "403" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (MbTestPeer) peer = mb_test_peer_new ();
      g_autofree char *answer = make_answer (lies[i].head, lies[i].body);
      g_autofree char *part = path_of (fixture, "0123456789", ".part");

      open_cache (fixture, mb_test_peer_get_url (peer));
      want (fixture, "0123456789", 0, NULL);
      mb_test_request_send (mb_test_peer_wait (peer, 0), answer);
      settle (fixture);
      g_assert_false (has_file (fixture, "0123456789"));
      g_assert_nonnull (strstr (failure_of (fixture, "0123456789"), lies[i].reason));
      g_assert_cmpuint (mb_test_peer_get_n_requests (peer), ==, 1);
      g_assert_true (i > 0 || !g_file_test (part, G_FILE_TEST_EXISTS));
      close_cache (fixture);
    }
}

/* What is needed first comes first, even into the middle of another. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MbTestPeer) peer = mb_test_peer_new ();
  g_autofree char *film = digest_of ("film"), *picture = digest_of ("picture");
  g_autofree char *answer = make_answer ("200 OK", "picture");
  MbTestRequest *first, *second, *third;

  open_cache (fixture, mb_test_peer_get_url (peer));
  want (fixture, "film", 5, NULL);
  first = mb_test_peer_wait (peer, 0);
  g_assert_nonnull (strstr (first->head, film));
  mb_test_request_send (first, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfi");
  want (fixture, "picture", 0, "film", 5, NULL);
  second = mb_test_peer_wait (peer, 1);
  g_assert_nonnull (strstr (second->head, picture));
  mb_test_wait (first->gone);
  mb_test_request_send (second, answer);
  mb_test_wait (has_file (fixture, "picture"));
  third = mb_test_peer_wait (peer, 2);
  g_assert_nonnull (strstr (third->head, film));
  g_assert_false (look (fixture)->settled);
}

static void
test_eviction (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  g_autofree char *path = path_of (fixture, "aaaa", "");

  for (const char *const *at = (const char *[]){ "aaaa", "bbbb", "cccc", "dddd", "eeee", NULL }; *at != NULL; at++)
    upload (hub, *at);
  /* Three of them. */
  fixture->options.max_bytes = 12;
  open_cache (fixture, mb_test_hub_get_url (hub));
  want (fixture, "aaaa", 0, NULL);
  settle (fixture);
  mb_clock_set (fixture->options.clock, NOW_US + 1, 0);
  want (fixture, "bbbb", 0, "cccc", 1, NULL);
  settle (fixture);
  g_assert_true (has_file (fixture, "aaaa"));

  /* The longest unneeded goes. */
  want (fixture, "bbbb", 0, "cccc", 1, "dddd", 23, NULL);
  settle (fixture);
  g_assert_false (has_file (fixture, "aaaa"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (has_file (fixture, "dddd"));

  /* What is needed within a day never does. */
  want (fixture, "eeee", 0, "bbbb", 0, "cccc", 1, "dddd", 23, NULL);
  settle (fixture);
  g_assert_false (has_file (fixture, "eeee"));
  g_assert_cmpstr (failure_of (fixture, "eeee"), ==, "There is no room for this file");
  g_assert_true (has_file (fixture, "bbbb") && has_file (fixture, "cccc") && has_file (fixture, "dddd"));

  /* What is needed later does, for what is needed first. */
  want (fixture, "bbbb", 0, "cccc", 1, "aaaa", 2, "dddd", 30, NULL);
  mb_test_wait (has_file (fixture, "aaaa"));
  settle (fixture);
  g_assert_false (has_file (fixture, "dddd"));
}

/* What is fetched ahead waits for its turn, and takes its time. */
static void
test_patience (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  g_autofree char *film = g_strnfill (400000, 'f');
  gint64 begin_us;

  upload (hub, film);
  upload (hub, "later");
  fixture->options.bytes_per_second = 400000;
  open_cache (fixture, mb_test_hub_get_url (hub));
  want (fixture, film, 5, NULL);
  begin_us = g_get_monotonic_time ();
  settle (fixture);
  assert_file (fixture, film);
  g_assert_cmpint (g_get_monotonic_time () - begin_us, >, 700000);

  fixture->options.patience_ms = 600000;
  open_cache (fixture, mb_test_hub_get_url (hub));
  want (fixture, "later", 5, NULL);
  mb_test_wait (look (fixture)->wanted == 1);
  g_assert_false (look (fixture)->settled);
  want (fixture, "later", 0, NULL);
  mb_test_wait (has_file (fixture, "later"));
}

static void
test_two_programs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MbTestPeer) peer = mb_test_peer_new ();
  Fixture other = { fixture->folder, fixture->options, NULL };

  put_file (fixture, "a film", "", "a film");
  open_cache (fixture, NULL);
  settle (fixture);
  open_cache (&other, mb_test_peer_get_url (peer));
  want (&other, "a film", 0, "more", 0, NULL);
  settle (&other);
  assert_file (&other, "a film");
  g_assert_nonnull (strstr (look (&other)->problem, "Another program"));
  g_assert_cmpuint (mb_test_peer_get_n_connections (peer), ==, 0);
  close_cache (&other);
}

#define ADD(name, test) g_test_add ("/media-cache/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("own-files", test_own_files);
  ADD ("fetched", test_fetched);
  ADD ("hub-gone", test_hub_gone);
  ADD ("distrusted", test_distrusted);
  ADD ("doubtful", test_doubtful);
  ADD ("resumed", test_resumed);
  ADD ("cut", test_cut);
  ADD ("lies", test_lies);
  ADD ("order", test_order);
  ADD ("eviction", test_eviction);
  ADD ("patience", test_patience);
  ADD ("two-programs", test_two_programs);
  return g_test_run ();
}
