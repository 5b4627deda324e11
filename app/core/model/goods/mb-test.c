/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/goods/mb-test.h"

#include "core/model/mb-schema-private.h"

static const char *const kind_names[] = { "quick", "laboratory", NULL };
static const char *const conclusion_names[] = { "pass", "suspect", "fail", NULL };
static const char *const state_names[] = {
  "sale-stopped", "appealed", "re-test", "destroyed", "closed", NULL,
};

static const MbField report_fields[] = {
  MB_FIELD (MbTestReport, number, STRING),
  MB_FIELD (MbTestReport, laboratory, TEXTS),
  MB_FIELD (MbTestReport, media, REF, MB_TO (MEDIA)),
};
static const MbSchema report_schema = MB_SCHEMA (MbTestReport, report_fields, NULL);

static const MbField disposal_fields[] = {
  MB_FIELD (MbDisposal, state, ENUM, MB_REQUIRED, MB_NAMES (state_names)),
  MB_FIELD (MbDisposal, at, TIME, MB_REQUIRED),
  MB_FIELD (MbDisposal, grams, INT, MB_GRAMS),
  MB_FIELD (MbDisposal, note, TEXTS),
};
static const MbSchema disposal_schema = MB_SCHEMA (MbDisposal, disposal_fields, NULL);

static const MbField fields[] = {
  MB_FIELD (MbTest, kind, ENUM, MB_REQUIRED, MB_NAMES (kind_names)),
  MB_FIELD (MbTest, product, REF, MB_REQUIRED, MB_TO (PRODUCT)),
  MB_FIELD (MbTest, stall, REF, MB_TO (STALL)),
  MB_FIELD (MbTest, batch, REF, MB_TO (BATCH)),
  MB_FIELD (MbTest, item, TEXTS, MB_REQUIRED),
  MB_FIELD (MbTest, method, TEXTS, MB_REQUIRED),
  MB_FIELD (MbTest, value, STRING),
  MB_FIELD (MbTest, unit, STRING),
  MB_FIELD (MbTest, limit, STRUCT, MB_OF (mb_test_limit_schema)),
  MB_FIELD (MbTest, conclusion, ENUM, MB_REQUIRED, MB_NAMES (conclusion_names)),
  MB_FIELD (MbTest, sampled_at, TIME, MB_REQUIRED),
  MB_FIELD (MbTest, tested_at, TIME, MB_REQUIRED),
  MB_FIELD (MbTest, tester, STRING, MB_REQUIRED),
  MB_FIELD (MbTest, report, STRUCT, MB_OF (report_schema)),
  MB_FIELD (MbTest, appeal_until, TIME),
  MB_FIELD (MbTest, disposal, LIST, MB_OF (disposal_schema)),
};

static gboolean
check (gconstpointer structure, GError **error)
{
  const MbTest *self = structure;

  if (self->value != NULL && !g_str_equal (self->value, "negative")
      && !g_str_equal (self->value, "positive") && !mb_decimal_is_valid (self->value))
    return mb_refuse (error, "/value", "Must be a decimal number, negative or positive");

  return mb_check_order (self->sampled_at.us, self->tested_at.us, "/tested_at", "the sampling",
                         error);
}

MB_DEFINE_KIND (MbTest, mb_test, MB_KIND_TEST, fields, check)

gboolean
mb_test_is_open (MbTest *self)
{
  g_return_val_if_fail (MB_IS_TEST (self), FALSE);

  if (self->conclusion != MB_CONCLUSION_FAIL)
    return FALSE;

  for (guint i = 0; self->disposal != NULL && i < self->disposal->len; i++)
    {
      const MbDisposal *step = g_ptr_array_index (self->disposal, i);

      if (step->state == MB_DISPOSAL_CLOSED)
        return FALSE;
    }

  return TRUE;
}
