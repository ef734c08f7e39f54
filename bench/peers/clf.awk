# mawk -f clf.awk FILE: log-loss and brier.
BEGIN { FS = "," }
NR > 1 { r = $3 - $2; s -= log($2 == 1 ? $3 : 1 - $3); b += r * r; n++ }
END { printf "{\"log-loss\":%.17g,\"brier\":%.17g}\n", s / n, b / n }
