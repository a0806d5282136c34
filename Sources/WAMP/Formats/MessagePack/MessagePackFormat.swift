/// MessagePack, as `wamp.2.msgpack` uses it.
enum MessagePackFormat: ListFormat {
  typealias Reader = MessagePackReader
  typealias Writer = MessagePackWriter
  static var encoding: ItemEncoding { .messagePack }
}
