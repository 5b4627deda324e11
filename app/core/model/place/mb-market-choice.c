/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-model"

#include "core/model/place/mb-market-choice.h"

#include "core/base/mb-error.h"

char *
mb_market_choose_only (const char *const *ids, GError **error)
{
  g_autofree char *names = NULL;

  g_return_val_if_fail (ids != NULL, NULL);

  if (ids[0] == NULL)
    {
      mb_error_set (error, MB_ERROR_NOT_FOUND, NULL, "There is no market yet: “marketboard-hub market add” makes one");
      return NULL;
    }
  if (ids[1] == NULL)
    return g_strdup (ids[0]);

  names = g_strjoinv (", ", (char **) ids);
  mb_error_set (error, MB_ERROR_INVALID, NULL, "There are several markets, and --market says which one: %s", names);
  return NULL;
}
