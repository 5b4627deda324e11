/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/mb-fact-row.h"

G_BEGIN_DECLS

/** MbFactFilter: which facts a stream wants: `?facts=weighing,payment&stall=a-012`. */
typedef struct
{
  char **types;
  char *stall;  /* NULL: anybody's */
} MbFactFilter;

/**
 * mb_fact_filter_parse:
 * @types: "weighing,payment"
 * @stall: (nullable)
 *
 * Errors: %MB_ERROR_INVALID for what is no type of fact, or no stall
 */
MbFactFilter *mb_fact_filter_parse (const char *types, const char *stall, GError **error);
void mb_fact_filter_free (MbFactFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbFactFilter, mb_fact_filter_free)

gboolean mb_fact_filter_passes (const MbFactFilter *self, const MbFactRow *row);

/** mb_fact_text_new: a fact as the stream's event. */
GBytes *mb_fact_text_new (const MbFactRow *row);

G_END_DECLS
