/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/goods/mb-batch.h"

#include "core/model/mb-schema-private.h"

/* GS1 AI encodable character set 82 (General Specifications, 7.11), and the length of AI 10. */
#define SET_82 "!\"%&'()*+,-./:;<=>?_" G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS
#define LOT_MAX 20

static const char *const certificate_names[] = {
  "conformity", "quarantine", "meat-quality", "voucher", NULL,
};

static const MbField origin_fields[] = {
  MB_FIELD (MbOrigin, country, TEXTS),
  MB_FIELD (MbOrigin, province, TEXTS),
  MB_FIELD (MbOrigin, city, TEXTS),
  MB_FIELD (MbOrigin, county, TEXTS),
  MB_FIELD (MbOrigin, place, TEXTS),
};
static const MbSchema origin_schema = MB_SCHEMA (MbOrigin, origin_fields, NULL);

static const MbField certificate_fields[] = {
  MB_FIELD (MbCertificate, kind, ENUM, MB_REQUIRED, MB_NAMES (certificate_names)),
  MB_FIELD (MbCertificate, number, STRING),
  MB_FIELD (MbCertificate, media, REF, MB_TO (MEDIA)),
};
static const MbSchema certificate_schema = MB_SCHEMA (MbCertificate, certificate_fields, NULL);

static const MbField fields[] = {
  MB_FIELD (MbBatch, lot, STRING, MB_REQUIRED),
  MB_FIELD (MbBatch, product, REF, MB_REQUIRED, MB_TO (PRODUCT)),
  MB_FIELD (MbBatch, stall, REF, MB_TO (STALL)),
  MB_FIELD (MbBatch, origin, STRUCT, MB_OF (origin_schema)),
  MB_FIELD (MbBatch, producer, TEXTS),
  MB_FIELD (MbBatch, supplier, TEXTS),
  MB_FIELD (MbBatch, harvested_on, DATE),
  MB_FIELD (MbBatch, slaughtered_on, DATE),
  MB_FIELD (MbBatch, arrived_at, TIME),
  MB_FIELD (MbBatch, certificates, LIST, MB_OF (certificate_schema)),
  MB_FIELD (MbBatch, grams, INT, MB_GRAMS),
  MB_FIELD (MbBatch, recalled, BOOL),
};

static gboolean
check (gconstpointer structure, GError **error)
{
  const MbBatch *self = structure;
  g_autofree char *id = NULL;

  if (!mb_check_text (self->lot, SET_82, 1, LOT_MAX, "/lot", error))
    return FALSE;

  id = mb_batch_id_of_lot (self->lot);
  if (!g_str_equal (id, mb_record_get_id (MB_RECORD ((gpointer) self))))
    return mb_refuse (error, "/lot", "Is not the lot that the id says: that would be %s", id);

  if (self->harvested_on != 0 && self->slaughtered_on != 0)
    return mb_refuse (error, "/slaughtered_on", "Goods are harvested or slaughtered, not both");

  return TRUE;
}

MB_DEFINE_KIND (MbBatch, mb_batch, MB_KIND_BATCH, fields, check)

char *
mb_batch_id_of_lot (const char *lot)
{
  char *id;

  g_return_val_if_fail (lot != NULL, NULL);

  id = g_ascii_strdown (lot, -1);
  g_strcanon (id, G_CSET_a_2_z G_CSET_DIGITS "._-", '-');

  return id;
}
