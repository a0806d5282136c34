/// Requests that wait for a connection, in the order they were made.
struct WaitingRequests {
  /// How many there may be.
  var limit = Int.max
  private var requests: [Int: ClientRequest] = [:]
  private var last = 0

  /// - Returns: false if there is no room.
  mutating func append(_ request: ClientRequest, _ make: @escaping ClientRequest.Make) -> Bool {
    guard requests.count < limit else { return false }
    last += 1
    request.wait(at: last, make)
    requests[last] = request
    return true
  }

  mutating func remove(_ request: ClientRequest) {
    if let place = request.place { requests[place] = nil }
  }

  mutating func takeAll() -> [ClientRequest] {
    defer { requests = [:] }
    return requests.sorted { $0.key < $1.key }.map(\.value)
  }
}
