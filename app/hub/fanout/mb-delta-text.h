/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-change.h"

G_BEGIN_DECLS

/** MB_ALL_KINDS: a filter that lets everything through; else bits 1 << MbKind. */
#define MB_ALL_KINDS G_MAXUINT32

/**
 * mb_delta_text_write: changes as the stream's events, without their live: emergencies first, then in
 * order.
 * @changes: MbChange, @n of them from @first
 *
 * Returns: how many passed the filter
 */
guint mb_delta_text_write (GString *out, GPtrArray *changes, guint first, guint n, guint32 kinds);

/** mb_delta_text_write_reset: opens a snapshot of @records. */
void mb_delta_text_write_reset (GString *out, guint records);

/** mb_delta_text_write_live: closes a delta. */
void mb_delta_text_write_live (GString *out, const char *position, const char *at);

/** mb_delta_text_write_pulse: @value: compact JSON */
void mb_delta_text_write_pulse (GString *out, const char *kind, const char *id, GBytes *value);

/** mb_delta_text_parse_kinds: "price,test" as a filter; 0 with %MB_ERROR_INVALID for an unknown kind. */
guint32 mb_delta_text_parse_kinds (const char *text, GError **error);

G_END_DECLS
