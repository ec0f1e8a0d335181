#!/usr/bin/env bash
# Cost of an event against the length of the period, in instructions (callgrind; no clock is read).
# Holds if a period ten times longer changes the instructions per event by at most 5 %.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v valgrind >/dev/null || { echo "valgrind is missing: apt-get install valgrind" >&2; exit 5; }
cargo build --quiet --release --example cost -p sandtable
program=target/release/examples/cost
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
count() { # days -> "events instructions"
  local events
  events=$(valgrind --quiet --tool=callgrind --callgrind-out-file="$folder/$1" "$program" "$1" 2>"$folder/err")
  echo "$events $(sed -n 's/^summary: //p;s/^totals: //p' "$folder/$1" | head -1)"
}
read -r events_a instructions_a <<<"$(count 20)"
read -r events_b instructions_b <<<"$(count 200)"
read -r events_c instructions_c <<<"$(count 2)"
python3 - "$events_a" "$instructions_a" "$events_b" "$instructions_b" "$events_c" "$instructions_c" <<'P'
import sys
ea, ia, eb, ib, ec, ic = map(int, sys.argv[1:])
# The start (reading the scenario) is the same in all three: two days of it are taken off.
a, b = (ia - ic) / (ea - ec), (ib - ic) / (eb - ec)
print(f"20 days: {ea} events, {a:.0f} instructions an event")
print(f"200 days: {eb} events, {b:.0f} instructions an event ({100 * (b / a - 1):+.2f} %)")
sys.exit(abs(b / a - 1) > 0.05)
P
