/// Runs the turns of a scenario, each what an event loop does without a pause, and looks at each or at one of them.
struct Turns {
  enum Mode {
    /// Times each turn.
    case timing
    /// Runs one turn where callgrind counts the instructions: in `CountedTurn.run()`.
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
    case .counting(number): withoutActuallyEscaping(body) { CountedTurn($0).run() }
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

/// A turn whose instructions callgrind counts.
///
/// What it does is called from one function and nowhere else. Were it an argument of that, the optimiser would make a
/// function for each turn, and merge some of these, which callgrind could not tell apart.
private final class CountedTurn {
  private let body: () -> Void

  init(_ body: @escaping () -> Void) { self.body = body }

  @inline(never) @_optimize(none)
  func run() { body() }
}
