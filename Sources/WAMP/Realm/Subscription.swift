/// One subscription of a router, shared by all sessions that subscribed to the same pattern.
struct Subscription: Sendable {
  let id: SubscriptionID
  let topic: String
  let match: MatchPolicy
  let created: Timestamp
  /// The subscribers, together with those that get the same bytes on the same event loop.
  private(set) var groups: [Group] = []
  private var places = GradualTable<SessionID, Place>()

  struct Group: Sendable {
    fileprivate(set) var outlet: Outlet
    /// What its subscribers announced about opaque payloads, and nothing else.
    let roles: Roles
    var sessions: [SessionID]

    /// A session alone.
    init(of member: Member) {
      outlet = member.outlet
      roles = member.roles.takingOpaquePayloads
      sessions = [member.id]
    }
  }

  private struct Place: Sendable {
    var group: Int
    var index: Int
  }

  init(id: SubscriptionID, topic: String, match: MatchPolicy, created: Timestamp) {
    self.id = id
    self.topic = topic
    self.match = match
    self.created = created
  }

  var isEmpty: Bool { places.isEmpty }

  /// How many subscribers there are.
  var count: Int { places.count }

  /// In the order of their identifiers.
  var subscribers: [SessionID] { places.keys.sorted() }

  func contains(_ session: SessionID) -> Bool { places[session] != nil }

  /// - Returns: whether the session was not subscribed.
  mutating func add(_ member: Member) -> Bool {
    guard places[member.id] == nil else { return false }
    add(Group(of: member))
    return true
  }

  /// - Parameter own: a session alone.
  private mutating func add(_ own: Group) {
    let session = own.sessions[0]
    if let group = groups.firstIndex(where: { $0.outlet == own.outlet && $0.roles == own.roles }) {
      places[session] = Place(group: group, index: groups[group].sessions.count)
      groups[group].sessions.append(session)
    } else {
      places[session] = Place(group: groups.count, index: 0)
      groups.append(own)
    }
  }

  /// Removes a session in constant time; the last one of its group takes its place.
  mutating func remove(_ session: SessionID) {
    if let place = places.removeValue(forKey: session) { vacate(place, of: session) }
  }

  /// Lets a session be among those of another group.
  ///
  /// - Parameter own: the session alone, as it is now.
  mutating func move(to own: Group) {
    let session = own.sessions[0]
    guard let place = places[session] else { return }
    if groups.count == 1, groups[0].sessions.count == 1 {
      groups[0].outlet = own.outlet
      return
    }
    vacate(place, of: session)
    add(own)
  }

  private mutating func vacate(_ place: Place, of session: SessionID) {
    let last = groups[place.group].sessions.removeLast()
    guard last != session else { return }
    groups[place.group].sessions[place.index] = last
    places[last] = place
  }
}

extension [Subscription.Group] {
  /// The groups without those of their sessions that are not wanted.
  func kept(_ isWanted: (SessionID) -> Bool) -> [Subscription.Group] {
    map { group in
      let wanted = group.sessions.filter(isWanted)
      guard wanted.count < group.sessions.count else { return group }
      var kept = group
      kept.sessions = wanted
      return kept
    }
  }
}

extension Roles {
  /// The part that decides in which form a subscriber gets a record.
  fileprivate var takingOpaquePayloads: Roles {
    let features = features[.subscriber] ?? []
    return Roles([.subscriber: features.intersection([.payloadPassthru, .payloadTransparency])])
  }
}
