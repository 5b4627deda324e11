/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/clerk/mb-standing.h"

G_BEGIN_DECLS

/**
 * MbStandings: every record that stands, and how to go back: what was put since mb_standings_keep() can be
 * taken back in steps. The journal's thread only.
 */
typedef struct _MbStandings MbStandings;

MbStandings *mb_standings_new (void);
void mb_standings_free (MbStandings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbStandings, mb_standings_free)

MbStanding *mb_standings_get (MbStandings *self, const char *kind, const char *id); /* (transfer none) (nullable) */

/** mb_standings_put: @standing: (transfer full) (nullable): NULL: nothing stands there any more */
void mb_standings_put (MbStandings *self, const char *kind, const char *id, MbStanding *standing);

/** mb_standings_mark: a step begins. */
void mb_standings_mark (MbStandings *self);
/** mb_standings_undo: takes the last @n steps back. */
void mb_standings_undo (MbStandings *self, guint n);
/** mb_standings_keep: what was put stays; the steps are forgotten. */
void mb_standings_keep (MbStandings *self);

void mb_standings_foreach (MbStandings *self, void (*func) (MbStanding *standing, gpointer data), gpointer data);

G_END_DECLS
