/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mb-record.h"

G_BEGIN_DECLS

/* A field of a record as a GObject property. */
GParamSpec *mb_field_make_pspec (const MbField *field);
void mb_field_get_value (const MbField *field, gconstpointer structure, GValue *value);

/* mb_record_take() in its three steps, so that a board can compare while it folds, swap everything
 * in one go, and tell about it only then. */

/** MbDifference: a bit per property of a kind (its fields, then extra), and three for the stamp. */
typedef guint64 MbDifference;
#define MB_DIFFERENCE_REV (G_GUINT64_CONSTANT (1) << 61)
#define MB_DIFFERENCE_AT (G_GUINT64_CONSTANT (1) << 62)
#define MB_DIFFERENCE_BY (G_GUINT64_CONSTANT (1) << 63)
#define MB_DIFFERENCE_STAMP (MB_DIFFERENCE_REV | MB_DIFFERENCE_AT | MB_DIFFERENCE_BY)

MbDifference mb_record_compare (MbRecord *a, MbRecord *b);
void mb_record_swap (MbRecord *a, MbRecord *b); /* fields and stamps; notifies nobody */
void mb_record_notify (MbRecord *self, MbDifference difference);

G_END_DECLS
