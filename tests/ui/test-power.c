/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen/power/mb-power.h"

#include "core/base/mb-error.h"
#include "mb-test-files.h"
#include "mb-test-wait.h"
#include "screen/power/mb-display-switch.h"
#include "ui-board.h"

#include <glib/gstdio.h>
#include <string.h>

/* When a display is lit, and by what it is switched. */

#define SCREEN(windows, more)                                                                                          \
  "{\"kind\":\"screen\",\"id\":\"e1\",\"value\":{\"layout\":\"entrance\"" windows more "}}"
#define DAY ",\"power\":[[\"05:00\",\"20:00\"]]"
#define NIGHT ",\"power\":[[\"18:00\",\"02:30\"],[\"06:00\",\"08:00\"]]"
#define MARKET(zone)                                                                                                   \
  "{\"kind\":\"market\",\"id\":\"market\",\"value\":{\"name\":{\"en\":\"x\"},\"time_zone\":\"" zone                    \
  "\",\"price_unit\":\"kg\"}}"

static gint64
parse (const char *text)
{
  MbTime time = MB_TIME_UNSET;

  g_assert_true (mb_time_parse (text, -1, &time, NULL));
  return time.us;
}

typedef struct
{
  MbBoard *board;
  MbClock *clock;
  MbPower *power;
  guint64 rev;
} Night;

static void
put (Night *night, const char *line)
{
  ui_board_put (night->board, line, "test", ++night->rev, mb_clock_now (night->clock));
}

static void
set_up (Night *night, gconstpointer data)
{
  night->board = mb_board_new ();
  night->clock = mb_clock_new_at (parse ("2026-11-23T12:00:00+08:00"), 0);
  night->power = mb_power_new (night->board, night->clock, "e1");
  put (night, MARKET ("Asia/Shanghai"));
}

static void
tear_down (Night *night, gconstpointer data)
{
  mb_test_assert_finalized (night->power);
  g_object_unref (night->board);
  g_object_unref (night->clock);
}

static gboolean
is_lit_at (Night *night, const char *time)
{
  mb_clock_set (night->clock, parse (time), 0);
  return mb_power_is_lit (night->power);
}

static void
test_windows (Night *night, gconstpointer data)
{
  g_assert_true (is_lit_at (night, "2026-11-23T03:00:00+08:00")); /* no record says otherwise */
  put (night, SCREEN (DAY, ""));
  g_assert_false (mb_power_is_lit (night->power));
  g_assert_false (is_lit_at (night, "2026-11-23T04:59:59.999+08:00"));
  g_assert_true (is_lit_at (night, "2026-11-23T05:00:00+08:00"));
  g_assert_true (is_lit_at (night, "2026-11-23T19:59:59+08:00"));
  g_assert_false (is_lit_at (night, "2026-11-23T20:00:00+08:00"));

  /* Past midnight, and a second one in the morning. */
  put (night, SCREEN (NIGHT, ""));
  g_assert_true (is_lit_at (night, "2026-11-23T23:59:59+08:00"));
  g_assert_true (is_lit_at (night, "2026-11-24T02:29:59+08:00"));
  g_assert_false (is_lit_at (night, "2026-11-24T02:30:00+08:00"));
  g_assert_true (is_lit_at (night, "2026-11-24T07:00:00+08:00"));
  g_assert_false (is_lit_at (night, "2026-11-24T12:00:00+08:00"));

  put (night, SCREEN ("", ""));
  g_assert_true (mb_power_is_lit (night->power));
  put (night, SCREEN (",\"power\":[]", ""));
  g_assert_true (mb_power_is_lit (night->power));
}

/* The windows are in the market's time, wherever the box is. */
static void
test_zone (Night *night, gconstpointer data)
{
  put (night, SCREEN (DAY, ""));
  g_assert_false (is_lit_at (night, "2026-11-23T23:00:00+08:00"));
  put (night, MARKET ("Europe/London"));
  g_assert_true (mb_power_is_lit (night->power)); /* 15:00 there */
}

static void
test_needed (Night *night, gconstpointer data)
{
  put (night, SCREEN (DAY, ""));
  g_assert_false (is_lit_at (night, "2026-11-23T23:00:00+08:00"));
  mb_power_set_needed (night->power, TRUE);
  g_assert_true (mb_power_is_lit (night->power));
  mb_power_set_needed (night->power, FALSE);
  g_assert_false (mb_power_is_lit (night->power));
  mb_power_set_time_known (night->power, FALSE);
  g_assert_true (mb_power_is_lit (night->power));
}

/* Nobody has to ask: a window ends by the clock. */
static void
test_by_itself (Night *night, gconstpointer data)
{
  put (night, SCREEN (DAY, ""));
  mb_clock_set (night->clock, parse ("2026-11-23T19:59:00+08:00"), 600);
  g_assert_true (mb_power_is_lit (night->power));
  mb_test_wait (!mb_power_is_lit (night->power));
  g_assert_cmpint (mb_clock_now (night->clock), >=, parse ("2026-11-23T20:00:00+08:00"));
}

/* Ways that the test ends when it likes. */
static GPtrArray *told; /* GTask, its data is what it was told */

static void
told_async (gboolean on, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);

  g_task_set_task_data (task, GINT_TO_POINTER (on), NULL);
  g_ptr_array_add (told, task);
}

static void
lacking_async (gboolean on, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);

  g_task_return_new_error (task, MB_ERROR, MB_ERROR_UNSUPPORTED, "Not here");
}

static const MbDisplayBackend willing = { "willing", told_async }, lacking = { "lacking", lacking_async };

/* Ends the oldest, which has been told @on. */
static void
end_told (gboolean on)
{
  g_autoptr (GTask) task = g_ptr_array_steal_index (told, 0);

  g_assert_cmpint (GPOINTER_TO_INT (g_task_get_task_data (task)), ==, on);
  g_task_return_boolean (task, TRUE);
}

static void
test_switch (void)
{
  static const MbDisplayBackend *const ways[] = { &lacking, &willing, NULL };
  MbDisplaySwitch *display = mb_display_switch_new (ways);

  told = g_ptr_array_new_with_free_func (g_object_unref);
  mb_display_switch_set (display, FALSE);
  g_assert_cmpint (mb_display_switch_get_state (display), ==, MB_DISPLAY_ON);
  end_told (FALSE);
  mb_test_wait (mb_display_switch_get_state (display) == MB_DISPLAY_OFF);

  /* Who changes his mind while it is under way gets what he wants last, and nothing in between. */
  mb_display_switch_set (display, TRUE);
  mb_display_switch_set (display, FALSE);
  mb_display_switch_set (display, TRUE);
  mb_display_switch_set (display, FALSE);
  g_assert_cmpuint (told->len, ==, 1);
  end_told (TRUE);
  mb_test_wait (told->len == 1);
  end_told (FALSE);
  mb_test_wait (mb_display_switch_get_state (display) == MB_DISPLAY_OFF);
  mb_display_switch_set (display, FALSE);
  g_assert_cmpuint (told->len, ==, 0);

  mb_test_assert_finalized (display);
  g_clear_pointer (&told, g_ptr_array_unref);
}

static void
test_switch_lacking (void)
{
  static const MbDisplayBackend *const ways[] = { &lacking, NULL };
  MbDisplaySwitch *display = mb_display_switch_new (ways);

  mb_display_switch_set (display, FALSE);
  mb_test_wait (mb_display_switch_get_state (display) == MB_DISPLAY_DARK);
  mb_display_switch_set (display, TRUE);
  mb_test_wait (mb_display_switch_get_state (display) == MB_DISPLAY_ON);
  mb_test_assert_finalized (display);
}

typedef struct
{
  gboolean ended, done;
  GError *error;
} Answer;

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->done = g_task_propagate_boolean (G_TASK (result), &answer->error);
  answer->ended = TRUE;
}

static void
ask (const MbDisplayBackend *backend, gboolean on, Answer *answer)
{
  *answer = (Answer){ 0 };
  backend->set_async (on, NULL, on_answer, answer);
  mb_test_wait (answer->ended);
}

/* A cec-ctl that writes down what it is told; a device that is a file. */
static void
test_cec (void)
{
  char *folder = mb_test_folder_new ();
  g_autofree char *tool = g_build_filename (folder, "cec-ctl", NULL), *log = g_build_filename (folder, "log", NULL);
  g_autofree char *device = g_build_filename (folder, "cec0", NULL), *path = g_strdup (g_getenv ("PATH"));
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\necho \"$@\" >>%s\ntest ! -e %s.broken\n", log, device);
  g_autofree char *search = g_strconcat (folder, ":", path, NULL), *broken = g_strconcat (device, ".broken", NULL);
  g_autofree char *text = NULL, *expected = NULL;
  Answer answer;

  g_assert_true (g_file_set_contents_full (tool, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_setenv ("PATH", search, TRUE);
  mb_cec_set_device (device);
  ask (&mb_cec_backend, FALSE, &answer);
  g_assert_error (answer.error, MB_ERROR, MB_ERROR_UNSUPPORTED);
  g_clear_error (&answer.error);

  g_assert_true (g_file_set_contents (device, "", 0, NULL));
  ask (&mb_cec_backend, FALSE, &answer);
  g_assert_true (answer.done);
  ask (&mb_cec_backend, TRUE, &answer);
  g_assert_true (answer.done);
  g_assert_true (g_file_get_contents (log, &text, NULL, NULL));
  expected = g_strdup_printf ("-s -d %s --playback --to 0 --standby\n-s -d %s --playback --to 0 --image-view-on\n",
                              device, device);
  g_assert_cmpstr (text, ==, expected);

  g_assert_true (g_file_set_contents (broken, "", 0, NULL));
  ask (&mb_cec_backend, FALSE, &answer);
  g_assert_false (answer.done);
  g_clear_error (&answer.error);
  g_setenv ("PATH", path, TRUE);
  mb_test_folder_free (folder);
}

static void
test_no_dpms (void)
{
  g_autofree char *before = g_strdup (g_getenv ("DISPLAY"));
  Answer answer;

  g_setenv ("DISPLAY", "", TRUE);
  ask (&mb_dpms_backend, FALSE, &answer);
  g_assert_error (answer.error, MB_ERROR, MB_ERROR_UNSUPPORTED);
  g_clear_error (&answer.error);
  if (before != NULL)
    g_setenv ("DISPLAY", before, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/power/" path, Night, NULL, set_up, func, tear_down)
  ADD ("windows", test_windows);
  ADD ("zone", test_zone);
  ADD ("needed", test_needed);
  ADD ("by-itself", test_by_itself);
  g_test_add_func ("/power/switch", test_switch);
  g_test_add_func ("/power/switch-lacking", test_switch_lacking);
  g_test_add_func ("/power/cec", test_cec);
  g_test_add_func ("/power/no-dpms", test_no_dpms);

  return g_test_run ();
}
