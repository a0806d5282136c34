/// CBOR (RFC 8949), as `wamp.2.cbor` and the arguments in FlatBuffers use it.
enum CBORFormat: ListFormat {
  typealias Reader = CBORReader
  typealias Writer = CBORWriter
  static var encoding: ItemEncoding { .cbor }
}
