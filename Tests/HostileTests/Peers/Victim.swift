import Foundation
import Programs

/// A client that others wrote, attached to the attacked router. See `Python/victim_autobahn.py`.
struct Victim: Sendable, CustomStringConvertible {
  let program: String
  let format: WireFormat

  static let all = [
    Victim(program: "autobahn", format: .cbor), Victim(program: "autobahn", format: .flatbuffers),
    Victim(program: "xconn", format: .cbor),
  ]

  /// How deep arguments may be nested for it. xconn ends its session beyond: WAMP sets no limit, and one that suits xconn
  /// would keep from all others what they can read.
  var deepestArguments: Int { program == "xconn" ? 64 : .max }

  var description: String { "\(program) over \(format)" }

  /// Attaches it while `body` runs.
  ///
  /// - Returns: what `body` returned, and why the victim's session ended if it did.
  func run<R: Sendable>(on router: AttackedRouter, _ body: @escaping @Sendable () async throws -> R)
    async throws -> (result: R, loss: String?)
  {
    let scripts = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Python")
    let python = try await Program.python(
      environment: "victims", requirements: scripts.appending(path: "requirements.txt"))
    let (result, output) = try await LivingProgram.run(
      python.path,
      [
        scripts.appending(path: "victim_\(program).py").path, "ws://127.0.0.1:\(router.port)/", "realm1",
        format.rawValue,
      ], until: "ready"
    ) { _ in try await body() }
    return (result, output.split(separator: "\n").first { $0.hasPrefix("lost") }.map { String($0) })
  }
}

extension Victim {
  /// Attacks with one row after the other. A victim that was harmed is replaced by a new one.
  ///
  /// - Parameter attack: what is wrong after it, if anything is; what it throws is wrong, too.
  /// - Returns: what was wrong, each with its row.
  func attack<Row: Sendable>(
    _ rows: [Row], _ attack: @escaping @Sendable (Row, Int, Witness) throws -> String?
  ) async throws -> [String] {
    try await AttackedRouter.run { router in
      var complaints: [String] = []
      var done = 0
      while done < rows.count {
        let rest = rows[done...]
        let (seen, loss) = try await run(on: router) {
          try await blocking {
            let witness = try Witness(router.port)
            var seen: [String?] = []
            for row in rest {
              var complaint: String?
              do { complaint = try attack(row, router.port, witness) } catch { complaint = "\(error)" }
              let harm = witness.complaint()
              seen.append(harm ?? complaint)
              if harm != nil {
                // Time for the victim to say what happened.
                Thread.sleep(forTimeInterval: 0.5)
                break
              }
            }
            return seen
          }
        }
        for (row, complaint) in zip(rest, seen) {
          if let complaint { complaints.append("\(row): \(complaint)") }
        }
        if let loss { complaints.append("\(rest[done + seen.count - 1]): \(loss)") }
        done += seen.count
      }
      return complaints
    }
  }
}

/// The one who asks the victim whether it still has its session and its registrations.
final class Witness {
  private let port: Int
  private var peer: RawPeer
  private let session: Item
  private var request: UInt64 = 1

  init(_ port: Int) throws {
    self.port = port
    peer = try RawPeer.joined(port, .cbor)
    session = try peer.call(1, "victim.session").first ?? .null
  }

  /// - Returns: what is wrong, if anything is.
  func complaint() -> String? {
    do {
      // A new session: the old one may have been silent for so long that the router gave it up.
      peer = try RawPeer.joined(port, .cbor)
      guard try call("victim.session").first == session else { return "the victim has another session" }
      guard try call("victim.echo", "still there").first == "still there" else { return "its echo is wrong" }
      return nil
    } catch {
      return "the victim cannot be called: \(error)"
    }
  }

  func call(_ procedure: Item, _ arguments: Item...) throws -> [Item] {
    try result(of: send(procedure, arguments))
  }

  /// Calls, and does not wait.
  func begin(_ procedure: Item, _ arguments: Item...) throws -> UInt64 {
    try send(procedure, arguments)
  }

  func result(of request: UInt64) throws -> [Item] {
    let answer = try peer.answer("answer of the victim") { $0.request == request && !$0.isProgress }
    guard answer.code == Code.result else { throw RawPeer.Ending.refused("\(answer)") }
    return answer.arguments
  }

  private func send(_ procedure: Item, _ arguments: [Item]) throws -> UInt64 {
    request += 1
    try peer.send(WireFormat.cbor.call(request, procedure, Content(arguments: Item.list(arguments).encoded)))
    return request
  }
}
