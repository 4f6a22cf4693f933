/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Light Markdown as plain text and as HTML. One scanner finds the pieces of a line (words, strong
 * words, links); two writers put them down. What is no markup stays as typed; no HTML of the text
 * gets through. */
#include "palier-mail-body.h"

#include <string.h>

typedef enum
{
  PIECE_TEXT,
  PIECE_STRONG,
  PIECE_LINK,
} PieceType;

typedef struct
{
  PieceType type;
  char *text; /* of a link: its words, or the URL itself */
  char *url;
} Piece;

static void
piece_clear (gpointer data)
{
  Piece *piece = data;
  g_free (piece->text);
  g_free (piece->url);
}

static void
add_piece (GArray *pieces, PieceType type, const char *start, const char *end, char *url)
{
  Piece piece = { type, g_strndup (start, (gsize) (end - start)), url };

  if (start < end || url != NULL)
    g_array_append_val (pieces, piece);
  else
    piece_clear (&piece);
}

static gboolean
is_web (const char *text)
{
  return g_ascii_strncasecmp (text, "https://", 8) == 0
         || g_ascii_strncasecmp (text, "http://", 7) == 0;
}

/* The end of a bare URL: a final point, comma or bracket belongs to the sentence. */
static const char *
find_url_end (const char *start, const char *line_end)
{
  const char *end = start;

  while (end < line_end && !g_ascii_isspace (*end) && strchr ("<>\"", *end) == NULL)
    end++;
  while (end > start && strchr (".,;:!?)]'*", end[-1]) != NULL)
    end--;
  return end;
}

/* [words](url) at @start. Returns: (nullable): behind it */
static const char *
take_named_link (GArray *pieces, const char *start, const char *line_end)
{
  const char *middle = memchr (start, ']', (gsize) (line_end - start));
  if (middle == NULL || middle + 1 >= line_end || middle[1] != '(' || !is_web (middle + 2))
    return NULL;
  const char *close = memchr (middle, ')', (gsize) (line_end - middle));
  if (close == NULL || memchr (middle, ' ', (gsize) (close - middle)) != NULL)
    return NULL;
  add_piece (pieces, PIECE_LINK, start + 1, middle,
             g_strndup (middle + 2, (gsize) (close - middle - 2)));
  return close + 1;
}

/* **words** at @start. Returns: (nullable): behind it */
static const char *
take_strong (GArray *pieces, const char *start, const char *line_end)
{
  const char *close =
      line_end - start > 4 ? memmem (start + 2, (gsize) (line_end - start - 2), "**", 2) : NULL;

  if (close == NULL || close == start + 2)
    return NULL;
  add_piece (pieces, PIECE_STRONG, start + 2, close, NULL);
  return close + 2;
}

static const char *
take_markup (GArray *pieces, const char *p, const char *line_end)
{
  if (*p == '[')
    return take_named_link (pieces, p, line_end);
  if (*p == '*' && p[1] == '*')
    return take_strong (pieces, p, line_end);
  if ((*p == 'h' || *p == 'H') && is_web (p))
  {
    const char *end = find_url_end (p, line_end);
    add_piece (pieces, PIECE_LINK, p, end, g_strndup (p, (gsize) (end - p)));
    return end;
  }
  return NULL;
}

static GArray *
scan_line (const char *start, const char *end)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Piece));
  const char *plain = start;

  g_array_set_clear_func (pieces, piece_clear);
  for (const char *p = start; p < end;)
  {
    const char *after = take_markup (found, p, end);
    if (after != NULL)
    {
      add_piece (pieces, PIECE_TEXT, plain, p, NULL);
      g_array_append_vals (pieces, found->data, found->len);
      g_array_set_size (found, 0);
      plain = p = after;
    }
    else
      /* To the next that could begin a piece; a line ends with the text or with a line feed. */
      p = MIN (end, p + 1 + strcspn (p + 1, "[*hH\n"));
  }
  add_piece (pieces, PIECE_TEXT, plain, end, NULL);
  return pieces;
}

/* ---- Writers */

static const char *
get_target (GHashTable *links, const char *url)
{
  const char *other = links != NULL ? g_hash_table_lookup (links, url) : NULL;
  return other != NULL ? other : url;
}

static void
write_text_line (GString *out, const GArray *pieces, GHashTable *links)
{
  for (guint i = 0; i < pieces->len; i++)
  {
    const Piece *piece = &g_array_index (pieces, Piece, i);
    if (piece->type != PIECE_LINK)
      g_string_append (out, piece->text);
    else if (strcmp (piece->text, piece->url) == 0)
      g_string_append (out, get_target (links, piece->url));
    else
      g_string_append_printf (out, "%s (%s)", piece->text, get_target (links, piece->url));
  }
}

static void
append_escaped (GString *out, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_string_append (out, escaped);
}

static void
write_html_line (GString *out, const GArray *pieces, GHashTable *links)
{
  for (guint i = 0; i < pieces->len; i++)
  {
    const Piece *piece = &g_array_index (pieces, Piece, i);
    if (piece->type == PIECE_STRONG)
      g_string_append (out, "<strong>");
    if (piece->type == PIECE_LINK)
    {
      g_string_append (out, "<a href=\"");
      append_escaped (out, get_target (links, piece->url));
      g_string_append (out, "\">");
    }
    append_escaped (out, piece->text);
    if (piece->type == PIECE_STRONG)
      g_string_append (out, "</strong>");
    if (piece->type == PIECE_LINK)
      g_string_append (out, "</a>");
  }
}

typedef void (*LineWriter) (GString *out, const GArray *pieces, GHashTable *links);

static void
write_line (GString *out, LineWriter write, const char *start, const char *end, GHashTable *links)
{
  GArray *pieces = scan_line (start, end);
  write (out, pieces, links);
  g_array_unref (pieces);
}

static const char *
find_line_end (const char *line)
{
  const char *end = strchr (line, '\n');
  return end != NULL ? end : line + strlen (line);
}

/* Returns: (transfer full): plain text, lines ended by \n; links as their words and their target */
char *
palier_mail_body_text (const char *markdown, GHashTable *links)
{
  GString *out = g_string_new (NULL);

  for (const char *line = markdown; *line != '\0';)
  {
    const char *end = find_line_end (line);
    write_line (out, write_text_line, line, end, links);
    g_string_append_c (out, '\n');
    line = *end == '\n' ? end + 1 : end;
  }
  return g_string_free_and_steal (out);
}

typedef enum
{
  BLOCK_NONE,
  BLOCK_PARAGRAPH,
  BLOCK_LIST,
} Block;

/* Goes from one block to the next; within a paragraph a new line is a break. */
static Block
enter_block (GString *out, Block from, Block to)
{
  static const char *const open[] = { "", "<p>", "<ul>\n" };
  static const char *const close[] = { "", "</p>\n", "</ul>\n" };

  if (from == to)
  {
    g_string_append (out, to == BLOCK_PARAGRAPH ? "<br>\n" : "");
    return to;
  }
  g_string_append (out, close[from]);
  g_string_append (out, open[to]);
  return to;
}

/* Returns: (transfer full): the blocks of an HTML body, without its frame */
char *
palier_mail_body_html (const char *markdown, GHashTable *links)
{
  GString *out = g_string_new (NULL);
  Block block = BLOCK_NONE;

  for (const char *line = markdown; *line != '\0';)
  {
    const char *end = find_line_end (line);
    gboolean is_item = g_str_has_prefix (line, "- ");
    if (line == end)
      block = enter_block (out, block, BLOCK_NONE);
    else
    {
      block = enter_block (out, block, is_item ? BLOCK_LIST : BLOCK_PARAGRAPH);
      g_string_append (out, is_item ? "<li>" : "");
      write_line (out, write_html_line, is_item ? line + 2 : line, end, links);
      g_string_append (out, is_item ? "</li>\n" : "");
    }
    line = *end == '\n' ? end + 1 : end;
  }
  enter_block (out, block, BLOCK_NONE);
  return g_string_free_and_steal (out);
}

/* Returns: (transfer full) (element-type utf8): the different links, in the order of the text */
GPtrArray *
palier_mail_body_links (const char *markdown)
{
  GPtrArray *links = g_ptr_array_new_with_free_func (g_free);

  for (const char *line = markdown; *line != '\0';)
  {
    const char *end = find_line_end (line);
    GArray *pieces = scan_line (line, end);
    for (guint i = 0; i < pieces->len; i++)
    {
      const Piece *piece = &g_array_index (pieces, Piece, i);
      if (piece->type == PIECE_LINK
          && !g_ptr_array_find_with_equal_func (links, piece->url, g_str_equal, NULL))
        g_ptr_array_add (links, g_strdup (piece->url));
    }
    g_array_unref (pieces);
    line = *end == '\n' ? end + 1 : end;
  }
  return links;
}
