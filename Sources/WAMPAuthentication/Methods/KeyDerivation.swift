internal import WAMP

/// How the key of SCRAM is made of a password: slowly, so that guessing takes long.
public enum KeyDerivation: Sendable, Hashable {
  /// PBKDF2 with HMAC-SHA256.
  case pbkdf2(iterations: Int)
  /// Argon2id, version 1.3, of one lane.
  ///
  /// - memory: in KiB.
  case argon2id(iterations: Int, memory: Int)

  /// Computes Argon2id of version 1.3 with one lane, for which this package brings no code: 32 bytes.
  ///
  /// - Parameter memory: in KiB.
  public typealias Argon2id =
    @Sendable (_ password: [UInt8], _ salt: [UInt8], _ iterations: Int, _ memory: Int) async throws -> [UInt8]

  /// What a client accepts: less would give the password away to a router that only pretends to be one (RFC 7677,
  /// section 4), more would keep the client busy for minutes.
  static let iterationsOfPBKDF2 = 4096...2_000_000
  static let iterationsOfArgon2 = 1...4096
  static let memoryOfArgon2 = 8...(1 << 20)
  /// How much memory Argon2id may fill in all its iterations, in KiB. Autobahn's own credentials take 4096 × 512.
  static let fillingOfArgon2 = 1 << 26

  var iterations: Int {
    switch self {
    case .pbkdf2(let iterations), .argon2id(let iterations, _): iterations
    }
  }

  /// The key of a password by Argon2id.
  ///
  /// - Throws: what the closure throws; ``WAMPError`` if there is none, or it gives no 32 bytes.
  static func key(
    _ password: Secret, _ salt: [UInt8], _ iterations: Int, _ memory: Int, by argon2id: Argon2id?
  ) async throws -> [UInt8] {
    guard let argon2id else {
      throw WAMPError(
        .featureNotSupported, "the password is kept by Argon2id, and no function computes that")
    }
    let key = try await argon2id(password.bytes, salt, iterations, memory)
    guard key.count == 32 else {
      throw WAMPError(.invalidArgument, "the function for Argon2id made \(key.count) bytes, not 32")
    }
    return key
  }
}

extension KeyDerivation: DerivationCosts {
  var fault: String? {
    switch self {
    case .pbkdf2(let iterations):
      return Self.iterationsOfPBKDF2.contains(iterations)
        ? nil : "\(iterations) iterations, not \(Self.iterationsOfPBKDF2)"
    case .argon2id(let iterations, let memory):
      guard Self.iterationsOfArgon2.contains(iterations) else {
        return "\(iterations) iterations, not \(Self.iterationsOfArgon2)"
      }
      guard Self.memoryOfArgon2.contains(memory) else {
        return "\(memory) KiB of memory, not \(Self.memoryOfArgon2)"
      }
      return iterations * memory <= Self.fillingOfArgon2
        ? nil
        : "\(iterations) iterations over \(memory) KiB of memory, together more than \(Self.fillingOfArgon2)"
    }
  }
}
