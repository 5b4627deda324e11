/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/type/mb-name-fit.h"

#include "widgets/words/mb-plain.h"

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
mb_name_fit_wrap (MbNameFit *self, MbType *type, const char *name, int width, guint max_lines)
{
  g_autoptr (MbInk) ink = mb_ink_new (type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, MB_TONE_TEXT);
  gsize most = mb_type_get_most (type, MB_STEP_NAME, width, max_lines);
  g_autofree char *plain = mb_plain_text (name, most);
  PangoLayout *layout = mb_ink_get_layout (ink);
  guint starts[MB_NAME_MAX_LINES + 1], n;

  mb_ink_set_plain (ink, plain);
  pango_layout_set_width (layout, MAX (width, 0) * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  n = wrap (layout, starts, max_lines + 1);
  self->whole = n <= max_lines && (gsize) g_utf8_strlen (plain, -1) < most;
  if (n > max_lines)
    n = max_lines; /* somebody's mistake: it ends where the last line does */
  else
    starts[n] = (guint) strlen (plain);
  if (self->whole && n > 1)
    starts[n - 1] = mend_orphan (plain, starts[n - 1], starts[n - 2]);
  for (guint i = 0; i < n; i++)
    self->lines[i] = g_strstrip (g_strndup (plain + starts[i], starts[i + 1] - starts[i]));
  self->n_lines = n;
}

static void
fit_name (MbNameFit *self, MbType *type, const char *name, int width, guint max_lines)
{
  mb_name_fit_clear (self);
  max_lines = MIN (max_lines, MB_NAME_MAX_LINES);
  if (mb_type_measure (type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, name) > width)
    {
      mb_name_fit_wrap (self, type, name, width, max_lines);
      return;
    }

  self->lines[0] = g_strdup (name);
  self->n_lines = 1;
  self->whole = TRUE;
}

/* What is left beside the last line of the name. */
static int
get_beside (const MbNameFit *self, MbType *type, int width)
{
  return width - mb_type_get_n (type) / 4 -
         mb_type_measure (type, MB_STEP_NAME, PANGO_WEIGHT_BOLD, self->lines[self->n_lines - 1]);
}

/* A detail that has to be said has the last line, or of the only one a half. */
static void
keep_detail_whole (MbNameFit *self, MbType *type, const char *name, const char *detail, int width, guint max_lines)
{
  self->detail_own_line = max_lines > 1;
  if (self->detail_own_line && self->n_lines == max_lines)
    fit_name (self, type, name, width, max_lines - 1);
  else if (!self->detail_own_line)
    fit_name (self, type, name,
              width - mb_type_get_n (type) / 4 -
                  MIN (mb_type_measure (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, detail), width / 2),
              1);
  self->detail = mb_type_cut (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, detail,
                              self->detail_own_line ? width : get_beside (self, type, width));
}

void
mb_name_fit_init (MbNameFit *fit, MbType *type, const char *name, const char *detail,
                  gboolean keep_detail, int width, guint max_lines)
{
  g_return_if_fail (fit != NULL && type != NULL && name != NULL && max_lines > 0);

  *fit = (MbNameFit){ 0 };
  fit_name (fit, type, name, width, max_lines);
  if (detail == NULL || *detail == '\0')
    return;

  if (mb_type_measure (type, MB_STEP_QUIET, PANGO_WEIGHT_NORMAL, detail) <= get_beside (fit, type, width))
    fit->detail = g_strdup (detail);
  else if (keep_detail)
    keep_detail_whole (fit, type, name, detail, width, max_lines);
}

void
mb_name_fit_clear (MbNameFit *fit)
{
  for (guint i = 0; i < MB_NAME_MAX_LINES; i++)
    g_clear_pointer (&fit->lines[i], g_free);
  g_clear_pointer (&fit->detail, g_free);
}

guint
mb_name_fit_get_n_lines (const MbNameFit *fit)
{
  return fit->n_lines + (fit->detail_own_line ? 1 : 0);
}
