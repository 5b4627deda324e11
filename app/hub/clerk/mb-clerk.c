/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/clerk/mb-clerk.h"

#include "core/base/mb-error.h"
#include "core/model/time/mb-market-time.h"
#include "core/wire/mb-json-writer.h"
#include "core/wire/mb-record-codec.h"
#include "hub/clerk/mb-change-request.h"
#include "hub/clerk/mb-clerk-rules.h"
#include "hub/clerk/mb-derived.h"
#include "hub/clerk/mb-emergency.h"
#include "hub/clerk/mb-standings.h"

struct _MbClerk
{
  MbStandings *fold;
  MbMarketTime *time;   /* as the market's record says, */
  MbStanding *time_of;  /* this one; NULL: nothing said */
};

MbClerk *
mb_clerk_new (void)
{
  MbClerk *self = g_new0 (MbClerk, 1);

  self->fold = mb_standings_new ();
  self->time = mb_market_time_new (NULL);

  return self;
}

void
mb_clerk_free (MbClerk *self)
{
  mb_standings_free (self->fold);
  mb_market_time_unref (self->time);
  g_clear_pointer (&self->time_of, mb_standing_unref);
  g_free (self);
}

/* Brings self->time up to the market's record as it stands. */
static MbMarket *
get_market (MbClerk *self)
{
  MbStanding *standing = mb_standings_get (self->fold, "market", "market");
  MbMarket *market = standing && standing->record ? MB_MARKET (standing->record) : NULL;

  if (standing != self->time_of)
    {
      g_clear_pointer (&self->time_of, mb_standing_unref);
      self->time_of = standing ? mb_standing_ref (standing) : NULL;
      mb_market_time_unref (self->time);
      self->time = mb_market_time_new (market);
    }

  return market;
}

static void
load (gpointer clerk, const MbChange *change)
{
  MbClerk *self = clerk;
  guint64 value_rev = g_str_equal (change->by, "hub") ? mb_derived_get_value_rev (change->derived) : 0;
  MbTime at = MB_TIME_UNSET;
  MbStanding *standing;

  mb_time_parse (change->at, -1, &at, NULL);
  standing = mb_standing_read (change->kind, change->id, change->value, change->derived, at.us);
  standing->rev = change->number;
  standing->value_rev = value_rev != 0 ? value_rev : change->number;
  mb_standings_put (self->fold, change->kind, change->id, standing);
  mb_standings_keep (self->fold);
}

/* What the first look at a proposal found. */
typedef struct
{
  const char *kind;
  MbRecord *record;     /* (owned) NULL: it drops */
  MbStanding *standing; /* (owned) NULL: nothing stands there */
  GBytes *derived;      /* (owned) (nullable): what the hub says beside the value */
  gboolean idle;        /* what it wants is what is */
} Look;

static void
look_clear (gpointer data)
{
  Look *look = data;

  g_clear_object (&look->record);
  g_clear_pointer (&look->standing, mb_standing_unref);
  g_clear_pointer (&look->derived, g_bytes_unref);
}

static gboolean
is_same (const Look *look, GBytes *value)
{
  if (look->standing == NULL || value == NULL)
    return look->standing == NULL && value == NULL;

  return g_bytes_equal (look->standing->value, value) ||
         (look->standing->record != NULL && mb_record_equal (look->standing->record, look->record));
}

static gboolean
look_at (MbClerk *self, MbChangeRequest *request, guint i, gint64 at_us, Look *look, GError **error)
{
  MbProposal *proposal = request->set->proposals->pdata[i];
  g_autofree char *prefix = mb_change_request_point (request, i, "");
  MbStanding *standing;

  look->kind = mb_kind_to_name (proposal->kind);
  if (!mb_clerk_check_kind (request, i, error))
    return FALSE;

  if (proposal->value != NULL)
    {
      g_autoptr (GBytes) sent = proposal->value;

      proposal->value = mb_emergency_complete (proposal->kind, sent, at_us, self->time);
      look->record = mb_record_decode_bytes (proposal->kind, proposal->id, proposal->value, NULL, error);
      if (look->record == NULL)
        {
          mb_error_prefix_pointer (*error, prefix);
          return FALSE;
        }
    }

  standing = mb_standings_get (self->fold, look->kind, proposal->id);
  look->standing = standing ? mb_standing_ref (standing) : NULL;
  look->idle = is_same (look, proposal->value);
  request->revs[i] = standing ? standing->rev : 0;
  if (i == 0)
    request->created = standing == NULL && proposal->value != NULL;

  return TRUE;
}

static gboolean
look_at_all (MbClerk *self, MbChangeRequest *request, gint64 at_us, GArray *looks, GError **error)
{
  for (guint i = 0; i < request->set->proposals->len; i++)
    {
      Look look = { NULL };

      if (!look_at (self, request, i, at_us, &look, error))
        {
          look_clear (&look);
          return FALSE;
        }
      g_array_append_val (looks, look);
    }

  return TRUE;
}

static gboolean
check_revisions (MbChangeRequest *request, GArray *looks, GError **error)
{
  MbRefusals conflicts;

  mb_refusals_init (&conflicts, request, "conflicts");
  for (guint i = 0; i < looks->len; i++)
    mb_clerk_check_revision (&conflicts, i, g_array_index (looks, Look, i).standing);

  return mb_refusals_end (&conflicts, MB_ERROR_CONFLICT, "Somebody was faster", error);
}

static gboolean
check_doubts (MbClerk *self, MbChangeRequest *request, GArray *looks, GError **error)
{
  MbMarket *market = get_market (self);
  MbRefusals doubts;

  mb_refusals_init (&doubts, request, "doubtful");
  for (guint i = 0; i < looks->len; i++)
    {
      Look *look = &g_array_index (looks, Look, i);

      if (look->record != NULL && look->standing != NULL && !look->idle)
        mb_clerk_check_doubt (&doubts, i, look->standing->record, look->record, market);
    }

  return mb_refusals_end (&doubts, MB_ERROR_DOUBTFUL, "Doubtful: say \"sure\" if it is meant", error);
}

static void
take_derived (MbRecord *record, GBytes *derived)
{
  g_autoptr (MbJson) json = mb_json_read (derived, MB_JSON_STRICT, NULL);
  gboolean taken = mb_record_decode_derived (record, json, 0, NULL);

  g_assert (taken); /* we have just written it */
}

/* From what stood before all of it: the order of changes that come together says nothing. */
static void
derive (MbClerk *self, gint64 at_us, GArray *looks)
{
  for (guint i = 0; i < looks->len; i++)
    {
      Look *look = &g_array_index (looks, Look, i);

      if (look->record == NULL || look->idle)
        continue;

      look->derived = mb_derive (look->record, look->standing, self->fold, at_us, self->time);
      if (look->derived != NULL)
        take_derived (look->record, look->derived);
      mb_record_set_stamp (look->record, 0, at_us, NULL);
    }
}

/* Puts everything into the fold; the caller takes it back when references do not hold. */
static void
apply (MbClerk *self, MbTransaction *transaction, MbChangeRequest *request, GArray *looks)
{
  mb_standings_mark (self->fold);
  for (guint i = 0; i < looks->len; i++)
    {
      Look *look = &g_array_index (looks, Look, i);
      MbProposal *proposal = request->set->proposals->pdata[i];
      MbStanding *standing = NULL;

      if (look->idle)
        continue;

      if (look->record != NULL)
        standing = mb_standing_new (g_object_ref (look->record), proposal->value, look->derived);
      mb_standings_put (self->fold, look->kind, proposal->id, standing);
      g_ptr_array_add (transaction->changes, mb_change_new (look->kind, proposal->id, proposal->value, look->derived));
      g_array_append_val (request->written, i);
    }
}

static gboolean
check_references (MbClerk *self, MbChangeRequest *request, GArray *looks, GError **error)
{
  MbRefusals refusals;
  g_autoptr (GHashTable) gone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (request->set->dangling)
    return TRUE;

  mb_refusals_init (&refusals, request, "dangling");
  for (guint i = 0; i < looks->len; i++)
    {
      Look *look = &g_array_index (looks, Look, i);
      MbProposal *proposal = request->set->proposals->pdata[i];

      if (look->record != NULL)
        mb_clerk_check_references (&refusals, i, look->record, self->fold);
      else if (look->standing != NULL)
        g_hash_table_insert (gone, g_strconcat (look->kind, "/", proposal->id, NULL), GUINT_TO_POINTER (i));
    }
  if (!mb_refusals_end (&refusals, MB_ERROR_INVALID, "Names a record that is not there", error))
    return FALSE;

  mb_refusals_init (&refusals, request, "referrers");
  if (g_hash_table_size (gone) > 0)
    mb_clerk_check_referrers (&refusals, gone, self->fold);

  return mb_refusals_end (&refusals, MB_ERROR_INVALID, "Others name it", error);
}

static gboolean
check_set (MbClerk *self, MbTransaction *transaction, MbChangeRequest *request, GError **error)
{
  g_autoptr (GArray) looks = g_array_new (FALSE, FALSE, sizeof (Look));

  g_array_set_clear_func (looks, look_clear);
  if (!look_at_all (self, request, transaction->at_us, looks, error) || !check_revisions (request, looks, error) ||
      !check_doubts (self, request, looks, error))
    return FALSE;

  derive (self, transaction->at_us, looks);
  apply (self, transaction, request, looks);
  if (check_references (self, request, looks, error))
    return TRUE;

  mb_standings_undo (self->fold, 1);

  return FALSE;
}

static gboolean
check (gpointer clerk, MbTransaction *transaction, GError **error)
{
  MbClerk *self = clerk;
  MbChangeRequest *request = transaction->request;
  MbMarket *market = get_market (self);

  transaction->at_us -= transaction->at_us % 1000;
  if (request->housekeeping != NULL)
    {
      mb_standings_mark (self->fold);
      mb_housekeeping_run (request->housekeeping, self->fold, market, self->time, transaction);
    }
  else if (!check_set (self, transaction, request, error))
    return FALSE;

  get_market (self);
  transaction->at = mb_time_format (mb_time_in_zone (transaction->at_us, mb_market_time_get_zone (self->time)));

  return TRUE;
}

static void
finish (gpointer clerk, MbTransaction *transaction, const char *position)
{
  MbClerk *self = clerk;
  MbChangeRequest *request = transaction->request;
  GString *out = g_string_new (NULL);
  MbJsonWriter writer;

  for (guint i = 0; i < transaction->changes->len; i++)
    {
      MbChange *change = transaction->changes->pdata[i];
      MbStanding *standing = mb_standings_get (self->fold, change->kind, change->id);

      if (request->housekeeping == NULL)
        request->revs[g_array_index (request->written, guint, i)] = change->number;
      if (standing == NULL)
        continue;

      standing->rev = change->number;
      if (standing->value_rev == 0)
        standing->value_rev = change->number;
    }

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "position", position);
  mb_json_writer_member_string (&writer, "at", transaction->at);
  mb_json_writer_name (&writer, "revs");
  mb_json_writer_begin_array (&writer);
  for (guint i = 0; i < request->set->proposals->len; i++)
    mb_json_writer_uint (&writer, request->revs[i]);
  mb_json_writer_end_array (&writer);
  mb_json_writer_end_object (&writer);
  transaction->answer = g_string_free_to_bytes (out);
}

static void
committed (gpointer clerk)
{
  mb_standings_keep (((MbClerk *) clerk)->fold);
}

static void
undo (gpointer clerk, guint n)
{
  mb_standings_undo (((MbClerk *) clerk)->fold, n);
}

const MbClerkFuncs mb_clerk_funcs = { load, check, finish, committed, undo };
