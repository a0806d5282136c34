/// How a message carries a record. A typed procedure answers in the form it was asked in.
@frozen public enum RecordForm: UInt8, Sendable, CaseIterable {
  /// Payload passthru, for peers that announced it; in FlatBuffers the record is 8-byte aligned.
  case passthru
  /// One binary argument: every router passes it on untouched.
  case binaryArgument
  /// The older payload transparency of Autobahn and Crossbar.io.
  case transparency
}

extension RecordForm {
  /// The form for a peer that announced `roles` and receives as `role`.
  public init(for roles: Roles, as role: Role) {
    if roles.supports(.payloadPassthru, as: role) {
      self = .passthru
    } else {
      self = .binaryArgument
    }
  }
}
