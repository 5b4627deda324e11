/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-base"

#include "core/base/mb-error.h"

/* The place of a fault travels inside the GError, so that the hub can name the field to whoever
 * sent it however deep the check stood. */

typedef struct
{
  char *pointer;
} MbErrorPrivate;

static void
mb_error_private_init (MbErrorPrivate *priv)
{
}

static void
mb_error_private_copy (const MbErrorPrivate *from, MbErrorPrivate *to)
{
  to->pointer = g_strdup (from->pointer);
}

static void
mb_error_private_clear (MbErrorPrivate *priv)
{
  g_free (priv->pointer);
}

G_DEFINE_EXTENDED_ERROR (MbError, mb_error)

void
mb_error_set (GError **error, MbError code, const char *pointer, const char *format, ...)
{
  va_list args;

  if (error == NULL)
    return;

  g_return_if_fail (*error == NULL);

  va_start (args, format);
  *error = g_error_new_valist (MB_ERROR, code, format, args);
  va_end (args);
  mb_error_get_private (*error)->pointer = g_strdup (pointer);
}

const char *
mb_error_get_pointer (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  return error->domain == MB_ERROR ? mb_error_get_private (error)->pointer : NULL;
}

void
mb_error_prefix_pointer (GError *error, const char *prefix)
{
  MbErrorPrivate *priv;
  char *pointer;

  g_return_if_fail (error != NULL);
  g_return_if_fail (prefix != NULL);

  if (error->domain != MB_ERROR)
    return;

  priv = mb_error_get_private (error);
  pointer = g_strconcat (prefix, priv->pointer, NULL);
  g_free (priv->pointer);
  priv->pointer = pointer;
}
