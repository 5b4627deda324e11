/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/goods/mb-test-limit.h"
#include "core/model/mb-record.h"
#include "core/model/mb-texts.h"

G_BEGIN_DECLS

/** MbTestItem: what a new test of one substance starts from. */
#define MB_TYPE_TEST_ITEM (mb_test_item_get_type ())
G_DECLARE_FINAL_TYPE (MbTestItem, mb_test_item, MB, TEST_ITEM, MbRecord)

struct _MbTestItem
{
  MbRecord parent_instance;
  MbTexts *name;
  MbTexts *method;
  char *unit;
  MbTestLimit *limit;
  char **suspect_products; /* products of which a positive is often false */
  char *extra;
};

G_END_DECLS
