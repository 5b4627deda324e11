/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbEventTiming: how patient a stream's client is. All in milliseconds.
 * @retry_ms: the longest first wait before a reconnect, until the server says another (`retry`)
 * @limit_ms: where that bound stops doubling; 0: it never grows, whatever the server says
 * @jitter: wait a random part of the bound, instead of the bound itself
 * @late_ms: silence that is worth a word; 0: none is
 * @dead_ms: silence after which the connection counts as dead, whatever TCP says; 0: none does
 * @healthy_ms: a connection that lasted so long forgives the failures before it
 * @connect_ms: a server that cannot be reached for so long is tried anew, after at most half as long again,
 *   for that costs it nothing: only failures that it has a part in make the bound double. A connection that
 *   is late is not waited for: another is tried beside it. 0: one at a time, for as long as the system likes
 */
typedef struct
{
  guint retry_ms;
  guint limit_ms;
  gboolean jitter;
  guint late_ms;
  guint dead_ms;
  guint healthy_ms;
  guint connect_ms;
} MbEventTiming;

/** mb_event_timing_default: of a screen to its hub (protocol.md, Stream). */
extern const MbEventTiming mb_event_timing_default;
/** mb_event_timing_plain: of a plain EventSource: exactly `retry`, no idle watch. */
extern const MbEventTiming mb_event_timing_plain;

/**
 * MbEventSource: one stream of server-sent events (WHATWG HTML, section 9.2), kept alive: it
 * connects, parses, and after every loss waits and connects again with Last-Event-ID.
 *
 * Belongs to the thread-default main context of the thread that made it, and to that thread alone.
 */
#define MB_TYPE_EVENT_SOURCE (mb_event_source_get_type ())
G_DECLARE_FINAL_TYPE (MbEventSource, mb_event_source, MB, EVENT_SOURCE, GObject)

/**
 * What happens to a stream. All are called in the source's context; strings last for the call. Any
 * of them may call mb_event_source_stop() or mb_event_source_drop().
 */
typedef struct
{
  void (*opened) (gpointer data);
  /* id: the last event id as it stands with this event, "" for none */
  void (*event) (gpointer data, const char *type, const char *text, gsize length, const char *id);
  void (*comment) (gpointer data, const char *text, gsize length); /* may be NULL */
  /* silence of late_ms began (TRUE), or bytes ended it (FALSE); may be NULL */
  void (*late) (gpointer data, gboolean late);
  /* The connection is lost, or was never made. final: the source has stopped by itself, because the
   * answer was one that no other try would change: not 200, or not an event stream. */
  void (*closed) (gpointer data, const GError *error, gboolean final);
} MbEventSourceFuncs;

/**
 * mb_event_source_new:
 * @uri: http or https
 * @timing: (nullable): NULL for #mb_event_timing_default
 * @random: (nullable): (not owned, outlives the source) needed where the timing has jitter
 */
MbEventSource *mb_event_source_new (GUri *uri, const MbEventTiming *timing, GRand *random,
                                    const MbEventSourceFuncs *funcs, gpointer data);

/** mb_event_source_set_header: sent with every request; before mb_event_source_start(). */
void mb_event_source_set_header (MbEventSource *self, const char *name, const char *value);
/** mb_event_source_set_request: another method than GET, with a body; before it starts. */
void mb_event_source_set_request (MbEventSource *self, const char *method, GBytes *body);
/** mb_event_source_set_stubborn: never give up, whatever the server answers (a screen does not). */
void mb_event_source_set_stubborn (MbEventSource *self, gboolean stubborn);

/** mb_event_source_set_last_event_id: where the next request resumes; NULL or "" from nothing. */
void mb_event_source_set_last_event_id (MbEventSource *self, const char *id);

void mb_event_source_start (MbEventSource *self);
/** mb_event_source_stop: for good. No function is called afterwards. */
void mb_event_source_stop (MbEventSource *self);
/** mb_event_source_drop: this connection is of no use: as if it were lost, with @reason. */
void mb_event_source_drop (MbEventSource *self, const GError *reason);

G_END_DECLS
