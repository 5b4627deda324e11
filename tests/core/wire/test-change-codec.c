/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mb-error.h"
#include "core/wire/mb-change-codec.h"

#include <string.h>

static MbChangeSet *
read_text (const char *body, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  return mb_change_set_read (bytes, error);
}

static void
assert_value (const MbProposal *proposal, const char *expected)
{
  g_autofree char *text = NULL;

  if (expected == NULL)
    {
      g_assert_null (proposal->value);
      return;
    }
  text = g_strndup (g_bytes_get_data (proposal->value, NULL), g_bytes_get_size (proposal->value));
  g_assert_cmpstr (text, ==, expected);
}

static const char whole[] =
    "{\"note\":\"morning\",\"confirm\":true,\"dangling\":true,\"changes\":["
    "{\"kind\":\"product\",\"id\":\"spinach\",\"if_rev\":0,\"value\":{\"n\":1.50,\"new\":\"\\u83dc\"}},"
    "{\"kind\":\"price\",\"id\":\"spinach@average\",\"if_rev\":7,\"sure\":true,\"value\":{}},"
    "{\"kind\":\"notice\",\"id\":\"n\",\"value\":null}]}";

static void
test_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbChangeSet) set = read_text (whole, &error);
  const MbProposal *proposal;

  g_assert_no_error (error);
  g_assert_cmpstr (set->note, ==, "morning");
  g_assert_true (set->confirm);
  g_assert_true (set->dangling);
  g_assert_cmpuint (set->proposals->len, ==, 3);

  proposal = g_ptr_array_index (set->proposals, 0);
  g_assert_cmpint (proposal->kind, ==, MB_KIND_PRODUCT);
  g_assert_cmpstr (proposal->id, ==, "spinach");
  g_assert_cmpint (proposal->if_rev, ==, 0);
  g_assert_false (proposal->sure);
  assert_value (proposal, "{\"n\":1.50,\"new\":\"\\u83dc\"}");

  proposal = g_ptr_array_index (set->proposals, 1);
  g_assert_cmpint (proposal->if_rev, ==, 7);
  g_assert_true (proposal->sure);

  proposal = g_ptr_array_index (set->proposals, 2);
  g_assert_cmpint (proposal->if_rev, ==, MB_UNSET);
  assert_value (proposal, NULL);
}

static void
test_write (void)
{
  g_autoptr (MbChangeSet) set = read_text (whole, NULL);
  g_autoptr (GBytes) body = mb_change_set_write (set);
  g_autoptr (MbChangeSet) empty = mb_change_set_new ();
  g_autoptr (GBytes) nothing = mb_change_set_write (empty);

  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), whole, strlen (whole));
  g_assert_cmpmem (g_bytes_get_data (nothing, NULL), g_bytes_get_size (nothing), "{\"changes\":[]}", 14);
}

/* A value is one line, whatever it came as. */
static void
test_spaced (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MbChangeSet) set = read_text (
      "{ \"by\": \"somebody else\",\n \"changes\": [ {\n \"kind\": \"stall\", \"id\": \"a-1\", \"x\": 1,\n"
      " \"value\": { \"a b\": [ 1, \" \\n \" ]\r\n} } ] }\n",
      &error);

  g_assert_no_error (error);
  assert_value (g_ptr_array_index (set->proposals, 0), "{\"a b\":[1,\" \\n \"]}");
  g_assert_null (set->note);
  g_assert_false (set->confirm);
}

#define CHANGE "{\"kind\":\"stall\",\"id\":\"a-1\",\"value\":null}"

static void
test_refused (void)
{
  static const struct
  {
    const char *body, *pointer;
  } cases[] = {
    { "[]", "" },
    { "{}", "/changes" },
    { "{\"changes\":{}}", "/changes" },
    { "{\"changes\":null}", "/changes" },
    { "{\"note\":1,\"changes\":[]}", "/note" },
    { "{\"confirm\":\"yes\",\"changes\":[]}", "/confirm" },
    { "{\"dangling\":1,\"changes\":[]}", "/dangling" },
    { "{\"changes\":[" CHANGE ",1]}", "/changes/1" },
    { "{\"changes\":[{\"id\":\"a\",\"value\":null}]}", "/changes/0/kind" },
    { "{\"changes\":[{\"kind\":\"stool\",\"id\":\"a\",\"value\":null}]}", "/changes/0/kind" },
    { "{\"changes\":[{\"kind\":1,\"id\":\"a\",\"value\":null}]}", "/changes/0/kind" },
    { "{\"changes\":[{\"kind\":\"stall\",\"value\":null}]}", "/changes/0/id" },
    { "{\"changes\":[{\"kind\":\"stall\",\"id\":\"A 1\",\"value\":null}]}", "/changes/0/id" },
    { "{\"changes\":[{\"kind\":\"stall\",\"id\":\"a@average\",\"value\":null}]}", "/changes/0/id" },
    { "{\"changes\":[{\"kind\":\"stall\",\"id\":\"a\"}]}", "/changes/0/value" },
    { "{\"changes\":[{\"kind\":\"stall\",\"id\":\"a\",\"value\":[]}]}", "/changes/0/value" },
    { "{\"changes\":[{\"kind\":\"stall\",\"id\":\"a\",\"value\":\"x\"}]}", "/changes/0/value" },
    { "{\"changes\":[{\"kind\":\"stall\",\"id\":\"a\",\"if_rev\":-1,\"value\":null}]}", "/changes/0/if_rev" },
    { "{\"changes\":[{\"kind\":\"stall\",\"id\":\"a\",\"if_rev\":1.0,\"value\":null}]}", "/changes/0/if_rev" },
    { "{\"changes\":[{\"kind\":\"stall\",\"id\":\"a\",\"if_rev\":\"1\",\"value\":null}]}", "/changes/0/if_rev" },
    { "{\"changes\":[{\"kind\":\"stall\",\"id\":\"a\",\"if_rev\":null,\"value\":null}]}", "/changes/0/if_rev" },
    { "{\"changes\":[{\"kind\":\"stall\",\"id\":\"a\",\"sure\":1,\"value\":null}]}", "/changes/0/sure" },
    { "{\"changes\":[" CHANGE ",{\"kind\":\"scale\",\"id\":\"a-1\",\"value\":null}," CHANGE "]}", "/changes/2" },
    { "{\"changes\":[{\"kind\":\"stall\",\"id\":\"a\",\"value\":{\"a\":1,\"a\":2}}]}", "/changes/0/value/a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_text (cases[i].body, &error));
      g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
      g_assert_cmpstr (mb_error_get_pointer (error), ==, cases[i].pointer);
      g_assert_null (read_text (cases[i].body, NULL));
    }
}

static void
test_syntax (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_text ("{\"changes\":[", &error));
  g_assert_error (error, MB_ERROR, MB_ERROR_SYNTAX);
}

/* A record may nest as deeply in a list of changes as alone. */
static void
test_nesting (void)
{
  for (guint depth = 15; depth <= 17; depth++)
    {
      g_autofree char *open = g_strnfill (depth - 1, '['), *close = g_strnfill (depth - 1, ']');
      g_autofree char *body = g_strdup_printf (
          "{\"changes\":[{\"kind\":\"stall\",\"id\":\"a\",\"value\":{\"x\":%s%s}}]}", open, close);
      g_autoptr (GError) error = NULL;
      g_autoptr (MbChangeSet) set = read_text (body, &error);

      g_assert_true ((set != NULL) == (depth <= 16));
      if (set == NULL)
        g_assert_error (error, MB_ERROR, MB_ERROR_INVALID);
    }
}

/* @n changes, the value of each @length bytes long */
static MbChangeSet *
read_many (guint n, gsize length, GError **error)
{
  g_autoptr (MbChangeSet) set = mb_change_set_new ();
  g_autofree char *fill = g_strnfill (length - strlen ("{\"x\":\"\"}"), 'x');
  g_autofree char *text = g_strdup_printf ("{\"x\":\"%s\"}", fill);
  g_autoptr (GBytes) value = g_bytes_new (text, strlen (text)), body = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("s-%u", i);

      mb_change_set_add (set, MB_KIND_STALL, id, value);
    }
  body = mb_change_set_write (set);
  return mb_change_set_read (body, error);
}

static void
test_limits (void)
{
  static const struct
  {
    guint n;
    gsize length;
    const char *pointer; /* NULL: taken */
  } cases[] = {
    { 5000, 100, NULL },
    { 5001, 100, "/changes" },
    { 1, 64 * 1024, NULL },
    { 2, 64 * 1024 + 1, "/changes/0/value" },
    { 127, 64 * 1024, NULL },
    { 128, 64 * 1024, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MbChangeSet) set = read_many (cases[i].n, cases[i].length, &error);

      if (cases[i].pointer == NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (set->proposals->len, ==, cases[i].n);
          continue;
        }
      g_assert_null (set);
      g_assert_error (error, MB_ERROR, MB_ERROR_TOO_LARGE);
      g_assert_cmpstr (mb_error_get_pointer (error), ==, cases[i].pointer);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/change/read", test_read);
  g_test_add_func ("/wire/change/write", test_write);
  g_test_add_func ("/wire/change/spaced", test_spaced);
  g_test_add_func ("/wire/change/refused", test_refused);
  g_test_add_func ("/wire/change/syntax", test_syntax);
  g_test_add_func ("/wire/change/nesting", test_nesting);
  g_test_add_func ("/wire/change/limits", test_limits);

  return g_test_run ();
}
