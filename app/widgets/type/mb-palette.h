/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/**
 * MbTone: every colour that a board has. Text stands at 7:1 or more on what it is drawn on, and no
 * meaning hangs on colour alone.
 */
typedef enum
{
  MB_TONE_GROUND,
  MB_TONE_LED_GROUND, /* an LED wall's dark is off */
  MB_TONE_CARD,
  MB_TONE_CHANGED,    /* the band behind a row that just changed */
  MB_TONE_FAILURE,    /* a filled block, never letters */
  MB_TONE_RULE,       /* hairlines: they carry nothing that is read */
  MB_TONE_TEXT,
  MB_TONE_QUIET,
  MB_TONE_DIM,        /* on the ground only */
  MB_TONE_AMBER,      /* up, suspect */
  MB_TONE_SKY,        /* down, information */
  MB_TONE_JADE,       /* passed, paid */
  MB_TONE_WHITE,      /* on failure */
  MB_N_TONES
} MbTone;

/** mb_tone: the colour, opaque. */
static inline GdkRGBA
mb_tone (MbTone tone)
{
  static const guint32 values[MB_N_TONES] = {
    [MB_TONE_GROUND] = 0x0f1f1a,  [MB_TONE_LED_GROUND] = 0x000000, [MB_TONE_CARD] = 0x1a3129,
    [MB_TONE_CHANGED] = 0x4a3a10, [MB_TONE_FAILURE] = 0x9d1a10,    [MB_TONE_RULE] = 0x2b453b,
    [MB_TONE_TEXT] = 0xf4f1e8,    [MB_TONE_QUIET] = 0xb7c4bb,      [MB_TONE_DIM] = 0x9aaba1,
    [MB_TONE_AMBER] = 0xffc34d,   [MB_TONE_SKY] = 0x8ec9ff,        [MB_TONE_JADE] = 0x63e0a6,
    [MB_TONE_WHITE] = 0xffffff,
  };
  guint32 value = values[tone];

  return (GdkRGBA){ ((value >> 16) & 0xff) / 255.0f, ((value >> 8) & 0xff) / 255.0f, (value & 0xff) / 255.0f, 1 };
}

G_END_DECLS
