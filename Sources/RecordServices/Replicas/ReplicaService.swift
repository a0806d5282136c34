internal import RecordStore
internal import SharedBytes
internal import WAMP
internal import WAMPRouter

/// What answers the calls of replicas.
///
/// What is answered is in one snapshot with where the file's history is. A replica that knows of commits that are not in
/// that history is told so, and begins anew.
struct ReplicaService: Sendable {
  let tables: [ServedTable]
  let store: Store
  /// What the URIs of its procedures begin with.
  let prefix: String

  /// What answers a procedure on one event loop.
  func responder(of procedure: ReplicaProcedure, _ values: LoopLocalValues) -> InlineResponder {
    let leases = values.leases(of: store)
    let uri = procedure.uri(prefix)
    return InlineResponder { request, call in
      do {
        let lease = try leases.lease(for: call)
        defer { lease.endAnswer() }
        switch procedure {
        case .describe: call.send(try ReplicaResults.record(of: source(lease.snapshot)))
        case .rows: try sendRows(ReplicaRequests.rows(in: request), call, lease)
        case .log: try sendLog(ReplicaRequests.log(in: request), call, lease)
        }
      } catch let error as WAMPError where error.code == .invalidArgument {
        throw error.about(uri)
      } catch let error as StoreError {
        throw error.toldToReplicas(by: uri) ?? error
      }
    } plainly: { _, _ in
      throw WAMPError(.featureNotSupported, "\(uri) is called with records only, as replicas do")
    }
  }

  private func source(_ snapshot: Snapshot) throws -> ReplicaSource {
    ReplicaSource(
      place: try place(in: snapshot), logStart: try snapshot.logStart(of: tables),
      tables: try tables.map { ($0.name, try snapshot.description(of: $0)) })
  }

  /// Where the file is.
  func place(in snapshot: Snapshot) throws -> ReplicaPlace {
    ReplicaPlace(history: try snapshot.history().current, commit: try snapshot.commitNumber)
  }

  /// Where the file is, for a replica that was where it says.
  ///
  /// - Throws: `flatwire.error.changes_unavailable` if the file was never there.
  func place(in snapshot: Snapshot, after place: ReplicaPlace) throws -> ReplicaPlace {
    let history = try snapshot.history()
    let commit = try snapshot.commitNumber
    guard place.commit <= commit, history.contains(place.commit, in: place.history) else {
      throw WAMPError(
        .changesUnavailable,
        "\(prefix): commit \(place.commit) is not of the store's history: it is another file, or an older copy, or lost its "
          + "last commits")
    }
    return ReplicaPlace(history: history.current, commit: commit)
  }

  /// - Throws: `wamp.error.feature_not_supported` for a caller that takes no progressive results.
  func checkTakesParts(_ call: InlineCall) throws(WAMPError) {
    guard call.takesParts else {
      throw WAMPError(.featureNotSupported, "\(prefix): replicas have to take progressive results")
    }
  }
}

extension StoreError {
  /// What replicas are told; `nil` if it is not for them.
  fileprivate func toldToReplicas(by uri: String) -> WAMPError? {
    switch code {
    case .key: WAMPError(.invalidArgument, "\(uri): \(message)")
    case .closed: WAMPError(.unavailable, "\(uri): the store was closed")
    case .replicaIncomplete:
      WAMPError(.unavailable, "\(uri): the store is a replica itself that is not whole yet")
    case .changesUnavailable:
      WAMPError(.changesUnavailable, "\(uri): the store's log can't tell these changes")
    default: nil
    }
  }
}
