/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/place/mb-test-item.h"

#include "core/model/mb-schema-private.h"

static const MbField fields[] = {
  MB_FIELD (MbTestItem, name, TEXTS, MB_REQUIRED),
  MB_FIELD (MbTestItem, method, TEXTS),
  MB_FIELD (MbTestItem, unit, STRING),
  MB_FIELD (MbTestItem, limit, STRUCT, MB_OF (mb_test_limit_schema)),
  MB_FIELD (MbTestItem, suspect_products, REFS, MB_TO (PRODUCT)),
};

MB_DEFINE_KIND (MbTestItem, mb_test_item, MB_KIND_TEST_ITEM, fields, NULL)
