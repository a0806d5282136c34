public import SharedBytes

extension Payload {
  /// The attributes that mark a passthru payload as a FlatBuffers record.
  enum RecordAttributes {
    static let scheme = "opaque"
    static let serializer = "flatbuffers"
    /// The older style knows no "opaque", but allows own names that begin with `x_`.
    static let transparencyScheme = "x_opaque"
  }

  /// A payload that carries a record's bytes, which are shared and never copied.
  public static func record(_ bytes: SharedBytes, form: RecordForm) -> Payload {
    switch form {
    case .binaryArgument:
      return .binaryArgument(bytes)
    case .passthru:
      return .passthru(
        PassthruPayload(
          bytes, scheme: RecordAttributes.scheme, serializer: RecordAttributes.serializer))
    case .transparency:
      return .passthru(
        PassthruPayload(
          bytes, scheme: RecordAttributes.transparencyScheme, serializer: RecordAttributes.serializer,
          style: .transparency))
    }
  }

  /// The bytes that may be a record, and the form they came in; `nil` if the payload has another form.
  ///
  /// Whether they are a record of the type that is expected, its verification tells.
  public var record: (bytes: SharedBytes, form: RecordForm)? {
    switch self {
    case .none: return nil
    case .arguments(let arguments): return arguments.onlyBytes.map { ($0, .binaryArgument) }
    case .binaryArgument(let bytes): return (bytes, .binaryArgument)
    case .passthru(let payload):
      guard payload.carriesRecord else { return nil }
      return (payload.bytes, payload.style == .passthru ? .passthru : .transparency)
    }
  }

  /// The payload in a form that a peer which announced `roles` can receive as `role`.
  ///
  /// A record changes its form, never its bytes. `nil` if the payload needs a feature the peer lacks.
  public func adapted(to roles: Roles, as role: Role) -> Payload? {
    guard case .passthru(let payload) = self else { return self }
    let feature: Feature = payload.style == .passthru ? .payloadPassthru : .payloadTransparency
    if roles.supports(feature, as: role) { return self }
    if payload.carriesRecord { return .record(payload.bytes, form: RecordForm(for: roles, as: role)) }
    return payload.respelt(for: roles, as: role).map(Payload.passthru)
  }
}

extension PassthruPayload {
  /// The payload in the style that the peer announced; `nil` if there is none, or it cannot say all.
  fileprivate func respelt(for roles: Roles, as role: Role) -> PassthruPayload? {
    var other = self
    switch style {
    case .transparency:
      guard roles.supports(.payloadPassthru, as: role) else { return nil }
      other.style = .passthru
    case .passthru:
      guard cipher == nil, roles.supports(.payloadTransparency, as: role) else { return nil }
      other.style = .transparency
    }
    return other
  }

  /// Whether the attributes leave room for a plain FlatBuffers record: not encrypted, no gateway.
  var carriesRecord: Bool {
    guard cipher == nil, keyID == nil else { return false }
    switch serializer {
    case nil, "flatbuffers", "opaque": break
    default: return false
    }
    switch scheme {
    case nil, "opaque": return true
    case .some(let scheme): return scheme.utf8.starts(with: "x_".utf8)
    }
  }
}
