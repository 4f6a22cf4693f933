/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is listed of an account and of its agency. */
#include "palier-account-listings.h"

#include <glib/gi18n.h>

#include "palier-account-host-row.h"
#include "palier-account-roles.h"
#include "palier-format.h"

static GtkWidget *
set_up_row (GtkWidget *row, const char *title, const char *subtitle)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  return row;
}

static char *
dup_moment (gint64 at_ms)
{
  return palier_format_moment (at_ms, g_get_real_time () / G_TIME_SPAN_MILLISECOND);
}

/* ---- devices */

static DexFuture *
revoke_device (PalierAccountService *service, const char *id, const char *value)
{
  return palier_account_service_revoke (service, id);
}

static GtkWidget *
make_device (PalierAccountList *list, gconstpointer item)
{
  const PalierAccountDevice *device = item;
  g_autofree char *moment = dup_moment (device->used_ms);
  g_autofree char *seen = g_strdup_printf (_ ("Last seen: %s"), moment);
  g_autofree char *question = g_strdup_printf (_ ("Sign Out %s?"), device->name);
  GtkWidget *row = set_up_row (adw_action_row_new (), device->name,
                               device->current ? _ ("This computer") : seen);

  if (!device->current)
    adw_action_row_add_suffix (
        ADW_ACTION_ROW (row),
        palier_account_list_make_end (
            list, revoke_device, device->id, question,
            _ ("This device is out with its next request. What it has already stays on it."),
            _ ("_Sign Out")));
  return row;
}

/* ---- members */

static DexFuture *
set_role (PalierAccountService *service, const char *id, const char *role)
{
  return palier_account_service_set_role (service, id, role, FALSE);
}

static DexFuture *
remove_member (PalierAccountService *service, const char *id, const char *value)
{
  return palier_account_service_remove_member (service, id);
}

static void
on_role_cb (GtkWidget *row, GParamSpec *pspec, PalierAccountList *list)
{
  const char *id = g_object_get_data (G_OBJECT (row), "member");

  palier_account_list_run (list, set_role, id, palier_account_role_row_get (row));
}

/* A row that sets the role of a member. */
static GtkWidget *
make_choice (PalierAccountList *list, const PalierAgencyMember *member)
{
  GtkWidget *row = palier_account_role_row_new ();

  palier_account_role_row_set (row, member->role);
  g_object_set_data_full (G_OBJECT (row), "member", g_strdup (member->id), g_free);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_role_cb), list, 0);
  return set_up_row (row, member->email, "");
}

static GtkWidget *
make_reading (const PalierAgencyMember *member)
{
  const char *role = palier_account_role_words (member->role);
  g_autofree char *until = dup_moment (member->until_ms);
  g_autofree char *own = g_strdup_printf (_ ("%s; this is you"), role);
  g_autofree char *invited = g_strdup_printf (_ ("%s; invited until %s"), role, until);
  const char *state = member->current ? own : role;

  return set_up_row (adw_action_row_new (), member->email, member->invited ? invited : state);
}

static GtkWidget *
make_end (PalierAccountList *list, const PalierAgencyMember *member)
{
  g_autofree char *question = g_strdup_printf (
      member->invited ? _ ("Take Back the Invitation of %s?") : _ ("Remove %s?"), member->email);

  return palier_account_list_make_end (
      list, remove_member, member->id, question,
      member->invited
          ? _ ("The code of the mail is good for nothing then.")
          : _ ("This account ends and its devices are signed out. The agency's records stay."),
      member->invited ? _ ("_Take Back") : _ ("_Remove"));
}

static GtkWidget *
make_member (PalierAccountList *list, gconstpointer item)
{
  const PalierAgencyMember *member = item;
  gboolean mine_to_set = palier_account_list_may_change (list) && !member->current;
  GtkWidget *row =
      mine_to_set && !member->invited ? make_choice (list, member) : make_reading (member);

  if (mine_to_set)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_end (list, member));
  return row;
}

/* ---- handing over */

static DexFuture *
hand_over (PalierAccountService *service, const char *id, const char *value)
{
  return palier_account_service_set_role (service, id, "owner", TRUE);
}

/* Who may take the agency over: another one who is a member already. */
static GtkWidget *
make_heir (PalierAccountList *list, gconstpointer item)
{
  const PalierAgencyMember *member = item;
  g_autofree char *question = g_strdup_printf (_ ("Hand Over the Agency to %s?"), member->email);

  if (!palier_account_list_may_change (list) || member->current || member->invited)
    return NULL;
  GtkWidget *row =
      set_up_row (adw_action_row_new (), member->email, palier_account_role_words (member->role));
  palier_account_list_ask_at_row (
      list, row, hand_over, member->id, question,
      _ ("From now on this member decides who belongs to the agency, and you are an agent. Only an "
         "owner can give this back to you."),
      _ ("_Hand Over"));
  return row;
}

/* ---- the table */

static const PalierAccountListing listings[] = {
  { .name = "devices",
    .title = N_ ("Devices"),
    .words = N_ ("These are signed in to your account. Sign out what you do not know, and change "
                 "your password then."),
    .read = palier_account_service_list_devices,
    .make_row = make_device },
  { .name = "members",
    .title = N_ ("Members"),
    .words = N_ ("All members see all the agency's records."),
    .owners = N_ ("Owners invite and remove members, and set their roles."),
    .add = N_ ("Invite a Member"),
    .add_page = "invite",
    .read = palier_account_service_list_members,
    .make_row = make_member },
  { .name = "hosts",
    .title = N_ ("Name and Addresses"),
    .words =
        N_ ("What your readers see: the name on the pages they come to, and the address in the "
            "links of your messages."),
    .owners = N_ ("Only an owner of the agency changes this."),
    .add = N_ ("Change"),
    .add_page = "change-hosts",
    .read = palier_account_service_list_hosts,
    .make_row = palier_account_host_row_new },
  { .name = "hand-over",
    .title = N_ ("Hand Over the Agency"),
    .words =
        N_ ("Choose the member who becomes its owner; you become an agent at once. Who is not a "
            "member yet is invited first."),
    .owners = N_ ("Only an owner of the agency does this."),
    .add = N_ ("Invite a Member"),
    .add_page = "invite",
    .done = N_ ("The agency is handed over"),
    .read = palier_account_service_list_members,
    .make_row = make_heir },
};

/* Returns: (nullable): the listing of that name */
const PalierAccountListing *
palier_account_listing_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (listings); i++)
    if (g_str_equal (listings[i].name, name))
      return &listings[i];
  return NULL;
}
