import Foundation
import Programs
import Testing

/// Code that would read a record after its snapshot does not compile.
///
/// Every file in `Fixtures/Rejected` must be refused with the error its first line names; those in
/// `Fixtures/Accepted` must compile, so that a refusal is not due to the way the compiler is called.
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

  @Test func thereAreFixtures() {
    #expect(Fixture.all(in: "Rejected").count >= 28)
    #expect(Fixture.all(in: "Accepted").count >= 3)
  }
}
