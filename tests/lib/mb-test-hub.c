/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-test"

#include "mb-test-hub.h"

#include "mb-test-files.h"
#include "mb-test-wait.h"

#include <libsoup/soup.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

struct _MbTestHub
{
  char *data;
  char *url;
  GSocket *place; /* bound to the hub's port: while the hub is down the system gives it to nobody else */
  GSubprocess *process; /* NULL when it does not run */
  SoupSession *session;
  SoupMessage *message; /* the last */
  gboolean waited;
};

static char *
find_program (void)
{
  return g_test_build_filename (G_TEST_BUILT, "..", "app", "hub", "marketboard-hub", NULL);
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  char **line = data;

  *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, &error);
  g_assert_no_error (error);
  if (*line == NULL)
    g_error ("the hub ended before it listened");
}

/* "listening http://127.0.0.1:35421" */
static void
wait_for_line (MbTestHub *self)
{
  g_autoptr (GDataInputStream) out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_autofree char *line = NULL;

  g_data_input_stream_read_line_async (out, G_PRIORITY_DEFAULT, NULL, on_line, &line);
  mb_test_wait (line != NULL);
  g_assert_true (g_str_has_prefix (line, "listening "));
  g_assert_cmpstr (line + strlen ("listening "), ==, self->url);
}

static void
take_port (MbTestHub *self)
{
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0), taken = NULL;
  g_autoptr (GError) error = NULL;

  self->place = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_bind (self->place, any, TRUE, NULL));
  taken = g_socket_get_local_address (self->place, NULL);
  self->url = g_strdup_printf ("http://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (taken)));
}

/* In the child, between fork and exec: it does not outlive a test that fails. */
static void
end_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

void
mb_test_hub_start (MbTestHub *self, const char *clock)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *program = find_program ();
  const char *listen = self->url + strlen ("http://");
  g_autoptr (GError) error = NULL;

  g_assert_null (self->process);
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  self->process = g_subprocess_launcher_spawn (launcher, &error, program, "--data", self->data, "--listen", listen,
                                               clock ? "--clock" : NULL, clock, NULL);
  g_assert_no_error (error);
  wait_for_line (self);
  self->session = soup_session_new_with_options ("timeout", 20, NULL);
}

MbTestHub *
mb_test_hub_new (const char *clock)
{
  MbTestHub *self = g_new0 (MbTestHub, 1);

  self->data = mb_test_folder_new ();
  take_port (self);
  mb_test_hub_start (self, clock);
  g_free (mb_test_hub_command (self, (const char *[]){ "market", "add", "m1", "--bare", NULL }, NULL));

  return self;
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  MbTestHub *self = data;

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  self->waited = TRUE;
}

static void
end (MbTestHub *self, int signal)
{
  g_clear_object (&self->message);
  soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_subprocess_send_signal (self->process, signal);
  self->waited = FALSE;
  g_subprocess_wait_async (self->process, NULL, on_ended, self);
  mb_test_wait (self->waited);
}

void
mb_test_hub_stop (MbTestHub *self)
{
  end (self, SIGTERM);
  g_assert_true (g_subprocess_get_if_exited (self->process));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  g_clear_object (&self->process);
}

void
mb_test_hub_kill (MbTestHub *self)
{
  end (self, SIGKILL);
  g_clear_object (&self->process);
}

void
mb_test_hub_free (MbTestHub *self)
{
  if (self->process != NULL)
    mb_test_hub_stop (self);
  mb_test_folder_free (self->data);
  g_object_unref (self->place);
  g_free (self->url);
  g_free (self);
}

const char *
mb_test_hub_get_url (MbTestHub *self)
{
  return self->url;
}

guint
mb_test_hub_get_port (MbTestHub *self)
{
  return (guint) g_ascii_strtoull (strrchr (self->url, ':') + 1, NULL, 10);
}

const char *
mb_test_hub_get_data (MbTestHub *self)
{
  return self->data;
}

const char *
mb_test_hub_get_pid (MbTestHub *self)
{
  return g_subprocess_get_identifier (self->process);
}

typedef struct
{
  GBytes *body;
  GError *error;
} Sending;

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  Sending *sending = data;

  sending->body = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &sending->error);
}

char *
mb_test_hub_send (MbTestHub *self, const char *method, const char *path, const char *body,
                  const char *const *headers, guint *status)
{
  g_autofree char *uri = g_strconcat (self->url, path[0] == '/' ? "" : "/v1/markets/m1/", path, NULL);
  Sending sending = { NULL };
  g_autoptr (GBytes) answer = NULL;

  g_clear_object (&self->message);
  self->message = soup_message_new (method, uri);
  g_assert_nonnull (self->message);
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (self->message, "application/json", bytes);
    }
  for (guint i = 0; headers != NULL && headers[i] != NULL; i += 2)
    soup_message_headers_replace (soup_message_get_request_headers (self->message), headers[i], headers[i + 1]);

  soup_session_send_and_read_async (self->session, self->message, G_PRIORITY_DEFAULT, NULL, on_sent, &sending);
  mb_test_wait (sending.body != NULL || sending.error != NULL);
  g_assert_no_error (sending.error);
  answer = sending.body;

  if (status != NULL)
    *status = soup_message_get_status (self->message);
  else if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (self->message)))
    g_error ("%s %s: %u %.*s", method, path, soup_message_get_status (self->message),
             (int) g_bytes_get_size (answer), (const char *) g_bytes_get_data (answer, NULL));

  return g_strndup (g_bytes_get_size (answer) > 0 ? g_bytes_get_data (answer, NULL) : "", g_bytes_get_size (answer));
}

const char *
mb_test_hub_get_header (MbTestHub *self, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (self->message), name);
}

typedef struct
{
  char *out, *err; /* as far as they were asked for */
  int status;
  gboolean done;
} Command;

static void
on_command (GObject *source, GAsyncResult *result, gpointer data)
{
  Command *command = data;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &command->out, &command->err, &error);
  g_assert_no_error (error);
  command->done = TRUE;
}

static void
run_command (MbTestHub *self, const char *const *args, GSubprocessFlags flags, Command *command)
{
  g_autofree char *program = find_program ();
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (argv, program);
  for (guint i = 0; args[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) args[i]);
  g_ptr_array_add (argv, (gpointer) "--data");
  g_ptr_array_add (argv, self->data);
  g_ptr_array_add (argv, NULL);

  process = g_subprocess_newv ((const char *const *) argv->pdata, flags, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8_async (process, NULL, NULL, on_command, command);
  mb_test_wait (command->done);
  g_assert_true (g_subprocess_get_if_exited (process));
  command->status = g_subprocess_get_exit_status (process);
}

char *
mb_test_hub_command (MbTestHub *self, const char *const *args, int *status)
{
  Command command = { NULL };

  run_command (self, args, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &command);
  if (status != NULL)
    *status = command.status;
  else
    g_assert_cmpint (command.status, ==, 0);

  return command.out;
}

char *
mb_test_hub_wrong_command (MbTestHub *self, const char *const *args)
{
  Command command = { NULL };

  run_command (self, args, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &command);
  g_assert_cmpint (command.status, ==, 2);

  return command.err;
}
