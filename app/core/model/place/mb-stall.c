/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/place/mb-stall.h"

#include "core/model/mb-schema-private.h"

static const char *const licence_names[] = { "business", "food", NULL };

static const MbField licence_fields[] = {
  MB_FIELD (MbLicence, kind, ENUM, MB_REQUIRED, MB_NAMES (licence_names)),
  MB_FIELD (MbLicence, number, STRING),
  MB_FIELD (MbLicence, expires, DATE),
};
static const MbSchema licence_schema = MB_SCHEMA (MbLicence, licence_fields, NULL);

static const MbField certificate_fields[] = {
  MB_FIELD (MbHealthCertificate, name, STRING, MB_REQUIRED),
  MB_FIELD (MbHealthCertificate, expires, DATE),
};
static const MbSchema certificate_schema =
    MB_SCHEMA (MbHealthCertificate, certificate_fields, NULL);

static const MbField fields[] = {
  MB_FIELD (MbStall, number, STRING, MB_REQUIRED),
  MB_FIELD (MbStall, area, STRING),
  MB_FIELD (MbStall, trade, ENUM, MB_NAMES (mb_trade_names)),
  MB_FIELD (MbStall, merchant, TEXTS),
  MB_FIELD (MbStall, phone, STRING),
  MB_FIELD (MbStall, licences, LIST, MB_OF (licence_schema)),
  MB_FIELD (MbStall, health_certificates, LIST, MB_OF (certificate_schema)),
  MB_FIELD (MbStall, rating, NUMBER, MB_RANGE (0, 5)),
  MB_FIELD (MbStall, pledge, TEXTS),
  MB_FIELD (MbStall, picture, REF, MB_TO (MEDIA)),
  MB_FIELD (MbStall, pay_url, STRING, MB_BYTES (2048)),
  MB_FIELD (MbStall, keeper, STRING),
};

MB_DEFINE_KIND (MbStall, mb_stall, MB_KIND_STALL, fields, NULL)
