/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/fact/mb-fact.h"
#include "store/mb-fact-row.h"

G_BEGIN_DECLS

/* What the hub makes of a fact that it is told: by what it is found and counted, and what only the hub can
 * say beside it. Any thread. */

/**
 * mb_fact_desk_read: the rows of a body of `POST …/facts`.
 * @line: (out): as mb_facts_read()
 *
 * Errors: as mb_facts_read(), and %MB_ERROR_INVALID for a type that only the hub makes
 *
 * Returns: (transfer full): MbFactRow in the order sent
 */
GPtrArray *mb_fact_desk_read (GBytes *body, guint *line, GError **error);

/** mb_fact_desk_make_row: @text: as its source told it */
MbFactRow *mb_fact_desk_make_row (MbFact *fact, GBytes *text);

G_END_DECLS
