/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-rehearsal-page.h"

#include <glib/gi18n.h>

#include "palier-format.h"
#include "palier-pane-rows.h"
#include "palier-rehearsal-month.h"
#include "palier-send-calendar.h"
#include "palier-shell.h"
#include "palier-tile.h"
#include "palier-wall-time.h"

/* Rows that are made at once: a day may have thousands. */
#define ROWS 20
#define NAMES 100

struct _PalierRehearsalPage
{
  AdwNavigationPage parent_instance;

  PalierSession *session;
  PalierCampaign *campaign;
  PalierRehearsal *rehearsal; /* (nullable): NULL until it is there */
  GArray *day_list;           /* (nullable) (element-type guint): the rows of the chosen day */
  GPtrArray *day_rows;        /* (element-type GtkWidget) */
  guint shown;                /* of the day's list */

  AdwWindowTitle *title;
  GtkStack *stack;
  AdwStatusPage *working;
  GtkLabel *note;
  GtkFlowBox *tiles;
  PalierSendCalendar *calendar;
  AdwPreferencesGroup *day_group;
  AdwPreferencesGroup *kept_group;
};

G_DEFINE_FINAL_TYPE (PalierRehearsalPage, palier_rehearsal_page, ADW_TYPE_NAVIGATION_PAGE)

/* ---- what leaves on a day */

static GtkWidget *
make_send (PalierRehearsalPage *self, const PalierPlanRow *row)
{
  const PalierStep *step = palier_sequence_get_step (self->campaign->sequence, row->step);
  g_autoptr (GDateTime) wall = palier_wall_time (row->at_ms);
  g_autofree char *time = g_date_time_format (wall, "%H:%M");
  g_autofree char *name =
      palier_prospect_dup_display_name (self->rehearsal->prospects->pdata[row->enrolment]);
  /* Translators: a time, a channel, the number of a step */
  g_autofree char *words = g_strdup_printf (
      _ ("%s · %s · step %u"), time, palier_words_channel (step->channel), (guint) row->step + 1);
  g_autofree char *guess =
      row->guessed ? g_strconcat (words, " · ", _ ("if it is so"), NULL) : NULL;
  GtkWidget *widget = palier_pane_rows_new (name, guess != NULL ? guess : words);

  return widget;
}

static void on_more_cb (PalierRehearsalPage *self);

static GtkWidget *
make_more (PalierRehearsalPage *self)
{
  GtkWidget *more = adw_button_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (more), _ ("Show More"));
  g_signal_connect_object (more, "activated", G_CALLBACK (on_more_cb), self, G_CONNECT_SWAPPED);
  return more;
}

static void
add_sends (PalierRehearsalPage *self)
{
  guint end = MIN (self->shown + ROWS, self->day_list->len);

  for (; self->shown < end; self->shown++)
  {
    guint row = g_array_index (self->day_list, guint, self->shown);
    palier_pane_rows_add (
        self->day_rows, self->day_group,
        make_send (self, &g_array_index (self->rehearsal->rows, PalierPlanRow, row)));
  }
  if (end < self->day_list->len)
    palier_pane_rows_add (self->day_rows, self->day_group, make_more (self));
}

static void
on_more_cb (PalierRehearsalPage *self)
{
  GtkWidget *more = g_ptr_array_steal_index (self->day_rows, self->day_rows->len - 1);

  adw_preferences_group_remove (self->day_group, more);
  add_sends (self);
  gtk_widget_grab_focus (self->day_rows->pdata[self->day_rows->len - 1]);
}

static void
on_day_cb (PalierRehearsalPage *self)
{
  const GDate *day = palier_send_calendar_get_day (self->calendar);
  g_autofree char *title = palier_format_date (day);
  guint goes[PALIER_N_CHANNELS] = { 0 };

  g_clear_pointer (&self->day_list, g_array_unref);
  self->day_list = palier_rehearsal_list_day (self->rehearsal, day);
  for (guint i = 0; i < self->day_list->len; i++)
  {
    guint row = g_array_index (self->day_list, guint, i);
    guint step = g_array_index (self->rehearsal->rows, PalierPlanRow, row).step;
    goes[palier_sequence_get_step (self->campaign->sequence, step)->channel]++;
  }
  g_autofree char *sends = palier_send_calendar_dup_words (goes);
  adw_preferences_group_set_title (self->day_group, title);
  adw_preferences_group_set_description (self->day_group, sends);
  palier_pane_rows_clear (self->day_rows, self->day_group);
  self->shown = 0;
  add_sends (self);
}

/* ---- what is kept back */

static void
add_names (AdwExpanderRow *row, GPtrArray *prospects, guint of)
{
  for (guint i = 0; i < prospects->len; i++)
  {
    PalierProspect *prospect = prospects->pdata[i];
    g_autofree char *name = palier_prospect_dup_display_name (prospect);
    adw_expander_row_add_row (
        row, palier_pane_rows_new (name, palier_prospect_get (prospect, PALIER_FIELD_CITY)));
  }
  if (of <= prospects->len)
    return;
  g_autofree char *count = palier_format_count (of - prospects->len);
  g_autofree char *words = g_strdup_printf (
      ngettext ("and %s other", "and %s others", (gulong) (of - prospects->len)), count);
  adw_expander_row_add_row (row, palier_pane_rows_new (words, NULL));
}

/* Who it is, once somebody looks. */
static void
on_expanded_cb (PalierRehearsalPage *self, GParamSpec *property, AdwExpanderRow *row)
{
  PalierRehearsalAside *aside = g_object_steal_data (G_OBJECT (row), "aside");

  if (aside == NULL)
    return;
  g_autoptr (GPtrArray) prospects = palier_rehearsal_list_kept_back (self->rehearsal, aside, NAMES);
  add_names (row, prospects, aside->n_prospects);
  g_free (aside);
}

static GtkWidget *
make_kept (PalierRehearsalPage *self, const PalierRehearsalAside *aside)
{
  g_autofree char *words = palier_words_kept_back (aside);
  g_autofree char *count = palier_format_count (aside->n_prospects);
  g_autofree char *prospects = g_strdup_printf (
      ngettext ("%s prospect", "%s prospects", (gulong) aside->n_prospects), count);
  g_autofree char *n = palier_format_count (aside->n_steps);
  g_autofree char *steps =
      g_strdup_printf (ngettext ("%s step", "%s steps", (gulong) aside->n_steps), n);
  g_autofree char *subtitle = g_strjoin (" · ", prospects, steps, NULL);
  GtkWidget *row = adw_expander_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  g_object_set_data_full (G_OBJECT (row), "aside", g_memdup2 (aside, sizeof *aside), g_free);
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (on_expanded_cb), self,
                           G_CONNECT_SWAPPED);
  return row;
}

static void
show_kept (PalierRehearsalPage *self)
{
  const GArray *asides = self->rehearsal->asides;

  gtk_widget_set_visible (GTK_WIDGET (self->kept_group), asides->len > 0);
  for (guint i = 0; i < asides->len; i++)
    adw_preferences_group_add (self->kept_group,
                               make_kept (self, &g_array_index (asides, PalierRehearsalAside, i)));
}

/* ---- the whole */

/* A day in one line. */
static char *
dup_day (gint64 at_ms)
{
  g_autoptr (GDateTime) wall = palier_wall_time (at_ms);
  /* xgettext:no-c-format */
  g_autofree char *day = g_date_time_format (wall, _ ("%b %-d"));
  g_auto (GStrv) parts = g_strsplit (day, " ", -1);

  return g_strjoinv ("\u00a0", parts);
}

static void
show_tiles (PalierRehearsalPage *self)
{
  const PalierRehearsal *rehearsal = self->rehearsal;
  guint goes = 0;

  for (guint i = 0; i < PALIER_N_CHANNELS; i++)
    goes += rehearsal->n_goes[i];
  g_autofree char *reached = palier_format_count (rehearsal->n_reached);
  g_autofree char *of = palier_format_count (rehearsal->prospects->len);
  g_autofree char *of_words = g_strdup_printf (
      ngettext ("of %s prospect", "of %s prospects", (gulong) rehearsal->prospects->len), of);
  g_autofree char *sends = palier_format_count (goes);
  g_autofree char *channels = palier_send_calendar_dup_words (rehearsal->n_goes);
  g_autofree char *first = dup_day (rehearsal->first_ms);
  g_autofree char *last = dup_day (rehearsal->last_ms);
  /* Translators: from a day to a day */
  g_autofree char *period = g_strdup_printf (_ ("%s – %s"), first, last);
  g_autofree char *days = palier_format_count (rehearsal->days->len);
  g_autofree char *on_days = g_strdup_printf (
      ngettext ("sends on %s day", "sends on %s days", (gulong) rehearsal->days->len), days);
  g_autofree char *cost = palier_words_euros ((gint64) (rehearsal->cost * 1e6));

  palier_tile_add (self->tiles, _ ("Reached"), reached, of_words);
  palier_tile_add (self->tiles, _ ("Sends and Tasks"), sends, channels);
  palier_tile_add (self->tiles, _ ("First and Last Day"), period, on_days);
  palier_tile_add (self->tiles, _ ("Cost"), cost, _ ("without tax, at least: text messages"));
}

static void
show_note (PalierRehearsalPage *self)
{
  const PalierRehearsal *rehearsal = self->rehearsal;
  g_autofree char *count = palier_format_count (rehearsal->n_guessed);
  g_autofree char *guessed = g_strdup_printf (
      ngettext (
          "Of %s send nobody will know whether its condition holds: it goes as if it did.",
          "Of %s sends nobody will know whether their conditions hold: they go as if they did.",
          (gulong) rehearsal->n_guessed),
      count);

  if (rehearsal->prospects->len == 0)
    gtk_label_set_text (self->note, _ ("There is nobody in the audience. Choose others."));
  else if (rehearsal->first_ms == 0)
    gtk_label_set_text (self->note, _ ("Nothing would leave. What keeps it back stands below."));
  else
    gtk_label_set_text (self->note, rehearsal->n_guessed > 0 ? guessed : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), *gtk_label_get_text (self->note) != '\0');
}

static void
show_rehearsal (PalierRehearsalPage *self)
{
  gboolean goes = self->rehearsal->first_ms != 0;

  gtk_widget_set_visible (GTK_WIDGET (self->tiles), goes);
  gtk_widget_set_visible (GTK_WIDGET (self->calendar), goes);
  gtk_widget_set_visible (GTK_WIDGET (self->day_group), goes);
  if (goes)
  {
    show_tiles (self);
    palier_send_calendar_show (self->calendar, self->rehearsal);
  }
  show_note (self);
  show_kept (self);
  gtk_stack_set_visible_child_name (self->stack, "plan");
  gtk_widget_child_focus (goes ? GTK_WIDGET (self->calendar) : GTK_WIDGET (self->kept_group),
                          GTK_DIR_TAB_FORWARD);
}

static DexFuture *
rehearse_fiber (gpointer data)
{
  PalierRehearsalPage *self = data;
  g_autoptr (PalierQuery) query = palier_query_new ();
  g_autoptr (GError) error = NULL;

  if (self->campaign->audience != NULL)
    query->filter = palier_filter_ref (self->campaign->audience);
  g_autoptr (PalierRehearsal) rehearsal =
      dex_await_boxed (palier_campaign_service_rehearse (
                           palier_session_get_campaigns (self->session), self->campaign->sequence,
                           query, &self->campaign->id, g_get_real_time () / 1000),
                       &error);
  if (self->session == NULL)
    return NULL;
  if (rehearsal == NULL)
  {
    palier_shell_report (GTK_WIDGET (self), error);
    gtk_widget_activate_action (GTK_WIDGET (self), "navigation.pop", NULL);
    return NULL;
  }
  self->rehearsal = g_steal_pointer (&rehearsal);
  show_rehearsal (self);
  return NULL;
}

/* ---- overrides */

static void
palier_rehearsal_page_dispose (GObject *object)
{
  PalierRehearsalPage *self = PALIER_REHEARSAL_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_REHEARSAL_PAGE);
  g_clear_object (&self->session);
  g_clear_pointer (&self->day_list, g_array_unref);
  g_clear_pointer (&self->day_rows, g_ptr_array_unref);
  g_clear_pointer (&self->rehearsal, palier_rehearsal_free);
  g_clear_pointer (&self->campaign, palier_campaign_free);
  G_OBJECT_CLASS (palier_rehearsal_page_parent_class)->dispose (object);
}

static void
palier_rehearsal_page_class_init (PalierRehearsalPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_rehearsal_page_dispose;
  g_type_ensure (PALIER_TYPE_SEND_CALENDAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-rehearsal-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierRehearsalPage, title);
  gtk_widget_class_bind_template_child (widget_class, PalierRehearsalPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PalierRehearsalPage, working);
  gtk_widget_class_bind_template_child (widget_class, PalierRehearsalPage, note);
  gtk_widget_class_bind_template_child (widget_class, PalierRehearsalPage, tiles);
  gtk_widget_class_bind_template_child (widget_class, PalierRehearsalPage, calendar);
  gtk_widget_class_bind_template_child (widget_class, PalierRehearsalPage, day_group);
  gtk_widget_class_bind_template_child (widget_class, PalierRehearsalPage, kept_group);
  gtk_widget_class_bind_template_callback (widget_class, on_day_cb);
}

static void
palier_rehearsal_page_init (PalierRehearsalPage *self)
{
  g_autoptr (AdwSpinnerPaintable) spinner = NULL;

  self->day_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  spinner = adw_spinner_paintable_new (GTK_WIDGET (self->working));
  adw_status_page_set_paintable (self->working, GDK_PAINTABLE (spinner));
}

/* @campaign: with a sequence that palier_sequence_check() finds nothing in */
AdwNavigationPage *
palier_rehearsal_page_new (PalierSession *session, PalierCampaign *campaign)
{
  PalierRehearsalPage *self = g_object_new (PALIER_TYPE_REHEARSAL_PAGE, NULL);

  self->session = g_object_ref (session);
  self->campaign = palier_campaign_ref (campaign);
  adw_window_title_set_subtitle (self->title, campaign->name);
  palier_shell_spawn (GTK_WIDGET (self), rehearse_fiber);
  return ADW_NAVIGATION_PAGE (self);
}
