/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/type/mb-type.h"

G_BEGIN_DECLS

#define MB_NAME_MAX_LINES 3

/**
 * MbNameFit: how a name and what belongs to it stand in the room that a row has. Type never shrinks
 * and nothing is cut by dots: the detail goes first where it may, then the name takes more lines.
 */
typedef struct
{
  char *lines[MB_NAME_MAX_LINES];
  guint n_lines;
  gboolean whole;  /* nothing of the name is left out */
  char *detail; /* (nullable) as it is drawn, after the last line of the name or as a line of its own */
  gboolean detail_own_line;
} MbNameFit;

/**
 * mb_name_fit_init:
 * @detail: (nullable): grade or basis, in quiet type
 * @keep_detail: the row would say too little without it
 * @width: pixels
 * @max_lines: that there are, with the detail's own; at least one
 */
void mb_name_fit_init (MbNameFit *fit, MbType *type, const char *name, const char *detail, gboolean keep_detail,
                       int width, guint max_lines);
void mb_name_fit_clear (MbNameFit *fit);

/** mb_name_fit_get_n_lines: with the detail's own. */
guint mb_name_fit_get_n_lines (const MbNameFit *fit);

G_END_DECLS
