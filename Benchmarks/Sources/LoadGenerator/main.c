// Calls com.example.records.get over one connection and checks every answer.
//
//   LoadGenerator measure --port N --server PID [options]     prints calls per second and server CPU (us) per call
//   LoadGenerator compare --port N --other-port N [options]   status 1 unless both servers answer with the same frames
//
//   --serializer fbs|cbor   wamp.2.flatbuffers (default) or wamp.2.cbor
//                plain      wamp.2.cbor with plain arguments, to be measured only
//   --first-id N --records N --keys random|sequential         the records asked for
//   --record-size BYTES     what every record must have
//   --in-flight N           calls outstanding at any time, at most 256
//   --warm-up S --seconds S --calls N                         how long to measure, how many calls to compare

#include <stdio.h>
#include <stdlib.h>

#include "client.h"
#include "workload.h"

int main(int count, char **arguments) {
  int port = 0, other_port = 0, server = 0;
  wamp_serializer serializer = WAMP_FLATBUFFERS;
  key_sequence keys = {.first_id = 1, .records = 1};
  size_t record_size = 0;
  unsigned in_flight = 1, calls = 300;
  double warm_up = 0.2, seconds = 1;

  for (int i = 2; i + 1 < count; i += 2) {
    const char *name = arguments[i], *value = arguments[i + 1];
    if (!strcmp(name, "--port")) port = atoi(value);
    else if (!strcmp(name, "--other-port")) other_port = atoi(value);
    else if (!strcmp(name, "--server")) server = atoi(value);
    else if (!strcmp(name, "--serializer"))
      serializer = !strcmp(value, "cbor") ? WAMP_CBOR : !strcmp(value, "plain") ? WAMP_PLAIN : WAMP_FLATBUFFERS;
    else if (!strcmp(name, "--first-id")) keys.first_id = strtoull(value, NULL, 10);
    else if (!strcmp(name, "--records")) keys.records = strtoull(value, NULL, 10);
    else if (!strcmp(name, "--keys")) keys.sequential = !strcmp(value, "sequential");
    else if (!strcmp(name, "--record-size")) record_size = strtoull(value, NULL, 10);
    else if (!strcmp(name, "--in-flight")) in_flight = (unsigned)atoi(value);
    else if (!strcmp(name, "--warm-up")) warm_up = atof(value);
    else if (!strcmp(name, "--seconds")) seconds = atof(value);
    else if (!strcmp(name, "--calls")) calls = (unsigned)atoi(value);
    else fail("unknown option %s", name);
  }
  if (keys.first_id == 0 || keys.records == 0) fail("ids and the number of records begin at 1");
  if (in_flight == 0 || in_flight > MAX_IN_FLIGHT) fail("--in-flight is 1 to %d", MAX_IN_FLIGHT);

  if (count > 1 && !strcmp(arguments[1], "measure")) {
    measure(port, server, serializer, keys, record_size, in_flight, warm_up, seconds);
    return 0;
  }
  if (count > 1 && !strcmp(arguments[1], "compare")) return compare(port, other_port, serializer, keys, calls) ? 0 : 1;
  fprintf(stderr, "usage: %s measure|compare --port N [options]\n", arguments[0]);
  return 2;
}
