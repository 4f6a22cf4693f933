/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the kernel knows of the process: the names are those that Prometheus' own libraries use. */
#include "palier-process-figures.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "palier-relay-figures.h"

/* A number of a file of /proc or /sys that begins a line with @name; 0 where there is none. */
static double
read_number (const char *path, const char *name)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  const char *at = strstr (text, name);
  return at != NULL ? g_ascii_strtod (at + strlen (name), NULL) : 0;
}

static guint
count_files (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint count = 0;

  while (folder != NULL && g_dir_read_name (folder) != NULL)
    count++;
  return count;
}

/* What the process may take: its control group's, else the machine's memory. */
static double
get_memory_limit (void)
{
  double group = read_number ("/sys/fs/cgroup/memory.max", "");
  return group > 0 ? group : (double) sysconf (_SC_PHYS_PAGES) * (double) sysconf (_SC_PAGESIZE);
}

static void
print (GString *out, const char *name, const char *type, const char *help, double value)
{
  palier_figure_print_head (out, name, type, help);
  palier_figure_print_sample (out, name, NULL, value);
}

void
palier_process_figures_print (GString *out)
{
  const char *status = "/proc/self/status";
  struct rusage used = { 0 };
  struct rlimit files = { 0 };

  getrusage (RUSAGE_SELF, &used);
  getrlimit (RLIMIT_NOFILE, &files);
  print (out, "process_cpu_seconds_total", "counter", "Processor time, user and system.",
         (double) (used.ru_utime.tv_sec + used.ru_stime.tv_sec)
             + (double) (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6);
  print (out, "process_resident_memory_bytes", "gauge", "Resident memory.",
         read_number (status, "VmRSS:") * 1024);
  print (out, "palier_anonymous_memory_bytes", "gauge", "Resident memory that no file backs.",
         read_number (status, "RssAnon:") * 1024);
  print (out, "palier_memory_limit_bytes", "gauge", "What the process may take.",
         get_memory_limit ());
  print (out, "process_threads", "gauge", "Threads.", read_number (status, "Threads:"));
  print (out, "process_open_fds", "gauge", "Open file descriptors.", count_files ());
  print (out, "process_max_fds", "gauge", "File descriptors that may be open.",
         (double) files.rlim_cur);
}
