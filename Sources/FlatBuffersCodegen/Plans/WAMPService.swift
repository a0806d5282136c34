internal import FlatBuffersReflection

/// A WAMP interface of the file with the names its methods have in Swift.
struct WAMPService {
  struct Method {
    var declared: InterfaceMethod
    var swiftName: String
  }

  var methods: [Method]
}
