/// The messages of a client, in either format.
extension WireFormat {
  /// Every role, with the features that make routers pass on the most.
  func hello(realm: String = "realm1", details: [Item] = []) -> [UInt8] {
    let features: Item = [
      "call_canceling": true, "progressive_call_results": true, "payload_passthru_mode": true,
      "payload_transparency": true,
    ]
    switch self {
    case .cbor:
      let role: Item = ["features": features]
      let roles: Item = ["caller": role, "callee": role, "publisher": role, "subscriber": role]
      return Item.list([.number(Code.hello), .text(Array(realm.utf8)), .map(["roles", roles] + details)])
        .encoded
    case .flatbuffers:
      let role = FlatTable.Field.table(FlatTable([2: .byte(1), 3: .byte(1), 4: .byte(1)]))
      let roles = FlatTable([0: role, 1: role, 2: role, 3: role])
      return table(Code.hello, [1: .table(roles), 2: .text(Array(realm.utf8))])
    }
  }

  func goodbye() -> [UInt8] {
    switch self {
    case .cbor: Item.list([.number(Code.goodbye), [:], "wamp.close.close_realm"]).encoded
    case .flatbuffers: table(Code.goodbye, [1: .text(Array("wamp.close.close_realm".utf8))])
    }
  }

  func call(_ request: UInt64, _ procedure: Item, _ content: Content = .none, progress: Bool = false)
    -> [UInt8]
  {
    switch self {
    case .cbor:
      list([Code.call, request], progress ? ["receive_progress", true] : [], [procedure], content)
    case .flatbuffers:
      table(
        Code.call, [1: .long(request), 2: .text(procedure.content), 11: .byte(progress ? 1 : 0)], content,
        from: 3)
    }
  }

  /// - Parameter mode: `nil` for none said.
  func cancel(_ request: UInt64, mode: CancelMode?) -> [UInt8] {
    switch self {
    case .cbor:
      list([Code.cancel, request], mode.map { ["mode", .text(Array($0.rawValue.utf8))] } ?? [], [], .none)
    case .flatbuffers:
      table(Code.cancel, [1: .long(request)].merging(mode.map { [2: .byte($0.number)] } ?? [:]) { $1 })
    }
  }

  func publish(_ request: UInt64, _ topic: Item, _ content: Content = .none, acknowledge: Bool) -> [UInt8] {
    switch self {
    case .cbor:
      list([Code.publish, request], acknowledge ? ["acknowledge", true] : [], [topic], content)
    case .flatbuffers:
      table(
        Code.publish, [1: .long(request), 2: .text(topic.content), 10: .byte(acknowledge ? 1 : 0)], content,
        from: 3)
    }
  }

  /// - Parameter match: 0 for exact, 1 for prefix, 2 for wildcard.
  func subscribe(_ request: UInt64, _ topic: Item, match: Int = 0) -> [UInt8] {
    switch self {
    case .cbor: list([Code.subscribe, request], Self.match(match), [topic], .none)
    case .flatbuffers:
      table(Code.subscribe, [1: .long(request), 2: .text(topic.content), 3: .byte(UInt8(match))])
    }
  }

  func register(_ request: UInt64, _ procedure: Item, match: Int = 0) -> [UInt8] {
    switch self {
    case .cbor: list([Code.register, request], Self.match(match), [procedure], .none)
    case .flatbuffers:
      table(Code.register, [1: .long(request), 2: .text(procedure.content), 3: .byte(UInt8(match))])
    }
  }

  func yield(_ invocation: UInt64, _ content: Content = .none, progress: Bool = false) -> [UInt8] {
    switch self {
    case .cbor: list([Code.yield, invocation], progress ? ["progress", true] : [], [], content)
    case .flatbuffers:
      table(Code.yield, [1: .long(invocation), 9: .byte(progress ? 1 : 0)], content, from: 2)
    }
  }

  func error(_ invocation: UInt64, _ uri: Item, _ content: Content = .none) -> [UInt8] {
    switch self {
    case .cbor: list([Code.error, Code.invocation, invocation], [], [uri], content)
    case .flatbuffers:
      table(
        Code.error,
        [1: .half(UInt16(Code.invocation)), 2: .long(invocation), 3: .text(uri.content)], content, from: 4)
    }
  }

  private static func match(_ match: Int) -> [Item] {
    match == 0 ? [] : ["match", match == 1 ? "prefix" : "wildcard"]
  }

  func list(_ numbers: [UInt64], _ options: [Item], _ rest: [Item], _ content: Content) -> [UInt8] {
    var options = options
    var rest = rest
    if let algorithm = content.algorithm {
      options += ["enc_algo", .text(Array(algorithm.utf8)), "enc_serializer", .text(Array(algorithm.utf8))]
      rest.append(.bytes(content.arguments ?? []))
    } else if let arguments = content.arguments {
      rest.append(.raw(arguments))
      if let keywords = content.keywords { rest.append(.raw(keywords)) }
    }
    return Item.list(numbers.map { .number($0) } + [.map(options)] + rest).encoded
  }

  /// - Parameter field: where the fields of the payload begin.
  func table(
    _ code: UInt64, _ fields: [Int: FlatTable.Field], _ content: Content = .none, from field: Int = 0
  ) -> [UInt8] {
    var fields = fields
    if content.algorithm != nil {
      fields[field + 2] = .bytes(content.arguments ?? [])
      // A scheme and a serializer that nobody knows.
      fields[field + 3] = .byte(77)
      fields[field + 4] = .byte(77)
    } else if let arguments = content.arguments {
      fields[field] = .bytes(arguments)
      if let keywords = content.keywords { fields[field + 1] = .bytes(keywords) }
    }
    return FlatTable([0: .byte(UInt8(code)), 1: .table(FlatTable(fields))]).encoded
  }
}

enum CancelMode: String, CaseIterable, Sendable {
  case skip, kill, killnowait

  /// As flatbuffers has it.
  var number: UInt8 { UInt8(Self.allCases.firstIndex(of: self) ?? 0) }
}

extension Item {
  /// The bytes of a text.
  var content: [UInt8] {
    switch self {
    case .text(let bytes), .bytes(let bytes), .raw(let bytes): bytes
    default: encoded
    }
  }
}
