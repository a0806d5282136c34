/// An event on its way to its subscribers. A slice of them is worked off in one turn of the event loop, so that nobody
/// waits for one that very many get.
struct Publication: Sendable {
  private(set) var publish: Message.Publish
  /// `nil` for the router's own process.
  let publisher: Member?
  let id: PublicationID
  /// What the router says of an event of its own.
  let details: Options
  private let audience: AudienceFilter?
  /// How much memory is held for it while it waits, about.
  private(set) var size = 0
  private let subscriptions: [SubscriptionID]
  /// The first one whose turn has not come.
  private var following = 0
  /// The subscription whose turn it is, as it was when that began.
  private var current: Subscription?
  /// The next receiver among its groups.
  private var group = 0
  private var index = 0

  /// How many receivers get an event in one turn. Each takes a system call on its own event loop.
  static let slice = 1000
  /// What a subscription costs, however few have it, in receivers: the event is written anew.
  static let subscriptionCost = 8

  init(
    _ publish: Message.Publish, from publisher: Member?, as id: PublicationID, _ details: Options,
    to subscriptions: [SubscriptionID]
  ) {
    self.publish = publish
    self.publisher = publisher
    self.id = id
    self.details = details
    audience = AudienceFilter(publish.audience)
    self.subscriptions = subscriptions
  }

  /// Before it is kept for others to be served meanwhile.
  mutating func detach() {
    publish = publish.kept
    size = publish.keptSize + details.byteCount + subscriptions.count * 8
  }

  /// Whether the turn of a subscription is still to come.
  func willReach(_ subscription: SubscriptionID) -> Bool {
    subscriptions[following...].contains(subscription)
  }

  var isOver: Bool { following == subscriptions.count && current == nil }

  /// The next receivers.
  ///
  /// - Parameter budget: how many there may be; what they cost is taken from it.
  /// - Returns: `nil` if there are no more.
  mutating func next(
    _ budget: inout Int, in broker: borrowing Broker
  ) -> (subscription: Subscription, receivers: [Subscription.Group])? {
    // One that was begun in an earlier turn may have lost subscribers since.
    let isWhole = current == nil
    while current == nil {
      guard following < subscriptions.count else { return nil }
      current = broker[subscriptions[following]]
      following += 1
    }
    guard let subscription = current else { return nil }
    let receivers = take(&budget, of: subscription)
    // Afterwards, so that a slice of receivers is not parted by it.
    if isWhole { budget -= Self.subscriptionCost }
    // Who unsubscribed meanwhile must not get what comes after UNSUBSCRIBED.
    let known = isWhole ? receivers : receivers.kept { broker[subscription.id]?.contains($0) ?? false }
    return (subscription, known)
  }

  private mutating func take(_ budget: inout Int, of subscription: Subscription) -> [Subscription.Group] {
    let groups = subscription.groups
    if group == 0, index == 0, subscription.count <= budget {
      budget -= subscription.count
      current = nil
      return groups
    }
    var taken: [Subscription.Group] = []
    while budget > 0, group < groups.count {
      var part = groups[group]
      let end = min(part.sessions.count, index + budget)
      part.sessions = Array(part.sessions[index..<end])
      budget -= end - index
      taken.append(part)
      index = end
      if end == groups[group].sessions.count { (group, index) = (group + 1, 0) }
    }
    if group == groups.count { (current, group, index) = (nil, 0, 0) }
    return taken
  }

  /// Whether a subscriber is among those that the publisher wants to have the event.
  func admits(_ session: SessionID, _ sessions: Sessions) -> Bool {
    guard let audience else { return true }
    return sessions[session].map(audience.admits) ?? false
  }

  var isForEveryone: Bool { audience == nil }
}
