/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-wire"

#include "core/wire/mb-delta-reader.h"

#include "core/base/mb-error.h"
#include "core/model/show/mb-notice.h"
#include "core/wire/mb-event-codec.h"
#include "core/wire/mb-json-members.h"
#include "core/wire/mb-record-codec.h"
#include "core/wire/mb-stream-digest.h"

#include <string.h>

/* No market has as many records; a hub gone mad shall not fill the screen's memory. */
#define MAX_ITEMS 500000

struct _MbDeltaReader
{
  MbDelta *delta;  /* what has come since the last live, or NULL */
  guint64 highest; /* the newest revision in it */
  guint64 number;  /* of this connection's last live, 0 before the first */
  GChecksum *digest;    /* of what has come since the last live */
  gboolean digested;      /* this connection's lives say what their deltas were */
};

/* What every event about one record says. */
typedef struct
{
  MbKind kind;
  char *id;
  gint64 rev;
} Subject;

static void
subject_clear (Subject *self)
{
  g_free (self->id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Subject, subject_clear)

static gboolean
refuse (GError **error, const char *pointer, const char *what)
{
  mb_error_set (error, MB_ERROR_INVALID, pointer, "%s", what);
  return FALSE;
}

static MbDelta *
ensure_delta (MbDeltaReader *self)
{
  if (self->delta == NULL)
    self->delta = mb_delta_new ();
  return self->delta;
}

static gboolean
read_subject (const MbJson *json, Subject *subject, GError **error)
{
  g_autofree char *kind = NULL;

  if (!mb_json_member_string (json, 0, "kind", MB_JSON_NEEDED, &kind, error) ||
      !mb_json_member_string (json, 0, "id", MB_JSON_NEEDED, &subject->id, error) ||
      !mb_json_member_int (json, 0, "rev", MB_JSON_NEEDED, 1, G_MAXINT64, &subject->rev, error))
    return FALSE;

  subject->kind = mb_kind_from_name (kind);
  return subject->kind == MB_KIND_UNKNOWN || mb_id_is_valid (subject->kind, subject->id) ||
         refuse (error, "/id", "Is no id of this kind");
}

/* One more item of the delta, whether this build knows its kind or not. */
static gboolean
count_item (MbDeltaReader *self, const Subject *subject, GError **error)
{
  if (ensure_delta (self)->items->len == MAX_ITEMS)
    {
      mb_error_set (error, MB_ERROR_TOO_LARGE, NULL, "A delta of more than %d records", MAX_ITEMS);
      return FALSE;
    }
  self->highest = MAX (self->highest, (guint64) subject->rev);
  return TRUE;
}

static gboolean
prefix (GError **error, const char *pointer)
{
  if (error != NULL)
    mb_error_prefix_pointer (*error, pointer);
  return FALSE;
}

/* @record: (out) (transfer full): NULL for a kind that this build does not know */
static gboolean
read_record (const MbJson *json, const Subject *subject, MbRecord **record, GError **error)
{
  MbJsonAt value = MB_JSON_NONE, derived = MB_JSON_NONE;
  g_autoptr (MbRecord) read = NULL;
  g_autofree char *by = NULL;
  MbTime at = MB_TIME_UNSET;

  if (!mb_json_member_time (json, 0, "at", MB_JSON_NEEDED, &at, error) ||
      !mb_json_member_string (json, 0, "by", MB_JSON_NEEDED, &by, error) ||
      !mb_json_member_at (json, 0, "value", MB_JSON_NEEDED, MB_JSON_OBJECT, &value, error) ||
      !mb_json_member_at (json, 0, "derived", MB_JSON_OPTIONAL, MB_JSON_OBJECT, &derived, error))
    return FALSE;

  *record = NULL;
  if (subject->kind == MB_KIND_UNKNOWN)
    return TRUE;

  read = mb_record_decode (subject->kind, subject->id, json, value, NULL, MB_JSON_NONE, error);
  if (read == NULL)
    return prefix (error, "/value");
  if (derived != MB_JSON_NONE && !mb_record_decode_derived (read, json, derived, error))
    return prefix (error, "/derived");

  mb_record_set_stamp (read, (guint64) subject->rev, at.us, by);
  *record = g_steal_pointer (&read);
  return TRUE;
}

static MbJson *
read_object (GBytes *source, GError **error)
{
  g_autoptr (MbJson) json = mb_json_read (source, MB_JSON_CARRIER, error);

  if (json == NULL || mb_json_get_type_at (json, 0) == MB_JSON_OBJECT)
    return g_steal_pointer (&json);

  refuse (error, "", "Must be an object");
  return NULL;
}

static gboolean
is_emergency (MbRecord *record)
{
  return MB_IS_NOTICE (record) && MB_NOTICE (record)->level == MB_LEVEL_EMERGENCY;
}

static gboolean
take_put (MbDeltaReader *self, const MbJson *json, GBytes *source, MbRecord **emergency, GError **error)
{
  g_auto (Subject) subject = { 0 };
  MbSeal seal = mb_stream_check_seal (g_bytes_get_data (source, NULL), g_bytes_get_size (source));
  MbRecord *record;

  if (seal == MB_SEAL_BROKEN)
    return refuse (error, "/sha256", "Is not what was sent");
  if (!read_subject (json, &subject, error) || !count_item (self, &subject, error) ||
      !read_record (json, &subject, &record, error))
    return FALSE;
  if (record == NULL)
    return TRUE;

  /* A second object: the board empties the delta's own when it takes it. */
  if (is_emergency (record) && seal == MB_SEAL_WHOLE && emergency != NULL)
    read_record (json, &subject, emergency, NULL);
  mb_delta_put (self->delta, record, source);
  return TRUE;
}

static gboolean
take_drop (MbDeltaReader *self, const MbJson *json, GError **error)
{
  g_auto (Subject) subject = { 0 };

  if (!read_subject (json, &subject, error) || !count_item (self, &subject, error))
    return FALSE;
  if (subject.kind != MB_KIND_UNKNOWN)
    mb_delta_drop (self->delta, subject.kind, subject.id, (guint64) subject.rev);
  return TRUE;
}

static gboolean
take_reset (MbDeltaReader *self, const MbJson *json, GError **error)
{
  gint64 records;

  if (!mb_json_member_int (json, 0, "records", MB_JSON_NEEDED, 0, G_MAXINT64, &records, error))
    return FALSE;
  if (self->delta != NULL)
    return refuse (error, "", "A reset in the middle of a delta");

  ensure_delta (self)->reset = TRUE;
  return TRUE;
}

/* What was changed on its way may still be a delta, only not the one that was sent. */
static gboolean
check_digest (MbDeltaReader *self, const MbJson *json, const char *id, GError **error)
{
  g_autofree char *at = mb_json_dup_string (json, mb_json_member (json, 0, "at"));
  g_autofree char *sent = NULL;
  const char *digest = mb_stream_digest_end (self->digest, id, at);
  gboolean same;

  if (!mb_json_member_string (json, 0, "sha256", self->digested ? MB_JSON_NEEDED : MB_JSON_OPTIONAL, &sent, error))
    return FALSE;

  self->digested = sent != NULL;
  same = sent == NULL || strcmp (sent, digest) == 0;
  g_checksum_reset (self->digest);

  return same || refuse (error, "/sha256", "The delta is not what was sent");
}

static gboolean
take_live (MbDeltaReader *self, const MbJson *json, const char *id, MbDelta **delta, GError **error)
{
  MbTime at = MB_TIME_UNSET;
  MbPosition position;

  if (!mb_json_member_time (json, 0, "at", MB_JSON_NEEDED, &at, error))
    return FALSE;
  if (!mb_position_parse (id, &position))
    return refuse (error, "", "A live without a position");
  if (position.number < self->highest)
    return refuse (error, "", "A delta holds a change beyond its own position");
  if (position.number < self->number && !(self->delta != NULL && self->delta->reset))
    return refuse (error, "", "The position went back without a reset");
  if (!check_digest (self, json, id, error))
    return FALSE;

  *delta = ensure_delta (self);
  self->delta = NULL;
  (*delta)->position = g_strdup (id);
  (*delta)->at = at;
  self->highest = 0;
  self->number = position.number;
  return TRUE;
}

gboolean
mb_delta_reader_take_event (MbDeltaReader *self, const char *type, const char *data, gsize length, const char *id,
                            MbDelta **delta, MbRecord **emergency, GError **error)
{
  gboolean is_put = g_str_equal (type, "put"), is_drop = g_str_equal (type, "drop");
  gboolean is_reset = g_str_equal (type, "reset"), is_live = g_str_equal (type, "live");
  g_autoptr (GBytes) source = NULL;
  g_autoptr (MbJson) json = NULL;

  g_return_val_if_fail (self != NULL && id != NULL && delta != NULL, FALSE);

  *delta = NULL;
  if (emergency != NULL)
    *emergency = NULL;
  if (!is_put && !is_drop && !is_reset && !is_live)
    return TRUE;

  source = g_bytes_new (data, length);
  json = read_object (source, error);
  if (json == NULL)
    return FALSE;

  if (!is_live)
    mb_stream_digest_take (self->digest, type, data, length);
  if (is_put)
    return take_put (self, json, source, emergency, error);
  if (is_drop)
    return take_drop (self, json, error);
  return is_reset ? take_reset (self, json, error) : take_live (self, json, id, delta, error);
}

MbRecord *
mb_delta_read_put (GBytes *source, GError **error)
{
  g_auto (Subject) subject = { 0 };
  g_autoptr (MbJson) json = NULL;
  MbRecord *record = NULL;

  g_return_val_if_fail (source != NULL, NULL);

  json = read_object (source, error);
  if (json != NULL && read_subject (json, &subject, error))
    read_record (json, &subject, &record, error);
  return record;
}

void
mb_delta_reader_reset (MbDeltaReader *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->delta, mb_delta_free);
  self->highest = 0;
  self->number = 0;
  self->digested = FALSE;
  g_checksum_reset (self->digest);
}

void
mb_delta_reader_free (MbDeltaReader *self)
{
  mb_delta_reader_reset (self);
  g_checksum_free (self->digest);
  g_free (self);
}

MbDeltaReader *
mb_delta_reader_new (void)
{
  MbDeltaReader *self = g_new0 (MbDeltaReader, 1);

  self->digest = mb_stream_digest_new ();

  return self;
}
