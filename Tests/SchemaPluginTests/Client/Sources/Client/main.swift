import FlatBuffersRuntime
import Model
import RecordStore

func show(_ buffer: RecordBuffer<Person>) {
  let person = buffer.record
  print(person.id, person.name.description, terminator: "")
  if let addresses = person.addresses {
    addresses.forEach { print(" \($0.channel)=\($0.text)", terminator: "") }
  }
  print()
}

let built = try RecordBuffer<Person>(
  .init(id: 7, name: "Ann", addresses: [.mail("ann@example.com"), .init(channel: .phone, text: "112")]))
show(try RecordBuffer<Person>(verifying: built.bytes))
let entry = ClientLogEntry.Draft(note: ClientNotesEntry.Draft(text: "named after its namespace"))
precondition(Address.Draft(at: Model.Address.Draft.mail("x"), entries: [entry]).at?.text == "x")
print(PeopleSchema.schema.tables.map(\.name), Table<Person, UInt64>.people.definition.indexes.map(\.name))
