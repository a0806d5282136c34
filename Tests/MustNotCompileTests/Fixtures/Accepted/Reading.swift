import FlatBuffersRuntime
import RecordStore

func read(_ store: Store) throws -> UInt64 {
  let name = try store.read { txn in try txn.get(.people, 7)?.name.description }
  let draft: Person.Draft? = try store.read { txn in
    guard let person = try txn.get(.people, 7) else { return nil }
    return person.draft
  }
  let total = try store.read { txn in
    var sum: UInt64 = 0
    var best: Person?
    var rows = try txn.rows(.people, 1...100)
    while let person = try rows.next() {
      sum += person.id
      if person.id > (best?.id ?? 0) { best = person }
    }
    var team = try txn.rows(by: .peopleByTeam, 1...1, order: .descending)
    while let person = try team.next() { sum += person.id }
    return sum + (best?.id ?? 0)
  }
  print(name as Any, draft as Any)
  return total
}
