/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-openapi-codec.h"

#include "core/wire/mb-openapi-records-private.h"
#include "core/wire/mb-report-codec.h"

#include <json-glib/json-glib.h>
#include <string.h>

static JsonObject *
make_ref (const char *where, const char *name, gsize length)
{
  g_autofree char *ref = g_strdup_printf ("#/components/%s/%.*s", where, (int) length, name);
  JsonObject *self = json_object_new ();

  json_object_set_string_member (self, "$ref", ref);

  return self;
}

static JsonArray *
make_parameters (const MbOperation *operation)
{
  g_auto (GStrv) params = g_strsplit (operation->params ? operation->params : "", " ", -1);
  JsonArray *self = json_array_new ();

  for (const char *at = strchr (operation->path, '{'); at != NULL; at = strchr (at + 1, '{'))
    json_array_add_object_element (self, make_ref ("parameters", at + 1, strcspn (at + 1, "}")));
  for (guint i = 0; params[i] != NULL; i++)
    json_array_add_object_element (self, make_ref ("parameters", params[i], strlen (params[i])));

  return self;
}

/* @schema: (nullable): anything goes */
static void
add_content (JsonObject *owner, const char *type, const char *schema)
{
  JsonObject *media = json_object_new ();

  if (!json_object_has_member (owner, "content"))
    json_object_set_object_member (owner, "content", json_object_new ());
  if (schema != NULL)
    json_object_set_object_member (media, "schema", make_ref ("schemas", schema, strlen (schema)));
  json_object_set_object_member (json_object_get_object_member (owner, "content"), type, media);
}

static JsonObject *
make_response (const MbOperation *operation, guint status)
{
  /* "text/plain; charset=utf-8" is one */
  g_auto (GStrv) types = g_strsplit (operation->type ? operation->type : "", "|", -1);
  JsonObject *self = json_object_new ();

  json_object_set_string_member (self, "description", mb_problem_get_title (status));
  if (status >= 400)
    add_content (self, "application/problem+json", "Problem");
  else if (status < 300)
    for (guint i = 0; types[i] != NULL; i++)
      add_content (self, types[i], operation->gives);

  return self;
}

static JsonObject *
make_responses (const MbOperation *operation)
{
  g_auto (GStrv) statuses = g_strsplit (operation->statuses, " ", -1);
  JsonObject *self = json_object_new ();

  for (guint i = 0; statuses[i] != NULL; i++)
    json_object_set_object_member (self, statuses[i],
                                   make_response (operation, (guint) g_ascii_strtoull (statuses[i], NULL, 10)));

  return self;
}

static JsonObject *
make_body (const MbOperation *operation)
{
  g_auto (GStrv) types = g_strsplit (operation->body_types ? operation->body_types : "application/json", " ", -1);
  JsonObject *self = json_object_new ();

  json_object_set_boolean_member (self, "required", TRUE);
  json_object_set_int_member (self, "x-max-bytes", (gint64) operation->max_body);
  for (guint i = 0; types[i] != NULL; i++)
    add_content (self, types[i], operation->takes);

  return self;
}

static JsonObject *
make_operation (const MbOperation *operation)
{
  JsonObject *self = json_object_new ();

  json_object_set_string_member (self, "operationId", operation->name);
  json_object_set_string_member (self, "summary", operation->summary);
  json_object_set_string_member (self, "x-may", operation->may);
  json_object_set_array_member (self, "parameters", make_parameters (operation));
  if (operation->takes != NULL)
    json_object_set_object_member (self, "requestBody", make_body (operation));
  json_object_set_object_member (self, "responses", make_responses (operation));

  return self;
}

/* The methods of one path stand together. */
static void
add_operation (JsonObject *paths, const MbOperation *operation)
{
  g_autofree char *method = g_ascii_strdown (operation->method, -1);

  if (!json_object_has_member (paths, operation->path))
    json_object_set_object_member (paths, operation->path, json_object_new ());
  json_object_set_object_member (json_object_get_object_member (paths, operation->path), method,
                                 make_operation (operation));
}

/* Returns: (transfer full): what the program says of itself is in order */
static JsonNode *
read_own (GBytes *bytes)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  gboolean read = json_parser_load_from_data (parser, text, (gssize) length, NULL);

  g_assert (read);

  return json_parser_steal_root (parser);
}

static JsonNode *
make_components (GBytes *components, GBytes *words)
{
  JsonNode *self = read_own (components);
  g_autoptr (JsonNode) said = read_own (words);

  mb_openapi_add_records (json_object_get_object_member (json_node_get_object (self), "schemas"),
                          json_node_get_object (said));
  return self;
}

char *
mb_openapi_encode (const char *title, const char *version, const MbOperation *operations, gsize n,
                   GBytes *components, GBytes *words)
{
  g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), NULL);
  JsonObject *document = json_object_new (), *info = json_object_new (), *paths = json_object_new ();

  json_node_take_object (root, document);
  json_object_set_string_member (document, "openapi", "3.1.0");
  json_object_set_string_member (info, "title", title);
  json_object_set_string_member (info, "version", version);
  json_object_set_object_member (document, "info", info);
  for (gsize i = 0; i < n; i++)
    add_operation (paths, &operations[i]);
  json_object_set_object_member (document, "paths", paths);
  json_object_set_member (document, "components", make_components (components, words));

  return json_to_string (root, TRUE);
}
