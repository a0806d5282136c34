/// Where the fields of a struct lie.
///
/// Every field stands at a multiple of its alignment, in the order of declaration; the struct's size is a
/// multiple of its own alignment, the largest of its fields' or the one that was asked for.
package struct StructLayout: Sendable, Equatable {
  package struct Part: Sendable, Equatable {
    package var size: Int
    package var alignment: Int
  }

  package struct Placement: Sendable, Equatable {
    package var offset: Int
    /// The bytes between the end of this field and the next field or the end of the struct.
    package var padding: Int
  }

  /// The alignments other compilers know.
  package static let alignments = [1, 2, 4, 8, 16, 32]
  package static var maximumAlignment: Int { alignments[alignments.count - 1] }

  /// Larger structs could not be addressed in a buffer.
  package static let maximumSize = Int(Int32.max)

  /// How deeply structs may nest: programs walk them with a call for each level.
  package static let maximumDepth = 64

  package var placements: [Placement]
  package var size: Int
  package var alignment: Int

  /// - Parameter minimumAlignment: the alignment asked for by `force_align`.
  package init(_ parts: [Part], minimumAlignment: Int = 1) {
    placements = []
    alignment = max(minimumAlignment, parts.lazy.map(\.alignment).max() ?? 1)
    var end = 0
    for part in parts {
      let offset = Self.round(end, upTo: part.alignment)
      if let last = placements.indices.last { placements[last].padding = offset - end }
      placements.append(Placement(offset: offset, padding: 0))
      end = offset + part.size
    }
    size = Self.round(end, upTo: alignment)
    if let last = placements.indices.last { placements[last].padding = size - end }
  }

  package static func isAlignment(_ value: Int128) -> Bool { alignments.contains { $0 == value } }

  /// - Parameter alignment: a power of two.
  private static func round(_ value: Int, upTo alignment: Int) -> Int {
    (value + alignment - 1) & ~(alignment - 1)
  }
}
