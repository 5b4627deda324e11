/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mb-clock.h"
#include "hub/fanout/mb-delta-text.h"
#include "hub/fanout/mb-fact-filter.h"
#include "hub/fanout/mb-pulses.h"
#include "hub/wire/mb-door-stream.h"
#include "store/mb-facts.h"

G_BEGIN_DECLS

/**
 * MbFanout: one market's streams. Every commit goes out in the main loop's iteration that hears of
 * it: encoded once per filter, written to every client that is not blocked.
 */
#define MB_TYPE_FANOUT (mb_fanout_get_type ())
G_DECLARE_FINAL_TYPE (MbFanout, mb_fanout, MB, FANOUT, GObject)

MbFanout *mb_fanout_new (MbJournal *journal, MbFacts *facts, MbClock *clock);

/** MbStreamWish: what a client asked for beside its position. */
typedef struct
{
  guint32 kinds;
  MbPulseFilter pulses; /* (nullable) */
  MbFactFilter *facts;  /* (nullable) */
  const char *screen;   /* (nullable) which screen it is; commands to it go here */
} MbStreamWish;

/**
 * mb_fanout_add: one more client.
 * @stream: (transfer full): taken over; the answer's head is still to be written
 * @head: the answer's head
 * @after: (nullable): Last-Event-ID
 * @wish: its filters are taken over
 */
void mb_fanout_add (MbFanout *self, MbDoorStream *stream, GBytes *head, const char *after, const MbStreamWish *wish);

/** mb_fanout_pulse: Returns: FALSE when too many different pulses are kept already. */
gboolean mb_fanout_pulse (MbFanout *self, const char *kind, const char *id, GBytes *value);
MbPulses *mb_fanout_get_pulses (MbFanout *self); /* (transfer none) */

/**
 * mb_fanout_command: hands @command, a JSON object, to the streams of @screen; while there is none, it
 * waits ten seconds for one.
 *
 * Returns: how many streams have it
 */
guint mb_fanout_command (MbFanout *self, const char *screen, const char *command);

/** MbFanoutFigures: how the streams do, for whoever watches. */
typedef struct
{
  guint streams;
  guint waiting;     /* of them: their sockets take nothing now */
  gint64 lateness_us; /* for how long the worst of those has taken nothing */
  guint64 changes;   /* committed since the streams began */
  guint64 facts;     /* appended since then */
  guint64 pulses, commands;
} MbFanoutFigures;

/** mb_fanout_get_figures: @now: monotonic, µs */
void mb_fanout_get_figures (MbFanout *self, gint64 now, MbFanoutFigures *figures);

/**
 * mb_fanout_beat: what happens every five seconds, by itself: a sign of life for everybody, and the end
 * for whoever has taken nothing of what waits for 30 s by @now (monotonic, µs; tests say it).
 */
void mb_fanout_beat (MbFanout *self, gint64 now);

/** mb_fanout_end: tells every client when to come back, and closes. */
void mb_fanout_end (MbFanout *self);

/** mb_fanout_get_offset: seconds east of UTC, of the newest change. */
gint32 mb_fanout_get_offset (MbFanout *self);
/** mb_fanout_dup_now: the hub's time as it is written, in the zone of the newest change. */
char *mb_fanout_dup_now (MbFanout *self);

G_END_DECLS
