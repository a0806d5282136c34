// warning: constant 'name' inferred to have type '()', which may be unexpected
import RecordStore

func leak(_ store: Store) throws {
  let name = try store.read { try $0.get(.people, 7)?.name }
  print(name)
}
