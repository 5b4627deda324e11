/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbTestHub: a real marketboard-hub with a folder of its own, on a free port of loopback, with one
 * market, "m1". It logs into the test's output. All of it waits in the default main context.
 */
typedef struct _MbTestHub MbTestHub;

/** mb_test_hub_new: @clock: (nullable): for --clock. */
MbTestHub *mb_test_hub_new (const char *clock);
/** mb_test_hub_free: stops it, asserts that it ended well, and removes the folder. */
void mb_test_hub_free (MbTestHub *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbTestHub, mb_test_hub_free)

const char *mb_test_hub_get_url (MbTestHub *self); /* "http://127.0.0.1:35421" */
guint mb_test_hub_get_port (MbTestHub *self);
const char *mb_test_hub_get_data (MbTestHub *self); /* the folder */
const char *mb_test_hub_get_pid (MbTestHub *self);

/** mb_test_hub_stop: by SIGTERM; waits, and asserts the exit status 0. */
void mb_test_hub_stop (MbTestHub *self);
/** mb_test_hub_kill: by SIGKILL; waits. */
void mb_test_hub_kill (MbTestHub *self);
/** mb_test_hub_start: again, over the same folder and on the same port. @clock: (nullable) */
void mb_test_hub_start (MbTestHub *self, const char *clock);

/**
 * mb_test_hub_send: one request.
 * @path: below the market ("records/price/eggs@average"), or from the root with a leading '/'
 * @body: (nullable): JSON
 * @headers: (nullable): name, value, …, NULL
 * @status: (out) (optional): otherwise a status that is not 2xx fails the test
 *
 * Returns: (transfer full): the answer's body
 */
char *mb_test_hub_send (MbTestHub *self, const char *method, const char *path, const char *body,
                        const char *const *headers, guint *status);

/** mb_test_hub_get_header: of the last answer; NULL when absent. */
const char *mb_test_hub_get_header (MbTestHub *self, const char *name);

/** mb_test_hub_command: runs `marketboard-hub` with @args (NULL-terminated), and returns what it
 * printed; its exit status goes to @status, or must be 0. */
char *mb_test_hub_command (MbTestHub *self, const char *const *args, int *status);

/** mb_test_hub_wrong_command: the same with words that make no sense, and returns what it says of them. */
char *mb_test_hub_wrong_command (MbTestHub *self, const char *const *args);

G_END_DECLS
