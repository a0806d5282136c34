// Sessions at any WAMP router, many or few, and what they cost it. Prints `metric value` lines.
//
//   Crowd memory --to URL --server PID --idle N     anonymous memory of the router at no, N/9, 5N/9 and N idle sessions
//   Crowd crowd --to URL --idle N --active N        calls and events among the active ones; nothing may be lost
//   Crowd events --to URL --receivers N             events per second of one publisher, and how far receivers are apart
//   Crowd calls --to URL --in-flight N              calls of a caller that a callee on another connection answers
//
//   --to URL                  ws://HOST:PORT/PATH or rs://HOST:PORT
//   --format cbor|flatbuffers cbor is the default
//   --server PID[,PID]        the router's processes, whose memory or CPU time is measured; not needed for the rest
//   --ahead N                 how many events the publisher may be ahead of the slowest receiver; 32 is the default
//   --size BYTES              of what calls and events carry; 128 is the default
//   --seconds S               how long to measure
//   --calls N                 how many calls to make instead, of which nothing is measured here

#include <stdlib.h>

#include "crowd.h"

static void parse_servers(const char *list, int servers[8]) {
  for (unsigned i = 0; i < 7 && *list; i++) {
    char *end;
    servers[i] = (int)strtol(list, &end, 10);
    list = *end == ',' ? end + 1 : end;
  }
}

int main(int count, char **arguments) {
  task t = {.idle = 900, .active = 100, .receivers = 100, .in_flight = 1, .ahead = 32, .size = 128, .seconds = 1};
  const char *url = "", *format = "cbor";
  for (int i = 2; i + 1 < count; i += 2) {
    const char *name = arguments[i], *value = arguments[i + 1];
    if (!strcmp(name, "--to")) url = value;
    else if (!strcmp(name, "--format")) format = value;
    else if (!strcmp(name, "--server")) parse_servers(value, t.servers);
    else if (!strcmp(name, "--idle")) t.idle = (unsigned)atoi(value);
    else if (!strcmp(name, "--active")) t.active = (unsigned)atoi(value);
    else if (!strcmp(name, "--receivers")) t.receivers = (unsigned)atoi(value);
    else if (!strcmp(name, "--in-flight")) t.in_flight = (unsigned)atoi(value);
    else if (!strcmp(name, "--ahead")) t.ahead = (unsigned)atoi(value);
    else if (!strcmp(name, "--size")) t.size = (unsigned)atoi(value);
    else if (!strcmp(name, "--calls")) t.calls = (unsigned)atoi(value);
    else if (!strcmp(name, "--seconds")) t.seconds = atof(value);
    else fail("unknown option %s", name);
  }
  const char *what = count > 1 ? arguments[1] : "";
  parse_address(url, format, &t.router);
  if (!strcmp(what, "memory")) measure_memory(&t);
  else if (!strcmp(what, "crowd")) measure_crowd(&t);
  else if (!strcmp(what, "events")) measure_events(&t);
  else if (!strcmp(what, "calls")) measure_calls(&t);
  else fail("usage: %s memory|crowd|events|calls --to URL [options]", arguments[0]);
  return 0;
}
