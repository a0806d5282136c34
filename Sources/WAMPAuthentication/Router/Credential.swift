public import WAMP

/// What a router holds against the proof of a client, for one method.
public struct Credential: Sendable {
  enum Kind: Sendable {
    case ticket(TicketCheck)
    case cra(SaltedSecret)
    case scram(ScramKeys)
    case cryptosign(Set<String>)
  }

  enum TicketCheck: Sendable {
    case equals(Secret)
    case closure(@Sendable (Secret) async throws -> Bool)
  }

  let kind: Kind

  private init(_ kind: Kind) { self.kind = kind }

  /// A client that shows this text.
  public static func ticket(_ ticket: Secret) -> Credential { Credential(.ticket(.equals(ticket))) }

  /// A client that shows a text that the closure accepts.
  ///
  /// The closure is not asked about names that are nobody's: how long it takes tells that somebody is known.
  ///
  /// - Parameter check: what it throws is logged and refuses the client, as `false` does.
  public static func ticket(
    checkedBy check: @escaping @Sendable (_ ticket: Secret) async throws -> Bool
  ) -> Credential {
    Credential(.ticket(.closure(check)))
  }

  /// A client that signs with a secret (WAMP-CRA).
  public static func wampCRA(_ secret: SaltedSecret) -> Credential { Credential(.cra(secret)) }

  /// A client that signs with a secret that it has in the same form (WAMP-CRA, not salted).
  public static func wampCRA(secret: Secret) -> Credential { Credential(.cra(SaltedSecret(secret))) }

  /// A client that knows the password the keys were made of (SCRAM).
  public static func scram(_ keys: ScramKeys) -> Credential { Credential(.scram(keys)) }

  /// A client that has the private key of one of these (cryptosign).
  ///
  /// - Parameter publicKeys: 64 hexadecimal digits each.
  /// - Throws: ``WAMPError`` naming the one that is anything else.
  public static func cryptosign(publicKeys: [String]) throws(WAMPError) -> Credential {
    var keys: Set<String> = []
    for key in publicKeys {
      guard let bytes = Hexadecimal.bytes(key), bytes.count == 32 else {
        throw WAMPError(.invalidArgument, "the public key \(key.quoted) is not of 64 hexadecimal digits")
      }
      keys.insert(Hexadecimal.text(bytes))
    }
    return Credential(.cryptosign(keys))
  }

  /// The methods that it serves.
  var methods: [AuthenticationMethod] {
    switch kind {
    case .ticket: [.ticket]
    case .cra: [.wampCRA]
    case .scram(let keys): keys.dialects.map(\.method)
    case .cryptosign: [.cryptosign]
    }
  }
}
