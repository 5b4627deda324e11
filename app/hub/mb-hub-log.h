/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mb_hub_log_set_up: from here on this program logs to stderr, a line each:
 * `time=2026-11-23T06:58:12.204Z level=info domain=mb-hub message="…"`, or to the journal with its fields
 * where stderr is the journal's.
 */
void mb_hub_log_set_up (void);

G_END_DECLS
