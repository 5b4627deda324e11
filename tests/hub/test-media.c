/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* prlimit */
#define G_LOG_DOMAIN "mb-test"

#include "core/base/mb-time.h"
#include "mb-test-files.h"
#include "mb-test-hub.h"
#include "mb-test-raw.h"
#include "mb-test-wait.h"

#include <string.h>
#include <sys/resource.h>

/* Films and pictures, up to a hub and down again. */

#define LENGTH 300000
#define NOBODYS "00000000000000000000000000000000000000000000000000000000000000ff"

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

static gboolean
is_there (Fixture *fixture, const char *sha256)
{
  g_autofree char *path = g_build_filename (mb_test_hub_get_data (fixture->hub), "markets", "m1.media", sha256, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
has_collected (Fixture *fixture, const char *clock)
{
  g_autofree char *path = g_build_filename (mb_test_hub_get_data (fixture->hub), "markets", "m1.media", "collected", NULL);
  g_autofree char *mark = NULL;
  MbTime now, last;

  g_assert_true (mb_time_parse (clock, -1, &now, NULL));
  return g_file_get_contents (path, &mark, NULL, NULL) && mb_time_parse (mark, -1, &last, NULL) && last.us == now.us;
}

/* What the hub asks its journal about at its start goes before these, and then to the thread with the files. */
static void
settle (Fixture *fixture)
{
  for (guint i = 0; i < 2; i++)
    g_free (mb_test_hub_send (fixture->hub, "GET", "journal?limit=1", NULL, NULL, NULL));
  g_free (mb_test_hub_send (fixture->hub, "PUT", "media/" NOBODYS, "x", NULL, (guint[]){ 0 }));
}

/* The hub starts again at nine on @day, and has kept house. */
static void
go_to (Fixture *fixture, const char *day)
{
  g_autofree char *clock = g_strdup_printf ("%sT09:00:00+08:00", day), *standing = g_strconcat (clock, ",0", NULL);

  mb_test_hub_stop (fixture->hub);
  mb_test_hub_start (fixture->hub, standing);
  mb_test_wait (has_collected (fixture, clock));
  settle (fixture);
}

static void
name (Fixture *fixture)
{
  g_autofree char *record = g_strdup_printf ("{\"type\":\"video\",\"sha256\":\"%s\",\"bytes\":%d}", fixture->sha256,
                                             LENGTH);

  g_free (mb_test_hub_send (fixture->hub, "PUT", "records/media/film", record, NULL, NULL));
}

static void
unname (Fixture *fixture)
{
  g_free (mb_test_hub_send (fixture->hub, "DELETE", "records/media/film", NULL, NULL, NULL));
}

/* A hub whose clock stands, with one file that came after it had kept house. */
static void
begin (Fixture *fixture)
{
  mb_test_hub_stop (fixture->hub);
  mb_test_hub_start (fixture->hub, "2026-11-01T09:00:00+08:00,0");
  settle (fixture);
  g_assert_cmpuint (put (fixture), ==, 201);
}

/* Files go thirty days after the last record that named them, and not before. */
static void
test_collected (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  name (fixture);
  go_to (fixture, "2026-11-02");
  go_to (fixture, "2026-11-03");
  g_assert_true (is_there (fixture, fixture->sha256));

  unname (fixture);
  go_to (fixture, "2026-12-02");
  g_assert_true (is_there (fixture, fixture->sha256));
  go_to (fixture, "2026-12-04");
  g_assert_false (is_there (fixture, fixture->sha256));
}

/* Named again in time, or never let go of. */
static void
test_named_again (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  name (fixture);
  unname (fixture);
  go_to (fixture, "2026-11-30");
  name (fixture);
  go_to (fixture, "2026-12-02");
  g_assert_true (is_there (fixture, fixture->sha256));
  go_to (fixture, "2027-02-01");
  go_to (fixture, "2027-02-02");
  g_assert_true (is_there (fixture, fixture->sha256));
  assert_whole (fixture);
}

/* What nobody names has a day at least, each time that it is brought. */
static void
test_never_named (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  go_to (fixture, "2026-11-02");
  g_assert_true (is_there (fixture, fixture->sha256));
  g_assert_cmpuint (put (fixture), ==, 200);
  go_to (fixture, "2026-11-03");
  g_assert_true (is_there (fixture, fixture->sha256));
  go_to (fixture, "2026-11-04");
  g_assert_false (is_there (fixture, fixture->sha256));
}

/* Started twice within a day: that is one night. */
static void
test_same_day (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  go_to (fixture, "2026-11-02");
  mb_test_hub_stop (fixture->hub);
  mb_test_hub_start (fixture->hub, "2026-11-03T02:00:00+08:00,0");
  settle (fixture);
  g_assert_true (is_there (fixture, fixture->sha256));
  go_to (fixture, "2026-11-04");
  g_assert_false (is_there (fixture, fixture->sha256));
}

/* A clock that was set a year ahead takes nothing that is there, neither when it is set nor when it is mended. */
static void
test_wrong_clock (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  name (fixture);
  go_to (fixture, "2026-11-02");
  unname (fixture);
  go_to (fixture, "2027-11-02");
  g_assert_true (is_there (fixture, fixture->sha256));
  go_to (fixture, "2026-11-03");
  g_assert_true (is_there (fixture, fixture->sha256));
  go_to (fixture, "2026-11-04");
  g_assert_true (is_there (fixture, fixture->sha256));

  /* And what is in use it never takes. */
  name (fixture);
  go_to (fixture, "2027-11-02");
  go_to (fixture, "2027-11-03");
  assert_whole (fixture);
}

/* The midnights of a hub that runs. */
static void
test_nights (Fixture *fixture, gconstpointer data)
{
  begin (fixture);
  mb_test_hub_stop (fixture->hub);
  mb_test_hub_start (fixture->hub, "2026-11-01T23:59:00+08:00,100000");
  mb_test_wait (!is_there (fixture, fixture->sha256));
  mb_test_hub_stop (fixture->hub);
  mb_test_hub_start (fixture->hub, "2027-01-01T09:00:00+08:00,0");
}

/* From a shell: a film, again, as a record; what is no film. */
static void
test_command (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = mb_test_folder_new ();
  g_autofree char *film = g_build_filename (folder, "film.ogv", NULL), *text = g_build_filename (folder, "a.txt", NULL);
  g_autofree char *value = NULL, *again = NULL, *record = NULL, *cut = NULL, *kept = NULL, *renamed = NULL;
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

  /* What somebody has said of it stays, unless the command says otherwise. */
  g_free (mb_test_hub_send (fixture->hub, "PUT", "records/media/f1",
                            "{\"name\":\"Eggs\",\"type\":\"live\",\"uri\":\"rtsp://127.0.0.1/1\",\"sound\":true,\"x_by\":1}", NULL,
                            NULL));
  g_free (mb_test_hub_command (fixture->hub, (const char *[]){ "media", "add", "--id", "f1", film, NULL }, NULL));
  kept = mb_test_hub_send (fixture->hub, "GET", "records/media/f1", NULL, NULL, NULL);
  g_assert_nonnull (strstr (kept, fixture->sha256));
  g_assert_nonnull (strstr (kept, "\"name\":\"Eggs\""));
  g_assert_nonnull (strstr (kept, "\"sound\":true"));
  g_assert_nonnull (strstr (kept, "\"type\":\"video\""));
  g_assert_null (strstr (kept, "rtsp"));
  g_free (mb_test_hub_command (fixture->hub,
                               (const char *[]){ "media", "add", "--id", "f1", "--name", "Greens", film, NULL }, NULL));
  renamed = mb_test_hub_send (fixture->hub, "GET", "records/media/f1", NULL, NULL, NULL);
  g_assert_nonnull (strstr (renamed, "\"name\":\"Greens\""));
  g_assert_nonnull (strstr (renamed, "\"sound\":true"));

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
  ADD ("named-again", test_named_again);
  ADD ("never-named", test_never_named);
  ADD ("same-day", test_same_day);
  ADD ("wrong-clock", test_wrong_clock);
  ADD ("nights", test_nights);
  ADD ("command", test_command);
  ADD ("length", test_length);
  return g_test_run ();
}
