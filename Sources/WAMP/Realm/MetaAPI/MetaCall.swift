/// A call of a meta procedure: who calls, and the arguments by their names.
struct MetaCall: NamedArguments {
  let caller: Member
  let arguments: [String: Value]

  /// - Throws: as ``NamedArguments/named(_:_:of:)``.
  init(_ call: Message.Call, of procedure: MetaProcedure, from caller: Member) throws(WAMPError) {
    self.caller = caller
    arguments = try Self.named(call.payload, procedure.parameters, of: procedure.uri)
  }
}
