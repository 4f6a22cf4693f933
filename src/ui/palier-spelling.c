/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-spelling.h"

#include <libspelling.h>

#define KEY "palier-spelling"
#define SKIP "gtksourceview:context-classes:no-spell-check" /* what libspelling passes over */

/* With the dictionary of France, else of another country, else none. */
static SpellingChecker *
make_checker (void)
{
  static const char *const languages[] = { "fr_FR", "fr", "fr_BE", "fr_CH", "fr_CA" };
  SpellingProvider *provider = spelling_provider_get_default ();

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (spelling_provider_supports_language (provider, languages[i]))
      return spelling_checker_new (provider, languages[i]);
  return NULL;
}

/* The menu's suggestions are for the word that was pressed, not for the one with the caret. */
static void
on_pressed_cb (GtkGesture *gesture, int n, double x, double y, gpointer user_data)
{
  GtkTextView *view = user_data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter at, start, end;
  int bx, by;

  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y, &bx, &by);
  gtk_text_view_get_iter_at_location (view, &at, bx, by);
  if (!gtk_text_buffer_get_selection_bounds (buffer, &start, &end)
      || !gtk_text_iter_in_range (&at, &start, &end))
    gtk_text_buffer_place_cursor (buffer, &at);
  spelling_text_buffer_adapter_update_corrections (g_object_get_data (G_OBJECT (view), KEY));
}

/* Beside what the view has in its menu already. */
static void
add_to_menu (GtkTextView *view, GMenuModel *words)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  if (gtk_text_view_get_extra_menu (view) != NULL)
    g_menu_append_section (menu, NULL, gtk_text_view_get_extra_menu (view));
  g_menu_append_section (menu, NULL, words);
  gtk_text_view_set_extra_menu (view, G_MENU_MODEL (menu));
}

/**
 * palier_spelling_attach:
 * @view: one over a GtkSourceBuffer
 *
 * Underlines words that no French dictionary has, and offers others in the context menu. Does
 * nothing where none is installed.
 */
void
palier_spelling_attach (GtkTextView *view)
{
  g_autoptr (SpellingChecker) checker = make_checker ();
  GtkGesture *press;
  SpellingTextBufferAdapter *adapter;

  if (checker == NULL)
    return;
  press = gtk_gesture_click_new ();
  adapter = spelling_text_buffer_adapter_new (GTK_SOURCE_BUFFER (gtk_text_view_get_buffer (view)),
                                              checker);
  g_object_set_data_full (G_OBJECT (view), KEY, adapter, g_object_unref);
  gtk_text_buffer_create_tag (gtk_text_view_get_buffer (view), SKIP,
                              NULL); /* it looks out for it */
  add_to_menu (view, spelling_text_buffer_adapter_get_menu_model (adapter));
  gtk_widget_insert_action_group (GTK_WIDGET (view), "spelling", G_ACTION_GROUP (adapter));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (press), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press), GTK_PHASE_CAPTURE);
  g_signal_connect_object (press, "pressed", G_CALLBACK (on_pressed_cb), view, 0);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (press));
  spelling_text_buffer_adapter_set_enabled (adapter, TRUE);
}

/* Nothing is passed over any more, and the whole is looked at anew, soon. */
void
palier_spelling_reset (GtkTextView *view)
{
  SpellingTextBufferAdapter *adapter = g_object_get_data (G_OBJECT (view), KEY);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start, end;

  if (adapter == NULL)
    return;
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag_by_name (buffer, SKIP, &start, &end);
  spelling_text_buffer_adapter_invalidate_all (adapter);
}

/* Names, figures and marks of lists are in no dictionary. A full stop after them would count as the
 * beginning of the next word: French dictionaries have it in their words. */
void
palier_spelling_skip (GtkTextView *view, const GtkTextIter *start, const GtkTextIter *end)
{
  GtkTextIter after = *end;

  if (g_object_get_data (G_OBJECT (view), KEY) == NULL)
    return;
  while (g_unichar_ispunct (gtk_text_iter_get_char (&after)) && gtk_text_iter_forward_char (&after))
    continue;
  gtk_text_buffer_apply_tag_by_name (gtk_text_view_get_buffer (view), SKIP, start, &after);
}
