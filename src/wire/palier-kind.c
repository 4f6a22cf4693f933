/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table a kind. A prospect's is palier-field's, seen through the same window. */
#include "palier-kind.h"

#include <string.h>

#define FIELD(name, type) { name, PALIER_TYPE_##type, PALIER_MERGE_LAST_WRITER, FALSE, NULL }
#define PERSONAL(name, type) { name, PALIER_TYPE_##type, PALIER_MERGE_LAST_WRITER, TRUE, NULL }
#define CHOSEN_SET(name, choices) { name, PALIER_TYPE_SET, PALIER_MERGE_SET, FALSE, choices }
#define CHOICE(name, choices) { name, PALIER_TYPE_CHOICE, PALIER_MERGE_LAST_WRITER, FALSE, choices }
#define ONCE(name, type) { name, PALIER_TYPE_##type, PALIER_MERGE_ONCE, FALSE, NULL }
#define ONCE_PERSONAL(name, type) { name, PALIER_TYPE_##type, PALIER_MERGE_ONCE, TRUE, NULL }
#define ONCE_CHOICE(name, choices) { name, PALIER_TYPE_CHOICE, PALIER_MERGE_ONCE, FALSE, choices }

static const PalierKindField message_fields[] = {
  FIELD ("prospect", ID),
  CHOICE ("channel", "email sms linkedin call letter"),
  FIELD ("template_key", TEXT),
  FIELD ("angle", TEXT),
  PERSONAL ("subject", TEXT),
  PERSONAL ("body", LONG_TEXT),
  CHOICE ("state", "draft approved withdrawn"),
  FIELD ("due_at", TIME),
  FIELD ("created_at", TIME),
  FIELD ("approved_at", TIME),
  FIELD ("personalization", INTEGER),
  FIELD ("reading_s", INTEGER),
  PERSONAL ("facts", JSON),
  PERSONAL ("checks", JSON),
  FIELD ("sender", ID),
  PERSONAL ("to", TEXT),
  PERSONAL ("to_name", TEXT),
  FIELD ("notice", YES_NO),
  FIELD ("writer", JSON),
  FIELD ("campaign", ID),
  FIELD ("step", INTEGER),
};

static const PalierKindField event_fields[] = {
  ONCE ("name", TEXT),          ONCE ("at", TIME), ONCE ("prospect", ID), ONCE ("message", ID),
  ONCE_PERSONAL ("data", JSON),
};

static const PalierKindField consent_fields[] = {
  ONCE ("subject", ID),
  ONCE_CHOICE ("purpose", "prospecting open click enrichment profiling ai"),
  ONCE_CHOICE ("channel", "email sms linkedin call letter"),
  ONCE ("given", YES_NO),
  ONCE ("at", TIME),
  ONCE ("expires_at", TIME),
  ONCE_CHOICE ("origin", "person user import"),
  ONCE_PERSONAL ("proof", LONG_TEXT),
};

static const PalierKindField suppression_fields[] = {
  ONCE ("hash", TEXT),  ONCE_CHOICE ("address_kind", "email phone"),
  ONCE ("at", TIME),    ONCE ("reason", TEXT),
  ONCE ("message", ID),
};

static const PalierKindField setting_fields[] = {
  FIELD ("key", TEXT),
  PERSONAL ("value", LONG_TEXT),
};

static const PalierKindField sender_fields[] = {
  CHOICE ("channel", "email sms"),
  FIELD ("host", TEXT),
  FIELD ("port", INTEGER),
  CHOICE ("security", "tls starttls none"),
  PERSONAL ("user", TEXT),
  PERSONAL ("from_name", TEXT),
  PERSONAL ("from_email", EMAIL),
  PERSONAL ("reply_to", EMAIL),
  FIELD ("daily_cap", INTEGER),
  FIELD ("allow_plain_loopback", YES_NO),
  FIELD ("imap_host", TEXT),
  FIELD ("imap_port", INTEGER),
  CHOICE ("imap_security", "tls starttls none"),
  PERSONAL ("imap_user", TEXT),
};

static const PalierKindField activity_fields[] = {
  FIELD ("prospect", ID),  CHOICE ("type", "call visit meeting note task"),
  FIELD ("at", TIME),      FIELD ("ends_at", TIME),
  FIELD ("due_at", TIME),  FIELD ("done_at", TIME),
  FIELD ("outcome", TEXT), PERSONAL ("text", LONG_TEXT),
};

static const PalierKindField import_fields[] = {
  ONCE ("file_name", TEXT),
  ONCE ("file_hash", TEXT),
  ONCE ("format", TEXT),
  ONCE ("changeset", ID),
  ONCE ("at", TIME),
  ONCE ("rows", INTEGER),
  ONCE ("created", INTEGER),
  ONCE ("updated", INTEGER),
  ONCE ("skipped", INTEGER),
  ONCE ("mapping", JSON),
  ONCE ("unchanged", INTEGER),
  ONCE ("suppressed", INTEGER),
  ONCE_CHOICE ("legal_basis", "legitimate_interest consent contract"),
  ONCE_PERSONAL ("source", TEXT),
  ONCE ("source_date", DATE),
};

static const PalierKindField changeset_fields[] = {
  FIELD ("action", TEXT),       PERSONAL ("label", TEXT), FIELD ("at", TIME),
  FIELD ("n_records", INTEGER), FIELD ("undone", YES_NO),
};

static const PalierKindField segment_fields[] = {
  PERSONAL ("name", TEXT),
  PERSONAL ("filter", JSON),
  ONCE ("created_at", TIME),
};

#define SPECIALIZATIONS "residential commercial luxury rental"
#define TEAM_SIZES "1 2-5 6-20 20+"

static const PalierKindField template_fields[] = {
  PERSONAL ("name", TEXT),
  CHOICE ("category", "prospection follow_up event information"),
  CHOICE ("channel", "email sms linkedin letter"),
  CHOICE ("kind", "agency person"),
  CHOICE ("step", "first follow_up"),
  CHOICE ("relation", "colleague supplier"),
  CHOICE ("angle", "local_proof service question"),
  CHOSEN_SET ("agency_types", NULL),
  CHOSEN_SET ("specializations", SPECIALIZATIONS),
  CHOSEN_SET ("digital_maturity", "low medium high"),
  CHOSEN_SET ("team_size", TEAM_SIZES),
  PERSONAL ("subjects", LONG_TEXT),
  PERSONAL ("body", LONG_TEXT),
  PERSONAL ("variables", JSON),
  ONCE ("created_at", TIME),
  FIELD ("updated_at", TIME),
};

static const PalierKindField reference_fields[] = {
  FIELD ("prospect", ID),           PERSONAL ("customer", TEXT),
  CHOICE ("kind", "agency person"), FIELD ("city", TEXT),
  FIELD ("postal_code", TEXT),      CHOSEN_SET ("specializations", SPECIALIZATIONS),
  CHOICE ("team_size", TEAM_SIZES), PERSONAL ("achieved", LONG_TEXT),
  PERSONAL ("figure", TEXT),        FIELD ("period", TEXT),
  PERSONAL ("proof", LONG_TEXT),    CHOICE ("permission", "none anonymous named"),
  FIELD ("permission_at", TIME),    PERSONAL ("permission_how", TEXT),
  ONCE ("created_at", TIME),
};

static const PalierKindField campaign_fields[] = {
  PERSONAL ("name", TEXT),    CHOICE ("state", "draft running paused stopped"),
  FIELD ("sequence", JSON),   PERSONAL ("audience", JSON),
  FIELD ("live", YES_NO),     FIELD ("sender", ID),
  ONCE ("created_at", TIME),  FIELD ("started_at", TIME),
  FIELD ("changed_at", TIME),
};

static const PalierKindField enrolment_fields[] = {
  ONCE ("campaign", ID),
  ONCE ("prospect", ID),
  ONCE ("entered_at", TIME),
  CHOICE ("state", "active paused left"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (message_fields) == PALIER_N_MESSAGE_FIELDS);
G_STATIC_ASSERT (G_N_ELEMENTS (event_fields) == PALIER_N_EVENT_FIELDS);
G_STATIC_ASSERT (G_N_ELEMENTS (consent_fields) == PALIER_N_CONSENT_FIELDS);
G_STATIC_ASSERT (G_N_ELEMENTS (suppression_fields) == PALIER_N_SUPPRESSION_FIELDS);
G_STATIC_ASSERT (G_N_ELEMENTS (setting_fields) == PALIER_N_SETTING_FIELDS);
G_STATIC_ASSERT (G_N_ELEMENTS (sender_fields) == PALIER_N_SENDER_FIELDS);
G_STATIC_ASSERT (G_N_ELEMENTS (activity_fields) == PALIER_N_ACTIVITY_FIELDS);
G_STATIC_ASSERT (G_N_ELEMENTS (import_fields) == PALIER_N_IMPORT_FIELDS);
G_STATIC_ASSERT (G_N_ELEMENTS (changeset_fields) == PALIER_N_CHANGESET_FIELDS);
G_STATIC_ASSERT (G_N_ELEMENTS (segment_fields) == PALIER_N_SEGMENT_FIELDS);
G_STATIC_ASSERT (G_N_ELEMENTS (template_fields) == PALIER_N_TEMPLATE_FIELDS);
G_STATIC_ASSERT (G_N_ELEMENTS (reference_fields) == PALIER_N_REFERENCE_FIELDS);
G_STATIC_ASSERT (G_N_ELEMENTS (campaign_fields) == PALIER_N_CAMPAIGN_FIELDS);
G_STATIC_ASSERT (G_N_ELEMENTS (enrolment_fields) == PALIER_N_ENROLMENT_FIELDS);
G_STATIC_ASSERT (PALIER_N_FIELDS <= PALIER_MAX_FIELDS);

typedef struct
{
  PalierKind kind;
  const char *name;
  const PalierKindField *fields;
} KindRow;

#define ROW(KIND, kind) { PALIER_KIND_##KIND, #kind, kind##_fields }

static const KindRow kinds[] = {
  { PALIER_KIND_PROSPECT, "prospect", NULL },
  ROW (MESSAGE, message),
  ROW (EVENT, event),
  ROW (CONSENT, consent),
  ROW (SUPPRESSION, suppression),
  ROW (SETTING, setting),
  ROW (SENDER, sender),
  ROW (ACTIVITY, activity),
  ROW (IMPORT, import),
  ROW (CHANGESET, changeset),
  ROW (SEGMENT, segment),
  ROW (TEMPLATE, template),
  ROW (REFERENCE, reference),
  ROW (CAMPAIGN, campaign),
  ROW (ENROLMENT, enrolment),
};

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == PALIER_N_KINDS);

const guint palier_kind_sizes[PALIER_N_KINDS] = {
  [PALIER_KIND_PROSPECT] = PALIER_N_FIELDS,
  [PALIER_KIND_MESSAGE] = PALIER_N_MESSAGE_FIELDS,
  [PALIER_KIND_EVENT] = PALIER_N_EVENT_FIELDS,
  [PALIER_KIND_CONSENT] = PALIER_N_CONSENT_FIELDS,
  [PALIER_KIND_SUPPRESSION] = PALIER_N_SUPPRESSION_FIELDS,
  [PALIER_KIND_SETTING] = PALIER_N_SETTING_FIELDS,
  [PALIER_KIND_SENDER] = PALIER_N_SENDER_FIELDS,
  [PALIER_KIND_ACTIVITY] = PALIER_N_ACTIVITY_FIELDS,
  [PALIER_KIND_IMPORT] = PALIER_N_IMPORT_FIELDS,
  [PALIER_KIND_CHANGESET] = PALIER_N_CHANGESET_FIELDS,
  [PALIER_KIND_SEGMENT] = PALIER_N_SEGMENT_FIELDS,
  [PALIER_KIND_TEMPLATE] = PALIER_N_TEMPLATE_FIELDS,
  [PALIER_KIND_REFERENCE] = PALIER_N_REFERENCE_FIELDS,
  [PALIER_KIND_CAMPAIGN] = PALIER_N_CAMPAIGN_FIELDS,
  [PALIER_KIND_ENROLMENT] = PALIER_N_ENROLMENT_FIELDS,
};

static const PalierKindField *
get_prospect_fields (void)
{
  static PalierKindField fields[PALIER_N_FIELDS];
  static gsize ready;

  if (g_once_init_enter (&ready))
  {
    for (guint i = 0; i < PALIER_N_FIELDS; i++)
    {
      const PalierFieldInfo *info = palier_field_info ((PalierField) i);
      fields[i] =
          (PalierKindField) { info->name, info->type, info->merge, info->personal, info->choices };
    }
    g_once_init_leave (&ready, 1);
  }
  return fields;
}

static const KindRow *
get_row (PalierKind kind)
{
  g_assert ((guint) kind < PALIER_N_KINDS);
  g_assert (kinds[kind].kind == kind);
  return &kinds[kind];
}

const char *
palier_kind_name (PalierKind kind)
{
  return get_row (kind)->name;
}

/* Returns: the kind, or PALIER_KIND_NONE; @name may be NULL. */
PalierKind
palier_kind_from_name (const char *name)
{
  for (int i = 0; name != NULL && i < PALIER_N_KINDS; i++)
    if (strcmp (kinds[i].name, name) == 0)
      return kinds[i].kind;
  return PALIER_KIND_NONE;
}

const PalierKindField *
palier_kind_field (PalierKind kind, guint index)
{
  const KindRow *row = get_row (kind);

  g_assert (index < palier_kind_n_fields (kind));
  return kind == PALIER_KIND_PROSPECT ? &get_prospect_fields ()[index] : &row->fields[index];
}

static gboolean
is_stored (PalierKind kind, guint field)
{
  return kind != PALIER_KIND_PROSPECT || palier_field_info ((PalierField) field)->stored;
}

static GHashTable *
make_names (PalierKind kind)
{
  GHashTable *names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < palier_kind_n_fields (kind); i++)
    if (is_stored (kind, i))
      g_hash_table_insert (names, (gpointer) palier_kind_field (kind, i)->name,
                           GUINT_TO_POINTER (i));
  return names;
}

/* Each record that is read asks for a dozen among sixty: a table is made of them once. */
static GHashTable *
get_names (PalierKind kind)
{
  static GHashTable *names[PALIER_N_KINDS];
  static gsize ready;

  if (g_once_init_enter (&ready))
  {
    for (int i = 0; i < PALIER_N_KINDS; i++)
      names[i] = make_names ((PalierKind) i);
    g_once_init_leave (&ready, 1);
  }
  return names[get_row (kind)->kind];
}

/* Returns: the field's index in the table of @kind, or -1. A field of a prospect that is mapped and
 * shown, and never stored, is none. */
int
palier_kind_find_field (PalierKind kind, const char *name)
{
  gpointer field = NULL;

  return g_hash_table_lookup_extended (get_names (kind), name, NULL, &field)
             ? (int) GPOINTER_TO_UINT (field)
             : -1;
}
