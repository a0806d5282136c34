import FlatBuffersRuntime
import Foundation
import Programs
import SharedBytes
import Testing

/// Records that go to JavaScript and come back, in headless Chromium.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct BrowserTests {
  private static let schema = Museum.folder.appending(path: "Schemas/interop.fbs")
  private static let imports = """
    import { Specimen } from "./interop.js";
    import { VerificationError } from "./flatwire/flatwire.js";
    """
  /// What scripts do with bytes that stand in JSON.
  private static let base64 = """
    const records = (await (await fetch("./records.json")).json()).map((text) =>
      Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
    const encoded = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    """

  private func run(_ records: [SharedBytes], _ script: String) async throws -> Any {
    try await BrowserPage.with(schemas: [Self.schema]) { page in
      let texts = records.map { Data([UInt8]($0)).base64EncodedString() }
      try page.write(JSONSerialization.data(withJSONObject: texts), to: "records.json")
      return try await page.run(imports: Self.imports, Self.base64 + "\n" + script)
    }
  }

  @Test func `JavaScript reads our records and C++'s, and builds what we and C++ read`() async throws {
    let museum = try Museum()
    let ours = try (0..<100).map { try Museum.record(seed: $0) }
    let theirs = try ours.map { try museum.reference.build(museum.print($0)) }
    let records = ours + theirs
    let seen = try #require(
      try await run(
        records,
        """
        return records.map((bytes) => {
          const record = Specimen.from(bytes, { requireIdentifier: true });
          return { json: JSON.stringify(record), built: encoded(Specimen.encode(record)) };
        });
        """) as? [[String: String]])
    try #require(seen.count == records.count)
    for (index, (record, seen)) in zip(records, seen).enumerated() {
      let expected = try Museum.draft(record)
      let json = try #require(seen["json"])
      #expect(try Museum.draft(museum.build(json)) == expected, "record \(index): \(json)")
      let built = SharedBytes([UInt8](try #require(Data(base64Encoded: seen["built"] ?? ""))))
      #expect(try Museum.draft(built) == expected, "record \(index)")
      #expect(Reference.verify(built, museum.binary), "record \(index)")
    }
  }

  @Test func `JavaScript accepts the damaged records that we accept, and reads all of them`() async throws {
    var dice = Dice(seed: 12)
    let records = try (0..<2000).map { index in
      var bytes = [UInt8](try Museum.record(seed: index % 50))
      Mutation.damage(&bytes, &dice)
      return SharedBytes(bytes)
    }
    let seen = try #require(
      try await run(
        records,
        """
        return records.map((bytes) => {
          try {
            const record = Specimen.from(bytes);
            JSON.stringify(record);
            return "accepted";
          } catch (error) {
            if (!(error instanceof VerificationError)) throw error;
            return error.message;
          }
        });
        """) as? [String])
    var accepted = 0
    for (index, (record, seen)) in zip(records, seen).enumerated() {
      let isAccepted = (try? RecordBuffer<Specimen>(verifying: record)) != nil
      #expect((seen == "accepted") == isAccepted, "record \(index): \(seen)")
      accepted += isAccepted ? 1 : 0
    }
    #expect(100..<1900 ~= accepted)
  }

  @Test
  func
    `vectors are searched by key and read as typed arrays, and drafts that are wrong are told with the place`()
    async throws
  {
    let seen = try #require(
      try await run(
        [],
        """
        const must = { type: "Text", value: "x" };
        const least = { title: "t", must, numbers: [3, -4] };
        const record = Specimen.from(Specimen.encode({
          ...least, tags: ["a", "b", "ß", "𝄞"].map((name, weight) => ({ name, weight })),
          counters: [-5, 0, 7].map((id) => ({ id, hits: 1 })), precises: [0.5, NaN],
        }));
        const refused = (draft) => {
          try {
            Specimen.encode({ ...least, ...draft });
            return "nothing";
          } catch (error) {
            return `${error.name} ${error.message}`;
          }
        };
        const endless = { label: "x" };
        endless.next = endless;
        return {
          found: [record.tags.find("ß").weight, record.tags.find("c") ?? null, `${record.counters.find(7).id}`],
          numbers: Array.from(record.numbers.typed()), precises: `${record.precises.typed()}`, last: record.numbers.at(-1),
          copied: encoded(Specimen.encode(record)) === encoded(Specimen.encode(Specimen.from(Specimen.encode(record)))),
          refused: [
            refused({ title: null }), refused({ number: 2 ** 31 }), refused({ mood: "Glad" }), refused({ tags: [{ name: "a" }, {}] }),
            refused({ thing: { type: "Thing" } }), refused({ badge: { number: 1 } }), refused({ titel: "t" }), refused({ link: endless }),
            refused({ things: [must, { type: "Tag", value: record.link }] }), refused({ tag: record }),
          ],
        };
        """) as? [String: Any])
    #expect(seen["found"] as? NSArray == [2, NSNull(), "7"])
    #expect(seen["numbers"] as? [Int] == [3, -4] && seen["last"] as? Int == -4)
    #expect(seen["precises"] as? String == "0.5,NaN" && seen["copied"] as? Bool == true)
    let expected = [
      "interop.Specimen: title is required and missing",
      "interop.Specimen.number: found 2147483648, expected int",
      "interop.Specimen.mood: found \"Glad\", expected byte",
      "interop.Specimen.tags[1]: name is required and missing",
      "interop.Specimen.thing: found \"Thing\" as a union's type, expected Tag, Spot, Text, Again, Numbered, Badge, Words",
      "interop.Specimen.badge.mood: is missing",
      "interop.Specimen: found the field \"titel\", expected flag, tiny",
      "interop.Specimen.link.next.next",
      "interop.Specimen.things[1]: found no object, expected a table's fields",
      "interop.Specimen.tag: found another table, expected interop.Tag",
    ]
    for (refused, expected) in zip(try #require(seen["refused"] as? [String]), expected) {
      #expect(refused.hasPrefix("EncodingError \(expected)"))
    }
  }
}
