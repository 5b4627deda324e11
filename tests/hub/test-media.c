/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* prlimit */
#define G_LOG_DOMAIN "mb-test"

#include "mb-test-files.h"
#include "mb-test-hub.h"
#include "mb-test-raw.h"
#include "mb-test-wait.h"

#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* Films and pictures, up to a hub and down again. */

#define LENGTH 300000

typedef struct
{
  MbTestHub *hub;
  char *text; /* no NUL in it */
  char *sha256, *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  fixture->hub = mb_test_hub_new (NULL);
  fixture->text = g_malloc (LENGTH + 1);
  for (gsize i = 0; i < LENGTH; i++)
    fixture->text[i] = (char) g_rand_int_range (random, 1, 128);
  memcpy (fixture->text, "OggS", 4);
  fixture->text[LENGTH] = '\0';
  fixture->sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, fixture->text, LENGTH);
  fixture->path = g_strconcat ("media/", fixture->sha256, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  mb_test_hub_free (fixture->hub);
  g_free (fixture->text);
  g_free (fixture->sha256);
  g_free (fixture->path);
}

static guint
put_part (Fixture *fixture, gsize first, gsize end, const char *range)
{
  g_autofree char *part = g_strndup (fixture->text + first, end - first);
  const char *headers[] = { "Content-Range", range, NULL };
  guint status;

  g_free (mb_test_hub_send (fixture->hub, "PUT", fixture->path, part, range != NULL ? headers : NULL, &status));
  return status;
}

static guint
put (Fixture *fixture)
{
  return put_part (fixture, 0, LENGTH, NULL);
}

static char *
get (Fixture *fixture, const char *name, const char *value, guint *status)
{
  const char *headers[] = { name, value, NULL };

  return mb_test_hub_send (fixture->hub, "GET", fixture->path, NULL, name != NULL ? headers : NULL, status);
}

static void
assert_whole (Fixture *fixture)
{
  guint status;
  g_autofree char *text = get (fixture, NULL, NULL, &status);

  g_assert_cmpuint (status, ==, 200);
  g_assert_cmpstr (text, ==, fixture->text);
}

static const char *
offset (Fixture *fixture)
{
  guint status;

  g_free (mb_test_hub_send (fixture->hub, "HEAD", fixture->path, NULL, NULL, &status));
  g_assert_cmpuint (status, ==, 404);
  return mb_test_hub_get_header (fixture->hub, "Upload-Offset");
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = mb_test_hub_send (fixture->hub, "PUT", fixture->path, fixture->text, NULL, NULL);
  g_autofree char *tag = g_strdup_printf ("\"%s\"", fixture->sha256);
  guint status;

  g_assert_nonnull (strstr (text, fixture->sha256));
  g_assert_nonnull (strstr (text, "\"bytes\":300000,\"type\":\"video/ogg\""));
  assert_whole (fixture);
  g_assert_cmpstr (mb_test_hub_get_header (fixture->hub, "ETag"), ==, tag);
  g_assert_cmpstr (mb_test_hub_get_header (fixture->hub, "Content-Type"), ==, "video/ogg");
  g_assert_cmpstr (mb_test_hub_get_header (fixture->hub, "X-Content-Type-Options"), ==, "nosniff");
  g_assert_nonnull (strstr (mb_test_hub_get_header (fixture->hub, "Cache-Control"), "immutable"));

  g_assert_cmpuint (put (fixture), ==, 200);
  g_free (get (fixture, "If-None-Match", tag, &status));
  g_assert_cmpuint (status, ==, 304);
  g_free (mb_test_hub_send (fixture->hub, "HEAD", fixture->path, NULL, NULL, &status));
  g_assert_cmpuint (status, ==, 200);
  g_assert_cmpstr (mb_test_hub_get_header (fixture->hub, "Content-Length"), ==, "300000");
}

static void
test_ranges (Fixture *fixture, gconstpointer data)
{
  g_autofree char *middle = NULL, *end = NULL, *all = NULL, *other = NULL;
  const char *if_range[] = { "Range", "bytes=5-6", "If-Range", "\"other\"", NULL };
  guint status;

  g_assert_cmpuint (put (fixture), ==, 201);
  middle = get (fixture, "Range", "bytes=100000-100009", &status);
  g_assert_cmpuint (status, ==, 206);
  g_assert_cmpmem (middle, strlen (middle), fixture->text + 100000, 10);
  g_assert_cmpstr (mb_test_hub_get_header (fixture->hub, "Content-Range"), ==, "bytes 100000-100009/300000");
  end = get (fixture, "Range", "bytes=-7", &status);
  g_assert_cmpstr (end, ==, fixture->text + LENGTH - 7);
  g_free (get (fixture, "Range", "bytes=300000-", &status));
  g_assert_cmpuint (status, ==, 416);
  g_assert_cmpstr (mb_test_hub_get_header (fixture->hub, "Content-Range"), ==, "bytes */300000");
  all = get (fixture, "Range", "bytes=0-1,5-6", &status);
  g_assert_cmpuint (status, ==, 200);
  g_assert_cmpstr (all, ==, fixture->text);
  other = mb_test_hub_send (fixture->hub, "GET", fixture->path, NULL, if_range, &status);
  g_assert_cmpuint (status, ==, 200);
}

/* A connection that ends in the middle of a body, wherever that is. */
static void
send_cut (Fixture *fixture, gsize sent)
{
  g_autoptr (GString) request = g_string_new (NULL);
  GString *answer;

  g_string_append_printf (request, "PUT /v1/markets/m1/%s HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n",
                          fixture->path, LENGTH);
  g_string_append_len (request, fixture->text, (gssize) sent);
  answer = mb_test_exchange (mb_test_hub_get_port (fixture->hub), request->str, (gssize) request->len, 0, TRUE, 5000,
                             NULL);
  g_assert_cmpuint (answer->len, ==, 0);
  g_string_free (answer, TRUE);
}

static void
test_resumed (Fixture *fixture, gconstpointer data)
{
  g_assert_null (offset (fixture));
  send_cut (fixture, 100001);
  g_assert_cmpstr (offset (fixture), ==, "100001");
  g_assert_cmpuint (put_part (fixture, 200000, LENGTH, "bytes 200000-299999/300000"), ==, 409);
  g_assert_cmpstr (mb_test_hub_get_header (fixture->hub, "Upload-Offset"), ==, "100001");
  g_assert_cmpuint (put_part (fixture, 100001, 200000, "bytes 100001-199999/300000"), ==, 202);
  g_assert_cmpstr (mb_test_hub_get_header (fixture->hub, "Upload-Offset"), ==, "200000");
  g_assert_cmpuint (put_part (fixture, 150000, LENGTH, "bytes 150000-299999/300000"), ==, 201);
  assert_whole (fixture);
}

/* What is there of a file outlives the hub. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  send_cut (fixture, 123456);
  mb_test_hub_kill (fixture->hub);
  mb_test_hub_start (fixture->hub, NULL);
  g_assert_cmpstr (offset (fixture), ==, "123456");
  g_assert_cmpuint (put_part (fixture, 123456, LENGTH, "bytes 123456-299999/300000"), ==, 201);
  assert_whole (fixture);
  mb_test_hub_kill (fixture->hub);
  mb_test_hub_start (fixture->hub, NULL);
  assert_whole (fixture);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  guint status;
  g_autofree char *answer = NULL;

  g_assert_cmpuint (put_part (fixture, 1, LENGTH, NULL), ==, 422);
  g_assert_null (offset (fixture));
  g_assert_cmpuint (put_part (fixture, 0, 0, NULL), ==, 422);
  g_assert_cmpuint (put_part (fixture, 0, 10, "bytes 0-10/300000"), ==, 400);
  g_assert_cmpuint (put_part (fixture, 0, 10, "bytes 0-9/3000000000"), ==, 413);
  g_assert_cmpuint (put (fixture), ==, 201);
  g_assert_cmpuint (put_part (fixture, 0, 10, NULL), ==, 422);
  answer = mb_test_hub_send (fixture->hub, "PUT", "media/ABC", "x", NULL, &status);
  g_assert_cmpuint (status, ==, 404);
  g_assert_nonnull (strstr (answer, "SHA-256"));
  assert_whole (fixture);
}

/* Framed otherwise, or by nobody knows what. */
static void
test_heads (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *fields, *status, *words;
  } cases[] = {
    { "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "411", "by Content-Length: curl -T FILE" },
    { "Content-Length: 3000000000\r\n\r\n", "413", NULL },
    { "Content-Length: 3\r\nContent-Encoding: gzip\r\n\r\nabc", "415", NULL },
    { "Content-Length: 3\r\nContent-Range: lines 1-2/3\r\n\r\nabc", "400", NULL },
    { "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n", "100 Continue", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *request = g_strdup_printf ("PUT /v1/markets/m1/%s HTTP/1.1\r\nHost: h\r\n%s", fixture->path,
                                                  cases[i].fields);
      GString *answer = mb_test_exchange (mb_test_hub_get_port (fixture->hub), request, -1, 1, TRUE, 5000, NULL);

      g_test_message ("%s", cases[i].fields);
      g_assert_true (g_str_has_prefix (answer->str + strlen ("HTTP/1.1 "), cases[i].status));
      g_assert_true (cases[i].words == NULL || strstr (answer->str, cases[i].words) != NULL);
      g_string_free (answer, TRUE);
    }
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  pid_t pid = (pid_t) g_ascii_strtoull (mb_test_hub_get_pid (fixture->hub), NULL, 10);
  struct rlimit small = { 200000, RLIM_INFINITY }, before;

  g_assert_cmpint (prlimit (pid, RLIMIT_FSIZE, &small, &before), ==, 0);
  g_assert_cmpuint (put (fixture), ==, 507);
  g_assert_null (offset (fixture));
  g_free (mb_test_hub_send (fixture->hub, "GET", "/healthz", NULL, NULL, NULL));
  g_assert_cmpint (prlimit (pid, RLIMIT_FSIZE, &before, NULL), ==, 0);
  g_assert_cmpuint (put (fixture), ==, 201);
  assert_whole (fixture);
}

/* As if it had been written so many days ago. */
static void
make_older (const char *path, guint days)
{
  struct stat about;
  struct timespec times[2];

  g_assert_cmpint (stat (path, &about), ==, 0);
  times[0] = about.st_atim;
  times[1] = about.st_mtim;
  times[1].tv_sec -= days * 86400;
  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
}

static char *
find_in (Fixture *fixture, const char *name)
{
  return g_build_filename (mb_test_hub_get_data (fixture->hub), "markets", "m1.media", name, NULL);
}

static gint64
get_time (const char *path)
{
  struct stat about;

  return stat (path, &about) == 0 ? about.st_mtim.tv_sec : 0;
}

/* The next midnight's work, done at the start of a hub that missed it; all that is there is a day older. */
static void
pass_night (Fixture *fixture, const char *clock, const char *const *files)
{
  g_autofree char *mark = find_in (fixture, "collected");
  gint64 before;

  mb_test_hub_stop (fixture->hub);
  make_older (mark, 1);
  for (; *files != NULL; files++)
    {
      g_autofree char *path = find_in (fixture, *files);

      make_older (path, 2);
    }
  before = get_time (mark);
  mb_test_hub_start (fixture->hub, clock);
  mb_test_wait (get_time (mark) != before);
  /* One more thing asked of that thread: it is done with the files. */
  g_free (mb_test_hub_send (fixture->hub, "PUT", fixture->path, "x", NULL, (guint[]){ 0 }));
}

/* Files go thirty days after the last record that named them, not before, and not when they are new. */
static void
test_collected (Fixture *fixture, gconstpointer data)
{
  g_autofree char *record = g_strdup_printf ("{\"type\":\"video\",\"sha256\":\"%s\",\"bytes\":%d}", fixture->sha256,
                                             LENGTH);
  g_autofree char *other = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "other", -1);
  g_autofree char *other_path = g_strconcat ("media/", other, NULL), *unnamed = find_in (fixture, other);
  g_autofree char *named = find_in (fixture, fixture->sha256), *mark = find_in (fixture, "collected");
  const char *both[] = { fixture->sha256, other, NULL }, *one[] = { fixture->sha256, NULL };

  mb_test_hub_stop (fixture->hub);
  mb_test_hub_start (fixture->hub, "2026-11-01T09:00:00+08:00,0");
  g_assert_cmpuint (put (fixture), ==, 201);
  g_free (mb_test_hub_send (fixture->hub, "PUT", other_path, "other", NULL, NULL));
  g_free (mb_test_hub_send (fixture->hub, "PUT", "records/media/film", record, NULL, NULL));
  g_assert_true (g_file_set_contents (mark, "", 0, NULL));
  make_older (mark, 2);

  pass_night (fixture, "2026-11-02T09:00:00+08:00,0", (const char *[]){ NULL });
  g_assert_true (g_file_test (unnamed, G_FILE_TEST_EXISTS)); /* it came since */
  pass_night (fixture, "2026-11-03T09:00:00+08:00,0", both);
  g_assert_false (g_file_test (unnamed, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (named, G_FILE_TEST_EXISTS));

  g_free (mb_test_hub_send (fixture->hub, "DELETE", "records/media/film", NULL, NULL, NULL));
  pass_night (fixture, "2026-12-02T09:00:00+08:00,0", one);
  g_assert_true (g_file_test (named, G_FILE_TEST_EXISTS));
  pass_night (fixture, "2026-12-04T09:00:00+08:00,0", one);
  g_assert_false (g_file_test (named, G_FILE_TEST_EXISTS));
}

/* From a shell: a film, again, as a record; what is no film. */
static void
test_command (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = mb_test_folder_new ();
  g_autofree char *film = g_build_filename (folder, "film.ogv", NULL), *text = g_build_filename (folder, "a.txt", NULL);
  g_autofree char *value = NULL, *again = NULL, *record = NULL, *cut = NULL;
  int status;

  g_assert_true (g_file_set_contents (film, fixture->text, LENGTH, NULL));
  g_assert_true (g_file_set_contents (text, "words", -1, NULL));
  send_cut (fixture, 123456);
  value = mb_test_hub_command (fixture->hub, (const char *[]){ "media", "add", film, NULL }, NULL);
  cut = g_strdup_printf ("{\"name\":\"film.ogv\",\"type\":\"video\",\"sha256\":\"%s\",\"bytes\":300000}\n",
                         fixture->sha256);
  g_assert_cmpstr (value, ==, cut);
  assert_whole (fixture);

  again = mb_test_hub_command (fixture->hub, (const char *[]){ "media", "add", "--id", "f1", film, NULL }, NULL);
  g_assert_cmpstr (again, ==, value);
  record = mb_test_hub_send (fixture->hub, "GET", "records/media/f1", NULL, NULL, NULL);
  g_assert_nonnull (strstr (record, fixture->sha256));

  g_free (mb_test_hub_command (fixture->hub, (const char *[]){ "media", "add", text, NULL }, &status));
  g_assert_cmpint (status, ==, 1);
  g_free (mb_test_hub_command (fixture->hub, (const char *[]){ "media", "add", NULL }, &status));
  g_assert_cmpint (status, ==, 2);
  g_free (mb_test_hub_command (fixture->hub, (const char *[]){ "media", "add", "--id", "F 1", film, NULL }, &status));
  g_assert_cmpint (status, ==, 2);
  mb_test_folder_free (g_steal_pointer (&folder));
}

/* The hub reads in the file how long the film lasts, and whoever brings it has that in the record. */
static void
test_length (Fixture *fixture, gconstpointer data)
{
  static const char bytes[] = "\0\0\0\x10" "ftypisom\0\0\0\0"
                              "\0\0\0\x24" "moov" "\0\0\0\x1c" "mvhd" "\0\0\0\0\0\0\0\0\0\0\0\0"
                              "\0\0\x03\xe8" "\0\0\x09\x60"; /* 2,400 thousandths */
  g_autofree char *folder = mb_test_folder_new (), *film = g_build_filename (folder, "film.mp4", NULL);
  g_autofree char *value = NULL, *record = NULL;

  g_assert_true (g_file_set_contents (film, bytes, sizeof bytes - 1, NULL));
  value = mb_test_hub_command (fixture->hub, (const char *[]){ "media", "add", "--id", "f1", film, NULL }, NULL);
  g_assert_nonnull (strstr (value, "\"bytes\":52,\"duration_ms\":2400}"));
  record = mb_test_hub_send (fixture->hub, "GET", "records/media/f1", NULL, NULL, NULL);
  g_assert_nonnull (strstr (record, "\"duration_ms\":2400"));
  mb_test_folder_free (g_steal_pointer (&folder));
}

#define ADD(name, test) g_test_add ("/media/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("whole", test_whole);
  ADD ("ranges", test_ranges);
  ADD ("resumed", test_resumed);
  ADD ("killed", test_killed);
  ADD ("refused", test_refused);
  ADD ("heads", test_heads);
  ADD ("full", test_full);
  ADD ("collected", test_collected);
  ADD ("command", test_command);
  ADD ("length", test_length);
  return g_test_run ();
}
