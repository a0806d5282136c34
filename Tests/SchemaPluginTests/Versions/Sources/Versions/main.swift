import Foundation
import RecordStore

/// Writes a user, if one is given, and prints all of them: `Versions FILE [ID NAME TEAM]`.
func run(_ arguments: [String]) throws {
  let store = try Store(path: arguments[1], schema: UsersSchema.schema)
  if arguments.count == 5, let id = UInt64(arguments[2]), let team = UInt64(arguments[4]) {
    try store.write { txn in
      try txn.put(.init(id: id, name: arguments[3], team: team, avatar: [1, 2, 3]), in: .users)
    }
  }
  try store.read { txn in
    var users = try txn.rows(.users)
    while let user = try users.next() {
      print(user.id, user.name.description, user.team, user.avatar?.array ?? [])
    }
  }
}

do {
  try run(CommandLine.arguments)
} catch {
  print(error)
  exit(1)
}
