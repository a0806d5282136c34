/// What records of one type look like, laid out flat, so that many of them are verified by a schema that is known at run
/// time only.
///
/// It covers what most records consist of. What it does not cover it never accepts: who gets no for an answer has to look
/// closer, with a verifier that tells what is wrong, if anything is.
package struct VerificationPlan: Sendable {
  /// What is looked at where a field is present.
  package enum Kind: UInt8, Sendable {
    /// A scalar, enum or struct in place.
    case value
    case string
    /// A vector of scalars, enums or structs.
    case vector
    case strings
    case table
    case tables
    case union
    /// What is left to who looks closer.
    case other
  }

  /// A field of a table.
  package struct Step: Sendable {
    let slot: UInt16
    let kind: Kind
    let isRequired: Bool
    let alignment: UInt16
    let size: Int32
    /// The table, or the union.
    let target: Int32

    /// - Parameters:
    ///   - slot: the field's offset within the vtable.
    ///   - size: of the value, or of an element.
    ///   - target: the place of the field's table, or that of its union, among those of the plan.
    package init(
      slot: Int, _ kind: Kind, isRequired: Bool, size: Int = 0, alignment: Int = 1, target: Int = 0
    ) {
      self.slot = UInt16(slot)
      self.kind = kind
      self.isRequired = isRequired
      self.size = Int32(clamping: size)
      self.alignment = UInt16(clamping: alignment)
      self.target = Int32(target)
    }
  }

  /// A member of a union.
  package enum Member: Sendable {
    case table(Int)
    case string
    case other
  }

  let steps: [Step]
  /// Where the steps of each table are; the first one is the root's.
  let tables: [Range<Int>]
  /// The members of each union, by its tag.
  let unions: [[Member]]

  package init(tables: [[Step]], unions: [[Member]]) {
    var ranges: [Range<Int>] = []
    var count = 0
    for steps in tables {
      ranges.append(count..<count + steps.count)
      count += steps.count
    }
    steps = Array(tables.joined())
    self.tables = ranges
    self.unions = unions
  }
}
