/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/goods/mb-test-limit.h"

#include "core/model/mb-schema-private.h"

static const char *const op_names[] = { ">", ">=", NULL };

static const MbField fields[] = {
  MB_FIELD (MbTestLimit, op, ENUM, MB_REQUIRED, MB_NAMES (op_names)),
  MB_FIELD (MbTestLimit, value, DECIMAL, MB_REQUIRED),
};

const MbSchema mb_test_limit_schema = MB_SCHEMA (MbTestLimit, fields, NULL);
