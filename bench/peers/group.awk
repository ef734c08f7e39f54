# mawk -f group.awk FILE: mse by segment.
BEGIN { FS = "," }
NR > 1 { r = $3 - $2; s[$4] += r * r; n[$4]++ }
END {
  separator = "{"
  for (segment in n) {
    printf "%s\"mse %s\":%.17g", separator, segment, s[segment] / n[segment]
    separator = ","
  }
  print "}"
}
