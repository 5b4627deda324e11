/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-widgets"

#include "widgets/words/mb-sign-text.h"

#include <glib/gi18n.h>

const char *const mb_sign_names[] = { "none", "live", "late", "gone" };

static const char *
say (const MbCatalogue *catalogue, const char *const *words, MbSign sign)
{
  return words[sign] != NULL ? mb_catalogue_text (catalogue, words[sign]) : NULL;
}

const char *
mb_format_hub_sign (const MbCatalogue *catalogue, MbSign sign)
{
  static const char *const words[] = { NULL, N_ ("hub connected"), N_ ("hub late"), N_ ("hub not reached") };

  return say (catalogue, words, sign);
}

const char *
mb_format_video_sign (const MbCatalogue *catalogue, MbSign sign)
{
  static const char *const words[] = { NULL, N_ ("video playing"), N_ ("video awaited"), N_ ("video cannot be shown") };

  return say (catalogue, words, sign);
}
