/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hub/clerk/mb-standing.h"

G_BEGIN_DECLS

/**
 * MbFold: every record that stands, and how to go back: what was put since mb_fold_keep() can be
 * taken back in steps. The journal's thread only.
 */
typedef struct _MbFold MbFold;

MbFold *mb_fold_new (void);
void mb_fold_free (MbFold *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbFold, mb_fold_free)

MbStanding *mb_fold_get (MbFold *self, const char *kind, const char *id); /* (transfer none) (nullable) */

/** mb_fold_put: @standing: (transfer full) (nullable): NULL: nothing stands there any more */
void mb_fold_put (MbFold *self, const char *kind, const char *id, MbStanding *standing);

/** mb_fold_mark: a step begins. */
void mb_fold_mark (MbFold *self);
/** mb_fold_undo: takes the last @n steps back. */
void mb_fold_undo (MbFold *self, guint n);
/** mb_fold_keep: what was put stays; the steps are forgotten. */
void mb_fold_keep (MbFold *self);

void mb_fold_foreach (MbFold *self, void (*func) (MbStanding *standing, gpointer data), gpointer data);

G_END_DECLS
