import Dispatch
import Foundation

/// Signals that the program receives instead of ending by them.
enum Signals {
  /// Shows each signal to `body` as it comes, until that has seen enough or the task is cancelled.
  ///
  /// From then on they do again what they usually do: the same one once more ends a program that hangs while it ends.
  static func receive(_ numbers: [Int32], until body: (Int32) async -> Bool) async {
    let (stream, continuation) = AsyncStream<Int32>.makeStream(bufferingPolicy: .bufferingNewest(8))
    let sources = numbers.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler { continuation.yield(number) }
      source.activate()
      return source
    }
    for await number in stream where await body(number) { break }
    for source in sources { source.cancel() }
    for number in numbers { signal(number, SIG_DFL) }
  }
}
