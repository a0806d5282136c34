/// Reads one value of CBOR (RFC 8949) as zLMDB's programs write it.
struct CBORDecoder {
  private var rest: ArraySlice<UInt8>
  private let count: Int

  /// How deep values may nest.
  private static let maximumDepth = 64

  /// What is wrong, and at which byte.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// - Throws: ``Failure`` for anything but exactly one value.
  static func value(of bytes: [UInt8]) throws(Failure) -> SlotValue {
    var decoder = CBORDecoder(bytes)
    let value = try decoder.value(depth: 0)
    guard decoder.rest.isEmpty else { throw decoder.failure("there is more behind the value") }
    return value
  }

  private init(_ bytes: [UInt8]) {
    rest = bytes[...]
    count = bytes.count
  }

  private func failure(_ what: String) -> Failure {
    Failure(description: "CBOR at byte \(count - rest.count): \(what)")
  }

  private mutating func byte() throws(Failure) -> UInt8 {
    guard let byte = rest.popFirst() else { throw failure("the value is cut off") }
    return byte
  }

  private mutating func number(_ size: Int) throws(Failure) -> UInt64 {
    var number: UInt64 = 0
    for _ in 0..<size { number = try number << 8 | UInt64(byte()) }
    return number
  }

  /// The number of a head; `nil` for "until the end is said".
  private mutating func argument(_ information: UInt8) throws(Failure) -> UInt64? {
    switch information {
    case 0..<24: return UInt64(information)
    case 24...27: return try number(1 << Int(information - 24))
    case 31: return nil
    default: throw failure("there is no head with \(information)")
    }
  }

  private mutating func value(depth: Int) throws(Failure) -> SlotValue {
    guard depth < CBORDecoder.maximumDepth else {
      throw failure("values nest more than \(CBORDecoder.maximumDepth) deep")
    }
    let head = try byte()
    let (major, information) = (head >> 5, head & 31)
    if major == 7 { return try simple(information) }
    let argument = try argument(information)
    switch major {
    case 0: return .integer(Int128(try definite(argument)))
    case 1: return .integer(-1 - Int128(try definite(argument)))
    case 2: return .bytes(try bytes(argument, major: 2))
    case 3:
      guard let text = String(validating: try bytes(argument, major: 3), as: UTF8.self) else {
        throw failure("a string is not UTF-8")
      }
      return .string(text)
    case 4:
      var values: [SlotValue] = []
      while try !isAtEnd(argument, after: values.count) { values.append(try value(depth: depth + 1)) }
      return .array(values)
    case 5:
      var members: [SlotValue.Member] = []
      while try !isAtEnd(argument, after: members.count) {
        let key = try value(depth: depth + 1)
        members.append(SlotValue.Member(key: key, value: try value(depth: depth + 1)))
      }
      return .map(members)
    default: return .tagged(try definite(argument), try value(depth: depth + 1))
    }
  }

  private func definite(_ argument: UInt64?) throws(Failure) -> UInt64 {
    guard let argument else { throw failure("a number without an end") }
    return argument
  }

  /// Whether a collection has all its elements; takes the end off where it is said.
  private mutating func isAtEnd(_ argument: UInt64?, after count: Int) throws(Failure) -> Bool {
    if let argument { return argument == UInt64(count) }
    guard rest.first == 0xFF else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func bytes(_ argument: UInt64?, major: UInt8) throws(Failure) -> [UInt8] {
    guard let argument else {
      var all: [UInt8] = []
      while try !isAtEnd(nil, after: 0) {
        let head = try byte()
        guard head >> 5 == major, let size = try self.argument(head & 31) else {
          throw failure("a string in parts has a part of another kind")
        }
        all += try bytes(size, major: major)
      }
      return all
    }
    guard argument <= UInt64(rest.count) else { throw failure("the value is cut off") }
    let bytes = rest.prefix(Int(argument))
    rest = rest.dropFirst(bytes.count)
    return Array(bytes)
  }

  private mutating func simple(_ information: UInt8) throws(Failure) -> SlotValue {
    switch information {
    case 20: return .bool(false)
    case 21: return .bool(true)
    // "Undefined" is to be taken for nothing.
    case 22, 23: return .null
    case 25: return .real(CBORDecoder.half(UInt16(truncatingIfNeeded: try number(2))))
    case 26: return .real(Double(Float(bitPattern: UInt32(truncatingIfNeeded: try number(4)))))
    case 27: return .real(Double(bitPattern: try number(8)))
    default: throw failure("the simple value \(information) means nothing")
    }
  }

  /// A number of 16 bits: a sign, 5 bits of exponent, 10 of significand.
  private static func half(_ bits: UInt16) -> Double {
    let significand = Double(bits & 0x3FF)
    let exponent = Int(bits >> 10 & 0x1F)
    let magnitude: Double =
      switch exponent {
      case 0: significand * 0x1p-24
      case 31: significand == 0 ? .infinity : .nan
      default: (1 + significand / 1024) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
      }
    return bits >> 15 == 0 ? magnitude : -magnitude
  }
}
