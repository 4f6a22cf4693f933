/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From pairs to clusters. The surest link first, two clusters become one unless their members speak
 * against it: one pair that cannot be one, or links that on the whole say no. */
#include "palier-linkage-private.h"

#include <math.h>

/* Of large clusters so many members are compared. */
#define MAX_COMPARED 12
/* One pair says no more than this, in bits: it is one voice of several. */
#define LOUDEST 12.0

#define NONE G_MAXUINT32

typedef struct
{
  guint32 next;    /* the cluster's next member, or NONE */
  guint32 owner;   /* the cluster: its first member */
  guint32 last;    /* of the cluster, if this is its first member */
  guint32 weakest; /* likewise: index of the weakest link, or NONE */
} Node;

typedef struct
{
  PalierLinkage *linkage;
  Node *nodes;
  guint32 n;
} Clusters;

/* What two members say for or against it. A link between two firms is about somebody who moved:
 * that others of the clusters are at two firms then says nothing any more. */
static double
vote (Clusters *self, guint32 a, guint32 b, gboolean moved, double bits,
      const PalierComparison *pair)
{
  double said = moved ? palier_linkage_weigh_person (self->linkage, a, b, pair) : bits;

  return CLAMP (said, -LOUDEST, LOUDEST);
}

/* Whether all members of both may be one, and say so on the whole. Where the link itself knows both
 * birth dates and holds, another member's wrong date is no bar; where it does not, two dates must
 * not meet through it. */
static gboolean
may_unite (Clusters *self, guint32 one, guint32 two, const PalierLink *link)
{
  PalierComparison pair;
  guint n = 0;
  guint i = 0;

  palier_linkage_compare (self->linkage, link->a, link->b, &pair);
  gboolean dated = pair.levels[PALIER_FEATURE_BIRTHDATE] != PALIER_LEVEL_UNKNOWN;
  gboolean moved = palier_linkage_is_move (self->linkage, link->a, link->b, &pair);
  double sum = moved ? CLAMP (link->bits, 0, LOUDEST) : 0;
  for (guint32 a = one; a != NONE && i < MAX_COMPARED; a = self->nodes[a].next, i++)
  {
    guint k = 0;
    for (guint32 b = two; b != NONE && k < MAX_COMPARED; b = self->nodes[b].next, k++, n++)
    {
      double bits = palier_linkage_compare (self->linkage, a, b, &pair);
      if (palier_linkage_are_incompatible (self->linkage, a, b, dated, &pair))
        return FALSE;
      sum += vote (self, a, b, moved, bits, &pair);
    }
  }
  return n == 1 || sum > 0;
}

static void
unite (Clusters *self, guint32 one, guint32 two, guint32 link)
{
  Node *nodes = self->nodes;

  for (guint32 member = two; member != NONE; member = nodes[member].next)
    nodes[member].owner = one;
  nodes[nodes[one].last].next = two;
  nodes[one].last = nodes[two].last;
  nodes[one].weakest = link;
}

static int
by_number (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return x < y ? -1 : x > y;
}

static PalierCluster *
cluster_new (const Clusters *self, guint32 first)
{
  PalierCluster *cluster = g_new0 (PalierCluster, 1);
  guint n;

  cluster->members = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 member = first; member != NONE; member = self->nodes[member].next)
    g_array_append_val (cluster->members, member);
  g_array_sort (cluster->members, by_number);
  cluster->link = palier_linkage_get_links (self->linkage, &n)[self->nodes[first].weakest];
  cluster->score = palier_linkage_probability (cluster->link.bits);
  return cluster;
}

void
palier_cluster_free (PalierCluster *self)
{
  g_array_unref (self->members);
  g_free (self);
}

/**
 * palier_linkage_cluster:
 * @threshold: a probability, PALIER_LINKAGE_LEAST or more: weaker links do not count
 *
 * Returns: (transfer full) (element-type PalierCluster): of two records or more
 */
GPtrArray *
palier_linkage_cluster (PalierLinkage *self, double threshold)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_cluster_free);
  Clusters clusters = { self, NULL, palier_records_get_n (self->records) };
  guint n;
  const PalierLink *links = palier_linkage_get_links (self, &n);

  clusters.nodes = g_new (Node, MAX (clusters.n, 1));
  for (guint32 i = 0; i < clusters.n; i++)
    clusters.nodes[i] = (Node) { NONE, i, i, NONE };
  for (guint i = 0; i < n && palier_linkage_probability (links[i].bits) >= threshold; i++)
  {
    guint32 one = clusters.nodes[links[i].a].owner, two = clusters.nodes[links[i].b].owner;
    if (one != two && may_unite (&clusters, one, two, &links[i]))
      unite (&clusters, one, two, i);
  }
  for (guint32 i = 0; i < clusters.n; i++)
    if (clusters.nodes[i].owner == i && clusters.nodes[i].next != NONE)
      g_ptr_array_add (found, cluster_new (&clusters, i));
  g_free (clusters.nodes);
  return found;
}
