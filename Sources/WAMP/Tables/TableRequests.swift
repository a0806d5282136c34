internal import FlatBuffersReflection
internal import FlatBuffersRuntime
package import SharedBytes

/// The records that procedures of exposed tables are called with: made by the client, read by the router.
package enum TableRequests {
  /// A primary key.
  package static func record(ofKey key: [UInt8]) throws -> SharedBytes {
    try RecordBuffer<KeyRequest>(KeyRequest.Draft(key: key)).bytes
  }

  /// Several primary keys.
  package static func record(ofKeys keys: [[UInt8]]) throws -> SharedBytes {
    try RecordBuffer<KeysRequest>(KeysRequest.Draft(keys: keys.map { KeyRequest.Draft(key: $0) })).bytes
  }

  /// A range.
  package static func record(of query: TableQuery) throws -> SharedBytes {
    let (from, to) = (query.lower.said, query.upper.said)
    return try RecordBuffer<RangeRequest>(
      RangeRequest.Draft(
        index: query.index, from: from.key, fromKind: from.kind, to: to.key, toKind: to.kind,
        descending: query.isDescending, limit: UInt32(clamping: query.limit ?? 0), after: query.after)
    ).bytes
  }

  /// The primary key in a request, in place.
  ///
  /// - Throws: `wamp.error.invalid_argument`.
  @_lifetime(copy request)
  package static func key(in request: RawSpan) throws(WAMPError) -> RawSpan {
    let request = try verified(request, as: KeyRequest.self)
    return request.key.bytes
  }

  /// The primary keys in a request.
  ///
  /// - Throws: `wamp.error.invalid_argument`, also for too many keys.
  package static func keys(in request: RawSpan) throws(WAMPError) -> [[UInt8]] {
    let request = try verified(request, as: KeysRequest.self)
    let keys = request.keys
    try checkCount(keys.count)
    var copied: [[UInt8]] = []
    copied.reserveCapacity(keys.count)
    for position in 0..<keys.count {
      // Many may be one long one that is stored once.
      let key = keys[position].key
      guard key.count <= KeyDescription.maximumByteCount else {
        throw WAMPError(
          .invalidArgument,
          "keys[\(position)] has \(key.count) bytes, a key at most \(KeyDescription.maximumByteCount)")
      }
      copied.append(keys[position].draft.key)
    }
    return copied
  }

  /// - Throws: `wamp.error.invalid_argument` for too many keys.
  package static func checkCount(_ count: Int) throws(WAMPError) {
    guard count <= TablePaging.rowLimit else {
      throw WAMPError(.invalidArgument, "found \(count) keys, expected at most \(TablePaging.rowLimit)")
    }
  }

  /// The range in a request.
  ///
  /// - Throws: `wamp.error.invalid_argument`.
  package static func query(in request: RawSpan) throws(WAMPError) -> TableQuery {
    let record = try verified(request, as: RangeRequest.self)
    let request = record.draft
    var query = TableQuery()
    query.index = request.index
    query.lower = try StoredKeyBound(request.from, request.fromKind, "from")
    query.upper = try StoredKeyBound(request.to, request.toKind, "to")
    query.isDescending = request.descending
    query.limit = request.limit == 0 ? nil : Int(request.limit)
    query.after = request.after
    return query
  }
}

extension StoredKeyBound {
  fileprivate init(_ key: [UInt8]?, _ kind: BoundKind, _ name: String) throws(WAMPError) {
    guard let key else {
      self = .none
      return
    }
    switch kind {
    case .including: self = .including(key)
    case .excluding: self = .excluding(key)
    case .beginning: self = .beginning(key)
    default: throw WAMPError(.invalidArgument, "'\(name)_kind' is \(kind.rawValue), which means nothing here")
    }
  }

  fileprivate var said: (key: [UInt8]?, kind: BoundKind) {
    switch self {
    case .none: (nil, .including)
    case .including(let key): (key, .including)
    case .excluding(let key): (key, .excluding)
    case .beginning(let key): (key, .beginning)
    }
  }
}
