/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/mb-setting.h"
#include "widgets/prices/mb-prices-zone.h"

G_BEGIN_DECLS

/**
 * MbZones: the zones of a layout that this program draws, as children of one widget. A zone that it
 * cannot draw leaves its room to its neighbours.
 */
typedef struct _MbZones MbZones;

/** mb_zones_new: @trades: over those of the layout; 0: the layout's
 * @before: (transfer none): the sibling below which the zones stand */
MbZones *mb_zones_new (GtkWidget *parent, GtkWidget *before, MbLayout *layout, guint32 trades, MbBoard *board,
                       gint64 now_us);
void mb_zones_free (MbZones *self); /* takes the widgets out of their parent */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbZones, mb_zones_free)

void mb_zones_set_type (MbZones *self, MbType *type, const MbPanel *panel);
void mb_zones_place (MbZones *self, int y, int width, int height);

guint mb_zones_get_n_prices (const MbZones *self); /* 0 for NULL */
MbPricesZone *mb_zones_get_prices (const MbZones *self, guint i); /* (transfer none) */

/** mb_zones_find: how many rows of a record stand on a visible page, and how many do not.
 * @self: (nullable): nothing
 * @later_us: (out) (optional): by when the last of those will; %MB_UNSET */
void mb_zones_find (const MbZones *self, MbKind kind, const char *id, guint *n_visible, guint *n_later,
                    gint64 *later_us);
gboolean mb_zones_get_figure_bounds (const MbZones *self, GtkWidget *parent, const char *price_id,
                                     graphene_rect_t *bounds);

G_END_DECLS
