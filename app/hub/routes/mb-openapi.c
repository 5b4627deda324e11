/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-hub"

#include "hub/routes/mb-routes.h"

#include "core/wire/mb-openapi-codec.h"

#include <mb-hub-resources.h>

/* The paths are written from the route table; what they refer to is a resource, since only people
 * write descriptions. */
#define COMPONENTS "/marketboard/hub/openapi/components.json"

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
  g_autoptr (GBytes) components =
      g_resource_lookup_data (mb_hub_get_resource (), COMPONENTS, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GArray) operations = g_array_new (FALSE, FALSE, sizeof (MbOperation));
  g_autofree char *text = NULL;

  for (const MbRoute *route = mb_routes; route->path != NULL; route++)
    {
      MbOperation operation = describe (route);

      g_array_append_val (operations, operation);
    }
  text = mb_openapi_encode ("Marketboard hub", "1", (const MbOperation *) operations->data, operations->len,
                            components);
  mb_exchange_answer_text (exchange, 200, "application/json", g_string_new (text));
}
