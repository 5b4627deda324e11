/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/mb-screen-options.h"

#include <stdio.h>

#include "core/base/mb-error.h"
#include "core/base/mb-time.h"
#include "core/model/mb-record.h"
#include "demo/mb-demo.h"
#include "net/mb-hub-uri.h"
#include "screen/start/mb-box-names.h"

#define DEMO_SCREEN "entrance-1"
#define DEMO_TIME "07:58"
/* A picture that no option says the size of. */
#define PICTURE_WIDTH 1920
#define PICTURE_HEIGHT 1080
/* Smaller there is no board; larger, no toolkit draws. */
#define SMALLEST 16
#define LARGEST 16384
#define FASTEST 3600

#define SUMMARY                                                                                                        \
  "Shows a market's board on this display, and keeps it as the hub says. With --picture it\n"                          \
  "draws one frame into a PNG file and exits; it needs no display for that."

static gboolean
refuse (GError **error, const char *sentence)
{
  mb_error_set (error, MB_ERROR_INVALID, NULL, "%s", sentence);
  return FALSE;
}

static gboolean
parse_size (const char *text, MbScreenOptions *self, GError **error)
{
  char rest;

  if (text == NULL)
    return TRUE;

  if (sscanf (text, "%5dx%5d%c", &self->width, &self->height, &rest) == 2 && self->width >= SMALLEST &&
      self->width <= LARGEST && self->height >= SMALLEST && self->height <= LARGEST)
    return TRUE;

  mb_error_set (error, MB_ERROR_INVALID, NULL, "“%s” is no size such as 1920x1080, from %d to %d either way", text,
                SMALLEST, LARGEST);
  return FALSE;
}

static gboolean
parse_at (const char *text, MbScreenOptions *self, GError **error)
{
  MbTime time = MB_TIME_UNSET;

  if (text == NULL && self->demo)
    text = DEMO_TIME;
  if (text == NULL)
    return TRUE;
  if (self->demo)
    return mb_demo_parse_time (text, &self->at_us, error);

  if (!mb_time_parse (text, -1, &time, error))
    {
      g_prefix_error (error, "--at: ");
      return FALSE;
    }
  self->at_us = time.us;
  return TRUE;
}

static gboolean
check_demo (MbScreenOptions *self, GError **error)
{
  if (self->hub != NULL || self->market != NULL)
    return refuse (error, "--demo has its own hub: leave --hub and --market out");
  if (!(self->speed > 0 && self->speed <= FASTEST)) /* nor what is no number */
    return refuse (error, "--speed is how many times as fast the day runs: more than 0, at most 3600");
  if (self->films != NULL && !g_file_test (self->films, G_FILE_TEST_IS_DIR))
    {
      mb_error_set (error, MB_ERROR_NOT_FOUND, NULL, "--films: there is no folder %s", self->films);
      return FALSE;
    }
  if (self->screen != NULL && !mb_demo_check_screen (self->screen, error))
    return FALSE;

  self->market = g_strdup (MB_DEMO_MARKET);
  if (self->screen == NULL)
    self->screen = g_strdup (DEMO_SCREEN);
  return TRUE;
}

static gboolean
check_hub (MbScreenOptions *self, GError **error)
{
  g_autoptr(GUri) uri = NULL;

  if (self->hub == NULL)
    return refuse (error, "Give the hub's address with --hub URL, or --demo for a market of its own");
  if (self->screen == NULL)
    return refuse (error, "Give this screen's id with --screen ID");
  if (*self->screen == '\0')
    {
      g_free (self->screen);
      self->screen = mb_box_make_screen_id (g_get_host_name ());
    }
  if (self->speed != 1)
    return refuse (error, "--speed is for --demo: a hub's own time passes as it does");
  if (self->films != NULL)
    return refuse (error, "--films is for --demo: a hub has films of its own");

  uri = mb_hub_uri_build (self->hub, NULL, "/", error);
  return uri != NULL;
}

static gboolean
check (MbScreenOptions *self, const char *window, const char *size, const char *at, GError **error)
{
  if (self->demo ? !check_demo (self, error) : !check_hub (self, error))
    return FALSE;

  if (!mb_id_is_valid (MB_KIND_SCREEN, self->screen))
    return refuse (error, "A screen's id is 1 to 64 of a-z 0-9 . _ -");
  if (g_strcmp0 (self->picture, "") == 0 || g_strcmp0 (self->description, "") == 0)
    return refuse (error, "--picture and --describe take the name of a file");
  if (self->picture == NULL && self->description != NULL)
    return refuse (error, "--describe says what is on a picture: give --picture too");
  if (self->picture == NULL && size != NULL)
    return refuse (error, "--size is for --picture; a window's is --window");
  if (self->picture != NULL && window != NULL)
    return refuse (error, "--window opens a window; a picture's size is --size");
  if (self->picture == NULL && !self->demo && at != NULL)
    return refuse (error, "--at is for --picture and --demo: a board on the wall shows its hub's time");
  if (self->picture != NULL)
    {
      self->width = PICTURE_WIDTH;
      self->height = PICTURE_HEIGHT;
    }
  self->sized = size != NULL || window != NULL;
  return parse_size (self->picture != NULL ? size : window, self, error) && parse_at (at, self, error);
}

gboolean
mb_screen_options_parse (MbScreenOptions *self, int *argc, char ***argv, GError **error)
{
  g_autofree char *window = NULL;
  g_autofree char *size = NULL;
  g_autofree char *at = NULL;
  const GOptionEntry entries[] = {
    { "hub", 0, 0, G_OPTION_ARG_STRING, &self->hub, "The hub to follow", "URL" },
    { "market", 0, 0, G_OPTION_ARG_STRING, &self->market, "The market, where the hub has several", "ID" },
    { "screen", 0, 0, G_OPTION_ARG_STRING, &self->screen, "Which screen this is; \"\": as the box is called", "ID" },
    { "window", 0, 0, G_OPTION_ARG_STRING, &window, "A window of this size, not the whole display", "WxH" },
    { "picture", 0, 0, G_OPTION_ARG_FILENAME, &self->picture, "Draw one frame into this PNG file", "FILE" },
    { "describe", 0, 0, G_OPTION_ARG_FILENAME, &self->description, "Say what is on the picture in this file", "FILE" },
    { "size", 0, 0, G_OPTION_ARG_STRING, &size, "The picture's size (the panel's shape)", "WxH" },
    { "at", 0, 0, G_OPTION_ARG_STRING, &at, "With --picture what stood then, RFC 3339; with --demo 07:58", "TIME" },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &self->demo, "A market day of its own, with its own hub", NULL },
    { "films", 0, 0, G_OPTION_ARG_FILENAME, &self->films, "With --demo, the films of its hall", "FOLDER" },
    { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &self->speed, "How many times as fast the demo's day runs (1)", "N" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, "Print the version and exit", NULL },
    { NULL },
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);

  *self = (MbScreenOptions){ .at_us = MB_UNSET, .speed = 1 };
  g_option_context_set_summary (context, SUMMARY);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (self->version)
    return TRUE;
  if (*argc > 1)
    {
      mb_error_set (error, MB_ERROR_INVALID, NULL, "“%s” is no option", (*argv)[1]);
      return FALSE;
    }
  return check (self, window, size, at, error);
}

void
mb_screen_options_clear (MbScreenOptions *self)
{
  g_clear_pointer (&self->hub, g_free);
  g_clear_pointer (&self->market, g_free);
  g_clear_pointer (&self->screen, g_free);
  g_clear_pointer (&self->picture, g_free);
  g_clear_pointer (&self->description, g_free);
  g_clear_pointer (&self->films, g_free);
}
