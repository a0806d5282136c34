internal import SharedBytes

/// The serializer `wamp.2.flatbuffers`.
///
/// Speaks what is on the wire: the union's tag is the message's code. What the schema has no field for
/// goes, in CBOR, into the `details` that our schema appends and other readers skip.
enum FlatBuffersSerializer {}
