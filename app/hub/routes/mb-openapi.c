/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#include "core/wire/mb-json-writer.h"
#include "core/wire/mb-json.h"

#include <libsoup/soup.h>
#include <mb-hub-resources.h>
#include <string.h>

/* The paths are written from the route table; what they refer to is a resource, since only people
 * write descriptions. */
#define COMPONENTS "/marketboard/hub/openapi/components.json"

static void
write_ref (MbJsonWriter *writer, const char *where, const char *name, gsize length)
{
  g_autofree char *ref = g_strdup_printf ("#/components/%s/%.*s", where, (int) length, name);

  mb_json_writer_begin_object (writer);
  mb_json_writer_member_string (writer, "$ref", ref);
  mb_json_writer_end_object (writer);
}

static void
write_parameters (MbJsonWriter *writer, const MbRoute *route)
{
  g_auto (GStrv) params = g_strsplit (route->params ? route->params : "", " ", -1);

  mb_json_writer_name (writer, "parameters");
  mb_json_writer_begin_array (writer);
  for (const char *at = strchr (route->path, '{'); at != NULL; at = strchr (at + 1, '{'))
    write_ref (writer, "parameters", at + 1, strcspn (at + 1, "}"));
  for (guint i = 0; params[i] != NULL && params[i][0] != '\0'; i++)
    write_ref (writer, "parameters", params[i], strlen (params[i]));
  mb_json_writer_end_array (writer);
}

/* @schema: (nullable): anything goes */
static void
write_content (MbJsonWriter *writer, const char *type, const char *schema)
{
  mb_json_writer_name (writer, "content");
  mb_json_writer_begin_object (writer);
  mb_json_writer_name (writer, type);
  mb_json_writer_begin_object (writer);
  if (schema != NULL)
    {
      mb_json_writer_name (writer, "schema");
      write_ref (writer, "schemas", schema, strlen (schema));
    }
  mb_json_writer_end_object (writer);
  mb_json_writer_end_object (writer);
}

static void
write_response (MbJsonWriter *writer, const MbRoute *route, const char *text)
{
  guint status = (guint) g_ascii_strtoull (text, NULL, 10);

  mb_json_writer_name (writer, text);
  mb_json_writer_begin_object (writer);
  mb_json_writer_member_string (writer, "description", soup_status_get_phrase (status));
  if (status >= 400)
    write_content (writer, "application/problem+json", "Problem");
  else if (status < 300 && route->type != NULL)
    write_content (writer, route->type, route->gives);
  mb_json_writer_end_object (writer);
}

static void
write_operation (MbJsonWriter *writer, const MbRoute *route)
{
  static const char *const may[] = { "anybody", "local", "control" };
  g_auto (GStrv) statuses = g_strsplit (route->statuses, " ", -1);
  g_autofree char *method = g_ascii_strdown (route->method, -1);

  mb_json_writer_name (writer, method);
  mb_json_writer_begin_object (writer);
  mb_json_writer_member_string (writer, "operationId", route->name);
  mb_json_writer_member_string (writer, "summary", route->summary);
  mb_json_writer_member_string (writer, "x-may", may[route->may]);
  write_parameters (writer, route);
  if (route->takes != NULL)
    {
      mb_json_writer_name (writer, "requestBody");
      mb_json_writer_begin_object (writer);
      mb_json_writer_member_bool (writer, "required", TRUE);
      mb_json_writer_member_int (writer, "x-max-bytes", (gint64) route->max_body);
      write_content (writer, "application/json", route->takes);
      mb_json_writer_end_object (writer);
    }

  mb_json_writer_name (writer, "responses");
  mb_json_writer_begin_object (writer);
  for (guint i = 0; statuses[i] != NULL; i++)
    write_response (writer, route, statuses[i]);
  mb_json_writer_end_object (writer);
  mb_json_writer_end_object (writer);
}

/* The methods of one path stand together. */
static gboolean
came_before (const MbRoute *routes, const MbRoute *route)
{
  for (const MbRoute *other = routes; other < route; other++)
    if (g_str_equal (other->path, route->path))
      return TRUE;

  return FALSE;
}

static void
write_paths (MbJsonWriter *writer, const MbRoute *routes)
{
  mb_json_writer_name (writer, "paths");
  mb_json_writer_begin_object (writer);
  for (const MbRoute *route = routes; route->path != NULL; route++)
    {
      if (came_before (routes, route))
        continue;

      mb_json_writer_name (writer, route->path);
      mb_json_writer_begin_object (writer);
      for (const MbRoute *other = route; other->path != NULL; other++)
        if (g_str_equal (other->path, route->path))
          write_operation (writer, other);
      mb_json_writer_end_object (writer);
    }
  mb_json_writer_end_object (writer);
}

static GString *
write_document (const MbRoute *routes)
{
  g_autoptr (GBytes) components =
      g_resource_lookup_data (mb_hub_get_resource (), COMPONENTS, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (MbJson) json = mb_json_read (components, MB_JSON_RFC, NULL);
  g_autoptr (GBytes) compact = mb_json_compact (json, 0);
  GString *out = g_string_new (NULL);
  MbJsonWriter writer;

  mb_json_writer_init (&writer, out);
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "openapi", "3.1.0");
  mb_json_writer_name (&writer, "info");
  mb_json_writer_begin_object (&writer);
  mb_json_writer_member_string (&writer, "title", "Marketboard hub");
  mb_json_writer_member_string (&writer, "version", "1");
  mb_json_writer_end_object (&writer);
  write_paths (&writer, routes);
  mb_json_writer_name (&writer, "components");
  mb_json_writer_raw_bytes (&writer, compact);
  mb_json_writer_end_object (&writer);

  return out;
}

void
mb_openapi_get (MbExchange *exchange)
{
  mb_exchange_answer_text (exchange, 200, "application/json", write_document (mb_routes));
}
