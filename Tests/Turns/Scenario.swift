/// Something hostile that clients can do.
struct Scenario: Sendable {
  let name: String
  let run: @Sendable (inout Turns) -> Void

  init(_ name: String, _ run: @escaping @Sendable (inout Turns) -> Void) {
    self.name = name
    self.run = run
  }

  static let all = realms + metaAPI + messages + tables

  /// The number of the turn that takes longest: of several runs, so that what the machine does beside is not taken for it.
  func longestTurn() -> (turn: Int, milliseconds: Double) {
    var least: [Int64] = []
    for _ in 1...3 {
      var turns = Turns(.timing)
      run(&turns)
      let times = turns.nanoseconds
      least = least.isEmpty ? times : zip(least, times).map(min)
    }
    let longest = least.indices.max { least[$0] < least[$1] } ?? 0
    return (longest, Double(least[longest]) / 1e6)
  }
}
