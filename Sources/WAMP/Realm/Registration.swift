/// One registration of a realm: a procedure or a pattern of them, and all callees that registered it.
struct Registration: Sendable {
  let id: RegistrationID
  let procedure: String
  let match: MatchPolicy
  let invoke: InvocationPolicy
  let created: Timestamp
  var callees: CalleeList

  /// The callee of the next call; `nil` if all of them have as many calls as they take.
  mutating func next(using random: inout RandomIDs) -> Attachment? {
    callees.next(invoke, using: &random)
  }

  /// Why one more callee may not share the registration; `nil` if it may.
  func refusal(of callee: Dealer.Callee, _ register: Message.Register, _ limits: RealmLimits) -> WAMPError? {
    let name = register.procedure.quoted
    if invoke == .single { return WAMPError(.procedureAlreadyExists, "\(name) is registered already") }
    guard invoke == register.invoke else {
      return WAMPError(
        .differentInvocationPolicy, "\(name) is registered with invoke \(invoke.rawValue) already")
    }
    if callees.contains(callee) {
      return WAMPError(.procedureAlreadyExists, "the session has registered \(name) already")
    }
    guard callees.count < limits.callees else {
      return WAMPError(.unavailable, "\(name) has \(limits.callees) callees already")
    }
    return nil
  }
}

/// A callee of one registration, and what it asked for.
struct Attachment: Sendable {
  let callee: Dealer.Callee
  /// The most calls it answers at a time; `nil` for as many as come.
  let concurrency: UInt64?
  let wantsCaller: Bool
  let watchesTime: Bool
  let isOfPattern: Bool
  fileprivate(set) var running: UInt64 = 0
  /// Tells it from others of the registration, also from that of the same callee before it unregistered.
  fileprivate(set) var number = 0

  init(_ callee: Dealer.Callee, _ register: Message.Register) {
    self.callee = callee
    concurrency = register.concurrency
    wantsCaller = register.discloseCaller
    watchesTime = register.forwardTimeout
    isOfPattern = register.match != .exact
  }

  var isBusy: Bool { concurrency.map { running >= $0 } ?? false }
}

/// The callees of a registration in the order they registered, and whose turn it is.
struct CalleeList: Sendable {
  private var attachments: [Attachment]
  /// The place of the one whose turn it is, where they take turns.
  private var turn = 0
  private var busyCount = 0
  private var lastNumber = 0

  init(_ first: Attachment) {
    attachments = []
    add(first)
  }

  var count: Int { attachments.count }
  var isEmpty: Bool { attachments.isEmpty }
  var first: Dealer.Callee? { attachments.first?.callee }
  var all: some Sequence<Dealer.Callee> { attachments.lazy.map(\.callee) }

  func contains(_ callee: Dealer.Callee) -> Bool { place(of: callee) != nil }

  mutating func add(_ attachment: Attachment) {
    lastNumber += 1
    attachments.append(attachment)
    attachments[attachments.count - 1].number = lastNumber
  }

  /// - Returns: whether it was one of them.
  mutating func remove(_ callee: Dealer.Callee) -> Bool {
    guard let place = place(of: callee) else { return false }
    if attachments.remove(at: place).isBusy { busyCount -= 1 }
    if place < turn { turn -= 1 }
    return true
  }

  /// Notes a call that a callee with a ``Attachment/concurrency`` has to answer.
  mutating func began(_ number: Int) {
    guard let place = place(of: number) else { return }
    attachments[place].running += 1
    if attachments[place].isBusy { busyCount += 1 }
  }

  /// Nothing if the callee has unregistered since, even if it has registered again.
  mutating func ended(_ number: Int) {
    guard let place = place(of: number) else { return }
    if attachments[place].isBusy { busyCount -= 1 }
    attachments[place].running -= 1
  }

  /// The callee of the next call; `nil` if all are busy.
  mutating func next(_ policy: InvocationPolicy, using random: inout RandomIDs) -> Attachment? {
    guard busyCount < attachments.count else { return nil }
    switch policy {
    case .single, .first: return attachments.first { !$0.isBusy }
    case .last: return attachments.last { !$0.isBusy }
    case .random: return pick(Int.random(in: 0..<attachments.count - busyCount, using: &random))
    case .roundRobin:
      while true {
        if turn >= attachments.count { turn = 0 }
        let next = attachments[turn]
        turn += 1
        if !next.isBusy { return next }
      }
    }
  }

  /// The one of a number among those that are not busy.
  private func pick(_ number: Int) -> Attachment? {
    if busyCount == 0 { return attachments[number] }
    return attachments.lazy.filter { !$0.isBusy }.dropFirst(number).first
  }

  private func place(of callee: Dealer.Callee) -> Int? { attachments.firstIndex { $0.callee == callee } }

  private func place(of number: Int) -> Int? { attachments.firstIndex { $0.number == number } }
}
