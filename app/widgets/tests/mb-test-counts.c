/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/tests/mb-test-counts.h"

#include "widgets/words/mb-format.h"
#include "widgets/words/mb-test-text.h"

#include <math.h>

/* In N. */
#define LINE 0.98
#define BELOW 0.12
#define APART 0.3
#define RISE 0.285

enum
{
  PIECE_TITLE,
  PIECE_BATCHES,
  PIECE_PASSED,
  PIECE_POSITIVE,
  PIECE_RATE,
  N_PIECES
};

struct _MbTestCounts
{
  MbType *type; /* (owned) */
  MbInk *pieces[N_PIECES];
  int x[N_PIECES], line[N_PIECES]; /* line -1: it has no room */
  int n_lines;
  int width;
  char *title, *short_title; /* (nullable) */
  gboolean brief;
};

static int
em (const MbTestCounts *self, double size)
{
  return (int) round (size * mb_type_get_n (self->type));
}

MbTestCounts *
mb_test_counts_new (MbType *type)
{
  static const MbTone tones[N_PIECES] = { MB_TONE_QUIET, MB_TONE_TEXT, MB_TONE_JADE, MB_TONE_TEXT,
                                          MB_TONE_QUIET };
  MbTestCounts *self = g_new0 (MbTestCounts, 1);

  self->type = mb_type_ref (type);
  for (guint i = 0; i < N_PIECES; i++)
    self->pieces[i] = mb_ink_new (
        type, MB_STEP_QUIET,
        tones[i] == MB_TONE_QUIET ? PANGO_WEIGHT_NORMAL : PANGO_WEIGHT_BOLD, tones[i]);
  return self;
}

void
mb_test_counts_free (MbTestCounts *self)
{
  for (guint i = 0; i < N_PIECES; i++)
    mb_ink_free (self->pieces[i]);
  g_free (self->title);
  g_free (self->short_title);
  mb_type_unref (self->type);
  g_free (self);
}

static void
place_with (MbTestCounts *self, const char *title)
{
  int x = 0, line = 0;

  mb_ink_set_text (self->pieces[PIECE_TITLE], title);
  for (guint i = 0; i < N_PIECES; i++)
    {
      int width = mb_ink_get_width (self->pieces[i]);

      self->line[i] = -1;
      if (width == 0 || (i == PIECE_RATE && x + width > self->width))
        continue;
      if (x > 0 && x + width > self->width)
        {
          x = 0;
          line++;
        }
      self->x[i] = x;
      self->line[i] = line;
      x += width + em (self, APART);
    }
  self->n_lines = line + 1;
}

static void
place (MbTestCounts *self)
{
  place_with (self, self->title);
  if (self->brief && self->n_lines > 1 && self->short_title != NULL)
    {
      place_with (self, self->short_title);
      if (self->n_lines > 1)
        place_with (self, NULL);
    }
}

void
mb_test_counts_set_brief (MbTestCounts *self, gboolean brief)
{
  if (self->brief == brief)
    return;

  self->brief = brief;
  place (self);
}

/* Takes the words. */
static gboolean
set_piece (MbTestCounts *self, guint i, char *words)
{
  gboolean differs = mb_ink_set_text (self->pieces[i], words);

  g_free (words);
  return differs;
}

gboolean
mb_test_counts_tell (MbTestCounts *self, const MbTestDay *day, const MbMoment *moment, int width)
{
  GTimeZone *zone = mb_market_time_get_zone (moment->time);
  gboolean time_known = moment->judged_us != MB_UNSET;
  const MbCatalogue *catalogue = mb_type_get_catalogue (self->type);
  gboolean counted = day != NULL && day->n_batches > 0 && (day->is_today || !time_known);
  int percent = counted ? mb_test_day_get_pass_percent (day) : -1;
  gboolean differs = self->width != width;
  char *title = NULL;

  if (counted || (day != NULL && day->is_today))
    title = mb_format_tests_title (catalogue, day);
  else if (day != NULL && time_known && moment->unheard && day->begins_us == MB_UNSET)
    title = g_strdup (mb_format_no_figure (catalogue, MB_FIGURE_UPDATING));
  else if (day != NULL && time_known)
    title = mb_format_no_tests (catalogue, day, zone);
  differs |= g_strcmp0 (title, self->title) != 0;
  g_free (self->title);
  self->title = title;
  g_free (self->short_title);
  self->short_title = counted ? mb_format_tests_day (catalogue, day) : NULL;
  differs |= set_piece (self, PIECE_BATCHES,
                        counted ? mb_format_batches (catalogue, day->n_batches) : NULL);
  differs |=
      set_piece (self, PIECE_PASSED, counted ? mb_format_passed (catalogue, day->n_passed) : NULL);
  differs |= set_piece (self, PIECE_POSITIVE,
                        counted && day->n_positive > 0
                            ? mb_format_positive (catalogue, day->n_positive)
                            : NULL);
  differs |=
      set_piece (self, PIECE_RATE, percent >= 0 ? mb_format_pass_rate (catalogue, percent) : NULL);
  self->width = width;
  if (differs)
    place (self);
  return differs;
}

int
mb_test_counts_get_height (const MbTestCounts *self)
{
  return self->n_lines * em (self, LINE) + em (self, BELOW);
}

void
mb_test_counts_draw (MbTestCounts *self, GtkSnapshot *snapshot, int x, int y)
{
  for (guint i = 0; i < N_PIECES; i++)
    if (self->line[i] >= 0)
      mb_ink_draw (self->pieces[i], snapshot, x + self->x[i],
                   y + self->line[i] * em (self, LINE) + em (self, LINE / 2 + RISE), 1);
}
