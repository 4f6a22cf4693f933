/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be asked of an account: each step's entries, its one deed, and where it leads. */
#include "palier-account-steps.h"

#include <glib/gi18n.h>

#include "palier-account-codes.h"
#include "palier-account-dialog.h"
#include "palier-account-secret.h"

static const char *
text (PalierAccountForm *form, const char *name)
{
  const char *typed = palier_account_form_get_text (form, name);
  return typed != NULL ? typed : "";
}

static void
start_again (PalierAccountForm *form, const GValue *value)
{
  palier_account_dialog_restart (GTK_WIDGET (form));
}

static void
go_back (PalierAccountForm *form, const char *words)
{
  palier_account_dialog_tell (GTK_WIDGET (form), words);
  palier_account_dialog_back (GTK_WIDGET (form));
}

/* ---- how an account comes about */

static DexFuture *
ask_create (PalierAccountForm *form, PalierAccountService *service)
{
  return palier_account_service_register (
      service, palier_account_dialog_get_relay (GTK_WIDGET (form)), text (form, "email"),
      text (form, "password"), text (form, "siret"));
}

static void
on_created (PalierAccountForm *form, const GValue *value)
{
  const PalierAccountAsked *asked = g_value_get_boxed (value);
  g_autofree char *sent = g_strdup_printf (
      _ ("A mail to %s holds a code of twelve characters. It is valid for half an hour."),
      text (form, "email"));

  if (asked->by_mail)
    palier_account_dialog_go (GTK_WIDGET (form), "verify", sent);
  else
    palier_account_dialog_go (
        GTK_WIDGET (form), "sign-in",
        _ ("This relay sends no mail: its operator confirms the account. Sign "
           "in once that is done."));
}

static DexFuture *
ask_verify (PalierAccountForm *form, PalierAccountService *service)
{
  return palier_account_service_verify (service, text (form, "code"));
}

static DexFuture *
ask_sign_in (PalierAccountForm *form, PalierAccountService *service)
{
  return palier_account_service_login (service, palier_account_dialog_get_relay (GTK_WIDGET (form)),
                                       text (form, "email"), text (form, "password"),
                                       palier_account_form_get_text (form, "factor"));
}

static DexFuture *
ask_join (PalierAccountForm *form, PalierAccountService *service)
{
  return palier_account_service_join (service, palier_account_dialog_get_relay (GTK_WIDGET (form)),
                                      text (form, "email"), text (form, "code"),
                                      text (form, "password"));
}

/* ---- passwords */

static DexFuture *
ask_forgotten (PalierAccountForm *form, PalierAccountService *service)
{
  return palier_account_service_ask_reset (
      service, palier_account_dialog_get_relay (GTK_WIDGET (form)), text (form, "email"));
}

static void
on_forgotten (PalierAccountForm *form, const GValue *value)
{
  const PalierAccountAsked *asked = g_value_get_boxed (value);
  g_autofree char *sent = g_strdup_printf (
      _ ("If %s has an account, a mail with a code is on its way to it."), text (form, "email"));

  if (asked->by_mail)
    palier_account_dialog_go (GTK_WIDGET (form), "reset", sent);
  else
    palier_account_dialog_go (GTK_WIDGET (form), "sign-in",
                              _ ("This relay sends no mail: its operator gives you a new "
                                 "password."));
}

static DexFuture *
ask_reset (PalierAccountForm *form, PalierAccountService *service)
{
  return palier_account_service_reset (service, text (form, "code"), text (form, "password"));
}

static void
on_reset (PalierAccountForm *form, const GValue *value)
{
  palier_account_dialog_go (GTK_WIDGET (form), "sign-in",
                            _ ("Your password is changed. Sign in with the new one."));
}

static DexFuture *
ask_password (PalierAccountForm *form, PalierAccountService *service)
{
  return palier_account_service_change_password (service, text (form, "password"),
                                                 text (form, "new_password"));
}

static void
on_password (PalierAccountForm *form, const GValue *value)
{
  go_back (form, _ ("Your password is changed"));
}

/* ---- the address */

static DexFuture *
ask_address (PalierAccountForm *form, PalierAccountService *service)
{
  return palier_account_service_ask_address (service, text (form, "email"),
                                             text (form, "password"));
}

static void
on_address (PalierAccountForm *form, const GValue *value)
{
  const PalierAccountAsked *asked = g_value_get_boxed (value);

  if (asked->by_mail)
    palier_account_dialog_go (GTK_WIDGET (form), "confirm-address", NULL);
  else
    go_back (form, _ ("This relay sends no mail: its operator changes the address"));
}

static DexFuture *
ask_confirm_address (PalierAccountForm *form, PalierAccountService *service)
{
  return palier_account_service_change_address (service, text (form, "code"),
                                                text (form, "present_code"));
}

static void
on_address_changed (PalierAccountForm *form, const GValue *value)
{
  palier_account_dialog_tell (GTK_WIDGET (form), _ ("Your address is changed"));
  palier_account_dialog_restart (GTK_WIDGET (form));
}

/* ---- the second step */

static DexFuture *
ask_factor (PalierAccountForm *form, PalierAccountService *service)
{
  return palier_account_service_enrol_factor (service, text (form, "password"));
}

static void
on_factor (PalierAccountForm *form, const GValue *value)
{
  const char *const *texts = g_value_get_boxed (value);
  PalierAccountForm *next = palier_account_dialog_make_step (GTK_WIDGET (form), "confirm", NULL);

  palier_account_form_add_above (next, palier_account_secret_new (texts[0], texts[1]));
  palier_account_dialog_push (GTK_WIDGET (form), ADW_NAVIGATION_PAGE (next));
}

static DexFuture *
ask_confirm (PalierAccountForm *form, PalierAccountService *service)
{
  return palier_account_service_confirm_factor (service, text (form, "code"));
}

static void
on_confirmed (PalierAccountForm *form, const GValue *value)
{
  palier_account_dialog_push (GTK_WIDGET (form),
                              palier_account_codes_new (g_value_get_boxed (value)));
}

static DexFuture *
ask_end_factor (PalierAccountForm *form, PalierAccountService *service)
{
  return palier_account_service_end_factor (service, text (form, "password"),
                                            text (form, "factor"));
}

static void
on_factor_ended (PalierAccountForm *form, const GValue *value)
{
  go_back (form, _ ("The second step is off"));
}

/* ---- the agency */

static DexFuture *
ask_invite (PalierAccountForm *form, PalierAccountService *service)
{
  return palier_account_service_invite (service, text (form, "email"), text (form, "role"));
}

static void
on_invited (PalierAccountForm *form, const GValue *value)
{
  g_autofree char *words =
      g_strdup_printf (_ ("A mail with a code is on its way to %s"), text (form, "email"));
  go_back (form, words);
}

static DexFuture *
ask_hosts (PalierAccountForm *form, PalierAccountService *service)
{
  return palier_account_service_change_hosts (service, palier_account_form_get_text (form, "name"),
                                              palier_account_form_get_text (form, "slug"),
                                              palier_account_form_get_text (form, "domain"));
}

static void
on_hosts (PalierAccountForm *form, const GValue *value)
{
  go_back (form, _ ("Changed"));
}

static DexFuture *
ask_leave (PalierAccountForm *form, PalierAccountService *service)
{
  return palier_account_service_leave (service, text (form, "password"));
}

/* ---- the table */

#define RECOVERY_OR_CODE N_ ("Code of the authenticator, or a recovery code")

static const PalierAccountStep steps[] = {
  { .name = "create",
    .title = N_ ("Create an Account"),
    .words = N_ ("The account is your agency's. What is on this computer comes along."),
    .button = N_ ("Create the Account"),
    .entries = { { "email", N_ ("Professional e-mail"), PALIER_ENTRY_OWN_EMAIL },
                 { "siret", N_ ("SIRET"), PALIER_ENTRY_SIRET },
                 { "password", N_ ("Password"), PALIER_ENTRY_NEW_PASSWORD } },
    .links = { { N_ ("I Have a Code Already"), "verify" } },
    .ask = ask_create,
    .done = on_created },
  { .name = "verify",
    .title = N_ ("Confirm Your Address"),
    .words = N_ ("Type the code of the last mail that was asked for from this computer."),
    .button = N_ ("Confirm"),
    .entries = { { "code", N_ ("Code from the mail"), PALIER_ENTRY_TEXT } },
    .ask = ask_verify,
    .done = start_again },
  { .name = "sign-in",
    .title = N_ ("Sign In"),
    .words = N_ ("What is on this computer and what is in the account come together."),
    .button = N_ ("Sign In"),
    .entries = { { "email", N_ ("E-mail"), PALIER_ENTRY_EMAIL },
                 { "password", N_ ("Password"), PALIER_ENTRY_PASSWORD },
                 { "factor", RECOVERY_OR_CODE, PALIER_ENTRY_TEXT, .after = "factor_needed" } },
    .links = { { N_ ("Forgotten Password"), "forgotten" } },
    .ask = ask_sign_in,
    .done = start_again },
  { .name = "join",
    .title = N_ ("Join an Agency"),
    .words =
        N_ ("An owner of the agency has invited you: the mail holds a code, which is valid for "
            "seven days."),
    .button = N_ ("Join"),
    .entries = { { "email", N_ ("E-mail"), PALIER_ENTRY_EMAIL },
                 { "code", N_ ("Code from the mail"), PALIER_ENTRY_TEXT },
                 { "password", N_ ("New password"), PALIER_ENTRY_NEW_PASSWORD } },
    .ask = ask_join,
    .done = start_again },
  { .name = "forgotten",
    .title = N_ ("Forgotten Password"),
    .words = N_ ("A mail with a code lets you set a new one."),
    .button = N_ ("Send the Code"),
    .entries = { { "email", N_ ("E-mail"), PALIER_ENTRY_EMAIL } },
    .links = { { N_ ("I Have a Code Already"), "reset" } },
    .ask = ask_forgotten,
    .done = on_forgotten },
  { .name = "reset",
    .title = N_ ("New Password"),
    .words = N_ ("Type the code of the last mail that was asked for from this computer."),
    .button = N_ ("Change the Password"),
    .entries = { { "code", N_ ("Code from the mail"), PALIER_ENTRY_TEXT },
                 { "password", N_ ("New password"), PALIER_ENTRY_NEW_PASSWORD } },
    .ask = ask_reset,
    .done = on_reset },
  { .name = "password",
    .title = N_ ("Change the Password"),
    .words = N_ ("Your other devices are signed out by it."),
    .button = N_ ("Change the Password"),
    .entries = { { "password", N_ ("Current password"), PALIER_ENTRY_PASSWORD },
                 { "new_password", N_ ("New password"), PALIER_ENTRY_NEW_PASSWORD } },
    .ask = ask_password,
    .done = on_password },
  { .name = "address",
    .title = N_ ("Change the Address"),
    .words = N_ ("You sign in with the new address once both have confirmed it: a code goes to "
                 "each. Your other devices are signed out by it."),
    .button = N_ ("Send the Codes"),
    .entries = { { "email", N_ ("New e-mail"), PALIER_ENTRY_OWN_EMAIL },
                 { "password", N_ ("Password"), PALIER_ENTRY_PASSWORD } },
    .links = { { N_ ("I Have the Codes Already"), "confirm-address" } },
    .ask = ask_address,
    .done = on_address },
  { .name = "confirm-address",
    .title = N_ ("Confirm Both Addresses"),
    .words = N_ ("Each of the two mails holds a code of twelve characters. They are valid for half "
                 "an hour."),
    .button = N_ ("Change the Address"),
    .entries = { { "code", N_ ("Code sent to the new address"), PALIER_ENTRY_TEXT },
                 { "present_code", N_ ("Code sent to the present address"), PALIER_ENTRY_TEXT } },
    .ask = ask_confirm_address,
    .done = on_address_changed },
  { .name = "factor",
    .title = N_ ("Second Step"),
    .words =
        N_ ("With a second step, signing in asks for a code of your phone too: a password that "
            "was stolen is not enough. You need an authenticator application."),
    .button = N_ ("Continue"),
    .entries = { { "password", N_ ("Password"), PALIER_ENTRY_PASSWORD } },
    .ask = ask_factor,
    .done = on_factor },
  { .name = "confirm",
    .title = N_ ("Your Authenticator"),
    .words =
        N_ ("Scan this picture with your authenticator, or copy the key into it; then type the "
            "code that it shows. Your other devices are signed out by it."),
    .button = N_ ("Turn On"),
    .entries = { { "code", N_ ("Code of the authenticator"), PALIER_ENTRY_TEXT } },
    .ask = ask_confirm,
    .done = on_confirmed },
  { .name = "end-factor",
    .title = N_ ("Second Step"),
    .words = N_ ("The second step is on. Without it your password alone lets in whoever has it."),
    .button = N_ ("Turn Off"),
    .destructive = TRUE,
    .entries = { { "password", N_ ("Password"), PALIER_ENTRY_PASSWORD },
                 { "factor", RECOVERY_OR_CODE, PALIER_ENTRY_TEXT } },
    .ask = ask_end_factor,
    .done = on_factor_ended },
  { .name = "invite",
    .title = N_ ("Invite a Member"),
    .words = N_ ("Members see all the agency's records. A reader changes nothing, an agent works "
                 "with them, an owner also decides who belongs to the agency."),
    .button = N_ ("Send the Invitation"),
    .entries = { { "email", N_ ("E-mail"), PALIER_ENTRY_EMAIL },
                 { "role", N_ ("Role"), PALIER_ENTRY_ROLE } },
    .ask = ask_invite,
    .done = on_invited },
  { .name = "change-hosts",
    .title = N_ ("Name and Addresses"),
    .words =
        N_ ("What you leave empty stays as it is. An address is a word such as agence-durand; a "
            "domain of your own, such as clients.your-agency.fr, is used once DNS says that it is "
            "yours: what to write there is shown next."),
    .button = N_ ("Change"),
    .entries = { { "name", N_ ("Name of the agency"), PALIER_ENTRY_TEXT },
                 { "slug", N_ ("Address under the relay’s domain"), PALIER_ENTRY_TEXT },
                 { "domain", N_ ("Domain of your own"), PALIER_ENTRY_TEXT } },
    .ask = ask_hosts,
    .done = on_hosts },
  { .name = "leave",
    .title = N_ ("Leave the Agency"),
    .words = N_ ("Your account ends. What is on this computer stays here, on this computer only; "
                 "what you brought to the agency stays with it too."),
    .button = N_ ("Leave the Agency"),
    .destructive = TRUE,
    .entries = { { "password", N_ ("Password"), PALIER_ENTRY_PASSWORD } },
    .ask = ask_leave,
    .done = start_again },
};

/* Returns: (nullable): the step of that name */
const PalierAccountStep *
palier_account_step_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (g_str_equal (steps[i].name, name))
      return &steps[i];
  return NULL;
}
