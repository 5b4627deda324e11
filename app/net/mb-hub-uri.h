/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * mb_hub_uri_build: where something stands on a hub.
 * @hub: base URL, "http://127.0.0.1:8080", with or without a last '/'
 * @market: (nullable): the market that @path is in
 * @path: "stream", "records?kind=price"; from the root with a leading '/'; escaped already
 *
 * Returns: (transfer full): %MB_ERROR_INVALID when @hub is no http or https URL
 */
GUri *mb_hub_uri_build (const char *hub, const char *market, const char *path, GError **error);

G_END_DECLS
