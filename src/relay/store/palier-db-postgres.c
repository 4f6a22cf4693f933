/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PostgreSQL. Statements are prepared once a connection and go through a pipeline: what gives no
 * rows is sent and not waited for, so that a transaction costs a round trip a question and not a
 * round trip a statement; the first error in the pipeline stops the rest of it, as the connection's
 * does. Values pass in binary. A result is fetched whole: a question whose answer could be long has
 * a limit.
 *
 * The wall: tables of tenants show rows of the tenant in `palier.tenant` alone (row level security,
 * forced), and connections work under the role palier_relay, which owns nothing. With the tenant a
 * writer takes the tenant's lock until its commit: processes write for a tenant one after the
 * other, and each finds the sequence where the one before left it. */
#include "palier-db.h"

#include <libpq-fe.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define ROLE "palier_relay"
#define CHANNEL "palier"
#define PENDING_MAX 512

/* Of pg_type.dat: they never change. */
#define OID_BYTEA 17
#define OID_INT8 20
#define OID_TEXT 25

typedef struct _Statement Statement;

typedef struct
{
  PGconn *conn;
  PalierDbUse use;
  guint n_statements;
  GQueue pending; /* of Sent: their results are not read yet */
  Statement *enter;
  Statement *leave;
  Statement *try;
  Statement *tell;
  gboolean dead; /* the line is cut or out of step, or the server takes no writes any more */
} Handle;

struct _Statement
{
  Handle *handle;
  char name[16];
  char *sql;
  gboolean prepared; /* … or on its way */
  guint n;
  Oid *types;
  GByteArray *bytes; /* the parameters, one after the other */
  int *lengths;
  gssize *offsets; /* in @bytes; -1: null */
  PGresult *result;
  int row;
};

typedef struct
{
  Statement *prepares; /* (nullable) */
  Statement *asks;     /* (nullable): who wants the result */
} Sent;

/* ---- errors ---- */

static PalierStoreError
translate (const char *state)
{
  static const struct
  {
    const char *prefix;
    PalierStoreError code;
  } codes[] = {
    { "08", PALIER_STORE_ERROR_BUSY },     /* connection */
    { "23", PALIER_STORE_ERROR_CONFLICT }, /* integrity */
    { "25006", PALIER_STORE_ERROR_BUSY },  /* a primary that has become a standby */
    { "28", PALIER_STORE_ERROR_OPEN },     /* authorization */
    { "3D", PALIER_STORE_ERROR_OPEN },     /* no such database */
    { "40", PALIER_STORE_ERROR_BUSY },     /* rolled back: deadlock, serialization */
    { "53300", PALIER_STORE_ERROR_BUSY },  /* too many connections */
    { "53", PALIER_STORE_ERROR_FULL },     /* resources */
    { "55P03", PALIER_STORE_ERROR_BUSY },  /* lock not available */
    { "57", PALIER_STORE_ERROR_BUSY },     /* shut down, cancelled, starting */
    { "58", PALIER_STORE_ERROR_FULL },     /* input and output */
    { "XX001", PALIER_STORE_ERROR_DAMAGED }, { "XX002", PALIER_STORE_ERROR_DAMAGED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_has_prefix (state, codes[i].prefix))
      return codes[i].code;
  return PALIER_STORE_ERROR_INTERNAL;
}

static gboolean
fail_connection (Handle *self, GError **error)
{
  g_autofree char *words = g_strchomp (g_strdup (PQerrorMessage (self->conn)));

  self->dead = TRUE;
  if (error != NULL && *error == NULL)
    g_set_error (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_BUSY, "PostgreSQL: %s", words);
  return FALSE;
}

static gboolean
fail_result (Handle *self, const PGresult *result, GError **error)
{
  const char *state = PQresultErrorField (result, PG_DIAG_SQLSTATE);
  const char *words = PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);

  if (state == NULL || PQstatus (self->conn) == CONNECTION_BAD)
    return fail_connection (self, error);
  if (g_str_has_prefix (state, "57P")
      || (self->use == PALIER_DB_WRITE && g_str_equal (state, "25006")))
    self->dead = TRUE;
  if (error != NULL && *error == NULL)
    g_set_error (error, PALIER_STORE_ERROR, translate (state), "PostgreSQL: %s (%s)", words, state);
  return FALSE;
}

/* ---- the pipeline ---- */

static gboolean
take_result (Handle *self, PGresult *result, const Sent *sent, GError **error)
{
  ExecStatusType status = PQresultStatus (result);
  gboolean good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;

  /* What stands behind an error in the pipeline was not looked at. */
  if (!good && sent->prepares != NULL)
    sent->prepares->prepared = FALSE;
  if (!good && status != PGRES_PIPELINE_ABORTED)
    fail_result (self, result, error);
  if (good && sent->asks != NULL)
    sent->asks->result = result;
  else
    PQclear (result);
  return good;
}

/* Reads the results of all that was sent. */
static gboolean
settle (gpointer handle, GError **error)
{
  Handle *self = handle;
  gboolean good = TRUE;

  if (self->pending.length == 0)
    return TRUE;
  if (PQpipelineSync (self->conn) != 1)
    good = fail_connection (self, error);
  for (Sent *sent; (sent = g_queue_pop_head (&self->pending)) != NULL; g_free (sent))
  {
    PGresult *result = PQgetResult (self->conn);
    if (result == NULL)
      good = fail_connection (self, error);
    else
      good = take_result (self, result, sent, good ? error : NULL) && good;
    while ((result = PQgetResult (self->conn)) != NULL)
      PQclear (result);
  }
  for (PGresult *result; (result = PQgetResult (self->conn)) != NULL;)
    PQclear (result);
  return good;
}

static void
push (Handle *self, Statement *prepares, Statement *asks)
{
  Sent *sent = g_new0 (Sent, 1);

  sent->prepares = prepares;
  sent->asks = asks;
  g_queue_push_tail (&self->pending, sent);
}

static gboolean
send (Statement *statement, gboolean asks, GError **error)
{
  Handle *self = statement->handle;
  const char *values[PALIER_DB_MAX_PARAMETERS];
  int formats[PALIER_DB_MAX_PARAMETERS];

  g_assert (statement->n <= G_N_ELEMENTS (values));
  for (guint i = 0; i < statement->n; i++)
  {
    gssize offset = statement->offsets[i];
    values[i] = offset < 0 ? NULL : (const char *) statement->bytes->data + offset;
    formats[i] = 1;
  }
  if (!statement->prepared)
  {
    if (PQsendPrepare (self->conn, statement->name, statement->sql, (int) statement->n,
                       statement->types)
        != 1)
      return fail_connection (self, error);
    statement->prepared = TRUE;
    push (self, statement, NULL);
  }
  if (PQsendQueryPrepared (self->conn, statement->name, (int) statement->n, values,
                           statement->lengths, formats, 1)
      != 1)
    return fail_connection (self, error);
  push (self, NULL, asks ? statement : NULL);
  return TRUE;
}

static gboolean
run (gpointer handle, gpointer statement, GError **error)
{
  Handle *self = handle;
  return send (statement, FALSE, error)
         && (self->pending.length < PENDING_MAX || settle (self, error));
}

static gboolean
step (gpointer handle, gpointer statement, gboolean *has_row, GError **error)
{
  Statement *self = statement;

  *has_row = FALSE;
  if (self->result == NULL)
  {
    if (!send (self, TRUE, error) || !settle (handle, error))
      return FALSE;
    self->row = -1;
  }
  self->row++;
  *has_row = self->row < PQntuples (self->result);
  return TRUE;
}

/* ---- statements ---- */

/* ?1 of the stores is $1 here. */
static char *
translate_sql (const char *sql)
{
  char *own = g_strdup (sql);

  for (char *c = own; *c != '\0'; c++)
    if (*c == '?' && g_ascii_isdigit (c[1]))
      *c = '$';
  return own;
}

static Oid
get_type (char letter)
{
  return letter == 't' ? OID_TEXT : letter == 'T' || letter == 'i' ? OID_INT8 : OID_BYTEA;
}

static gpointer
prepare (gpointer handle, const char *sql, const char *format, GError **error)
{
  Handle *owner = handle;
  Statement *self = g_new0 (Statement, 1);

  self->handle = owner;
  self->sql = translate_sql (sql);
  self->n = (guint) strlen (format);
  self->types = g_new0 (Oid, self->n + 1);
  self->lengths = g_new0 (int, self->n + 1);
  self->offsets = g_new0 (gssize, self->n + 1);
  self->bytes = g_byte_array_new ();
  for (guint i = 0; i < self->n; i++)
    self->types[i] = get_type (format[i]);
  g_snprintf (self->name, sizeof self->name, "s%u", ++owner->n_statements);
  return self;
}

static void
reset (gpointer statement)
{
  Statement *self = statement;

  g_clear_pointer (&self->result, PQclear);
  g_byte_array_set_size (self->bytes, 0);
}

static void
finalize (gpointer statement)
{
  Statement *self = statement;

  reset (self);
  g_byte_array_unref (self->bytes);
  g_free (self->types);
  g_free (self->lengths);
  g_free (self->offsets);
  g_free (self->sql);
  g_free (self);
}

static void
bind_null (gpointer statement, int index)
{
  ((Statement *) statement)->offsets[index - 1] = -1;
}

static void
bind_blob (gpointer statement, int index, const void *value, gsize length)
{
  Statement *self = statement;

  self->offsets[index - 1] = (gssize) self->bytes->len;
  self->lengths[index - 1] = (int) length;
  g_byte_array_append (self->bytes, value, (guint) length);
}

static void
bind_text (gpointer statement, int index, const char *value)
{
  bind_blob (statement, index, value, strlen (value));
}

static void
bind_integer (gpointer statement, int index, gint64 value)
{
  gint64 wire = GINT64_TO_BE (value);
  bind_blob (statement, index, &wire, sizeof wire);
}

static gint64
get_integer (gpointer statement, int column)
{
  Statement *self = statement;
  int length = PQgetlength (self->result, self->row, column);
  const guint8 *bytes = (const guint8 *) PQgetvalue (self->result, self->row, column);
  guint64 value = 0;

  for (int i = 0; i < length; i++)
    value = value << 8 | bytes[i];
  /* Shorter ones keep their sign. */
  if (length > 0 && length < 8 && bytes[0] > 127)
    value |= ~G_GUINT64_CONSTANT (0) << (8 * length);
  return (gint64) value;
}

static const void *
get_blob (gpointer statement, int column, gsize *length)
{
  Statement *self = statement;

  *length = (gsize) PQgetlength (self->result, self->row, column);
  return PQgetisnull (self->result, self->row, column)
             ? NULL
             : PQgetvalue (self->result, self->row, column);
}

/* libpq ends each value with a zero. */
static const char *
get_text (gpointer statement, int column)
{
  gsize length;
  return get_blob (statement, column, &length);
}

/* ---- connections ---- */

static void
on_notice_cb (void *data, const char *message)
{
  g_debug ("PostgreSQL: %s", message);
}

static PGconn *
connect_to (const char *place)
{
  /* What the place itself says wins. A server that has died unseen is given up in seconds, and of
   * several the one that takes writes is asked for. */
  const char *keys[] = { "connect_timeout",
                         "target_session_attrs",
                         "keepalives_idle",
                         "keepalives_interval",
                         "keepalives_count",
                         "tcp_user_timeout",
                         "fallback_application_name",
                         "client_encoding",
                         "dbname",
                         NULL };
  const char *values[] = { "3",     "read-write",   "5",    "2",   "3",
                           "10000", "palier-relay", "UTF8", place, NULL };
  return PQconnectdbParams (keys, values, 1);
}

static gboolean
execute_plain (Handle *self, const char *script, GError **error)
{
  PGresult *result = PQexec (self->conn, script);
  ExecStatusType status = PQresultStatus (result);
  gboolean good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
                  || status == PGRES_EMPTY_QUERY || fail_result (self, result, error);

  PQclear (result);
  return good;
}

/* Scripts do not go through a pipeline. */
static gboolean
execute (gpointer handle, const char *script, GError **error)
{
  Handle *self = handle;

  if (!settle (self, error))
    return FALSE;
  if (PQexitPipelineMode (self->conn) != 1)
    return fail_connection (self, error);
  gboolean good = execute_plain (self, script, error);
  PQenterPipelineMode (self->conn);
  return good;
}

/* A role that owns a table or passes all walls would make them worthless. */
static gboolean
check_role (Handle *self, GError **error)
{
  PGresult *result = PQexec (
      self->conn, "select rolsuper or rolbypassrls or exists (select 1 from pg_class where relowner"
                  " = pg_roles.oid and relkind in ('r', 'p')) from pg_roles where rolname ="
                  " current_user");
  gboolean good = PQresultStatus (result) == PGRES_TUPLES_OK || fail_result (self, result, error);

  if (good && strcmp (PQgetvalue (result, 0, 0), "f") != 0)
  {
    g_set_error_literal (error, PALIER_STORE_ERROR, PALIER_STORE_ERROR_OPEN,
                         "PostgreSQL: the role " ROLE " owns tables or passes row level security");
    good = FALSE;
  }
  PQclear (result);
  return good;
}

static gboolean
set_up (Handle *self, GError **error)
{
  if (self->use == PALIER_DB_MIGRATE)
    return execute_plain (self, "set lock_timeout = '10s'", error);
  /* A plan for one tenant is good for all of them. */
  return execute_plain (self,
                        "set role " ROLE "; set statement_timeout = '30s';"
                        " set idle_in_transaction_session_timeout = '60s';"
                        " set plan_cache_mode = force_generic_plan",
                        error)
         && check_role (self, error);
}

static void
close_handle (gpointer handle)
{
  Handle *self = handle;

  g_clear_pointer (&self->enter, finalize);
  g_clear_pointer (&self->leave, finalize);
  g_clear_pointer (&self->try, finalize);
  g_clear_pointer (&self->tell, finalize);
  g_queue_clear_full (&self->pending, g_free);
  PQfinish (self->conn);
  g_free (self);
}

static gpointer
open_handle (const char *place, PalierDbUse use, GError **error)
{
  Handle *self = g_new0 (Handle, 1);

  self->conn = connect_to (place);
  self->use = use;
  PQsetNoticeProcessor (self->conn, on_notice_cb, NULL);
  if (PQstatus (self->conn) != CONNECTION_OK)
    fail_connection (self, error);
  else if (set_up (self, error))
  {
    self->enter =
        prepare (self,
                 use == PALIER_DB_READ ? "select set_config ('palier.tenant', ?1::text, true)"
                                       : "select set_config ('palier.tenant', ?1::text, true),"
                                         " pg_advisory_xact_lock (?1)",
                 "i", NULL);
    self->leave = prepare (self, "select set_config ('palier.tenant', '', true)", "", NULL);
    self->try = prepare (self, "select pg_try_advisory_xact_lock (?1)", "i", NULL);
    self->tell = prepare (self, "select pg_notify ('" CHANNEL "', ?1)", "t", NULL);
    PQenterPipelineMode (self->conn);
    return self;
  }
  close_handle (self);
  return NULL;
}

static gboolean
is_broken (gpointer handle)
{
  Handle *self = handle;
  return self->dead || PQstatus (self->conn) != CONNECTION_OK;
}

static gboolean
begin (gpointer handle, gboolean alone, GError **error)
{
  Handle *self = handle;

  if (self->use == PALIER_DB_READ)
    return execute (self, "begin isolation level repeatable read read only", error);
  /* The lock is of two numbers, so that it is no tenant's. */
  return execute (self, alone ? "begin; select pg_advisory_xact_lock (1, 1)" : "begin", error);
}

static gboolean
in_transaction (gpointer handle)
{
  PGTransactionStatusType status;
  Handle *self = handle;

  settle (self, NULL);
  status = PQtransactionStatus (self->conn);
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

static gboolean
set_tenant (gpointer handle, gint64 tenant, GError **error)
{
  Handle *self = handle;
  Statement *statement = tenant != 0 ? self->enter : self->leave;

  reset (statement);
  if (tenant != 0)
    bind_integer (statement, 1, tenant);
  return run (self, statement, error);
}

static gboolean
is_free (gpointer handle, gint64 tenant, gboolean *answer, GError **error)
{
  Handle *self = handle;
  gboolean has_row = FALSE;

  reset (self->try);
  bind_integer (self->try, 1, tenant);
  gboolean good = step (self, self->try, &has_row, error);
  *answer = has_row && get_integer (self->try, 0) != 0;
  reset (self->try);
  return good;
}

/* An owner's transaction has the table for itself until the commit, and nobody sees it without its
 * wall. */
static gboolean
lift_wall (gpointer handle, const char *table, gboolean lifted, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("alter table %s %s row level security", table,
                                          lifted ? "no force" : "force");
  return execute (handle, sql, error);
}

/* ---- between processes ---- */

static gboolean
tell (gpointer handle, const char *word, GError **error)
{
  Handle *self = handle;

  reset (self->tell);
  bind_text (self->tell, 1, word);
  return run (self, self->tell, error);
}

static gboolean
hear (gpointer handle, guint wait_ms, PalierDbHeard heard, gpointer data, GError **error)
{
  Handle *self = handle;
  struct pollfd one = { .fd = PQsocket (self->conn), .events = POLLIN };

  poll (&one, 1, (int) wait_ms);
  if (PQconsumeInput (self->conn) != 1)
    return fail_connection (self, error);
  for (PGnotify *notify; (notify = PQnotifies (self->conn)) != NULL; PQfreemem (notify))
    heard (notify->extra, data);
  return TRUE;
}

const PalierDbEngine palier_db_postgres = {
  .name = "postgres",
  .open = open_handle,
  .close = close_handle,
  .is_broken = is_broken,
  .execute = execute,
  .begin = begin,
  .in_transaction = in_transaction,
  .set_tenant = set_tenant,
  .is_free = is_free,
  .lift_wall = lift_wall,
  .prepare = prepare,
  .finalize = finalize,
  .reset = reset,
  .bind_null = bind_null,
  .bind_integer = bind_integer,
  .bind_text = bind_text,
  .bind_blob = bind_blob,
  .run = run,
  .settle = settle,
  .step = step,
  .get_integer = get_integer,
  .get_text = get_text,
  .get_blob = get_blob,
  .tenant_tables = "select relname::text from pg_class join pg_attribute on attrelid = pg_class.oid"
                   " where attname = 'tenant_id' and not attisdropped and relkind in ('r', 'p')"
                   " and not relispartition and relnamespace = current_schema ()::regnamespace"
                   " order by relname",
  .scrub = "vacuum tenant",
  .tell = tell,
  .hear = hear,
};
