/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/page/mb-test-day.h"
#include "widgets/words/mb-catalogue.h"

G_BEGIN_DECLS

/**
 * MbTestText: what is said of one test: whose goods, and a sentence. A quick test is a screening: what
 * it finds is positive, never failed.
 */
typedef struct
{
  char *goods;    /* "豇豆　A区12号"; of what passed, the product alone */
  char *sentence; /* "今早06:40检测，农药残留合格" */
  char *verdict;  /* (nullable): the end of it, which may stand out: "合格" */
  char *name;     /* (nullable): of a failure with a stall, the goods without it, */
  char *placed;   /* (nullable): and the sentence with it: "A区12号　快检阳性，07:10已停售" */
} MbTestText;

/** MbTestTime: @now_us: MB_UNSET when nobody knows it */
typedef struct
{
  gint64 now_us;
  GTimeZone *zone;
} MbTestTime;

void mb_test_text_init (MbTestText *self, const MbTestRow *row, const MbCatalogue *catalogue, const MbTestTime *time);
gboolean mb_test_text_equal (const MbTestText *a, const MbTestText *b);
void mb_test_text_clear (MbTestText *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MbTestText, mb_test_text_clear)

/** mb_format_failure: an open failure in one line: "豇豆　A区12号　快检阳性，07:10已停售".
 * @product: (nullable)
 * @stall: (nullable) */
char *mb_format_failure (const MbCatalogue *catalogue, MbTest *test, MbProduct *product, MbStall *stall,
                         const MbTestTime *time);

/** mb_format_tests_title: what the counts are of: "今日快检"; "11月7日快检". */
char *mb_format_tests_day (const MbCatalogue *catalogue, const MbTestDay *day); /* "今日": where that has no room */
char *mb_format_tests_title (const MbCatalogue *catalogue, const MbTestDay *day);

/** mb_format_no_tests: what stands where today has none yet: "今日检测06:30开始", "今日未抽检". */
char *mb_format_no_tests (const MbCatalogue *catalogue, const MbTestDay *day, GTimeZone *zone);

char *mb_format_batches (const MbCatalogue *catalogue, guint n);          /* "18批" */
char *mb_format_passed (const MbCatalogue *catalogue, guint n);           /* "合格17" */
char *mb_format_positive (const MbCatalogue *catalogue, guint n);         /* "阳性1" */
char *mb_format_pass_rate (const MbCatalogue *catalogue, int percent);    /* "合格率94%" */

G_END_DECLS
