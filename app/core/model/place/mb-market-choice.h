/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mb_market_choose_only: the market that is meant where nobody says which: the only one.
 * @ids: of all that there are
 *
 * Returns: (transfer full): NULL with %MB_ERROR_NOT_FOUND where there is none, %MB_ERROR_INVALID where there are
 * several, which the message names for a person at a command line
 */
char *mb_market_choose_only (const char *const *ids, GError **error);

G_END_DECLS
