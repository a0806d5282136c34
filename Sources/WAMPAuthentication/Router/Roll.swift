/// The principals that a realm knows beforehand, found at once however many they are.
struct Roll: Sendable {
  private var byName: [String: Principal] = [:]
  /// The names of those who have a key.
  private var byKey: [String: String] = [:]
  private(set) var methods: Set<AuthenticationMethod> = []

  init(_ principals: [Principal]) {
    for principal in principals { byName[principal.authid] = principal }
    for principal in byName.values {
      for credential in principal.credentials {
        methods.formUnion(credential.methods)
        guard case .cryptosign(let keys) = credential.kind else { continue }
        for key in keys { byKey[key] = principal.authid }
      }
    }
  }

  subscript(authid: String) -> Principal? { byName[authid] }

  func owner(of key: String) -> Principal? { byKey[key].flatMap { byName[$0] } }
}
