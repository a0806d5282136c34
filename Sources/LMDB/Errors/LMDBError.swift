/// What went wrong in LMDB or on the way to it.
public struct LMDBError: Error, Sendable, Equatable {
  /// The kind of failure, for programs.
  public let code: Code
  /// What failed, on what, and why; a sentence for people, without the remedy.
  public let message: String
  /// The number LMDB or the system gave, 0 if this package found the fault itself.
  public let number: Int32

  /// A failure that this package found.
  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
    number = 0
  }

  /// A failure that LMDB or the system reported.
  ///
  /// - Parameters:
  ///   - number: what the C function returned: an LMDB code or an `errno`.
  ///   - action: what was tried and on what, such as `commit to app.db`.
  init(number: Int32, _ action: String) {
    code = Code(number: number)
    message = "\(action): \(code.reason ?? systemMessage(number))"
    self.number = number
  }

  /// A failure that LMDB or the system reported about a file, which may be that its file system is full.
  ///
  /// - Parameter file: a path on that file system.
  init(number: Int32, _ action: String, file: String) {
    guard number == SystemNumber.inputOutput, isFileSystemFull(at: file) else {
      self.init(number: number, action)
      return
    }
    self.init(.noSpace, "\(action): \(systemMessage(SystemNumber.noSpace))", number: number)
  }

  /// A failure that this package understands better than the number it came with.
  init(_ code: Code, _ message: String, number: Int32) {
    self.code = code
    self.message = message
    self.number = number
  }

  /// What to do about it, where something can be said in general.
  public var remedy: String? { code.remedy }
}

extension LMDBError: CustomStringConvertible {
  public var description: String {
    guard let remedy else { return message }
    return "\(message). \(remedy)"
  }
}
