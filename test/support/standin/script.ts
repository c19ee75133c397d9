/** Faults waiting to strike, in the order they were scripted. */
export class Script<Fault extends { readonly times?: number; readonly what: unknown }> {
  private scripted: { readonly fault: Fault; left: number }[] = []

  add(fault: Fault): void {
    this.scripted.push({ fault, left: fault.times ?? 1 })
  }

  clear(): void {
    this.scripted = []
  }

  /** The first that strikes; it is then used up by one. */
  protected takeFirst(strikes: (fault: Fault) => boolean): Fault['what'] | undefined {
    const found = this.scripted.find(({ fault }) => strikes(fault))
    if (!found) return undefined
    found.left -= 1
    if (found.left <= 0) this.scripted = this.scripted.filter((one) => one !== found)
    return found.fault.what
  }
}
