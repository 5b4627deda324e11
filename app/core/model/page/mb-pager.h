/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/page/mb-page.h"
#include "core/model/page/mb-slot.h"

G_BEGIN_DECLS

/**
 * MbPager: which page of a price table stands in which slot.
 *
 * The page is chosen when its slot begins, from the table as it then stands, and is kept for the
 * slot (where languages take turns, as many slots as there are languages, counted as one): its number is
 * the slot's, modulo the pages, except that the pages with a row that a person
 * changed in the slot before come first, one slot each, in page order. The rows of the page are kept
 * too: news changes figures in their places; what came or went waits for the turn.
 *
 * As a function of the journal: with W(k) the rows that wait for their page when slot k begins,
 * W(0) those that a person changed in the last slot before midnight, the page of slot k is the first
 * that holds a row of W(k), else number k modulo pages; W(k+1) is W(k) without the rows of that page,
 * with those that a person changed in slot k. A pager that has run since midnight has exactly this. One that
 * begins in the middle of a day works W out from midnight with the records' own stamps (`at`,
 * `by`); since a record keeps only its newest stamp, the two can differ only where a row that waits
 * was changed again, and only until no row waits. Changes stamped in the slot itself are left to the
 * next, so a start in the middle of a slot chooses as the start of the slot did.
 */
#define MB_TYPE_PAGER (mb_pager_get_type ())
G_DECLARE_FINAL_TYPE (MbPager, mb_pager, MB, PAGER, GObject)

MbPager *mb_pager_new (MbPriceTable *table, const MbPageShape *shape);

/** mb_pager_set_shape: the next mb_pager_turn() divides and chooses anew, even inside a slot. */
void mb_pager_set_shape (MbPager *self, const MbPageShape *shape);

/**
 * mb_pager_turn: the slot that @now_us lies in; chooses its page unless it is chosen already.
 * @now_us: never %MB_UNSET: where nobody knows the time, the stored one carried on
 *
 * Call it at the end of the slot (mb_pager_get_slot()), when the table went from no rows to some,
 * and when the clock was set.
 *
 * Returns: whether a page was chosen
 */
gboolean mb_pager_turn (MbPager *self, gint64 now_us);

const MbSlot *mb_pager_get_slot (MbPager *self);
MbPage *mb_pager_get_page (MbPager *self); /* (transfer none) (nullable) %NULL: no rows at all */
guint mb_pager_get_page_number (MbPager *self); /* from 0 */
guint mb_pager_get_n_pages (MbPager *self);     /* as of the slot's beginning */
MbPage *mb_pager_get_nth_page (MbPager *self, guint i); /* (transfer none) */

/**
 * mb_pager_get_shown_by: when the slot begins in which a row stands on the glass next, as things
 * stand: that of the present slot for a row on the present page.
 *
 * Returns: %MB_UNSET when the row is not in the table, or no page was chosen yet
 */
gint64 mb_pager_get_shown_by (MbPager *self, MbPriceRow *row);

G_END_DECLS
