/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/wire/mb-json-writer.h"
#include "hub/routes/mb-exchange.h"

G_BEGIN_DECLS

/* What several resources answer alike. */

/** mb_answers_write_record: a record as the stream puts it. */
void mb_answers_write_record (MbJsonWriter *writer, const MbChange *change);

/** mb_answers_get_screen: the path's screen; NULL when it can be none, which has been answered. */
const char *mb_answers_get_screen (MbExchange *exchange);

void mb_answers_write_hex (MbJsonWriter *writer, const char *name, const guint8 *bytes, gsize length);

/** mb_answers_write_line: a change as the journal lists it, without line end: everything that its
 * hash covers, and the hash. */
void mb_answers_write_line (GString *out, const MbChange *change);

/**
 * mb_answers_finish: ends mb_ledger_submit_async(); what was refused is answered with a problem
 * that says all that the clerk said.
 *
 * Returns: whether there is still something to answer
 */
gboolean mb_answers_finish (MbExchange *exchange, GObject *source, GAsyncResult *result, MbTransaction **transaction);

G_END_DECLS
