/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MbDisplayBackend: one way to switch a display on and off.
 * @set_async: never blocks; ends with a GTask's boolean: TRUE when the display was told so, an error when
 *   there is no such way here (%MB_ERROR_UNSUPPORTED) or it failed
 */
typedef struct
{
  const char *name;
  void (*set_async) (gboolean on, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
} MbDisplayBackend;

/** mb_dpms_backend: an X server's power management (VESA DPMS), over a connection of its own in a thread. */
extern const MbDisplayBackend mb_dpms_backend;

/** mb_cec_backend: what an HDMI cable tells a television, by `cec-ctl` in a child process. */
extern const MbDisplayBackend mb_cec_backend;
/** mb_cec_set_device: "/dev/cec0" unless set (tests). */
void mb_cec_set_device (const char *path);

G_END_DECLS
