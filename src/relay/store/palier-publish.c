/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of a record subscribers outside are told: the members of palier-business-event, and no
 * others. A record tells of one event, and one that brings a prospect to certain stages of a second
 * (a deal won), whose id follows from the first's. */
#include "palier-publish.h"

#include <string.h>
#include <yyjson.h>

#include "palier-business-event.h"
#include "palier-outbox-store.h"

static gboolean
has_type (yyjson_val *value, PalierMemberType type)
{
  switch (type)
  {
  case PALIER_MEMBER_TEXT:
    return yyjson_is_str (value);
  case PALIER_MEMBER_INTEGER:
    return yyjson_is_int (value);
  case PALIER_MEMBER_YES_NO:
    return yyjson_is_bool (value);
  case PALIER_MEMBER_OBJECT:
    return yyjson_is_obj (value);
  }
  return FALSE;
}

/* A device's data may be anything: what is missing or of another type is left out. */
static void
add_members (yyjson_mut_doc *doc, yyjson_mut_val *root, const PalierBusinessEvent *event,
             yyjson_val *data)
{
  for (guint i = 0; i < PALIER_BUSINESS_MEMBERS && event->members[i].name != NULL; i++)
  {
    yyjson_val *value = yyjson_obj_get (data, event->members[i].name);
    if (has_type (value, event->members[i].type))
      yyjson_mut_obj_add_val (doc, root, event->members[i].name, yyjson_val_mut_copy (doc, value));
  }
}

typedef struct
{
  PalierId id;
  gint64 at_ms;
  const char *prospect; /* (nullable) */
  const char *message;  /* (nullable) */
  yyjson_val *data;     /* (nullable) */
} Cause;

static void
publish (PalierTx *tx, const PalierTenant *tenant, const PalierBusinessEvent *event,
         const Cause *cause)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  PalierOutboxEvent row = { .id = cause->id, .name = (char *) event->name, .at_ms = cause->at_ms };
  PalierId prospect;

  yyjson_mut_doc_set_root (doc, root);
  if (event->of_prospect && cause->prospect != NULL)
    yyjson_mut_obj_add_str (doc, root, "prospect_id", cause->prospect);
  if (event->of_message && cause->message != NULL)
    yyjson_mut_obj_add_str (doc, root, "message_id", cause->message);
  add_members (doc, root, event, cause->data);
  row.data = yyjson_mut_write (doc, 0, NULL);
  palier_outbox_store_add (
      tx, tenant, &row,
      cause->prospect != NULL && palier_id_parse (cause->prospect, &prospect) ? &prospect : NULL);
  free (row.data);
  yyjson_mut_doc_free (doc);
}

/* The id that follows from another for an event that comes with it. */
static PalierId
make_companion (const PalierId *id)
{
  PalierId other = *id;

  other.bytes[15] ^= 2;
  return other;
}

static void
publish_event (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record,
               const PalierBusinessEvent *event)
{
  const char *text = palier_record_get (record, PALIER_EVENT_FIELD_DATA);
  Cause cause = { .id = record->id,
                  .at_ms = palier_record_get_integer (record, PALIER_EVENT_FIELD_AT, tx->now_ms),
                  .prospect = palier_record_get (record, PALIER_EVENT_FIELD_PROSPECT),
                  .message = palier_record_get (record, PALIER_EVENT_FIELD_MESSAGE) };

  yyjson_doc *doc = text != NULL ? yyjson_read (text, strlen (text), 0) : NULL;
  cause.data = yyjson_doc_get_root (doc);
  publish (tx, tenant, event, &cause);
  const char *to = strcmp (event->name, "prospect.stage_changed") == 0
                       ? yyjson_get_str (yyjson_obj_get (cause.data, "to"))
                       : NULL;
  event = palier_business_event_find (palier_business_event_of_stage (to));
  if (event != NULL)
  {
    cause.id = make_companion (&record->id);
    cause.data = NULL;
    publish (tx, tenant, event, &cause);
  }
  yyjson_doc_free (doc);
}

static void
publish_import (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record,
                const PalierBusinessEvent *event)
{
  const char *source = palier_record_get (record, PALIER_IMPORT_FIELD_SOURCE);
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);

  if (source == NULL)
    source = palier_record_get (record, PALIER_IMPORT_FIELD_FILE_NAME);
  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_int (doc, root, "count",
                          palier_record_get_integer (record, PALIER_IMPORT_FIELD_CREATED, 0));
  yyjson_mut_obj_add_str (doc, root, "source", source != NULL ? source : "");
  yyjson_doc *data = yyjson_mut_doc_imut_copy (doc, NULL);
  Cause cause = { .id = record->id,
                  .at_ms = palier_record_get_integer (record, PALIER_IMPORT_FIELD_AT, tx->now_ms),
                  .data = yyjson_doc_get_root (data) };
  publish (tx, tenant, event, &cause);
  yyjson_doc_free (data);
  yyjson_mut_doc_free (doc);
}

/**
 * palier_publish_record:
 * @record: an event or an import as it now stands; any other tells of nothing
 * @is_new: it was not stored before; else it is asked whether it was told
 *
 * Writes what @record tells subscribers outside, once; in the transaction that stores it.
 */
void
palier_publish_record (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record,
                       gboolean is_new)
{
  gboolean import = record->kind == PALIER_KIND_IMPORT;
  const char *name = import ? "prospect.imported"
                     : record->kind == PALIER_KIND_EVENT
                         ? palier_record_get (record, PALIER_EVENT_FIELD_NAME)
                         : NULL;
  const PalierBusinessEvent *event = palier_business_event_find (name);

  if (event == NULL || record->erased || record->deleted_ms != 0
      || (!is_new && palier_outbox_store_has (tx, tenant, &record->id)))
    return;
  if (import)
    publish_import (tx, tenant, record, event);
  else
    publish_event (tx, tenant, record, event);
}
