/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/fact/mb-fact.h"

#include "core/model/mb-schema-private.h"
#include "core/model/money/mb-money.h"

#include <string.h>

/* What the types of fact are: their fields, limits and rules, as record kinds have them. */

#define BIRTH_LENGTH 16
#define SOURCE_MAX (64 + 1 + BIRTH_LENGTH)
#define DIFFERS_FEN 10

#define COUNT MB_RANGE (0, G_GINT64_CONSTANT (1000000000000))
#define SUM COUNT /* fen: unlike a price, an amount may be 0 */
#define CODE MB_BYTES (MB_TRACE_CODE_LENGTH)
#define WORD MB_BYTES (64)

const char *const mb_play_end_names[] = { "whole", "cut", "failed", NULL };
const char *const mb_glass_names[] = { "composited", "sent", "asleep", NULL };
static const char *const verdict_names[] = { "within", "short", "cannot-judge", NULL };
static const char *const type_names[] = { "weighing", "payment", "play",      "painted", "reweigh",
                                          "call",     "complaint", "rating", NULL };

#define HEAD                                                                                                           \
  MB_FIELD (MbFact, type, ENUM, MB_REQUIRED, MB_NAMES (type_names)),                                                   \
      MB_FIELD (MbFact, source, STRING, MB_REQUIRED, MB_BYTES (SOURCE_MAX)),                                           \
      MB_FIELD (MbFact, n, INT, MB_REQUIRED, MB_RANGE (1, G_MAXINT64)), MB_FIELD (MbFact, at, TIME, MB_REQUIRED)

/* The head stands first in every structure. */
#define SCHEMA(Type, table, rules)                                                                                     \
  {                                                                                                                    \
    .name = #Type, .size = sizeof (Type), .extra_offset = G_STRUCT_OFFSET (MbFact, extra), .fields = (table),          \
    .n_fields = G_N_ELEMENTS (table), .check = (rules), .index = &(MbSchemaIndex){ 0 }                                 \
  }

gboolean
mb_fact_source_is_valid (const char *source)
{
  const char *birth = strchr (source, '~');
  g_autofree char *id = birth != NULL ? g_strndup (source, (gsize) (birth - source)) : NULL;

  return id != NULL && mb_id_is_plain (id) && strlen (birth + 1) == BIRTH_LENGTH
         && strspn (birth + 1, G_CSET_DIGITS "abcdef") == BIRTH_LENGTH;
}

static gboolean
check_source (const char *source, GError **error)
{
  return mb_fact_source_is_valid (source) || mb_refuse (error, "/source", "Must be ID~BIRTH, 64 bits in hex");
}

static gboolean
check_head (gconstpointer structure, GError **error)
{
  return check_source (((const MbFact *) structure)->source, error);
}

static gboolean
check_code (gconstpointer structure, const char *code, GError **error)
{
  return check_head (structure, error)
         && mb_check_text (code, MB_TRACE_CODE_CHARACTERS, MB_TRACE_CODE_LENGTH, MB_TRACE_CODE_LENGTH, "/code", error);
}

static const MbField weighing_fields[] = {
  HEAD,
  MB_FIELD (MbWeighing, scale, REF, MB_REQUIRED, MB_TO (SCALE)),
  MB_FIELD (MbWeighing, stall, REF, MB_REQUIRED, MB_TO (STALL)),
  MB_FIELD (MbWeighing, product, REF, MB_TO (PRODUCT)),
  MB_FIELD (MbWeighing, batch, REF, MB_TO (BATCH)),
  MB_FIELD (MbWeighing, grams, INT, MB_REQUIRED, MB_GRAMS),
  MB_FIELD (MbWeighing, tare_grams, INT, MB_REQUIRED, MB_GRAMS),
  MB_FIELD (MbWeighing, fen_per, INT, MB_REQUIRED, SUM),
  MB_FIELD (MbWeighing, per, ENUM, MB_REQUIRED, MB_NAMES (mb_per_names)),
  MB_FIELD (MbWeighing, fen, INT, MB_REQUIRED, SUM),
  MB_FIELD (MbWeighing, code, STRING, MB_REQUIRED, CODE),
  MB_FIELD (MbWeighing, amount_differs, BOOL, MB_DERIVED),
  MB_FIELD (MbWeighing, ticket, STRING, MB_DERIVED),
};

static gboolean
check_weighing (gconstpointer structure, GError **error)
{
  return check_code (structure, ((const MbWeighing *) structure)->code, error);
}

static const MbField payment_fields[] = {
  HEAD,
  MB_FIELD (MbPayment, code, STRING, MB_REQUIRED, CODE),
  MB_FIELD (MbPayment, fen, INT, MB_REQUIRED, SUM),
  MB_FIELD (MbPayment, channel, STRING, MB_REQUIRED, WORD),
  MB_FIELD (MbPayment, reference, STRING, MB_REQUIRED, MB_BYTES (256)),
};

static gboolean
check_payment (gconstpointer structure, GError **error)
{
  return check_code (structure, ((const MbPayment *) structure)->code, error);
}

static const MbField play_fields[] = {
  HEAD,
  MB_FIELD (MbPlay, screen, REF, MB_REQUIRED, MB_TO (SCREEN)),
  MB_FIELD (MbPlay, zone, STRING, MB_REQUIRED, WORD),
  MB_FIELD (MbPlay, media, REF, MB_REQUIRED, MB_TO (MEDIA)),
  MB_FIELD (MbPlay, started_at, TIME, MB_REQUIRED),
  MB_FIELD (MbPlay, ms, INT, MB_REQUIRED, COUNT),
  MB_FIELD (MbPlay, ended, ENUM, MB_REQUIRED, MB_NAMES (mb_play_end_names)),
};

static const MbField painted_fields[] = {
  HEAD,
  MB_FIELD (MbPaintedFact, screen, REF, MB_REQUIRED, MB_TO (SCREEN)),
  MB_FIELD (MbPaintedFact, publish, STRING, MB_REQUIRED, WORD),
  MB_FIELD (MbPaintedFact, position, STRING, WORD),
  MB_FIELD (MbPaintedFact, visible, INT, COUNT),
  MB_FIELD (MbPaintedFact, later, INT, COUNT),
  MB_FIELD (MbPaintedFact, later_by, TIME),
  MB_FIELD (MbPaintedFact, elsewhere, INT, COUNT),
  MB_FIELD (MbPaintedFact, covered, INT, COUNT),
  MB_FIELD (MbPaintedFact, glass, ENUM, MB_NAMES (mb_glass_names)),
};

static const MbField reweigh_fields[] = {
  HEAD,
  MB_FIELD (MbReweigh, code, STRING, MB_REQUIRED, CODE),
  MB_FIELD (MbReweigh, grams, INT, MB_REQUIRED, MB_GRAMS),
  MB_FIELD (MbReweigh, fair_scale, REF, MB_REQUIRED, MB_TO (SCALE)),
  MB_FIELD (MbReweigh, allowed_grams, INT, MB_GRAMS),
  MB_FIELD (MbReweigh, verdict, ENUM, MB_REQUIRED, MB_NAMES (verdict_names)),
};

static gboolean
check_reweigh (gconstpointer structure, GError **error)
{
  return check_code (structure, ((const MbReweigh *) structure)->code, error);
}

static const MbField call_ref_fields[] = {
  MB_FIELD (MbCallRef, source, STRING, MB_REQUIRED, MB_BYTES (SOURCE_MAX)),
  MB_FIELD (MbCallRef, n, INT, MB_REQUIRED, MB_RANGE (1, G_MAXINT64)),
};

static gboolean
check_call_ref (gconstpointer structure, GError **error)
{
  return check_source (((const MbCallRef *) structure)->source, error);
}

static const MbSchema call_ref_schema = MB_SCHEMA (MbCallRef, call_ref_fields, check_call_ref);

static const MbField call_fields[] = {
  HEAD,
  MB_FIELD (MbCall, stall, REF, MB_TO (STALL)),
  MB_FIELD (MbCall, closes, STRUCT, MB_OF (call_ref_schema)),
  MB_FIELD (MbCall, reason, STRING),
};

static gboolean
check_call (gconstpointer structure, GError **error)
{
  const MbCall *self = structure;

  if (self->closes == NULL && self->stall == NULL)
    return mb_refuse (error, "/stall", "A call says which stall calls");
  if (self->closes == NULL && self->reason != NULL)
    return mb_refuse (error, "/closes", "A reason closes a call, and says which");

  return check_head (structure, error);
}

static const MbField complaint_fields[] = {
  HEAD,
  MB_FIELD (MbComplaint, code, STRING, MB_REQUIRED, CODE),
  MB_FIELD (MbComplaint, text, STRING, MB_REQUIRED),
  MB_FIELD (MbComplaint, phone, STRING, WORD),
};

static gboolean
check_complaint (gconstpointer structure, GError **error)
{
  return check_code (structure, ((const MbComplaint *) structure)->code, error);
}

static const MbField rating_fields[] = {
  HEAD,
  MB_FIELD (MbRating, code, STRING, MB_REQUIRED, CODE),
  MB_FIELD (MbRating, stars, INT, MB_REQUIRED, MB_RANGE (1, 5)),
};

static gboolean
check_rating (gconstpointer structure, GError **error)
{
  return check_code (structure, ((const MbRating *) structure)->code, error);
}

static const MbSchema schemas[MB_N_FACTS] = {
  [MB_FACT_WEIGHING] = SCHEMA (MbWeighing, weighing_fields, check_weighing),
  [MB_FACT_PAYMENT] = SCHEMA (MbPayment, payment_fields, check_payment),
  [MB_FACT_PLAY] = SCHEMA (MbPlay, play_fields, check_head),
  [MB_FACT_PAINTED] = SCHEMA (MbPaintedFact, painted_fields, check_head),
  [MB_FACT_REWEIGH] = SCHEMA (MbReweigh, reweigh_fields, check_reweigh),
  [MB_FACT_CALL] = SCHEMA (MbCall, call_fields, check_call),
  [MB_FACT_COMPLAINT] = SCHEMA (MbComplaint, complaint_fields, check_complaint),
  [MB_FACT_RATING] = SCHEMA (MbRating, rating_fields, check_rating),
};

const char *
mb_fact_type_to_name (MbFactType type)
{
  g_return_val_if_fail (type >= 0 && type < MB_N_FACTS, NULL);

  return type_names[type];
}

MbFactType
mb_fact_type_from_name (const char *name, gssize length)
{
  gsize n;

  g_return_val_if_fail (name != NULL, MB_FACT_UNKNOWN);

  n = length < 0 ? strlen (name) : (gsize) length;
  for (int i = 0; i < MB_N_FACTS; i++)
    if (strlen (type_names[i]) == n && memcmp (type_names[i], name, n) == 0)
      return i;

  return MB_FACT_UNKNOWN;
}

const MbSchema *
mb_fact_type_get_schema (MbFactType type)
{
  g_return_val_if_fail (type >= 0 && type < MB_N_FACTS, NULL);

  return &schemas[type];
}

MbFact *
mb_fact_new (MbFactType type)
{
  MbFact *self;

  g_return_val_if_fail (type >= 0 && type < MB_N_FACTS, NULL);

  self = mb_schema_new (&schemas[type]);
  self->type = type;
  return self;
}

void
mb_fact_free (MbFact *self)
{
  g_return_if_fail (self != NULL);

  mb_schema_free (&schemas[self->type], self);
}

gboolean
mb_fact_check (const MbFact *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return mb_schema_check (&schemas[self->type], self, error);
}

gboolean
mb_weighing_amount_differs (const MbWeighing *self)
{
  gint64 amount;

  g_return_val_if_fail (self != NULL, FALSE);

  amount = mb_money_amount (self->grams, self->fen_per, self->per);
  return amount != MB_UNSET && self->fen != MB_UNSET && ABS (amount - self->fen) >= DIFFERS_FEN;
}
