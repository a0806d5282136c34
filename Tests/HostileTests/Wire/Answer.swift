/// What a client needs to know of a message it received.
struct Answer: Sendable, CustomStringConvertible {
  let code: UInt64
  /// The identifiers it begins with: of the session, the request, the registration, the subscription, the publication.
  let ids: [UInt64]
  /// The reason of an ABORT, the URI of an ERROR.
  private(set) var uri: String?
  private(set) var isProgress = false
  /// The details of a list format.
  private(set) var details: Item = [:]
  private(set) var authid: String?
  private let encodedArguments: ArraySlice<UInt8>

  var description: String { "message \(code) \(ids)\(uri.map { " \($0)" } ?? "")" }

  /// The identifier of the request that is answered.
  var request: UInt64 { (code == Code.error ? ids.last : ids.first) ?? 0 }

  /// The positional arguments, read now.
  var arguments: [Item] {
    var reader = ItemReader(encodedArguments)
    guard case .list(let items) = reader.next() else { return [] }
    return items
  }

  init?(_ message: [UInt8], _ format: WireFormat) {
    switch format {
    case .cbor: self.init(list: message)
    case .flatbuffers: self.init(table: message)
    }
  }

  private init?(list message: [UInt8]) {
    var reader = ItemReader(message[...])
    guard let count = reader.listCount(), case .number(let code) = reader.next() else { return nil }
    self.code = code
    var ids: [UInt64] = []
    var rest: ArraySlice<UInt8> = []
    loop: for _ in 1..<count {
      guard let item = reader.next() else { break }
      switch item {
      case .number(let id): ids.append(id)
      case .map(let items):
        details = item
        isProgress = items.firstIndex(of: "progress").map { items[$0 + 1] == true } ?? false
        if let index = items.firstIndex(of: "authid") { authid = Self.text(items[index + 1]) }
        if code == Code.abort || code == Code.error || code == Code.goodbye, let next = reader.next() {
          uri = Self.text(next)
        }
        rest = reader.rest
        break loop
      default: break loop
      }
    }
    self.ids = ids
    encodedArguments = rest
  }

  private init?(table message: [UInt8]) {
    let root = FlatView(root: message)
    guard let view = root.view(1) else { return nil }
    code = root.number(0, size: 1)
    var arguments: [UInt8]?
    switch code {
    case Code.welcome:
      ids = [view.number(0)]
      authid = view.text(3)
    case Code.abort, Code.goodbye:
      ids = []
      uri = view.text(1)
    case Code.error:
      ids = [view.number(1, size: 2), view.number(2)]
      uri = view.text(3)
      arguments = view.bytes(4)
    case Code.event, Code.invocation:
      ids = [view.number(1), view.number(2)]
      arguments = view.bytes(3)
    case Code.result:
      ids = [view.number(1)]
      isProgress = view.number(9, size: 1) == 1
      arguments = view.bytes(2)
    default: ids = [view.number(1), view.number(2)]
    }
    encodedArguments = (arguments ?? [])[...]
  }

  private static func text(_ item: Item) -> String? {
    guard case .text(let bytes) = item else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
