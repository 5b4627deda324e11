/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/page/mb-slot.h"
#include "widgets/mb-zones.h"

G_BEGIN_DECLS

/**
 * Languages take turns by the page: each has a slot, wherever the page changes. Where no page turns, a slot is as
 * long as one of so many rows.
 */

/** mb_language_turn_get_slot: in which the present one has its turn. @zones: (nullable) */
MbSlot mb_language_turn_get_slot (const MbPanel *panel, const MbZones *zones, gint64 now_us, MbMarketTime *time);

/** mb_language_turn_get_catalogue: of the present one; of the first where nobody knows the time (%MB_UNSET). */
const MbCatalogue *mb_language_turn_get_catalogue (const MbPanel *panel, const MbZones *zones, gint64 now_us,
                                                   MbMarketTime *time);

G_END_DECLS
