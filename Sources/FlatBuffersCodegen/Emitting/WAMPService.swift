/// An `rpc_service` that is a WAMP interface.
struct WAMPService {
  struct Method {
    enum Kind { case procedure, topic }

    var kind: Kind
    var swiftName: String
    var uri: String
    /// The indexes of the tables.
    var request: Int
    var response: Int
    var documentation: [String]
  }

  var methods: [Method]
}
