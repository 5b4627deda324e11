/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/type/mb-block.h"

#include "widgets/type/mb-mark.h"
#include "widgets/words/mb-plain.h"

#include <math.h>
#include <string.h>

/* Of the font's size. */
#define PITCH 1.24          /* from baseline to baseline */
#define HEADLINE_PITCH 1.08 /* large type stands closer */
#define RISE 0.38           /* from the middle of a line down to its baseline */

#define BRACKET_MOST 16 /* characters that stand together in brackets */
#define APART "　"
#define APART_LATIN " · " /* a gap alone is a space there */

struct _MbBlock
{
  MbType *type; /* (owned) */
  MbStep step;
  PangoWeight weight;
  MbTone tone;
  int width;
  guint max_lines;
  GPtrArray *lines; /* of MbInk */
  GArray *pieces;   /* guint: the line in which each begins */
  GString *words;   /* what stands in them */
  gboolean whole;
};

static const char *
get_apart (MbType *type)
{
  return g_str_has_prefix (mb_catalogue_get_language (mb_type_get_catalogue (type)), "zh") ? APART : APART_LATIN;
}

static MbBlock *
make (MbType *type, MbStep step, PangoWeight weight, MbTone tone, int width, guint max_lines)
{
  MbBlock *self = g_new0 (MbBlock, 1);

  self->type = mb_type_ref (type);
  self->step = step;
  self->weight = weight;
  self->tone = tone;
  self->width = MAX (width, 1);
  self->max_lines = max_lines;
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) mb_ink_free);
  self->pieces = g_array_new (FALSE, FALSE, sizeof (guint));
  self->words = g_string_new (NULL);
  self->whole = TRUE;
  return self;
}

void
mb_block_free (MbBlock *self)
{
  g_ptr_array_unref (self->lines);
  g_array_unref (self->pieces);
  g_string_free (self->words, TRUE);
  mb_type_unref (self->type);
  g_free (self);
}

static void
add_line (MbBlock *self, const char *text, gsize length)
{
  g_autofree char *line = g_strstrip (g_strndup (text, length));
  MbInk *ink;

  if (*line == '\0')
    return;
  if (self->lines->len == self->max_lines)
    {
      self->whole = FALSE;
      return;
    }

  ink = mb_ink_new (self->type, self->step, self->weight, self->tone);
  mb_ink_set_text (ink, line);
  g_ptr_array_add (self->lines, ink);
}

/* A last line of one character gets company from the line before: a number as a whole, and punctuation with what
 * stands before it. */
static gsize
mend_orphan (const char *text, gsize start, gsize previous)
{
  const char *last = text + start, *before;

  if (g_utf8_strlen (last, -1) != 1)
    return start;

  before = g_utf8_prev_char (last);
  while (before > text + previous && g_unichar_ispunct (g_utf8_get_char (before)))
    before = g_utf8_prev_char (before);
  while (before > text + previous && g_ascii_isdigit (*before) && g_ascii_isdigit (before[-1]))
    before--;
  return before > text + previous ? (gsize) (before - text) : start;
}

static int
measure (MbBlock *self, const char *text, gsize length)
{
  g_autofree char *line = g_strstrip (g_strndup (text, length));

  return mb_type_measure (self->type, self->step, self->weight, line);
}

/* A last line of one word takes the one before it along, where that makes the two lines more even. */
static gsize
mend_lone_word (MbBlock *self, const char *text, gsize start, gsize previous)
{
  const char *last = text + start, *before = last;
  int long_line, short_line, kept, taken;

  while (before > text + previous && before[-1] == ' ')
    before--;
  while (before > text + previous && before[-1] != ' ')
    before--;
  if (strchr (last, ' ') != NULL || last[-1] != ' ' || before == text + previous ||
      memchr (before, ')', start - (gsize) (before - text)) != NULL) /* what is in brackets stays whole */
    return start;

  long_line = measure (self, text + previous, start - previous);
  short_line = measure (self, last, strlen (last));
  kept = measure (self, text + previous, (gsize) (before - text) - previous);
  taken = measure (self, before, strlen (before));
  return taken <= self->width && ABS (kept - taken) < long_line - short_line ? (gsize) (before - text) : start;
}

/* What joins two things begins the line of the second. */
static gsize
mend_conjunction (MbBlock *self, const char *text, gsize start, gsize previous, gsize end)
{
  static const char *const words[] = { "和", "与", "與", "或", "及" };
  const char *before = g_utf8_find_prev_char (text + previous, text + start);

  if (before == NULL || before == text + previous)
    return start;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (before, words[i]) && measure (self, before, end - (gsize) (before - text)) <= self->width)
      return (gsize) (before - text);

  return start;
}

/* Where lines begin, but for the first. @starts: with the end of the text. */
static void
mend_starts (MbBlock *self, const char *text, GArray *starts)
{
  guint n = starts->len - 1;
  gsize *start = (gsize *) (gpointer) starts->data;

  if (n < 2)
    return;

  start[n - 1] = mend_orphan (text, start[n - 1], start[n - 2]);
  start[n - 1] = mend_lone_word (self, text, start[n - 1], start[n - 2]);
  for (guint i = 1; i < n; i++)
    start[i] = mend_conjunction (self, text, start[i], start[i - 1], start[i + 1]);
}

/* The end of what stands in brackets, with them; NULL: it is more than a number or a word. */
static const char *
find_bracket_end (const char *open)
{
  guint n = 0;

  for (const char *c = g_utf8_next_char (open); *c != '\0' && n < BRACKET_MOST; c = g_utf8_next_char (c), n++)
    {
      if (*c == ')' || g_str_has_prefix (c, "）"))
        return g_utf8_next_char (c);
      if (*c == '(' || g_str_has_prefix (c, "（"))
        return NULL;
    }
  return NULL;
}

/* The end of an option of a command line, dashes and all; NULL: it is none. */
static const char *
find_option_end (const char *dashes)
{
  gsize length = strspn (dashes + 2, "abcdefghijklmnopqrstuvwxyz-");

  return length > 0 ? dashes + 2 + length : NULL;
}

/* The end of a number and what is measured by it; NULL: it counts something else. */
static const char *
find_measure_end (const char *digits)
{
  static const char *const measures[] = { "元", "斤", "公斤", "克", "个", "個", "份", "折", "号", "號" };
  const char *end = digits + strspn (digits, "0123456789.");

  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    if (g_str_has_prefix (end, measures[i]))
      return end + strlen (measures[i]);

  return NULL;
}

static const char *
find_whole_end (const char *c)
{
  if (g_ascii_isdigit (*c))
    return find_measure_end (c);
  if (*c == '(' || g_str_has_prefix (c, "（"))
    return find_bracket_end (c);

  return g_str_has_prefix (c, "--") ? find_option_end (c) : NULL;
}

/* A stall's number in its brackets is one word, whatever its characters are: "(A区12号)"; so is
 * "--market", and "500克". */
static void
keep_whole (MbBlock *self, PangoLayout *layout, const char *text)
{
  PangoAttrList *attributes = pango_attr_list_copy (pango_layout_get_attributes (layout));

  for (const char *c = text, *end; *c != '\0'; c = end != NULL ? end : g_utf8_next_char (c))
    {
      g_autofree char *word = (end = find_whole_end (c)) != NULL ? g_strndup (c, (gsize) (end - c)) : NULL;
      PangoAttribute *unbroken;

      if (word == NULL || mb_type_measure (self->type, self->step, self->weight, word) > self->width)
        continue;

      unbroken = pango_attr_allow_breaks_new (FALSE);
      unbroken->start_index = (guint) (c - text);
      unbroken->end_index = (guint) (end - text);
      pango_attr_list_insert (attributes, unbroken);
    }
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
}

/* Breaks @text into at most @max_lines. */
static void
add_text (MbBlock *self, const char *text, guint max_lines)
{
  g_autoptr (MbInk) ink = mb_ink_new (self->type, self->step, self->weight, self->tone);
  PangoLayout *layout = mb_ink_get_layout (ink);
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autofree char *part = mb_plain_text (text, mb_type_get_most (self->type, self->step, self->width, max_lines));
  gsize end;

  mb_ink_set_plain (ink, part);
  keep_whole (self, layout, part);
  end = strlen (part);
  pango_layout_set_width (layout, self->width * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  for (GSList *item = pango_layout_get_lines_readonly (layout); item != NULL; item = item->next)
    {
      gsize start = (gsize) ((PangoLayoutLine *) item->data)->start_index;

      g_array_append_val (starts, start);
    }
  g_array_append_val (starts, end);
  mend_starts (self, part, starts);
  for (guint i = 0; i + 1 < starts->len && i < max_lines; i++)
    {
      gsize start = g_array_index (starts, gsize, i);

      add_line (self, part + start, g_array_index (starts, gsize, i + 1) - start);
    }
  g_string_append_printf (self->words, "%s%.*s", self->words->len > 0 ? APART : "",
                          (int) g_array_index (starts, gsize, MIN (starts->len - 1, max_lines)), part);
  if (starts->len > max_lines + 1)
    self->whole = FALSE;
}

MbBlock *
mb_block_new (MbType *type, MbStep step, PangoWeight weight, MbTone tone, const char *text, int width,
              guint max_lines)
{
  MbBlock *self;

  g_return_val_if_fail (type != NULL && max_lines > 0, NULL);

  self = make (type, step, weight, tone, width, max_lines);
  if (text != NULL && *text != '\0')
    add_text (self, text, max_lines);
  return self;
}

/* However long it is, a line is left to each of @n_more pieces after it. */
static guint
get_share (MbBlock *self, guint n_more)
{
  guint left = self->max_lines - self->lines->len;

  return left > n_more ? left - n_more : 1;
}

MbBlock *
mb_block_new_pieces (MbType *type, MbStep step, PangoWeight weight, MbTone tone, const char *const *pieces,
                     int width, guint max_lines)
{
  g_autoptr (GString) line = g_string_new (NULL);
  guint n = pieces != NULL ? g_strv_length ((char **) pieces) : 0;
  MbBlock *self;

  g_return_val_if_fail (type != NULL && max_lines > 0, NULL);

  self = make (type, step, weight, tone, width, max_lines);
  for (guint i = 0; i < n; i++)
    {
      gsize before = line->len;

      g_string_append_printf (line, "%s%s", before > 0 ? get_apart (type) : "", pieces[i]);
      if (before > 0 && mb_type_measure (type, step, weight, line->str) > self->width)
        {
          g_string_truncate (line, before);
          add_text (self, line->str, get_share (self, n - i));
          g_string_assign (line, pieces[i]);
        }
      g_array_append_val (self->pieces, self->lines->len);
    }
  if (line->len > 0)
    add_text (self, line->str, get_share (self, 0));
  return self;
}

guint
mb_block_get_line_of_piece (const MbBlock *self, guint i)
{
  return i < self->pieces->len ? g_array_index (self->pieces, guint, i) : self->lines->len;
}

MbBlock *
mb_block_new_paragraphs (MbType *type, MbStep step, PangoWeight weight, MbTone tone, const char *text, int width,
                         guint max_lines)
{
  g_auto (GStrv) paragraphs = NULL;
  MbBlock *self;

  g_return_val_if_fail (type != NULL && text != NULL && max_lines > 0, NULL);

  paragraphs = g_strsplit (text, "\n", -1);
  self = make (type, step, weight, tone, width, max_lines);
  for (guint i = 0; paragraphs[i] != NULL; i++)
    if (self->lines->len < max_lines)
      add_text (self, paragraphs[i], max_lines - self->lines->len);
    else if (*paragraphs[i] != '\0')
      self->whole = FALSE;

  return self;
}

MbBlock *
mb_block_new_part (const MbBlock *whole, guint first, guint n)
{
  MbBlock *self;

  g_return_val_if_fail (first + n <= whole->lines->len, NULL);

  self = make (whole->type, whole->step, whole->weight, whole->tone, whole->width, MAX (n, 1));
  for (guint i = first; i < first + n; i++)
    {
      const char *line = mb_block_get_line (whole, i);

      add_line (self, line, strlen (line));
      g_string_append_printf (self->words, "%s%s", self->words->len > 0 && !mb_type_is_han (self->type) ? " " : "", line);
    }
  return self;
}

gboolean
mb_block_is_whole (const MbBlock *self)
{
  return self->whole;
}

guint
mb_block_get_n_lines (const MbBlock *self)
{
  return self->lines->len;
}

const char *
mb_block_get_line (const MbBlock *self, guint i)
{
  g_return_val_if_fail (i < self->lines->len, NULL);

  return mb_ink_get_text (self->lines->pdata[i]);
}

int
mb_block_get_width (const MbBlock *self)
{
  int width = 0;

  for (guint i = 0; i < self->lines->len; i++)
    width = MAX (width, mb_ink_get_width (self->lines->pdata[i]));

  return width;
}

static int
em (const MbBlock *self, double size)
{
  return (int) round (size * mb_step_get_px (self->step, mb_type_get_n (self->type)));
}

int
mb_block_get_line_height (MbType *type, MbStep step)
{
  double pitch = step >= MB_STEP_HEADLINE ? HEADLINE_PITCH : PITCH;

  return (int) round (pitch * mb_step_get_px (step, mb_type_get_n (type)));
}

static int
get_pitch (const MbBlock *self)
{
  return mb_block_get_line_height (self->type, self->step);
}

int
mb_block_get_height (const MbBlock *self)
{
  return (int) self->lines->len * get_pitch (self);
}

static void
draw_line (const MbBlock *self, GtkSnapshot *snapshot, guint i, int x, int y, float alpha)
{
  int pitch = get_pitch (self);

  mb_ink_draw (self->lines->pdata[i], snapshot, x, y + (int) i * pitch + pitch / 2 + em (self, RISE),
               alpha);
}

void
mb_block_draw (MbBlock *self, GtkSnapshot *snapshot, int x, int y, float alpha)
{
  GtkSnapshot *drawing = gtk_snapshot_new ();

  for (guint i = 0; i < self->lines->len; i++)
    draw_line (self, drawing, i, x, y, alpha);
  mb_mark_words (snapshot, drawing, self->words->str);
}

void
mb_block_draw_centred (MbBlock *self, GtkSnapshot *snapshot, int x, int y, int width)
{
  GtkSnapshot *drawing = gtk_snapshot_new ();

  for (guint i = 0; i < self->lines->len; i++)
    draw_line (self, drawing, i, x + (width - mb_ink_get_width (self->lines->pdata[i])) / 2, y, 1);
  mb_mark_words (snapshot, drawing, self->words->str);
}
