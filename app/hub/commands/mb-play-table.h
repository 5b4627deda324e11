/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** MbPlayTable: a hub's report of plays, for people and for spreadsheets. */
typedef struct _MbPlayTable MbPlayTable;

/** mb_play_table_read: @answer: of `GET …/reports/plays`. Returns: (transfer full) (nullable): NULL when it is none */
MbPlayTable *mb_play_table_read (GBytes *answer);
void mb_play_table_free (MbPlayTable *self);

/** mb_play_table_name: what "media" or "screen" @id is called; a later name takes the place of an earlier. */
void mb_play_table_name (MbPlayTable *self, const char *kind, const char *id, const char *name);

/** mb_play_table_write: in columns, with a line for each film in all. (transfer full) */
GString *mb_play_table_write (MbPlayTable *self);
/** mb_play_table_write_csv: RFC 4180, UTF-8. (transfer full) */
GString *mb_play_table_write_csv (MbPlayTable *self);

G_END_DECLS
