/// Runs the turns of a scenario, each what an event loop does without a pause, and looks at each or at one of them.
struct Turns {
  enum Mode {
    /// Times each turn.
    case timing
    /// Runs one turn where callgrind counts the instructions: in ``countedTurn(_:)``.
    case counting(Int)
    /// Looks at how much memory each turn takes.
    case weighing
    case none
  }

  private let mode: Mode
  private var number = 0
  private(set) var nanoseconds: [Int64] = []
  /// The most memory of a turn that received something, in its bytes: what was received is counted.
  private(set) var memoryFactor = 0.0

  init(_ mode: Mode) { self.mode = mode }

  /// - Parameter size: how many bytes were received for it.
  mutating func turn(receiving size: Int = 0, _ body: () -> Void) {
    switch mode {
    case .none: body()
    case .counting(number): countedTurn(body)
    case .counting: body()
    case .timing: nanoseconds.append(ContinuousClock().measure(body).components.attoseconds / 1_000_000_000)
    case .weighing where size > 0:
      let growth = ResidentMemory.growth(body)
      memoryFactor = max(memoryFactor, Double(size + growth) / Double(size))
    case .weighing: body()
    }
    number += 1
  }
}

/// What the turn does is called from here and from nowhere else: not made a part of it, a jump, or a copy for each
/// closure, which callgrind could not tell from others.
@inline(never) @_optimize(none)
private func countedTurn(_ body: () -> Void) {
  body()
}
