import Flatwire
import Testing

/// What a stream told, which must be of the kind that is asked for.
extension Optional {
  func put<Record: FlatTable & ~Escapable>() throws -> (ChangeDetails.Row, RecordBuffer<Record>)
  where Wrapped == PublishedChange<Record> {
    guard case .put(let row, let record)? = self else { throw NotTold(String(describing: self)) }
    return (row, record)
  }

  func delete<Record: FlatTable & ~Escapable>() throws -> ChangeDetails.Row
  where Wrapped == PublishedChange<Record> {
    guard case .delete(let row)? = self else { throw NotTold(String(describing: self)) }
    return row
  }

  func unknown<Record: FlatTable & ~Escapable>() throws -> ChangeDetails.Unknown
  where Wrapped == PublishedChange<Record> {
    guard case .unknown(let unknown)? = self else { throw NotTold(String(describing: self)) }
    return unknown
  }
}

private struct NotTold: Error, CustomStringConvertible {
  let description: String

  init(_ told: String) { description = "told was \(told)" }
}
