/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/clerk/mb-clerk-rules.h"

#include "core/base/mb-error.h"
#include "core/model/goods/mb-doubt.h"
#include "core/model/goods/mb-price.h"
#include "core/wire/mb-event-codec.h"

/* A list longer than this helps nobody. */
#define MAX_LISTED 100

void
mb_refusals_init (MbRefusals *self, MbChangeRequest *request, const char *name)
{
  *self = (MbRefusals){ request, name };
}

gboolean
mb_refusals_end (MbRefusals *self, MbError code, const char *what, GError **error)
{
  if (self->n == 0)
    return TRUE;

  mb_json_writer_end_array (&self->writer);
  mb_error_set (error, code, self->pointer, "%s", what);
  g_clear_pointer (&self->pointer, g_free);

  return FALSE;
}

/* Begins an entry; the caller ends the object. NULL when the list is long enough.
 * @place: (transfer full) (nullable): where in the request's body the fault is
 * @pointer: (nullable): what the entry itself points at */
static MbJsonWriter *
begin_entry (MbRefusals *self, const char *kind, const char *id, char *place, const char *pointer)
{
  g_autofree char *owned = place;

  if (self->n++ == 0)
    {
      self->pointer = g_strdup (place);
      g_string_append_printf (self->request->details, "\"%s\":", self->name);
      mb_json_writer_init (&self->writer, self->request->details);
      mb_json_writer_begin_array (&self->writer);
    }
  if (self->n > MAX_LISTED)
    return NULL;

  mb_json_writer_begin_object (&self->writer);
  mb_json_writer_member_string (&self->writer, "kind", kind);
  mb_json_writer_member_string (&self->writer, "id", id);
  if (pointer != NULL)
    mb_json_writer_member_string (&self->writer, "pointer", pointer);

  return &self->writer;
}

static MbJsonWriter *
begin_proposal (MbRefusals *self, guint i, const char *pointer)
{
  MbProposal *proposal = self->request->set->proposals->pdata[i];

  char *place = mb_change_request_point (self->request, i, pointer);

  return begin_entry (self, mb_kind_to_name (proposal->kind), proposal->id, place, place);
}

gboolean
mb_clerk_check_kind (MbChangeRequest *request, guint i, GError **error)
{
  MbProposal *proposal = request->set->proposals->pdata[i];
  g_autofree char *pointer = request->single ? g_strdup ("") : g_strdup_printf ("/changes/%u", i);

  if (proposal->kind == MB_KIND_QUOTE && !request->by_hub)
    {
      mb_error_set (error, MB_ERROR_INVALID, pointer, "Quotes are made by the hub alone");
      return FALSE;
    }
  if (proposal->kind == MB_KIND_MARKET && proposal->value == NULL)
    {
      mb_error_set (error, MB_ERROR_INVALID, pointer, "A market cannot be without its own record");
      return FALSE;
    }

  return TRUE;
}

/* What the hub alone has renewed since is no change of anybody's. */
static gboolean
holds (gint64 if_rev, const MbStanding *standing)
{
  if (if_rev == MB_UNSET || standing == NULL)
    return if_rev == MB_UNSET || if_rev == 0;

  return if_rev == MB_IF_EXISTS ||
         (if_rev >= (gint64) standing->value_rev && if_rev <= (gint64) standing->rev);
}

/* The entry carries what stands, so that nobody has to ask again before showing both. */
void
mb_clerk_check_revision (MbRefusals *self, guint i, const MbStanding *standing)
{
  MbProposal *proposal = self->request->set->proposals->pdata[i];
  gint64 rev = standing ? (gint64) standing->rev : 0;
  char *place = NULL;
  MbJsonWriter *writer;

  if (holds (proposal->if_rev, standing))
    return;

  if (!self->request->single)
    place = g_strdup_printf ("/changes/%u/if_rev", i);
  writer = begin_entry (self, mb_kind_to_name (proposal->kind), proposal->id, place, place);
  if (writer == NULL)
    return;

  mb_json_writer_member_int (writer, "rev", rev);
  mb_json_writer_name (writer, "value");
  if (standing != NULL)
    mb_json_writer_raw_bytes (writer, standing->value);
  else
    mb_json_writer_null (writer);
  mb_json_writer_end_object (writer);
}

static MbFigures
get_figures (MbPrice *price)
{
  return (MbFigures){ price->fen, price->low_fen, price->high_fen, (MbPer) price->per };
}

static const char *
get_figure_pointer (const MbFigures *figures, gint64 fen)
{
  return fen == figures->fen ? "/fen" : fen == figures->low_fen ? "/low_fen" : "/high_fen";
}

void
mb_clerk_check_doubt (MbRefusals *self, guint i, MbRecord *former, MbRecord *news, MbMarket *market)
{
  MbProposal *proposal = self->request->set->proposals->pdata[i];
  MbFigures old_figures, new_figures;
  gint64 old_fen, new_fen;
  MbJsonWriter *writer;
  MbDoubt doubt;

  if (proposal->sure || !MB_IS_PRICE (news) || !MB_IS_PRICE (former))
    return;

  old_figures = get_figures (MB_PRICE (former));
  new_figures = get_figures (MB_PRICE (news));
  doubt = mb_doubt (&old_figures, &new_figures, market ? market->price_jump_percent : MB_UNSET);
  if (doubt == MB_DOUBT_NONE)
    return;

  mb_doubt_get_amounts (&old_figures, &new_figures, &old_fen, &new_fen);
  writer = begin_proposal (self, i, doubt == MB_DOUBT_UNIT ? "/per" : get_figure_pointer (&new_figures, new_fen));
  if (writer == NULL)
    return;

  mb_json_writer_member_string (writer, "why", doubt == MB_DOUBT_UNIT ? "unit" : "jump");
  mb_json_writer_member_int (writer, "old_fen", old_fen);
  mb_json_writer_member_int (writer, "new_fen", new_fen);
  mb_json_writer_end_object (writer);
}

typedef struct
{
  MbRefusals *refusals;
  guint i;
  MbStandings *fold;
  GHashTable *gone;
  MbRecord *record;
} Walk;

static void
on_reference (MbKind kind, const char *id, const char *pointer, gpointer data)
{
  Walk *walk = data;
  MbJsonWriter *writer;
  char *place;

  if (mb_standings_get (walk->fold, mb_kind_to_name (kind), id) != NULL)
    return;

  place = mb_change_request_point (walk->refusals->request, walk->i, pointer);
  writer = begin_entry (walk->refusals, mb_kind_to_name (kind), id, place, place);
  if (writer != NULL)
    mb_json_writer_end_object (writer);
}

void
mb_clerk_check_references (MbRefusals *self, guint i, MbRecord *record, MbStandings *fold)
{
  Walk walk = { .refusals = self, .i = i, .fold = fold };

  mb_record_foreach_ref (record, on_reference, &walk);
}

static void
on_referrer (MbKind kind, const char *id, const char *pointer, gpointer data)
{
  Walk *walk = data;
  g_autofree char *key = g_strconcat (mb_kind_to_name (kind), "/", id, NULL);
  char *place = NULL;
  MbJsonWriter *writer;
  gpointer i;

  if (!g_hash_table_lookup_extended (walk->gone, key, NULL, &i))
    return;

  if (!walk->refusals->request->single)
    place = g_strdup_printf ("/changes/%u", GPOINTER_TO_UINT (i));
  writer = begin_entry (walk->refusals, mb_kind_to_name (mb_record_get_kind (walk->record)),
                        mb_record_get_id (walk->record), place, pointer);
  if (writer != NULL)
    mb_json_writer_end_object (writer);
}

static void
on_standing (MbStanding *standing, gpointer data)
{
  Walk *walk = data;

  walk->record = standing->record;
  if (standing->record != NULL)
    mb_record_foreach_ref (standing->record, on_referrer, walk);
}

void
mb_clerk_check_referrers (MbRefusals *self, GHashTable *gone, MbStandings *fold)
{
  Walk walk = { .refusals = self, .gone = gone };

  mb_standings_foreach (fold, on_standing, &walk);
}
