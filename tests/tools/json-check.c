/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "json-check"

#include "core/base/mb-error.h"
#include "core/wire/mb-json.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

/* Reads one document on standard input and says by its exit status whether the reader takes it:
 * 0, or 1 with the reason on standard error; 2 when it was called wrongly. */

static gboolean rfc;

static const GOptionEntry options[] = {
  { "rfc", 0, 0, G_OPTION_ARG_NONE, &rfc, "RFC 8259 alone, without our limits", NULL },
  { NULL }
};

static GBytes *
read_all (FILE *input, GError **error)
{
  GByteArray *bytes = g_byte_array_new ();
  guint8 part[65536];
  gsize n;

  while ((n = fread (part, 1, sizeof part, input)) > 0)
    g_byte_array_append (bytes, part, (guint) n);
  if (ferror (input))
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Reading standard input: %s", g_strerror (errno));
      g_byte_array_unref (bytes);
      return NULL;
    }
  return g_byte_array_free_to_bytes (bytes);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- check a JSON document on standard input");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) source = NULL;
  g_autoptr (MbJson) json = NULL;
  const char *pointer;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc > 1)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "json-check takes no arguments but --rfc");
      return 2;
    }

  source = read_all (stdin, &error);
  if (source != NULL)
    json = mb_json_read (source, rfc ? MB_JSON_RFC : MB_JSON_STRICT, &error);
  if (json != NULL)
    return 0;

  pointer = mb_error_get_pointer (error);
  if (pointer != NULL)
    g_printerr ("%s (at \"%s\")\n", error->message, pointer);
  else
    g_printerr ("%s\n", error->message);
  return 1;
}
