/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A companion of uitest.py inside the program under test, for what GTK's AT-SPI bridge lacks: exact
 * positions, keyboard focus, the window's size, and a picture of it. LD_PRELOAD loads it, so that
 * the program is the very one that ships, without a hook for tests.
 *
 * It answers on the session bus as fr.immo_ai.Palier.UiAgent.p<PID>, object /agent:
 *
 *   Widgets() -> a(iiiiiiiiiubs)   role; x, y, w, h as AT-SPI gives them (relative to the window),
 *                                  by which the caller recognises a widget; x, y, w, h within the X
 *                                  window; that window's id; whether a click on the middle reaches
 *                                  the widget; its buildable id or name, or a menu item's text
 *   Focus(i index) -> b            gives the keyboard to a widget of the last Widgets()
 *   Resize(i width, i height) -> b gives the first window that size, in application pixels
 *   Activate(s action, s parameter) -> b
 *                                  does a named action of the first window, such as win.show-page;
 *                                  the parameter as GVariant text, "" for none
 *   Shot(s path) -> b              writes the first window's picture as PNG
 *   Turn() -> i                    the longest turn of the main loop since it was asked last, in
 *                                  microseconds of the main thread's work, and forgets it
 */
#include <dlfcn.h>
#include <math.h>
#include <time.h>
#include <unistd.h>

#include <gtk/gtk.h>
#include <gdk/x11/gdkx.h>

#define AGENT_NAME "fr.immo_ai.Palier.UiAgent"
#define WIDGET_ROW "(iiiiiiiiiubs)"

int g_application_run (GApplication *application, int argc, char **argv);

static const char agent_interface[] =
    "<node><interface name='" AGENT_NAME "'>"
    "<method name='Widgets'><arg type='a" WIDGET_ROW "' direction='out'/></method>"
    "<method name='Focus'><arg type='i' direction='in'/><arg type='b' direction='out'/></method>"
    "<method name='Resize'><arg type='i' direction='in'/><arg type='i' direction='in'/>"
    "<arg type='b' direction='out'/></method>"
    "<method name='Activate'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='b' direction='out'/></method>"
    "<method name='Shot'><arg type='s' direction='in'/><arg type='b' direction='out'/></method>"
    "<method name='Turn'><arg type='i' direction='out'/></method>"
    "</interface></node>";

/* A turn is what the main thread does between two waits; its own time tells it on a busy machine.
 */
static gint64 turn_began_us;
static gint64 longest_turn_us;

static gint64
worked_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gint
timed_poll (GPollFD *fds, guint n, gint timeout_ms)
{
  longest_turn_us = MAX (longest_turn_us, worked_us () - turn_began_us);
  gint ready = g_poll (fds, n, timeout_ms);
  turn_began_us = worked_us ();
  return ready;
}

/* The turn that answers is none of those that were asked for. */
static int
take_longest_turn (void)
{
  int longest = (int) longest_turn_us;

  longest_turn_us = 0;
  turn_began_us = G_MAXINT64;
  return longest;
}

/* The widgets of the last Widgets() call, in its order. Weak: a row of a list that lives on beyond
 * its list disconnects from what is gone by then. */
static GPtrArray *seen;

static void
free_weak (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
remember (GtkWidget *widget)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, widget);
  g_ptr_array_add (seen, weak);
}

/* The sum of the bounds up to the window is what AT-SPI tells of a widget, padding left out. */
static void
get_atspi_bounds (GtkWidget *widget, int bounds[4])
{
  int x, y, width, height;

  memset (bounds, 0, 4 * sizeof bounds[0]);
  if (!gtk_accessible_get_bounds (GTK_ACCESSIBLE (widget), &x, &y, &width, &height))
    return;

  bounds[0] = x;
  bounds[1] = y;
  bounds[2] = width;
  bounds[3] = height;

  GtkAccessible *parent = gtk_accessible_get_accessible_parent (GTK_ACCESSIBLE (widget));
  while (parent != NULL)
  {
    GtkAccessible *up = NULL;

    if (gtk_accessible_get_bounds (parent, &x, &y, &width, &height))
    {
      bounds[0] += x;
      bounds[1] += y;
      up = gtk_accessible_get_accessible_parent (parent);
    }
    g_object_unref (parent);
    parent = up;
  }
}

/* The items of a GMenu have no accessible name. */
static char *
dup_label (GtkWidget *widget)
{
  g_autofree char *text = NULL;
  const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));

  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_MENU_ITEM
      && g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "text") != NULL)
    g_object_get (widget, "text", &text, NULL);

  if (text != NULL)
    return g_steal_pointer (&text);
  if (id != NULL && !g_str_has_prefix (id, "___object"))
    return g_strdup (id);
  return g_strdup (gtk_widget_get_name (widget));
}

static gboolean
is_reachable (GtkWidget *widget, GtkNative *native, const graphene_rect_t *bounds)
{
  GtkWidget *hit = gtk_widget_pick (GTK_WIDGET (native), bounds->origin.x + bounds->size.width / 2,
                                    bounds->origin.y + bounds->size.height / 2, GTK_PICK_DEFAULT);

  return hit != NULL && (hit == widget || gtk_widget_is_ancestor (hit, widget));
}

static void
add_row (GtkWidget *widget, GVariantBuilder *rows)
{
  GtkNative *native = gtk_widget_get_native (widget);
  GdkSurface *surface = native != NULL ? gtk_native_get_surface (native) : NULL;
  graphene_rect_t bounds;
  double dx = 0, dy = 0;
  int atspi[4];

  if (surface == NULL || !gtk_widget_compute_bounds (widget, GTK_WIDGET (native), &bounds))
    return;

  get_atspi_bounds (widget, atspi);
  gtk_native_get_surface_transform (native, &dx, &dy);
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  guint32 xid = GDK_IS_X11_SURFACE (surface) ? (guint32) gdk_x11_surface_get_xid (surface) : 0;
  G_GNUC_END_IGNORE_DEPRECATIONS

  g_autofree char *label = dup_label (widget);
  g_variant_builder_add (
      rows, WIDGET_ROW, (int) gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)),
      atspi[0], atspi[1], atspi[2], atspi[3], (int) floor (bounds.origin.x + dx),
      (int) floor (bounds.origin.y + dy), (int) ceil (bounds.size.width),
      (int) ceil (bounds.size.height), xid, is_reachable (widget, native, &bounds), label);
  remember (widget);
}

static void
visit (GtkWidget *widget, GVariantBuilder *rows)
{
  if (!gtk_widget_get_mapped (widget))
    return;

  add_row (widget, rows);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    visit (child, rows);
}

static GVariant *
list_widgets (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GVariantBuilder rows;

  g_clear_pointer (&seen, g_ptr_array_unref);
  seen = g_ptr_array_new_with_free_func (free_weak);
  g_variant_builder_init (&rows, G_VARIANT_TYPE ("a" WIDGET_ROW));
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
  {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
    visit (window, &rows);
  }
  return g_variant_new ("(a" WIDGET_ROW ")", &rows);
}

/* Returns: (transfer full) (nullable): the first window on the screen */
static GtkWindow *
dup_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
  {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
    if (gtk_widget_get_mapped (GTK_WIDGET (window)))
      return g_steal_pointer (&window);
  }
  return NULL;
}

/* The paintable's own size, not the widget's: it holds the shadow too, and so is not scaled. */
static gboolean
save_picture (const char *path)
{
  g_autoptr (GtkWindow) window = dup_window ();
  if (window == NULL)
    return FALSE;

  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (window));
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return FALSE;

  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  g_autoptr (GdkTexture) texture =
      gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gsk_render_node_unref (node);
  return gdk_texture_save_to_png (texture, path);
}

static gboolean
resize (int width, int height)
{
  g_autoptr (GtkWindow) window = dup_window ();

  if (window == NULL)
    return FALSE;
  gtk_window_set_default_size (window, width, height);
  return TRUE;
}

static gboolean
activate (const char *action, const char *text)
{
  g_autoptr (GtkWindow) window = dup_window ();
  g_autoptr (GVariant) parameter = NULL;

  if (*text != '\0')
    parameter = g_variant_parse (NULL, text, NULL, NULL, NULL);
  return window != NULL
         && gtk_widget_activate_action_variant (GTK_WIDGET (window), action, parameter);
}

static gboolean
focus (int index)
{
  g_autoptr (GtkWidget) widget = NULL;

  if (seen != NULL && index >= 0 && (guint) index < seen->len)
    widget = g_weak_ref_get (g_ptr_array_index (seen, index));
  return widget != NULL && gtk_widget_grab_focus (widget);
}

static void
on_call_cb (GDBusConnection *connection, const char *sender, const char *path,
            const char *interface_name, const char *method, GVariant *arguments,
            GDBusMethodInvocation *invocation, gpointer user_data)
{
  gboolean done = FALSE;

  if (g_str_equal (method, "Widgets"))
  {
    g_dbus_method_invocation_return_value (invocation, list_widgets ());
    return;
  }

  if (g_str_equal (method, "Turn"))
  {
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(i)", take_longest_turn ()));
    return;
  }

  if (g_str_equal (method, "Focus"))
  {
    int index;
    g_variant_get (arguments, "(i)", &index);
    done = focus (index);
  }
  else if (g_str_equal (method, "Resize"))
  {
    int width, height;
    g_variant_get (arguments, "(ii)", &width, &height);
    done = resize (width, height);
  }
  else if (g_str_equal (method, "Activate"))
  {
    const char *action, *parameter;
    g_variant_get (arguments, "(&s&s)", &action, &parameter);
    done = activate (action, parameter);
  }
  else
  {
    const char *file;
    g_variant_get (arguments, "(&s)", &file);
    done = save_picture (file);
  }
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(b)", done));
}

static void
on_bus_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call_cb };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (agent_interface, NULL);

  g_dbus_connection_register_object (connection, "/agent", node->interfaces[0], &vtable, NULL, NULL,
                                     NULL);
}

/* Stands before GIO's own: the agent lives as long as the application runs. */
G_MODULE_EXPORT int
g_application_run (GApplication *application, int argc, char **argv)
{
  int (*run) (GApplication *, int, char **) = dlsym (RTLD_NEXT, "g_application_run");
  g_autofree char *name = g_strdup_printf (AGENT_NAME ".p%d", (int) getpid ());
  guint owner = g_bus_own_name (G_BUS_TYPE_SESSION, name, G_BUS_NAME_OWNER_FLAGS_NONE, on_bus_cb,
                                NULL, NULL, NULL, NULL);

  turn_began_us = worked_us ();
  g_main_context_set_poll_func (NULL, timed_poll);
  int status = run (application, argc, argv);

  g_bus_unown_name (owner);
  g_clear_pointer (&seen, g_ptr_array_unref);
  return status;
}
