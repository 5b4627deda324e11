/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/words/mb-sheet-text.h"

#include "core/model/place/mb-market.h"
#include "widgets/words/mb-format.h"
#include "widgets/words/mb-plain.h"
#include "widgets/words/mb-test-text.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Characters. */
#define NUMBER_MOST 24
#define RULES_MOST 1000

void
mb_sheet_row_free (MbSheetRow *self)
{
  g_free (self->id);
  g_free (self->section);
  g_free (self->head);
  g_free (self->aside);
  g_strfreev (self->pieces);
  g_free (self);
}

static GPtrArray *
sheet_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mb_sheet_row_free);
}

static const char *
get_not_entered (const MbCatalogue *catalogue)
{
  return mb_catalogue_text (catalogue, N_ ("not entered"));
}

/* A full date: licences hold for years. */
static char *
say_date (const MbCatalogue *catalogue, MbDate date)
{
  g_autofree char *day = mb_format_short_day (catalogue, date);
  g_autofree char *year = g_strdup_printf ("%u", date / 10000);

  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("{day} {year}")), "day", day, "year", year,
                         NULL);
}

static gboolean
is_over (const MbSheetSource *source, MbDate expires)
{
  return source->judged_us != MB_UNSET && expires != 0 &&
         expires < mb_market_time_get_date (source->time, source->judged_us);
}

static char *
say_licence (const MbSheetSource *source, const MbLicence *licence)
{
  const char *name = mb_catalogue_text (source->catalogue, licence->kind == MB_LICENCE_FOOD
                                                               ? N_ ("Food licence")
                                                               : N_ ("Business licence"));
  gboolean over = is_over (source, licence->expires);
  g_autofree char *date = NULL;

  if (licence->expires == 0)
    return g_strdup (name);

  date = say_date (source->catalogue, licence->expires);
  return mb_format_fill (mb_catalogue_text (source->catalogue,
                                            over ? N_ ("{licence} expired {date}")
                                                 : N_ ("{licence} valid until {date}")),
                         "licence", name, "date", date, NULL);
}

char *
mb_format_rating (const MbCatalogue *catalogue, MbStall *stall)
{
  double rating = stall->rating;
  g_autofree char *number = NULL;

  if (isnan (rating))
    return NULL;

  number = g_strdup_printf ("%d.%d", (int) (rating * 10 + 0.5) / 10, (int) (rating * 10 + 0.5) % 10);
  return mb_format_fill (mb_catalogue_text (catalogue, N_ ("integrity {rating}")), "rating", number,
                         NULL);
}

char *
mb_format_stall (const MbCatalogue *catalogue, MbStall *stall)
{
  g_autofree char *merchant =
      mb_format_name (mb_texts_get (stall->merchant, mb_catalogue_get_language (catalogue)));
  g_autofree char *number = mb_format_called (stall->number, mb_record_get_id (MB_RECORD (stall)), NUMBER_MOST);

  return *merchant != '\0' ? g_strconcat (number, "　", merchant, NULL) : g_steal_pointer (&number);
}

static char *
say_certificate (const MbSheetSource *source, const MbHealthCertificate *certificate)
{
  g_autofree char *name = mb_format_name (certificate->name != NULL ? certificate->name : "");
  g_autofree char *whose = mb_format_fill (mb_catalogue_text (source->catalogue, N_ ("Health certificate of {name}")),
                                           "name", name, NULL);
  g_autofree char *date = NULL;

  if (certificate->expires == 0)
    return g_steal_pointer (&whose);

  date = say_date (source->catalogue, certificate->expires);
  return mb_format_fill (mb_catalogue_text (source->catalogue, is_over (source, certificate->expires)
                                                                   ? N_ ("{licence} expired {date}")
                                                                   : N_ ("{licence} valid until {date}")),
                         "licence", whose, "date", date, NULL);
}

static void
take (GPtrArray *pieces, char *piece)
{
  if (piece != NULL && *piece != '\0')
    g_ptr_array_add (pieces, piece);
  else
    g_free (piece);
}

static char **
end_pieces (GPtrArray *pieces)
{
  g_ptr_array_add (pieces, NULL);
  return (char **) g_ptr_array_free (pieces, FALSE);
}

MbSheetRow *
mb_sheet_of_stall (const MbSheetSource *source, MbStall *stall)
{
  MbSheetRow *row = g_new0 (MbSheetRow, 1);
  GPtrArray *pieces = g_ptr_array_new ();

  row->kind = MB_KIND_STALL;
  row->id = g_strdup (mb_record_get_id (MB_RECORD (stall)));
  row->section = g_strdup (stall->area);
  row->head = mb_format_stall (source->catalogue, stall);
  row->aside = mb_format_rating (source->catalogue, stall);
  if (stall->trade >= 0)
    take (pieces, g_strdup (mb_format_trade (source->catalogue, stall->trade)));
  for (guint i = 0; stall->licences != NULL && i < stall->licences->len; i++)
    take (pieces, say_licence (source, stall->licences->pdata[i]));
  if (stall->licences == NULL || stall->licences->len == 0)
    take (pieces, g_strdup (mb_catalogue_text (source->catalogue, N_ ("licence not entered"))));
  for (guint i = 0; stall->health_certificates != NULL && i < stall->health_certificates->len; i++)
    take (pieces, say_certificate (source, stall->health_certificates->pdata[i]));
  row->pieces = end_pieces (pieces);
  return row;
}

static gboolean
is_wanted (const MbSheetSource *source, MbStall *stall)
{
  return (source->trades == 0 || (stall->trade >= 0 && (source->trades >> stall->trade & 1) != 0)) &&
         (source->stall == NULL ||
          g_str_equal (source->stall, mb_record_get_id (MB_RECORD (stall)))) &&
         (source->area == NULL || g_strcmp0 (source->area, stall->area) == 0);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const MbSheetRow *first = *(const MbSheetRow *const *) a, *second = *(const MbSheetRow *const *) b;
  int order = g_strcmp0 (first->section, second->section);

  return order != 0 ? order : strcmp (first->id, second->id);
}

GPtrArray *
mb_sheet_of_stalls (const MbSheetSource *source)
{
  GPtrArray *rows = sheet_new ();
  GListModel *stalls;

  g_return_val_if_fail (source != NULL, rows);

  stalls = mb_board_get_list (source->board, MB_KIND_STALL);
  for (guint i = 0; i < g_list_model_get_n_items (stalls); i++)
    {
      g_autoptr (MbStall) stall = g_list_model_get_item (stalls, i);

      if (is_wanted (source, stall))
        g_ptr_array_add (rows, mb_sheet_of_stall (source, stall));
    }
  g_ptr_array_sort (rows, compare_places);
  return rows;
}

/* The first of the people whom the law wants named stands for the market. */
static char *
say_manager (const MbSheetSource *source, MbMarket *market)
{
  GPtrArray *managers = market != NULL ? market->food_safety_managers : NULL;
  const MbFoodSafetyManager *manager = managers != NULL && managers->len > 0 ? managers->pdata[0]
                                                                             : NULL;

  if (manager == NULL || manager->name == NULL)
    return g_strdup (get_not_entered (source->catalogue));

  return g_strjoin (" ", manager->name, manager->phone, NULL);
}

static char *
say_managers (const MbSheetSource *source, MbMarket *market)
{
  GPtrArray *managers = market != NULL ? market->food_safety_managers : NULL;
  GString *text = g_string_new (NULL);

  for (guint i = 0; managers != NULL && i < managers->len; i++)
    {
      const MbFoodSafetyManager *manager = managers->pdata[i];

      if (manager->name != NULL)
        g_string_append_printf (text, "%s%s %s", text->len > 0 ? "　" : "", manager->name,
                                manager->phone != NULL ? manager->phone : "");
    }
  if (text->len == 0)
    g_string_append (text, get_not_entered (source->catalogue));
  return g_string_free (text, FALSE);
}

static void
add_duty (GPtrArray *rows, const MbSheetSource *source, const char *heading, char *body, char *person,
          gint64 us)
{
  MbSheetRow *row = g_new0 (MbSheetRow, 1);
  GPtrArray *pieces = g_ptr_array_new ();

  row->kind = MB_KIND_MARKET;
  row->id = g_strdup ("market");
  row->head = g_strdup (mb_catalogue_text (source->catalogue, heading));
  if (us != MB_UNSET)
    row->aside =
        mb_format_short_day (source->catalogue, mb_market_time_get_date (source->time, us));
  take (pieces, body);
  take (pieces, person);
  row->pieces = end_pieces (pieces);
  g_ptr_array_add (rows, row);
}

static char *
say_results (const MbSheetSource *source, const MbTestDay *day)
{
  g_autofree char *title = NULL, *batches = NULL, *passed = NULL, *positive = NULL;

  if (day->n_batches == 0)
    return mb_format_no_tests (source->catalogue, day, mb_market_time_get_zone (source->time));

  title = mb_format_tests_title (source->catalogue, day);
  batches = mb_format_batches (source->catalogue, day->n_batches);
  passed = mb_format_passed (source->catalogue, day->n_passed);
  positive = mb_format_positive (source->catalogue, day->n_positive);
  return g_strjoin (" ", title, batches, passed, positive, NULL);
}

/* What was looked for in that day's tests: each thing once. */
static char *
say_items (const MbSheetSource *source, const MbTestDay *day)
{
  const char *language = mb_catalogue_get_language (source->catalogue);
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < day->rows->len; i++)
    {
      const char *item = mb_texts_get (((MbTestRow *) day->rows->pdata[i])->test->item, language);

      if (g_hash_table_add (said, (gpointer) item))
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", item);
    }
  if (text->len == 0)
    g_string_append (text, get_not_entered (source->catalogue));
  return g_string_free (text, FALSE);
}

static char *
say_failures (const MbSheetSource *source, const MbTestDay *day)
{
  MbTestTime time = { source->judged_us, mb_market_time_get_zone (source->time) };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < day->rows->len; i++)
    {
      const MbTestRow *row = day->rows->pdata[i];
      g_autofree char *failure = NULL;

      if (row->state != MB_TEST_FAILED && row->state != MB_TEST_CLOSED)
        continue;

      failure = mb_format_failure (source->catalogue, row->test, row->product, row->stall, &time);
      g_string_append_printf (text, "%s%s", text->len > 0 ? "　" : "", failure);
    }
  if (text->len == 0)
    g_string_append (text, mb_catalogue_text (source->catalogue, N_ ("none open")));
  return g_string_free (text, FALSE);
}

GPtrArray *
mb_sheet_of_duties (const MbSheetSource *source)
{
  GPtrArray *rows = sheet_new ();
  MbTestScope scope = { 0, NULL };
  g_autoptr (MbTestDay) day = NULL;
  MbMarket *market;
  g_autofree char *rules = NULL, *phone = NULL;
  gint64 at_us, tested_us;

  g_return_val_if_fail (source != NULL, rows);

  day = mb_test_day_new (source->board, &scope, source->judged_us, source->time);
  market = (MbMarket *) mb_board_get (source->board, MB_KIND_MARKET, "market");
  at_us = market != NULL ? mb_record_get_at (MB_RECORD (market)) : MB_UNSET;
  tested_us = day->day != 0 ? mb_market_time_get_midnight (source->time, day->day) : MB_UNSET;
  rules = mb_plain_text (mb_texts_get (market != NULL ? market->food_safety_rules : NULL,
                                       mb_catalogue_get_language (source->catalogue)),
                         RULES_MOST);
  phone = mb_format_phone (market != NULL ? market->complaint_phone : NULL);

  add_duty (rows, source, N_ ("Food-safety rules"), g_strdup (*rules != '\0' ? rules : get_not_entered (source->catalogue)), say_manager (source, market), at_us);
  add_duty (rows, source, N_ ("Food-safety managers"), say_managers (source, market), NULL, at_us);
  add_duty (rows, source, N_ ("Complaints"), g_steal_pointer (&phone), say_manager (source, market), at_us);
  add_duty (rows, source, N_ ("Self-inspection results"), say_results (source, day),
            say_manager (source, market), tested_us);
  add_duty (rows, source, N_ ("Sampling and tests"), say_items (source, day),
            say_manager (source, market), tested_us);
  add_duty (rows, source, N_ ("Handling of failed goods"), say_failures (source, day),
            say_manager (source, market), tested_us != MB_UNSET ? tested_us : at_us);
  return rows;
}

const char *
mb_format_sheet_empty (const MbCatalogue *catalogue)
{
  return get_not_entered (catalogue);
}
