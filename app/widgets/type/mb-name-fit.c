/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/type/mb-name-fit.h"

#include <string.h>

/* Where a wrapped line begins, in bytes; Pango's own rules keep punctuation off the line's
 * start. */
static guint
wrap (PangoLayout *layout, guint *starts, guint max)
{
  guint n = 0;

  for (GSList *item = pango_layout_get_lines_readonly (layout); item != NULL && n < max;
       item = item->next)
    starts[n++] = (guint) ((PangoLayoutLine *) item->data)->start_index;

  return n;
}

/* A line of one character reads as a slip of the pen: it gets company from the line before. */
static guint
mend_orphan (const char *text, guint start, guint previous)
{
  const char *last = text + start, *before;

  if (g_utf8_strlen (last, -1) != 1)
    return start;

  before = g_utf8_prev_char (last);
  return before > text + previous ? (guint) (before - text) : start;
}

static void
mb_name_fit_wrap (MbNameFit *self, MbType *type, const char *name, int width)
{
  g_autoptr (MbInk) ink = mb_ink_new (type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, MB_TONE_TEXT);
  PangoLayout *layout = mb_ink_get_layout (ink);
  guint starts[MB_NAME_MAX_LINES + 1], n;
  gboolean whole;

  mb_ink_set_text (ink, name);
  pango_layout_set_width (layout, MAX (width, 0) * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  n = wrap (layout, starts, G_N_ELEMENTS (starts));
  whole = n <= MB_NAME_MAX_LINES;
  if (!whole)
    n = MB_NAME_MAX_LINES; /* somebody's mistake: it ends where the third line does */
  else
    starts[n] = (guint) strlen (name);
  if (whole && n > 1)
    starts[n - 1] = mend_orphan (name, starts[n - 1], starts[n - 2]);
  for (guint i = 0; i < n; i++)
    self->lines[i] = g_strstrip (g_strndup (name + starts[i], starts[i + 1] - starts[i]));
  self->n_lines = n;
}

void
mb_name_fit_init (MbNameFit *fit, MbType *type, const char *name, const char *detail,
                  gboolean keep_detail, int width)
{
  int beside = 0;

  g_return_if_fail (fit != NULL && type != NULL && name != NULL);

  *fit = (MbNameFit){ 0 };
  if (mb_type_measure (type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, name) <= width)
    {
      fit->lines[0] = g_strdup (name);
      fit->n_lines = 1;
    }
  else
    mb_name_fit_wrap (fit, type, name, width);

  if (detail == NULL || *detail == '\0')
    return;

  beside = mb_type_measure (type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, fit->lines[fit->n_lines - 1]) +
           mb_type_get_n (type) / 4 +
           mb_type_measure (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, detail);
  fit->detail = beside <= width || keep_detail;
  fit->detail_own_line = beside > width && keep_detail;
}

void
mb_name_fit_clear (MbNameFit *fit)
{
  for (guint i = 0; i < MB_NAME_MAX_LINES; i++)
    g_clear_pointer (&fit->lines[i], g_free);
}

guint
mb_name_fit_get_n_lines (const MbNameFit *fit)
{
  return fit->n_lines + (fit->detail_own_line ? 1 : 0);
}
