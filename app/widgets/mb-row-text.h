/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/mb-palette.h"

G_BEGIN_DECLS

/**
 * MbRowText: the words of one price row, ready to be drawn; empty is NULL.
 */
typedef struct
{
  char *name;
  char *detail;         /* the grade, or the basis where it is not the board's */
  gboolean keep_detail; /* the row would say too little without it */
  char *before;         /* before the figure, quiet: "from" */
  char *figure;
  char *instead;        /* in the figure's place, quiet: "closed" */
  char *unit;
  char *range;
  char *change;
  char *aside;          /* in the place of range and change: a tag, or when it was observed */
  MbTone tone;          /* of name and figure */
  MbTone change_tone;
} MbRowText;

void mb_row_text_clear (MbRowText *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MbRowText, mb_row_text_clear)

G_END_DECLS
