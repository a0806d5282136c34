internal import WAMP
public import WAMPTransport

extension Router {
  /// What a router allows its clients. The defaults are such that a public server can keep them.
  ///
  /// A request over a limit of sessions is answered with an ERROR, and the session goes on; over a limit of
  /// connections, the connection ends. Each limit names what it is there against.
  public struct Limits: Sendable, Equatable {
    // MARK: Before WELCOME

    /// The largest message before a session is open, in bytes. Against strangers that make the router hold and decode
    /// megabytes.
    public var helloSize = 64 * 1024
    /// How long a client has from its connection to WELCOME. Against connections that are opened and never used.
    public var helloTimeout = Duration.seconds(10)
    /// How long a client whose proof was wrong waits for its refusal. Against guessing, and against measuring how long a
    /// proof is looked at.
    public var refusalDelay = Duration.seconds(1)

    /// How long a client waits for its challenge, or for its proof to be looked at, after one login of its address failed under
    /// the name it says; twice as long after each further one, and from the eleventh on for other names, too. Zero for not
    /// at all. Addresses of IPv6 count as networks of 64 bits; who connects from this machine is not delayed, as that may be a
    /// proxy: see ``Endpoint/WebSocket/trustedProxies``. Against guessing.
    public var loginDelay = Duration.seconds(1)
    /// The longest such delay; who would have to wait longer, because others of the same address wait, gets
    /// `wamp.error.unavailable`. It has to fit into ``helloTimeout``. Against the same.
    public var longestLoginDelay = Duration.seconds(5)
    /// The most clients that wait for that at once; others get `wamp.error.unavailable`. Against strangers that fill the router
    /// with waiting connections.
    public var waitingLogins = 1_000

    // MARK: Connections

    /// The most connections at all endpoints together; further ones are closed at once. Against a system that runs out
    /// of descriptors for everything else.
    public var connections = 50_000
    /// The most connections from one address, in IPv6 from one network of 64 bits; further ones are closed at once. Those
    /// of this machine are not counted, as they may come through a proxy. Against one peer that takes all.
    public var connectionsPerAddress = 1_000

    /// The largest message, in bytes. Against memory held for messages that are never finished.
    public var messageSize = 16 << 20
    /// The most bytes that may wait for a client that does not read; it is disconnected with more. Against answers that
    /// are asked for and never read.
    public var queuedBytes = 64 << 20
    /// The most bytes that may wait for a client before it gets no more calls (their callers get
    /// `wamp.error.unavailable`) and loses events. Against floods of a client that reads slowly, which stays.
    public var backlog = 16 << 20
    /// How long a client that lost events may stay behind before it is closed with 1008. Against subscribers that cost
    /// memory and get nothing.
    public var patience = Duration.seconds(10)
    /// The most bytes held for all connections of the router together: unfinished messages and what is not read. The one
    /// that holds more than its share is closed with 1013. Against many clients that each stay within their own limits.
    /// What a realm holds for handlers and authorizers that have not answered counts, too: what would be more gets
    /// `wamp.error.unavailable`.
    public var totalBytes = 256 << 20
    /// How clients that are gone are noticed; `nil` for not at all. Against ghosts, whose registrations nobody answers.
    public var keepAlive: ConnectionConfiguration.KeepAlive? = ConnectionConfiguration.KeepAlive()

    /// How long calls that are under way may still take when the router is shut down gracefully. Against callees that
    /// never answer.
    public var drainTime = Duration.seconds(10)
    /// How long a session waits for a client whose connection was lost, if the client asked for that; zero for not at
    /// all. Against sessions that nobody comes back for.
    public var resumptionTime = Duration.seconds(60)
    /// The most bytes of messages that are kept for such a client, in case that its connection is lost. Against memory
    /// that one subscriber takes.
    public var resumptionBytes = 1 << 20
    /// The most sessions of a realm that can be resumed; later ones end with their connections. Against memory that many
    /// clients take.
    public var resumableSessions = 250

    // MARK: Sessions

    /// What a realm checks itself; its defaults stand there.
    private(set) var ofRealm = RealmLimits()

    /// The longest URI or pattern, in bytes: `wamp.error.invalid_uri`. Against names whose comparison takes long.
    public var uriLength: Int {
      get { ofRealm.uriLength }
      set { ofRealm.uriLength = newValue }
    }
    /// The most subscriptions of one session: `wamp.error.unavailable`. Against memory that one client fills with names.
    public var subscriptions: Int {
      get { ofRealm.subscriptions }
      set { ofRealm.subscriptions = newValue }
    }
    /// The most registrations of one session: `wamp.error.unavailable`. Against the same.
    public var registrations: Int {
      get { ofRealm.registrations }
      set { ofRealm.registrations = newValue }
    }
    /// The most callees that share one registration: `wamp.error.unavailable`. Against lists that are searched with each
    /// call when all are busy.
    public var callees: Int {
      get { ofRealm.callees }
      set { ofRealm.callees = newValue }
    }
    /// The most calls of one session that wait for an answer: `wamp.error.unavailable`. Against calls of procedures that
    /// are never answered.
    public var pendingCalls: Int {
      get { ofRealm.pendingCalls }
      set { ofRealm.pendingCalls = newValue }
    }
    /// The most calls that one callee has not answered yet; its next caller gets `wamp.error.unavailable`. Against
    /// floods of a slow callee, which stays.
    public var pendingInvocations: Int {
      get { ofRealm.pendingInvocations }
      set { ofRealm.pendingInvocations = newValue }
    }
    /// The most entries of all lists of one PUBLISH that choose its receivers (`exclude`, `eligible_authid` …):
    /// `wamp.error.invalid_argument`. Against lists that every subscriber is compared with.
    public var audienceLength: Int {
      get { ofRealm.audienceLength }
      set { ofRealm.audienceLength = newValue }
    }

    /// The most events that wait in a realm because one is on its way to very many subscribers; then a PUBLISH gets
    /// `wamp.error.unavailable`. Against floods of events, of which each costs as much as its topic has subscribers.
    /// Events of the router's own process are not refused.
    public var waitingPublications: Int {
      get { ofRealm.waitingPublications }
      set { ofRealm.waitingPublications = newValue }
    }
    /// The most bytes that these take, the last one not counted. Against the same.
    public var waitingPublicationBytes: Int {
      get { ofRealm.waitingBytes }
      set { ofRealm.waitingBytes = newValue }
    }

    /// The most events that the topics of a realm keep for later subscribers (`retain`): `wamp.error.unavailable`.
    /// Against memory that a client fills with topics.
    public var retainedEvents: Int {
      get { ofRealm.retainedEvents }
      set { ofRealm.retainedEvents = newValue }
    }
    /// The most bytes that these take, about. Against the same.
    public var retainedBytes: Int {
      get { ofRealm.retainedBytes }
      set { ofRealm.retainedBytes = newValue }
    }
    /// The most testaments of one session: `wamp.error.unavailable`. Against memory that one client fills, and events that
    /// come all at once when it leaves.
    public var testaments: Int {
      get { ofRealm.testaments }
      set { ofRealm.testaments = newValue }
    }
    /// The most bytes that these take, about. Against the same.
    public var testamentBytes: Int {
      get { ofRealm.testamentBytes }
      set { ofRealm.testamentBytes = newValue }
    }
    /// The most identifiers in one answer of a meta procedure: `wamp.error.unavailable`. Against answers that hold up
    /// everyone else while they are written.
    public var listedIDs: Int {
      get { ofRealm.listedIDs }
      set { ofRealm.listedIDs = newValue }
    }

    public init() {}

    /// What the connections of one router check themselves.
    func ofConnections() -> ConnectionConfiguration {
      var configuration = ConnectionConfiguration()
      configuration.handshakeTimeout = helloTimeout
      configuration.keepAlive = keepAlive
      configuration.budget = TransportBudget(limit: totalBytes)
      configuration.quota = ConnectionQuota(limit: connections, perAddress: connectionsPerAddress)
      configuration.maxMessageSize = messageSize
      configuration.maxQueuedBytes = queuedBytes
      return configuration
    }
  }
}
