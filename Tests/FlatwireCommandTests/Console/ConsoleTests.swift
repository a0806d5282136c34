import Flatwire
import Foundation
import Programs
import Testing

/// `flatwire serve --console`, looked at in headless Chromium.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct ConsoleTests {
  /// Text that becomes more than text where it is taken for markup.
  private static let hostile =
    "<script>globalThis.harmed = 1</script><img src=x onerror='globalThis.harmed = 1'>"

  private struct Stage {
    let database: String
    let port: Int
    let session: WAMPSession
    var address: String { "http://127.0.0.1:\(port)/" }

    func visit(_ script: String) async throws -> [String: Any] {
      let (result, complaints) = try await BrowserVisit(to: address).run(
        "const { connect } = await import(\"/flatwire/flatwire.js\");\n" + script)
      #expect(complaints.isEmpty, "\(complaints)")
      return try #require(result as? [String: Any])
    }
  }

  /// The program with 150 packages, the first of which is hostile, and a session that stores more on the server's side.
  private func withConsole(_ body: (Stage) async throws -> Void) async throws {
    try await withShortFolder { folder in
      let database = folder.appending(path: "p.db").path
      let packages = (1...150).map { number in
        """
        Package: pack\(number)
        Version: \(number).0
        Section: \(number % 3 == 0 ? "games" : "tools")
        Installed-Size: \(number)
        Depends: libc6 (>= 2.36), pack1
        Description: \(number == 1 ? Self.hostile : "The package \(number)")


        """
      }
      let input = folder.appending(path: "status")
      try packages.joined().write(to: input, atomically: true, encoding: .utf8)
      _ = try await Program(built: "flatwire", ["import", "--db", database, "--input", input.path]).output()
      // Or nobody knows what other programs changed.
      _ = try await Program(built: "flatwire", ["db", "log", database, "on"]).output()
      let serve = ["serve", "--db", database, "--port", "0", "--console"]
      let outcome = try await Program(built: "flatwire", serve).run { line in
        guard line.hasPrefix("serving ") else { return false }
        let port = try #require(line.split(separator: ":").last.flatMap { Int($0.prefix { $0.isNumber }) })
        let session = try await WAMPSession.connect(
          to: "ws://127.0.0.1:\(port)/", realm: "realm1", serializers: [.cbor])
        try await session.register("test.put") { call in
          let text = try call.payload.arguments().list.first?.stringValue ?? ""
          _ = try await Program(built: "flatwire", ["db", "put", database, "packages", text]).output()
          return Payload(arguments: [])
        }
        try await body(Stage(database: database, port: port, session: session))
        await session.close()
        return true
      }
      #expect(outcome.output.contains("console at http://127.0.0.1:"), "\(outcome.text)")
      #expect(outcome.status == 0, "\(outcome.text)")
    }
  }

  @Test func `it shows tables and rows, page by page, and finds them by key and by index`() async throws {
    try await withConsole { stage in
      let seen = try await stage.visit(
        """
        const names = () => [...document.querySelectorAll(".grid tbody tr td:first-child")].map((cell) => cell.textContent);
        const pager = (text) => shown(".pager", (each) => each.textContent.includes(text));
        const find = async ({ by = "", match = "is", values = [], order = "ascending" }) => {
          type(document.querySelector("[name=by]"), by);
          type(document.querySelector("[name=match]"), match);
          type(document.querySelector("[name=order]"), order);
          [...document.querySelectorAll(".values input")].forEach((input, index) => type(input, values[index] ?? ""));
          document.querySelector("form.search").requestSubmit();
        };
        await pager("rows 1 to 50");
        const first = names();
        const heads = [...document.querySelectorAll(".grid th")].map((cell) => cell.firstChild.textContent);
        const choices = [...document.querySelectorAll("[name=by] option")].map((each) => each.textContent);
        const count = document.querySelector("h2 .count").textContent;
        (await shown(".pager button", (each) => each.textContent === "Next")).click();
        await pager("rows 51 to 100");
        const second = names();
        (await shown(".pager button", (each) => each.textContent === "Previous")).click();
        await pager("rows 1 to 50");
        const again = names();
        await find({ values: ["pack7"] });
        await pager("rows 1 to 1 ");
        const key = names();
        await find({ by: "packagesBySection", values: ["games"], order: "descending" });
        await pager("rows 1 to 50");
        const index = [names()[0], document.querySelector("h2 .count").textContent];
        await find({ match: "from–to", values: ["pack148", "pack15"] });
        await pager("rows 1 to 3 ");
        const range = names();
        await find({ values: ["nothing"] });
        const none = (await shown(".empty")).textContent;
        (await shown("[name=all]")).click();
        await pager("rows 1 to 50");
        document.querySelector(".grid tbody tr").click();
        const dialog = (await shown("dialog[open]")).innerText;
        const realm = (await shown("#realm", (each) => each.textContent.includes("session"))).textContent;
        return { first, heads, choices, count, second, again, key, index, range, none, dialog, realm, state: document.getElementById("state").textContent };
        """)
      let sorted = (1...150).map { "pack\($0)" }.sorted()
      #expect(seen["first"] as? [String] == Array(sorted[..<50]))
      #expect(seen["again"] as? [String] == Array(sorted[..<50]))
      #expect(seen["second"] as? [String] == Array(sorted[50..<100]))
      #expect(
        seen["heads"] as? [String]
          == ["name", "version", "section", "installed_size", "dependencies", "description"])
      #expect(seen["choices"] as? [String] == ["key: name", "packagesBySection: section"])
      #expect(seen["count"] as? String == "150" && seen["key"] as? [String] == ["pack7"])
      #expect(seen["index"] as? [String] == ["pack99", "50"])
      #expect(seen["range"] as? [String] == ["pack148", "pack149", "pack15"])
      #expect(seen["none"] as? String == "There is no row with name \"nothing\".")
      #expect((seen["dialog"] as? String)?.contains("\"relation\": \">=\"") == true, "\(seen)")
      #expect(seen["realm"] as? String == "realm realm1 · 2 sessions")
      #expect(seen["state"] as? String == "connected")
    }
  }

  @Test func `a change on the server is seen within a second, text stays text, and no byte was copied`()
    async throws
  {
    try await withConsole { stage in
      let row = """
        { "name": "a<b>new</b>", "version": "1", "section": "games", "description": "\(Self.hostile)" }
        """
      let text = String(decoding: try JSONEncoder().encode(row), as: UTF8.self)
      let seen = try await stage.visit(
        """
        await shown(".grid tbody tr");
        const session = await connect(location.origin.replace("http", "ws") + "/", { realm: "realm1" });
        await shown("#sent b");
        await session.call("test.put", [\(text)]);
        const start = performance.now();
        const change = await shown(".changes li");
        const time = performance.now() - start;
        const news = (await shown(".news:not([hidden])")).textContent;
        document.querySelector(".news button").click();
        const name = (await shown(".grid td", (each) => each.textContent.startsWith("a<b>"))).textContent;
        const cells = [...document.querySelectorAll(".grid td")].filter((each) => each.textContent.includes("<script>"));
        const description = cells[0].textContent;
        cells[0].click();
        const dialog = await shown("dialog[open]");
        const whole = dialog.textContent;
        location.hash = "#topics";
        const topics = (await shown("main .plain")).innerText;
        location.hash = "#procedures";
        const procedures = (await shown("main .plain", (each) => each.innerText.includes("get_many"))).innerText;
        location.hash = "#traffic";
        const copied = (await shown("[data-counter=copied] .value")).textContent;
        const uncopied = (await shown("[data-counter=uncopied] .value")).textContent;
        const reasons = [...document.querySelectorAll("[data-reason]")].map((each) => [each.dataset.reason, each.children[1].textContent]);
        return {
          time, news, name, description, whole, topics, procedures, copied, uncopied, reasons, change: change.textContent,
          harmed: globalThis.harmed ?? 0, markup: document.querySelectorAll("main script, main img, main b, dialog script, dialog img").length,
        };
        """)
      #expect((seen["time"] as? Double ?? .infinity) < 1000, "\(seen)")
      #expect((seen["change"] as? String)?.hasPrefix("put\"a<b>new</b>\"commit ") == true, "\(seen)")
      #expect((seen["news"] as? String)?.hasPrefix("1 change since these rows were read.") == true)
      #expect(seen["name"] as? String == "a<b>new</b>" && seen["description"] as? String == Self.hostile)
      #expect((seen["whole"] as? String)?.contains(Self.hostile) == true)
      #expect(seen["harmed"] as? Int == 0 && seen["markup"] as? Int == 0)
      #expect((seen["topics"] as? String)?.contains("io.flatwire.demo.packages.table.changed") == true)
      #expect((seen["procedures"] as? String)?.contains("test.put") == true)
      #expect(seen["copied"] as? String == "0\u{202f}B", "\(seen)")
      #expect((seen["uncopied"] as? String)?.hasPrefix("0") == false, "\(seen)")
      let reasons = try #require(seen["reasons"] as? [[String]])
      #expect(reasons.count == CopyReason.allCases.count && reasons.allSatisfy { $0[1] == "0" }, "\(reasons)")
    }
  }

  @Test func `what is no key is said in the page, and what the router refuses`() async throws {
    try await withConsole { stage in
      let seen = try await stage.visit(
        """
        await shown(".grid tbody tr");
        type(document.querySelector(".values input"), "x".repeat(600));
        document.querySelector("form.search").requestSubmit();
        const long = (await shown(".search .fault:not([hidden])")).textContent;
        const session = await connect(location.origin.replace("http", "ws") + "/", { realm: "realm1" });
        const wrong = await session.call("flatwire.console.counters", [1]).catch((error) => error.message);
        return { long, wrong, rows: document.querySelectorAll(".grid tbody tr").length };
        """)
      #expect((seen["long"] as? String)?.contains("bytes are no key of it") == true, "\(seen)")
      #expect(
        seen["wrong"] as? String
          == "wamp.error.invalid_argument: flatwire.console.counters: found arguments, expected none")
      #expect(seen["rows"] as? Int == 50)
    }
  }

  @Test func `who has to prove who it is logs in, after as many attempts as it takes`() async throws {
    try await Certificates.with { certificates in
      try await certificates.issue("server", for: "DNS:localhost")
      try await withShortFolder { folder in
        let database = try await database(in: folder)
        let (listener, port) = try Loopback.makeListener()
        Loopback.closeSocket(listener)
        let serve = [
          "serve", "--db", database, "--port", "\(port)", "--host", "0.0.0.0", "--console", "--user", "ann",
          "--origin", "https://localhost:\(port)", "--tls-certificate", certificates.chain(of: "server"),
          "--tls-key", certificates.key(of: "server"),
        ]
        let program = Program(
          URL(filePath: Program.path(built: "flatwire")), serve,
          environment: ["FLATWIRE_USER_SECRET": "pencil"])
        let outcome = try await program.run { line in
          guard line.hasPrefix("serving ") else { return false }
          let visit = BrowserVisit(to: "https://localhost:\(port)/", flags: ["--ignore-certificate-errors"])
          let (result, _) = try await visit.run(
            """
            const logIn = (secret) => {
              type(document.querySelector("[name=authid]"), "ann");
              type(document.querySelector("[name=secret]"), secret);
              document.querySelector("form.login").requestSubmit();
            };
            await shown("form.login");
            const { connect } = await import("/flatwire/flatwire.js");
            const anonymous = await connect(`wss://${location.host}/`, { realm: "realm1" }).catch((error) => error.uri);
            logIn("pen");
            const fault = (await shown("form.login .fault")).textContent;
            logIn("pencil");
            const cell = (await shown(".grid td")).textContent;
            return { anonymous, fault, cell, tls: (await shown("#sent b.warm")).textContent };
            """)
          let seen = try #require(result as? [String: String])
          #expect(seen["anonymous"]?.hasPrefix("wamp.error.") == true, "\(seen)")
          #expect(seen["fault"]?.hasPrefix("wamp.error.authentication_failed") == true, "\(seen)")
          #expect(seen["cell"] == "a" && seen["tls"]?.hasPrefix("0\u{202f}") == false, "\(seen)")
          return true
        }
        #expect(outcome.output.contains("console at https://0.0.0.0:\(port)/"), "\(outcome.text)")
      }
    }
  }

  private func database(in folder: URL) async throws -> String {
    let database = folder.appending(path: "p.db").path
    let input = folder.appending(path: "status")
    try "Package: a\nVersion: 1\nSection: x\n".write(to: input, atomically: true, encoding: .utf8)
    _ = try await Program(built: "flatwire", ["import", "--db", database, "--input", input.path]).output()
    return database
  }

  @Test(
    arguments: [
      (["--host", "0.0.0.0"], "a console at 0.0.0.0:0 shows its tables to other machines"),
      (["--origin", "https://a.example"], "a console at https://a.example shows its tables"),
      (["--user", "ann"], "--user ann needs a secret"), (["--tls-key", "k"], "go together"),
    ])
  func `what would let anybody in does not start`(options: [String], fault: String) async throws {
    try await withShortFolder { folder in
      let serve = ["serve", "--db", try await database(in: folder), "--port", "0", "--console"] + options
      let refused = try await Program(built: "flatwire", serve).run()
      #expect(refused.status != 0 && refused.text.contains(fault), "\(refused.text)")
    }
  }
}
