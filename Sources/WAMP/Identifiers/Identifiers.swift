/// An integer that names something within its scope, 1 to 2^53 (so that a double can hold it).
public protocol WAMPIdentifier: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible
where RawValue == UInt64 {
  init(rawValue: UInt64)
}

extension WAMPIdentifier {
  @inlinable
  public init(_ value: UInt64) { self.init(rawValue: value) }

  /// The largest identifier, 2^53.
  @inlinable
  public static var maximum: UInt64 { 1 << 53 }

  /// Whether the value lies within 1 to 2^53.
  @inlinable
  public var isValid: Bool { rawValue >= 1 && rawValue <= Self.maximum }

  /// A random identifier, as the specification wants for the global scope.
  public static func random(using generator: inout some RandomNumberGenerator) -> Self {
    Self(rawValue: UInt64.random(in: 1...maximum, using: &generator))
  }

  @inlinable
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  public var description: String { String(rawValue) }
}

/// A session of a realm; random, in the global scope.
@frozen public struct SessionID: WAMPIdentifier {
  public let rawValue: UInt64
  @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// A request within the session that sent it; sequential from 1.
@frozen public struct RequestID: WAMPIdentifier {
  public let rawValue: UInt64
  @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// A subscription, in the scope of the router.
@frozen public struct SubscriptionID: WAMPIdentifier {
  public let rawValue: UInt64
  @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// A registration, in the scope of the router.
@frozen public struct RegistrationID: WAMPIdentifier {
  public let rawValue: UInt64
  @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// A publication; random, in the global scope.
@frozen public struct PublicationID: WAMPIdentifier {
  public let rawValue: UInt64
  @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }
}
