/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* memmem(), O_DIRECTORY */
#include <fcntl.h>
#include <gdk/gdk.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

#include "mb-test-peer.h"
#include "mb-test-wait.h"

/* marketboard-screen as a program: command lines, pictures, and what it leaves behind. Unless a test
 * says otherwise it runs without a display, so it has to make its own. */

#define MARKET                                                                                                         \
  "{\"kind\":\"market\",\"id\":\"market\",\"rev\":1,\"at\":\"2026-11-08T07:58:12+08:00\",\"by\":\"local\",\"value\":"  \
  "{\"name\":{\"zh-Hans\":\"桂花巷农贸市场\"},\"time_zone\":\"Asia/Shanghai\",\"price_unit\":\"500g\"}}"
#define MOMENT(number, records)                                                                                        \
  "{\"position\":\"0123456789ab." number "\",\"at\":\"2026-11-08T07:58:12+08:00\",\"records\":[" records "]}"
#define BOARD                                                                                                          \
  "event: reset\ndata: {\"records\":1}\n\nevent: put\ndata: " MARKET "\n\n"                                           \
  "event: live\nid: 0123456789ab.1\ndata: {\"at\":\"2026-11-08T07:58:12+08:00\"}\n\n"
#define SCREEN_BOARD(screen)                                                                                           \
  "event: reset\ndata: {\"records\":2}\n\nevent: put\ndata: " MARKET "\n\n"                                           \
  "event: put\ndata: {\"kind\":\"screen\",\"id\":\"hall\",\"rev\":2,\"at\":\"2026-11-08T07:58:12+08:00\","             \
  "\"by\":\"local\",\"value\":{" screen "}}\n\n"                                                                       \
  "event: live\nid: 0123456789ab.2\ndata: {\"at\":\"2026-11-08T07:58:12+08:00\"}\n\n"
#define STRIP "\"layout\":\"strip-led\",\"panel_mm\":[3840,640],\"led\":true"
#define PORTRAIT "\"layout\":\"entrance-portrait\""

typedef struct
{
  MbTestPeer *peer;
  char *folder;
  char *file;
  gboolean display; /* it is given ours */
  GSubprocess *program;
  gboolean ended;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->peer = mb_test_peer_new ();
  fixture->folder = g_dir_make_tmp ("screen-XXXXXX", NULL);
  fixture->file = g_build_filename (fixture->folder, "board.png", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->program);
  mb_test_peer_free (fixture->peer);
  g_remove (fixture->file);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->file);
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  fixture->ended = TRUE;
}

/* Words are what the shell would make of @line; %s is the hub's address. */
static void
start (Fixture *fixture, const char *line)
{
  g_autoptr(GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr(GString) text = g_string_new (line);
  g_auto(GStrv) words = NULL;
  g_autoptr(GPtrArray) argv = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  g_string_replace (text, "HUB", mb_test_peer_get_url (fixture->peer), 0);
  g_string_replace (text, "FILE", fixture->file, 0);
  words = g_strsplit (text->str, " ", -1);
  g_ptr_array_add (argv, (gpointer) g_getenv ("MB_SCREEN"));
  for (guint i = 0; words[i] != NULL && *line != '\0'; i++)
    g_ptr_array_add (argv, words[i]);
  g_ptr_array_add (argv, NULL);

  g_subprocess_launcher_setenv (launcher, "TMPDIR", fixture->folder, TRUE);
  if (!fixture->display)
    g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");
  fixture->program = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_wait_async (fixture->program, NULL, on_ended, fixture);
}

static void
expect (Fixture *fixture, int status, const char *says)
{
  char text[4096] = "";
  gsize length;

  mb_test_wait (fixture->ended);
  g_input_stream_read_all (g_subprocess_get_stderr_pipe (fixture->program), text, sizeof text - 1, &length, NULL, NULL);
  g_assert_true (g_subprocess_get_if_exited (fixture->program));
  if (g_subprocess_get_exit_status (fixture->program) != status || strstr (text, says) == NULL)
    g_error ("exit status %d, saying “%s”", g_subprocess_get_exit_status (fixture->program), text);
}

typedef struct
{
  const char *line;
  int status;
  const char *says;
} CommandLine;

static const CommandLine command_lines[] = {
  { "--version", 0, "" },
  { "--help", 0, "" },
  { "", 2, "--hub" },
  { "--hub HUB", 2, "--screen" },
  { "--hub nowhere --screen entrance", 2, "not the address of a hub" },
  { "--hub HUB --screen Entrance", 2, "id" },
  { "--hub HUB --screen= --window 12", 2, "size" }, /* as its box is called, which is never wrong */
  { "--hub HUB --screen entrance --window 12", 2, "size" },
  { "--hub HUB --screen entrance --window 0x100", 2, "size" },
  { "--hub HUB --screen entrance --window 99999x99999", 2, "size" },
  { "--hub HUB --screen entrance --size 10x10", 2, "--picture" },
  { "--hub HUB --screen entrance --describe FILE", 2, "--picture" },
  { "--hub HUB --screen entrance --picture=", 2, "--picture" },
  { "--hub HUB --screen entrance --picture FILE --window 10x10", 2, "--size" },
  { "--hub HUB --screen entrance --picture FILE --at noon", 2, "--at" },
  { "--hub HUB --screen entrance --picture FILE --size 10x1080", 2, "size" },
  { "--hub HUB --screen entrance --at 2026-11-08T07:58:12+08:00", 2, "--picture" },
  { "--hub HUB --screen entrance --speed 2", 2, "--demo" },
  { "--hub HUB --screen entrance --films FOLDER", 2, "--demo" },
  { "--hub HUB --demo", 2, "--demo" },
  { "--demo --speed 0", 2, "--speed" },
  { "--demo --speed -1", 2, "--speed" },
  { "--demo --speed nan", 2, "--speed" },
  { "--demo --at 25:00", 2, "25:00" },
  { "--demo --screen nowhere", 2, "stall-a-026" },
  { "--demo --films FOLDER/nowhere", 2, "--films" },
  { "--hub HUB --screen entrance what", 2, "what" },
  { "--unheard-of", 2, "unheard-of" },
};

static void
test_command_line (Fixture *fixture, gconstpointer data)
{
  const CommandLine *command_line = data;

  start (fixture, command_line->line);
  expect (fixture, command_line->status, command_line->says);
}

static void
serve_board (Fixture *fixture, guint index)
{
  MbTestRequest *request = mb_test_peer_wait (fixture->peer, index);

  g_assert_true (g_str_has_prefix (request->head, "GET /v1/markets/guihua/stream "));
  mb_test_request_open_stream (request);
  mb_test_request_send (request, BOARD);
}

static void
assert_picture (Fixture *fixture, int width, int height)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GdkTexture) texture = gdk_texture_new_from_filename (fixture->file, &error);
  g_autofree guint32 *pixels = NULL;
  guint n_others = 0;

  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, width);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, height);
  pixels = g_new (guint32, width * height);
  gdk_texture_download (texture, (guchar *) pixels, width * 4);
  for (int i = 0; i < width * height; i++)
    n_others += pixels[i] != pixels[0];
  g_assert_cmpuint (n_others, >, 1000); /* something stands on the ground */
  g_assert_cmpuint (pixels[width * height - 1] >> 24, ==, 0xff);
}

static void
test_picture (Fixture *fixture, gconstpointer data)
{
  start (fixture, "--hub HUB --market guihua --screen entrance --picture FILE");
  serve_board (fixture, 0);
  expect (fixture, 0, "");
  assert_picture (fixture, 1920, 1080);
}

static void
draw_screen (Fixture *fixture, const char *board)
{
  MbTestRequest *request;

  start (fixture, "--hub HUB --market guihua --screen hall --picture FILE");
  request = mb_test_peer_wait (fixture->peer, 0);
  mb_test_request_open_stream (request);
  mb_test_request_send (request, board);
  expect (fixture, 0, "");
}

/* Of the panel's shape, where nobody said how large. */
static void
test_strip_picture (Fixture *fixture, gconstpointer data)
{
  draw_screen (fixture, SCREEN_BOARD (STRIP));
  assert_picture (fixture, 960, 160);
}

/* And of the layout's, where nobody said what the panel is. */
static void
test_portrait_picture (Fixture *fixture, gconstpointer data)
{
  draw_screen (fixture, SCREEN_BOARD (PORTRAIT));
  assert_picture (fixture, 1080, 1920);
}

static void
answer (Fixture *fixture, guint index, const char *line, const char *body)
{
  MbTestRequest *request = mb_test_peer_wait (fixture->peer, index);

  if (!g_str_has_prefix (request->head, line))
    g_error ("it asks %s", request->head);
  mb_test_request_answer (request, 200, "application/json", body);
}

/* Larger than any monitor, at a given time, in the only market. */
static void
test_past_picture (Fixture *fixture, gconstpointer data)
{
  start (fixture, "--hub HUB --screen entrance --picture FILE --size 3840x2400 --at 2026-11-08T09:00:00+08:00");
  answer (fixture, 0, "GET /v1/markets ", "{\"markets\":[{\"id\":\"guihua\"}]}");
  answer (fixture, 1, "GET /v1/markets/guihua/records?kind=market&as-of=2026-11-08T01:00:00Z ", MOMENT ("1", ""));
  answer (fixture, 2, "GET /v1/markets/guihua/records?as-of=2026-11-08T00:55:00Z ", MOMENT ("1", MARKET));
  expect (fixture, 0, "");
  assert_picture (fixture, 3840, 2400);
}

static void
test_before_the_market (Fixture *fixture, gconstpointer data)
{
  start (fixture, "--hub HUB --market guihua --screen entrance --picture FILE --at 2026-11-08T09:00:00+08:00");
  answer (fixture, 0, "GET /v1/markets/guihua/records?kind=market&as-of=",
          "{\"position\":\"0123456789ab.0\",\"at\":null,\"records\":[]}");
  answer (fixture, 1, "GET /v1/markets/guihua/journal?limit=1 ",
          "{\"number\":1,\"last\":1,\"at\":\"2026-11-09T06:00:00+08:00\",\"by\":\"local\",\"kind\":\"stall\","
          "\"id\":\"a-1\",\"hash\":\"0123456789abcdef\",\"value\":null}\n");
  expect (fixture, 1, "2026-11-09T06:00:00+08:00");
}

static void
test_no_hub (Fixture *fixture, gconstpointer data)
{
  start (fixture, "--hub http://127.0.0.1:1 --market guihua --screen entrance --picture FILE");
  expect (fixture, 1, "127.0.0.1");
  g_assert_false (g_file_test (fixture->file, G_FILE_TEST_EXISTS));
}

static void
test_no_market (Fixture *fixture, gconstpointer data)
{
  start (fixture, "--hub HUB --screen entrance --picture FILE");
  mb_test_request_answer (mb_test_peer_wait (fixture->peer, 0), 200, "application/json", "{\"markets\":[]}");
  expect (fixture, 1, "no market");
}

static void
test_wrong_market (Fixture *fixture, gconstpointer data)
{
  start (fixture, "--hub HUB --market guihua --screen entrance --picture FILE");
  mb_test_request_answer (mb_test_peer_wait (fixture->peer, 0), 404, "application/problem+json", "{}");
  expect (fixture, 1, "/v1/markets/guihua/");
}

static void
test_wrong_hub (Fixture *fixture, gconstpointer data)
{
  start (fixture, "--hub HUB --market guihua --screen entrance --picture FILE");
  mb_test_request_answer (mb_test_peer_wait (fixture->peer, 0), 200, "text/html", "<p>Hello");
  expect (fixture, 1, "not an event stream");
}

static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  start (fixture, "--hub HUB --market guihua --screen entrance --picture FILE/x.png");
  serve_board (fixture, 0);
  expect (fixture, 1, "board.png/x.png cannot be written: "); /* as it was asked for */
}

/* Such as /dev/stdout: whoever asks for a picture there does not ask for it to be replaced. */
static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *target = g_build_filename (fixture->folder, "target.png", NULL);

  g_assert_cmpint (symlink ("target.png", fixture->file), ==, 0);
  start (fixture, "--hub HUB --market guihua --screen entrance --picture FILE");
  serve_board (fixture, 0);
  expect (fixture, 0, "");
  g_assert_true (g_file_test (fixture->file, G_FILE_TEST_IS_SYMLINK));
  assert_picture (fixture, 1920, 1080);
  g_assert_cmpint (g_remove (target), ==, 0);
}

static void
test_full (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (symlink ("/dev/full", fixture->file), ==, 0);
  start (fixture, "--hub HUB --market guihua --screen entrance --picture FILE");
  serve_board (fixture, 0);
  expect (fixture, 1, "board.png cannot be written");
}

/* A child of the program's whose command line has this word; 0: none has. */
static GPid
find_child (Fixture *fixture, const char *word)
{
  const char *pid = g_subprocess_get_identifier (fixture->program);
  g_autofree char *path = g_strdup_printf ("/proc/%s/task/%s/children", pid, pid);
  g_autofree char *text = NULL;
  g_auto(GStrv) children = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;

  children = g_strsplit (text, " ", -1);
  for (guint i = 0; children[i] != NULL; i++)
    {
      g_autofree char *command = g_strdup_printf ("/proc/%s/cmdline", children[i]);
      g_autofree char *words = NULL;
      gsize length;

      if (g_file_get_contents (command, &words, &length, NULL) && memmem (words, length, word, strlen (word)) != NULL)
        return atoi (children[i]);
    }
  return 0;
}

static gboolean
is_alive (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *stat = NULL;

  return g_file_get_contents (path, &stat, NULL, NULL) && strstr (stat, ") Z ") == NULL;
}

/* What it started ends with it, even when it is killed. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  GPid display;

  start (fixture, "--hub HUB --market guihua --screen entrance --picture FILE");
  mb_test_peer_wait (fixture->peer, 0);
  display = find_child (fixture, "Xvfb");
  g_assert_true (display > 0 && is_alive (display));
  g_subprocess_send_signal (fixture->program, SIGKILL);
  mb_test_wait (fixture->ended);
  mb_test_wait (!is_alive (display));
}

/* It has waited for them when it is gone. */
static void
test_told_to_end (Fixture *fixture, gconstpointer data)
{
  GPid display;

  start (fixture, "--hub HUB --market guihua --screen entrance --picture FILE");
  mb_test_peer_wait (fixture->peer, 0);
  display = find_child (fixture, "Xvfb");
  g_subprocess_send_signal (fixture->program, SIGTERM);
  expect (fixture, 1, ""); /* no picture */
  g_assert_false (is_alive (display));
}

/* Ends with an empty folder: the hub's data are gone (tear_down). */
static void
test_demo (Fixture *fixture, gconstpointer data)
{
  start (fixture, "--demo --at 09:00 --picture FILE --size 1280x720");
  expect (fixture, 0, "");
  assert_picture (fixture, 1280, 720);
}

static char *
make_left_over (Fixture *fixture, const char *name)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *file = g_build_filename (path, "hub.lock", NULL);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  return path;
}

/* What others left goes, what somebody has stays. */
static void
test_demo_beside (Fixture *fixture, gconstpointer data)
{
  g_autofree char *left = make_left_over (fixture, "marketboard-demo-left00");
  g_autofree char *held = make_left_over (fixture, "marketboard-demo-held00");
  g_autofree char *file = g_build_filename (held, "hub.lock", NULL);
  int fd = g_open (held, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0);
  start (fixture, "--demo --at 09:00 --picture FILE --size 1280x720");
  expect (fixture, 0, "");
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS));
  close (fd);
  g_assert_cmpint (g_remove (file), ==, 0);
  g_assert_cmpint (g_remove (held), ==, 0);
}

static void
test_demo_killed (Fixture *fixture, gconstpointer data)
{
  GPid hub = 0;

  if (g_getenv ("DISPLAY") == NULL)
    {
      g_test_skip ("there is no display");
      return;
    }

  fixture->display = TRUE;
  start (fixture, "--demo --window 640x360");
  mb_test_wait ((hub = find_child (fixture, "--listen")) > 0);
  g_subprocess_send_signal (fixture->program, SIGKILL);
  mb_test_wait (fixture->ended);
  mb_test_wait (!is_alive (hub));
  g_clear_object (&fixture->program);
  fixture->ended = FALSE;

  /* What it left goes with the next (tear_down). */
  start (fixture, "--demo --at 09:00 --picture FILE --size 1280x720");
  expect (fixture, 0, "");
}

static void
test_demo_loses_hub (Fixture *fixture, gconstpointer data)
{
  GPid hub = 0;

  if (g_getenv ("DISPLAY") == NULL)
    {
      g_test_skip ("there is no display");
      return;
    }

  fixture->display = TRUE;
  start (fixture, "--demo --window 640x360");
  mb_test_wait ((hub = find_child (fixture, "--listen")) > 0);
  kill (hub, SIGKILL);
  expect (fixture, 1, "hub");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/screen/program/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("picture", test_picture);
  ADD ("strip-picture", test_strip_picture);
  ADD ("portrait-picture", test_portrait_picture);
  ADD ("past-picture", test_past_picture);
  ADD ("before-the-market", test_before_the_market);
  ADD ("no-hub", test_no_hub);
  ADD ("no-market", test_no_market);
  ADD ("wrong-market", test_wrong_market);
  ADD ("wrong-hub", test_wrong_hub);
  ADD ("no-folder", test_no_folder);
  ADD ("link", test_link);
  ADD ("full", test_full);
  ADD ("killed", test_killed);
  ADD ("told-to-end", test_told_to_end);
  ADD ("demo/picture", test_demo);
  ADD ("demo/beside", test_demo_beside);
  ADD ("demo/killed", test_demo_killed);
  ADD ("demo/loses-hub", test_demo_loses_hub);
  for (guint i = 0; i < G_N_ELEMENTS (command_lines); i++)
    {
      g_autofree char *path = g_strdup_printf ("/screen/program/command-line/%u", i);

      g_test_add (path, Fixture, &command_lines[i], set_up, test_command_line, tear_down);
    }
  return g_test_run ();
}
