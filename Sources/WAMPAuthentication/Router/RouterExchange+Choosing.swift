internal import WAMP

extension RouterExchange {
  enum Choice {
    case anonymous(role: String)
    case cookie(Identity)
    case known(Principal?, AuthenticationRequest)
    case ask(AuthenticationRequest, Authentication.Directory)
    case refuse(WAMPError)
  }

  /// Whom the client says to be; empty if it names nobody.
  private var authid: String { hello.authid ?? "" }

  /// The client's first method that the realm has for it.
  var choice: Choice {
    let methods = offeredMethods
    guard !methods.isEmpty else { return choiceWithoutMethods }
    var decoy: Choice?
    let resembled = resembledPrincipal
    for method in methods {
      if method == .anonymous {
        if let role = authentication.anonymousRole { return .anonymous(role: role) }
        continue
      }
      if method == .cookie {
        if let identity = identityByCookie { return .cookie(identity) }
        continue
      }
      guard authentication.methods.contains(method), !authid.isEmpty || method == .cryptosign else {
        continue
      }
      if let error = fault(of: method) { return .refuse(error) }
      switch choice(of: method) {
      case .known(nil, let request):
        if resembled?.credential(for: method) != nil { return .known(nil, request) }
        decoy = decoy ?? .known(nil, request)
      case let choice: return choice
      }
    }
    return decoy ?? .refuse(unmatched)
  }

  /// The principal whom the client resembles, if it names nobody whom the realm knows beforehand: it gets the same method.
  private var resembledPrincipal: Principal? {
    guard case .principals(let roll) = authentication.source, !authid.isEmpty, roll[authid] == nil else {
      return nil
    }
    return authentication.decoys.model(of: authid)
  }

  /// Who the client is by its cookie, if the realm still knows it; what it may do now is said by the realm, not by the past.
  private var identityByCookie: Identity? {
    guard authentication.acceptsCookies, var identity = terms.cookieIdentity,
      authid.isEmpty || authid == identity.authid
    else { return nil }
    if case .principals(let roll) = authentication.source {
      guard let principal = roll[identity.authid] else { return nil }
      identity.authrole = principal.authrole
    }
    return identity
  }

  private var offeredMethods: [AuthenticationMethod] {
    hello.authmethods.map(AuthenticationMethod.init(rawValue:))
  }

  /// Who says nothing of methods is anonymous, but for who says to be somebody, and where what was said may be lost and
  /// the realm asks for proofs: nobody who meant to prove something must be let in as anybody.
  private var choiceWithoutMethods: Choice {
    if !authid.isEmpty {
      return authentication.methods.contains(.ticket) ? choice(of: .ticket) : .refuse(unmatched)
    }
    guard let role = authentication.anonymousRole, !terms.mayLoseMethods || authentication.methods.isEmpty
    else {
      return .refuse(
        WAMPError(.authenticationRequired, "the realm wants a proof, and the client offers no method"))
    }
    return .anonymous(role: role)
  }

  private func choice(of method: AuthenticationMethod) -> Choice {
    let request = AuthenticationRequest(
      realm: hello.realm, method: method, authid: authid, publicKey: publicKey, authextra: hello.authextra,
      peer: terms.peer)
    switch authentication.source {
    case .directory(_, let directory): return .ask(request, directory)
    case .principals(let roll):
      let principal = authid.isEmpty ? publicKey.flatMap(roll.owner) : roll[authid]
      return .known(principal?.credential(for: method) == nil ? nil : principal, request)
    }
  }

  private var publicKey: String? {
    hello.authextra["pubkey"]?.stringValue.flatMap(Hexadecimal.bytes).map(Hexadecimal.text)
  }

  /// Why a method cannot be tried with what the client sent for it.
  private func fault(of method: AuthenticationMethod) -> WAMPError? {
    switch method {
    case .scram, .autobahnSCRAM:
      guard let nonce = hello.authextra["nonce"]?.stringValue, !nonce.isEmpty, nonce.utf8.count <= 256,
        Base64.bytes(nonce) != nil
      else {
        return WAMPError(.invalidArgument, "\(method.rawValue) needs a nonce in base64 in authextra")
      }
    case .cryptosign:
      guard publicKey?.utf8.count == 64 else {
        return WAMPError(
          .invalidArgument, "cryptosign needs a pubkey of 64 hexadecimal digits in authextra")
      }
    default: return nil
    }
    guard let binding = hello.authextra["channel_binding"], !binding.isNull else { return nil }
    return WAMPError(.featureNotSupported, "there is no channel binding here")
  }

  private var unmatched: WAMPError {
    let offered = hello.authmethods.joined(separator: ", ")
    return WAMPError(
      .noMatchingAuthMethod,
      offered.isEmpty
        ? "the client says to be \(authid.quoted) and offers no method that proves it"
        : "none of \(offered.quoted) is offered here to this client")
  }

  /// What a client is challenged with that may be the principal of a request, or nobody.
  ///
  /// - Returns: `nil` for a method that is not known here.
  func trial(of principal: Principal?, _ request: AuthenticationRequest) -> Trial? {
    let credential = principal?.credential(for: request.method)?.kind
    let known = credential == nil ? nil : principal
    switch request.method {
    case .ticket:
      let ticket = Credential.TicketCheck.equals(authentication.decoys.ticket(of: request.authid))
      guard case .ticket(let check)? = credential else { return trial(nil, request, .ticket(ticket)) }
      return trial(known, request, .ticket(check))
    case .wampCRA:
      var secret = authentication.decoys.secret(of: request.authid)
      if case .cra(let own)? = credential { secret = own }
      let challenge = CRAChallenge(
        authid: known?.authid ?? request.authid,
        authrole: known?.authrole ?? authentication.decoys.role(of: request.authid, request.method),
        authprovider: authentication.provider, session: terms.session, timestamp: terms.timestamp,
        nonce: terms.nonce)
      return trial(known, request, .cra(challenge: challenge.text, secret))
    case .scram, .autobahnSCRAM:
      guard let dialect = ScramDialect(request.method) else { return nil }
      var keys = authentication.decoys.keys(of: request.authid, dialect)
      if case .scram(let own)? = credential { keys = own }
      guard let keys, let clientNonce = request.authextra["nonce"]?.stringValue else { return nil }
      let exchange = ScramExchange(
        dialect: dialect, authid: request.authid, clientNonce: clientNonce,
        nonce: clientNonce + Base64.text(Array(terms.nonce.prefix(18))), salt: keys.salt,
        iterations: keys.derivation.iterations)
      return trial(known, request, .scram(exchange, keys))
    case .cryptosign:
      guard let key = request.publicKey else { return nil }
      var isOwner = false
      if case .cryptosign(let keys)? = credential { isOwner = keys.contains(key) }
      return trial(isOwner ? known : nil, request, .cryptosign(challenge: terms.nonce, publicKey: key))
    default: return nil
    }
  }

  private func trial(_ principal: Principal?, _ request: AuthenticationRequest, _ test: Trial.Test) -> Trial {
    Trial(method: request.method, principal: principal, test: test)
  }
}
