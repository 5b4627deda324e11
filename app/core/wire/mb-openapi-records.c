/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-openapi-records-private.h"

#include "core/model/mb-schema.h"

#include <string.h>

/* Types, limits and names come from the tables of the kinds, which the reader goes by; only words are written by hand. */

#define TEXT_BYTES 8192
#define DECIMAL_PATTERN "^-?(0|[1-9][0-9]*)([.][0-9]+)?$"

static JsonObject *
make_typed (const char *type)
{
  JsonObject *self = json_object_new ();

  json_object_set_string_member (self, "type", type);
  return self;
}

static JsonObject *
make_formatted (const char *format)
{
  JsonObject *self = make_typed ("string");

  json_object_set_string_member (self, "format", format);
  return self;
}

static JsonObject *
make_matching (const char *pattern)
{
  JsonObject *self = make_typed ("string");

  json_object_set_string_member (self, "pattern", pattern);
  return self;
}

static JsonObject *
make_ref (const char *name)
{
  g_autofree char *ref = g_strconcat ("#/components/schemas/", name, NULL);
  JsonObject *self = json_object_new ();

  json_object_set_string_member (self, "$ref", ref);
  return self;
}

static JsonObject *
make_list (JsonObject *items)
{
  JsonObject *self = make_typed ("array");

  json_object_set_object_member (self, "items", items);
  return self;
}

static JsonObject *
make_number (const char *type, const MbField *field)
{
  JsonObject *self = make_typed (type);

  if (field->min != 0 || field->max != 0)
    {
      json_object_set_int_member (self, "minimum", field->min);
      json_object_set_int_member (self, "maximum", field->max);
    }
  return self;
}

/* Sizes are bytes; no text has more characters than that. */
static JsonObject *
make_string (const MbField *field)
{
  JsonObject *self = make_typed ("string");

  if ((field->flags & MB_FIELD_REQUIRED) != 0)
    json_object_set_int_member (self, "minLength", 1);
  json_object_set_int_member (self, "maxLength", field->max > 0 ? field->max : TEXT_BYTES);
  return self;
}

static JsonObject *
make_names (const char *const *names)
{
  JsonObject *self = json_object_new ();
  JsonArray *list = json_array_new ();

  for (; *names != NULL; names++)
    json_array_add_string_element (list, *names);
  json_object_set_array_member (self, "enum", list);
  return self;
}

static JsonObject *
make_id (const MbField *field)
{
  JsonObject *self = make_ref ("Id");

  json_object_set_string_member (self, "x-kind", mb_kind_to_name (field->ref));
  return self;
}

static JsonObject *
make_integers (const MbField *field)
{
  JsonObject *item = make_typed ("integer"), *self;

  json_object_set_int_member (item, "minimum", field->min);
  json_object_set_int_member (item, "maximum", G_MAXINT32);
  self = make_list (item);
  json_object_set_int_member (self, "minItems", field->max);
  json_object_set_int_member (self, "maxItems", field->max);
  return self;
}

/* "MbWhen" is the part "When". */
static char *
name_part (const MbSchema *schema)
{
  return g_strconcat ("part.", schema->name + strlen ("Mb"), NULL);
}

static JsonObject *
make_part (const MbSchema *schema)
{
  g_autofree char *name = name_part (schema);

  return make_ref (name);
}

static JsonObject *
make_field (const MbField *field)
{
  switch (field->type)
    {
    case MB_FIELD_BOOL:
      return make_typed ("boolean");
    case MB_FIELD_INT:
      return make_number ("integer", field);
    case MB_FIELD_NUMBER:
      return make_number ("number", field);
    case MB_FIELD_STRING:
      return make_string (field);
    case MB_FIELD_DECIMAL:
      return make_matching (DECIMAL_PATTERN);
    case MB_FIELD_ENUM:
      return make_names (field->names);
    case MB_FIELD_FLAGS:
      return make_list (make_names (field->names));
    case MB_FIELD_TEXTS:
      return make_ref ("Texts");
    case MB_FIELD_TIME:
      return make_formatted ("date-time");
    case MB_FIELD_DATE:
      return make_formatted ("date");
    case MB_FIELD_CLOCK:
      return make_ref ("Clock");
    case MB_FIELD_REF:
      return make_id (field);
    case MB_FIELD_STRINGS:
      return make_list (make_typed ("string"));
    case MB_FIELD_REFS:
      return make_list (make_id (field));
    case MB_FIELD_INTS:
      return make_integers (field);
    case MB_FIELD_WINDOWS:
      return make_ref ("Windows");
    case MB_FIELD_FRESHNESS:
      return make_ref ("Freshness");
    case MB_FIELD_STRUCT:
      return make_part (field->schema);
    case MB_FIELD_LIST:
      return make_list (make_part (field->schema));
    default:
      g_assert_not_reached ();
    }
}

static void
describe (JsonObject *self, JsonObject *words, const char *name)
{
  const char *text = words != NULL ? json_object_get_string_member_with_default (words, name, NULL) : NULL;

  if (text != NULL)
    json_object_set_string_member (self, "description", text);
}

/* With the structures inside it. Returns: whether it has any field */
static gboolean
add_schema (JsonObject *schemas, JsonObject *words, const char *name, const MbSchema *schema, MbFieldFlags derived)
{
  JsonObject *self, *properties, *own_words;
  JsonArray *required;

  if (json_object_has_member (schemas, name))
    return TRUE;

  own_words = json_object_has_member (words, name) ? json_object_get_object_member (words, name) : NULL;
  self = make_typed ("object");
  properties = json_object_new ();
  required = json_array_new ();
  describe (self, own_words, "");
  json_object_set_object_member (schemas, name, self);
  json_object_set_object_member (self, "properties", properties);
  json_object_set_array_member (self, "required", required);
  for (guint i = 0; i < schema->n_fields; i++)
    {
      const MbField *field = &schema->fields[i];
      JsonObject *property;

      if ((field->flags & MB_FIELD_DERIVED) != derived)
        continue;

      property = make_field (field);
      describe (property, own_words, field->name);
      json_object_set_object_member (properties, field->name, property);
      if ((field->flags & MB_FIELD_REQUIRED) != 0)
        json_array_add_string_element (required, field->name);
      if (field->schema != NULL)
        {
          g_autofree char *part = name_part (field->schema);

          add_schema (schemas, words, part, field->schema, 0);
        }
    }
  return json_object_get_size (properties) > 0;
}

static JsonObject *
make_choice (const char *name, gboolean nullable)
{
  JsonArray *any;
  JsonObject *self;

  if (!nullable)
    return make_ref (name);

  self = json_object_new ();
  any = json_array_new ();
  json_array_add_object_element (any, make_ref (name));
  json_array_add_object_element (any, make_typed ("null"));
  json_object_set_array_member (self, "anyOf", any);
  return self;
}

/* { "if": its kind is this one, "then": its value is of that schema } */
static JsonObject *
make_case (JsonObject *schemas, const char *kind, gboolean nullable)
{
  g_autofree char *name = g_strconcat ("record.", kind, NULL), *derived = g_strconcat (name, ".derived", NULL);
  JsonObject *self = json_object_new (), *condition = json_object_new (), *is_kind = json_object_new ();
  JsonObject *constant = json_object_new (), *then = json_object_new (), *properties = json_object_new ();

  json_object_set_string_member (constant, "const", kind);
  json_object_set_object_member (is_kind, "kind", constant);
  json_object_set_object_member (condition, "properties", is_kind);
  json_object_set_object_member (properties, "value", make_choice (name, nullable));
  if (!nullable && json_object_has_member (schemas, derived))
    json_object_set_object_member (properties, "derived", make_ref (derived));
  json_object_set_object_member (then, "properties", properties);
  json_object_set_object_member (self, "if", condition);
  json_object_set_object_member (self, "then", then);
  return self;
}

static void
add_cases (JsonObject *schemas, JsonObject *self, gboolean nullable)
{
  JsonArray *all = json_array_new ();

  for (MbKind kind = 0; kind < MB_N_KINDS; kind++)
    json_array_add_object_element (all, make_case (schemas, mb_kind_to_name (kind), nullable));
  json_object_set_array_member (self, "allOf", all);
}

static JsonObject *
walk (JsonObject *self, const char *const *path)
{
  for (; *path != NULL; path++)
    self = json_object_get_object_member (self, *path);

  return self;
}

void
mb_openapi_add_records (JsonObject *schemas, JsonObject *words)
{
  static const char *const change[] = { "ChangeSet", "properties", "changes", "items", NULL };

  for (MbKind kind = 0; kind < MB_N_KINDS; kind++)
    {
      g_autofree char *name = g_strconcat ("record.", mb_kind_to_name (kind), NULL);
      g_autofree char *derived = g_strconcat (name, ".derived", NULL);

      add_schema (schemas, words, name, mb_kind_get_schema (kind), 0);
      if (!add_schema (schemas, words, derived, mb_kind_get_schema (kind), MB_FIELD_DERIVED))
        json_object_remove_member (schemas, derived);
    }
  add_cases (schemas, json_object_get_object_member (schemas, "Record"), FALSE);
  add_cases (schemas, walk (schemas, change), TRUE);
}
