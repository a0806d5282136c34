/// A draft on its way to or from an encoded form, also where its type is not `Codable` itself.
struct CodedDraft<Draft: TableDraft>: Codable {
  let draft: Draft

  init(_ draft: Draft) { self.draft = draft }

  init(from decoder: any Decoder) throws { draft = try DraftDecoder.decode(from: decoder) }

  func encode(to encoder: any Encoder) throws { try DraftEncoder.encode(draft, to: encoder) }
}
