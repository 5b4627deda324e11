/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** What became of a row that was to be appended. */
typedef enum
{
  MB_FACT_ROW_NEW,      /* it is kept */
  MB_FACT_ROW_KNOWN,    /* its source said the same under this number before */
  MB_FACT_ROW_CONFLICT  /* its source said something else under this number before: it is not kept */
} MbFactVerdict;

/**
 * MbFactRow: one fact, as the store knows it: words to find it by, and bytes. Types are words, what
 * the bytes say is not looked at.
 *
 * Reference-counted, from any thread; not changed once it has been appended.
 */
typedef struct
{
  gatomicrefcount ref_count;
  const char *type; /* interned */
  char *source;
  gint64 n;         /* with source: who it is */
  gint64 at_us;     /* when it happened */
  char *stall;      /* (nullable) whose; rows with one and the same code share it, whichever comes first */
  char *code;       /* (nullable) of the weighing that it is about */
  GBytes *text;     /* as its source told it */
  GBytes *derived;  /* (nullable) what the hub says beside that */
  /* What mb_facts_sum_async() adds up; subject NULL: it is not counted. */
  char *subject, *place;
  const char *outcome; /* interned */
  gint64 counted_us;   /* when it counts */
  gint64 amount;
  /* filled by the store */
  guint64 number;      /* of all facts, in the order in which they became durable; 0: not kept */
  MbFactVerdict verdict;
} MbFactRow;

/** mb_fact_row_new: @type, @source and @text are taken note of; the rest is the caller's to set. */
MbFactRow *mb_fact_row_new (const char *type, const char *source, gint64 n, gint64 at_us, GBytes *text);
MbFactRow *mb_fact_row_ref (MbFactRow *self);
void mb_fact_row_unref (MbFactRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbFactRow, mb_fact_row_unref)

GPtrArray *mb_fact_rows_new (void); /* (transfer full): of MbFactRow, which it owns */

/** Sums are kept by quarters of an hour, of which the hours and days of every time zone are made. */
#define MB_FACT_QUARTER_US (15 * G_TIME_SPAN_MINUTE)

/** MbFactSum: the rows of one subject at one place with one outcome that count in one quarter. */
typedef struct
{
  gint64 from_us; /* when the quarter begins */
  char *subject, *place;
  char *outcome;
  gint64 count, amount;
} MbFactSum;

MbFactSum *mb_fact_sum_new (gint64 from_us, const char *subject, const char *place, const char *outcome);
void mb_fact_sum_free (MbFactSum *self);

/** mb_fact_quarter: the number of the quarter in which @us lies. */
gint64 mb_fact_quarter (gint64 us);

G_END_DECLS
