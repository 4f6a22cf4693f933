/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Templates and references are kept whole, and listed by name. 2. A change is one edit, undone
 * as a whole, and none where nothing differs; a removal comes back. 3. What another device wrote is
 * here; two devices' changes of different fields both stay. */
#include "palier-change-store.h"
#include "palier-changeset-store.h"
#include "palier-reference-store.h"
#include "palier-template-store.h"
#include "storage-fixture.h"

static char **
words (const char *list)
{
  return g_strsplit (list, " ", -1);
}

static PalierTemplate *
make_template (Fixture *self, const char *name)
{
  PalierTemplate *template = palier_template_new ();

  template->id = palier_id_new (self->clock, self->random);
  template->name = g_strdup (name);
  template->category = g_strdup ("event");
  template->channel = g_strdup ("email");
  template->kind = g_strdup ("agency");
  template->step = g_strdup ("first");
  template->relation = g_strdup ("supplier");
  template->specializations = words ("luxury rental");
  template->team_sizes = words ("2-5 20+");
  template->maturities = words ("low medium");
  template->subjects = g_strsplit ("Portes ouvertes {{city_in}}\nPortes ouvertes", "\n", -1);
  template->body = g_strdup ("{{salutation}},\n\nÀ bientôt.");
  palier_template_add_variable (template, "city_in", "Commune, avec sa préposition", "à Nantes");
  palier_template_add_variable (template, "salutation", "Salutation", NULL);
  template->created_ms = template->updated_ms = START_MS;
  return template;
}

static PalierTemplate *
find_template (Fixture *self, guint index, guint of)
{
  g_autoptr (GPtrArray) list = fixture_take_boxed (palier_template_store_list (self->workspace));

  g_assert_cmpuint (list->len, ==, of);
  return palier_template_ref (list->pdata[index]);
}

static void
undo (Fixture *self, const PalierChangeset *changeset)
{
  g_autoptr (PalierUndoResult) undo =
      fixture_take_boxed (palier_changeset_store_undo (self->workspace, &changeset->id));

  g_assert_cmpuint (undo->n_records, >, 0);
  g_assert_cmpuint (undo->n_conflicts, ==, 0);
}

static void
test_kept (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierTemplate) one = make_template (self, "Écrire à l’étude");
  g_autoptr (PalierTemplate) two = make_template (self, "Zone");

  g_assert_null (fixture_take_boxed (palier_template_store_put (self->workspace, two)));
  g_assert_null (fixture_take_boxed (palier_template_store_put (self->workspace, one)));
  fixture_reopen (self);
  g_autoptr (PalierTemplate) kept = find_template (self, 0, 2);
  g_assert_true (palier_id_equal (&kept->id, &one->id));
  g_assert_cmpstr (kept->name, ==, one->name);
  g_assert_cmpstr (kept->category, ==, "event");
  g_assert_null (kept->angle);
  g_assert_null (kept->agency_types);
  g_assert_cmpstr (kept->maturities[1], ==, "medium");
  g_assert_cmpstr (kept->relation, ==, "supplier");
  g_assert_true (
      g_strv_equal ((const char *const *) kept->subjects, (const char *const *) one->subjects));
  g_assert_true (
      g_strv_equal ((const char *const *) kept->team_sizes, (const char *const *) one->team_sizes));
  g_assert_cmpstr (kept->body, ==, one->body);
  g_assert_cmpuint (kept->variables->len, ==, 2);
  const PalierTemplateVariable *first = kept->variables->pdata[0],
                               *last = kept->variables->pdata[1];
  g_assert_cmpstr (first->example, ==, "à Nantes");
  g_assert_cmpstr (last->description, ==, "Salutation");
  g_assert_null (last->example);
  g_assert_cmpint (kept->created_ms, ==, START_MS);
}

static void
test_changed (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierTemplate) one = make_template (self, "Un");

  fixture_done (palier_template_store_put (self->workspace, one));
  g_assert_null (fixture_take_boxed (palier_template_store_put (self->workspace, one)));
  g_set_str (&one->name, "Deux");
  g_strfreev (one->team_sizes);
  one->team_sizes = words ("1 20+");
  g_clear_pointer (&one->maturities, g_strfreev);
  g_autoptr (PalierChangeset) edit =
      fixture_take_boxed (palier_template_store_put (self->workspace, one));
  g_assert_cmpstr (edit->action, ==, "edit");
  g_autoptr (PalierTemplate) changed = find_template (self, 0, 1);
  g_assert_cmpstr (changed->name, ==, "Deux");
  g_assert_cmpstr (changed->team_sizes[0], ==, "1");
  g_assert_null (changed->maturities);
  undo (self, edit);
  g_autoptr (PalierTemplate) before = find_template (self, 0, 1);
  g_assert_cmpstr (before->name, ==, "Un");
  g_assert_cmpstr (before->team_sizes[0], ==, "2-5");
  g_assert_cmpstr (before->maturities[0], ==, "low");

  g_autoptr (PalierChangeset) removal =
      fixture_take_boxed (palier_template_store_remove (self->workspace, &one->id));
  g_autoptr (GPtrArray) none = fixture_take_boxed (palier_template_store_list (self->workspace));
  g_assert_cmpuint (none->len, ==, 0);
  fixture_fails (palier_template_store_put (self->workspace, one), PALIER_STORAGE_ERROR_NOT_FOUND);
  undo (self, removal);
  g_autoptr (PalierTemplate) back = find_template (self, 0, 1);
  g_assert_cmpstr (back->body, ==, one->body);
}

static PalierReference *
make_reference (Fixture *self, const char *customer)
{
  PalierReference *reference = palier_reference_new ();

  reference->id = palier_id_new (self->clock, self->random);
  reference->customer = g_strdup (customer);
  reference->kind = g_strdup ("agency");
  reference->city = g_strdup ("Nantes");
  reference->postal_code = g_strdup ("44000");
  reference->achieved = g_strdup ("a confié trois mandats");
  reference->figure = g_strdup ("3 mandats");
  reference->permission = g_strdup ("named");
  reference->permission_ms = START_MS;
  reference->permission_how = g_strdup ("par courriel");
  reference->created_ms = START_MS;
  return reference;
}

static void
test_references (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierReference) port = make_reference (self, "Agence du Port");

  fixture_done (palier_reference_store_put (self->workspace, port));
  g_set_str (&port->permission, "none");
  port->permission_ms = 0;
  g_autoptr (PalierChangeset) edit =
      fixture_take_boxed (palier_reference_store_put (self->workspace, port));
  undo (self, edit);
  fixture_reopen (self);
  g_autoptr (GPtrArray) list = fixture_take_boxed (palier_reference_store_list (self->workspace));
  const PalierReference *kept = list->pdata[0];
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (kept->customer, ==, "Agence du Port");
  g_assert_cmpstr (kept->permission, ==, "named");
  g_assert_cmpint (kept->permission_ms, ==, START_MS);
  g_assert_true (palier_id_is_nil (&kept->prospect));
  fixture_done (palier_reference_store_remove (self->workspace, &port->id));
  fixture_fails (palier_reference_store_remove (self->workspace, &port->id),
                 PALIER_STORAGE_ERROR_NOT_FOUND);
}

static void
deliver (Fixture *self, PalierRecord *record)
{
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_record_free);
  PalierDelivery delivery = { .records = records };

  g_ptr_array_add (records, record);
  g_free (fixture_take_boxed (palier_change_store_apply (self->workspace, &delivery)));
}

static void
test_devices (Fixture *self, gconstpointer unused)
{
  g_autoptr (PalierTemplate) one = make_template (self, "Un");
  PalierRecord *theirs = palier_record_new (PALIER_KIND_TEMPLATE, &one->id);
  PalierId id = palier_id_new (self->clock, self->random);
  PalierRecord *other = palier_record_new (PALIER_KIND_TEMPLATE, &id);
  PalierMark mark = { (PalierStamp) (START_MS + 1000) << 16, 99 };

  fixture_done (palier_template_store_put (self->workspace, one));
  g_set_str (&one->name, "Deux");
  fixture_done (palier_template_store_put (self->workspace, one));
  palier_record_set (theirs, PALIER_TEMPLATE_FIELD_BODY, "Ailleurs", mark);
  palier_record_set (theirs, PALIER_TEMPLATE_FIELD_TEAM_SIZE, "6-20", mark);
  deliver (self, theirs);
  palier_record_set (other, PALIER_TEMPLATE_FIELD_NAME, "Autre", mark);
  deliver (self, other);
  g_autoptr (PalierTemplate) merged = find_template (self, 1, 2);
  g_assert_cmpstr (merged->name, ==, "Deux");
  g_assert_cmpstr (merged->body, ==, "Ailleurs");
  g_assert_cmpuint (g_strv_length (merged->team_sizes), ==, 3);
  g_autoptr (PalierTemplate) bare = find_template (self, 0, 2);
  g_assert_cmpstr (bare->name, ==, "Autre");
  g_assert_cmpstr (bare->body, ==, "");

  guint kinds = PALIER_CHANGED (PALIER_KIND_TEMPLATE) | PALIER_CHANGED (PALIER_KIND_REFERENCE);
  g_autoptr (PalierChanges) pending =
      fixture_take_boxed (palier_change_store_pending (self->workspace, kinds, 100));
  g_assert_cmpuint (pending->records->len, >=, 1);
  const PalierRecord *given = pending->records->pdata[0];
  g_assert_cmpstr (palier_record_get (given, PALIER_TEMPLATE_FIELD_NAME), ==, "Deux");
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/templates/kept", test_kept);
  ADD ("/templates/changed", test_changed);
  ADD ("/templates/references", test_references);
  ADD ("/templates/devices", test_devices);
  return g_test_run ();
}
