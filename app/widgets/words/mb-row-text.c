/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/words/mb-row-text.h"

#include "core/model/money/mb-money.h"
#include "widgets/words/mb-format.h"

#define NAME_MOST 400 /* characters: three lines have room for less */

static void
say_detail (MbRowText *self, MbPriceRow *row, const MbWording *wording, gboolean keep_grade)
{
  const char *language = mb_catalogue_get_language (wording->catalogue);
  g_autofree char *grade =
      row->grade != NULL ? mb_format_name (mb_texts_get (row->grade, language)) : NULL;
  gboolean has_figure = mb_format_no_figure (wording->catalogue, row->figure) == NULL;
  const char *basis = NULL;

  if (row->basis != wording->basis && row->record != NULL && has_figure)
    basis = mb_format_basis (wording->catalogue, row->basis);

  if (basis != NULL && *basis != '\0')
    {
      self->detail =
          grade != NULL && keep_grade ? g_strjoin (" ", grade, basis, NULL) : g_strdup (basis);
      self->keep_detail = TRUE;
    }
  else
    {
      self->detail = g_steal_pointer (&grade);
      self->keep_detail = keep_grade;
    }
}

static void
say_figure (MbRowText *self, MbPriceRow *row, const MbWording *wording)
{
  const char *none = mb_format_no_figure (wording->catalogue, row->figure);
  g_autofree char *unit = NULL;

  if (none != NULL)
    {
      self->instead = g_strdup (none);
      return;
    }

  self->shares_unit = (int) row->per == wording->said_unit;
  unit = self->shares_unit ? g_strdup ("") : mb_format_unit (wording->catalogue, row->per, row->product->piece_word);
  mb_format_priced (wording->catalogue, row->figure, unit, &self->before, &self->unit);
  if (row->figure == MB_FIGURE_RANGE)
    self->instead =
        mb_format_range (wording->catalogue, row->low_fen, row->high_fen, wording->decimals);
  else
    self->figure = mb_money_format (row->fen, wording->decimals);
  self->figure_tone =
      row->age == MB_AGE_DIM || row->age == MB_AGE_YESTERDAY_DIM ? MB_TONE_DIM : MB_TONE_TEXT;
}

static void
say_movement (MbRowText *self, MbPriceRow *row, const MbWording *wording)
{
  if (row->figure != MB_FIGURE_RANGE && !wording->terse)
    self->range =
        mb_format_range (wording->catalogue, row->low_fen, row->high_fen, wording->decimals);
  self->change = wording->terse
                     ? mb_format_direction (wording->catalogue, row->movement_fen)
                     : mb_format_movement (wording->catalogue, row->movement_fen, wording->decimals);
  if (row->movement_fen == MB_UNSET || row->movement_fen == 0)
    self->change_tone = MB_TONE_QUIET;
  else
    self->change_tone = row->movement_fen > 0 ? MB_TONE_AMBER : MB_TONE_SKY;
}

static char *
format_age (MbPriceRow *row, const MbWording *wording)
{
  static char *(*const formats[]) (const MbCatalogue *, gint64, gint64, GTimeZone *) = {
    [MB_AGE_YESTERDAY] = mb_format_observed,
    [MB_AGE_YESTERDAY_DIM] = mb_format_yesterday,
    [MB_AGE_DIM] = mb_format_as_of,
  };

  return (wording->brief ? mb_format_observed_brief : formats[row->age]) (wording->catalogue, row->observed_us,
                                                                         wording->now_us, wording->zone);
}

/* A tag or a time takes the place of range and movement: an old figure has neither. */
static void
say_age (MbRowText *self, MbPriceRow *row, const MbWording *wording)
{
  switch (row->age)
    {
    case MB_AGE_FRESH:
      say_movement (self, row, wording);
      break;
    case MB_AGE_YESTERDAY:
    case MB_AGE_YESTERDAY_DIM:
    case MB_AGE_DIM:
      self->aside = format_age (row, wording);
      break;
    case MB_AGE_HIDDEN:
      break;
    }
}

/* One word has room behind a figure: the unit has to be there, then how old it is. */
static void
keep_one (MbRowText *self)
{
  if (self->unit != NULL && *self->unit == '\0')
    g_clear_pointer (&self->unit, g_free);
  if (self->unit == NULL)
    return;

  mb_row_text_put_aside_first (self);
  g_clear_pointer (&self->change, g_free);
}

void
mb_row_text_init (MbRowText *self, MbPriceRow *row, const MbWording *wording, gboolean keep_grade)
{
  g_return_if_fail (self != NULL && row != NULL && wording != NULL);

  *self = (MbRowText){ .figure_tone = MB_TONE_TEXT, .change_tone = MB_TONE_QUIET };
  g_set_object (&self->record, row->record);
  self->name = mb_format_called (mb_texts_get (row->product->name, mb_catalogue_get_language (wording->catalogue)),
                                 mb_record_get_id (MB_RECORD (row->product)), NAME_MOST);
  say_detail (self, row, wording, keep_grade);
  say_figure (self, row, wording);
  if (mb_format_no_figure (wording->catalogue, row->figure) == NULL)
    say_age (self, row, wording);
  if (wording->terse)
    keep_one (self);
}

void
mb_row_text_put_aside_first (MbRowText *self)
{
  char *detail;

  g_return_if_fail (self != NULL);

  if (self->aside == NULL)
    return;

  detail = self->keep_detail && self->detail != NULL
               ? g_strjoin (" ", self->detail, self->aside, NULL)
               : g_strdup (self->aside);
  g_free (self->detail);
  self->detail = detail;
  self->keep_detail = TRUE;
  g_clear_pointer (&self->aside, g_free);
}

void
mb_row_text_clear (MbRowText *self)
{
  g_clear_object (&self->record);
  g_free (self->name);
  g_free (self->detail);
  g_free (self->before);
  g_free (self->figure);
  g_free (self->instead);
  g_free (self->unit);
  g_free (self->range);
  g_free (self->change);
  g_free (self->aside);
  *self = (MbRowText){ 0 };
}
