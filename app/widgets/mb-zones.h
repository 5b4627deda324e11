/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/mb-setting.h"
#include "widgets/mb-zone-view.h"

G_BEGIN_DECLS

/**
 * MbZones: the zones of a layout that this program draws, as children of one widget. A zone that it
 * cannot draw leaves its room to its neighbours.
 */
typedef struct _MbZones MbZones;

/** mb_zones_new: @site: all but its zone; its trades, where there are any, go over those of the layout
 * @before: (transfer none): the sibling below which the zones stand */
MbZones *mb_zones_new (GtkWidget *parent, GtkWidget *before, MbLayout *layout, const MbZoneSite *site);
void mb_zones_free (MbZones *self); /* takes the widgets out of their parent */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbZones, mb_zones_free)

void mb_zones_set_type (MbZones *self, MbType *type, const MbPanel *panel);

/** mb_zones_place: @turn: (nullable): how the whole glass is turned */
void mb_zones_place (MbZones *self, const MbFrame *frame, int width, GskTransform *turn);


/** mb_zones_update: brings all of them to a moment. @self: (nullable)
 * Returns: the next instant at which one of them wants to be brought on */
gint64 mb_zones_update (MbZones *self, const MbMoment *moment);

gboolean mb_zones_are_settled (const MbZones *self); /* all of them; TRUE for NULL */
guint mb_zones_get_length (const MbZones *self);            /* 0 for NULL */
MbZoneView *mb_zones_get (const MbZones *self, guint i);    /* (transfer none) */
MbZoneView *mb_zones_find_first (const MbZones *self, GType type); /* (nullable) (transfer none); NULL for NULL */

/** mb_zones_find: where a record stands in all of them.
 * @self: (nullable): nowhere */
MbSight mb_zones_find (const MbZones *self, MbKind kind, const char *id);

/** mb_zones_dup_trouble: what cannot be shown, and why. @self: (nullable); Returns: (transfer full) */
char **mb_zones_dup_trouble (const MbZones *self);
gboolean mb_zones_get_figure_bounds (const MbZones *self, GtkWidget *parent, const char *price_id,
                                     graphene_rect_t *bounds);

G_END_DECLS
