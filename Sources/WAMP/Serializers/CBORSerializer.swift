/// The serializer `wamp.2.cbor`: a message is one CBOR list.
enum CBORSerializer {}
