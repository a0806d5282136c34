import FlatBuffersReflection

/// Keys as the catalog keeps them, and as a schema describes them.
extension CatalogKey.Draft {
  init(_ key: KeyDescription) { self.init(parts: key.parts.map { CatalogKeyPart.Draft($0) }) }

  /// A key that code makes: known by the code's version only.
  init(code version: UInt32) { self.init(parts: nil, code: version) }

  /// What the key is made of; `nil` if code makes it, or in a way that this version of the package does not know.
  var description: KeyDescription? {
    guard code == nil, let parts, !parts.isEmpty else { return nil }
    let known = parts.compactMap(\.part)
    return known.count == parts.count ? KeyDescription(parts: known) : nil
  }

  /// Whether both give the same bytes for every record.
  func isSameKey(as other: CatalogKey.Draft) -> Bool {
    if let code { return code == other.code }
    guard let own = description, let other = other.description else { return self == other }
    return own.isSameKey(as: other)
  }

  /// What the key is made of, in a few words.
  var summary: String { description?.description ?? text }

  /// For messages.
  var text: String {
    if let code { return "made by code of version \(code)" }
    return "'\(description?.description ?? parts?.map(\.name).joined(separator: ", ") ?? "")'"
  }
}

extension CatalogKeyPart.Draft {
  init(_ part: KeyPart) {
    self.init(
      path: part.path.map { UInt16(clamping: $0) }, name: part.name, type: CatalogKeyType(part.type),
      scalar: part.scalar?.rawValue, order: part.order == .ascending ? .ascending : .descending,
      eachElement: part.isOfEachElement, offset: UInt32(clamping: part.offset),
      count: UInt32(clamping: part.count), stride: UInt32(clamping: part.stride ?? 0))
    switch part.absence {
    case .impossible: absence = .impossible
    case .notIndexed: absence = .notIndexed
    case .integer(let value):
      absence = .integer
      defaultInteger = Int64(truncatingIfNeeded: value)
    case .real(let bits):
      absence = .real
      defaultInteger = Int64(bitPattern: bits)
    case .text(let text):
      absence = .text
      defaultText = text
    }
  }

  /// `nil` for what only later versions of the package write.
  var part: KeyPart? {
    guard let type = KeyPart.ValueType(self.type), let order = KeyPart.Order(self.order) else { return nil }
    let stored = scalar.flatMap { ScalarType(named: $0) }
    let absence: KeyPart.Absence
    switch self.absence {
    case .impossible: absence = .impossible
    case .notIndexed: absence = .notIndexed
    case .integer:
      let isUnsigned = stored?.isSigned == false
      absence = .integer(isUnsigned ? Int128(UInt64(bitPattern: defaultInteger)) : Int128(defaultInteger))
    case .real: absence = .real(bits: UInt64(bitPattern: defaultInteger))
    case .text: absence = .text(defaultText ?? "")
    default: return nil
    }
    let isScalar = type != .string && type != .bytes
    guard !path.isEmpty, count >= 1, count <= KeyDescription.maximumByteCount, isScalar == (stored != nil)
    else {
      return nil
    }
    return KeyPart(
      path: path.map { Int($0) }, name: name, type: type, scalar: stored, count: Int(count),
      offset: Int(offset), stride: eachElement ? Int(stride) : nil, order: order, absence: absence)
  }
}

extension CatalogKeyType {
  fileprivate init(_ type: KeyPart.ValueType) {
    self =
      switch type {
      case .bool: .bool
      case .unsigned: .unsigned
      case .signed: .signed
      case .string: .string
      case .bytes: .bytes
      case .fixedBytes: .fixedBytes
      case .real: .real
      }
  }
}

extension KeyPart.ValueType {
  /// `nil` for what only later versions of the package write.
  fileprivate init?(_ type: CatalogKeyType) {
    guard let known = KeyPart.ValueType.allCases.first(where: { CatalogKeyType($0) == type }) else {
      return nil
    }
    self = known
  }
}

extension KeyPart.Order {
  /// `nil` for what only later versions of the package write.
  fileprivate init?(_ order: CatalogOrder) {
    switch order {
    case .ascending: self = .ascending
    case .descending: self = .descending
    default: return nil
    }
  }
}
