import Flatwire
import Testing

/// README's samples of errors with records and of answers in parts.
extension ReadmeTests {
  @Test func `the sample of errors and of answers in parts does what it says`() async throws {
    let store = try Store.temporary(schema: AccountsSchema.schema)
    try await store.write { txn in try txn.put(.init(number: 3, amount: 7), in: .receipts) }
    try await withRouter { router in
      try await offerAccounts(store, on: router)
      let session = try await join(router, .cbor)
      try await useAccounts(session)
      await session.close()
    }
    store.close()
  }

  private func offerAccounts(_ store: Store, on router: Router) async throws {
    try await router.register(.accountsPay) { payment in
      guard payment.record.amount <= 100 else {
        throw try RecordError<Insufficient>(.init(missing: payment.record.amount - 100, currency: "EUR"))
      }
      return try RecordBuffer<Receipt>(.init(number: 1, amount: payment.record.amount))
    }
    try await router.register(.accountsAudit, reading: store) { period, snapshot, reply in
      var rows = try snapshot.rows(.receipts, period.first...period.last)
      var count: UInt32 = 0
      while let row = try rows.nextRow() {
        try reply.send(part: row.record)  // from where it is stored
        count += 1
      }
      try reply.send(.init(count: count))
    }
  }

  private func useAccounts(_ session: WAMPSession) async throws {
    do {
      let receipt = try await session.call(.accountsPay, .init(amount: 120))
      print(receipt.record.number)
    } catch let error as RecordError<Insufficient> {
      print("\(error.record.missing) are missing")
    }
    for try await answer in try await session.results(of: .accountsAudit, .init(first: 1, last: 100)) {
      switch answer {
      case .part(let receipt): print(receipt.record.number, receipt.record.amount)
      case .result(let audited): print("\(audited.record.count) receipts")
      }
    }

    let paid = try await session.call(.accountsPay, .init(amount: 20))
    #expect(paid.record.amount == 20)
    let audited = try await session.call(.accountsAudit, .init(first: 1, last: 100))
    #expect(audited.record.count == 1)
  }
}
