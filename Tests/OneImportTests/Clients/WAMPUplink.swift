import WAMPUplink

func offer(_ router: Router, _ outside: WAMPSession) async throws -> String {
  let uplink = try await router.uplink(
    to: outside, offering: [.prefix("com.example.users."), "com.example.now"],
    publishing: [.wildcard("com.example..changed")],
    UplinkOptions(authrole: "outside", invoke: .roundRobin, buffering: EventBuffering(maxEvents: 100)))
  let offered: [URIPattern] = await uplink.procedures
  let text = "\(offered) \(await uplink.refusals.values.map(\.code)) \(uplink.lostEvents)"
  await uplink.cancel()
  return text
}

func connect(_ router: Router, _ addresses: [String]) async throws {
  let again = Reconnection(maxDelay: .seconds(5))
  let uplink = try await router.uplink(
    to: RouterAddress(addresses), realm: "realm1", authid: "router", authentication: .anonymous,
    receiving: ["com.example.orders"], reconnection: again)
  try await uplink.finished()
}

func isRefused(_ error: any Error) -> Bool { (error as? WAMPError)?.code == .notAuthorized }
