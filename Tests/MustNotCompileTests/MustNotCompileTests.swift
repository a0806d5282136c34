import Foundation
import Programs
import Testing

/// Code that would read a record after its snapshot does not compile.
///
/// Every file in `Fixtures/Rejected` must be refused with the error its first line names; those in
/// `Fixtures/Accepted` must compile, so that a refusal is not due to the way the compiler is called. What can't be
/// refused, because the view is lost and not kept, must be warned of: `Fixtures/Warned`.
@Suite(.oneAtATime, .serialized) struct MustNotCompileTests {
  @Test(arguments: Fixture.all(in: "Rejected"))
  func isRejected(_ fixture: Fixture) async throws {
    let expected = try #require(fixture.expectedError, "\(fixture) names no error in its first line")
    let result = try await Compiler.check(fixture)
    #expect(!result.isAccepted, "\(fixture) compiles")
    let errors = result.errors(in: fixture.name)
    #expect(errors.contains { $0.contains(expected) }, "\(fixture): \(result.output)")
  }

  @Test(arguments: Fixture.all(in: "Accepted"))
  func isAccepted(_ fixture: Fixture) async throws {
    let result = try await Compiler.check(fixture)
    #expect(result.isAccepted, "\(fixture): \(result.output)")
  }

  @Test("A view that a closure gives by accident is warned of", arguments: Fixture.all(in: "Warned"))
  func isWarnedOf(_ fixture: Fixture) async throws {
    let expected = try #require(fixture.expectedWarning, "\(fixture) names no warning in its first line")
    let result = try await Compiler.check(fixture)
    let warnings = result.warnings(in: fixture.name)
    #expect(warnings.contains { $0.contains(expected) }, "\(fixture): \(result.output)")
  }

  /// When this fails, the compiler is mended: README's list of limits and the note at `RecordBuffer.record` can go.
  @Test("The compiler still crashes on what README keeps users from", arguments: Fixture.all(in: "Crashing"))
  func stillCrashes(_ fixture: Fixture) async throws {
    let result = try await Compiler.check(fixture, generatesCode: true)
    #expect(result.isCrash, "\(fixture): \(result.output)")
  }

  @Test func thereAreFixtures() {
    #expect(Fixture.all(in: "Rejected").count >= 28)
    #expect(Fixture.all(in: "Accepted").count >= 4)
    #expect(Fixture.all(in: "Warned").count >= 1)
    #expect(Fixture.all(in: "Crashing").count >= 1)
  }
}
