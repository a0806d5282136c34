/// How a subscription or registration matches URIs.
public enum MatchPolicy: String, Sendable {
  case exact
  case prefix
  case wildcard
}

/// Which callee of a shared registration is invoked.
public enum InvocationPolicy: String, Sendable {
  case single
  case first
  case last
  case roundRobin = "roundrobin"
  case random
}

/// What becomes of the callee when a caller cancels its call.
public enum CancelMode: String, Sendable {
  /// The caller gets its error at once; the callee is not told.
  case skip
  /// The callee is interrupted; its answer ends the call.
  case kill
  /// The caller gets its error at once, and the callee is interrupted.
  case killNoWait = "killnowait"
}
