/// What is wrong with a page, found where it was read.
@frozen
public struct PageFault: Error, Equatable, Sendable {
  /// The page's number.
  public let page: UInt64
  package let reason: Reason

  @usableFromInline
  init(_ page: UInt64, _ reason: Reason) {
    self.page = page
    self.reason = reason
  }

  @frozen @usableFromInline
  package enum Reason: Sendable {
    case outside, number, kind, bounds, node, value, overflow, order, separator, record, header
    // Found only by looking at all pages.
    case shared, count, freeList, turn
  }
}

extension PageFault.Reason: CustomStringConvertible {
  @usableFromInline
  package var description: String {
    switch self {
    case .outside: "it is named, and the file has no such page"
    case .number: "it says that it is another page"
    case .kind: "it is not of the kind that belongs there"
    case .bounds: "its list of nodes is empty or does not fit"
    case .node: "a node lies outside of it"
    case .value: "a value lies outside of it"
    case .overflow: "it has other pages than its value takes"
    case .order: "its keys are not in order"
    case .separator: "its keys do not belong there"
    case .record: "the record of a database in it is not one"
    case .header: "it is not the header of the commit that was to be read"
    case .shared: "it is used twice"
    case .count: "its tree has other counts than its record says"
    case .freeList: "the list of free pages in it is not one"
    case .turn: "its number does not follow the other header's"
    }
  }
}

extension PageFault: CustomStringConvertible {
  public var description: String { "page \(page): \(reason)" }
}

extension LMDBError {
  /// A damaged page that was read.
  ///
  /// - Parameter path: the file.
  init(_ fault: PageFault, _ path: String) {
    self.init(.pageDamaged, "read \(path): page \(fault.page) is damaged: \(fault.reason)")
  }
}
