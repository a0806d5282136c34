/// The name of a field in the schema, as the key of a coded draft.
public struct FieldName: CodingKey {
  public let stringValue: String
  public var intValue: Int? { nil }

  public init(_ name: String) { stringValue = name }
  public init?(stringValue: String) { self.init(stringValue) }
  public init?(intValue: Int) { nil }
}

// What structs and drafts are decoded and encoded by, in the shape of FlatBuffers' JSON. Generated code calls what is
// public, for structs.
extension KeyedDecodingContainer<FieldName> {
  /// A required value.
  public func value<T: Decodable>(_ name: String) throws -> T {
    try decode(T.self, forKey: FieldName(name))
  }

  /// A value, or `nil` if the field is absent.
  func optional<T: Decodable>(_ name: String) throws -> T? {
    try decodeIfPresent(T.self, forKey: FieldName(name))
  }

  /// A union's member, or `nil` if there is none.
  func union<T: UnionDraft>(_ name: String) throws -> T? {
    guard let tag = try optional(name + "_type") as UnionTag<T>?, tag.value != 0 else {
      try refuseMember(name)
      return nil
    }
    return try T(tag: tag.value, from: superDecoder(forKey: FieldName(name)))
  }

  /// A union's member that the schema requires.
  func requiredUnion<T: UnionDraft>(_ name: String) throws -> T {
    let tag: UnionTag<T> = try value(name + "_type")
    return try T(tag: tag.value, from: superDecoder(forKey: FieldName(name)))
  }

  /// The members of a vector of unions, or `nil` if the field is absent.
  func unions<T: UnionDraft>(_ name: String) throws -> [T?]? {
    guard let tags = try optional(name + "_type") as [UnionTag<T>]? else {
      try refuseMember(name)
      return nil
    }
    var members = try nestedUnkeyedContainer(forKey: FieldName(name))
    var result: [T?] = []
    for tag in tags {
      if tag.value == 0 {
        guard try members.decodeNil() else {
          throw DecodingError.dataCorruptedError(
            in: members, debugDescription: "a member stands where \(name)_type has none")
        }
        result.append(nil)
      } else {
        result.append(try T(tag: tag.value, from: members.superDecoder()))
      }
    }
    guard members.isAtEnd else {
      throw DecodingError.dataCorruptedError(
        in: members, debugDescription: "there are more members than types in \(name)_type")
    }
    return result
  }

  /// A member nobody could tell the type of must not get lost silently.
  private func refuseMember(_ name: String) throws {
    let key = FieldName(name)
    guard contains(key), try !decodeNil(forKey: key) else { return }
    throw DecodingError.dataCorruptedError(
      forKey: key, in: self, debugDescription: "there is a member, but \(name)_type names no type")
  }
}

extension KeyedEncodingContainer<FieldName> {
  /// Encodes a value.
  public mutating func set<T: Encodable>(_ value: T, _ name: String) throws {
    try encode(value, forKey: FieldName(name))
  }

  /// Encodes a value if there is one.
  mutating func set<T: Encodable>(_ value: T?, _ name: String) throws {
    if let value { try encode(value, forKey: FieldName(name)) }
  }

  /// Encodes a union's member, if there is one, and its type.
  mutating func set<T: UnionDraft>(union member: T?, _ name: String) throws {
    guard let member else { return }
    try encode(UnionTag<T>(member.tag), forKey: FieldName(name + "_type"))
    try member.encodeMember(to: superEncoder(forKey: FieldName(name)))
  }

  /// Encodes the members of a vector of unions, if there is one, and their types.
  mutating func set<T: UnionDraft>(unions members: [T?]?, _ name: String) throws {
    guard let members else { return }
    try encode(members.map { UnionTag<T>($0?.tag ?? 0) }, forKey: FieldName(name + "_type"))
    var container = nestedUnkeyedContainer(forKey: FieldName(name))
    for member in members {
      if let member {
        try member.encodeMember(to: container.superEncoder())
      } else {
        try container.encodeNil()
      }
    }
  }
}

/// A union's type, coded as the member's name, or as its number if the schema has none for it.
private struct UnionTag<Union: UnionDraft>: Codable {
  let value: Union.RawTag

  init(_ value: Union.RawTag) { self.value = value }

  init(from decoder: any Decoder) throws {
    value = try EnumNames(Union.names).decode(from: decoder)
  }

  func encode(to encoder: any Encoder) throws {
    try EnumNames(Union.names).encode(value, isFlags: false, to: encoder)
  }
}
