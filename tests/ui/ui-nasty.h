/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"

/** Texts that nobody should have entered, and that somebody will. */

#define UI_NASTY_BYTES 8192 /* the longest text that a hub takes */

guint ui_nasty_get_n (void); /* kinds of text */
const char *ui_nasty_get_name (guint kind);

/** ui_nasty_make: a text of a kind, at most %UI_NASTY_BYTES, without U+0000: the same for the same seed. */
char *ui_nasty_make (guint kind, guint32 seed);

/** ui_nasty_fill: every text of @record, however deep, becomes @text where the record's rules allow it. */
void ui_nasty_fill (MbRecord *record, const char *text);

/** ui_nasty_lacking: @line, a record as JSON, once for each of its members that it may do without, without it.
 * Returns: (transfer full) (element-type utf8) */
GPtrArray *ui_nasty_lacking (const char *line);
