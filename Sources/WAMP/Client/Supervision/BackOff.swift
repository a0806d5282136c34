/// A time that doubles with each step, up to a limit.
struct BackOff: Sendable, Equatable {
  let first: Duration
  let longest: Duration

  /// The time of a step, the first one being 0.
  func delay(_ step: Int) -> Duration {
    var delay = min(first, longest)
    var left = step
    while left > 0 && .zero < delay && delay < longest {
      delay = min(delay * 2, longest)
      left -= 1
    }
    return delay
  }
}
