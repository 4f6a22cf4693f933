/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-record-batch.h"

#include <string.h>

#include "palier-contact-store.h"
#include "palier-store-private.h"

#define ASKED 64   /* records that one statement reads */
#define WRITTEN 32 /* … and writes */
#define VALUES 5   /* of each that is written, beside the tenant */

/* What is stored of a record, or will be. */
typedef struct
{
  PalierKind kind;
  PalierId id;
  guint64 seq;
  GBytes *sealed;
  gboolean changed;
  gboolean is_device; /* the device has exactly this */
} Entry;

struct _PalierRecordBatch
{
  PalierTx *tx;
  const PalierTenant *tenant;
  const PalierId *device;
  GHashTable *entries; /* set of Entry, by kind and id */
  GPtrArray *changed;  /* (element-type Entry): in the order of their first change; borrowed */
  PalierRecord *last;  /* (nullable): what the last merge gave */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->sealed, g_bytes_unref);
  g_free (entry);
}

static guint
entry_hash (gconstpointer data)
{
  return palier_id_hash (&((const Entry *) data)->id);
}

static gboolean
entry_equal (gconstpointer a, gconstpointer b)
{
  const Entry *one = a, *other = b;

  return one->kind == other->kind && palier_id_equal (&one->id, &other->id);
}

/* ---- reading */

/* Made once, as statements are kept by the address of their text. */
static const char *
get_question (void)
{
  static char *sql;

  if (g_once_init_enter_pointer (&sql))
  {
    GString *text = g_string_new ("select id, seq, sealed from record where tenant_id = ?1"
                                  " and kind = ?2 and id in (");
    for (int i = 0; i < ASKED; i++)
      g_string_append_printf (text, "%s?%d", i > 0 ? ", " : "", 3 + i);
    g_string_append_c (text, ')');
    g_once_init_leave_pointer (&sql, g_string_free_and_steal (text));
  }
  return sql;
}

static void
ask (PalierRecordBatch *self, PalierKind kind, const PalierId *const *ids, guint n)
{
  PalierDbValue values[2 + ASKED] = { { .integer = self->tenant->id },
                                      { .bytes = palier_kind_name (kind) } };
  char format[2 + ASKED + 1] = "Tt";

  memset (format + 2, 'u', ASKED);
  for (guint i = 0; i < ASKED; i++)
    values[2 + i] = (PalierDbValue) { .bytes = ids[MIN (i, n - 1)], .length = sizeof (PalierId) };
  PalierRows *rows = palier_db_query_values (self->tx->db, get_question (), format, values);
  while (palier_rows_next (rows))
  {
    Entry *entry = g_new0 (Entry, 1);
    gsize length = 0;
    entry->kind = kind;
    palier_rows_id (rows, 0, &entry->id);
    entry->seq = (guint64) palier_rows_integer (rows, 1);
    const void *sealed = palier_rows_blob (rows, 2, &length);
    entry->sealed = g_bytes_new (sealed, length);
    g_hash_table_add (self->entries, entry);
  }
}

/* Asks for all of one kind, some at once. */
static void
ask_kind (PalierRecordBatch *self, PalierKind kind, const GPtrArray *records)
{
  const PalierId *ids[ASKED];
  guint n = 0;

  for (guint i = 0; i < records->len; i++)
  {
    const PalierRecord *record = g_ptr_array_index (records, i);
    if (record->kind != kind)
      continue;
    ids[n++] = &record->id;
    if (n == ASKED)
    {
      ask (self, kind, ids, n);
      n = 0;
    }
  }
  if (n > 0)
    ask (self, kind, ids, n);
}

/* Reads what is stored of @records, all of which come in this transaction.
 * @device: who sent them; borrowed, as the others */
PalierRecordBatch *
palier_record_batch_new (PalierTx *tx, const PalierTenant *tenant, const PalierId *device,
                         const GPtrArray *records)
{
  PalierRecordBatch *self = g_new0 (PalierRecordBatch, 1);

  self->tx = tx;
  self->tenant = tenant;
  self->device = device;
  self->entries = g_hash_table_new_full (entry_hash, entry_equal, entry_free, NULL);
  self->changed = g_ptr_array_new ();
  for (int kind = 0; kind < PALIER_N_KINDS; kind++)
    ask_kind (self, (PalierKind) kind, records);
  return self;
}

void
palier_record_batch_free (PalierRecordBatch *self)
{
  g_clear_pointer (&self->last, palier_record_free);
  g_ptr_array_unref (self->changed);
  g_hash_table_unref (self->entries);
  g_free (self);
}

/* ---- merging */

static gboolean
is_same (const PalierRecord *a, const PalierRecord *b)
{
  gsize a_length = 0;
  gsize b_length = 0;
  g_autofree char *a_json = palier_record_to_json (a, &a_length);
  g_autofree char *b_json = palier_record_to_json (b, &b_length);

  return a_length == b_length && memcmp (a_json, b_json, a_length) == 0;
}

static Entry *
find (PalierRecordBatch *self, const PalierRecord *record)
{
  const Entry wanted = { .kind = record->kind, .id = record->id };

  return g_hash_table_lookup (self->entries, &wanted);
}

/* @was: whether it was a contact before */
static guint64
put (PalierRecordBatch *self, Entry *entry, const PalierRecord *record, gboolean is_device,
     gboolean was)
{
  GBytes *sealed = palier_record_seal (self->tx, self->tenant, record);

  if (sealed == NULL)
    return 0;
  if (entry == NULL)
  {
    entry = g_new0 (Entry, 1);
    entry->kind = record->kind;
    entry->id = record->id;
    g_hash_table_add (self->entries, entry);
  }
  g_clear_pointer (&entry->sealed, g_bytes_unref);
  entry->sealed = sealed;
  entry->is_device = is_device;
  entry->seq = palier_record_store_take_seq (self->tx, self->tenant);
  self->tx->contacts += palier_contact_is (record) - was;
  if (!entry->changed)
    g_ptr_array_add (self->changed, entry);
  entry->changed = TRUE;
  return entry->seq;
}

static PalierRecord *
open_entry (PalierRecordBatch *self, const Entry *entry)
{
  gsize length = 0;
  const void *sealed = g_bytes_get_data (entry->sealed, &length);

  return palier_record_unseal (self->tx, self->tenant, &entry->id, sealed, length);
}

/* Whether the tenant would have one contact more with @incoming, one of the batch's. */
gboolean
palier_record_batch_adds_contact (PalierRecordBatch *self, const PalierRecord *incoming)
{
  const Entry *entry = incoming->kind == PALIER_KIND_PROSPECT ? find (self, incoming) : NULL;

  if (entry == NULL)
    return palier_contact_is (incoming);
  g_autoptr (PalierRecord) record = open_entry (self, entry);
  if (record == NULL || palier_contact_is (record))
    return FALSE;
  palier_record_merge (record, incoming);
  return palier_contact_is (record);
}

/**
 * palier_record_batch_merge:
 * @incoming: one of the batch's
 * @merged: (out) (transfer none) (nullable): the record as it now stands, when it changed; until
 *   the next merge
 *
 * Merges what a device sent into what is stored; it is there after palier_record_batch_write().
 *
 * Returns: the record's number: a new one when it changed, else the one it had
 */
guint64
palier_record_batch_merge (PalierRecordBatch *self, const PalierRecord *incoming,
                           const PalierRecord **merged)
{
  Entry *entry = find (self, incoming);

  *merged = NULL;
  if (entry == NULL)
  {
    *merged = incoming;
    return put (self, NULL, incoming, TRUE, FALSE);
  }
  g_autoptr (PalierRecord) record = open_entry (self, entry);
  if (record == NULL)
    return 0;
  gboolean was = palier_contact_is (record);
  if (!palier_record_merge (record, incoming))
    return entry->seq;
  g_clear_pointer (&self->last, palier_record_free);
  *merged = self->last = g_steal_pointer (&record);
  return put (self, entry, self->last, is_same (self->last, incoming), was);
}

/* ---- writing */

#define SQL_INSERT "insert into record (tenant_id, kind, id, seq, device, sealed) values "
#define SQL_CONFLICT                                                                               \
  " on conflict (tenant_id, kind, id) do update set seq = excluded.seq,"                           \
  " device = excluded.device, sealed = excluded.sealed"

static const char *
get_insert (void)
{
  static char *sql;

  if (g_once_init_enter_pointer (&sql))
  {
    GString *text = g_string_new (SQL_INSERT);
    for (int i = 0; i < WRITTEN; i++)
    {
      int at = 2 + i * VALUES;
      g_string_append_printf (text, "%s(?1, ?%d, ?%d, ?%d, ?%d, ?%d)", i > 0 ? ", " : "", at,
                              at + 1, at + 2, at + 3, at + 4);
    }
    g_string_append (text, SQL_CONFLICT);
    g_once_init_leave_pointer (&sql, g_string_free_and_steal (text));
  }
  return sql;
}

static void
fill (const PalierRecordBatch *self, const Entry *entry, PalierDbValue *values, char *format)
{
  gsize length = 0;
  const void *sealed = g_bytes_get_data (entry->sealed, &length);

  memcpy (format, "tuiub", VALUES);
  values[0] = (PalierDbValue) { .bytes = palier_kind_name (entry->kind) };
  values[1] = (PalierDbValue) { .bytes = &entry->id, .length = sizeof entry->id };
  values[2] = (PalierDbValue) { .integer = (gint64) entry->seq };
  values[3] = (PalierDbValue) { .bytes = entry->is_device ? self->device : NULL,
                                .length = sizeof (PalierId) };
  values[4] = (PalierDbValue) { .bytes = sealed, .length = length };
}

/* @first: of those that are written together; @n: how many, WRITTEN or 1 */
static void
write_some (PalierRecordBatch *self, guint first, guint n)
{
  PalierDbValue values[1 + WRITTEN * VALUES] = { { .integer = self->tenant->id } };
  char format[1 + WRITTEN * VALUES + 1] = "T";

  for (guint i = 0; i < n; i++)
    fill (self, g_ptr_array_index (self->changed, first + i), values + 1 + i * VALUES,
          format + 1 + i * VALUES);
  palier_db_run_values (self->tx->db,
                        n == WRITTEN ? get_insert ()
                                     : SQL_INSERT "(?1, ?2, ?3, ?4, ?5, ?6)" SQL_CONFLICT,
                        format, values);
}

/* Writes what has changed. */
void
palier_record_batch_write (PalierRecordBatch *self)
{
  guint i = 0;

  while (i < self->changed->len)
  {
    guint n = self->changed->len - i >= WRITTEN ? WRITTEN : 1;
    write_some (self, i, n);
    i += n;
  }
  if (self->changed->len > 0)
    palier_tx_changed (self->tx, self->tenant);
  g_ptr_array_set_size (self->changed, 0);
}
