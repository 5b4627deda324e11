/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "core/wire/mb-json.h"
#include "hub/routes/mb-routes.h"
#include "mb-test-hub.h"

#include <string.h>

/* The description against the routes, both ways, and both against the hub that runs. */

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/openapi/routes-described", test_routes_described);
  g_test_add_func ("/openapi/refs", test_refs);
  g_test_add_func ("/openapi/hub-as-described", test_hub_as_described);

  return g_test_run ();
}
