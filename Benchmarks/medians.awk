# Reads lines `row server metric value`, several of each, and prints `row.server.metric median unit`, and for each server
# but the first one of a row `ratio_row.metric value x`: the median of the rounds' ratios to the first, whose two sides
# ran right after each other. With three servers or more the name of the ratio says which one it is of.
#
# -v servers="c swift": their order. A server that has no such row is passed over.

function median(list,    n, values, i, j, held) {
  n = split(list, values, " ")
  for (i = 2; i <= n; i++) {
    held = values[i] + 0
    for (j = i - 1; j > 0 && values[j] + 0 > held; j--) values[j + 1] = values[j]
    values[j + 1] = held
  }
  return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2
}
function unit(metric) {
  if (metric ~ /_per_second$/) return "1/s"
  if (metric ~ /^cpu_|spread|last_receiver/) return "us"
  if (metric ~ /memory/) return "KiB"
  return ""
}
function short(metric) {
  sub(/_per_.*$/, "", metric)
  return metric
}
{
  if (!($1 in rows)) { rows[$1] = ++row_count; row_names[row_count] = $1 }
  if (!(($1, $3) in metrics)) { metrics[$1, $3] = 1; metric_names[$1, ++metric_count[$1]] = $3 }
  lists[$1, $2, $3] = lists[$1, $2, $3] " " $4
}
END {
  server_count = split(servers, server_names, " ")
  for (r = 1; r <= row_count; r++) for (m = 1; m <= metric_count[row_names[r]]; m++) {
    row = row_names[r]
    metric = metric_names[row, m]
    for (s = 1; s <= server_count; s++) {
      list = lists[row, server_names[s], metric]
      if (list == "") continue
      printf "%s.%s.%s %.2f %s\n", row, server_names[s], metric, median(list), unit(metric)
      if (s == 1 || lists[row, server_names[1], metric] == "") continue
      n = split(lists[row, server_names[1], metric], first, " ")
      split(list, other, " ")
      ratios = ""
      for (i = 1; i <= n; i++) if (first[i] > 0 && i in other) ratios = ratios " " other[i] / first[i]
      of = server_count > 2 ? "." server_names[s] : ""
      if (ratios != "") printf "ratio_%s%s.%s %.3f x\n", row, of, short(metric), median(ratios)
    }
  }
}
