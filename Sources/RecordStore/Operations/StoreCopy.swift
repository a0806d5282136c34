import Dispatch
import LMDB

/// A copy that is being made of a store's file.
struct StoreCopy {
  private let environment: Environment
  private let target: String
  private let compacting: Bool
  /// How often is looked how far it is.
  private static let interval = DispatchTimeInterval.milliseconds(100)

  init(_ environment: Environment, to target: String, compacting: Bool) {
    self.environment = environment
    self.target = target
    self.compacting = compacting
  }

  private var action: String { "copy \(environment.path) to \(target)" }

  func run(_ onProgress: (CopyProgress) -> Void) throws {
    // LMDB holds off writers for a moment: the thread that copies would wait for this one, which waits for it.
    guard !environment.isWritingOnThisThread else {
      throw StoreError(.nestedWrite, "\(action): this is inside a write")
    }
    do {
      guard !isTaken(target) else { throw LMDBError(.exists, "\(action): there is something already") }
      let partial = "\(target).partial\(UInt32.random(in: 0...UInt32.max))"
      do {
        let statistics = try environment.statistics()
        let total = (statistics.lastPage + 1) * statistics.pageSize
        try write(to: partial, total, onProgress)
        try renewMark(of: partial)
        let size = fileLength(of: partial) ?? total
        onProgress(CopyProgress(done: size, total: max(size, total)))
        try publish(partial, as: target, action)
      } catch {
        discard(partial)
        throw error
      }
      // What opening it left.
      discard(partial)
    } catch let error as LMDBError {
      throw StoreError(error)
    }
  }

  /// Another thread copies, so that this one can look how far it is.
  private func write(to partial: String, _ total: Int, _ onProgress: (CopyProgress) -> Void) throws {
    let result = ResultBox<Result<Void, LMDBError>>()
    let done = DispatchSemaphore(value: 0)
    let (environment, compacting) = (environment, compacting)
    DispatchQueue(label: "flatwire.copying").async {
      do throws(LMDBError) {
        result.value = .success(try environment.copy(to: partial, compacting: compacting))
      } catch {
        result.value = .failure(error)
      }
      done.signal()
    }
    while done.wait(timeout: .now() + StoreCopy.interval) == .timedOut {
      onProgress(CopyProgress(done: fileLength(of: partial) ?? 0, total: total))
    }
    try result.take().get()
  }

  /// LMDB counts transactions anew in a compacted copy, which would look as if another program had written it; and a
  /// copy is on the disk, which its source may not be.
  private func renewMark(of partial: String) throws {
    // Looked at after copying: what others wrote before is seen then, too.
    let path = environment.path
    let source = try environment.read { snapshot throws in
      try FileContents(snapshot, transaction: snapshot.transactionID, path)
    }
    // Nobody else knows of the file.
    var options = Environment.Options()
    options.allowsNetworkFileSystem = true
    let copy = try Environment(path: partial, options: options)
    defer { copy.close() }
    try copy.write { transaction in
      guard var mark = try transaction.snapshot.commitMark(), compacting || mark.unsynchronized != nil else {
        return
      }
      mark.transaction = transaction.transactionID
      mark.unsynchronized = nil
      // What was taken over or rebuilt meanwhile, which gives the catalog another number, is not in the copy.
      if !source.isTrusted || source.mark?.catalog != mark.catalog { mark.isUncertain = true }
      try transaction.put(mark)
    }
  }
}
