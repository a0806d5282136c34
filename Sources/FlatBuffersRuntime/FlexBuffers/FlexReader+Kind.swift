extension FlexReader {
  /// The type of a value, by the number the format has for it.
  package struct Kind: Equatable {
    package let number: UInt8

    init(_ number: UInt8) { self.number = number }

    package static var null: Kind { Kind(0) }
    package static var integer: Kind { Kind(1) }
    package static var unsigned: Kind { Kind(2) }
    package static var real: Kind { Kind(3) }
    package static var key: Kind { Kind(4) }
    package static var string: Kind { Kind(5) }
    package static var indirectInteger: Kind { Kind(6) }
    package static var indirectUnsigned: Kind { Kind(7) }
    package static var indirectReal: Kind { Kind(8) }
    package static var map: Kind { Kind(9) }
    /// A vector of values of any types.
    package static var vector: Kind { Kind(10) }
    package static var keyVector: Kind { Kind(14) }
    package static var blob: Kind { Kind(25) }
    package static var bool: Kind { Kind(26) }

    /// Whether values of the type are numbers, wherever they are stored.
    var isNumber: Bool {
      switch self {
      case .integer, .unsigned, .real, .indirectInteger, .indirectUnsigned, .indirectReal: true
      default: false
      }
    }

    /// Whether values of the type are text.
    var isText: Bool { self == .string || self == .key }

    /// What the elements of a vector are whose elements have one type, and their count if it is part of the type;
    /// `nil` for any other type.
    var elements: (kind: Kind, count: Int?)? {
      switch number {
      // From integers to strings.
      case 11...15: (Kind(number - 10), nil)
      // Two, three or four integers, unsigned integers or reals.
      case 16...24: (Kind((number - 16) % 3 + 1), Int((number - 16) / 3) + 2)
      case 36: (.bool, nil)
      default: nil
      }
    }
  }
}
