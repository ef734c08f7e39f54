# mawk -f reg.awk FILE: mse and mae.
BEGIN { FS = "," }
NR > 1 { r = $3 - $2; s += r * r; a += r < 0 ? -r : r; n++ }
END { printf "{\"mse\":%.17g,\"mae\":%.17g}\n", s / n, a / n }
