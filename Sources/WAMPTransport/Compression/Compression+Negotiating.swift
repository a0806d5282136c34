/// What both sides agree on: a compression whose ``Compression/sending`` and ``Compression/receiving`` are in force.
extension Compression {
  /// The fewest bits that zlib compresses with. An offer that asks for fewer is not taken.
  private static let fewestBits = 9

  /// What a server answers, and does: the first offer counts that can be taken.
  ///
  /// - Returns: `nil` if none can be taken: then nothing is compressed.
  func answer(to offers: [WebSocketExtension]) -> (text: String, agreed: Compression)? {
    for offer in offers {
      guard let offer = DeflateParameters(offer, in: .offer), let (answer, agreed) = answer(to: offer) else {
        continue
      }
      return (answer.text(in: .answer), agreed)
    }
    return nil
  }

  private func answer(to offer: DeflateParameters) -> (DeflateParameters, Compression)? {
    var answer = DeflateParameters()
    var agreed = self
    if let bits = offer.serverMaxWindowBits {
      guard bits >= Self.fewestBits else { return nil }
      agreed.sending.windowBits = min(bits, sending.windowBits)
      answer.serverMaxWindowBits = agreed.sending.windowBits
    }
    agreed.sending.isKept = sending.isKept && !offer.serverNoContextTakeover
    answer.serverNoContextTakeover = !agreed.sending.isKept
    // Who says nothing of its window cannot be asked for less than all.
    let bits = offer.clientMaxWindowBits.map { min($0, receiving.windowBits) }
    if let bits, bits < 15 { answer.clientMaxWindowBits = bits }
    agreed.receiving.windowBits = bits ?? 15
    agreed.receiving.isKept = receiving.isKept && !offer.clientNoContextTakeover
    answer.clientNoContextTakeover = !agreed.receiving.isKept
    return (answer, agreed)
  }

  /// What a client offers.
  private var offered: DeflateParameters {
    var offer = DeflateParameters()
    offer.serverNoContextTakeover = !receiving.isKept
    offer.clientNoContextTakeover = !sending.isKept
    if receiving.windowBits < 15 { offer.serverMaxWindowBits = receiving.windowBits }
    offer.clientMaxWindowBits = sending.windowBits
    return offer
  }

  /// What a client offers, as the header has it.
  var offer: String { offered.text(in: .offer) }

  /// What a client does after a server's answer.
  ///
  /// A server that does not say what it was asked for may do more than that, which takes more memory here.
  ///
  /// - Returns: `nil` if the answer cannot be accepted: then the connection has to fail.
  func agreed(by answers: [WebSocketExtension]) -> Compression? {
    guard answers.count == 1, let answer = DeflateParameters(answers[0], in: .answer) else { return nil }
    if let bits = answer.clientMaxWindowBits, bits < Self.fewestBits { return nil }
    let limit = offered.serverMaxWindowBits ?? 15
    guard answer.serverMaxWindowBits ?? 0 <= limit else { return nil }
    var agreed = self
    agreed.sending.windowBits = min(sending.windowBits, answer.clientMaxWindowBits ?? 15)
    agreed.sending.isKept = sending.isKept && !answer.clientNoContextTakeover
    agreed.receiving.windowBits = answer.serverMaxWindowBits ?? 15
    agreed.receiving.isKept = !answer.serverNoContextTakeover
    return agreed
  }
}
