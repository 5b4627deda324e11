/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * MbControl: a command's way to a folder: through control.sock to the hub that works there, or, when
 * none does, to one of its own, which listens nowhere else; or to a hub at an address. Any way a command
 * speaks to a hub.
 *
 * Belongs to the default main context.
 */
#define MB_TYPE_CONTROL (mb_control_get_type ())
G_DECLARE_FINAL_TYPE (MbControl, mb_control, MB, CONTROL, GObject)

/** MbControlAnswer: what came of a request that went well. */
typedef struct
{
  GBytes *body;
  char *next; /* (nullable): the path of the next page */
} MbControlAnswer;

void mb_control_answer_free (MbControlAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MbControlAnswer, mb_control_answer_free)

/**
 * mb_control_open_async:
 * @create: makes the folder where there is none, instead of %MB_ERROR_NOT_FOUND
 */
void mb_control_open_async (const char *data, gboolean create, GAsyncReadyCallback callback, gpointer user_data);
MbControl *mb_control_open_finish (GAsyncResult *result, GError **error);

/** mb_control_new_at: the way to a hub that listens elsewhere. @hub: base URL */
MbControl *mb_control_new_at (const char *hub);

/** mb_control_make_message, mb_control_get_session, mb_control_read_answer: for requests that are not only JSON.
 * @path: from the root. Returns: (transfer full) (nullable): NULL where the hub's address is none */
SoupMessage *mb_control_make_message (MbControl *self, const char *method, const char *path);
SoupSession *mb_control_get_session (MbControl *self); /* (transfer none) */
MbControlAnswer *mb_control_read_answer (SoupMessage *message, GBytes *body, GError **error);
/** mb_control_name_hub: says before @error, of a request without an answer, which hub did not give one. */
void mb_control_name_hub (MbControl *self, GError **error);

/** mb_control_send_async: @json: (nullable): the body. An answer that is a problem becomes an error that
 * says its detail: %MB_ERROR_NOT_FOUND of what is not there, else %MB_ERROR_FAILED. */
void mb_control_send_async (MbControl *self, const char *method, const char *path, GBytes *json,
                            GAsyncReadyCallback callback, gpointer user_data);
MbControlAnswer *mb_control_send_finish (MbControl *self, GAsyncResult *result, GError **error);

/** mb_control_close_async: stops a hub of its own. */
void mb_control_close_async (MbControl *self, GAsyncReadyCallback callback, gpointer user_data);
void mb_control_close_finish (MbControl *self, GAsyncResult *result);

G_END_DECLS
