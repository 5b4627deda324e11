/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/commands/mb-import-report.h"

#include "core/model/money/mb-money.h"

#include <stdio.h>
#include <unistd.h>

/* A list taken a second time is older than what stands row by row: those are counted, not listed. */
#define MAX_OLDER 20
#define PROGRESS_US (100 * 1000)

/* A row as it stands, but on one line and harmless to a terminal. */
static char *
dup_printable (const char *raw)
{
  GString *text = g_string_new (NULL);

  for (const char *p = raw; *p; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (text, g_unichar_iscntrl (c) ? ' ' : c);
    }

  return g_string_free (text, FALSE);
}

static void
clear_progress (MbImportReport *self)
{
  if (self->terminal && self->shown_us != 0)
    fputs ("\r\033[K", stderr);
}

static void
tell_held_rows (MbImportReport *self)
{
  const GPtrArray *held = mb_price_list_get_held (mb_import_get_list (self->import));

  for (; self->n_told < held->len; self->n_told++)
    {
      const MbHeldRow *row = held->pdata[self->n_told];
      g_autofree char *raw = dup_printable (row->raw);

      if (row->reason == MB_HELD_OLDER && ++self->n_older > MAX_OLDER)
        continue;
      clear_progress (self);
      g_printerr ("%s:%u: %s: %s\n", row->file, row->line, row->text, raw);
    }
}

static void
tell_places (MbImportReport *self, guint file, const char *name)
{
  const GPtrArray *places = mb_price_list_get_places (mb_import_get_list (self->import), file);
  g_autoptr (GString) others = NULL;

  if (places->len < 2)
    return;
  others = g_string_new (places->pdata[0]);
  for (guint i = 1; i < places->len; i++)
    g_string_append_printf (others, ", %s", (const char *) places->pdata[i]);
  g_printerr ("%s: it holds %u markets; --place says which is meant, else the first is: %s\n", name, places->len,
              others->str);
}

static void
on_planned (MbImport *import, MbImportReport *self)
{
  const char *const *files = mb_import_get_files (import);

  for (guint i = 0; files[i] != NULL; i++)
    tell_places (self, i, files[i]);
  tell_held_rows (self);
}

static void
tell_change (const char *date, const MbListChange *change)
{
  g_autofree char *was = mb_money_format (change->old_fen != MB_UNSET ? change->old_fen : 0, 2);
  g_autofree char *is = mb_money_format (change->new_fen, 2);

  g_print ("%s  %s%s  ", date, change->title, change->made ? " (new)" : "");
  if (change->old_fen != MB_UNSET)
    g_print ("%s per %s -> ", was, mb_per_names[change->old_per]);
  g_print ("%s per %s", is, mb_per_names[change->new_per]);
  if (change->slip > 0)
    g_print ("  ABOUT %d TIMES", change->slip);
  else if (change->slip < 0)
    g_print ("  ABOUT A %dTH", -change->slip);
  g_print ("\n");
}

static void
on_step (MbImport *import, guint step, MbChangeSet *set, MbImportReport *self)
{
  MbPriceList *list = mb_import_get_list (import);
  MbDate date = mb_price_list_get_step (list, step)->date;
  g_autofree char *day = date != 0 ? mb_date_format (date) : NULL;

  if (!self->dry_run)
    return;
  for (guint i = 0; i < set->proposals->len; i++)
    {
      const MbProposal *proposal = set->proposals->pdata[i];
      MbListChange change;

      if (mb_price_list_get_change (list, i, &change))
        tell_change (day, &change);
      else if (day == NULL)
        g_print ("%s %s%s\n", mb_kind_to_name (proposal->kind), proposal->id,
                 proposal->value == NULL ? " is dropped" : "");
    }
}

static void
on_sent (MbImport *import, guint rows, MbImportReport *self)
{
  gint64 now = g_get_monotonic_time ();
  MbListCounts counts;

  tell_held_rows (self);
  if (!self->terminal || now - self->shown_us < PROGRESS_US)
    return;
  mb_price_list_count (mb_import_get_list (import), &counts);
  fprintf (stderr, "\r%u of %u rows", rows, counts.n_planned);
  fflush (stderr);
  self->shown_us = now;
}

void
mb_import_report_init (MbImportReport *self, MbImport *import, gboolean dry_run)
{
  *self = (MbImportReport){ .import = import, .dry_run = dry_run, .terminal = !dry_run && isatty (STDERR_FILENO) };
  g_signal_connect (import, "planned", G_CALLBACK (on_planned), self);
  g_signal_connect (import, "step", G_CALLBACK (on_step), self);
  g_signal_connect (import, "sent", G_CALLBACK (on_sent), self);
}

static void
tell_reasons (const GPtrArray *held)
{
  guint reasons[MB_N_HELD_REASONS] = { 0 };

  for (guint i = 0; i < held->len; i++)
    reasons[((const MbHeldRow *) held->pdata[i])->reason]++;
  for (guint i = 0; i < MB_N_HELD_REASONS; i++)
    if (reasons[i] > 0)
      g_print ("  %8u %s\n", reasons[i], mb_held_reason_to_text (i));
  if (reasons[MB_HELD_DOUBTFUL] > 0)
    g_print ("Doubtful rows go with --sure.\n");
}

static void
tell_sum (MbImportReport *self)
{
  MbPriceList *list = mb_import_get_list (self->import);
  guint n_steps = self->dry_run ? mb_price_list_get_n_steps (list) : mb_import_get_n_sent (self->import);
  MbListCounts counts;

  mb_price_list_count (list, &counts);
  g_print ("%s: %u rows: %u %s in %u transaction%s", mb_import_get_market (self->import), counts.n_rows,
           counts.n_planned, self->dry_run ? "would be published" : "published", n_steps, n_steps == 1 ? "" : "s");
  if (counts.n_unchanged > 0)
    g_print (", %u stand already", counts.n_unchanged);
  if (counts.n_passed > 0)
    g_print (", %u passed over for newer ones (--history takes them)", counts.n_passed);
  g_print (", %u held back%s\n", counts.n_held, counts.n_held > 0 ? ":" : "");
  tell_reasons (mb_price_list_get_held (list));
}

void
mb_import_report_end (MbImportReport *self, const GError *error)
{
  clear_progress (self);
  if (mb_import_get_list (self->import) != NULL)
    tell_held_rows (self);
  if (self->n_older > MAX_OLDER)
    g_printerr ("… and %u more rows are older than what stands\n", self->n_older - MAX_OLDER);
  if (error == NULL)
    tell_sum (self);
  else
    g_printerr ("marketboard-hub: %s%s\n", error->message,
                mb_import_get_n_sent (self->import) > 0 ? "; what was published before stays, and a second run goes on"
                                                        : "; nothing was changed");
  g_signal_handlers_disconnect_by_data (self->import, self);
}
