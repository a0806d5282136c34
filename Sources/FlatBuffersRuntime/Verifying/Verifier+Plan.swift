extension Verifier {
  /// Whether bytes are a record of a plan's type.
  ///
  /// - Parameter options: how much it may hold.
  /// - Returns: false also for a record with something that the plan does not cover.
  /// - Complexity: linear in the record's size; nothing is allocated.
  package static func accepts(
    _ bytes: RawSpan, by plan: borrowing VerificationPlan, options: Options = Options()
  ) -> Bool {
    var verifier = Verifier(bytes, options: options)
    guard let root = try? verifier.root(), let table = verifier.header(at: root) else { return false }
    return verifier.accepts(table, 0, plan)
  }

  private mutating func accepts(_ table: Table, _ index: Int, _ plan: borrowing VerificationPlan) -> Bool {
    let steps = plan.steps.span
    let range = plan.tables[index]
    var next = range.lowerBound
    while next < range.upperBound {
      let step = steps[next]
      next &+= 1
      guard let place = field(table, Int(step.slot)) else {
        if step.isRequired { return false }
        continue
      }
      let isAccepted =
        switch step.kind {
        case .value: fits(place, size: Int(step.size), alignment: Int(step.alignment))
        case .string: isString(from: place)
        case .vector:
          isVector(from: place, size: Int(step.size), alignment: Int(step.alignment))
        case .strings: areStrings(from: place)
        case .table: isTable(from: place, Int(step.target), plan)
        case .tables: areTables(from: place, Int(step.target), plan)
        case .union: isMember(from: place, table, step, plan)
        case .other: false
        }
      guard isAccepted else { return false }
    }
    return true
  }

  private mutating func isString(from place: Int) -> Bool {
    guard let target = target(of: place) else { return false }
    return isString(at: target)
  }

  private mutating func isVector(from place: Int, size: Int, alignment: Int) -> Bool {
    guard let target = target(of: place) else { return false }
    return vector(at: target, size: size, alignment: alignment) != nil
  }

  private mutating func areStrings(from place: Int) -> Bool {
    guard let target = target(of: place), let (start, count) = vector(at: target, size: 4, alignment: 4)
    else {
      return false
    }
    elementsLeft &-= count
    var index = 0
    while index < count {
      guard elementsLeft >= 0, isString(from: start &+ index &* 4) else { return false }
      index &+= 1
    }
    return true
  }

  private mutating func isTable(from place: Int, _ index: Int, _ plan: borrowing VerificationPlan) -> Bool {
    guard let target = target(of: place) else { return false }
    depthLeft &-= 1
    guard depthLeft > 0, let table = header(at: target), accepts(table, index, plan) else { return false }
    depthLeft &+= 1
    return true
  }

  private mutating func areTables(from place: Int, _ table: Int, _ plan: borrowing VerificationPlan) -> Bool {
    guard let target = target(of: place), let (start, count) = vector(at: target, size: 4, alignment: 4)
    else {
      return false
    }
    var index = 0
    while index < count {
      guard isTable(from: start &+ index &* 4, table, plan) else { return false }
      index &+= 1
    }
    return true
  }

  /// - Parameter step: the one of the value; its tag, of one byte, is the field before.
  private mutating func isMember(
    from place: Int, _ table: Table, _ step: VerificationPlan.Step, _ plan: borrowing VerificationPlan
  ) -> Bool {
    // In place, as the step of the tag comes before.
    guard let tagPlace = field(table, Int(step.slot) &- 2) else { return false }
    let tag = Int(load(tagPlace, as: UInt8.self))
    let members = plan.unions[Int(step.target)]
    guard tag < members.count else { return false }
    switch members[tag] {
    case .table(let index): return isTable(from: place, index, plan)
    case .string: return isString(from: place)
    case .other: return false
    }
  }
}
