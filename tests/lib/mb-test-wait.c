/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mb-test-wait.h"

#include <glib-object.h>

#define DEADLINE_US (20 * G_USEC_PER_SEC)
#define LOOK_AGAIN_MS 20 /* for what another thread changes, which wakes nobody here */

gint64
mb_test_wait_begin (void)
{
  return g_get_monotonic_time () + DEADLINE_US;
}

static gboolean
on_look_again (gpointer data)
{
  return G_SOURCE_REMOVE;
}

void
mb_test_wait_step (gint64 until, const char *condition, const char *file, int line)
{
  g_autoptr(GSource) look = g_timeout_source_new (LOOK_AGAIN_MS);

  if (g_get_monotonic_time () > until)
    g_error ("%s:%d: waited in vain for %s", file, line, condition);

  g_source_set_callback (look, on_look_again, NULL, NULL);
  g_source_attach (look, NULL);
  g_main_context_iteration (NULL, TRUE);
  g_source_destroy (look);
}

void
mb_test_spin (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
mb_test_assert_finalized (gpointer object)
{
  gpointer weak = object;

  g_object_add_weak_pointer (object, &weak);
  g_object_unref (object);
  mb_test_wait (weak == NULL);
}
