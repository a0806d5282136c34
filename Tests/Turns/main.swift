import Foundation

// Usage: Turns                lists the scenarios
//        Turns NAME           the number of its longest turn, the time of that, and how much memory one took
//        Turns NAME TURN      the same again, for callgrind to count that turn
let arguments = CommandLine.arguments.dropFirst()
guard let name = arguments.first else {
  for scenario in Scenario.all { print(scenario.name) }
  exit(0)
}
guard let scenario = Scenario.all.first(where: { $0.name == name }) else {
  fatalError("there is no scenario \(name)")
}
if let turn = arguments.dropFirst().first.flatMap({ Int($0) }) {
  var turns = Turns(.counting(turn))
  scenario.run(&turns)
} else {
  var turns = Turns(.weighing)
  scenario.run(&turns)
  let (turn, milliseconds) = scenario.longestTurn()
  print(turn, milliseconds, turns.memoryFactor)
}
