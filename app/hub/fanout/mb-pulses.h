/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbPulses: the newest pulse of each (kind, id), as the stream's event. A pulse replaces the one
 * before it and is stored nowhere else.
 */
typedef struct _MbPulses MbPulses;

/** MbPulse: one of them; its address stays for the life of MbPulses, its text is replaced. */
typedef struct
{
  char *kind, *id;
  GBytes *value; /* compact JSON */
  GBytes *text;  /* the event */
  char *at;      /* RFC 3339, when it came */
  gint64 came_us; /* monotonic */
} MbPulse;

MbPulses *mb_pulses_new (void);
void mb_pulses_free (MbPulses *self);

/** mb_pulses_set: Returns: (nullable): the pulse; %NULL when too many different ones are kept already. */
const MbPulse *mb_pulses_set (MbPulses *self, const char *kind, const char *id, GBytes *value, const char *at);
const MbPulse *mb_pulses_get (MbPulses *self, const char *kind, const char *id); /* (nullable) */

void mb_pulses_foreach (MbPulses *self, void (*func) (const MbPulse *pulse, gpointer data), gpointer data);

/** mb_pulses_list: those of @kind in the order of their ids; (transfer container) */
GPtrArray *mb_pulses_list (MbPulses *self, const char *kind);

/** MbPulseFilter: "painted,weight/scale-07": all of a kind, or one. */
typedef char **MbPulseFilter;
/** mb_pulse_filter_parse: Errors: %MB_ERROR_INVALID for what is neither kind nor kind/id. */
MbPulseFilter mb_pulse_filter_parse (const char *text, GError **error);
gboolean mb_pulse_filter_passes (MbPulseFilter filter, const MbPulse *pulse);

G_END_DECLS
