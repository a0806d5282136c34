import CArgon2
import Flatwire

/// Argon2id of the reference library: what a program gives a client that has to prove a password kept so.
enum Argon2 {
  struct Failure: Error { let code: CInt }

  /// Sound because the library gets each array with its own length.
  static let id: KeyDerivation.Argon2id = { password, salt, iterations, memory in
    var key = [UInt8](repeating: 0, count: 32)
    let code = unsafe argon2id_hash_raw(
      UInt32(iterations), UInt32(memory), 1, password, password.count, salt, salt.count, &key, key.count)
    guard code == 0 else { throw Failure(code: code) }
    return key
  }
}
