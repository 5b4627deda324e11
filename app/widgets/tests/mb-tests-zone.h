/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/mb-zone-view.h"

G_BEGIN_DECLS

/**
 * MbTestsZone: the day's tests: counts, open failures pinned below them, then suspects, what was closed
 * today, and what passed, the newest first, in pages that turn with the slots of the market day. A
 * failure is on the glass with the delta that brings it; what passes waits for its page.
 */
#define MB_TYPE_TESTS_ZONE (mb_tests_zone_get_type ())
G_DECLARE_FINAL_TYPE (MbTestsZone, mb_tests_zone, MB, TESTS_ZONE, MbZoneView)

GtkWidget *mb_tests_zone_new (const MbZoneSite *site);

guint mb_tests_zone_get_n_pages (MbTestsZone *self);
guint mb_tests_zone_get_n_pinned (MbTestsZone *self);
int mb_tests_zone_get_overhang (MbTestsZone *self); /* pixels by which its rows are taller than their room: none, or less */

G_END_DECLS
