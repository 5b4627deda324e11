/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * mb_test_find_shared: a file of the found material that lies in `shared/data` beside the source
 * tree. Where it is absent the running test is marked as skipped.
 *
 * Returns: (transfer full) (nullable): its path
 */
char *mb_test_find_shared (const char *name);

/** mb_test_load: a whole file; a test that cannot read it fails. */
GBytes *mb_test_load (const char *path);

/** mb_test_folder_new: a new folder of the test's own; mb_test_folder_free() deletes it with all in it. */
char *mb_test_folder_new (void);
void mb_test_folder_free (char *path);

G_END_DECLS
