/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-net"

#include "net/mb-feed-reader.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-delta-reader.h"
#include "core/wire/mb-event-codec.h"
#include "core/wire/mb-stream-digest.h"

/* Turns a hub's stream into whole deltas, and its failures into how the link stands. */

struct _MbFeedReader
{
  MbEventSource *source;
  MbDeltaReader *deltas;
  char *position; /* of the last delta that was handed out */
  MbLink link;
  MbFeedSay say;
  gpointer data;
};

static void
say_link (MbFeedReader *self, MbLink link, const GError *problem)
{
  MbFeedMessage *message;

  if (link == self->link && problem == NULL)
    return;

  self->link = link;
  message = mb_feed_message_new (MB_FEED_LINK);
  message->link = link;
  message->problem = problem != NULL ? g_strdup (problem->message) : NULL;
  message->missing = g_error_matches (problem, MB_ERROR, MB_ERROR_NOT_FOUND);
  self->say (self->data, message);
}

static void
say_delta (MbFeedReader *self, MbDelta *delta)
{
  MbFeedMessage *message = mb_feed_message_new (MB_FEED_DELTA);

  g_free (self->position);
  self->position = g_strdup (delta->position);
  message->delta = delta;
  self->say (self->data, message);

  say_link (self, MB_LINK_LIVE, NULL);
}

static void
say_emergency (MbFeedReader *self, MbRecord *emergency)
{
  MbFeedMessage *message = mb_feed_message_new (MB_FEED_EMERGENCY);

  message->emergency = emergency;
  self->say (self->data, message);
}

static void
say_event (MbFeedReader *self, const char *type, const char *text, gsize length)
{
  MbFeedMessage *message = mb_feed_message_new (MB_FEED_EVENT);

  message->event_type = g_strdup (type);
  message->data = g_strndup (text, length);
  self->say (self->data, message);
}

static void
say_command (MbFeedReader *self, const char *text, gsize length)
{
  g_autoptr(MbFeedMessage) message = mb_feed_message_new (MB_FEED_COMMAND);
  g_autoptr(GError) error = NULL;

  if (mb_command_decode (text, (gssize) length, &message->command, &error))
    self->say (self->data, g_steal_pointer (&message));
  else
    g_debug ("A command is passed over: %s", error->message);
}

/* The reader of deltas sees one connection; that a hub does not fall back behind an earlier one is
 * seen here. (Another journal's numbers say nothing: it comes with a reset.) */
static gboolean
check_position (MbFeedReader *self, const MbDelta *delta, GError **error)
{
  MbPosition before, after;

  if (delta->reset || self->position == NULL || !mb_position_parse (self->position, &before) ||
      !mb_position_parse (delta->position, &after) || after.number >= before.number)
    return TRUE;

  mb_error_set (error, MB_ERROR_INVALID, NULL, "The position went back without a reset");
  return FALSE;
}

static gboolean
is_passed_on (const char *type)
{
  return g_str_equal (type, "fact") || g_str_equal (type, "pulse") || g_str_equal (type, "command");
}

/* @error: (transfer full) */
static void
drop (MbFeedReader *self, GError *error)
{
  g_autoptr(GError) problem = error;

  g_prefix_error (&problem, "The hub talks nonsense: ");
  mb_event_source_drop (self->source, problem);
}

static void
on_opened (gpointer data)
{
  MbFeedReader *self = data;

  mb_delta_reader_reset (self->deltas);
}

static void
on_event (gpointer data, const char *type, const char *text, gsize length, const char *id)
{
  MbFeedReader *self = data;
  g_autoptr(MbDelta) delta = NULL;
  MbRecord *emergency = NULL;
  GError *error = NULL;

  if (is_passed_on (type))
    {
      if (mb_stream_check_seal (text, length) == MB_SEAL_BROKEN)
        drop (self, g_error_new (MB_ERROR, MB_ERROR_INVALID, "A %s is not what was sent", type));
      else if (g_str_equal (type, "command"))
        say_command (self, text, length);
      else
        say_event (self, type, text, length);
      return;
    }

  if (!mb_delta_reader_take_event (self->deltas, type, text, length, id, &delta, &emergency, &error) ||
      (delta != NULL && !check_position (self, delta, &error)))
    {
      drop (self, error);
      return;
    }
  if (emergency != NULL)
    say_emergency (self, emergency);
  if (delta != NULL)
    say_delta (self, g_steal_pointer (&delta));
}

static void
on_late (gpointer data, gboolean late)
{
  MbFeedReader *self = data;

  if (self->link == MB_LINK_LIVE || self->link == MB_LINK_LATE)
    say_link (self, late ? MB_LINK_LATE : MB_LINK_LIVE, NULL);
}

static void
on_closed (gpointer data, const GError *error, gboolean final)
{
  MbFeedReader *self = data;

  /* Whatever ids went by since: only a whole delta moves the position. */
  mb_event_source_set_last_event_id (self->source, self->position);
  say_link (self, MB_LINK_GONE, error);
}

MbFeedReader *
mb_feed_reader_new (GUri *uri, const char *position, const MbEventTiming *timing, GRand *random, MbFeedSay say,
                    gpointer data)
{
  static const MbEventSourceFuncs funcs = { on_opened, on_event, NULL, on_late, on_closed };
  MbFeedReader *self = g_new0 (MbFeedReader, 1);

  self->deltas = mb_delta_reader_new ();
  self->position = g_strdup (position);
  self->link = MB_LINK_CONNECTING;
  self->say = say;
  self->data = data;
  self->source = mb_event_source_new (uri, timing, random, &funcs, self);
  mb_event_source_set_stubborn (self->source, TRUE);
  mb_event_source_set_last_event_id (self->source, position);
  mb_event_source_start (self->source);
  return self;
}

void
mb_feed_reader_free (MbFeedReader *self)
{
  mb_event_source_stop (self->source);
  g_clear_object (&self->source);
  g_clear_pointer (&self->deltas, mb_delta_reader_free);
  g_clear_pointer (&self->position, g_free);
  g_free (self);
}
