// Written by hand, in the shape of the code that schemac generates from:
//
//     namespace demo;
//     enum Color: ubyte { Red = 1, Green, Blue }
//     struct Vec3 { x: float; y: float; z: float; flag: bool; }
//     table Address { city: string (required); zip: uint; }
//     union Contact { Address = 1, User = 7 }
//     /// A person with an account.
//     table User {
//       id: ulong (key);
//       name: string (required);
//       age: short = 18;
//       address: Address;
//       scores: [uint];
//       friends: [User];
//       tags: [string];
//       color: Color = Green;
//       place: Vec3;
//       avatar: [ubyte];
//       rank: int = null;
//       contact: Contact;
//     }
//     root_type User;

public import FlatBuffersRuntime

public typealias _SampleCompiler = GeneratedCode.Version0_1

@frozen
public struct Color: FlatEnum {
  public let rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
  @inlinable public static var red: Color { Color(rawValue: 1) }
  @inlinable public static var green: Color { Color(rawValue: 2) }
  @inlinable public static var blue: Color { Color(rawValue: 3) }
  public static var names: [(value: UInt8, name: String)] { [(1, "Red"), (2, "Green"), (3, "Blue")] }
}

@frozen
public struct Vec3: FlatValue {
  public var x: Float
  public var y: Float
  public var z: Float
  public var flag: Bool

  @inlinable
  public init(x: Float = 0, y: Float = 0, z: Float = 0, flag: Bool = false) {
    self.x = x
    self.y = y
    self.z = z
    self.flag = flag
  }

  @inlinable public static var byteCount: Int { 16 }
  @inlinable public static var alignment: Int { 4 }

  @inlinable
  public init(_ place: InlineView) {
    x = place.value(at: 0)
    y = place.value(at: 4)
    z = place.value(at: 8)
    flag = place.value(at: 12)
  }

  @inlinable
  public func store(to place: inout InlinePlace) {
    place.store(x, at: 0)
    place.store(y, at: 4)
    place.store(z, at: 8)
    place.store(flag, at: 12)
  }
}

@frozen
public struct Address: ~Escapable, FlatTable {
  public let table: TableView
  @inlinable @inline(__always) @_lifetime(copy table)
  public init(_ table: TableView) { self.table = table }

  @inlinable public static var schemaName: String { "demo.Address" }

  @inlinable
  public var city: StringView {
    @inline(__always) @_lifetime(copy self) get { table.requiredString(4) }
  }

  @inlinable
  public var zip: UInt32 {
    @inline(__always) get { table.value(6, default: 0) }
  }

  public static func verify(
    _ table: Verifier.Table, with verifier: inout Verifier
  ) throws(VerificationError) {
    try verifier.string("city", table, 4, required: true)
    try verifier.value(UInt32.self, "zip", table, 6)
  }

  public var draft: Draft { Draft(self) }

  public struct Draft: TableDraft {
    public var city: String
    public var zip: UInt32

    public init(city: String, zip: UInt32 = 0) {
      self.city = city
      self.zip = zip
    }

    public init(_ view: borrowing Address) {
      city = view.city.description
      zip = view.zip
    }

    public func write(to builder: inout Builder) throws(BuildError) -> TableOffset {
      let city = builder.string(self.city)
      builder.startTable()
      builder.add(zip, 6, default: 0)
      builder.add(offset: city, 4)
      return builder.endTable()
    }
  }
}

/// A member of `Contact` in place.
@frozen
public enum Contact: ~Escapable {
  case address(Address)
  case user(User)
  /// A member a newer schema added.
  case unknown(UInt8)

  /// The plain form of a member. A member this schema does not know cannot be kept.
  public indirect enum Draft: Sendable, Equatable {
    case address(Address.Draft)
    case user(User.Draft)

    public init?(_ view: borrowing Contact) {
      switch view {
      case .address(let member): self = .address(member.draft)
      case .user(let member): self = .user(member.draft)
      case .unknown: return nil
      }
    }

    @inlinable
    public var tag: UInt8 {
      switch self {
      case .address: 1
      case .user: 7
      }
    }

    public func write(to builder: inout Builder) throws(BuildError) -> TableOffset {
      switch self {
      case .address(let member): try member.write(to: &builder)
      case .user(let member): try member.write(to: &builder)
      }
    }
  }
}

/// A person with an account.
@frozen
public struct User: ~Escapable, FlatTable {
  public let table: TableView
  @inlinable @inline(__always) @_lifetime(copy table)
  public init(_ table: TableView) { self.table = table }

  @inlinable public static var schemaName: String { "demo.User" }

  @inlinable
  public var id: UInt64 {
    @inline(__always) get { table.value(4, default: 0) }
  }

  @inlinable
  public var name: StringView {
    @inline(__always) @_lifetime(copy self) get { table.requiredString(6) }
  }

  @inlinable
  public var age: Int16 {
    @inline(__always) get { table.value(8, default: 18) }
  }

  @inlinable
  public var address: Address? {
    @inline(__always) @_lifetime(copy self) get { table.table(10, as: Address.self) }
  }

  @inlinable
  public var scores: FlatVector<UInt32>? {
    @inline(__always) @_lifetime(copy self) get { table.vector(12, of: UInt32.self) }
  }

  @inlinable
  public var friends: TableVector<User>? {
    @inline(__always) @_lifetime(copy self) get { table.tables(14, of: User.self) }
  }

  @inlinable
  public var tags: StringVector? {
    @inline(__always) @_lifetime(copy self) get { table.strings(16) }
  }

  @inlinable
  public var color: Color {
    @inline(__always) get { table.value(18, default: Color(rawValue: 2)) }
  }

  @inlinable
  public var place: Vec3? {
    @inline(__always) get { table.value(20) }
  }

  @inlinable
  public var avatar: FlatVector<UInt8>? {
    @inline(__always) @_lifetime(copy self) get { table.vector(22, of: UInt8.self) }
  }

  @inlinable
  public var rank: Int32? {
    @inline(__always) get { table.value(24) }
  }

  @inlinable
  public var contact: Contact? {
    @_lifetime(copy self)
    get {
      switch table.value(26, default: UInt8(0)) {
      case 0: return nil
      case 1:
        guard let member = table.table(28, as: Address.self) else { return nil }
        return .address(member)
      case 7:
        guard let member = table.table(28, as: User.self) else { return nil }
        return .user(member)
      case let tag: return .unknown(tag)
      }
    }
  }

  public static func verify(
    _ table: Verifier.Table, with verifier: inout Verifier
  ) throws(VerificationError) {
    try verifier.value(UInt64.self, "id", table, 4)
    try verifier.string("name", table, 6, required: true)
    try verifier.value(Int16.self, "age", table, 8)
    try verifier.table(Address.self, "address", table, 10)
    try verifier.vector(of: UInt32.self, "scores", table, 12)
    try verifier.tables(of: User.self, "friends", table, 14)
    try verifier.strings("tags", table, 16)
    try verifier.value(Color.self, "color", table, 18)
    try verifier.value(Vec3.self, "place", table, 20)
    try verifier.vector(of: UInt8.self, "avatar", table, 22)
    try verifier.value(Int32.self, "rank", table, 24)
    if let (tag, position) = try verifier.union(UInt8.self, "contact", table, tag: 26, value: 28) {
      switch tag {
      case 1: try verifier.table(Address.self, "contact", at: position)
      case 7: try verifier.table(User.self, "contact", at: position)
      default: break
      }
    }
  }

  public var draft: Draft { Draft(self) }

  /// A person with an account.
  public struct Draft: TableDraft {
    public var id: UInt64
    public var name: String
    public var age: Int16
    public var address: Address.Draft?
    public var scores: [UInt32]?
    public var friends: [User.Draft]?
    public var tags: [String]?
    public var color: Color
    public var place: Vec3?
    public var avatar: [UInt8]?
    public var rank: Int32?
    public var contact: Contact.Draft?

    public init(
      id: UInt64 = 0,
      name: String,
      age: Int16 = 18,
      address: Address.Draft? = nil,
      scores: [UInt32]? = nil,
      friends: [User.Draft]? = nil,
      tags: [String]? = nil,
      color: Color = .green,
      place: Vec3? = nil,
      avatar: [UInt8]? = nil,
      rank: Int32? = nil,
      contact: Contact.Draft? = nil
    ) {
      self.id = id
      self.name = name
      self.age = age
      self.address = address
      self.scores = scores
      self.friends = friends
      self.tags = tags
      self.color = color
      self.place = place
      self.avatar = avatar
      self.rank = rank
      self.contact = contact
    }

    public init(_ view: borrowing User) {
      id = view.id
      name = view.name.description
      age = view.age
      if let value = view.address { address = value.draft }
      if let value = view.scores { scores = value.array }
      if let value = view.friends { friends = value.drafts }
      if let value = view.tags { tags = value.array }
      color = view.color
      place = view.place
      if let value = view.avatar { avatar = value.array }
      rank = view.rank
      if let value = view.contact { contact = Contact.Draft(value) }
    }

    public func write(to builder: inout Builder) throws(BuildError) -> TableOffset {
      let name = builder.string(self.name)
      let address = try self.address?.write(to: &builder)
      let scores = self.scores.map { builder.vector($0) }
      let friends = try builder.vector(tables: self.friends)
      let tags = self.tags.map { builder.vector($0) }
      let avatar = self.avatar.map { builder.vector($0) }
      let contact = try self.contact?.write(to: &builder)
      builder.startTable()
      builder.add(id, 4, default: 0)
      builder.add(place, 20)
      builder.add(rank, 24)
      builder.add(offset: name, 6)
      builder.add(offset: address, 10)
      builder.add(offset: scores, 12)
      builder.add(offset: friends, 14)
      builder.add(offset: tags, 16)
      builder.add(offset: avatar, 22)
      builder.add(offset: contact, 28)
      builder.add(age, 8, default: 18)
      builder.add(color, 18, default: .green)
      builder.add(self.contact?.tag ?? 0, 26, default: 0)
      return builder.endTable()
    }
  }
}
