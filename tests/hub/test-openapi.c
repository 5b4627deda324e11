/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "core/model/mb-schema.h"
#include "core/wire/mb-json.h"
#include "hub/routes/mb-routes.h"
#include "mb-test-files.h"
#include "mb-test-hub.h"

#include <string.h>

/* The description against the routes and the tables of records, both ways, and all against the hub that runs. */

static MbJson *
get_description (MbTestHub *hub)
{
  g_autofree char *text = mb_test_hub_send (hub, "GET", "/v1/openapi.json", NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;
  MbJson *json = mb_json_read_text (text, -1, MB_JSON_RFC, &error);

  g_assert_no_error (error);

  return json;
}

static MbJsonAt
find_operation (const MbJson *json, const char *path, const char *method)
{
  MbJsonAt paths = mb_json_member (json, 0, "paths");
  MbJsonAt at = mb_json_member (json, paths, path);
  g_autofree char *name = g_ascii_strdown (method, -1);

  return at == MB_JSON_NONE ? at : mb_json_member (json, at, name);
}

static void
test_routes_described (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  g_autoptr (MbJson) json = get_description (hub);
  guint described = 0, routes = 0;

  for (const MbRoute *route = mb_routes; route->path != NULL; route++, routes++)
    {
      MbJsonAt operation = find_operation (json, route->path, route->method);
      MbJsonAt responses;
      g_auto (GStrv) statuses = g_strsplit (route->statuses, " ", -1);

      g_assert_cmpuint (operation, !=, MB_JSON_NONE);
      g_assert_true (mb_json_string_equal (json, mb_json_member (json, operation, "operationId"), route->name));
      responses = mb_json_member (json, operation, "responses");
      g_assert_cmpuint (mb_json_count (json, responses), ==, g_strv_length (statuses));
      g_assert_cmpint (route->max_body > 0, ==, mb_json_member (json, operation, "requestBody") != MB_JSON_NONE);
      g_assert_cmpint (route->max_body > 0, ==, strstr (route->statuses, "413") && strstr (route->statuses, "415"));
      g_assert_cmpint (strstr (route->path, "{market}") != NULL, ==, strstr (route->statuses, "404") != NULL);
    }

  for (MbJsonAt path = mb_json_first (json, mb_json_member (json, 0, "paths")); path != MB_JSON_NONE;
       path = mb_json_next (json, path))
    described += mb_json_count (json, mb_json_value_of (json, path));
  g_assert_cmpuint (described, ==, routes);
}

/* Every "$ref" leads somewhere. */
static void
check_refs (const MbJson *json, MbJsonAt at)
{
  MbJsonType type = mb_json_get_type_at (json, at);

  if (type != MB_JSON_OBJECT && type != MB_JSON_ARRAY)
    return;

  for (MbJsonAt child = mb_json_first (json, at); child != MB_JSON_NONE; child = mb_json_next (json, child))
    {
      MbJsonAt value = type == MB_JSON_OBJECT ? mb_json_value_of (json, child) : child;

      if (type == MB_JSON_OBJECT && mb_json_string_equal (json, child, "$ref"))
        {
          g_autofree char *ref = mb_json_dup_string (json, value);
          g_auto (GStrv) parts = g_strsplit (ref, "/", -1);
          MbJsonAt there = 0;

          for (guint i = 1; parts[i] != NULL; i++)
            {
              there = mb_json_member (json, there, parts[i]);
              if (there == MB_JSON_NONE)
                g_error ("%s leads nowhere", ref);
            }
        }
      check_refs (json, value);
    }
}

static void
test_refs (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  g_autoptr (MbJson) json = get_description (hub);

  check_refs (json, 0);
}

/* A path with something in the place of each name. */
static char *
fill (const char *template)
{
  const struct { const char *name, *text; } parts[] = {
    { "{market}", "m1" }, { "{kind}", "product" }, { "{id}", "none" }, { "{screen}", "s1" },
    { "{sha256}", "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a" }, /* of "{}" */
  };
  char *path = g_strdup (template);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_auto (GStrv) halves = g_strsplit (path, parts[i].name, -1);

      g_free (path);
      path = g_strjoinv (parts[i].text, halves);
    }

  return path;
}

static gboolean
is_among (const char *list, guint status)
{
  g_autofree char *text = g_strdup_printf ("%u", status);

  return strstr (list, text) != NULL;
}

static void
test_hub_as_described (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  const char *methods[] = { "GET", "PUT", "POST", "DELETE", "PATCH" };

  for (const MbRoute *route = mb_routes; route->path != NULL; route++)
    {
      g_autofree char *path = fill (route->path);
      g_autofree char *text = NULL;
      guint status;

      /* A stream does not end by itself; that it is there is seen from its refusal. */
      text = mb_test_hub_send (hub, route->method, path, route->max_body > 0 ? "{}" : NULL,
                               strstr (path, "stream") ? (const char *[]){ "Accept", "text/html", NULL } : NULL,
                               &status);
      g_test_message ("%s %s: %u", route->method, path, status);
      g_assert_cmpuint (status, !=, 405);
      g_assert_true (is_among (route->statuses, status));
      if (status < 300 && route->type != NULL)
        g_assert_cmpstr (mb_test_hub_get_header (hub, "Content-Type"), ==, route->type);

      for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
        {
          gboolean known = FALSE;

          for (const MbRoute *other = mb_routes; other->path != NULL; other++)
            known |= g_str_equal (other->path, route->path) && g_str_equal (other->method, methods[i]);
          if (known)
            continue;
          g_free (mb_test_hub_send (hub, methods[i], path, NULL, NULL, &status));
          g_assert_cmpuint (status, ==, 405);
          g_assert_nonnull (strstr (mb_test_hub_get_header (hub, "Allow"), route->method));
        }
    }
}

static MbJsonAt
find (const MbJson *json, MbJsonAt at, const char *name)
{
  MbJsonAt member = mb_json_member (json, at, name);

  if (member == MB_JSON_NONE)
    g_error ("There is no %s", name);
  return member;
}

static MbJsonAt
get_schemas (const MbJson *json)
{
  return find (json, find (json, 0, "components"), "schemas");
}

static guint
count_required (const MbSchema *schema)
{
  guint n = 0;

  for (guint i = 0; i < schema->n_fields; i++)
    n += (schema->fields[i].flags & MB_FIELD_REQUIRED) != 0;
  return n;
}

/* All fields of a table are described, and nothing else is. @derived: those that the hub says */
static void
check_table (const MbJson *json, const char *name, const MbSchema *schema, MbFieldFlags derived)
{
  MbJsonAt at = find (json, get_schemas (json), name), properties = find (json, at, "properties");
  guint n = 0;

  find (json, at, "description");
  for (guint i = 0; i < schema->n_fields; i++)
    {
      const MbField *field = &schema->fields[i];
      MbJsonAt property;

      if ((field->flags & MB_FIELD_DERIVED) != derived)
        continue;
      g_test_message ("%s: %s", name, field->name);
      property = find (json, properties, field->name);
      find (json, property, "description");
      if (field->names != NULL)
        g_assert_true (mb_json_member (json, property, "enum") != MB_JSON_NONE ||
                       mb_json_member (json, property, "items") != MB_JSON_NONE);
      n++;
      if (field->schema != NULL)
        {
          g_autofree char *part = g_strconcat ("part.", field->schema->name + 2, NULL);

          check_table (json, part, field->schema, 0);
        }
    }
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (mb_json_count (json, properties), ==, n);
  g_assert_cmpuint (mb_json_count (json, find (json, at, "required")), ==, derived ? 0 : count_required (schema));
}

static gboolean
has_derived (const MbSchema *schema)
{
  for (guint i = 0; i < schema->n_fields; i++)
    if ((schema->fields[i].flags & MB_FIELD_DERIVED) != 0)
      return TRUE;

  return FALSE;
}

static void
test_fields_described (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  g_autoptr (MbJson) json = get_description (hub);

  for (MbKind kind = 0; kind < MB_N_KINDS; kind++)
    {
      const MbSchema *schema = mb_kind_get_schema (kind);
      g_autofree char *name = g_strconcat ("record.", mb_kind_to_name (kind), NULL);
      g_autofree char *derived = g_strconcat (name, ".derived", NULL);

      check_table (json, name, schema, 0);
      if (has_derived (schema))
        check_table (json, derived, schema, MB_FIELD_DERIVED);
      else
        g_assert_cmpuint (mb_json_member (json, get_schemas (json), derived), ==, MB_JSON_NONE);
    }
}

/* Nothing is said of what no reader knows. */
static void
test_no_word_too_many (void)
{
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  g_autoptr (MbJson) json = get_description (hub);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "resources", "openapi", "fields.json", NULL);
  g_autoptr (GBytes) bytes = mb_test_load (path);
  g_autoptr (MbJson) words = mb_json_read (bytes, MB_JSON_RFC, NULL);

  for (MbJsonAt at = mb_json_first (words, 0); at != MB_JSON_NONE; at = mb_json_next (words, at))
    {
      g_autofree char *name = mb_json_dup_string (words, at);
      MbJsonAt fields = mb_json_value_of (words, at), properties;

      properties = find (json, find (json, get_schemas (json), name), "properties");
      for (MbJsonAt field = mb_json_first (words, fields); field != MB_JSON_NONE; field = mb_json_next (words, field))
        {
          g_autofree char *field_name = mb_json_dup_string (words, field);

          if (*field_name != '\0')
            find (json, properties, field_name);
        }
    }
}

/* What a description says of a value, as far as ours goes. */
static gboolean is_valid (const MbJson *json, MbJsonAt schema, const MbJson *doc, MbJsonAt at);

static MbJsonAt
follow (const MbJson *json, MbJsonAt ref)
{
  g_autofree char *text = mb_json_dup_string (json, ref);

  return find (json, get_schemas (json), strrchr (text, '/') + 1);
}

static gboolean
is_of_type (const MbJson *json, MbJsonAt type, const MbJson *doc, MbJsonAt at)
{
  static const char *const names[] = {
    [MB_JSON_NULL] = "null", [MB_JSON_STRING] = "string", [MB_JSON_OBJECT] = "object", [MB_JSON_ARRAY] = "array",
  };
  MbJsonType is = mb_json_get_type_at (doc, at);
  gint64 number;

  if (mb_json_string_equal (json, type, "boolean"))
    return is == MB_JSON_TRUE || is == MB_JSON_FALSE;
  if (mb_json_string_equal (json, type, "integer"))
    return mb_json_get_int (doc, at, &number);
  if (mb_json_string_equal (json, type, "number"))
    return is == MB_JSON_NUMBER;

  return (gsize) is < G_N_ELEMENTS (names) && names[is] != NULL && mb_json_string_equal (json, type, names[is]);
}

static gboolean
is_one_of (const MbJson *json, MbJsonAt names, const MbJson *doc, MbJsonAt at)
{
  g_autofree char *text = mb_json_get_type_at (doc, at) == MB_JSON_STRING ? mb_json_dup_string (doc, at) : NULL;

  for (MbJsonAt name = mb_json_first (json, names); name != MB_JSON_NONE; name = mb_json_next (json, name))
    if (text != NULL && mb_json_string_equal (json, name, text))
      return TRUE;

  return FALSE;
}

static gboolean
has_all (const MbJson *json, MbJsonAt required, const MbJson *doc, MbJsonAt at)
{
  for (MbJsonAt name = mb_json_first (json, required); name != MB_JSON_NONE; name = mb_json_next (json, name))
    {
      g_autofree char *text = mb_json_dup_string (json, name);

      if (mb_json_member (doc, at, text) == MB_JSON_NONE)
        return FALSE;
    }
  return TRUE;
}

static gboolean
are_members_valid (const MbJson *json, MbJsonAt properties, const MbJson *doc, MbJsonAt at)
{
  for (MbJsonAt name = mb_json_first (doc, at); name != MB_JSON_NONE; name = mb_json_next (doc, name))
    {
      g_autofree char *text = mb_json_dup_string (doc, name);
      MbJsonAt property = mb_json_member (json, properties, text);

      if (property != MB_JSON_NONE && !is_valid (json, property, doc, mb_json_value_of (doc, name)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
are_items_valid (const MbJson *json, MbJsonAt items, const MbJson *doc, MbJsonAt at)
{
  for (MbJsonAt item = mb_json_first (doc, at); item != MB_JSON_NONE; item = mb_json_next (doc, item))
    if (!is_valid (json, items, doc, item))
      return FALSE;

  return TRUE;
}

static gboolean
is_any_valid (const MbJson *json, MbJsonAt any, const MbJson *doc, MbJsonAt at)
{
  for (MbJsonAt one = mb_json_first (json, any); one != MB_JSON_NONE; one = mb_json_next (json, one))
    if (is_valid (json, one, doc, at))
      return TRUE;

  return FALSE;
}

static gboolean
is_within (const MbJson *json, MbJsonAt limit, const MbJson *doc, MbJsonAt at, gboolean least)
{
  gint64 bound, value;

  if (!mb_json_get_int (json, limit, &bound) || !mb_json_get_int (doc, at, &value))
    return TRUE; /* a fraction, here */

  return least ? value >= bound : value <= bound;
}

static gboolean
holds (const MbJson *json, const char *rule, MbJsonAt says, const MbJson *doc, MbJsonAt at)
{
  g_autofree char *text = NULL;
  g_autofree char *word = mb_json_get_type_at (json, says) == MB_JSON_STRING ? mb_json_dup_string (json, says) : NULL;

  if (g_str_equal (rule, "$ref"))
    return is_valid (json, follow (json, says), doc, at);
  if (g_str_equal (rule, "type"))
    return is_of_type (json, says, doc, at);
  if (g_str_equal (rule, "enum"))
    return is_one_of (json, says, doc, at);
  if (g_str_equal (rule, "required"))
    return has_all (json, says, doc, at);
  if (g_str_equal (rule, "properties"))
    return are_members_valid (json, says, doc, at);
  if (g_str_equal (rule, "items"))
    return are_items_valid (json, says, doc, at);
  if (g_str_equal (rule, "oneOf"))
    return is_any_valid (json, says, doc, at);
  if (g_str_equal (rule, "minimum") || g_str_equal (rule, "maximum"))
    return is_within (json, says, doc, at, rule[1] == 'i');
  if (!g_str_equal (rule, "const") && !g_str_equal (rule, "pattern"))
    return TRUE;
  if (mb_json_get_type_at (doc, at) != MB_JSON_STRING)
    return FALSE;

  text = mb_json_dup_string (doc, at);
  return *rule == 'c' ? g_str_equal (text, word) : g_regex_match_simple (word, text, 0, 0);
}

static gboolean
is_valid (const MbJson *json, MbJsonAt schema, const MbJson *doc, MbJsonAt at)
{
  for (MbJsonAt rule = mb_json_first (json, schema); rule != MB_JSON_NONE; rule = mb_json_next (json, rule))
    {
      g_autofree char *name = mb_json_dup_string (json, rule);

      if (!holds (json, name, mb_json_value_of (json, rule), doc, at))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_record_valid (const MbJson *json, const char *line)
{
  g_autoptr (MbJson) doc = mb_json_read_text (line, -1, MB_JSON_RFC, NULL);
  g_autofree char *kind = mb_json_dup_string (doc, find (doc, 0, "kind"));
  g_autofree char *name = g_strconcat ("record.", kind, NULL), *beside = g_strconcat (name, ".derived", NULL);
  MbJsonAt derived = mb_json_member (doc, 0, "derived");

  return is_valid (json, find (json, get_schemas (json), name), doc, find (doc, 0, "value")) &&
         (derived == MB_JSON_NONE || is_valid (json, find (json, get_schemas (json), beside), doc, derived));
}

/* Records with every field there is are what the description allows; spoilt ones, which no hub takes, are not. */
static void
test_records_as_described (void)
{
  static const char *const spoilt[] = {
    "{\"kind\":\"product\",\"value\":{\"order\":1}}",
    "{\"kind\":\"product\",\"value\":{\"name\":{\"en\":\"x\"},\"trade\":\"toys\"}}",
    "{\"kind\":\"product\",\"value\":{\"name\":\"x\"}}",
    "{\"kind\":\"product\",\"value\":{\"name\":{\"en\":\"x\"},\"shortage_class\":5}}",
    "{\"kind\":\"market\",\"value\":{\"name\":{\"en\":\"x\"},\"time_zone\":\"Asia/Shanghai\",\"price_unit\":\"kg\","
    "\"opening\":[{\"days\":[\"MO\"],\"from\":\"25:00\",\"to\":\"12:00\"}]}}",
    "{\"kind\":\"playlist\",\"value\":{\"items\":[{\"media\":\"x\",\"seconds\":0}]}}",
    "{\"kind\":\"playlist\",\"value\":{\"items\":[{\"media\":\"X\"}]}}",
    "{\"kind\":\"screen\",\"value\":{\"layout\":\"x\",\"power\":[\"06:00\"]}}",
  };
  g_autoptr (MbTestHub) hub = mb_test_hub_new (NULL);
  g_autoptr (MbJson) json = get_description (hub);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "ui", "fixtures", "whole.ndjson", NULL);
  g_autoptr (GBytes) bytes = mb_test_load (path);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (g_strstrip (text), "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (!is_record_valid (json, lines[i]))
      g_error ("Is not what is described: %s", lines[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (spoilt); i++)
    if (is_record_valid (json, spoilt[i]))
      g_error ("Is what is described: %s", spoilt[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/openapi/routes-described", test_routes_described);
  g_test_add_func ("/openapi/refs", test_refs);
  g_test_add_func ("/openapi/fields-described", test_fields_described);
  g_test_add_func ("/openapi/no-word-too-many", test_no_word_too_many);
  g_test_add_func ("/openapi/records-as-described", test_records_as_described);
  g_test_add_func ("/openapi/hub-as-described", test_hub_as_described);

  return g_test_run ();
}
