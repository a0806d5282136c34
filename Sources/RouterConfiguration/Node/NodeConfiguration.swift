package import WAMP
package import WAMPRouter

/// The router of a Crossbar.io node configuration: what one router worker is told.
///
/// Reading it is pure: files that it names are not opened. A key that nobody knows and one that is not supported are
/// faults, so that nothing that was written is silently not done.
package struct NodeConfiguration: Sendable, Equatable {
  package var realms: [Realm]
  /// Where clients connect, and what is spoken there.
  package var endpoints: [Endpoint]
  /// How clients prove who they are: all transports say the same.
  package var authentication: Authentication
  /// Whether clients may come back with a cookie that a transport gave them.
  package var acceptsCookies = false
  /// What transports say of limits counts for all: they say the same.
  package var limits: Router.Limits

  /// A realm with the roles that clients can have in it.
  package struct Realm: Sendable, Equatable {
    package var name: String
    package var roles: [Role]
    /// The files of the schemas that say what payloads have to be.
    package var inventory: [String] = []
    /// What becomes of payloads that are not that.
    package var validation = PayloadValidation.refuse
  }

  /// What the clients of a role may do.
  package struct Role: Sendable, Equatable {
    package var name: String
    package var permissions: [Permission]
  }

  /// What a role may do with the URIs of a pattern; the most specific pattern decides.
  package struct Permission: Sendable, Equatable {
    package var uri: String
    package var match: MatchPolicy
    package var allows: Permissions.Actions = []
    /// Of which actions the other side is told who acts.
    package var discloses: Permissions.Actions = []
  }
}

extension NodeConfiguration {
  /// Reads a configuration.
  ///
  /// - Parameters:
  ///   - file: its name, which says whether it is JSON or YAML, for messages, too.
  /// - Throws: ``ConfigurationFault``: the first thing that is wrong.
  package init(
    _ text: String, file: String, _ surroundings: ConfigurationSurroundings
  ) throws(ConfigurationFault) {
    var reader = NodeReader(surroundings)
    self = try reader.read(try ConfigurationText.read(text, file: file))
  }
}
