/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbVerdicts: which files could not be shown, and why, by the digests of their bytes. What is wrong with the bytes stays
 * wrong: such a file is not tried again. What this machine could not do it may do later: it is tried again after a
 * minute, and each time so much later, up to a day.
 *
 * They are kept as long as the program runs: what is there when it begins anew may be shown by a newer program, or by
 * plug-ins that somebody has installed, and is tried once.
 */
typedef struct _MbVerdicts MbVerdicts;

MbVerdicts *mb_verdicts_new (void);
void mb_verdicts_free (MbVerdicts *self);

/** mb_verdicts_add: it was tried in vain.
 * @for_ever: its bytes are at fault */
void mb_verdicts_add (MbVerdicts *self, const char *sha256, const char *why, gboolean for_ever, gint64 now_us);

/** mb_verdicts_forget: it was shown, or its bytes are others. */
void mb_verdicts_forget (MbVerdicts *self, const char *sha256);

/** mb_verdicts_find: why it was not shown. Returns: (nullable): nobody knows anything against it */
const char *mb_verdicts_find (MbVerdicts *self, const char *sha256);

gboolean mb_verdicts_bars (MbVerdicts *self, const char *sha256, gint64 now_us); /* it is not to be tried now */

G_END_DECLS
