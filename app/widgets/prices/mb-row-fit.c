/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/prices/mb-row-fit.h"

#include <math.h>

static int
em (MbType *type, double size)
{
  return (int) round (size * mb_type_get_n (type));
}

static int
measure_quiet (MbType *type, const char *text)
{
  return text != NULL ? mb_type_measure (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, text) : 0;
}

static int
measure_figure (const MbRowText *text, MbType *type, const MbColumns *columns)
{
  return text->figure != NULL ? mb_type_measure (type, columns->figure_step, PANGO_WEIGHT_BOLD, text->figure) : 0;
}

/* A quiet word, with the room before it. */
static int
measure_with_gap (MbType *type, const char *text)
{
  int width = measure_quiet (type, text);

  return width > 0 ? em (type, MB_ROW_NEAR) + width : 0;
}

/* What stands on the line behind a name. */
static int
measure_behind (const MbRowText *text, MbType *type, const MbColumns *columns)
{
  return em (type, MB_ROW_APART) + MAX (measure_figure (text, type, columns), measure_quiet (type, text->instead)) +
         measure_with_gap (type, text->before) + measure_with_gap (type, text->unit);
}

/* A figure that is wider than its column, or has a word before it, takes the room from its own
 * name. */
int
mb_row_fit_get_width (const MbRowText *text, MbType *type, const MbColumns *columns)
{
  int figure;

  g_return_val_if_fail (text != NULL && type != NULL && columns != NULL, 0);

  if (columns->figure_below)
    return columns->name_width;
  if (columns->flows)
    return columns->aside_right - columns->name_x - measure_behind (text, type, columns);

  figure = measure_figure (text, type, columns) + measure_with_gap (type, text->before);
  return columns->name_width - MAX (figure - (columns->figure_right - columns->figure_x), 0);
}

/* One line after the other: what has to be said stands beside each of them. */
static void
fit_in_turn (MbNameFit *fit, const MbRowText *text, MbType *type, int width)
{
  const char *kept = text->keep_detail ? text->detail : NULL;

  mb_name_fit_init (fit, type, text->name, NULL, FALSE, width - measure_with_gap (type, kept), MB_NAME_MAX_LINES);
  fit->detail = g_strdup (kept);
}

void
mb_row_fit_init (MbNameFit *fit, const MbRowText *text, MbType *type, const MbColumns *columns)
{
  int width;

  g_return_if_fail (fit != NULL && text != NULL && type != NULL && columns != NULL);

  width = mb_row_fit_get_width (text, type, columns);
  mb_name_fit_init (fit, type, text->name, text->detail, text->keep_detail, width, columns->max_lines);
  if (!columns->flows || fit->whole)
    return;

  mb_name_fit_clear (fit);
  fit_in_turn (fit, text, type, width);
}

guint
mb_row_text_get_lines (const MbRowText *text, MbType *type, const MbColumns *columns)
{
  MbNameFit name;
  guint n_lines;

  g_return_val_if_fail (text != NULL && type != NULL && columns != NULL, 1);

  mb_row_fit_init (&name, text, type, columns);
  n_lines = mb_name_fit_get_n_lines (&name) + (columns->figure_below ? 1 : 0);
  mb_name_fit_clear (&name);
  return n_lines;
}

gboolean
mb_row_text_is_whole (const MbRowText *text, MbType *type, const MbColumns *columns)
{
  MbNameFit name;

  g_return_val_if_fail (text != NULL && type != NULL && columns != NULL, FALSE);

  mb_row_fit_init (&name, text, type, columns);
  mb_name_fit_clear (&name);
  return name.whole;
}

gboolean
mb_row_text_is_one_line (const MbRowText *text, MbType *type, const MbColumns *columns)
{
  return mb_row_text_is_whole (text, type, columns) && mb_row_text_get_lines (text, type, columns) == 1;
}
