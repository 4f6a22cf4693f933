/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-account-form.h"

#include <glib/gi18n.h>

#include "palier-account-hint.h"
#include "palier-account-roles.h"
#include "palier-shell.h"

struct _PalierAccountForm
{
  AdwNavigationPage parent_instance;

  PalierSession *session;
  const PalierAccountStep *step;
  GtkWidget *rows[PALIER_ACCOUNT_MAX_ENTRIES]; /* (nullable) */
  GtkLabel *hints[PALIER_ACCOUNT_MAX_ENTRIES]; /* (nullable) */
  AdwPreferencesGroup *last_group;             /* (nullable): which the next entry may join */
  gboolean busy;

  AdwPreferencesPage *page;
  AdwPreferencesGroup *above;
  AdwPreferencesGroup *below;
  GtkWidget *spinner;
  GtkWidget *trouble;
  GtkLabel *trouble_words;
  GtkButton *button;
  GtkBox *links;
};

G_DEFINE_FINAL_TYPE (PalierAccountForm, palier_account_form, ADW_TYPE_NAVIGATION_PAGE)

/* ---- what is said while it is typed */

typedef PalierHint (*Hint) (const char *text, char **words);

static Hint
hint_of (PalierEntryKind kind)
{
  switch (kind)
  {
  case PALIER_ENTRY_OWN_EMAIL:
    return palier_account_hint_email;
  case PALIER_ENTRY_SIRET:
    return palier_account_hint_siret;
  case PALIER_ENTRY_NEW_PASSWORD:
    return palier_account_hint_password;
  case PALIER_ENTRY_TEXT:
  case PALIER_ENTRY_EMAIL:
  case PALIER_ENTRY_PASSWORD:
  case PALIER_ENTRY_ROLE:
  default:
    return NULL;
  }
}

static void
show_hint (PalierAccountForm *self, guint i)
{
  static const char *const classes[] = { "dim-label", "error", "warning", "success" };
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->rows[i]));
  g_autofree char *words = NULL;
  PalierHint hint = hint_of (self->step->entries[i].kind) (text, &words);

  for (guint k = 0; k < G_N_ELEMENTS (classes); k++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->hints[i]), classes[k]);
  gtk_widget_add_css_class (GTK_WIDGET (self->hints[i]), classes[hint]);
  gtk_label_set_text (self->hints[i], words);
}

static void
on_changed_cb (PalierAccountForm *self, GtkWidget *row)
{
  gtk_widget_set_visible (self->trouble, FALSE);
  for (guint i = 0; i < PALIER_ACCOUNT_MAX_ENTRIES; i++)
    if (self->rows[i] == row && self->hints[i] != NULL)
      show_hint (self, i);
}

static void
add_hint (PalierAccountForm *self, guint i)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_end (label, 12);
  gtk_widget_add_css_class (label, "caption");
  adw_preferences_group_add (self->last_group, label);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->rows[i]),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, label, NULL, -1);
  self->hints[i] = GTK_LABEL (label);
  show_hint (self, i);
}

/* ---- the deed */

static void
show_trouble (PalierAccountForm *self, const GError *error)
{
  g_autofree char *words = palier_session_error_message (error);

  gtk_label_set_text (self->trouble_words, words);
  gtk_widget_set_visible (self->trouble, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), words,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* The relay may ask for more than it did at first. */
static void
show_later_entries (PalierAccountForm *self, const GError *error)
{
  for (guint i = 0; i < PALIER_ACCOUNT_MAX_ENTRIES; i++)
    if (self->rows[i] != NULL && g_strcmp0 (self->step->entries[i].after, error->message) == 0)
    {
      gtk_widget_set_visible (self->rows[i], TRUE);
      gtk_widget_grab_focus (self->rows[i]);
    }
}

static void
set_busy (PalierAccountForm *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_visible (self->spinner, busy);
  if (busy)
    gtk_widget_set_visible (self->trouble, FALSE);
}

/* A page that was left meanwhile leads nowhere any more. */
static gboolean
is_shown (PalierAccountForm *self)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_NAVIGATION_VIEW);

  return view != NULL
         && adw_navigation_view_get_visible_page (ADW_NAVIGATION_VIEW (view))
                == ADW_NAVIGATION_PAGE (self);
}

static DexFuture *
ask_fiber (gpointer data)
{
  PalierAccountForm *self = data;
  g_autoptr (DexFuture) future = self->step->ask (self, palier_session_get_account (self->session));
  g_autoptr (GError) error = NULL;

  dex_await (dex_ref (future), &error);
  set_busy (self, FALSE);
  if (error == NULL && is_shown (self))
    self->step->done (self, dex_future_get_value (future, NULL));
  else if (error != NULL)
  {
    show_trouble (self, error);
    show_later_entries (self, error);
  }
  return NULL;
}

static void
on_deed_cb (PalierAccountForm *self)
{
  if (self->busy)
    return;
  set_busy (self, TRUE);
  palier_shell_spawn (GTK_WIDGET (self), ask_fiber);
}

/* ---- making */

static GtkWidget *
make_row (const PalierAccountEntry *entry)
{
  switch (entry->kind)
  {
  case PALIER_ENTRY_PASSWORD:
  case PALIER_ENTRY_NEW_PASSWORD:
    return adw_password_entry_row_new ();
  case PALIER_ENTRY_ROLE:
    return palier_account_role_row_new ();
  case PALIER_ENTRY_TEXT:
  case PALIER_ENTRY_EMAIL:
  case PALIER_ENTRY_OWN_EMAIL:
  case PALIER_ENTRY_SIRET:
  default:
    return adw_entry_row_new ();
  }
}

static void
set_purpose (GtkWidget *row, PalierEntryKind kind)
{
  if (kind == PALIER_ENTRY_EMAIL || kind == PALIER_ENTRY_OWN_EMAIL)
    adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row), GTK_INPUT_PURPOSE_EMAIL);
  else if (kind == PALIER_ENTRY_SIRET)
    adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row), GTK_INPUT_PURPOSE_NUMBER);
}

static void
ensure_group (PalierAccountForm *self)
{
  if (self->last_group != NULL)
    return;
  self->last_group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_page_add (self->page, self->last_group);
}

/* An entry that something is said of stands alone, so that the words are beside it. */
static void
add_entry (PalierAccountForm *self, guint i)
{
  const PalierAccountEntry *entry = &self->step->entries[i];
  gboolean alone = hint_of (entry->kind) != NULL;
  GtkWidget *row = make_row (entry);

  if (alone)
    self->last_group = NULL;
  ensure_group (self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (entry->title));
  gtk_widget_set_visible (row, entry->after == NULL);
  adw_preferences_group_add (self->last_group, row);
  self->rows[i] = row;
  if (ADW_IS_ENTRY_ROW (row))
  {
    set_purpose (row, entry->kind);
    g_signal_connect_swapped (row, "entry-activated", G_CALLBACK (on_deed_cb), self);
    g_signal_connect_object (row, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  }
  if (alone)
  {
    add_hint (self, i);
    self->last_group = NULL;
  }
}

static void
add_link (PalierAccountForm *self, const char *title, const char *page)
{
  GtkWidget *link = gtk_button_new_with_label (title);

  gtk_widget_add_css_class (link, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (link), "account.go");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (link), "s", page);
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (link))), TRUE);
  gtk_box_append (self->links, link);
}

static void
fill (PalierAccountForm *self, const char *words)
{
  const PalierAccountStep *step = self->step;

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), _ (step->title));
  adw_preferences_group_set_description (self->above, words != NULL ? words : _ (step->words));
  for (guint i = 0; i < PALIER_ACCOUNT_MAX_ENTRIES && step->entries[i].name != NULL; i++)
    add_entry (self, i);
  adw_preferences_page_remove (self->page, self->below);
  adw_preferences_page_add (self->page, self->below);
  gtk_button_set_label (self->button, _ (step->button));
  gtk_widget_add_css_class (GTK_WIDGET (self->button),
                            step->destructive ? "destructive-action" : "suggested-action");
  for (guint i = 0; i < G_N_ELEMENTS (step->links) && step->links[i].title != NULL; i++)
    add_link (self, _ (step->links[i].title), step->links[i].page);
}

/* The first entry has the keyboard, unless something is typed already: it would be selected, and
 * the next key would take its place. */
static void
palier_account_form_shown (AdwNavigationPage *page)
{
  PalierAccountForm *self = PALIER_ACCOUNT_FORM (page);

  for (guint i = 0; i < PALIER_ACCOUNT_MAX_ENTRIES && self->rows[i] != NULL; i++)
    if (gtk_widget_get_state_flags (self->rows[i]) & GTK_STATE_FLAG_FOCUS_WITHIN)
      return;
  gtk_widget_grab_focus (self->rows[0]);
}

static void
palier_account_form_dispose (GObject *object)
{
  PalierAccountForm *self = PALIER_ACCOUNT_FORM (object);

  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_ACCOUNT_FORM);
  G_OBJECT_CLASS (palier_account_form_parent_class)->dispose (object);
}

static void
palier_account_form_class_init (PalierAccountFormClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_account_form_dispose;
  ADW_NAVIGATION_PAGE_CLASS (class)->shown = palier_account_form_shown;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-account-form.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierAccountForm, page);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountForm, above);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountForm, below);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountForm, spinner);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountForm, trouble);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountForm, trouble_words);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountForm, button);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountForm, links);
  gtk_widget_class_bind_template_callback (widget_class, on_deed_cb);
}

static void
palier_account_form_init (PalierAccountForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* ---- public */

/**
 * palier_account_form_new:
 * @words: (nullable): said instead of the step's own
 */
PalierAccountForm *
palier_account_form_new (PalierSession *session, const PalierAccountStep *step, const char *words)
{
  PalierAccountForm *self = g_object_new (PALIER_TYPE_ACCOUNT_FORM, NULL);

  self->session = g_object_ref (session);
  self->step = step;
  fill (self, words);
  return self;
}

/* @widget: shown between the words and the entries */
void
palier_account_form_add_above (PalierAccountForm *self, GtkWidget *widget)
{
  adw_preferences_group_add (self->above, widget);
}

/* What was typed or chosen for the entry @name; NULL: nothing. */
const char *
palier_account_form_get_text (PalierAccountForm *self, const char *name)
{
  for (guint i = 0; i < PALIER_ACCOUNT_MAX_ENTRIES && self->step->entries[i].name != NULL; i++)
  {
    if (!g_str_equal (self->step->entries[i].name, name))
      continue;
    if (!ADW_IS_ENTRY_ROW (self->rows[i]))
      return palier_account_role_row_get (self->rows[i]);
    const char *text = gtk_editable_get_text (GTK_EDITABLE (self->rows[i]));
    return *text != '\0' ? text : NULL;
  }
  return NULL;
}
