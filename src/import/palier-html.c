/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of a page: what spreadsheets put on the clipboard, and what many programs save as
 * ".xls". Of several tables, also of those within others, each is a sheet. Cells that reach over
 * columns leave those blank; over rows, they are repeated. */
#include "palier-html.h"

#include <string.h>

#include "palier-cells.h"
#include "palier-html-token.h"

#define MAX_TABLES 256
#define MAX_DEPTH 32
#define MAX_SPAN 1000
#define MAX_ROWSPAN 65534

typedef struct
{
  PalierTable table;
  PalierText *text;
  PalierHtmlTokens *tokens;

  int open[MAX_DEPTH]; /* the tables that are open, by their number in the page */
  guint depth;
  int n_tables;
  gboolean table_done;

  gboolean in_row;
  gboolean in_cell;
  gboolean row_done;
  gboolean hidden;
  guint64 line;
  guint column;
  guint colspan;
  guint rowspan;
  char *number; /* (nullable): what the spreadsheet says that the cell's number is */
  GString *value;
  gboolean space;                 /* one stands between this and what comes */
  guint left[PALIER_COLUMNS_MAX]; /* for how many rows more a cell above fills the column */
  guint n_left;                   /* columns of the table so far */
  PalierRowFlags flags;
  PalierCells cells;
  PalierMerges *merges;
  PalierRow row;
} PalierHtml;

/* Whether the rows that are met now are of the wanted table. */
static gboolean
is_wanted (PalierHtml *self)
{
  return self->depth > 0 && self->open[MIN (self->depth, MAX_DEPTH) - 1] == self->table.sheet;
}

/* Cells and rows end where others begin, too. */
static void
end_cell (PalierHtml *self)
{
  if (!self->in_cell)
    return;
  self->in_cell = FALSE;
  gsize length = self->value->len;
  const char *text = self->value->str;
  while (length > 0
         && (g_ascii_isspace (text[length - 1])
             || (length > 1 && memcmp (text + length - 2, "\xc2\xa0", 2) == 0)))
    length -= g_ascii_isspace (text[length - 1]) ? 1 : 2;
  while (length > 1 && memcmp (text, "\xc2\xa0", 2) == 0)
  {
    text += 2;
    length -= 2;
  }
  /* Digits that are not shown are on the clipboard all the same. */
  if (self->number != NULL && strstr (self->value->str, "E+") != NULL
      && strspn (self->number, "0123456789.") == strlen (self->number))
    palier_cells_set (&self->cells, self->column, self->number, strlen (self->number));
  else
    palier_cells_set (&self->cells, self->column, text, length);
  for (guint i = 0; i < self->colspan && self->column + i < PALIER_COLUMNS_MAX; i++)
    self->left[self->column + i] = self->rowspan;
  if (self->rowspan > 1)
    palier_merges_add (self->merges, self->column, self->line, self->line + self->rowspan - 1);
  self->column += self->colspan;
  self->n_left = MAX (self->n_left, MIN (self->column, PALIER_COLUMNS_MAX));
}

static void
end_row (PalierHtml *self)
{
  end_cell (self);
  if (!self->in_row)
    return;
  for (guint i = 0; i < self->n_left; i++)
    self->left[i] -= self->left[i] > 0;
  self->in_row = FALSE;
  self->row_done = TRUE;
  self->flags |= self->hidden ? PALIER_ROW_HIDDEN : 0;
  self->hidden = FALSE;
}

static void
begin_row (PalierHtml *self, const PalierHtmlToken *token)
{
  g_autofree char *style = palier_html_attribute (token, "style");

  end_row (self);
  self->in_row = TRUE;
  self->column = 0;
  self->hidden = style != NULL && strstr (style, "display:none") != NULL;
}

static guint
span_of (const PalierHtmlToken *token, const char *name, guint max)
{
  g_autofree char *text = palier_html_attribute (token, name);
  gint64 span = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 1;
  return (guint) CLAMP (span, 1, max);
}

static void
begin_cell (PalierHtml *self, const PalierHtmlToken *token)
{
  end_cell (self);
  self->in_row = TRUE;
  self->in_cell = TRUE;
  self->space = FALSE;
  while (self->column < PALIER_COLUMNS_MAX && self->left[self->column] > 0)
    self->column++;
  self->colspan = span_of (token, "colspan", MAX_SPAN);
  self->rowspan = span_of (token, "rowspan", MAX_ROWSPAN);
  g_free (self->number);
  self->number = palier_html_attribute (token, "x:num");
  if (self->number == NULL)
    self->number = palier_html_attribute (token, "sdval");
  g_string_truncate (self->value, 0);
}

static void
break_line (PalierHtml *self)
{
  self->space = FALSE;
  if (self->in_cell && self->value->len > 0 && self->value->len < PALIER_CELL_MAX)
    g_string_append_c (self->value, '\n');
}

static gboolean
is_one_of (const char *name, const char *const *names)
{
  return g_strv_contains (names, name);
}

static void
take_start (PalierHtml *self, const PalierHtmlToken *token)
{
  static const char *const breaks[] = { "br", "p", "div", "li", NULL };
  static const char *const parts[] = { "thead", "tbody", "tfoot", NULL };

  if (strcmp (token->name, "table") == 0)
  {
    if (self->depth < MAX_DEPTH)
      self->open[self->depth] = self->n_tables;
    self->depth++;
    self->n_tables++;
  }
  else if (!is_wanted (self))
    return;
  else if (strcmp (token->name, "tr") == 0)
    begin_row (self, token);
  else if (strcmp (token->name, "td") == 0 || strcmp (token->name, "th") == 0)
    begin_cell (self, token);
  else if (is_one_of (token->name, parts))
    end_row (self);
  else if (is_one_of (token->name, breaks))
    break_line (self);
}

static void
take_end (PalierHtml *self, const PalierHtmlToken *token)
{
  gboolean wanted = is_wanted (self);

  if (strcmp (token->name, "table") == 0)
  {
    if (wanted)
    {
      end_row (self);
      self->table_done = TRUE;
    }
    self->depth -= self->depth > 0;
  }
  else if (!wanted)
    return;
  else if (strcmp (token->name, "tr") == 0)
    end_row (self);
  else if (strcmp (token->name, "td") == 0 || strcmp (token->name, "th") == 0)
    end_cell (self);
}

/* Appends a text with its spaces run together, as it is shown. */
static void
take_text (PalierHtml *self, const PalierHtmlToken *token)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!self->in_cell || !is_wanted (self))
    return;
  palier_html_append_text (text, token->text, token->length);
  for (gsize i = 0; i < text->len; i++)
  {
    if (g_ascii_isspace (text->str[i]))
    {
      self->space = TRUE;
      continue;
    }
    gboolean begins = self->value->len == 0 || self->value->str[self->value->len - 1] == '\n';
    if (self->space && !begins)
      g_string_append_c (self->value, ' ');
    self->space = FALSE;
    if (self->value->len >= PALIER_CELL_MAX)
    {
      self->flags |= PALIER_ROW_CUT;
      g_string_truncate (
          self->value, palier_cut_length (self->value->str, self->value->len, PALIER_CELL_MAX - 4));
      return;
    }
    g_string_append_c (self->value, text->str[i]);
  }
}

static void
take_token (PalierHtml *self, const PalierHtmlToken *token)
{
  if (token->kind == PALIER_HTML_TEXT)
    take_text (self, token);
  else if (token->kind == PALIER_HTML_START)
    take_start (self, token);
  else
    take_end (self, token);
}

static const PalierRow *
give_row (PalierHtml *self)
{
  self->row_done = FALSE;
  self->row = *palier_cells_end (&self->cells);
  self->row.flags |= self->flags;
  palier_merges_apply (self->merges, &self->row, self->cells.cells);
  return &self->row;
}

/* A row that begins where another ends without a tag of its own has its cells still to come: so the
 * next row is made ready only when the one before was given. */
static void
make_ready (PalierHtml *self)
{
  palier_cells_begin (&self->cells, ++self->line);
  self->flags = PALIER_ROW_FINE;
}

static const PalierRow *
html_next (PalierTable *table, GError **error)
{
  PalierHtml *self = (PalierHtml *) table;
  g_autoptr (GError) problem = NULL;
  const PalierHtmlToken *token;

  if (self->table_done)
    return NULL;
  make_ready (self);
  while (!self->row_done && !self->table_done
         && (token = palier_html_tokens_next (self->tokens, &problem)) != NULL)
    take_token (self, token);
  if (problem != NULL)
    return g_propagate_error (error, g_steal_pointer (&problem)), NULL;
  if (!self->row_done && !self->table_done)
  {
    end_row (self);
    self->table_done = TRUE;
  }
  return self->row_done ? give_row (self) : NULL;
}

static gboolean
html_open_sheet (PalierTable *table, guint index, GError **error)
{
  PalierHtml *self = (PalierHtml *) table;

  palier_html_tokens_rewind (self->tokens);
  palier_merges_reset (self->merges);
  memset (self->left, 0, sizeof self->left);
  self->n_left = 0;
  self->depth = 0;
  self->n_tables = 0;
  self->line = 0;
  self->in_row = self->in_cell = self->row_done = self->hidden = self->table_done = FALSE;
  return palier_text_rewind (self->text, error);
}

static const char *
html_get_encoding (PalierTable *table)
{
  return palier_text_get_encoding (((PalierHtml *) table)->text);
}

static double
html_get_fraction (PalierTable *table)
{
  PalierHtml *self = (PalierHtml *) table;
  return self->table_done ? 1 : palier_text_get_fraction (self->text);
}

static void
html_free (PalierTable *table)
{
  PalierHtml *self = (PalierHtml *) table;

  g_clear_pointer (&self->tokens, palier_html_tokens_free);
  g_clear_pointer (&self->text, palier_text_free);
  palier_cells_clear (&self->cells);
  palier_merges_free (self->merges);
  g_string_free (self->value, TRUE);
  g_free (self->number);
  g_free (self);
}

static const PalierTableClass html_class = {
  .format = "html",
  .next = html_next,
  .get_fraction = html_get_fraction,
  .free = html_free,
  .open_sheet = html_open_sheet,
  .get_encoding = html_get_encoding,
};

/* Names the tables by their number in the page. */
static gboolean
list_tables (PalierHtml *self, GError **error)
{
  g_autoptr (GError) problem = NULL;
  const PalierHtmlToken *token;

  while (self->table.sheets->len < MAX_TABLES
         && (token = palier_html_tokens_next (self->tokens, &problem)) != NULL)
    if (token->kind == PALIER_HTML_START && strcmp (token->name, "table") == 0)
      g_ptr_array_add (self->table.sheets, g_strdup_printf ("%u", self->table.sheets->len + 1));
  if (problem != NULL)
    return g_propagate_error (error, g_steal_pointer (&problem)), FALSE;
  if (self->table.sheets->len > 0)
    return TRUE;
  g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_WEB_PAGE,
                       "a page without a table");
  return FALSE;
}

/**
 * palier_html_new:
 * @fd: (transfer full)
 * @encoding: (nullable)
 *
 * Returns: (nullable): %NULL with PALIER_IMPORT_ERROR, G_IO_ERROR_CANCELLED or G_CONVERT_ERROR
 */
PalierTable *
palier_html_new (int fd, const char *encoding, GCancellable *cancellable, GError **error)
{
  PalierHtml *self = g_new0 (PalierHtml, 1);
  g_autoptr (PalierTable) table = &self->table;

  palier_table_init (table, &html_class);
  table->sheets = g_ptr_array_new_null_terminated (4, g_free, TRUE);
  self->value = g_string_new (NULL);
  self->merges = palier_merges_new ();
  palier_cells_init (&self->cells);
  self->text = palier_text_new (fd, encoding, cancellable, error);
  if (self->text == NULL)
    return NULL;
  self->tokens = palier_html_tokens_new (self->text);
  return list_tables (self, error) ? g_steal_pointer (&table) : NULL;
}
