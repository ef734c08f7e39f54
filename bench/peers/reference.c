/*
 * reference TASK FILE: the task's numbers as JSON, the plain way in C: one thread, fread, strtod, naive sums, fields
 * by commas and newlines, no quotes. What a program costs that does no more than it must.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 1 << 20, FIELDS = 16, GROUPS = 64 };

static struct { char name[32]; double squares; long rows; } groups[GROUPS];
static double sums[2];
static long rows;

static void add_to_group(const char *name, size_t length, double square) {
  int g = 0;
  while (groups[g].rows > 0 && (strncmp(groups[g].name, name, length) != 0 || groups[g].name[length] != 0)) g++;
  memcpy(groups[g].name, name, length);
  groups[g].squares += square;
  groups[g].rows++;
}

static void add(char task, char *fields[], const char *end) {
  double label = strtod(fields[1], NULL);
  rows++;
  if (task == 'm') {
    sums[0] -= log(strtod(fields[2 + (int)label], NULL));
    return;
  }
  double prediction = strtod(fields[2], NULL), residual = prediction - label;
  if (task == 'c') {
    sums[0] -= log(label == 1 ? prediction : 1 - prediction);
    sums[1] += residual * residual;
  } else if (task == 'g') {
    add_to_group(fields[3], (size_t)(end - fields[3]), residual * residual);
  } else {
    sums[0] += residual * residual;
    sums[1] += fabs(residual);
  }
}

int main(int argc, char *argv[]) {
  static char text[2 * BLOCK + 1];
  if (argc != 3) return 2;
  FILE *file = fopen(argv[2], "rb");
  if (file == NULL) return 3;
  size_t kept = 0, count;
  int header = 1;
  while ((count = fread(text + kept, 1, BLOCK, file)) > 0) {
    char *end = text + kept + count, *line = text, *newline;
    *end = 0;
    while ((newline = memchr(line, '\n', (size_t)(end - line))) != NULL) {
      char *fields[FIELDS] = {line};
      int found = 1;
      for (char *p = line; p < newline && found < FIELDS; p++)
        if (*p == ',') fields[found++] = p + 1;
      if (!header) add(argv[1][0], fields, newline);
      header = 0;
      line = newline + 1;
    }
    kept = (size_t)(end - line);
    memmove(text, line, kept);
  }
  fclose(file);
  switch (argv[1][0]) {
    case 'c': printf("{\"log-loss\":%.17g,\"brier\":%.17g}\n", sums[0] / rows, sums[1] / rows); break;
    case 'm': printf("{\"cross-entropy\":%.17g}\n", sums[0] / rows); break;
    case 'g':
      for (int g = 0; groups[g].rows > 0; g++)
        printf("%s\"mse %s\":%.17g", g == 0 ? "{" : ",", groups[g].name, groups[g].squares / groups[g].rows);
      printf("}\n");
      break;
    default: printf("{\"mse\":%.17g,\"mae\":%.17g}\n", sums[0] / rows, sums[1] / rows);
  }
  return 0;
}
