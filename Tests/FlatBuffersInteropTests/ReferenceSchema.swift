import CFlatBuffersReference
import Foundation
import SharedBytes

/// A schema as the C++ implementation knows it.
@safe
final class ReferenceSchema {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let schema: OpaquePointer

  /// Parses a schema's text.
  ///
  /// - Throws: what the C++ parser says.
  convenience init(parsing text: String) throws {
    try unsafe self.init(fbr_schema_parse(text, nil))
  }

  /// Loads a binary schema.
  convenience init(loading binary: SharedBytes) throws {
    try unsafe self.init(binary.withUnsafeBytes { unsafe fbr_schema_load($0.start, $0.count) })
  }

  private init(_ schema: OpaquePointer?) throws {
    if let missing = unsafe fbr_missing() { throw Failure(description: unsafe String(cString: missing)) }
    guard let schema = unsafe schema else { throw Failure(description: "no schema") }
    if let error = unsafe fbr_schema_error(schema) {
      let failure = Failure(description: unsafe String(cString: error))
      unsafe fbr_schema_free(schema)
      throw failure
    }
    unsafe self.schema = unsafe schema
  }

  deinit { unsafe fbr_schema_free(schema) }

  /// The schema in binary form.
  func binary(comments: Bool = false, builtins: Bool = false) throws -> SharedBytes {
    SharedBytes(try unsafe answer(fbr_schema_binary(schema, comments, builtins)))
  }

  /// The record a JSON text describes.
  func build(_ json: String, isSizePrefixed: Bool = false, forcesDefaults: Bool = false) throws -> SharedBytes
  {
    SharedBytes(try unsafe answer(fbr_build(schema, json, isSizePrefixed, forcesDefaults)))
  }

  /// The JSON text of a valid record.
  func print(_ record: SharedBytes, isSizePrefixed: Bool = false) throws -> String {
    let text = try unsafe record.withUnsafeBytes { bytes in
      try unsafe answer(fbr_print(schema, bytes.start, bytes.count, isSizePrefixed))
    }
    return String(decoding: text, as: UTF8.self)
  }

  private func answer(_ bytes: fbr_bytes) throws -> [UInt8] {
    guard let start = unsafe bytes.start else {
      let reason = unsafe fbr_schema_error(schema).map { unsafe String(cString: $0) }
      throw Failure(description: reason ?? "no answer")
    }
    return unsafe Array(UnsafeBufferPointer(start: start, count: bytes.count))
  }
}

/// What the C++ implementation says about bytes.
enum Reference {
  /// What a binary schema says, a line each; `nil` if it is refused.
  static func describe(_ binary: SharedBytes) -> String? {
    guard let text = unsafe binary.withUnsafeBytes({ unsafe fbr_describe($0.start, $0.count) }) else {
      return nil
    }
    defer { unsafe free(text) }
    return unsafe String(cString: text)
  }

  /// Whether the reflective verifier accepts a record that ours accepted; see `fbr_verify`.
  static func verify(_ record: SharedBytes, _ binary: SharedBytes, isSizePrefixed: Bool = false) -> Bool {
    unsafe binary.withUnsafeBytes { binary in
      unsafe record.withUnsafeBytes { unsafe fbr_verify(binary.start, $0.start, $0.count, isSizePrefixed) }
    }
  }

  /// Whether the checks of generated C++ code accept a record.
  static func verifyAsGenerated(
    _ record: SharedBytes, _ binary: SharedBytes, isSizePrefixed: Bool = false
  ) -> Bool {
    unsafe binary.withUnsafeBytes { binary in
      unsafe record.withUnsafeBytes {
        unsafe fbr_verify_as_generated(binary.start, $0.start, $0.count, isSizePrefixed)
      }
    }
  }
}

extension Reference {
  /// Whether bytes are a FlexBuffer.
  static func verifyFlexBuffer(_ bytes: SharedBytes) -> Bool {
    unsafe bytes.withUnsafeBytes { unsafe fbr_verify_flexbuffer($0.start, $0.count) }
  }

  /// A FlexBuffer with values of all types.
  static func flexBuffer() -> SharedBytes {
    let bytes = unsafe fbr_build_flexbuffer()
    return unsafe SharedBytes(Array(UnsafeBufferPointer(start: bytes.start, count: bytes.count)))
  }
}

extension UnsafeRawBufferPointer {
  fileprivate var start: UnsafePointer<UInt8>? {
    unsafe baseAddress?.assumingMemoryBound(to: UInt8.self)
  }
}
