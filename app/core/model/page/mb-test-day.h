/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/goods/mb-test.h"
#include "core/model/mb-board.h"
#include "core/model/place/mb-product.h"
#include "core/model/place/mb-stall.h"
#include "core/model/page/mb-slot.h"

G_BEGIN_DECLS

/** MbTestScope: which tests a zone shows; open failures stand in every one. */
typedef struct
{
  guint32 trades;    /* bit 1 << MbTrade; 0: all */
  const char *stall; /* (nullable): only this one's */
} MbTestScope;

/** MbTestState: in the order in which they are shown. */
typedef enum
{
  MB_TEST_FAILED,  /* an open failure: pinned, however old */
  MB_TEST_SUSPECT, /* positive once, not repeated yet */
  MB_TEST_CLOSED,  /* a failure whose handling was closed today: until the market closes */
  MB_TEST_PASSED
} MbTestState;

typedef struct
{
  MbTestState state;
  MbTest *test;       /* (owned) */
  MbProduct *product; /* (owned) (nullable): not on the board */
  MbStall *stall;     /* (owned) (nullable) */
} MbTestRow;

/**
 * MbTestDay: what a board says of a market day's tests. Immutable; a function of board, scope and time.
 *
 * A second test of the same goods for the same thing is the repetition of the first: only the newest
 * counts. A test without a batch speaks for its product at its stall. A failed screening that is answered
 * (mb_test_day_is_answered()) counts, and has no row.
 */
typedef struct
{
  MbDate day;           /* whose passes these are: today, or the last day that had any; 0: none had */
  gboolean is_today;
  gint64 begins_us;     /* of today, still to come: when the market opens or, where that is later, the half hour by
                         * which the last day that was tested had its first result; MB_UNSET */
  guint n_batches;      /* of that day, quick tests only, as the following */
  guint n_passed;
  guint n_positive;     /* the rest are suspects */
  GPtrArray *rows;      /* (owned) of MbTestRow: failures, suspects, closed ones, passes; in each the newest first */
  gint64 next_us;       /* the first instant at which it is another by time alone */
} MbTestDay;

/**
 * mb_test_day_new:
 * @judged_us: %MB_UNSET when nobody knows the time: the newest tests stand, and are not today's
 *
 * Returns: (transfer full)
 */
MbTestDay *mb_test_day_new (MbBoard *board, const MbTestScope *scope, gint64 judged_us, MbMarketTime *time);
void mb_test_day_free (MbTestDay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbTestDay, mb_test_day_free)

/**
 * mb_test_day_is_answered: whether a laboratory has failed the goods of a failed quick test since. From then on
 * the laboratory's result says what is wrong with them and what became of them: two blocks about the same goods
 * contradict each other. A closed answer hides no open failure.
 */
gboolean mb_test_day_is_answered (MbBoard *board, MbTest *test);

/** mb_test_day_get_pass_percent: rounded down; -1 below twenty batches, where it would say too much. */
int mb_test_day_get_pass_percent (const MbTestDay *self);

/**
 * mb_test_day_choose_page: which page stands in a slot: its number modulo the pages, except that one with
 * a test which a person put in the slot before comes first. So what was just found is soon on the glass.
 * @starts: (element-type guint): the row with which each page begins; not empty
 */
guint mb_test_day_choose_page (const MbTestDay *self, const GArray *starts, const MbSlot *slot);

/** mb_test_day_is_touched: whether it may be another after these changes.
 * @changes: (element-type MbChangedRecord) (nullable) */
gboolean mb_test_day_is_touched (GPtrArray *changes);

G_END_DECLS
