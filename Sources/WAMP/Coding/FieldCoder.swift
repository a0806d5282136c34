internal import SharedBytes

/// Reads or writes the fields of one message, named one after the other by its `code(with:)`.
///
/// A coder of a list format takes the fields of the list by their order and options by their keys; one of
/// tables finds the same names among the fields of the schema. Every field is named on every run: coders may
/// count on the sequence.
protocol FieldCoder: ~Copyable {
  // MARK: The fields of the list

  /// The request that the message makes or belongs to. Zero only where the specification uses it.
  mutating func request(_ request: inout RequestID, orZero: Bool) throws(FieldFault)
  mutating func id<ID: WAMPIdentifier>(_ name: String, _ id: inout ID) throws(FieldFault)
  /// The type of the message that failed.
  mutating func type(_ name: String, _ type: inout MessageCode) throws(FieldFault)
  /// - Parameter orNull: whether peers write null for no text.
  mutating func text(_ name: String, _ text: inout String, orNull: Bool) throws(FieldFault)
  /// The URI of an error, which readers have to be able to name.
  mutating func uri(_ name: String, _ uri: inout String) throws(FieldFault)
  /// The name of a way to prove who one is.
  mutating func method(_ name: String, _ method: inout String) throws(FieldFault)
  /// A map without a key that is known.
  mutating func map(_ name: String, _ map: inout Options) throws(FieldFault)
  /// The map of options or details.
  ///
  /// - Parameters:
  ///   - rest: the options that `body` does not name.
  ///   - isOmittable: whether an empty map at the message's end is left out.
  mutating func options(
    _ name: String, _ rest: inout Options, isOmittable: Bool,
    _ body: (inout Self) throws(FieldFault) -> Void
  ) throws(FieldFault)
  /// The application's payload: all that follows.
  mutating func payload(_ payload: inout Payload) throws(FieldFault)

  // MARK: The options

  mutating func flag(_ key: String, _ flag: inout Bool, unless normal: Bool) throws(FieldFault)
  mutating func option(_ key: String, _ number: inout UInt64?) throws(FieldFault)
  mutating func option<ID: WAMPIdentifier>(_ key: String, _ id: inout ID?) throws(FieldFault)
  mutating func option(_ key: String, _ text: inout String?) throws(FieldFault)
  mutating func option(_ key: String, _ texts: inout [String]?) throws(FieldFault)
  mutating func option(_ key: String, _ sessions: inout [SessionID]?) throws(FieldFault)
  mutating func option<Choice: OptionChoice>(_ key: String, _ choice: inout Choice?) throws(FieldFault)
  /// A map; empty where there is none.
  mutating func option(_ key: String, _ map: inout Options) throws(FieldFault)
  /// A reason. It is a URI or it is not said: readers end sessions over prose.
  mutating func reason(_ key: String, _ reason: inout String?) throws(FieldFault)
  mutating func method(_ key: String, _ method: inout String?) throws(FieldFault)
  mutating func methods(_ key: String, _ methods: inout [String]) throws(FieldFault)
  /// The roles of a peer; `nil` if it said nothing of them.
  mutating func roles(_ key: String, _ roles: inout Roles?, of side: Roles.Side) throws(FieldFault)
  /// What the options say of a payload that is passed through.
  mutating func attributes(of payload: inout Payload) throws(FieldFault)
}

/// A coder that writes one message.
protocol MessageWriter: FieldCoder, ~Copyable {
  init(_ code: MessageCode)
  /// The message, once; its payload's bytes stay outside.
  mutating func finish() throws(WAMPError) -> EncodedMessage
}

/// An option that is one of several words.
typealias OptionChoice = RawRepresentable<String> & Sendable

extension FieldCoder where Self: ~Copyable {
  mutating func request(_ request: inout RequestID) throws(FieldFault) {
    try self.request(&request, orZero: false)
  }

  mutating func text(_ name: String, _ text: inout String) throws(FieldFault) {
    try self.text(name, &text, orNull: false)
  }

  mutating func options(
    _ name: String, _ rest: inout Options, _ body: (inout Self) throws(FieldFault) -> Void
  ) throws(FieldFault) {
    try options(name, &rest, isOmittable: false, body)
  }

  mutating func flag(_ key: String, _ flag: inout Bool) throws(FieldFault) {
    try self.flag(key, &flag, unless: false)
  }

  /// One of several words, said only if it is not the usual one.
  @inline(__always)
  mutating func choice<Choice: OptionChoice & Equatable>(
    _ key: String, _ choice: inout Choice, unless normal: Choice
  ) throws(FieldFault) {
    var said = choice == normal ? nil : choice
    try option(key, &said)
    choice = said ?? normal
  }

  /// A list, said only if it is not empty.
  @inline(__always)
  mutating func list(_ key: String, _ texts: inout [String]) throws(FieldFault) {
    var said = texts.isEmpty ? nil : texts
    try option(key, &said)
    if said != nil || !texts.isEmpty { texts = said ?? [] }
  }

  /// A list, said only if it is not empty.
  @inline(__always)
  mutating func list(_ key: String, _ sessions: inout [SessionID]) throws(FieldFault) {
    var said = sessions.isEmpty ? nil : sessions
    try option(key, &said)
    if said != nil || !sessions.isEmpty { sessions = said ?? [] }
  }
}
