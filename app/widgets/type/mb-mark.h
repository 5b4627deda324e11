/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/model/mb-record.h"

G_BEGIN_DECLS

/**
 * Marks: what is drawn says what it is, in nodes that no renderer draws. MbDescription reads them back
 * together with what stands under them, so that it tells what was drawn, and not what was meant.
 *
 * A mark is a word and what follows it: `text LANGUAGE TEXT`, `record KIND/ID`, `zone X Y WIDTH HEIGHT NAME`,
 * `sign NAME STATE TEXT`, `picture`, `words TEXT` around several lines that are one text.
 */

/** mb_mark_node:
 * @node: (transfer full) (nullable): NULL: nothing is drawn, which is said nevertheless */
GskRenderNode *mb_mark_node (GskRenderNode *node, const char *format, ...) G_GNUC_PRINTF (2, 3);

/** mb_mark_record: appends what was drawn of a record.
 * @drawing: (transfer full)
 * @record: (nullable): of none */
void mb_mark_record (GtkSnapshot *snapshot, GtkSnapshot *drawing, MbRecord *record);

/** mb_mark_words: appends the lines of one text.
 * @drawing: (transfer full) */
void mb_mark_words (GtkSnapshot *snapshot, GtkSnapshot *drawing, const char *words);

/** mb_mark_sign: appends the sign of how something stands: "sign video late WORDS".
 * @drawing: (transfer full)
 * @words: what it says to whoever cannot see it */
void mb_mark_sign (GtkSnapshot *snapshot, GtkSnapshot *drawing, const char *name, const char *state,
                   const char *words);

/** mb_mark_is_text: whether a node is a line of text, marked as one. */
gboolean mb_mark_is_text (GskRenderNode *node);

/** mb_mark_dup_words: the texts that were drawn, one a line. */
char *mb_mark_dup_words (GskRenderNode *node);

/** mb_mark_snapshot_child: draws a child as a zone, with its place and its name, and says it (mb-spoken.h). */
void mb_mark_snapshot_child (GtkWidget *widget, GtkWidget *child, GtkSnapshot *snapshot);
void mb_mark_snapshot_children (GtkWidget *widget, GtkSnapshot *snapshot);

G_END_DECLS
