import FlatBuffersRuntime
import SharedBytes
import Testing

/// Records built with generated drafts, verified and read back with generated views.
struct RoundTripTests {
  /// A node with what it must have. One field's default is not a number, which is not equal to itself.
  static func small(_ name: String, _ content: Content.Draft) -> Node.Draft {
    Node.Draft(
      notANumber: 0, name: name, segment: Segment(), leaf: .init(label: "inner"), bools: [],
      requiredNames: [], leaves: [], mainContent: content)
  }

  /// A node with a value in every field.
  static func full() -> Node.Draft {
    Node.Draft(
      aBool: false, aByte: 1, aUbyte: 2, aShort: 3, aUshort: 4, anInt: 5, aUint: 6, aLong: 7, aUlong: 8,
      aFloat: 9.5, aDouble: 10.25, notANumber: 1, endless: 2, size: .small, rights: [.httpAccess],
      noRights: [.read], maybeBool: false, maybeSize: .medium, maybeDouble: 0, name: "root", nick: "r",
      point: Point(x: 1, y: 2),
      segment: Segment(from: Point(x: 3, y: 4), to: Point(x: 5, y: 6), size: .extraLarge, visible: true),
      child: small("child", .other(.init(value: 3))),
      leaf: .init(label: "leaf"), shared: .init(value: 1, next: .init(value: 2)), kind: .fancy,
      bytes: [1, 2, 3], bools: [true, false], doubles: [1.5], sizes: [.small, .extraLarge],
      points: [Point(x: 7, y: 8)], names: ["a", ""], requiredNames: ["b"], children: [],
      leaves: [.init(label: "x"), .init(label: "y")], content: .leaf(.init(label: "c")),
      mainContent: .again(small("again", .leaf(.init(label: "end")))),
      nested: Array(try! RecordBuffer<Leaf>(.init(label: "nested")).bytes))
  }

  @Test func everyFieldComesBack() throws {
    let draft = Self.full()
    let built = try RecordBuffer<Node>(draft)
    let buffer = try RecordBuffer<Node>(verifying: built.bytes)
    #expect(buffer.record.draft == draft)
    #expect(buffer.record.segment.to.y == 6)
    #expect(buffer.record.contentType == 3)
    #expect(buffer.record.mainContentType == 1)
  }

  @Test func absentFieldsHaveTheirDefaults() throws {
    let buffer = try RecordBuffer<Node>(
      .init(
        name: "n", segment: Segment(), leaf: .init(label: ""), bools: [], requiredNames: [], leaves: [],
        mainContent: .leaf(.init(label: ""))))
    let verified = try RecordBuffer<Node>(verifying: buffer.bytes)
    let node = verified.record
    #expect(node.aBool == true)
    #expect(node.aByte == -128)
    #expect(node.aUlong == .max)
    #expect(node.aLong == .min)
    #expect(node.aFloat == 0.1)
    #expect(node.aDouble == -1e-300)
    #expect(node.notANumber.isNaN)
    #expect(node.endless == -.infinity)
    #expect(node.size == .extraLarge)
    #expect(node.rights == [.read, .write])
    #expect(node.noRights.isEmpty)
    #expect(node.maybeBool == nil)
    #expect(node.maybeSize == nil)
    #expect(node.doubles.count == 0)
    let hasNick = node.nick != nil
    #expect(!hasNick)
    let hasContent = node.content != nil
    #expect(!hasContent)
    #expect(node.contentType == 0)
  }

  @Test func layoutIsTheSchemas() {
    #expect(Segment.byteCount == 48)
    #expect(Segment.alignment == 16)
    #expect(Point.byteCount == 16)
    #expect(Size.extraLarge.rawValue == 300)
    #expect(Rights.httpAccess.rawValue == 32)
    #expect(ALongEnumeration.fifthOfManyMembers.rawValue == 4_000_000_000)
    #expect(Node.fileIdentifier == "EVRY")
    #expect(Node.schemaName == "test.everything.Node")
    #expect(Size(rawValue: 7).description == "7")
    #expect(Size.small.description == "SMALL")
  }

  @Test func anUnknownMemberIsKept() throws {
    // A `Gamma` of a newer schema, whose union has a member 99.
    var builder = Builder()
    let text = builder.string("kept")
    builder.startTable()
    builder.add(offset: text, 4)
    let member = builder.endTable()
    builder.startTable()
    builder.add(offset: member, 10)
    builder.add(UInt8(99), 8)
    let root = builder.endTable()
    let buffer = try RecordBuffer<Gamma>(verifying: try builder.finish(root))
    var tag: UInt8 = 0
    if case .unknown(let unknown, _)? = buffer.record.any { tag = unknown }
    #expect(tag == 99)
    let draft = buffer.record.draft
    let copy = try RecordBuffer<Gamma>(verifying: RecordBuffer<Gamma>(draft).bytes)
    guard case .unknown(let tag, let member)? = copy.record.any else {
      Issue.record("the member is gone")
      return
    }
    #expect(tag == 99)
    #expect(member.table(as: Leaf.self).label.description == "kept")
    #expect(copy.record.draft.any?.tag == 99)
  }

  @Test func cyclesOfTablesAreKept() throws {
    let draft = Alpha.Draft(
      beta: .init(
        gamma: .init(alpha: .init(name: "inner"), list: [.init(name: "l")], any: .alpha(.init(name: "u")))),
      name: "outer")
    let buffer = try RecordBuffer<Alpha>(verifying: try RecordBuffer<Alpha>(draft).bytes)
    #expect(buffer.record.draft == draft)
  }

  @Test func escapedNamesWork() throws {
    var draft = SelfRecord.Draft(result: "r")
    draft.class = 1
    draft.self_ = 2
    draft.table_ = 3
    draft.builder = "b"
    draft.view = "v"
    draft.value = .init(o: 4)
    draft.type = .func
    draft.httpServer = 5
    let buffer = try RecordBuffer<SelfRecord>(verifying: try RecordBuffer<SelfRecord>(draft).bytes)
    #expect(buffer.record.draft == draft)
    #expect(buffer.record.table_ == 3)
    #expect(TypeEnum.self_.rawValue == 0)
  }
}
