import EventHistory

func serve(_ path: String) async throws {
  let history = try HistoryStore(at: path, options: Store.Options())
  let router = try await Router.start(.webSocket(port: 0), realm: "realm1")
  try await router.keepHistory(
    of: "com.example.", .prefix, in: history, bounds: HistoryBounds(count: 10, bytes: 1000, age: .seconds(60))
  )
  try await router.keepHistory(of: .usersChanged, in: history)
  await router.stop()
  history.close()
  print(history.path, MatchPolicy.exact)
}

func explain(_ error: any Error) -> String {
  if let error = error as? StoreError { return error.message }
  return (error as? WAMPError)?.code == .unavailable ? "full" : ""
}
