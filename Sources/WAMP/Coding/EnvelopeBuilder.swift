internal import FlatBuffersRuntime
internal import SharedBytes

/// Builds one message: its payload first, which stays outside and ends the buffer, then what refers to it.
struct EnvelopeBuilder: ~Copyable {
  private var builder: Builder
  private let code: MessageCode
  private let plan: TablePlan
  private var scheme: UInt8 = 0
  private var serializer: UInt8 = 0
  private var cipher: UInt8 = 0
  private let body: SharedBytes
  private var copiedCount = 0
  private var arguments: BufferOffset?
  private var keywords: BufferOffset?
  private var opaque: BufferOffset?
  private var keyID: BufferOffset?

  /// - Throws: if the payload is arguments that cannot be said in CBOR.
  init(_ code: MessageCode, _ plan: TablePlan, _ payload: consuming Payload) throws(ItemFault) {
    self.code = code
    self.plan = plan
    if plan.payload == nil { payload = .none }
    switch consume payload {
    case .none:
      body = SharedBytes()
      builder = Builder()
    case .arguments(let given):
      let encoded = try given.encoded(as: CBORFormat.self)
      if given.encoding != .cbor { copiedCount = encoded.encoded.count }
      body = encoded.list
      builder = Builder(externalTail: body.count)
      // Readers decode whatever is there as CBOR, in which no bytes are no list.
      if !body.isEmpty { arguments = builder.externalVector() }
      if encoded.hasKeywords { keywords = builder.vector(encoded.keywords.bytes) }
    case .binaryArgument(let bytes):
      var head = CBORWriter()
      head.endList(head.beginList(), count: 1)
      head.beginBytes(count: bytes.count)
      body = bytes
      builder = Builder(externalTail: bytes.count, prefixCount: head.bytes.count)
      arguments = builder.externalVector(prefix: head.bytes)
    case .passthru(let passthru):
      body = passthru.bytes
      builder = Builder(externalTail: body.count)
      opaque = builder.externalVector()
      if let id = passthru.keyID { keyID = builder.string(id) }
      guard let slots = plan.payload else { return }
      scheme = slots.scheme.number(of: passthru.tableScheme)
      serializer = slots.serializer.number(of: passthru.serializer)
      cipher = slots.cipher.number(of: passthru.cipher)
    }
  }

  /// Ends the message's table and wraps it. Fields come by falling alignment, for the least padding.
  mutating func finish(
    _ scalars: TableScalars, _ children: [(slot: Int, child: TableWriter.Child)],
    details content: [UInt8]
  ) throws(WAMPError) -> EncodedMessage {
    let rest = content.isEmpty ? nil : builder.vector(content)
    let offsets = children.isEmpty ? [] : write(children)
    builder.startTable()
    add(scalars, plan.wide)
    for (slot, offset) in offsets { builder.add(offset: offset, slot) }
    if let details = plan.details { builder.add(offset: rest, details) }
    add(scalars, plan.middle)
    addPayload()
    add(scalars, ~(plan.wide | plan.middle))
    let message = builder.endTable()
    builder.startTable()
    builder.add(offset: message, plan.envelope.message)
    builder.add(code.rawValue, plan.envelope.type, default: 0)
    let root = builder.endTable()
    let padding = builder.tailPadding
    do throws(BuildError) {
      let head = try builder.finish(root)
      return EncodedMessage(
        head: Array(head), body: body, tailPadding: padding, copiedCount: copiedCount)
    } catch {
      throw WAMPError(.invalidArgument, "\(code): \(error)")
    }
  }

  /// - Returns: where they were written, in the order of their fields.
  private mutating func write(
    _ children: [(slot: Int, child: TableWriter.Child)]
  ) -> [(slot: Int, offset: BufferOffset)] {
    let order =
      children.count < 2
      ? children
      : children.sorted { ($0.child.isFirst ? 0 : 1, $0.slot) < ($1.child.isFirst ? 0 : 1, $1.slot) }
    var offsets: [(slot: Int, offset: BufferOffset)] = []
    for (slot, child) in order {
      let offset =
        switch child {
        case .roles(let roles, let side): RolesLayout.of(side).write(roles, to: &builder)
        case .methods(let methods): builder.vector(methods)
        case .text(let text): builder.string(text)
        case .texts(let texts): builder.vector(texts)
        case .numbers(let numbers): builder.vector(numbers)
        }
      offsets.append((slot, offset))
    }
    if offsets.count > 1 { offsets.sort { $0.slot < $1.slot } }
    return offsets
  }

  /// Adds those of the scalars that are there, in the order of their ranks.
  private mutating func add(_ scalars: borrowing TableScalars, _ part: TableScalars.Set) {
    var left = scalars.ranks & part
    if left == 0 { return }
    let fields = plan.scalars
    while left != 0 {
      let rank = left.trailingZeroBitCount
      left &= left &- 1
      let field = fields[rank]
      guard let slot = field.slot else { continue }
      let value = scalars[rank]
      switch field.width {
      case 1: builder.add(UInt8(truncatingIfNeeded: value), slot)
      case 2: builder.add(UInt16(truncatingIfNeeded: value), slot)
      case 4: builder.add(UInt32(truncatingIfNeeded: value), slot)
      default: builder.add(value, slot)
      }
    }
  }

  private mutating func addPayload() {
    guard let slots = plan.payload else { return }
    builder.add(offset: arguments, slots.arguments)
    builder.add(offset: keywords, slots.keywords)
    builder.add(offset: opaque, slots.opaque)
    builder.add(offset: keyID, slots.keyID)
    builder.add(scheme, slots.scheme.slot, default: 0)
    builder.add(serializer, slots.serializer.slot, default: 0)
    builder.add(cipher, slots.cipher.slot, default: 0)
  }
}
