import FlatBuffersRuntime
import RecordStore
import Testing
import WAMP

/// Tables, indexes, procedures and topics of a generated schema.
struct StoredTests {
  @Test func definitionsFollowTheSchema() {
    let schema = StoredSchema.schema
    #expect(schema.name == "stored")
    #expect(schema.tables.map(\.name) == ["users", "notes", "records"])
    #expect(schema.tables.map(\.ordinal) == [0, 1, 2])
    let indexes = schema.tables.flatMap(\.indexes)
    #expect(
      indexes.map(\.name) == ["usersByName", "usersByTeam", "usersByNick", "users_by_level", "usersByAge"])
    #expect(indexes.map(\.ordinal) == Array(indexes.indices))
    #expect(indexes.map(\.isUnique) == [true, false, false, false, false])
    #expect(schema.tables.allSatisfy { $0.fingerprint == schema.fingerprint })
  }

  @Test func callSitesAreShort() {
    let users: Table<User, UInt64> = .users
    let byTeam: Index<User, UInt64> = .usersByTeam
    let byLevel: Index<User, Level> = .usersByLevel
    #expect(users.definition.name == "users")
    #expect(byTeam.definition.name == "usersByTeam")
    #expect(byLevel.definition.name == "users_by_level")
  }

  @Test func servicesBecomeProceduresAndTopics() {
    let get: Procedure<UserKey, User> = .usersGet
    let rename: Procedure<User, VoidRecord> = .usersRenameAll
    let changed: Topic<User> = .usersChanged
    #expect(get.uri == "com.example.user.get")
    #expect(rename.uri == "com.example.rename")
    #expect(changed.uri == "com.example.user.changed")
  }

  @Test func proceduresHaveTheirErrorsAndParts() {
    let merge: ProgressiveProcedure<UserKey, UserKey, User> = .usersMerge
    let rename: Procedure<User, User> = .usersRename
    #expect(NameTaken.errorURI == "com.example.error.name_taken")
    #expect(merge.uri == "com.example.user.merge")
    #expect(merge.errors.map(\.uri) == [NameTaken.errorURI, NotNow.errorURI])
    #expect(rename.errors.map(\.uri) == [NameTaken.errorURI])
    #expect(Procedure.usersGet.errors.isEmpty)
  }
}
