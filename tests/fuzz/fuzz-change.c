/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/base/mb-error.h"
#include "core/wire/mb-change-codec.h"
#include "core/wire/mb-report-codec.h"

/* Bodies of requests: a set of changes, a painted report. What is taken is written as it was meant. */

const char *const fuzz_seeds[] = {
  "{\"note\":\"n\",\"confirm\":true,\"dangling\":true,\"changes\":[{\"kind\":\"stall\",\"id\":\"a\",\"if_rev\":0,\"value\":{\"x\":1.50}},"
  "{\"kind\":\"price\",\"id\":\"a@average\",\"sure\":true,\"value\":null}]}",
  " { \"changes\" : [ { \"kind\" : \"notice\" , \"id\" : \"n\" , \"value\" : { \"a\" : [ 1 , \"\\\" \" ] } } ] } ",
  "{\"screen\":\"s\",\"position\":\"9f3ac01b22de.17\",\"visible\":3,\"later\":1,\"later_by\":\"2026-11-23T06:58:20+08:00\","
  "\"elsewhere\":2,\"covered\":0,\"glass\":\"sent\",\"at\":\"2026-11-23T06:58:12.204+08:00\"}",
  NULL,
};

const char *const fuzz_words[] = {
  "null", "{}", "[]", "\"changes\":", "\"value\":", "\"if_rev\":", "-1", "9223372036854775807", "\"kind\":\"scale\"", "\"asleep\"",
  "[[[[[[[[[[[[[[[", NULL,
};

static void
check_error (const GError *error)
{
  g_assert (error->domain == MB_ERROR && *error->message != '\0');
  g_assert (error->code == MB_ERROR_SYNTAX || mb_error_get_pointer (error) != NULL);
}

static void
try_changes (GBytes *source)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbChangeSet) set = mb_change_set_read (source, &error), again = NULL;
  g_autoptr (GBytes) once = NULL, twice = NULL;

  if (set == NULL)
    {
      check_error (error);
      return;
    }
  once = mb_change_set_write (set);
  again = mb_change_set_read (once, &error);
  g_assert_no_error (error);
  g_assert (again->proposals->len == set->proposals->len);
  twice = mb_change_set_write (again);
  g_assert (g_bytes_equal (once, twice));
}

static void
try_painted (const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_auto (MbPainted) painted = { 0 }, again = { 0 };
  g_autofree char *once = NULL, *twice = NULL;

  if (!mb_painted_decode (text, (gssize) length, &painted, &error))
    {
      check_error (error);
      return;
    }
  once = mb_painted_encode (&painted);
  g_assert_true (mb_painted_decode (once, -1, &again, &error));
  twice = mb_painted_encode (&again);
  g_assert_cmpstr (once, ==, twice);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) source = g_bytes_new_static (data, size);

  try_changes (source);
  if (size > 0)
    try_painted ((const char *) data, size);
  return 0;
}
