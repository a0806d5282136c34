import Foundation
import Programs
import Testing

/// One import each is enough.
@Suite(.oneAtATime, .serialized) struct OneImportTests {
  @Test(
    "a client with the product's import alone compiles, also if members need imports of their own",
    arguments: Product.all)
  func compiles(_ product: Product) async throws {
    let source = try String(contentsOfFile: product.client, encoding: .utf8)
    #expect(source.split(separator: "\n").filter { $0.contains("import ") } == ["import \(product)"])
    let outcome = try await SwiftCompiler(with: product.name).check(
      [product.schema, product.client], options: ["-enable-upcoming-feature", "MemberImportVisibility"])
    #expect(outcome.status == 0, "\(outcome.text)")
  }

  @Test("a client that has Foundation gives the runtime Data as it is, and gets it back")
  func foundation() async throws {
    let client = Product(name: "Foundation")
    let source = try String(contentsOfFile: client.client, encoding: .utf8)
    #expect(
      source.split(separator: "\n").filter { $0.contains("import ") }
        == ["import FlatBuffersRuntime", "import Foundation"])
    let outcome = try await SwiftCompiler(with: "FlatBuffersRuntime").check(
      [client.schema, client.client], options: ["-enable-upcoming-feature", "MemberImportVisibility"])
    #expect(outcome.status == 0, "\(outcome.text)")
  }

  @Test("the sample in the docs of an environment is compiled: the client holds it word for word")
  func sample() throws {
    let source = try String(
      contentsOf: SwiftCompiler.packageFolder.appending(path: "Sources/LMDB/Environment/Environment.swift"),
      encoding: .utf8)
    let mark = "///     "
    let sample = source.split(separator: "\n").filter { $0.hasPrefix(mark) }
      .map { "  " + $0.dropFirst(mark.count) }
    #expect(sample.count > 5)
    let client = try String(contentsOfFile: Product(name: "LMDB").client, encoding: .utf8)
    #expect(client.contains(sample.joined(separator: "\n")))
  }

  /// What is re-exported though no signature speaks of it.
  private static let more: [String: String] = [
    "FlatBuffersReflection.DynamicValue": "what the fields of a DynamicTable are",
    "FlatBuffersRuntime.FixedArray": "what keys of fixed bytes are made of",
    "FlatBuffersRuntime.!=": "compares the text of records",
    "FlatBuffersRuntime.<": "compares the text of records",
    "FlatBuffersRuntime.==": "compares the text of records",
    "FlatBuffersRuntime.~=": "compares the text of records",
    "RecordStore.StoreError": "is thrown",
    "WAMP.RecordError": "is thrown",
    "WAMP.WAMPError": "is thrown",
    "WAMPRouter.Router": "is extended",
    "WAMPTransport.ClientTLS": "what a ConnectionConfiguration has",
    "WAMPTransport.ServerTLS": "what an Endpoint has",
    "WAMPTransport.TLSMinimum": "what those two have",
    "WAMPTransport.TransportError": "is thrown",
  ]

  @Test(
    "a product re-exports the types that its public signatures speak of, and no others",
    arguments: Product.all.filter { $0.name != "Flatwire" })
  func reexports(_ product: Product) async throws {
    let exported = try product.reexports()
    let spoken = Self.spoken(by: try await product.symbols(), of: product.name)
    #expect(spoken.subtracting(exported) == [])

    // Whoever has such a type asks it for more: the modules of that have to be visible, too.
    var reachable: Set<String> = []
    for module in Set(exported.map(Self.module)).intersection(Self.own) {
      let types = Set(
        exported.filter { Self.module($0) == module }.map { String($0.dropFirst(module.count + 1)) })
      let symbols = try await Product(name: module).symbols().filter { types.contains($0.pathComponents[0]) }
      reachable.formUnion(Self.spoken(by: symbols))
    }
    let visible = Set(exported.map(Self.module)).union([product.name])
    #expect(Set(reachable.map(Self.module)).subtracting(visible) == [])

    let needless = exported.subtracting(spoken).subtracting(reachable).filter { Self.more[$0] == nil }
    #expect(needless == [])
  }

  /// The modules of the package that clients come to know.
  private static let own = Set(
    Product.all.map(\.name) + ["SharedBytes", "WAMPAuthentication", "WAMPTransport"])

  private static func module(_ type: String) -> String { String(type.prefix { $0 != "." }) }

  /// The types of other modules that symbols speak of. Generated code speaks to the runtime only.
  private static func spoken(by symbols: [SymbolGraph.Symbol], of module: String? = nil) -> Set<String> {
    Set(
      symbols.filter { $0.pathComponents.first != "VoidRecord" }.flatMap(\.spoken)
        .filter { Self.module($0) != module && !$0.hasPrefix("_") })
  }
}
