/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the doubles of a table of canonical values: lines of fields parted by tabs, the first of
 * them the names of prospect's fields or of other columns. Prints a line a cluster: its score and
 * its rows, from 0. With a third argument, every pair that was kept instead. The time of each step
 * goes to standard error. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "palier-linkage.h"

static void
add_row (PalierRecords *records, char **names, char **values)
{
  g_autoptr (PalierProspect) prospect = palier_prospect_new ();

  for (guint i = 0; names[i] != NULL && values[i] != NULL; i++)
    if (palier_field_from_name (names[i]) != PALIER_FIELD_NONE)
      palier_prospect_set (prospect, palier_field_from_name (names[i]), values[i]);
  palier_records_add (records, prospect);
  for (guint i = 0; names[i] != NULL && values[i] != NULL; i++)
    if (palier_field_from_name (names[i]) == PALIER_FIELD_NONE)
      palier_records_add_custom (records, names[i], values[i]);
}

static gboolean
load (PalierRecords *records, const char *path)
{
  FILE *file = fopen (path, "r");
  g_auto (GStrv) names = NULL;
  char *line = NULL;
  size_t size = 0;

  if (file == NULL)
    return FALSE;
  while (getline (&line, &size, file) > 0)
  {
    g_auto (GStrv) values = g_strsplit (g_strchomp (line), "\t", -1);
    if (names == NULL)
      names = g_steal_pointer (&values);
    else
      add_row (records, names, values);
  }
  free (line);
  fclose (file);
  return TRUE;
}

static void
print_clusters (PalierLinkage *linkage, double threshold)
{
  g_autoptr (GPtrArray) clusters = palier_linkage_cluster (linkage, threshold);

  for (guint i = 0; i < clusters->len; i++)
  {
    const PalierCluster *cluster = g_ptr_array_index (clusters, i);
    printf ("%.6f", cluster->score);
    for (guint k = 0; k < cluster->members->len; k++)
      printf ("\t%u", g_array_index (cluster->members, guint32, k));
    putchar ('\n');
  }
}

static void
print_pair (PalierLinkage *linkage, guint32 a, guint32 b, double bits)
{
  PalierEvidence rows[PALIER_MAX_FEATURES];
  guint n = palier_linkage_explain (linkage, a, b, rows);

  printf ("%u\t%u\t%.2f", a, b, bits);
  for (guint i = 0; i < n; i++)
    printf ("\t%s %s %.1f", rows[i].field, palier_level_name (rows[i].agreement), rows[i].weight);
  putchar ('\n');
}

static void
print_links (PalierLinkage *linkage)
{
  guint n;
  const PalierLink *links = palier_linkage_get_links (linkage, &n);

  for (guint i = 0; i < n; i++)
    print_pair (linkage, links[i].a, links[i].b, links[i].bits);
}

int
main (int argc, char **argv)
{
  g_autoptr (PalierRecords) records = palier_records_new ();
  gint64 start = g_get_monotonic_time ();

  if (argc < 3 || !load (records, argv[1]))
    return 2;
  palier_records_seal (records);
  gint64 loaded = g_get_monotonic_time ();
  g_autoptr (PalierLinkage) linkage = palier_linkage_new (records, 1);
  palier_linkage_run (linkage, NULL, NULL);
  gint64 linked = g_get_monotonic_time ();
  if (argc > 3)
    print_links (linkage);
  else
    print_clusters (linkage, g_ascii_strtod (argv[2], NULL));
  fprintf (stderr, "{\"records\":%u,\"load_ms\":%ld,\"link_ms\":%ld,\"cluster_ms\":%ld}\n",
           palier_records_get_n (records), (long) (loaded - start) / 1000,
           (long) (linked - loaded) / 1000, (long) (g_get_monotonic_time () - linked) / 1000);
  return 0;
}
