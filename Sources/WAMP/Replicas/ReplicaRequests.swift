internal import FlatBuffersRuntime
package import SharedBytes

/// Where a replica stands in the history of its source.
package struct ReplicaPlace: Sendable, Equatable {
  /// The part of the history that the source's last answer named.
  package let history: UInt64
  /// The last commit of the source that the replica knows of.
  package let commit: UInt64

  package init(history: UInt64, commit: UInt64) {
    self.history = history
    self.commit = commit
  }
}

/// Which rows a replica asks for.
package struct ReplicaRowsQuery: Sendable, Equatable {
  package let place: ReplicaPlace
  /// The table's name.
  package let table: String
  /// The key that the page begins behind; `nil` for the first one.
  package let after: [UInt8]?

  package init(place: ReplicaPlace, table: String, after: [UInt8]?) {
    self.place = place
    self.table = table
    self.after = after
  }
}

/// Which part of the log a replica asks for.
package struct ReplicaLogQuery: Sendable, Equatable {
  package let place: ReplicaPlace
  /// The commit after which changes are asked for.
  package let since: UInt64
  /// The place in the next commit from which on they are; 0 for its beginning.
  package let sequence: UInt64

  package init(place: ReplicaPlace, since: UInt64, sequence: UInt64) {
    self.place = place
    self.since = since
    self.sequence = sequence
  }
}

/// The records that sources of replicas are called with.
package enum ReplicaRequests {
  package static func record(of query: ReplicaRowsQuery) throws -> SharedBytes {
    try RecordBuffer<ReplicaRowsRequest>(
      ReplicaRowsRequest.Draft(stand: query.place.draft, name: query.table, after: query.after)
    ).bytes
  }

  package static func record(of query: ReplicaLogQuery) throws -> SharedBytes {
    try RecordBuffer<ReplicaLogRequest>(
      ReplicaLogRequest.Draft(stand: query.place.draft, since: query.since, sequence: query.sequence)
    ).bytes
  }

  /// - Throws: `wamp.error.invalid_argument`.
  package static func rows(in request: RawSpan) throws(WAMPError) -> ReplicaRowsQuery {
    let record = try TableRequests.verified(request, as: ReplicaRowsRequest.self)
    let request = record.draft
    return ReplicaRowsQuery(place: ReplicaPlace(request.stand), table: request.name, after: request.after)
  }

  /// - Throws: `wamp.error.invalid_argument`.
  package static func log(in request: RawSpan) throws(WAMPError) -> ReplicaLogQuery {
    let record = try TableRequests.verified(request, as: ReplicaLogRequest.self)
    let request = record.draft
    return ReplicaLogQuery(
      place: ReplicaPlace(request.stand), since: request.since, sequence: request.sequence)
  }
}

extension ReplicaPlace {
  fileprivate init(_ stand: ReplicaStand.Draft) {
    self.init(history: stand.history, commit: stand.commit)
  }

  fileprivate var draft: ReplicaStand.Draft { ReplicaStand.Draft(history: history, commit: commit) }
}
