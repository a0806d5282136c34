/** Reads the changes that events tell, and what was missed between them. */
export class Changes {
  constructor() { this.last = undefined; }

  /** What an event says, behind what was lost before it; nothing if it speaks of no change. */
  read({ details, followsLoss }, row) {
    const said = details.x_flatwire_change;
    if (!said || !Number.isSafeInteger(Number(said.sequence))) return [];
    const sequence = BigInt(said.sequence);
    const commit = BigInt(said.operation === "unknown" ? said.through : said.commit);
    const changes = [];
    // Of the first one it is not known what came before it, but the router says whether it dropped that.
    if (this.last ? sequence !== this.last.sequence + 1n : followsLoss) {
      const since = this.last ? this.last.commit : commit;
      changes.push({
        operation: "unknown", since, through: commit > since ? commit : since, reason: "events were lost on their way",
      });
    }
    this.last = { sequence, commit };
    if (said.operation === "unknown") {
      changes.push({ operation: "unknown", since: BigInt(said.since), through: commit, reason: said.reason });
    } else {
      const { operation, key, key_text: keyText, last: isLast = false } = said;
      changes.push({ operation, commit, key, keyText, isLast, row: operation === "put" ? row() : null });
    }
    return changes;
  }
}
