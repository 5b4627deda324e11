/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "mb-screen"

#include "screen/start/mb-start-page.h"

#include "screen/start/mb-box-names.h"

#define PATIENCE_MS 3000
/* A network comes up while the page stands. */
#define LOOK_AGAIN_S 5
#define MAX_NAMES 8

enum
{
  PROP_0,
  PROP_NEEDED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

struct _MbStartPage
{
  GObject parent_instance;

  MbScreenSession *session;
  MbStartCover *cover;
  char *screen;
  gboolean over;    /* there was a board */
  gboolean needed;
  MbStartState state;
  guint patience;   /* source; 0: it is at an end */
  guint again;      /* source */
  MbBoxNames *box;  /* (nullable) */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (MbStartPage, mb_start_page, G_TYPE_OBJECT)

static char *
join_names (const char *const *names)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (i == MAX_NAMES)
        {
          g_string_append (text, " …");
          break;
        }
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", names[i]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_screens (MbBoard *board)
{
  GListModel *screens = mb_board_get_list (board, MB_KIND_SCREEN);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (screens); i++)
    {
      g_autoptr(MbRecord) screen = g_list_model_get_item (screens, i);

      g_ptr_array_add (names, g_strdup (mb_record_get_id (screen)));
    }
  g_ptr_array_add (names, NULL);
  return join_names ((const char *const *) names->pdata);
}

static void
tell (MbStartPage *self)
{
  const char *const *markets = mb_screen_session_get_markets (self->session);
  g_autofree char *names = NULL;
  MbStartFacts facts = { .state = self->state, .hub = mb_screen_session_get_hub (self->session) };

  if (self->state == MB_START_UNKNOWN)
    names = dup_screens (mb_screen_session_get_board (self->session));
  else if (self->state == MB_START_MARKETS)
    names = join_names (markets);
  facts.names = names;
  if (self->box != NULL)
    {
      facts.box = self->box->name;
      facts.address = self->box->address;
    }
  mb_start_cover_tell (self->cover, &facts);
}

static void
on_box_read (GObject *source, GAsyncResult *result, gpointer data)
{
  MbStartPage *self;
  MbBoxNames *box = mb_box_names_read_finish (result, NULL);

  if (box == NULL)
    return; /* cancelled */

  self = data;
  g_clear_pointer (&self->box, mb_box_names_free);
  self->box = box;
  tell (self);
}

static gboolean
on_again (gpointer data)
{
  MbStartPage *self = data;

  mb_box_names_read_async (self->cancellable, on_box_read, self);
  return G_SOURCE_CONTINUE;
}

static void
set_needed (MbStartPage *self, gboolean needed)
{
  if (needed)
    tell (self);
  if (self->needed == needed)
    return;

  self->needed = needed;
  g_clear_handle_id (&self->again, g_source_remove);
  if (needed)
    {
      self->again = g_timeout_add_seconds (LOOK_AGAIN_S, on_again, self);
      on_again (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NEEDED]);
}

/* A market that has not named any screen yet shows its board on all of them. */
static gboolean
is_unknown (MbStartPage *self, MbBoard *board)
{
  return g_list_model_get_n_items (mb_board_get_list (board, MB_KIND_SCREEN)) > 0 &&
         mb_board_get (board, MB_KIND_SCREEN, self->screen) == NULL;
}

static void
look (MbStartPage *self)
{
  MbBoard *board = mb_screen_session_get_board (self->session);
  const char *const *markets = mb_screen_session_get_markets (self->session);
  MbLink link = mb_screen_session_get_link (self->session);

  if (self->over)
    return;

  if (mb_board_get_n_records (board) > 0)
    {
      self->over = !is_unknown (self, board);
      self->state = MB_START_UNKNOWN;
      set_needed (self, !self->over);
      return;
    }

  self->state = markets == NULL ? MB_START_SEEKING : markets[0] == NULL ? MB_START_NO_MARKET : MB_START_MARKETS;
  set_needed (self, self->needed || markets != NULL || link == MB_LINK_GONE ||
                        (link == MB_LINK_CONNECTING && self->patience == 0));
}

static gboolean
on_patience (gpointer data)
{
  MbStartPage *self = data;

  self->patience = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
mb_start_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_NEEDED:
      g_value_set_boolean (value, MB_START_PAGE (object)->needed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mb_start_page_dispose (GObject *object)
{
  MbStartPage *self = MB_START_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_handle_id (&self->again, g_source_remove);
  g_clear_object (&self->session);
  g_clear_object (&self->cover);

  G_OBJECT_CLASS (mb_start_page_parent_class)->dispose (object);
}

static void
mb_start_page_finalize (GObject *object)
{
  MbStartPage *self = MB_START_PAGE (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->box, mb_box_names_free);
  g_free (self->screen);

  G_OBJECT_CLASS (mb_start_page_parent_class)->finalize (object);
}

static void
mb_start_page_class_init (MbStartPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mb_start_page_get_property;
  object_class->dispose = mb_start_page_dispose;
  object_class->finalize = mb_start_page_finalize;

  props[PROP_NEEDED] = g_param_spec_boolean ("needed", NULL, NULL, FALSE,
                                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
mb_start_page_init (MbStartPage *self)
{
  self->cancellable = g_cancellable_new ();
}

MbStartPage *
mb_start_page_new (MbScreenSession *session, MbStartCover *cover, const char *screen)
{
  MbStartPage *self;

  g_return_val_if_fail (MB_IS_SCREEN_SESSION (session), NULL);
  g_return_val_if_fail (MB_IS_START_COVER (cover), NULL);

  self = g_object_new (MB_TYPE_START_PAGE, NULL);
  self->session = g_object_ref (session);
  self->cover = g_object_ref (cover);
  self->screen = g_strdup (screen);
  self->patience = g_timeout_add (PATIENCE_MS, on_patience, self);
  g_signal_connect_object (mb_screen_session_get_board (session), "folded", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::link", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::problem", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  look (self);
  return self;
}

gboolean
mb_start_page_is_needed (MbStartPage *self)
{
  g_return_val_if_fail (MB_IS_START_PAGE (self), FALSE);

  return self->needed;
}

void
mb_start_page_set_patience (MbStartPage *self, guint ms)
{
  g_return_if_fail (MB_IS_START_PAGE (self));

  g_clear_handle_id (&self->patience, g_source_remove);
  self->patience = g_timeout_add (ms, on_patience, self);
}
