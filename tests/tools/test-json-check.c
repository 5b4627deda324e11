/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

#include <string.h>

/* What the tool answers: its exit status, and a reason where it is not 0. */

static int
run (const char *option, const char *document, gsize length, char **reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) input = g_bytes_new (document, length), said = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                              g_getenv ("MB_JSON_CHECK"), option, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate (process, input, NULL, NULL, &said, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  *reason = g_strndup (g_bytes_get_data (said, NULL) ?: "", g_bytes_get_size (said));
  return g_subprocess_get_exit_status (process);
}

static void
test_answers (void)
{
  static const struct
  {
    const char *option, *document;
    int status;
    const char *reason;
  } cases[] = {
    { NULL, "{\"a\":[1]}\n", 0, "" },
    { NULL, "{\"a\":1,\"a\":2}", 1, "A member stands here twice (at \"/a\")\n" },
    { "--rfc", "{\"a\":1,\"a\":2}", 0, "" },
    { "--rfc", "\"\\u0000\"", 0, "" },
    { NULL, "", 1, "The JSON ends too early at line 1, column 1: expected a value\n" },
    { "--rfc", "[1,]", 1, "Not JSON at line 1, column 4: expected a value\n" },
    /* it does not read then: nothing is sent that could break the pipe */
    { "more", "", 2, "json-check takes no arguments but --rfc\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *reason = NULL;

      g_assert_cmpint (run (cases[i].option, cases[i].document, strlen (cases[i].document), &reason), ==,
                       cases[i].status);
      g_assert_cmpstr (reason, ==, cases[i].reason);
    }
}

/* A document longer than a pipe holds, refused at its last byte. */
static void
test_long (void)
{
  gsize length = 3 * 1024 * 1024;
  g_autofree char *document = g_malloc (length), *reason = NULL;

  memset (document, ' ', length);
  document[length - 1] = '?';
  g_assert_cmpint (run (NULL, document, length, &reason), ==, 1);
  g_assert_cmpstr (reason, ==, "Not JSON at line 1, column 3145728: expected a value\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tools/json-check/answers", test_answers);
  g_test_add_func ("/tools/json-check/long", test_long);

  return g_test_run ();
}
