import WAMP

func uris(_ procedure: Procedure<UserKey, User>, _ topic: Topic<User>) -> [String] {
  [procedure.uri, topic.uri]
}

func offer() -> SchemaOffer { .announcing([User.embeddedSchema]) }

func text(_ error: WAMPError) -> String { "\(error.code) \(error)" }
