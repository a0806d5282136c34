import FlatBuffersLanguage
import FlatBuffersReflection
import FlatBuffersRuntime
import SharedBytes
import Testing

@testable import WAMP

/// A schema of procedures and topics whose payloads are checked, and records of it.
enum InventoryText {
  static let whole = """
    include "flatwire.fbs";
    namespace t;
    enum Order: ubyte { byName, byID }
    struct Place { x: double; y: double; }
    table Tag { name: string (required); tags: [Tag]; }
    table Note { text: string; }
    union Any { Tag, Note }
    table Query {
      text: string (required);
      near: Place;
      tags: [Tag];
      any: Any;
      many: [Any];
      order: Order;
      limit: uint = 10 (kwarg);
      raw: [ubyte] (kwarg);
    }
    table Found { count: uint; names: [string]; }
    table Visit { session: ulong (wampid); topics: [string] (wampuri); seen: long (readonly, kwarg); }
    rpc_service Searches (type: "interface", wampuri: "com.t") {
      find (Query): Found;
      visit (Visit): Visit;
      hit (Found): Void (type: "topic");
      visited (Visit): Void (type: "topic");
    }
    """

  static func schema(_ text: String = whole) throws -> Schema {
    let result = SchemaCompiler.compile("t.fbs", files: SchemaFiles(["t.fbs": text]))
    return try #require(result.schema, "\(result.report)")
  }

  static func embedded(_ text: String = whole, name: String = "t") throws -> EmbeddedSchema {
    let schema = try schema(text)
    return EmbeddedSchema(
      name: name, fingerprint: schema.fingerprint,
      bytes: try schema.binary(BinarySchemaOptions(documentation: false, builtInAttributes: true)))
  }

  static func table(_ validation: PayloadValidation = .refuse) throws -> RoutingTable {
    RoutingTable(inventory: try PayloadInventory([embedded()], validation))
  }

  /// A record made of JSON.
  static func record(_ table: String, _ json: String, _ text: String = whole) throws -> SharedBytes {
    let schema = try schema(text)
    let index = try #require(schema.objects.firstIndex { $0.name.name == table })
    return try JSONReader.build(SourceFile(path: "t.json", text: json), as: index, of: schema)
  }
}

extension Payload {
  static func plain(_ list: [Value], _ keywords: [String: Value] = [:]) -> Payload {
    Payload(arguments: list, keywords: keywords)
  }
}

extension [RealmAction] {
  /// What was reported.
  var faults: [PayloadFault] {
    compactMap { action in if case .report(let fault) = action { fault } else { nil } }
  }

  /// The errors that a session is sent.
  func errors(to session: UInt64 = 1) -> [WAMPError] {
    compactMap { action in
      guard case .send(.error(let error), SessionID(session)) = action else { return nil }
      return WAMPError(error)
    }
  }
}
