/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * mb_openapi_add_records: adds what the values of each kind of record may be, from the tables by which they are read:
 * "record.price", beside it "record.price.derived", and the structures in them, "part.When".
 * @schemas: the components' schemas; Record and ChangeSet learn which is which kind's
 * @words: by schema, then by field; "" is about the schema itself
 */
void mb_openapi_add_records (JsonObject *schemas, JsonObject *words);

G_END_DECLS
