internal import Logging
internal import WAMP
internal import WAMPClient

/// What an uplink has registered at the other router.
actor OfferedProcedures {
  private let calls: CallForwarder
  private let options: UplinkOptions
  private let logger: Logger
  /// Told when something has to be offered anew.
  private let onLoss: @Sendable () -> Void
  private var registrations: [URIPattern: Registration] = [:]
  private(set) var refusals: [URIPattern: WAMPError] = [:]

  init(
    _ calls: CallForwarder, _ options: UplinkOptions, logger: Logger, onLoss: @escaping @Sendable () -> Void
  ) {
    self.calls = calls
    self.options = options
    self.logger = logger
    self.onLoss = onLoss
  }

  var procedures: [URIPattern] { Array(registrations.keys) }

  /// Offers procedures.
  ///
  /// - Throws: ``WAMPError`` naming the first one that is refused.
  func offer(_ wanted: [URIPattern]) async throws {
    for pattern in wanted { try await register(pattern) }
  }

  /// Offers what is not offered yet, and withdraws all else.
  ///
  /// - Returns: false if something was refused.
  /// - Throws: `CancellationError` if the task is cancelled.
  func follow(_ wanted: Set<URIPattern>) async throws -> Bool {
    for (pattern, registration) in registrations where !wanted.contains(pattern) {
      registrations[pattern] = nil
      // Fails only where the session has ended, and the registration with it.
      try? await registration.cancel()
    }
    refusals = refusals.filter { wanted.contains($0.key) }
    for pattern in wanted where registrations[pattern] == nil {
      do {
        try await register(pattern)
      } catch let error as WAMPError {
        refused(pattern, error)
      }
    }
    return refusals.isEmpty
  }

  /// Withdraws all.
  func withdraw() async {
    let all = registrations.values
    registrations = [:]
    for registration in all { try? await registration.cancel() }
  }

  private func register(_ pattern: URIPattern) async throws {
    let wanted = RegisterOptions(
      match: pattern.match, invoke: options.invoke, concurrency: options.concurrency)
    let registration: Registration
    do {
      registration = try await calls.outside.register(pattern.text, options: wanted) { [calls] call in
        try await calls.answer(call, of: pattern)
      }
    } catch let error as WAMPError {
      throw error.about("\(pattern) is not taken by the realm \(calls.outside.realm.quoted)")
    }
    // Without a suspension in between: whoever looks must not see it offered and refused at once.
    (registrations[pattern], refusals[pattern]) = (registration, nil)
    await registration.whenLost { [weak self] error in
      guard let self else { return }
      Task { await self.lost(pattern, registration, error) }
    }
  }

  /// The other router has taken a registration away.
  private func lost(_ pattern: URIPattern, _ registration: Registration, _ error: WAMPError) {
    guard registrations[pattern]?.id == registration.id else { return }
    registrations[pattern] = nil
    refused(pattern, error)
    onLoss()
  }

  private func refused(_ pattern: URIPattern, _ error: WAMPError) {
    // It is asked again and again.
    if refusals[pattern]?.code != error.code {
      logger.warning(
        "a procedure is not offered", metadata: ["procedure": "\(pattern)", "error": "\(error)"])
    }
    refusals[pattern] = error
  }
}
