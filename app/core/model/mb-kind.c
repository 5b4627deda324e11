/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/mb-schema.h"

/* What the names, types and schemas of the kinds are. The kinds themselves stand in place/, goods/
 * and show/; nothing of them is needed here but what this list says. */
#define EACH_KIND(X)                                                                               \
  X (MARKET, market, "market")                                                                     \
  X (STALL, stall, "stall")                                                                        \
  X (PRODUCT, product, "product")                                                                  \
  X (PRICE, price, "price")                                                                        \
  X (TEST, test, "test")                                                                           \
  X (BATCH, batch, "batch")                                                                        \
  X (PROMOTION, promotion, "promotion")                                                            \
  X (NOTICE, notice, "notice")                                                                     \
  X (MEDIA, media, "media")                                                                        \
  X (PLAYLIST, playlist, "playlist")                                                               \
  X (LAYOUT, layout, "layout")                                                                     \
  X (SCREEN, screen, "screen")                                                                     \
  X (TEST_ITEM, test_item, "test-item")                                                            \
  X (KEY, key, "key")                                                                              \
  X (SCALE, scale, "scale")                                                                        \
  X (QUOTE, quote, "quote")

#define DECLARE(KIND, kind, word)                                                                  \
  GType mb_##kind##_get_type (void);                                                               \
  extern const MbSchema mb_##kind##_schema;
EACH_KIND (DECLARE)

static const struct
{
  const char *name;
  GType (*get_type) (void);
  const MbSchema *schema;
} kinds[MB_N_KINDS] = {
#define ROW(KIND, kind, word)                                                                      \
  [MB_KIND_##KIND] = { word, mb_##kind##_get_type, &mb_##kind##_schema },
  EACH_KIND (ROW)
};

const char *
mb_kind_to_name (MbKind kind)
{
  g_return_val_if_fail (kind >= 0 && kind < MB_N_KINDS, NULL);

  return kinds[kind].name;
}

MbKind
mb_kind_from_name (const char *name)
{
  g_return_val_if_fail (name != NULL, MB_KIND_UNKNOWN);

  for (int i = 0; i < MB_N_KINDS; i++)
    if (g_str_equal (kinds[i].name, name))
      return i;

  return MB_KIND_UNKNOWN;
}

GType
mb_kind_get_gtype (MbKind kind)
{
  g_return_val_if_fail (kind >= 0 && kind < MB_N_KINDS, G_TYPE_INVALID);

  return kinds[kind].get_type ();
}

const MbSchema *
mb_kind_get_schema (MbKind kind)
{
  g_return_val_if_fail (kind >= 0 && kind < MB_N_KINDS, NULL);

  return kinds[kind].schema;
}
