/// Which generated code this runtime runs.
///
/// Every generated file names the member for the version of the compiler that wrote it. Code from a
/// compiler this runtime does not support names a member that is not here and does not compile.
public enum GeneratedCode {
  /// Code of schemac 0.1, which copies, codes and compares drafts itself.
  @available(*, unavailable, message: "schemac 0.1 wrote this code: have schemac 0.3 write it anew")
  public typealias Version0_1 = Void
  /// Code of schemac 0.2, whose tables may have no blank draft.
  @available(*, unavailable, message: "schemac 0.2 wrote this code: have schemac 0.3 write it anew")
  public typealias Version0_2 = Void
  /// Code of schemac 0.3.
  public typealias Version0_3 = Void

  /// The versions of the compilers whose code runs.
  public static var versions: [String] { ["0.3"] }
}
