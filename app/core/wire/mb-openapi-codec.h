/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MbOperation: what one method of one path does, as OpenAPI 3.1 says it.
 * @path: "/v1/markets/{market}/records"; each name in braces is a parameter of the components
 * @name: unlike every other's
 * @may: who may use it
 * @params: (nullable): more parameters of the components, with blanks between
 * @statuses: what it answers: "200 404 422"
 * @type: (nullable): of what it answers when all is well; several with "|" between
 * @gives: (nullable): the schema of that, in the components
 * @takes: (nullable): the schema of the body
 * @max_body: bytes
 * @body_types: (nullable): what the body may be, with blanks between; NULL: JSON
 */
typedef struct
{
  const char *method, *path, *name, *summary, *may;
  const char *params, *statuses, *type, *gives, *takes;
  gsize max_body;
  const char *body_types;
} MbOperation;

/**
 * mb_openapi_encode: the description of an interface, set for people to read.
 * @components: the document's components, which only people write: JSON, the program's own; what records may be is
 * added to their schemas
 * @words: what is said of the fields of records: JSON, the program's own
 */
char *mb_openapi_encode (const char *title, const char *version, const MbOperation *operations, gsize n,
                         GBytes *components, GBytes *words);

G_END_DECLS
