public import LMDB

extension Store {
  /// How a store is opened.
  public struct Options: Sendable {
    /// How the file is opened.
    public var environment = Environment.Options()
    /// Whether every record is verified when it is read.
    ///
    /// Records are verified when they are put, so this is for files that come from elsewhere.
    public var verifyOnRead = false

    public init() {}

    /// For reading a file that exists.
    public static var readOnly: Options {
      var options = Options()
      options.environment.access = .readOnly
      return options
    }
  }
}
