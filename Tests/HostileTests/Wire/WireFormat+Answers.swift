/// The messages of a router, and the requests that only mutations send.
extension WireFormat {
  func welcome(_ session: UInt64) -> [UInt8] {
    switch self {
    case .cbor:
      let details: Item = [
        "roles": ["broker": [:], "dealer": [:]], "realm": "realm1", "authid": "a", "authrole": "anonymous",
        "authmethod": "anonymous",
      ]
      return Item.list([.number(Code.welcome), .number(session), details]).encoded
    case .flatbuffers:
      let role = FlatTable.Field.table(FlatTable([3: .byte(1)]))
      return table(
        Code.welcome,
        [
          0: .long(session), 1: .table(FlatTable([0: role, 1: role])), 2: .text(Array("realm1".utf8)),
          3: .text(Array("a".utf8)), 4: .text(Array("anonymous".utf8)),
        ])
    }
  }

  func abort(_ reason: Item) -> [UInt8] {
    switch self {
    case .cbor: Item.list([.number(Code.abort), ["message": "no"], reason]).encoded
    case .flatbuffers: table(Code.abort, [1: .text(reason.content), 2: .text(Array("no".utf8))])
    }
  }

  /// A message of identifiers alone.
  func answer(_ code: UInt64, _ ids: [UInt64]) -> [UInt8] {
    switch self {
    case .cbor: Item.list([.number(code)] + ids.map { .number($0) }).encoded
    case .flatbuffers:
      table(code, Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($0 + 1, .long($1)) }))
    }
  }

  func unsubscribe(_ request: UInt64, _ subscription: UInt64) -> [UInt8] {
    answer(34, [request, subscription])
  }

  func unregister(_ request: UInt64, _ registration: UInt64) -> [UInt8] {
    answer(66, [request, registration])
  }

  func event(_ subscription: UInt64, _ publication: UInt64, _ content: Content) -> [UInt8] {
    switch self {
    case .cbor: list([Code.event, subscription, publication], [], [], content)
    case .flatbuffers: table(Code.event, [1: .long(subscription), 2: .long(publication)], content, from: 3)
    }
  }

  func invocation(_ request: UInt64, _ registration: UInt64, _ content: Content) -> [UInt8] {
    switch self {
    case .cbor: list([Code.invocation, request, registration], [], [], content)
    case .flatbuffers: table(Code.invocation, [1: .long(request), 2: .long(registration)], content, from: 3)
    }
  }

  func interrupt(_ request: UInt64) -> [UInt8] {
    switch self {
    case .cbor: list([Code.interrupt, request], ["mode", "killnowait"], [], .none)
    case .flatbuffers: table(Code.interrupt, [1: .long(request), 2: .byte(2)])
    }
  }

  func result(_ request: UInt64, _ content: Content, progress: Bool = false) -> [UInt8] {
    switch self {
    case .cbor: list([Code.result, request], progress ? ["progress", true] : [], [], content)
    case .flatbuffers:
      table(Code.result, [1: .long(request), 9: .byte(progress ? 1 : 0)], content, from: 2)
    }
  }

  func failure(_ code: UInt64, _ request: UInt64, _ uri: Item, _ content: Content = .none) -> [UInt8] {
    switch self {
    case .cbor: list([Code.error, code, request], [], [uri], content)
    case .flatbuffers:
      table(Code.error, [1: .half(UInt16(code)), 2: .long(request), 3: .text(uri.content)], content, from: 4)
    }
  }
}
