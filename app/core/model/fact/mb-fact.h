/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/goods/mb-per.h"
#include "core/model/mb-schema.h"

G_BEGIN_DECLS

/**
 * The types of fact. The order is that of the table in mb-fact.c and of nothing else: on the wire a
 * type is its name.
 */
typedef enum
{
  MB_FACT_UNKNOWN = -1,
  MB_FACT_WEIGHING,
  MB_FACT_PAYMENT,
  MB_FACT_PLAY,
  MB_FACT_PAINTED,
  MB_FACT_REWEIGH,
  MB_FACT_CALL,
  MB_FACT_COMPLAINT,
  MB_FACT_RATING,
  MB_N_FACTS
} MbFactType;

const char *mb_fact_type_to_name (MbFactType type);
MbFactType mb_fact_type_from_name (const char *name, gssize length); /* -1: it ends with NUL */
const MbSchema *mb_fact_type_get_schema (MbFactType type);

/**
 * MbFact: what happened, as its source told it: the head of every type's structure. A fact is made
 * once and never changed. Its table of fields is what a record kind's is (MbField).
 */
typedef struct
{
  MbFactType type;
  char *source; /* ID~BIRTH, mb_fact_source_is_valid() */
  gint64 n;     /* the source's own running number, from 1 */
  MbTime at;
  char *extra;  /* unknown members as they stood */
} MbFact;

MbFact *mb_fact_new (MbFactType type); /* of the type's own structure, its fields unset */
void mb_fact_free (MbFact *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbFact, mb_fact_free)

/** mb_fact_check: whether it is what its type allows; a fact still without source and n is none.
 * Errors: as mb_schema_check() */
gboolean mb_fact_check (const MbFact *self, GError **error);

/** mb_fact_source_is_valid: an id, `~`, 64 bits in lower-case hex. */
gboolean mb_fact_source_is_valid (const char *source);

/** A ticket's trace code: 12 characters of Crockford's base32 in lower case. */
#define MB_TRACE_CODE_LENGTH 12
#define MB_TRACE_CODE_CHARACTERS "0123456789abcdefghjkmnpqrstvwxyz"

typedef struct
{
  MbFact head;
  char *scale, *stall, *product, *batch; /* product, batch: NULL when unknown */
  gint64 grams, tare_grams; /* net; the bag's */
  gint64 fen_per;
  MbPer per;
  gint64 fen;
  char *code;
  gboolean amount_differs; /* the hub's: mb_weighing_amount_differs() */
  char *ticket;            /* the hub's: the signed code */
} MbWeighing;

/**
 * mb_weighing_amount_differs: whether the amount is 10 fen or more from
 * round_half_up (grams x fen_per / grams of per); stalls round to the jiao. What is counted has no
 * amount by weight and never differs.
 */
gboolean mb_weighing_amount_differs (const MbWeighing *self);

typedef struct
{
  MbFact head;
  char *code; /* the weighing's */
  gint64 fen;
  char *channel, *reference;
} MbPayment;

/** How a play ended: shown whole, cut short, or failed. */
typedef enum
{
  MB_PLAY_WHOLE,
  MB_PLAY_CUT,
  MB_PLAY_FAILED
} MbPlayEnd;

extern const char *const mb_play_end_names[];

typedef struct
{
  MbFact head;
  char *screen, *zone, *media;
  MbTime started_at;
  gint64 ms; /* for so long it was shown */
  MbPlayEnd ended;
} MbPlay;

/** MbGlass: how a screen knows of its glass: composited, handed over (X11), or asleep. */
typedef enum
{
  MB_GLASS_COMPOSITED,
  MB_GLASS_SENT,
  MB_GLASS_ASLEEP
} MbGlass;

extern const char *const mb_glass_names[];

/** A screen's newest report about one publish; without `position` it had made none. */
typedef struct
{
  MbFact head;
  char *screen;
  char *publish;  /* the position at which the publish ends */
  char *position;
  gint64 visible, later, elsewhere, covered;
  MbTime later_by;
  MbGlass glass;
} MbPaintedFact;

typedef enum
{
  MB_VERDICT_WITHIN,
  MB_VERDICT_SHORT,
  MB_VERDICT_CANNOT_JUDGE
} MbVerdict;

typedef struct
{
  MbFact head;
  char *code;
  gint64 grams;
  char *fair_scale;
  gint64 allowed_grams;
  MbVerdict verdict;
} MbReweigh;

/** Which call a second one closes. */
typedef struct
{
  char *source;
  gint64 n;
  char *extra;
} MbCallRef;

typedef struct
{
  MbFact head;
  char *stall;
  MbCallRef *closes;
  char *reason;
} MbCall;

typedef struct
{
  MbFact head;
  char *code, *text, *phone;
} MbComplaint;

typedef struct
{
  MbFact head;
  char *code;
  gint64 stars;
} MbRating;

G_END_DECLS
