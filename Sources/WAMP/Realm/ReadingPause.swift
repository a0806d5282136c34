/// Calls that ask for the events of a history, until all events are kept that were published before them.
///
/// So who subscribes and asks then misses none: each event is either delivered or in the answer.
struct ReadingPause: Sendable {
  private struct Held: Sendable {
    let call: Message.Call
    let caller: SessionID
    /// The number of the last event that has to be kept.
    let number: UInt64
  }

  private var calls: [Held] = []
  private var first = 0
  /// All events up to this number are kept.
  private var keptThrough: UInt64 = 0
  /// The numbers of those behind it that are kept.
  private var keptBehind: Set<UInt64> = []

  /// The most calls that are held.
  static let limit = 1000

  var count: Int { calls.count - first }

  mutating func hold(_ call: Message.Call, from caller: SessionID, until number: UInt64) {
    calls.append(Held(call: call, caller: caller, number: number))
  }

  /// The event of this number is kept, or can't be.
  mutating func end(of number: UInt64) {
    keptBehind.insert(number)
    while keptBehind.remove(keptThrough + 1) != nil { keptThrough += 1 }
  }

  mutating func takeCall() -> (call: Message.Call, caller: SessionID)? {
    guard first < calls.count, calls[first].number <= keptThrough else { return nil }
    let held = calls[first]
    first += 1
    if first == calls.count { (calls, first) = ([], 0) }
    return (held.call, held.caller)
  }
}
