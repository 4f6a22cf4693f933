/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one table that turns a domain and a code into words: what happened, what was kept, what to
 * do. Both programs show these; what an error's own message says goes to the log. */
#include "palier-session-error.h"

#include <glib/gi18n.h>

#include "palier-ai.h"
#include "palier-composer.h"
#include "palier-export.h"
#include "palier-gate.h"
#include "palier-import-error.h"
#include "palier-keyring.h"
#include "palier-net.h"
#include "palier-sender-test.h"
#include "palier-storage-error.h"
#include "palier-sync-error.h"
#include "palier-words-table.h"
#include "palier-words.h"

typedef struct
{
  int code;
  PalierFailure failure;
  const char *words;
} Entry;

static const Entry session_entries[] = {
  { PALIER_SESSION_ERROR_ACCOUNT, PALIER_FAILURE_NETWORK, N_ ("The relay refuses this.") },
  { PALIER_SESSION_ERROR_NO_WORKSPACE, PALIER_FAILURE_OTHER,
    N_ ("There is no contact base in this folder yet. Create one first.") },
  { PALIER_SESSION_ERROR_EXISTS, PALIER_FAILURE_OTHER,
    N_ ("This folder holds a contact base already. Nothing was changed.") },
  { PALIER_SESSION_ERROR_NO_KEY, PALIER_FAILURE_OTHER,
    N_ ("The key of this contact base was not found. Without it nobody can read the base: restore "
        "your keyring, or give the key file.") },
  { PALIER_SESSION_ERROR_NOT_FOUND, PALIER_FAILURE_OTHER, N_ ("This record does not exist.") },
  { PALIER_SESSION_ERROR_NO_CONTACT, PALIER_FAILURE_OTHER,
    N_ ("No column of this file was taken for a name, an address or a number, so nothing was "
        "imported. Say which column is which.") },
  { PALIER_SESSION_ERROR_FILE_CHANGED, PALIER_FAILURE_OTHER,
    N_ ("This file was changed since you looked at it. Nothing was imported: look at it again "
        "first.") },
  { PALIER_SESSION_ERROR_PROFILE, PALIER_FAILURE_OTHER,
    N_ ("Complete your agency's profile first: a message must say who writes.") },
  { PALIER_SESSION_ERROR_AI_BUDGET, PALIER_FAILURE_OTHER,
    N_ ("This month’s budget for writing services is used up. Raise it in the preferences, or wait "
        "for the next month.") },
  { PALIER_SESSION_ERROR_AI_OPPOSED, PALIER_FAILURE_OTHER,
    N_ ("This prospect refuses that a service outside reads about them to write.") },
  { PALIER_SESSION_ERROR_NO_WORDING, PALIER_FAILURE_OTHER,
    N_ ("There is no other wording of this paragraph. Nothing was changed.") },
  { PALIER_SESSION_ERROR_NO_SENDER, PALIER_FAILURE_OTHER,
    N_ ("No mailbox to send from is set. Nothing was sent; the messages stay approved.") },
  { PALIER_SESSION_ERROR_NO_ADDRESS, PALIER_FAILURE_OTHER,
    N_ ("No e-mail address is known for this prospect.") },
  { PALIER_SESSION_ERROR_CHECKS, PALIER_FAILURE_OTHER,
    N_ ("The text has points to mend. Correct them, or confirm that you send it as it is.") },
  { PALIER_SESSION_ERROR_STATE, PALIER_FAILURE_OTHER,
    N_ ("This message is not in a state that allows this. Nothing was changed.") },
  { PALIER_SESSION_ERROR_NO_SEGMENT, PALIER_FAILURE_USAGE,
    N_ ("There is no segment of this name.") },
  { PALIER_SESSION_ERROR_SEGMENT_NAME, PALIER_FAILURE_USAGE,
    N_ ("A segment needs a name of at most 100 characters.") },
  { PALIER_SESSION_ERROR_NO_TEMPLATE, PALIER_FAILURE_USAGE,
    N_ ("There is no template of this identifier, key or name.") },
  { PALIER_SESSION_ERROR_TEMPLATE_NAME, PALIER_FAILURE_USAGE,
    N_ ("A template needs a name of at most 100 characters.") },
  { PALIER_SESSION_ERROR_TEMPLATE_TWICE, PALIER_FAILURE_USAGE,
    N_ ("There is a template of this name already. Nothing was changed: give another name.") },
  { PALIER_SESSION_ERROR_TEMPLATE_SHIPS, PALIER_FAILURE_USAGE,
    N_ ("This template comes with Palier and stays as it is. Duplicate it to change it.") },
  { PALIER_SESSION_ERROR_TEMPLATE_KIND, PALIER_FAILURE_OTHER,
    N_ ("This template is for the other kind of prospect, agencies or persons. Nothing was "
        "written.") },
  { PALIER_SESSION_ERROR_NO_REFERENCE, PALIER_FAILURE_USAGE,
    N_ ("There is no reference of this identifier.") },
  { PALIER_SESSION_ERROR_NO_CAMPAIGN, PALIER_FAILURE_USAGE,
    N_ ("There is no campaign of this name.") },
  { PALIER_SESSION_ERROR_CAMPAIGN_NAME, PALIER_FAILURE_USAGE,
    N_ ("A campaign needs a name of at most 100 characters.") },
  { PALIER_SESSION_ERROR_CAMPAIGN_STATE, PALIER_FAILURE_OTHER,
    N_ ("This campaign is not in a state that allows this. Nothing was changed.") },
  { PALIER_SESSION_ERROR_NOT_REPLACED, PALIER_FAILURE_OTHER,
    N_ ("No other device's value stands in this field in place of yours. Nothing was changed.") },
  { PALIER_SESSION_ERROR_RELAY, PALIER_FAILURE_NETWORK,
    N_ ("The relay does not answer as it should. What waits is kept and will be tried again.") },
  { PALIER_SESSION_ERROR_LOGIN, PALIER_FAILURE_NETWORK,
    N_ ("The relay does not know this e-mail address and password.") },
};

static const Entry storage_entries[] = {
  { PALIER_STORAGE_ERROR_NOT_A_FOLDER, PALIER_FAILURE_OTHER,
    N_ ("This is not a folder, or it cannot be made. Choose another place.") },
  { PALIER_STORAGE_ERROR_NO_WORKSPACE, PALIER_FAILURE_OTHER,
    N_ ("There is no contact base in this folder yet. Create one first.") },
  { PALIER_STORAGE_ERROR_EXISTS, PALIER_FAILURE_OTHER,
    N_ ("This folder holds a contact base already. Nothing was changed.") },
  { PALIER_STORAGE_ERROR_READ_ONLY, PALIER_FAILURE_OTHER,
    N_ ("This folder cannot be written to. Nothing was changed.") },
  { PALIER_STORAGE_ERROR_WRONG_KEY, PALIER_FAILURE_OTHER,
    N_ ("The key does not open this contact base. Nothing was changed.") },
  { PALIER_STORAGE_ERROR_DAMAGED, PALIER_FAILURE_OTHER,
    N_ ("The contact base is damaged. Nothing was changed; restore it from a backup.") },
  { PALIER_STORAGE_ERROR_TRUNCATED, PALIER_FAILURE_OTHER,
    N_ ("A part of the contact base's file is missing. Nothing was changed; restore it from a "
        "backup.") },
  { PALIER_STORAGE_ERROR_NEWER, PALIER_FAILURE_OTHER,
    N_ ("This contact base was written by a newer version of Palier. It can be read, not changed: "
        "update this program.") },
  { PALIER_STORAGE_ERROR_FULL, PALIER_FAILURE_OTHER,
    N_ ("The disk is full. What was saved before is kept; make room and try again.") },
  { PALIER_STORAGE_ERROR_BUSY, PALIER_FAILURE_LOCKED,
    N_ ("Another program is writing to the contact base. Nothing was changed; try again in a "
        "moment.") },
  { PALIER_STORAGE_ERROR_NO_CIPHER, PALIER_FAILURE_OTHER,
    N_ ("This installation cannot encrypt, so it refuses to open the contact base. Install Palier "
        "again.") },
  { PALIER_STORAGE_ERROR_NOT_FOUND, PALIER_FAILURE_OTHER, N_ ("This record does not exist.") },
  { PALIER_STORAGE_ERROR_STATE, PALIER_FAILURE_OTHER,
    N_ ("This cannot be done any more: it was undone or changed already.") },
  { PALIER_STORAGE_ERROR_VALUE, PALIER_FAILURE_OTHER,
    N_ ("This value does not fit here. The former one was kept.") },
  { PALIER_STORAGE_ERROR_CLOSED, PALIER_FAILURE_OTHER, N_ ("The contact base is closed.") },
  { PALIER_STORAGE_ERROR_FAILED, PALIER_FAILURE_OTHER,
    N_ ("The disk or the contact base failed. What was saved before is kept.") },
};

static const Entry keyring_entries[] = {
  { PALIER_KEYRING_ERROR_NO_SECRET, PALIER_FAILURE_OTHER,
    N_ ("Your keyring does not hold what is needed. Unlock it and try again.") },
  { PALIER_KEYRING_ERROR_NO_SERVICE, PALIER_FAILURE_OTHER,
    N_ ("This session has no keyring to keep the key in. Use a key file (--key-file).") },
  { PALIER_KEYRING_ERROR_DISMISSED, PALIER_FAILURE_OTHER,
    N_ ("Your keyring stayed locked, so the contact base stays closed.") },
  { PALIER_KEYRING_ERROR_FILE, PALIER_FAILURE_OTHER,
    N_ ("The key file cannot be read or made. Check its path and permissions.") },
  { PALIER_KEYRING_ERROR_FILE_MODE, PALIER_FAILURE_OTHER,
    N_ ("Others may read the key file, so it is refused. Allow it for yourself only "
        "(chmod 600).") },
  { PALIER_KEYRING_ERROR_FILE_FORM, PALIER_FAILURE_OTHER,
    N_ ("This is no key file: it must hold 64 hexadecimal digits.") },
  { PALIER_KEYRING_ERROR_FAILED, PALIER_FAILURE_OTHER, N_ ("Your keyring does not answer.") },
};

static const Entry import_entries[] = {
  { PALIER_IMPORT_ERROR_NOT_A_TABLE, PALIER_FAILURE_OTHER,
    N_ ("This file is not a table of contacts. Nothing was imported. Export your contacts as Excel, "
        "CSV or vCard.") },
  { PALIER_IMPORT_ERROR_EMPTY, PALIER_FAILURE_OTHER,
    N_ ("This file is empty. Nothing was imported.") },
  { PALIER_IMPORT_ERROR_ENCRYPTED, PALIER_FAILURE_OTHER,
    N_ ("This file is protected by a password. Nothing was imported. Save it without one.") },
  { PALIER_IMPORT_ERROR_OLD_FORMAT, PALIER_FAILURE_OTHER,
    N_ ("This is a binary workbook (.xlsb), or one of before 1995. Nothing was imported. Save it as "
        ".xlsx or .csv.") },
  { PALIER_IMPORT_ERROR_TOO_BIG, PALIER_FAILURE_OTHER,
    N_ ("This file unpacks to more than any list of contacts holds. Nothing was imported.") },
  { PALIER_IMPORT_ERROR_DAMAGED, PALIER_FAILURE_OTHER,
    N_ ("This file is damaged. Nothing was imported. Open it in the program that it is from and "
        "save it again.") },
  { PALIER_IMPORT_ERROR_NO_SHEET, PALIER_FAILURE_OTHER,
    N_ ("This file has no sheet of that name, or none at all. Nothing was imported.") },
  { PALIER_IMPORT_ERROR_VANISHED, PALIER_FAILURE_OTHER,
    N_ ("The file is not there any more, or it changed while it was read. Nothing was imported.") },
  { PALIER_IMPORT_ERROR_UNREADABLE, PALIER_FAILURE_OTHER,
    N_ ("This file cannot be read. Nothing was imported. Check its permissions.") },
  { PALIER_IMPORT_ERROR_PDF, PALIER_FAILURE_OTHER,
    N_ ("This is a PDF, which holds no rows. Nothing was imported. Export the list as Excel or CSV "
        "from the program that made it.") },
  { PALIER_IMPORT_ERROR_PICTURE, PALIER_FAILURE_OTHER,
    N_ ("This is a picture. Nothing was imported. Export the list itself as Excel or CSV.") },
  { PALIER_IMPORT_ERROR_DOCUMENT, PALIER_FAILURE_OTHER,
    N_ ("This is a text document, not a spreadsheet. Nothing was imported. Copy its table and paste "
        "it here, or save the list as Excel or CSV.") },
  { PALIER_IMPORT_ERROR_NUMBERS, PALIER_FAILURE_OTHER,
    N_ ("This is a Numbers document. Nothing was imported. In Numbers, export it as Excel or "
        "CSV.") },
  { PALIER_IMPORT_ERROR_SHORTCUT, PALIER_FAILURE_OTHER,
    N_ ("This file only points to a table that is elsewhere. Nothing was imported. Open it and "
        "download it as Excel or CSV (in Google Sheets: File, Download).") },
  { PALIER_IMPORT_ERROR_WEB_PAGE, PALIER_FAILURE_OTHER,
    N_ ("This web page holds no table. Nothing was imported. Export the list as Excel or CSV.") },
  { PALIER_IMPORT_ERROR_XML, PALIER_FAILURE_OTHER,
    N_ ("This XML file is of no known kind. Nothing was imported. Save it as .xlsx or .csv.") },
  { PALIER_IMPORT_ERROR_MAILS, PALIER_FAILURE_OTHER,
    N_ ("These are e-mails, not a list of contacts. Nothing was imported. Export the address book as "
        "CSV or vCard.") },
  { PALIER_IMPORT_ERROR_DATABASE, PALIER_FAILURE_OTHER,
    N_ ("This is a database. Nothing was imported. Export the contacts in it as Excel or CSV.") },
  { PALIER_IMPORT_ERROR_ARCHIVE, PALIER_FAILURE_OTHER,
    N_ ("This archive holds no table that can be read. Nothing was imported. Unpack it and import "
        "the files in it.") },
};

static const Entry sync_entries[] = {
  { PALIER_SYNC_ERROR_NO_PROGRAM, PALIER_FAILURE_OTHER,
    N_ ("The part that sends messages is not installed. Install Palier again.") },
  { PALIER_SYNC_ERROR_START, PALIER_FAILURE_NETWORK,
    N_ ("The part that sends messages could not be started. What waits is kept.") },
  { PALIER_SYNC_ERROR_LOCKED, PALIER_FAILURE_LOCKED,
    N_ ("Another program is sending for this contact base. What waits is kept.") },
  { PALIER_SYNC_ERROR_LOGIN, PALIER_FAILURE_NETWORK,
    N_ ("The relay does not know this e-mail address and password. Log in again; what waits is "
        "kept.") },
  { PALIER_SYNC_ERROR_NONSENSE, PALIER_FAILURE_NETWORK,
    N_ ("What answers at this address is not a relay of Palier. What waits is kept.") },
  { PALIER_SYNC_ERROR_REFUSED, PALIER_FAILURE_NETWORK,
    N_ ("The relay refuses this request. What waits is kept; update this program.") },
  { PALIER_SYNC_ERROR_RELAY, PALIER_FAILURE_NETWORK,
    N_ ("The relay has a problem of its own. What waits is kept and will be tried again.") },
  { PALIER_SYNC_ERROR_OLD_RELAY, PALIER_FAILURE_NETWORK,
    N_ ("This relay is older than this program and cannot talk with it. What waits is kept, and goes "
        "once the relay’s operator has updated it; until then you work on this computer.") },
  { PALIER_SYNC_ERROR_OLD_CLIENT, PALIER_FAILURE_NETWORK,
    N_ ("This version of Palier is too old for the relay. What waits is kept, and goes once you have "
        "updated Palier; until then you work on this computer.") },
};

static const Entry net_entries[] = {
  { PALIER_NET_ERROR_CANCELLED, PALIER_FAILURE_CANCELLED, N_ ("Cancelled.") },
  { PALIER_NET_ERROR_RESOLVE, PALIER_FAILURE_NETWORK,
    N_ ("No connection, or no such server. What waits is kept and will be tried again.") },
  { PALIER_NET_ERROR_CONNECT, PALIER_FAILURE_NETWORK,
    N_ ("The server does not answer. What waits is kept and will be tried again.") },
  { PALIER_NET_ERROR_TIMED_OUT, PALIER_FAILURE_NETWORK,
    N_ ("The server did not answer in time. What waits is kept and will be tried again.") },
  { PALIER_NET_ERROR_TLS, PALIER_FAILURE_NETWORK,
    N_ ("The server's certificate does not hold, so nothing was sent to it.") },
  { PALIER_NET_ERROR_DROPPED, PALIER_FAILURE_NETWORK,
    N_ ("The connection broke. What waits is kept and will be tried again.") },
  { PALIER_NET_ERROR_TOO_LARGE, PALIER_FAILURE_NETWORK,
    N_ ("The server's answer is too large to be one of ours.") },
  { PALIER_NET_ERROR_INSECURE, PALIER_FAILURE_USAGE,
    N_ ("This address is not encrypted: it must begin with https.") },
  { PALIER_NET_ERROR_URL, PALIER_FAILURE_USAGE, N_ ("This is no address of a server.") },
  { PALIER_NET_ERROR_JSON, PALIER_FAILURE_NETWORK,
    N_ ("What answers at this address is not a relay of Palier. What waits is kept.") },
};

static const Entry drafting_entries[] = {
  { PALIER_DRAFTING_ERROR_NO_TEMPLATE, PALIER_FAILURE_OTHER,
    N_ ("No message template fits this prospect: too little is known about it.") },
  { PALIER_DRAFTING_ERROR_ANSWER, PALIER_FAILURE_OTHER,
    N_ ("The service wrote something that was not asked of it. The text was not kept.") },
};

static const Entry ai_entries[] = {
  { PALIER_AI_ERROR_CANCELLED, PALIER_FAILURE_CANCELLED, N_ ("Cancelled. Nothing was changed.") },
  { PALIER_AI_ERROR_SETTINGS, PALIER_FAILURE_USAGE,
    N_ ("The writing service needs an address that begins with https, and a key.") },
  { PALIER_AI_ERROR_LOCAL_ONLY, PALIER_FAILURE_USAGE,
    N_ ("Nothing may leave this computer, and this service is elsewhere. Allow it in the "
        "preferences, or choose a service of this computer.") },
  { PALIER_AI_ERROR_UNREACHABLE, PALIER_FAILURE_NETWORK,
    N_ ("The writing service cannot be reached. Check the connection and its address.") },
  { PALIER_AI_ERROR_TLS, PALIER_FAILURE_NETWORK,
    N_ ("The server's certificate does not hold, so nothing was sent to it.") },
  { PALIER_AI_ERROR_TIMED_OUT, PALIER_FAILURE_NETWORK,
    N_ ("The writing service did not answer in time.") },
  { PALIER_AI_ERROR_BROKEN_OFF, PALIER_FAILURE_NETWORK,
    N_ ("The connection broke before the text was whole.") },
  { PALIER_AI_ERROR_NO_SERVICE, PALIER_FAILURE_NETWORK,
    N_ ("Not a writing service but a page answers at this address: sign in to the network first, or "
        "check the address.") },
  { PALIER_AI_ERROR_KEY, PALIER_FAILURE_USAGE,
    N_ ("The writing service does not accept the key. Enter it again in the preferences.") },
  { PALIER_AI_ERROR_FORBIDDEN, PALIER_FAILURE_OTHER,
    N_ ("The writing service refuses this key or this country the access.") },
  { PALIER_AI_ERROR_CREDIT, PALIER_FAILURE_OTHER,
    N_ ("The account at the writing service has no credit left.") },
  { PALIER_AI_ERROR_MODEL, PALIER_FAILURE_USAGE,
    N_ ("The writing service does not have this model, or has it no longer. Choose another one.") },
  { PALIER_AI_ERROR_REQUEST, PALIER_FAILURE_OTHER,
    N_ ("The writing service does not take what was asked. Try another model.") },
  { PALIER_AI_ERROR_RATE, PALIER_FAILURE_NETWORK,
    N_ ("The writing service is asked too often. Try again in a moment.") },
  { PALIER_AI_ERROR_SERVER, PALIER_FAILURE_NETWORK,
    N_ ("The writing service has a fault of its own. Try again later.") },
  { PALIER_AI_ERROR_RESTING, PALIER_FAILURE_NETWORK,
    N_ ("The writing service failed repeatedly and is left alone for a moment.") },
  { PALIER_AI_ERROR_TOO_LARGE, PALIER_FAILURE_OTHER,
    N_ ("The writing service answered far more than was asked. The text was not kept.") },
  { PALIER_AI_ERROR_MALFORMED, PALIER_FAILURE_OTHER,
    N_ ("What answers at this address is no writing service of a kind that is known.") },
  { PALIER_AI_ERROR_REFUSED, PALIER_FAILURE_OTHER,
    N_ ("The model declines to write this message.") },
  { PALIER_AI_ERROR_FILTERED, PALIER_FAILURE_OTHER,
    N_ ("The writing service kept its text back.") },
  { PALIER_AI_ERROR_CUT, PALIER_FAILURE_OTHER,
    N_ ("The text reached the limit of its length. Raise the limit in the preferences.") },
  { PALIER_AI_ERROR_EMPTY, PALIER_FAILURE_OTHER, N_ ("The writing service answered nothing.") },
  { PALIER_AI_ERROR_STRUCTURE, PALIER_FAILURE_OTHER,
    N_ ("The model did not keep to the form that was asked of it. Try another model.") },
};

static const Entry reports_entries[] = {
  { PALIER_REPORTS_ERROR_WRITE, PALIER_FAILURE_OTHER,
    N_ ("The file cannot be written. Check the folder and the room on the disk.") },
  { PALIER_REPORTS_ERROR_TOO_LONG, PALIER_FAILURE_OTHER,
    N_ ("More rows than a sheet holds: export as CSV.") },
};

static const Entry io_entries[] = {
  { G_IO_ERROR_CANCELLED, PALIER_FAILURE_CANCELLED, N_ ("Cancelled. Nothing was changed.") },
  { G_IO_ERROR_NOT_FOUND, PALIER_FAILURE_OTHER, N_ ("There is no such file.") },
  { G_IO_ERROR_PERMISSION_DENIED, PALIER_FAILURE_OTHER,
    N_ ("This file or folder does not allow it. Check its permissions.") },
  { G_IO_ERROR_NO_SPACE, PALIER_FAILURE_OTHER,
    N_ ("The disk is full. What was saved before is kept; make room and try again.") },
  { G_IO_ERROR_TIMED_OUT, PALIER_FAILURE_NETWORK,
    N_ ("The server did not answer in time. What waits is kept and will be tried again.") },
};

static const Entry *
find_in (const Entry *entries, gsize length, int code)
{
  for (gsize i = 0; i < length; i++)
    if (entries[i].code == code)
      return &entries[i];
  return NULL;
}

#define FIND(entries) find_in (entries, G_N_ELEMENTS (entries), error->code)

static const Entry *
find_entry (const GError *error)
{
  if (error->domain == PALIER_SESSION_ERROR)
    return FIND (session_entries);
  if (error->domain == PALIER_STORAGE_ERROR)
    return FIND (storage_entries);
  if (error->domain == PALIER_KEYRING_ERROR)
    return FIND (keyring_entries);
  if (error->domain == PALIER_IMPORT_ERROR)
    return FIND (import_entries);
  if (error->domain == PALIER_SYNC_ERROR)
    return FIND (sync_entries);
  if (error->domain == PALIER_NET_ERROR)
    return FIND (net_entries);
  if (error->domain == PALIER_DRAFTING_ERROR)
    return FIND (drafting_entries);
  if (error->domain == PALIER_AI_ERROR)
    return FIND (ai_entries);
  if (error->domain == PALIER_REPORTS_ERROR)
    return FIND (reports_entries);
  return error->domain == G_IO_ERROR ? FIND (io_entries) : NULL;
}

/* Codes whose message is itself a code with words of its own. */
static char *
words_of_detail (const GError *error)
{
  if (g_error_matches (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_VALUE))
  {
    g_autofree char *words = palier_words_problem (&(PalierProblem) { .code = error->message });
    return g_strdup_printf (_ ("%s. The former value was kept."), words);
  }
  if (g_error_matches (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_FIELD))
  {
    g_autofree char *words = palier_words_problem (&(PalierProblem) { .code = error->message });
    return g_strdup_printf (_ ("%s. Nothing was added."), words);
  }
  if (g_error_matches (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_REFERENCE))
    return palier_words_reference_fault (error->message);
  if (error->domain == PALIER_DRAFTING_ERROR)
    return palier_words_template_fault (error);
  if (g_error_matches (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_SEQUENCE))
    return palier_words_sequence_fault (error->message);
  if (g_error_matches (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_AUDIENCE))
    return g_strdup_printf (_ ("Line %s of the audience is no prospect with an id. Nothing was "
                               "planned."),
                            error->message);
  if (g_error_matches (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_ACCOUNT))
    return g_strdup (palier_session_account_words (error->message));
  if (!g_error_matches (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_GATE))
    return g_error_matches (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_SENDER_TEST)
               ? palier_sender_fault_words (error->message)
               : NULL;
  PalierVerdict verdict = { .kind = PALIER_VERDICT_BLOCKED,
                            .reason = palier_gate_reason_from_name (error->message),
                            .alternative = PALIER_CHANNEL_NONE };
  return palier_words_verdict (&verdict);
}

/**
 * palier_session_error_message:
 *
 * Returns: (transfer full): one or two sentences for the user, never empty
 */
char *
palier_session_error_message (const GError *error)
{
  const Entry *entry = find_entry (error);
  char *detail = words_of_detail (error);

  if (detail != NULL)
    return detail;
  if (g_error_matches (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_OPTIONS))
    return g_strdup_printf (_ ("This cannot be read: %s"), error->message);
  if (entry != NULL)
    return g_strdup (_ (entry->words));
  return g_strdup_printf (_ ("Something went wrong (%s). What was saved before is kept."),
                          error->message);
}

PalierFailure
palier_session_error_failure (const GError *error)
{
  const Entry *entry = find_entry (error);

  if (g_error_matches (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_OPTIONS))
    return PALIER_FAILURE_USAGE;
  return entry != NULL ? entry->failure : PALIER_FAILURE_OTHER;
}

/* Whether the relay does not let this device in any more, so that a new sign-in is needed. */
gboolean
palier_session_error_is_signed_out (const GError *error)
{
  return g_error_matches (error, PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_LOGIN);
}
