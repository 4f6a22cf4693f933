/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was decided stands in a list of steps, which Ctrl+Z takes back one by one. The text on the
 * screen is kept before it is left, whichever way. */
#include "palier-review-page.h"

#include <glib/gi18n.h>

#include "palier-format.h"
#include "palier-message-card.h"
#include "palier-message-deeds.h"
#include "palier-shell.h"
#include "palier-words.h"

typedef enum
{
  OPEN,
  APPROVED,
  SKIPPED,
  GONE, /* deleted or undone elsewhere */
} Fate;

typedef struct
{
  guint at;
  PalierId changeset; /* of an approval; nil: it was skipped */
} Step;

struct _PalierReviewPage
{
  AdwNavigationPage parent_instance;

  PalierSession *session;
  PalierId made_by; /* a changeset; nil: all drafts */
  GArray *numbers;  /* (nullable) (element-type gint64) */
  GArray *fates;    /* (element-type Fate): of each */
  GArray *steps;    /* (element-type Step) */
  guint at;         /* which of them; their number: at the end */
  gboolean busy;    /* one thing after the other */
  PalierMessageCard *card;
  char *details_words; /* (nullable): behind the notice */

  AdwWindowTitle *title;
  GtkProgressBar *progress;
  AdwBanner *notice;
  GtkStack *stack;
  GtkLabel *name;
  GtkLabel *details;
  GtkImage *verdict_icon;
  GtkLabel *verdict;
  AdwBin *place;
  AdwStatusPage *end;
  GtkWidget *again;
  GtkWidget *actions;
  GtkWidget *approve_button;
};

G_DEFINE_FINAL_TYPE (PalierReviewPage, palier_review_page, ADW_TYPE_NAVIGATION_PAGE)

static PalierMessageService *
get_messages (PalierReviewPage *self)
{
  return palier_session_get_messages (self->session);
}

static Fate *
fate_of (PalierReviewPage *self, guint i)
{
  return &g_array_index (self->fates, Fate, i);
}

static guint
count_fates (PalierReviewPage *self, Fate fate)
{
  guint n = 0;

  for (guint i = 0; i < self->fates->len; i++)
    n += *fate_of (self, i) == fate;
  return n;
}

/* ---- showing */

static void
show_progress (PalierReviewPage *self)
{
  g_autofree char *at = palier_format_count (MIN (self->at + 1, self->numbers->len));
  g_autofree char *all = palier_format_count (self->numbers->len);
  /* Translators: which draft, of how many */
  g_autofree char *text = g_strdup_printf (_ ("%s of %s"), at, all);
  guint decided = self->numbers->len - count_fates (self, OPEN);

  adw_window_title_set_subtitle (self->title, self->numbers->len > 0 ? text : "");
  gtk_progress_bar_set_fraction (self->progress, (double) decided / MAX (self->numbers->len, 1));
}

static char *
dup_summary (PalierReviewPage *self)
{
  guint n_approved = count_fates (self, APPROVED), n_skipped = count_fates (self, SKIPPED);
  g_autofree char *approved = palier_format_count (n_approved);
  g_autofree char *skipped = palier_format_count (n_skipped);
  g_autofree char *one =
      g_strdup_printf (ngettext ("%s approved", "%s approved", n_approved), approved);
  g_autofree char *two =
      g_strdup_printf (ngettext ("%s skipped", "%s skipped", n_skipped), skipped);

  if (self->numbers->len == 0)
    return g_strdup (_ ("Choose prospects and draft for them: the drafts are reviewed here."));
  return g_strdup_printf ("%s · %s", one, two);
}

static void
show_end (PalierReviewPage *self)
{
  g_autofree char *summary = dup_summary (self);

  self->card = NULL;
  adw_bin_set_child (self->place, NULL);
  adw_status_page_set_title (self->end, self->numbers->len > 0 ? _ ("All Drafts Are Reviewed")
                                                               : _ ("No Drafts to Review"));
  adw_status_page_set_description (self->end, summary);
  gtk_widget_set_visible (self->again, count_fates (self, SKIPPED) > 0);
  gtk_widget_set_visible (self->actions, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "end");
}

static char *
dup_details (const PalierMessage *message, const PalierProspect *prospect)
{
  const PalierField fields[] = { PALIER_FIELD_CITY, PALIER_FIELD_EMAIL };
  g_autoptr (GString) text = g_string_new (palier_words_template_channel (message->channel));

  for (guint i = 0; i < G_N_ELEMENTS (fields) && prospect != NULL; i++)
  {
    const char *value = palier_prospect_get (prospect, fields[i]);
    if (value != NULL)
      g_string_append_printf (text, " · %s", value);
  }
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void on_edited_cb (PalierReviewPage *self);

static void
show_draft (PalierReviewPage *self, PalierMessage *message, const PalierProspect *prospect)
{
  g_autofree char *details = dup_details (message, prospect);
  GtkWidget *card = palier_message_card_new (message, NULL);

  self->card = PALIER_MESSAGE_CARD (card);
  palier_message_card_set_alone (self->card);
  palier_message_offer_wordings (self->card, get_messages (self));
  palier_message_name_template (self->card, palier_session_get_templates (self->session));
  g_signal_connect_object (card, "edited", G_CALLBACK (on_edited_cb), self, G_CONNECT_SWAPPED);
  gtk_label_set_text (self->name,
                      message->prospect_name != NULL ? message->prospect_name : _ ("Unknown"));
  gtk_label_set_text (self->details, details);
  adw_bin_set_child (self->place, card);
  gtk_widget_set_visible (self->actions, TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.approve",
                                 message->state == PALIER_MESSAGE_DRAFT);
  gtk_stack_set_visible_child_name (self->stack, "draft");
  gtk_widget_grab_focus (self->approve_button);
}

static void
await_verdict (PalierReviewPage *self, const PalierId *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierMessageVerdict) verdict =
      dex_await_boxed (palier_message_service_verdict (get_messages (self), id), &error);

  palier_message_show_verdict (verdict, error, self->verdict_icon, self->verdict);
}

/* Shows the one that self->at means, or the next one that is still there. */
static void
await_show (PalierReviewPage *self)
{
  g_autoptr (PalierMessage) message = NULL;
  g_autoptr (PalierProspect) prospect = NULL;
  g_autoptr (GError) error = NULL;

  while (message == NULL && self->at < self->numbers->len)
  {
    message =
        dex_await_boxed (palier_message_service_get_row (
                             get_messages (self), g_array_index (self->numbers, gint64, self->at)),
                         &error);
    if (error != NULL)
      return palier_shell_report (GTK_WIDGET (self), error);
    if (message == NULL)
      *fate_of (self, self->at++) = GONE;
  }
  show_progress (self);
  if (message == NULL)
    return show_end (self);
  prospect = dex_await_boxed (palier_prospect_service_get (
                                  palier_session_get_prospects (self->session), &message->prospect),
                              NULL);
  await_verdict (self, &message->id);
  show_draft (self, message, prospect);
}

/* ---- deciding */

/* The next one that nothing was decided about, round to the first; else the end. */
static void
go_on (PalierReviewPage *self)
{
  guint n = self->numbers->len;

  for (guint i = 1; i < n; i++)
    if (*fate_of (self, (self->at + i) % n) == OPEN)
    {
      self->at = (self->at + i) % n;
      return;
    }
  self->at = n;
}

static void
decide (PalierReviewPage *self, Fate fate, const PalierId *changeset)
{
  Step step = { self->at, *changeset };

  g_array_append_val (self->steps, step);
  *fate_of (self, self->at) = fate;
  go_on (self);
}

static gboolean
await_kept (PalierReviewPage *self, GError **error)
{
  return self->card == NULL || palier_message_keep (self->card, get_messages (self), error);
}

static void
await_approval (PalierReviewPage *self, GError **error)
{
  g_autoptr (PalierChangeset) changeset =
      self->card != NULL ? palier_message_approve (self->card, get_messages (self), error) : NULL;

  if (changeset == NULL)
    return;
  decide (self, APPROVED, &changeset->id);
  await_show (self);
}

static void
await_skip (PalierReviewPage *self, GError **error)
{
  if (self->card == NULL || !await_kept (self, error))
    return;
  decide (self, SKIPPED, &PALIER_ID_NIL);
  await_show (self);
}

static void
await_back (PalierReviewPage *self, GError **error)
{
  if (self->at == 0 || !await_kept (self, error))
    return;
  do
    self->at--;
  while (self->at > 0 && *fate_of (self, self->at) == GONE);
  await_show (self);
}

static void
await_undo (PalierReviewPage *self, GError **error)
{
  if (self->steps->len == 0 || !await_kept (self, error))
    return;
  Step step = g_array_index (self->steps, Step, self->steps->len - 1);
  g_autoptr (PalierUndo) undone =
      palier_id_is_nil (&step.changeset)
          ? NULL
          : dex_await_boxed (
                palier_undo_service_undo (palier_session_get_undo (self->session), &step.changeset),
                error);
  if (undone == NULL && !palier_id_is_nil (&step.changeset))
    return;
  g_array_set_size (self->steps, self->steps->len - 1);
  *fate_of (self, step.at) = OPEN;
  self->at = step.at;
  await_show (self);
}

static void
await_again (PalierReviewPage *self, GError **error)
{
  for (guint i = self->numbers->len; i > 0; i--)
    if (*fate_of (self, i - 1) == SKIPPED)
    {
      *fate_of (self, i - 1) = OPEN;
      self->at = i - 1;
    }
  await_show (self);
}

typedef void (*Deed) (PalierReviewPage *self, GError **error);

static const struct
{
  const char *action;
  Deed deed;
} deeds[] = {
  { "review.approve", await_approval }, { "review.skip", await_skip },
  { "review.back", await_back },        { "review.undo", await_undo },
  { "review.again", await_again },
};

typedef struct
{
  PalierReviewPage *page;
  Deed deed;
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  g_object_unref (self->page);
  g_free (self);
}

static DexFuture *
deed_fiber (gpointer data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;

  job->deed (job->page, &error);
  if (error != NULL)
    palier_shell_report (GTK_WIDGET (job->page), error);
  job->page->busy = FALSE;
  return NULL;
}

static void
on_deed_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierReviewPage *self = PALIER_REVIEW_PAGE (widget);
  guint i = 0;

  if (self->busy || self->numbers == NULL)
    return;
  while (!g_str_equal (deeds[i].action, name))
    i++;
  Job *job = g_new (Job, 1);
  *job = (Job) { g_object_ref (self), deeds[i].deed };
  self->busy = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, deed_fiber, job, job_free));
}

/* ---- editing */

static DexFuture *
keep_fiber (gpointer data)
{
  PalierReviewPage *self = data;
  g_autoptr (GError) error = NULL;

  if (!await_kept (self, &error))
    palier_shell_report (GTK_WIDGET (self), error);
  return NULL;
}

static void
on_edited_cb (PalierReviewPage *self)
{
  if (!self->busy)
    palier_shell_spawn (GTK_WIDGET (self), keep_fiber);
}

static void
on_edit_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierReviewPage *self = PALIER_REVIEW_PAGE (widget);

  if (self->card != NULL)
    palier_message_card_edit (self->card);
}

static void
on_stop_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  gtk_widget_grab_focus (PALIER_REVIEW_PAGE (widget)->approve_button);
}

/* ---- opening */

static void
on_notice_cb (PalierReviewPage *self)
{
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Details"), self->details_words);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("Close"));
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static DexFuture *
open_fiber (gpointer data)
{
  PalierReviewPage *self = data;
  const PalierId *made_by = palier_id_is_nil (&self->made_by) ? NULL : &self->made_by;
  g_autoptr (GError) error = NULL;

  self->numbers = dex_await_boxed (
      palier_message_service_numbers (get_messages (self), made_by, "draft"), &error);
  if (self->numbers == NULL)
  {
    palier_shell_report (GTK_WIDGET (self), error);
    return NULL;
  }
  g_array_set_size (self->fates, self->numbers->len);
  await_show (self);
  return NULL;
}

/* ---- overrides */

/* Who goes away right after a word has not waited for the pause that keeps it. */
static void
palier_review_page_unroot (GtkWidget *widget)
{
  palier_shell_spawn (widget, keep_fiber);
  GTK_WIDGET_CLASS (palier_review_page_parent_class)->unroot (widget);
}

static void
palier_review_page_dispose (GObject *object)
{
  PalierReviewPage *self = PALIER_REVIEW_PAGE (object);

  self->card = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_REVIEW_PAGE);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (palier_review_page_parent_class)->dispose (object);
}

static void
palier_review_page_finalize (GObject *object)
{
  PalierReviewPage *self = PALIER_REVIEW_PAGE (object);

  g_clear_pointer (&self->numbers, g_array_unref);
  g_array_unref (self->fates);
  g_array_unref (self->steps);
  g_free (self->details_words);
  G_OBJECT_CLASS (palier_review_page_parent_class)->finalize (object);
}

/* Letters are keys where no text is written. */
static void
install_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    const char *action;
  } keys[] = {
    { GDK_KEY_Return, 0, "review.approve" }, { GDK_KEY_KP_Enter, 0, "review.approve" },
    { GDK_KEY_a, 0, "review.approve" },      { GDK_KEY_e, 0, "review.edit" },
    { GDK_KEY_s, 0, "review.skip" },         { GDK_KEY_Right, 0, "review.skip" },
    { GDK_KEY_Left, 0, "review.back" },      { GDK_KEY_Escape, 0, "review.stop" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers,
                                         keys[i].action, NULL);
}

static void
palier_review_page_class_init (PalierReviewPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_review_page_dispose;
  widget_class->unroot = palier_review_page_unroot;
  G_OBJECT_CLASS (class)->finalize = palier_review_page_finalize;
  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    gtk_widget_class_install_action (widget_class, deeds[i].action, NULL, on_deed_cb);
  gtk_widget_class_install_action (widget_class, "review.edit", NULL, on_edit_cb);
  gtk_widget_class_install_action (widget_class, "review.stop", NULL, on_stop_cb);
  install_keys (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierReviewPage, title);
  gtk_widget_class_bind_template_child (widget_class, PalierReviewPage, progress);
  gtk_widget_class_bind_template_child (widget_class, PalierReviewPage, notice);
  gtk_widget_class_bind_template_child (widget_class, PalierReviewPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PalierReviewPage, name);
  gtk_widget_class_bind_template_child (widget_class, PalierReviewPage, details);
  gtk_widget_class_bind_template_child (widget_class, PalierReviewPage, verdict_icon);
  gtk_widget_class_bind_template_child (widget_class, PalierReviewPage, verdict);
  gtk_widget_class_bind_template_child (widget_class, PalierReviewPage, place);
  gtk_widget_class_bind_template_child (widget_class, PalierReviewPage, end);
  gtk_widget_class_bind_template_child (widget_class, PalierReviewPage, again);
  gtk_widget_class_bind_template_child (widget_class, PalierReviewPage, actions);
  gtk_widget_class_bind_template_child (widget_class, PalierReviewPage, approve_button);
  gtk_widget_class_bind_template_callback (widget_class, on_notice_cb);
}

static void
palier_review_page_init (PalierReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->fates = g_array_new (FALSE, TRUE, sizeof (Fate));
  self->steps = g_array_new (FALSE, FALSE, sizeof (Step));
}

/**
 * palier_review_page_new:
 * @made_by: (nullable): the changeset whose drafts are meant; all drafts where it is none
 */
AdwNavigationPage *
palier_review_page_new (PalierSession *session, const PalierId *made_by)
{
  PalierReviewPage *self = g_object_new (PALIER_TYPE_REVIEW_PAGE, NULL);

  self->session = g_object_ref (session);
  self->made_by = made_by != NULL ? *made_by : PALIER_ID_NIL;
  palier_shell_spawn (GTK_WIDGET (self), open_fiber);
  return ADW_NAVIGATION_PAGE (self);
}

/**
 * palier_review_page_tell:
 * @notice: what is to be known beside the drafts
 * @details: who is meant, and why
 */
void
palier_review_page_tell (PalierReviewPage *self, const char *notice, const char *details)
{
  g_set_str (&self->details_words, details);
  adw_banner_set_title (self->notice, notice);
  adw_banner_set_revealed (self->notice, TRUE);
}
