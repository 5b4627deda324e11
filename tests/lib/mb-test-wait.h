/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** mb_test_wait: runs the default main context until @condition holds; a test that waits for more
 * than 20 s fails, saying for what. No test sleeps. */
#define mb_test_wait(condition)                                                                                        \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    gint64 mb_test_until = mb_test_wait_begin ();                                                                      \
    while (!(condition))                                                                                               \
      mb_test_wait_step (mb_test_until, #condition, __FILE__, __LINE__);                                               \
  }                                                                                                                    \
  G_STMT_END

gint64 mb_test_wait_begin (void);
void mb_test_wait_step (gint64 until, const char *condition, const char *file, int line);

/** mb_test_spin: runs what is ready now, and nothing that comes later. */
void mb_test_spin (void);

/** mb_test_assert_finalized: gives up the last reference to @object (transfer full), and waits until
 * those are gone that what was under way still held. */
void mb_test_assert_finalized (gpointer object);

G_END_DECLS
