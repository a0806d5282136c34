internal import FlatBuffersRuntime

extension TableReader {
  /// Through which sessions of other routers the message came.
  ///
  /// The messages have no property for it, as nothing here forwards to routers: it is among the options that have none, as in the
  /// list formats, where it is one like any other. What `details` say of it goes before.
  func addForwarding(to rest: inout Options) throws(FieldFault) {
    let key = TablePlan.forwardingKey
    guard let slot = plan.forwarding, let hops = table.tables(slot, of: WirePrincipal.self) else { return }
    try checkCount(hops.count, key)
    var list: [Value] = []
    for index in hops.indices {
      let hop = hops[index]
      list.append(
        .map([
          "session": Value(hop.session), "authid": try text(hop.authid, key),
          "authrole": try text(hop.authrole, key),
        ]))
    }
    do throws(WAMPError) {
      var values = try rest.values()
      if values[key] == nil { values[key] = .list(list) }
      rest = Options(values)
    } catch {
      throw FieldFault(.option, error.message)
    }
  }

  private func text(_ view: StringView?, _ key: String) throws(FieldFault) -> Value {
    guard let view else { return .null }
    guard let text = String(utf8: view.utf8) else {
      throw FieldFault(.option, "\(key) has a string that is not UTF-8")
    }
    return .string(text)
  }
}
