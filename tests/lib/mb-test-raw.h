/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * mb_test_exchange: sends bytes to a port of loopback and returns everything that comes back until
 * the other side closes or @quiet_ms pass without a byte. The main context runs meanwhile, so that the
 * server may live in the test itself.
 * @step: how many bytes are handed to the socket at once; 0: all
 * @shut: whether the write side is shut afterwards
 * @closed: (out) (optional): whether the other side closed
 */
GString *mb_test_exchange (guint port, const char *bytes, gssize length, gsize step, gboolean shut, guint quiet_ms,
                           gboolean *closed);

/**
 * mb_test_exchange_for: as mb_test_exchange(), for an answer after which the other side need not close: it is waited
 * for as long as any test waits until @awaited has come @times, and only then is a silence the end.
 */
GString *mb_test_exchange_for (guint port, const char *bytes, gssize length, gsize step, const char *awaited,
                               guint times, guint quiet_ms, gboolean *closed);

G_END_DECLS
