/// A time that doubles with each step, up to a limit.
package struct BackOff: Sendable, Equatable {
  let first: Duration
  let longest: Duration

  package init(first: Duration, longest: Duration) {
    self.first = first
    self.longest = longest
  }

  /// The time of a step, the first one being 0.
  package func delay(_ step: Int) -> Duration {
    var delay = min(first, longest)
    var left = step
    while left > 0 && .zero < delay && delay < longest {
      delay = min(delay * 2, longest)
      left -= 1
    }
    return delay
  }
}
