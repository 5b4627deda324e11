/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#include "core/wire/mb-openapi-codec.h"

#include <mb-hub-resources.h>

/* The paths are written from the route table, the fields of records from the tables of their kinds; what is said of them
 * are resources, since only people write descriptions. */
#define COMPONENTS "/marketboard/hub/openapi/components.json"
#define WORDS "/marketboard/hub/openapi/fields.json"

static GBytes *
get_resource (const char *path)
{
  return g_resource_lookup_data (mb_hub_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

static MbOperation
describe (const MbRoute *route)
{
  static const char *const may[] = { "anybody", "local", "control" };

  return (MbOperation){ .method = route->method,
                        .path = route->path,
                        .name = route->name,
                        .summary = route->summary,
                        .may = may[route->may],
                        .params = route->params,
                        .statuses = route->statuses,
                        .type = route->type,
                        .gives = route->gives,
                        .takes = route->takes,
                        .max_body = route->max_body,
                        .body_types = route->body_types };
}

void
mb_openapi_get (MbExchange *exchange)
{
  g_autoptr (GBytes) components = get_resource (COMPONENTS), words = get_resource (WORDS);
  g_autoptr (GArray) operations = g_array_new (FALSE, FALSE, sizeof (MbOperation));
  g_autofree char *text = NULL;

  for (const MbRoute *route = mb_routes; route->path != NULL; route++)
    {
      MbOperation operation = describe (route);

      g_array_append_val (operations, operation);
    }
  text = mb_openapi_encode ("Marketboard hub", "1", (const MbOperation *) operations->data, operations->len,
                            components, words);
  mb_exchange_answer_text (exchange, 200, "application/json", g_string_new (text));
}
