/// The registrations of a realm and the calls that wait for an answer.
struct Dealer: Sendable {
  /// Who answers the calls of a registration.
  enum Callee: Sendable, Hashable {
    case session(SessionID)
    /// The router's own process.
    case local

    /// What it is found by among the parties: no session has the number of the router's own process.
    var party: SessionID {
      switch self {
      case .session(let id): id
      case .local: SessionID(0)
      }
    }
  }

  /// What is known of who answers calls.
  struct CalleeState: Sendable {
    var registrations = OrderedTable<RegistrationID, Void>()
    /// Invocations that wait for an answer.
    var invocations = OrderedTable<RequestID, Invocation>()
    private var requests = SequentialIDs<RequestID>()

    /// Notes an invocation and gives it its number; `nil` if the callee has so many to answer already.
    mutating func begin(_ invocation: Invocation, limit: Int) -> RequestID? {
      guard invocations.count < limit else { return nil }
      let request = requests.next()
      invocations.insert(invocation, for: request)
      return request
    }
  }

  struct Invocation: Sendable {
    var caller: SessionID
    var request: RequestID
  }

  /// A call that waits for an answer.
  struct Pending: Sendable {
    var callee: Callee
    var invocation: RequestID
    var registration: RegistrationID
    /// How the caller sent its payload: a form it can surely receive.
    var style: PassthruPayload.Style?
    /// Whether the caller takes more than one result.
    var receivesProgress = false
    /// Whether the call came in parts.
    var hasParts = false
    /// The number of the attachment that counts the call as one it has to answer; `nil` if none does.
    var attachment: Int?
    /// How long each answer may take, in milliseconds; `nil` if that is not watched here.
    var timeout: UInt64?
    /// What its payloads have to be, as it was when the call came; `nil` if nobody says.
    var check: CheckedProcedure?
  }

  var table: RoutingTable
  var registrations = GradualTable<RegistrationID, Registration>()
  var parties = GradualTable<SessionID, Party>()
  var ids = SequentialIDs<RegistrationID>()
  /// Chooses callees where chance is to choose.
  var random: RandomIDs
  var responderCount = 0
  /// Looks at the payloads of calls and of what sessions answer.
  var inspection = PayloadInspection()
  /// What happened to registrations and was not announced yet.
  var events: [MetaEvent] = []

  init(_ table: RoutingTable, random: RandomIDs = RandomIDs()) {
    self.table = table
    self.table.addMetaProcedures()
    self.random = random
    parties[Callee.local.party] = Party(.answersInParts)
  }

  var registrationCount: Int { registrations.count }

  mutating func takeEvents() -> [MetaEvent] {
    defer { events = [] }
    return events
  }

  /// Whether a CALL belongs to one that came before.
  func isPart(_ call: Message.Call, of session: SessionID) -> Bool {
    parties[session]?.isPart(call.request) ?? false
  }

  /// Notes a call that is refused before it comes here: what still comes of it is dropped.
  mutating func passOver(_ call: Message.Call, of session: SessionID) {
    parties.update(session) { _ = $0.begin(call.request, hasMore: call.progress) }
  }

  mutating func join(_ member: Member) { parties[member.id] = Party(Party.Abilities(member.roles)) }
}
