/// Which schema is meant: what a realm tells of each that it has.
package struct SchemaIdentity: Sendable, Equatable {
  /// The name of the schema's file, without its extension, or the path of it.
  package let name: String
  /// The SHA-256 hash of the binary schema in 64 hexadecimal digits, by which its bytes are fetched.
  package let hash: String
  /// What ``FlatBuffersReflection/Schema/fingerprint`` says: of two schemas that mean the same it is the same, though their
  /// bytes may differ.
  package let fingerprint: UInt64

  package init(name: String, hash: String, fingerprint: UInt64) {
    self.name = name
    self.hash = hash
    self.fingerprint = fingerprint
  }
}
