/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Every kind has its row, and its name leads back. 2. Names of a kind's fields lead back, once
 * each; what is only shown is no field. 3. The indices name the right rows. 4. What is written once
 * is written once in all its fields. */
#include "palier-kind.h"

#include <string.h>

static void
test_kinds (void)
{
  for (int i = 0; i < PALIER_N_KINDS; i++)
    g_assert_cmpint (palier_kind_from_name (palier_kind_name (i)), ==, i);
  g_assert_cmpint (palier_kind_from_name ("ghost"), ==, PALIER_KIND_NONE);
  g_assert_cmpint (palier_kind_from_name (NULL), ==, PALIER_KIND_NONE);
}

static void
test_fields (void)
{
  for (int kind = 0; kind < PALIER_N_KINDS; kind++)
  {
    g_assert_cmpuint (palier_kind_n_fields (kind), <=, PALIER_MAX_FIELDS);
    for (guint i = 0; i < palier_kind_n_fields (kind); i++)
    {
      const PalierKindField *field = palier_kind_field (kind, i);
      if (kind == PALIER_KIND_PROSPECT && !palier_field_info (i)->stored)
      {
        g_assert_cmpint (palier_kind_find_field (kind, field->name), ==, -1);
        continue;
      }
      g_assert_cmpint (palier_kind_find_field (kind, field->name), ==, i);
      g_assert_cmpint (field->type == PALIER_TYPE_SET, ==, field->merge == PALIER_MERGE_SET);
    }
    g_assert_cmpint (palier_kind_find_field (kind, "full_name"), ==, -1);
    g_assert_cmpint (palier_kind_find_field (kind, ""), ==, -1);
  }
}

static void
test_indices (void)
{
  static const struct
  {
    PalierKind kind;
    guint index;
    const char *name;
  } cases[] = {
    { PALIER_KIND_PROSPECT, PALIER_FIELD_EMAIL, "email" },
    { PALIER_KIND_MESSAGE, PALIER_MESSAGE_FIELD_STEP, "step" },
    { PALIER_KIND_MESSAGE, PALIER_MESSAGE_FIELD_DUE_AT, "due_at" },
    { PALIER_KIND_EVENT, PALIER_EVENT_FIELD_DATA, "data" },
    { PALIER_KIND_CONSENT, PALIER_CONSENT_FIELD_PROOF, "proof" },
    { PALIER_KIND_SUPPRESSION, PALIER_SUPPRESSION_FIELD_MESSAGE, "message" },
    { PALIER_KIND_SETTING, PALIER_SETTING_FIELD_VALUE, "value" },
    { PALIER_KIND_SENDER, PALIER_SENDER_FIELD_ALLOW_PLAIN_LOOPBACK, "allow_plain_loopback" },
    { PALIER_KIND_ACTIVITY, PALIER_ACTIVITY_FIELD_TEXT, "text" },
    { PALIER_KIND_IMPORT, PALIER_IMPORT_FIELD_SOURCE_DATE, "source_date" },
    { PALIER_KIND_CHANGESET, PALIER_CHANGESET_FIELD_UNDONE, "undone" },
    { PALIER_KIND_TEMPLATE, PALIER_TEMPLATE_FIELD_UPDATED_AT, "updated_at" },
    { PALIER_KIND_TEMPLATE, PALIER_TEMPLATE_FIELD_BODY, "body" },
    { PALIER_KIND_REFERENCE, PALIER_REFERENCE_FIELD_PERMISSION, "permission" },
    { PALIER_KIND_REFERENCE, PALIER_REFERENCE_FIELD_CREATED_AT, "created_at" },
    { PALIER_KIND_CAMPAIGN, PALIER_CAMPAIGN_FIELD_SENDER, "sender" },
    { PALIER_KIND_CAMPAIGN, PALIER_CAMPAIGN_FIELD_CHANGED_AT, "changed_at" },
    { PALIER_KIND_ENROLMENT, PALIER_ENROLMENT_FIELD_STATE, "state" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (palier_kind_field (cases[i].kind, cases[i].index)->name, ==, cases[i].name);
}

static void
test_once (void)
{
  static const PalierKind kinds[] = { PALIER_KIND_EVENT, PALIER_KIND_CONSENT,
                                      PALIER_KIND_SUPPRESSION, PALIER_KIND_IMPORT };

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint i = 0; i < palier_kind_n_fields (kinds[k]); i++)
      g_assert_cmpint (palier_kind_field (kinds[k], i)->merge, ==, PALIER_MERGE_ONCE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kind/kinds", test_kinds);
  g_test_add_func ("/kind/fields", test_fields);
  g_test_add_func ("/kind/indices", test_indices);
  g_test_add_func ("/kind/once", test_once);
  return g_test_run ();
}
