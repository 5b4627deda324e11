/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-change.h"

G_BEGIN_DECLS

/** MB_ALL_KINDS: a filter that lets everything through; else bits 1 << MbKind. */
#define MB_ALL_KINDS G_MAXUINT32

/**
 * MbDeltaText: a delta as the stream's events, encoded once for all who get it. Its live is written for
 * each, because that says what time it is.
 */
typedef struct _MbDeltaText MbDeltaText;

/**
 * mb_delta_text_new: emergencies first, then in order.
 * @changes: MbChange, @n of them from @first
 * @reset: it is a snapshot
 */
MbDeltaText *mb_delta_text_new (GPtrArray *changes, guint first, guint n, guint32 kinds, gboolean reset);
MbDeltaText *mb_delta_text_ref (MbDeltaText *self);
void mb_delta_text_unref (MbDeltaText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbDeltaText, mb_delta_text_unref)

/** mb_delta_text_get_n_changes: how many passed the filter. */
guint mb_delta_text_get_n_changes (MbDeltaText *self);
/** mb_delta_text_get_events: without the live. */
GBytes *mb_delta_text_get_events (MbDeltaText *self);
/** mb_delta_text_make_live: the event that closes it at @position. */
GBytes *mb_delta_text_make_live (MbDeltaText *self, const char *position, const char *at);
/** mb_delta_text_close: events and live in one. */
GBytes *mb_delta_text_close (MbDeltaText *self, const char *position, const char *at);

/** mb_pulse_text_new: a pulse as the stream's event. @value: compact JSON */
GBytes *mb_pulse_text_new (const char *kind, const char *id, GBytes *value);

/** mb_command_text_new: a command as the stream's event. @command: a JSON object that is not empty */
GBytes *mb_command_text_new (const char *command);

/** mb_delta_text_parse_kinds: "price,test" as a filter; 0 with %MB_ERROR_INVALID for an unknown kind. */
guint32 mb_delta_text_parse_kinds (const char *text, GError **error);

G_END_DECLS
