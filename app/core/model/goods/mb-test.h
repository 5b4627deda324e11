/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/goods/mb-test-limit.h"
#include "core/model/mb-record.h"
#include "core/model/mb-texts.h"

G_BEGIN_DECLS

typedef enum
{
  MB_TEST_QUICK, /* a screening: a failure reads "positive", never "failed" */
  MB_TEST_LABORATORY
} MbTestKind;

typedef enum
{
  MB_CONCLUSION_PASS,
  MB_CONCLUSION_SUSPECT, /* a first positive, to be repeated */
  MB_CONCLUSION_FAIL
} MbConclusion;

typedef enum
{
  MB_DISPOSAL_SALE_STOPPED,
  MB_DISPOSAL_APPEALED,
  MB_DISPOSAL_RE_TEST,
  MB_DISPOSAL_DESTROYED,
  MB_DISPOSAL_CLOSED
} MbDisposalState;

/** MbTestReport: the paper behind a result. */
typedef struct
{
  char *number;
  MbTexts *laboratory;
  char *media; /* media: its picture */
  char *extra;
} MbTestReport;

/** MbDisposal: a step in the handling of failed goods. */
typedef struct
{
  int state; /* MbDisposalState */
  MbTime at;
  gint64 grams;
  MbTexts *note;
  char *extra;
} MbDisposal;

/** MbTest: one test of one item on one product, and what became of the goods. */
#define MB_TYPE_TEST (mb_test_get_type ())
G_DECLARE_FINAL_TYPE (MbTest, mb_test, MB, TEST, MbRecord)

struct _MbTest
{
  MbRecord parent_instance;
  int kind;      /* MbTestKind */
  char *product; /* product */
  char *stall;   /* stall */
  char *batch;   /* batch */
  MbTexts *item; /* what was looked for */
  MbTexts *method;
  char *value; /* decimal text, or "negative", "positive" */
  char *unit;
  MbTestLimit *limit;
  int conclusion; /* MbConclusion */
  MbTime sampled_at, tested_at;
  char *tester;
  MbTestReport *report;
  MbTime appeal_until;
  GPtrArray *disposal; /* MbDisposal, as they happened */
  char *extra;
};

/** mb_test_is_open: a failure whose handling is not closed; it cannot leave the board. */
gboolean mb_test_is_open (MbTest *self);

G_END_DECLS
