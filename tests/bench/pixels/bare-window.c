/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>

/* The least that GTK can show, for comparison: a window with one word. */

int
main (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  GtkWidget *window;

  g_setenv ("GTK_IM_MODULE", "simple", TRUE);
  gtk_init ();
  window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 1920, 1080);
  gtk_window_set_child (GTK_WINDOW (window), gtk_label_new ("0"));
  gtk_window_present (GTK_WINDOW (window));
  g_main_loop_run (loop);
}
